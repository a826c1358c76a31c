package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// Whoever reads another one's lead stands on it and in its rep's trail, at most twenty on the lead; its version stays,
// what was written since it was read is not lost, and what the rep does next is taken back as ever.
func TestAnOpeningIsKeptAndChangesNothing(t *testing.T) {
	_, w := twoLeads(t)
	loggedFive(t, w)
	was := lead(t, w, "U1", "L0")
	for n := range coach.MaxOpened + 2 {
		if err := w.Open(t.Context(), "U1", "L0", "U9", monday.Add(time.Duration(n)*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	is := lead(t, w, "U1", "L0")
	if n := len(is.Opened); n != coach.MaxOpened || is.Opened[0].At != monday.Add(2*time.Minute) ||
		is.Opened[n-1].By != "U9" || is.Version != was.Version {
		t.Errorf("%d openings, version %d after %d: %+v", n, is.Version, was.Version, is.Opened)
	}
	trail, err := w.History.AuditLead(t.Context(), "U1", "L0", 1)
	if err != nil || trail[0].Op != store.OpOpen || trail[0].By != "U9" {
		t.Errorf("trail %+v, %v", trail, err)
	}
	if _, err := w.History.Undo(t.Context(), undoBy("U1", "log4", monday)); err != nil {
		t.Errorf("the newest log can't be taken back: %v", err)
	}
	if back := lead(t, w, "U1", "L0"); len(back.Opened) != coach.MaxOpened {
		t.Errorf("an undo has taken openings along: %+v", back.Opened)
	}
	if err := w.Open(t.Context(), "U1", "L7", "U9", monday); !errors.Is(err, store.ErrNoLead) {
		t.Errorf("a lead that there isn't: %v", err)
	}
}

// How reps stand is read for all of them together, whoever has begun or not, with what their weeks have counted.
func TestRepsAreReadTogether(t *testing.T) {
	_, w := twoLeads(t)
	loggedFive(t, w)
	days, err := w.Records.RepDays(t.Context(), []string{"U7", "U1"}, monday)
	if err != nil || len(days) != 2 || days[0].Known || days[0].Rep.ID != "U7" || days[1].Rep.ID != "U1" {
		t.Fatalf("%+v, %v", days, err)
	}
	counted, err := w.Records.CountedSince(t.Context(), []coach.Rep{{ID: "U1"}, {ID: "U7"}}, monday, 4)
	if err != nil || counted["U1"].Tries() == 0 ||
		counted["U1"].Tries() != lead(t, w, "U1", "L0").Progress.Counters.Tries() || counted["U7"] != (coach.Counters{}) {
		t.Errorf("%+v, %v", counted, err)
	}
	later, err := w.Records.CountedSince(t.Context(), []coach.Rep{{ID: "U1"}}, monday.AddDate(0, 0, 7), 0)
	if err != nil || later["U1"] != (coach.Counters{}) {
		t.Errorf("a week later %+v, %v", later, err)
	}
}
