package store_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/followup-coach/followup/coach"
)

// Every lead comes once, closed ones too, in as many batches as it takes.
func TestEachLead(t *testing.T) {
	w := open(t)
	want := map[string]bool{}
	for n := range 700 {
		want[add(t, w, "U1", fmt.Sprintf("lead %d", n), monday)] = true
	}
	add(t, w, "U2", "somebody else's", monday)
	var batches int
	err := w.EachLead(t.Context(), "U1", func(leads []coach.Lead) error {
		batches++
		for _, l := range leads {
			if !want[l.ID] || l.Rep != "U1" {
				t.Errorf("lead %s of %s comes twice, or is not theirs", l.ID, l.Rep)
			}
			delete(want, l.ID)
		}
		return nil
	})
	if err != nil || len(want) > 0 || batches < 2 {
		t.Errorf("%v; %d leads are missing after %d batches", err, len(want), batches)
	}
	enough := errors.New("enough")
	if err := w.EachLead(t.Context(), "U1", func([]coach.Lead) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("stopped: %v", err)
	}
	if err := w.EachLead(t.Context(), "U9", func([]coach.Lead) error { return enough }); err != nil {
		t.Errorf("nobody's: %v", err)
	}
}
