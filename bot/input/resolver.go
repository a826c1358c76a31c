package input

import (
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// LeadResolver finds the lead that a line starts with. A name that exists wins over everything, the longest one first;
// after that likeness decides.
type LeadResolver struct {
	Ln   Line
	cut  func([]words.Word) int // where the name ends when no lead has it; 0 when that can't be told
	Lens map[string]int         // words of each candidate, by normalized name
	like int                    // words of the name that was found by likeness
}

func NewLeadResolver(ln Line, cut func([]words.Word) int) *LeadResolver {
	return &LeadResolver{Ln: ln, cut: cut, Lens: make(map[string]int)}
}

// Ask is the read that finds the lead when its name is exact, and the index to look through when it isn't.
func (resolver *LeadResolver) Ask() store.Ask {
	if resolver.Ln.Resolution.Lead != "" {
		return store.Ask{LeadID: resolver.Ln.Resolution.Lead}
	}
	if n := resolver.cut(resolver.Ln.Words); resolver.Ln.Resolution.Create && n > 0 {
		key := names.Normalize(Span(resolver.Ln.Text, resolver.Ln.Words[:n])) // a shorter name that exists is not meant
		resolver.Lens[key] = n
		return store.Ask{Names: []string{key}, Index: true}
	}
	return store.Ask{Names: resolver.Candidates(), Index: true}
}

// Candidates are the normalized names that the line may start with, longest first. Quotes settle it.
func (resolver *LeadResolver) Candidates() []string {
	ws := resolver.Ln.Words
	if len(ws) > 0 && ws[0].Quoted {
		key := names.Normalize(ws[0].Text)
		resolver.Lens[key] = 1
		return []string{key}
	}
	keys := names.Prefixes(words.Texts(ws))
	out := make([]string, 0, len(keys))
	for i, key := range keys {
		if key == "" {
			continue
		}
		if _, there := resolver.Lens[key]; !there {
			out = append(out, key)
		}
		// the shortest that has this form: what has no letter in it belongs to what follows
		resolver.Lens[key] = len(keys) - i
	}
	return out
}

// Match is the lead at the start of a line and what follows it.
type Match struct {
	Lead *coach.Lead // nil when there is none of that name
	Name string      // as it was typed
	N    int         // words it takes
	Rest []words.Word
	Like bool // found by likeness: worth saying which
}

// Find reads the result of [seeker.ask]. Its error may be a [store.LookAt], which the store follows, or a question.
func (resolver *LeadResolver) Find(seen store.Seen) (Match, error) {
	ws := resolver.Ln.Words
	got := func(n int) Match {
		n = min(n, len(ws))
		return Match{Lead: seen.Lead, Name: Span(resolver.Ln.Text, ws[:n]), N: n, Rest: ws[n:]}
	}
	switch {
	case resolver.Ln.Resolution.Lead != "" && seen.Lead == nil:
		return Match{}, request.ErrOutdated
	case resolver.Ln.Resolution.Lead != "":
		return got(resolver.Ln.Resolution.Name), nil
	case seen.Lead != nil && resolver.like > 0:
		f := got(resolver.like)
		f.Like = true
		return f, nil
	case seen.Lead != nil:
		return got(resolver.Lens[seen.Name]), nil
	}
	n := resolver.cut(ws)
	if n == 0 {
		return Match{Rest: ws}, nil
	}
	if resolver.Ln.Resolution.Create {
		return got(n), nil
	}
	return resolver.Similar(seen, got(n))
}

// Similar looks for leads whose names resemble what was typed.
func (resolver *LeadResolver) Similar(seen store.Seen, f Match) (Match, error) {
	index := make([]names.Entry, len(seen.Index))
	for i, e := range seen.Index {
		index[i] = names.Entry{ID: e.ID, Name: e.Name}
	}
	hits := names.Match(f.Name, index)
	switch {
	case len(hits) == 0:
		return f, nil
	case hits[0].Kind == names.Typo:
		return Match{}, resolver.question(f, hits, true)
	case len(hits) > 1:
		return Match{}, resolver.question(f, hits, false)
	}
	resolver.like = f.N
	return Match{}, store.LookAt(hits[0].ID)
}

// Offered is how many leads a question offers as buttons.
const Offered = 5

// question asks which lead is meant and keeps the line meanwhile.
func (resolver *LeadResolver) question(f Match, hits []names.Hit, near bool) error {
	var ids []string
	for _, h := range hits[:min(len(hits), Offered)] {
		ids = append(ids, h.ID)
	}
	fixed := resolver.Ln.Resolution
	fixed.Name = f.N
	return &Clarification{Pending: PendingCommand{Text: resolver.Ln.Text, Fix: fixed}, Leads: ids, Near: near,
		Say: func(to say.Reader, leads []coach.Lead, ref string) say.Reply {
			return say.WhichLead(to, say.Which{
				Named: f.Name, Text: "/followup " + resolver.Ln.Text, Ref: ref, Candidates: leads, Near: near,
				Create: resolver.Ln.creates(),
			})
		}}
}

// AllWords is for a line that holds nothing but a name.
func AllWords(ws []words.Word) int { return len(ws) }
