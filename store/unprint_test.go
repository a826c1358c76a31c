package store_test

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/phrase"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

// An email that is taken back leaves no fingerprint: whether the team had it by then, or it still waited for its shard;
// those of other messages stay (S2.23).
func TestAnUndoneMessageLeavesNoFingerprint(t *testing.T) {
	w := open(t)
	ctx, now := t.Context(), time.Date(2026, 11, 9, 14, 0, 0, 0, time.UTC)
	rep := coach.Rep{ID: "U1", TZ: "America/New_York", Teams: []string{"T1"}}
	lead := coach.Lead{ID: "L1", Rep: "U1", Name: "Acme", Created: now}
	change := func(c store.Change) string {
		t.Helper()
		_, done, err := w.Change(ctx, store.Query{Rep: "U1", LeadID: "L1", Now: now},
			func(store.Snapshot) (store.Change, error) {
				c.Op, c.By, c.Now, c.Entry, c.Undoable = "log email", "U1", now, store.NewID(), true
				return c, nil
			})
		if err != nil {
			t.Fatal(err)
		}
		return done.Entry
	}
	change(store.Change{Rep: &rep, Lead: &lead, Name: "acme"})
	send := func(seq int64, note string) string {
		touch := coach.Touch{ID: store.NewID(), Seq: seq, Outcome: outcome.Email, At: now, Logged: now, By: "U1", Note: note}
		l := lead
		l.Progress.Touches = int(seq)
		return change(store.Change{Lead: &l, Touch: &touch, Outbox: []store.Outbox{{ID: store.PrintsItem(touch.ID),
			Kind: store.OutboxPrints, Touch: touch.ID, At: now, Teams: rep.Teams, Prints: phrase.Fingerprint(note)}}})
	}
	carryOut := func() {
		t.Helper()
		dues, err := w.DueIndex.DueBefore(ctx, now.Add(time.Minute), 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range dues {
			if d.Kind != ledger.KindOutbox {
				continue
			}
			if err := w.CarryOut(ctx, d, now, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	undo := func() {
		t.Helper()
		_, err := w.History.Undo(ctx, store.UndoQuery{Rep: "U1", By: "U1", Now: now,
			Restore: func(store.Before) (store.Restored, error) { return store.Restored{}, nil }})
		if err != nil {
			t.Fatal(err)
		}
	}
	left := func() int {
		t.Helper()
		prints, err := w.Directory.Prints(ctx, "T1")
		if err != nil {
			t.Fatal(err)
		}
		return len(prints)
	}
	told := "a plant like yours cut its downtime by a third within one quarter and its people noticed it at once"
	send(1, told+" in spring")
	carryOut()
	if n := left(); n != 1 {
		t.Fatalf("%d fingerprints of one message", n)
	}
	send(2, told+" in summer")
	carryOut()
	undo()
	carryOut()
	if n := left(); n != 1 {
		t.Errorf("%d fingerprints after one of two was taken back", n)
	}
	send(2, told+" in autumn") // taken back before it came to the team
	undo()
	carryOut()
	if n := left(); n != 1 {
		t.Errorf("%d fingerprints after one was taken back that had not come to the team", n)
	}
}
