package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/followup-coach/followup/store"
)

// The leads of the last weeks come once each with all of their touches; what is older costs nothing, however much of it
// there is.
func TestEachTouched(t *testing.T) {
	w := open(t)
	const old, fresh = 300, 120
	touch := func(id string, at time.Time) {
		t.Helper()
		change(t, w, store.Query{Rep: "U1", Now: at, LeadID: id}, logTouch("", "x", at))
	}
	for n := range old {
		touch(add(t, w, "U1", fmt.Sprintf("old %d", n), monday), monday)
	}
	var ids []string
	for n := range fresh {
		ids = append(ids, add(t, w, "U1", fmt.Sprintf("fresh %d", n), monday))
		touch(ids[n], monday.AddDate(0, 0, 1)) // before
	}
	edited, undone := add(t, w, "U1", "edited", monday), add(t, w, "U1", "undone", monday)
	now := monday.AddDate(0, 0, 60)
	for _, id := range ids {
		touch(id, now)
		touch(id, now.Add(time.Hour))
	}
	// One that was only edited, and one whose touch was undone.
	change(t, w, store.Query{Rep: "U1", Now: now, LeadID: edited},
		func(seen store.Snapshot) (store.Change, error) {
			l := *seen.Lead
			l.HotButton = "less waste"
			return store.Change{Op: "edit", By: "U1", Now: now, Lead: &l, Name: "edited"}, nil
		})
	trips, err := w.CountTrips(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	read := func(rep string, since time.Time) (got map[string]int, batches int) {
		t.Helper()
		got = map[string]int{}
		err := w.EachTouched(t.Context(), rep, since, func(part []store.Touched) error {
			batches++
			for _, one := range part {
				if _, twice := got[one.Lead.ID]; twice || one.Lead.Rep != rep {
					t.Errorf("lead %s comes twice, or is not theirs", one.Lead.ID)
				}
				got[one.Lead.ID] = len(one.Touches)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return got, batches
	}
	read("U1", now)
	trips.Store(0)
	got, batches := read("U1", now)
	if n := trips.Swap(0); n > 15 { // three pages of the list, and two trips for each batch
		t.Errorf("%d trips", n)
	}
	if len(got) != fresh || batches != 3 {
		t.Errorf("%d leads in %d batches", len(got), batches)
	}
	for _, id := range ids {
		if got[id] != 3 {
			t.Errorf("lead %s has %d touches", id, got[id])
		}
	}
	if got, _ := read("U1", now.Add(30*time.Minute)); len(got) != fresh {
		t.Errorf("%d leads since the second one", len(got))
	}
	if got, _ := read("U1", monday.Add(-time.Hour)); len(got) != old+fresh {
		t.Errorf("%d leads since the first day", len(got))
	}
	if got, _ := read("U9", monday); len(got) != 0 {
		t.Errorf("nobody's: %v", got)
	}
	enough := errors.New("enough")
	if err := w.EachTouched(t.Context(), "U1", now, func([]store.Touched) error { return enough }); !errors.Is(err,
		enough) {
		t.Errorf("stopped: %v", err)
	}
	touch(undone, now.Add(2*time.Hour))
	if _, err := w.History.Undo(t.Context(), store.UndoQuery{Rep: "U1", By: "U1", LeadID: undone,
		Now: now.Add(2 * time.Hour), Restore: func(store.Before) (store.Restored, error) {
			return store.Restored{}, nil
		}}); err != nil {
		t.Fatal(err)
	}
	if got, _ := read("U1", now.Add(2*time.Hour)); got[undone] != 0 {
		t.Errorf("the touch that was undone: %v", got)
	}
}
