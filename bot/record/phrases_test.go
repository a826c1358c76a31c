package record

import (
	"context"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/phrase"
	"github.com/followup-coach/followup/store"
)

// What was read of some teams is found in whatever order a rep has them, for half a minute and without a trip; what was
// read before a change is not kept behind it. A rep without a team costs no trip at all.
func TestPhrasesAreKept(t *testing.T) {
	rules := coach.DefaultRules()
	read := rules.Phrases().With(phrase.Own{{Words: "synergy effects", Instead: "name one"}})
	p := &Phrases{rules: rules, space: func() *store.Workspace { panic("a trip to the store") }}
	now := time.Date(2026, 11, 9, 9, 0, 0, 0, time.UTC)
	trips := func(at time.Time, teams ...string) (book *phrase.Book, tripped bool) {
		defer func() { tripped = recover() != nil }()
		book = p.For(context.Background(), &request.Request{Now: at, Rep: &coach.Rep{Teams: teams}})
		return book, false
	}
	if book, tripped := trips(now); tripped || book != rules.Phrases() {
		t.Error("a rep without a team costs a trip")
	}
	_, turn := p.kept([]string{"a", "b"})
	p.keep([]string{"a", "b"}, teamBook{book: read, at: now}, turn)
	for _, c := range []struct {
		after   time.Duration
		teams   []string
		tripped bool
	}{{0, []string{"b", "a"}, false}, {29 * time.Second, []string{"a", "b"}, false},
		{-time.Second, []string{"a", "b"}, false}, {30 * time.Second, []string{"a", "b"}, true},
		{0, []string{"a"}, true}, {-time.Hour, []string{"a", "b"}, true}} {
		book, tripped := trips(now.Add(c.after), c.teams...)
		if tripped != c.tripped || !tripped && book != read {
			t.Errorf("%s later, of %q: a trip %v", c.after, c.teams, tripped)
		}
	}
	// What is too old to be believed is better than nothing where no trip can be made.
	if p.Known(coach.Rep{Teams: []string{"b", "a"}}) != read || p.Known(coach.Rep{}) != rules.Phrases() {
		t.Error("what was read last is not known")
	}
	p.Forget()
	p.keep([]string{"a", "b"}, teamBook{book: read, at: now}, turn) // of a read that began before the change
	if _, tripped := trips(now, "a", "b"); !tripped {
		t.Error("what a team had before its change is believed")
	}
}
