package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

// A walk over many reps that fails on its way goes on about where it stopped, and its errand stays until it has come to
// the end.
func TestStopGoesOnWhereItWas(t *testing.T) {
	w := open(t)
	ctx := t.Context()
	for n := range 50 {
		rep := fmt.Sprintf("U%02d", n)
		change(t, w, store.Query{Rep: rep, Now: monday}, func(store.Snapshot) (store.Change, error) {
			c := store.Change{Op: "settings", By: rep, Now: monday,
				Rep: &coach.Rep{ID: rep, TZ: "America/New_York", Since: monday}}
			if n == 0 {
				c.Outbox = []store.Outbox{{Kind: store.OutboxBlock,
					Blocked: &store.Blocked{Phone: "+12125550100", By: rep, At: monday}}}
			}
			return c, nil
		})
	}
	errand := func() (d ledger.Due, ok bool) {
		due, err := w.DueIndex.DueBefore(ctx, monday, 100)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(due, func(d ledger.Due) bool { return d.Kind == ledger.KindOutbox })
		if i < 0 {
			return d, false
		}
		return due[i], true
	}
	broke := errors.New("redis is away")
	calls := map[string]int{}
	d, _ := errand()
	for round := range 2 {
		err := w.CarryOut(ctx, d, monday, stop(func(r coach.Rep, b store.Blocked) error {
			if _, on, err := w.Directory.DoNotCall(ctx, b.Phone); err != nil || !on {
				t.Errorf("%s is asked before the number is on the list", r.ID)
			}
			calls[r.ID]++
			if round == 0 && r.ID == "U40" {
				return broke
			}
			return nil
		}))
		if _, there := errand(); there != (round == 0) || errors.Is(err, broke) != (round == 0) {
			t.Fatalf("round %d: the errand is there: %v, %v", round, there, err)
		}
	}
	for n := range 50 {
		want := 1
		if n >= 32 && n <= 40 { // since the last note of how far it had come
			want = 2
		}
		if id := fmt.Sprintf("U%02d", n); calls[id] != want {
			t.Errorf("%s was asked %d times, want %d", id, calls[id], want)
		}
	}
}

// stop is what a test does with the leads of a rep that have a blocked number; it brings none back.
type stop func(rep coach.Rep, b store.Blocked) error

func (s stop) Stop(_ context.Context, rep coach.Rep, b store.Blocked) error { return s(rep, b) }

func (stop) Release(context.Context, coach.Rep, string, string) error { return nil }

func (stop) HandOver(context.Context, store.Outbox) error { return nil }
