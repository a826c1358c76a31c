package bot

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// line is a command as it was typed, and what a button decided about it afterwards.
type line struct {
	text string       // everything after /followup
	word string       // the command's word; [wordLead] when the line starts with a lead
	ws   []words.Word // after the word
	fix  fix
}

// fix is what a button decided about a line that was typed before: which lead or outcome was meant, or that it was
// meant so.
type fix struct {
	Lead    string        // the lead that is meant
	Name    int           // how many words of the line its name takes
	Outcome coach.Outcome // the outcome that is meant…
	At      int           // …by the word at this index
	Create  bool          // none of the known leads: a new one
	Again   bool          // said before, and meant again
	LongAgo bool          // over a week ago, and meant so
}

// parked is a line that waits, for 24 hours at most, until its rep has answered a question about it.
type parked struct {
	Text string
	Fix  fix
}

// seeker finds the lead that a line starts with. A name that exists wins over everything, the longest one first; after
// that likeness decides.
type seeker struct {
	ln   line
	cut  func([]words.Word) int // where the name ends when no lead has it; 0 when that can't be told
	lens map[string]int         // words of each candidate, by normalized name
	like int                    // words of the name that was found by likeness
}

func newSeeker(ln line, cut func([]words.Word) int) *seeker {
	return &seeker{ln: ln, cut: cut, lens: make(map[string]int)}
}

// ask is the read that finds the lead when its name is exact, and the index to look through when it isn't.
func (s *seeker) ask() store.Ask {
	if s.ln.fix.Lead != "" {
		return store.Ask{LeadID: s.ln.fix.Lead}
	}
	if n := s.cut(s.ln.ws); s.ln.fix.Create && n > 0 {
		key := names.Normalize(span(s.ln.text, s.ln.ws[:n])) // a shorter name that exists is not meant
		s.lens[key] = n
		return store.Ask{Names: []string{key}, Index: true}
	}
	return store.Ask{Names: s.candidates(), Index: true}
}

// candidates are the normalized names that the line may start with, longest first. Quotes settle it.
func (s *seeker) candidates() []string {
	ws := s.ln.ws
	if len(ws) > 0 && ws[0].Quoted {
		key := names.Normalize(ws[0].Text)
		s.lens[key] = 1
		return []string{key}
	}
	keys := names.Prefixes(words.Texts(ws))
	out := make([]string, 0, len(keys))
	for i, key := range keys {
		if key == "" {
			continue
		}
		if _, there := s.lens[key]; !there {
			out = append(out, key)
		}
		s.lens[key] = len(keys) - i // the shortest that has this form: what has no letter in it belongs to what follows
	}
	return out
}

// named is the lead at the start of a line and what follows it.
type named struct {
	lead *coach.Lead // nil when there is none of that name
	name string      // as it was typed
	n    int         // words it takes
	rest []words.Word
	like bool // found by likeness: worth saying which
}

// find reads the result of [seeker.ask]. Its error may be a [store.LookAt], which the store follows, or a question.
func (s *seeker) find(seen store.Seen) (named, error) {
	ws := s.ln.ws
	got := func(n int) named {
		n = min(n, len(ws))
		return named{lead: seen.Lead, name: span(s.ln.text, ws[:n]), n: n, rest: ws[n:]}
	}
	switch {
	case s.ln.fix.Lead != "" && seen.Lead == nil:
		return named{}, errOutdated
	case s.ln.fix.Lead != "":
		return got(s.ln.fix.Name), nil
	case seen.Lead != nil && s.like > 0:
		f := got(s.like)
		f.like = true
		return f, nil
	case seen.Lead != nil:
		return got(s.lens[seen.Name]), nil
	}
	n := s.cut(ws)
	if n == 0 {
		return named{rest: ws}, nil
	}
	if s.ln.fix.Create {
		return got(n), nil
	}
	return s.alike(seen, got(n))
}

// alike looks for leads whose names resemble what was typed.
func (s *seeker) alike(seen store.Seen, f named) (named, error) {
	index := make([]names.Entry, len(seen.Index))
	for i, e := range seen.Index {
		index[i] = names.Entry{ID: e.ID, Name: e.Name}
	}
	hits := names.Match(f.name, index)
	switch {
	case len(hits) == 0:
		return f, nil
	case hits[0].Kind == names.Typo:
		return named{}, s.question(f, hits, true)
	case len(hits) > 1:
		return named{}, s.question(f, hits, false)
	}
	s.like = f.n
	return named{}, store.LookAt(hits[0].ID)
}

// offered is how many leads a question offers as buttons.
const offered = 5

// question asks which lead is meant and keeps the line meanwhile.
func (s *seeker) question(f named, hits []names.Hit, near bool) error {
	var ids []string
	for _, h := range hits[:min(len(hits), offered)] {
		ids = append(ids, h.ID)
	}
	fixed := s.ln.fix
	fixed.Name = f.n
	return &asks{park: parked{Text: s.ln.text, Fix: fixed}, leads: ids, near: near,
		say: func(to say.Reader, leads []coach.Lead, ref string) say.Reply {
			return say.WhichLead(to, say.Which{
				Named: f.name, Text: "/followup " + s.ln.text, Ref: ref, Candidates: leads, Near: near, Create: s.ln.creates(),
			})
		}}
}

// creates reports whether an unknown name makes a new lead.
func (ln line) creates() bool {
	switch ln.word {
	case "log", "next", "add", wordLead:
		return true
	}
	return false
}

// asks is a question that stands before a change: the typed line is kept, and a button brings it back decided.
type asks struct {
	park  parked
	leads []string // to be named in the question
	near  bool     // they resemble what was typed, no more
	say   func(to say.Reader, leads []coach.Lead, ref string) say.Reply
}

func (*asks) Error() string { return "asked what was meant" }

// ask keeps the line and puts the question.
func (b *Bot) ask(ctx context.Context, a *act, q *asks) (answer, error) {
	raw, err := json.Marshal(q.park)
	if err != nil {
		return answer{}, fmt.Errorf("keep a line: %w", err)
	}
	var leads []coach.Lead
	if len(q.leads) > 0 {
		if leads, err = b.space().Leads(ctx, a.user, q.leads...); err != nil {
			return answer{}, err
		}
	}
	ref := store.NewID()
	if err := b.space().Park(ctx, a.user, ref, raw); err != nil {
		return answer{}, err
	}
	return saying(b.checked(a, q.say(b.reader(a), leads, ref)))
}

// unpark brings a kept line back. ok is false when it is older than a day or somebody else's.
func (b *Bot) unpark(ctx context.Context, a *act, ref string) (p parked, ok bool, err error) {
	raw, ok, err := b.space().Parked(ctx, a.user, ref)
	if err != nil || !ok {
		return parked{}, false, err
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		return parked{}, false, fmt.Errorf("read a kept line: %w", err)
	}
	return p, true, nil
}

// allWords is for a line that holds nothing but a name.
func allWords(ws []words.Word) int { return len(ws) }
