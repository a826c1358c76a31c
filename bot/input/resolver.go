package input

import (
	"slices"
	"strings"
	"unicode"

	"github.com/followup-coach/followup/bot/input/whose"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// LeadResolver finds the lead that a line starts with. A name that exists wins over everything, the longest one first;
// then a detail: a contact, company, number or mail address that a lead has. After that likeness decides, and where it
// can't, a question.
type LeadResolver struct {
	line    Line
	cut     func([]words.Word) int // where the name ends when no lead has it; 0 when that can't be told
	from    int                    // the word at which such a name begins
	starts  []int                  // further words at which a name that exists may begin, when none begins the line
	behind  []span                 // where a lead is named behind what happened: asked about when one is like it
	lengths map[string]span        // where each candidate stands, by normalized name or detail
	number  typedNumber            // the first one in the line, where a name may stand…
	numbers span                   // …and where
	shows   bool                   // the lead is only looked at: a part of a contact is enough
	beside  besideRule             // what becomes of a new name beside a lead that its first words are like
	similar span                   // where that stands which was found by likeness or as a detail
	detail  string                 // the detail that it was found by
}

// Undecided reports whether no button has decided yet which lead the line is about.
func (r *LeadResolver) Undecided() bool {
	return r.line.Resolution.Lead == "" && !r.line.Resolution.Create && r.line.Resolution.Instead == ""
}

// Anew is the resolver for the same line among the leads of somebody else.
func (r *LeadResolver) Anew() *LeadResolver {
	other := *r
	other.similar, other.detail = span{}, ""
	return &other
}

// Which asks which of several leads a match is of; ids are those of the acting person's own.
func (r *LeadResolver) Which(m Match, ids ...string) *Clarification {
	return r.ask(m, ids, false).Question
}

// span is n words of a line.
type span struct{ from, n int }

// NewLeadResolver makes a resolver for a line. Cut tells how many words a name takes that no lead has.
func NewLeadResolver(line Line, cut func([]words.Word) int) *LeadResolver {
	return &LeadResolver{line: line, cut: cut}
}

// Query is what has to be read to find a lead: the one with an id, else the first of the names that exists, else those
// that have a name or one of the details as a detail, else the index of all names and what details begin with.
type Query struct {
	LeadID          string
	Names           []string // normalized, longest first
	Details, Starts []string
	Index           bool
}

// Found is what was read for a [Query].
type Found struct {
	Lead  *coach.Lead // nil for none
	Name  string      // which of the names it has
	Index func() []names.Entry

	Details []FoundDetail // by key
	Rep     coach.Rep
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
	if r.line.Resolution.Create {
		if q, ok := r.created(); ok {
			return q
		}
	}
	// One trip has to do for a name that exists, so that all that can be one are asked for together.
	q := Query{Names: r.Candidates(), Index: true}
	// A detail has a sign that most lines are without.
	if text := r.line.Text; strings.IndexByte(text, '@') >= 0 || strings.IndexFunc(text, unicode.IsDigit) >= 0 {
		r.addDetails(&q, 0, false)
		for _, start := range r.starts {
			r.addDetails(&q, start, false)
		}
	}
	return q
}

// created is the read for a new lead by the name that it shall have: a shorter one that exists is not meant. ok is
// false where no words are a name.
func (r *LeadResolver) created() (q Query, ok bool) {
	at := r.unknown()
	if at.n == 0 {
		return Query{}, false
	}
	key := names.Normalize(Span(r.line.Text, r.line.Words[at.from:at.from+at.n]))
	r.lengths = map[string]span{key: at}
	return Query{Names: []string{key}, Index: true}, true
}

// addDetails asks for the number or mail address that the words from one on start with, or with whole, that they are.
func (r *LeadResolver) addDetails(q *Query, start int, whole bool) {
	ws := r.line.Words[start:]
	if key := mailAt(ws); key != "" && (!whole || len(ws) == 1) {
		r.lengths[key] = span{start, 1}
		q.Details, q.Starts = append(q.Details, key), append(q.Starts, key)
		return
	}
	n := numberAt(r.line, ws)
	if n.words == 0 || whole && n.words < len(ws) || r.number.words > 0 && r.numbers.from < start {
		return
	}
	r.number, r.numbers = n, span{start, n.words}
	if key := numberOf(n.digits); n.abroad {
		r.lengths[key] = r.numbers
		q.Details = append(q.Details, key)
	} else {
		q.Starts = append(q.Starts, key)
	}
}

// WholeLine is [LeadResolver.WholeName] for a line that changes nothing: a part of a contact is enough there.
func (r *LeadResolver) WholeLine() Query {
	r.shows = true
	return r.WholeName()
}

// WholeName is the read for a line that is a name and nothing else: no shorter name is tried, for the words behind it
// would be lost.
func (r *LeadResolver) WholeName() Query {
	if r.line.Resolution.Lead != "" {
		return Query{LeadID: r.line.Resolution.Lead}
	}
	ws := r.line.Words
	key := names.Normalize(Span(r.line.Text, ws))
	q := Query{Names: []string{key}, Index: true}
	r.lengths = map[string]span{key: {n: len(ws)}}
	if former := names.FormerPrefixes(words.Texts(ws)); former != nil && len(ws) <= names.MaxWords && former[0] != key {
		r.lengths[former[0]] = span{n: len(ws)}
		q.Names = append(q.Names, former[0])
	}
	r.addDetails(&q, 0, true)
	if len(ws) > 1 { // in another order than the contact has them
		q.Starts = append(q.Starts, names.Normalize(ws[0].Text))
	}
	return q
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
		r.lengths = make(map[string]span)
		return r.candidatesAt(nil, 0, words.Texts(ws[:1]))
	}
	// No name is longer, so that words far behind the last place for one are left alone.
	last := 0
	if n := len(r.starts); n > 0 {
		last = r.starts[n-1]
	}
	typed := words.Texts(ws[:min(len(ws), last+names.MaxWords)])
	most := min(len(typed), names.MaxWords)
	for _, start := range r.starts {
		most += min(len(typed)-start, names.MaxWords)
	}
	r.lengths = make(map[string]span, most)
	out := r.candidatesAt(make([]string, 0, most), 0, typed)
	for _, start := range r.starts {
		end := len(typed)
		if ws[start].Quoted {
			end = start + 1
		}
		out = r.candidatesAt(out, start, typed[start:end])
	}
	return out
}

// candidatesAt adds the names that some words begin with. Start is where these stand in the line. What was stored while
// "and" was a word of a name is found by the former form of it.
func (r *LeadResolver) candidatesAt(out []string, start int, typed []string) []string {
	keys, former := names.Prefixes(typed), names.FormerPrefixes(typed)
	for i := range len(keys) {
		forms := [...]string{keys[i], "", ""}
		// "Cedar's boss answered" is about Cedar, where nobody is called "Cedar's boss".
		if n := len(keys) - i; n <= len(typed) && start == 0 && strings.ContainsAny(typed[n-1], words.Apostrophes) {
			forms[2] = names.Normalize(strings.Join(typed[:n-1], " ") + " " + words.Unowned(typed[n-1]))
		}
		if former != nil && former[i] != keys[i] {
			forms[1] = former[i]
		}
		for _, key := range forms {
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
	}
	return out
}

// Find reads what was found for [LeadResolver.Query]. The error is [request.ErrOutdated] for a lead that is gone, and a
// *[request.UnknownLead] for a name that no lead has beside a mention.
func (r *LeadResolver) Find(f Found) (Match, error) {
	res := r.line.Resolution
	switch {
	case res.Lead != "" && f.Lead == nil:
		return Match{}, request.ErrOutdated
	case res.Lead != "":
		return r.match(f.Lead, span{res.From, res.Name}), nil
	case f.Lead != nil && r.similar.n > 0:
		m := r.match(f.Lead, r.similar)
		if r.detail != "" && !hasDetail(*f.Lead, f.Rep, r.detail) {
			return r.ask(m, []string{f.Lead.ID}, true), nil // it had when the detail was noted
		}
		m.Similar = true
		return m, nil
	case f.Lead != nil:
		return r.match(f.Lead, r.longest(f.Lead, r.lengths[f.Name])), nil
	}
	if m, found := r.findDetail(f); found && !res.Create {
		return m, nil
	}
	at := r.unknown()
	if at.n == 0 {
		return Match{Rest: r.line.Words}, nil
	}
	if err := whose.Beside(r.line.Words, at.from, at.from+at.n); err != nil {
		return Match{}, err
	}
	if res.Create {
		return r.match(nil, at), nil
	}
	m := r.similarAt(f, at)
	if m.Settled() && m.Lead == nil {
		for _, at := range r.behind { // "Maria left a message for Acme": not Maria, where there is Acme Corp
			if hits := names.Match(r.match(nil, at).Name, f.Index()); len(hits) > 0 {
				r.similar = at
				return Match{Retry: hits[0].ID}, nil
			}
		}
	}
	if m.Settled() && m.Lead == nil {
		m = r.besideKnown(f, at, m)
	}
	return m, nil
}

// longest is the longer of a lead's name and its contact or company where the line begins with both: "Foxglove" and
// "Foxglove Bakery".
func (r *LeadResolver) longest(l *coach.Lead, at span) span {
	for _, text := range []string{l.Contact, l.Company} {
		if len(text) < len(l.Name) {
			continue
		}
		if longer, ok := r.lengths[names.Normalize(text)]; ok && longer.from == at.from && longer.n > at.n {
			at = longer
		}
	}
	return at
}

// findDetail finds the leads that have a detail as the line starts with it. A number that only ends like the typed one
// is asked about.
func (r *LeadResolver) findDetail(f Found) (m Match, found bool) {
	var whole, near []FoundDetail
	for _, d := range f.Details {
		n, asked := r.lengths[d.Key]
		isNumber := strings.HasPrefix(d.Key, numberKey)
		switch {
		case d.Whole == "" && asked:
			whole, r.similar = append(whole, d), n
		case !isNumber:
		case r.number.isNumber(d, f.Rep):
			whole, r.similar = append(whole, d), r.numbers
		default:
			near = append(near, d)
		}
	}
	// One lead is read by its id and held against the detail once more; several are asked about.
	switch ids := idsOf(whole); {
	case len(ids) == 1:
		r.detail = whole[0].Key
		return Match{Retry: ids[0]}, true
	case len(ids) > 1:
		m := r.ask(r.match(nil, r.similar), ids, false)
		m.Question.ByName = true
		return m, true
	case len(near) > 0:
		return r.ask(r.match(nil, r.numbers), idsOf(near), true), true
	}
	return Match{}, false
}

// match is a match with the name at some words of the line, or at those of them that there are. A kept line has a place
// that a button brought back.
func (r *LeadResolver) match(lead *coach.Lead, at span) Match {
	ws := r.line.Words
	at.from = min(at.from, len(ws))
	at.n = min(at.n, len(ws)-at.from)
	end := at.from + at.n
	return Match{Lead: lead, Name: trimName(Span(r.line.Text, ws[at.from:end])), From: at.from, Count: at.n,
		Rest: ws[end:]}
}

// FindSimilar looks for leads whose names resemble the first n words. One that contains them is taken, several or a
// mere likeness are asked about. Where no name is like them, a part of a contact or company is enough to look at a
// lead, and to ask before it is changed. None leaves a match without a lead.
func (r *LeadResolver) FindSimilar(f Found, n int) Match { return r.similarAt(f, span{n: n}) }

// similarAt is [LeadResolver.FindSimilar] for some words of the line.
func (r *LeadResolver) similarAt(f Found, at span) Match {
	m := r.match(nil, at)
	hits := names.Match(m.Name, f.Index())
	var ids []string
	for _, h := range hits {
		ids = append(ids, h.ID)
	}
	if len(hits) > 0 && hits[0].Kind != names.Typo {
		if len(hits) > 1 {
			return r.ask(m, ids, false)
		}
		r.similar = span{m.From, m.Count}
		return Match{Retry: ids[0]}
	}
	parts := findPart(m.Name, f)
	switch having := idsOf(parts); {
	case len(having) == 1 && len(ids) == 0 && r.shows:
		r.similar, r.detail = span{m.From, m.Count}, parts[0].Key
		return Match{Retry: having[0]}
	case len(having) > 0:
		for _, id := range ids { // a slip of another lead's name is less likely
			if !slices.Contains(having, id) {
				having = append(having, id)
			}
		}
		return r.ask(m, having, len(ids) > 0 || len(having) == 1)
	case len(ids) > 0:
		return r.ask(m, ids, true)
	}
	return m
}

// Offered is how many leads a question offers as buttons; more than that nobody reads on a telephone.
const Offered = 5

// ask asks which lead is meant, nearest first, and keeps the line meanwhile. Near says that none is as it was typed.
func (r *LeadResolver) ask(m Match, ids []string, near bool) Match {
	return Match{Question: &Clarification{
		Question: WhichLead, Pending: r.line.Pending(func(res *Resolution) { res.From, res.Name = m.From, m.Count }),
		Typed: typedLine(r.line.Text), Name: m.Name, Leads: ids, Near: near, Create: r.line.creates(),
	}}
}

// AllWords is the cut for a line that holds nothing but a name.
func AllWords(ws []words.Word) int { return len(ws) }
