package drafts

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
)

// A rep who reads a clock of 24 hours writes by it too, whatever their locale; the month stays where it is.
func TestADraftHasTheClockThatTheRepReads(t *testing.T) {
	at := time.Date(2026, 12, 3, 16, 30, 0, 0, time.UTC)
	for _, c := range []struct {
		rep  coach.Rep
		want string
	}{
		{coach.Rep{Locale: "en-US"}, "4:30 PM"}, {coach.Rep{Locale: "en-US", Clock: calendar.Hours24}, "16:30"},
		{coach.Rep{Locale: "de-DE"}, "16:30"}, {coach.Rep{Locale: "de-DE", Clock: calendar.Hours12}, "4:30 PM"},
	} {
		in := Data{Rep: c.rep}
		if got := in.clock(at); got != c.want || in.american() != (c.rep.Locale == "en-US") {
			t.Errorf("%+v: %q", c.rep, got)
		}
	}
}
