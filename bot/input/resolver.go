package input

import (
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// LeadResolver finds the lead that a line starts with. A name that exists wins over everything, the longest one first;
// after that likeness decides, and where it can't, a question.
type LeadResolver struct {
	line    Line
	cut     func([]words.Word) int // where the name ends when no lead has it; 0 when that can't be told
	lengths map[string]int         // words of each candidate, by normalized name
	similar int                    // words of the name that was found by likeness
}

// NewLeadResolver makes a resolver for a line. Cut tells how many words a name takes that no lead has.
func NewLeadResolver(line Line, cut func([]words.Word) int) *LeadResolver {
	return &LeadResolver{line: line, cut: cut, lengths: make(map[string]int)}
}

// Query is what has to be read to find a lead: the one with an id, else the first of the names that exists, else the
// index of all names.
type Query struct {
	LeadID string
	Names  []string // normalized, longest first
	Index  bool
}

// Found is what was read for a [Query].
type Found struct {
	Lead  *coach.Lead // nil for none
	Name  string      // which of the names it has
	Index func() []names.Entry
}

// Match is the lead at the start of a line and what follows it, or what has to be done to know it.
type Match struct {
	Lead  *coach.Lead  // nil when there is none of that name
	Name  string       // as it was typed
	Count int          // words it takes
	Rest  []words.Word // behind it

	Similar bool // found by likeness: worth saying which

	Retry    string         // the lead to read, before the match is made again
	Question *Clarification // or what has to be asked first
}

// Settled reports whether nothing has to be read or asked any more.
func (m Match) Settled() bool { return m.Retry == "" && m.Question == nil }

// Query is the read that finds the lead when its name is exact, and the index to look through when it isn't. A lead
// that a button decided on is read by its id, whatever the line says.
func (r *LeadResolver) Query() Query {
	if r.line.Resolution.Lead != "" {
		return Query{LeadID: r.line.Resolution.Lead}
	}
	if n := r.cut(r.line.Words); r.line.Resolution.Create && n > 0 {
		key := names.Normalize(Span(r.line.Text, r.line.Words[:n])) // a shorter name that exists is not meant
		r.lengths[key] = n
		return Query{Names: []string{key}, Index: true}
	}
	return Query{Names: r.Candidates(), Index: true}
}

// WholeLine is the read for a line that is a name and nothing else: no shorter name is tried, for the words behind it
// would be lost.
func (r *LeadResolver) WholeLine() Query {
	if r.line.Resolution.Lead != "" {
		return Query{LeadID: r.line.Resolution.Lead}
	}
	key := names.Normalize(Span(r.line.Text, r.line.Words))
	r.lengths[key] = len(r.line.Words)
	return Query{Names: []string{key}, Index: true}
}

// Candidates are the normalized names that the line may start with, longest first. Quotes settle it.
func (r *LeadResolver) Candidates() []string {
	ws := r.line.Words
	if len(ws) > 0 && ws[0].Quoted {
		key := names.Normalize(ws[0].Text)
		r.lengths[key] = 1
		return []string{key}
	}
	keys := names.Prefixes(words.Texts(ws))
	out := make([]string, 0, len(keys))
	for i, key := range keys {
		if key == "" {
			continue
		}
		if _, there := r.lengths[key]; !there {
			out = append(out, key)
		}
		r.lengths[key] = len(keys) - i // the shortest of this form: a word without a letter belongs to what follows
	}
	return out
}

// Find reads what was found for [LeadResolver.Query]. The error is [request.ErrOutdated] for a lead that is gone.
func (r *LeadResolver) Find(f Found) (Match, error) {
	ws := r.line.Words
	switch {
	case r.line.Resolution.Lead != "" && f.Lead == nil:
		return Match{}, request.ErrOutdated
	case r.line.Resolution.Lead != "":
		return r.match(f.Lead, r.line.Resolution.Name), nil
	case f.Lead != nil && r.similar > 0:
		m := r.match(f.Lead, r.similar)
		m.Similar = true
		return m, nil
	case f.Lead != nil:
		return r.match(f.Lead, r.lengths[f.Name]), nil
	}
	n := r.cut(ws)
	if n == 0 {
		return Match{Rest: ws}, nil
	}
	if r.line.Resolution.Create {
		return r.match(nil, n), nil
	}
	return r.FindSimilar(f, n), nil
}

// match is a match whose name takes n words, or all of them where there are fewer. A kept line has a count that a
// button brought back.
func (r *LeadResolver) match(lead *coach.Lead, n int) Match {
	n = min(n, len(r.line.Words))
	return Match{Lead: lead, Name: Span(r.line.Text, r.line.Words[:n]), Count: n, Rest: r.line.Words[n:]}
}

// FindSimilar looks for leads whose names resemble the first n words. One that contains them is taken, several or a
// mere likeness are asked about, and none leaves a match without a lead.
func (r *LeadResolver) FindSimilar(f Found, n int) Match {
	m := r.match(nil, n)
	hits := names.Match(m.Name, f.Index())
	switch {
	case len(hits) == 0:
		return m
	case hits[0].Kind == names.Typo:
		return r.question(m, hits, true)
	case len(hits) > 1:
		return r.question(m, hits, false)
	}
	r.similar = m.Count
	return Match{Retry: hits[0].ID}
}

// Offered is how many leads a question offers as buttons; more than that nobody reads on a telephone.
const Offered = 5

// question asks which lead is meant and keeps the line meanwhile.
func (r *LeadResolver) question(m Match, hits []names.Hit, near bool) Match {
	var ids []string
	for _, h := range hits[:min(len(hits), Offered)] {
		ids = append(ids, h.ID)
	}
	return Match{Question: &Clarification{
		Question: WhichLead, Pending: r.line.Pending(func(res *Resolution) { res.Name = m.Count }),
		Typed: typedLine(r.line.Text), Name: m.Name, Leads: ids, Near: near, Create: r.line.creates(),
	}}
}

// AllWords is the cut for a line that holds nothing but a name.
func AllWords(ws []words.Word) int { return len(ws) }
