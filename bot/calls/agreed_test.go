package calls

import (
	"errors"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
)

func TestButtonIsAboutTheAgreedCall(t *testing.T) {
	at := time.Date(2026, 11, 10, 15, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		agreed *coach.Commitment
		button time.Time
		want   bool
	}{
		"the same second":         {&coach.Commitment{At: at.Add(300 * time.Millisecond)}, at, true},
		"in another zone":         {&coach.Commitment{At: at}, at.In(time.FixedZone("", 3600)), true},
		"a moved call":            {&coach.Commitment{At: at.Add(time.Minute)}, at, false},
		"a button without time":   {&coach.Commitment{At: at}, time.Time{}, false},
		"no agreed call":          {nil, at, false},
		"no agreed call, no time": {nil, time.Time{}, false},
	} {
		if got := isAgreed(c.agreed, c.button); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// A time that was meant in the lead's zone keeps what the clock shows; one that doesn't exist there is refused.
func TestTheirClock(t *testing.T) {
	berlin, newYork := zone(t, "Europe/Berlin"), zone(t, "America/New_York")
	got, err := onTheirClock(time.Date(2026, 11, 10, 15, 30, 0, 0, berlin), newYork)
	if want := time.Date(2026, 11, 10, 15, 30, 0, 0, newYork); err != nil || !got.Equal(want) {
		t.Errorf("got %v %v, want %v", got, err, want)
	}
	_, err = onTheirClock(time.Date(2026, 3, 8, 2, 30, 0, 0, berlin), newYork) // clocks go from 2 to 3 there
	if refused, ok := errors.AsType[*request.ImpossibleDate](err); !ok || refused.Words != "02:30" {
		t.Errorf("a skipped time: %v", err)
	}
}

func TestLastTouch(t *testing.T) {
	if got, ok := lastTouch(nil); ok || got.ID != "" {
		t.Errorf("of none: %+v", got)
	}
	if got, ok := lastTouch([]coach.Touch{{ID: "a"}, {ID: "b"}}); !ok || got.ID != "b" {
		t.Errorf("of two: %+v", got)
	}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}
