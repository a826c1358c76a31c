package talks

import (
	"errors"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// A page goes with its lead as long as the call stands and the lead is as open as the call left it.
func TestStale(t *testing.T) {
	open, won := coach.Progress{}, coach.Progress{Closed: outcome.Won}
	for name, c := range map[string]struct {
		progress coach.Progress
		outcome  outcome.Outcome
		touch    string
		want     error
	}{
		"as it was":                  {open, outcome.Meeting, "call", nil},
		"a page without a touch":     {open, outcome.Meeting, "", nil},
		"the call was taken back":    {open, outcome.Meeting, "undone", request.ErrCallGone},
		"closed by the call":         {won, outcome.Won, "call", nil},
		"closed by something else":   {won, outcome.Meeting, "call", coach.ErrClosed},
		"closed in another way":      {won, outcome.NotFit, "call", coach.ErrClosed},
		"opened again after the end": {open, outcome.Won, "call", coach.ErrOpen},
	} {
		seen := store.Snapshot{Lead: &coach.Lead{Progress: c.progress}, Touches: []coach.Touch{{ID: "call"}, {ID: "later"}}}
		err := stale(seen, request.Meta{Outcome: string(c.outcome), Touch: c.touch})
		if !errors.Is(err, c.want) || c.want == nil && err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTouchOfAPage(t *testing.T) {
	touches := []coach.Touch{{ID: "a", Outcome: outcome.Meeting}, {ID: "b", Outcome: outcome.Meeting}, {ID: "c"}}
	for meta, want := range map[request.Meta]string{
		{Touch: "a", Outcome: string(outcome.Meeting)}:    "a",
		{Outcome: string(outcome.Meeting)}:                "b",
		{Touch: "gone", Outcome: string(outcome.Meeting)}: "",
	} {
		if got := touchOf(touches, meta); got.ID != want || string(got.Outcome) != meta.Outcome {
			t.Errorf("%+v: %+v", meta, got)
		}
	}
}

func TestTapAroundTheAgreedTime(t *testing.T) {
	for ahead, want := range map[time.Duration]bool{
		0: true, 15 * time.Minute: true, -15 * time.Minute: true, 16 * time.Minute: false, -16 * time.Minute: false,
	} {
		if got := aboutNow(&coach.Commitment{At: now.Add(ahead)}, now); got != want {
			t.Errorf("%v ahead: %v", ahead, got)
		}
	}
	if aboutNow(nil, now) {
		t.Error("no agreed call is about now")
	}
}

func TestInstantThatIsPast(t *testing.T) {
	before := now.Add(-time.Second)
	if got := ifPast(before, now); !got.Equal(before) {
		t.Errorf("past: %v", got)
	}
	for _, at := range []time.Time{now, now.Add(time.Hour)} {
		if got := ifPast(at, now); !got.IsZero() {
			t.Errorf("%v: %v", at, got)
		}
	}
}
