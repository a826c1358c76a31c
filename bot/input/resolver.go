package input

import (
	"strings"

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
	from    int                    // the word at which such a name begins
	starts  []int                  // further words at which a name that exists may begin, when none begins the line
	reach   int                    // up to which word; 0 for all
	lengths map[string]span        // where each candidate stands, by normalized name
	similar span                   // where the name stands that was found by likeness
}

// span is n words of a line.
type span struct{ from, n int }

// NewLeadResolver makes a resolver for a line. Cut tells how many words a name takes that no lead has.
func NewLeadResolver(line Line, cut func([]words.Word) int) *LeadResolver {
	return &LeadResolver{line: line, cut: cut, lengths: make(map[string]span)}
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
	From  int          // the word at which it begins; more than 0 where something else stands in front
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
	if at := r.unknown(); r.line.Resolution.Create && at.n > 0 {
		// a shorter name that exists is not meant
		key := names.Normalize(Span(r.line.Text, r.line.Words[at.from:at.from+at.n]))
		r.lengths[key] = at
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
	r.lengths[key] = span{n: len(r.line.Words)}
	return Query{Names: []string{key}, Index: true}
}

// unknown is where a name stands that no lead has; of no words where that can't be told.
func (r *LeadResolver) unknown() span {
	if res := r.line.Resolution; res.Create && res.Name > 0 {
		from := min(res.From, len(r.line.Words))
		return span{from, min(res.Name, len(r.line.Words)-from)}
	}
	return span{r.from, r.cut(r.line.Words[r.from:])}
}

// Candidates are the normalized names that the line may hold: those it starts with, longest first, then those further
// on. Quotes settle it.
func (r *LeadResolver) Candidates() []string {
	ws := r.line.Words
	if len(ws) > 0 && ws[0].Quoted {
		key := names.Normalize(ws[0].Text)
		r.lengths[key] = span{n: 1}
		return []string{key}
	}
	out := r.candidatesAt(nil, 0, len(ws))
	for _, start := range r.starts {
		end := len(ws)
		if r.reach > 0 {
			end = r.reach
		}
		if ws[start].Quoted {
			end = start + 1
		}
		out = r.candidatesAt(out, start, end)
	}
	return out
}

// candidatesAt adds the names that begin with one word and end before another.
func (r *LeadResolver) candidatesAt(out []string, start, end int) []string {
	keys := names.Prefixes(words.Texts(r.line.Words[start:end]))
	for i, key := range keys {
		if key == "" {
			continue
		}
		at, there := r.lengths[key]
		if !there {
			out = append(out, key)
		}
		if !there || at.from == start { // the shortest of this form: a word without a letter belongs to what follows
			r.lengths[key] = span{start, len(keys) - i}
		}
	}
	return out
}

// Find reads what was found for [LeadResolver.Query]. The error is [request.ErrOutdated] for a lead that is gone.
func (r *LeadResolver) Find(f Found) (Match, error) {
	res := r.line.Resolution
	switch {
	case res.Lead != "" && f.Lead == nil:
		return Match{}, request.ErrOutdated
	case res.Lead != "":
		return r.match(f.Lead, span{res.From, res.Name}), nil
	case f.Lead != nil && r.similar.n > 0:
		m := r.match(f.Lead, r.similar)
		m.Similar = true
		return m, nil
	case f.Lead != nil:
		return r.match(f.Lead, r.lengths[f.Name]), nil
	}
	at := r.unknown()
	if at.n == 0 {
		return Match{Rest: r.line.Words}, nil
	}
	if res.Create {
		return r.match(nil, at), nil
	}
	return r.similarAt(f, at), nil
}

// match is a match with the name at some words of the line, or at those of them that there are. A kept line has a place
// that a button brought back.
func (r *LeadResolver) match(lead *coach.Lead, at span) Match {
	ws := r.line.Words
	at.from = min(at.from, len(ws))
	at.n = min(at.n, len(ws)-at.from)
	end := at.from + at.n
	return Match{Lead: lead, Name: trimName(Span(r.line.Text, ws[at.from:end])), From: at.from, Count: at.n, Rest: ws[end:]}
}

// trimName is a name without the comma, stop or dash that ends it in a sentence.
func trimName(name string) string {
	return strings.TrimRight(strings.TrimLeft(name, ",;:–—-• "), ",;:–—- ")
}

// FindSimilar looks for leads whose names resemble the first n words. One that contains them is taken, several or a
// mere likeness are asked about, and none leaves a match without a lead.
func (r *LeadResolver) FindSimilar(f Found, n int) Match { return r.similarAt(f, span{n: n}) }

func (r *LeadResolver) similarAt(f Found, at span) Match {
	m := r.match(nil, at)
	hits := names.Match(m.Name, f.Index())
	switch {
	case len(hits) == 0:
		return m
	case hits[0].Kind == names.Typo:
		return r.question(m, hits, true)
	case len(hits) > 1:
		return r.question(m, hits, false)
	}
	r.similar = span{m.From, m.Count}
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
		Question: WhichLead, Pending: r.line.Pending(func(res *Resolution) { res.From, res.Name = m.From, m.Count }),
		Typed: typedLine(r.line.Text), Name: m.Name, Leads: ids, Near: near, Create: r.line.creates(),
	}}
}

// AllWords is the cut for a line that holds nothing but a name.
func AllWords(ws []words.Word) int { return len(ws) }
