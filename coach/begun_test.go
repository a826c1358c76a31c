package coach

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

// A date that moves stays the same appointment (S4.7): what a calendar has of it is moved there. The next one after a
// talk, after a missed one or once its time is past is another.
func TestAppointmentMovesOrIsAnother(t *testing.T) {
	at := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, time.UTC) }
	rules, rep := DefaultRules(), Rep{ID: "U1", TZ: "UTC", Since: at(1, 0)}
	plan := func(day, until int) Touch {
		return Touch{Outcome: outcome.Planned, At: at(day, 9), Logged: at(day, 9), Until: at(until, 16)}
	}
	for _, c := range []struct {
		name    string
		touches []Touch
		begun   time.Time
	}{
		{"agreed", []Touch{plan(2, 5)}, at(2, 9)},
		{"moved", []Touch{plan(2, 5), plan(3, 6)}, at(2, 9)},
		{"moved twice, once by a talk ahead of it",
			[]Touch{plan(2, 5), plan(3, 6), {Outcome: outcome.Talked, At: at(4, 9), Logged: at(4, 9), Until: at(10, 16)}},
			at(2, 9)},
		{"held, and the next agreed in it", []Touch{plan(2, 5),
			{Outcome: outcome.Talked, At: at(5, 16), Logged: at(5, 16), Until: at(10, 16)}}, at(5, 16)},
		{"missed, and another", []Touch{plan(2, 5), {Outcome: outcome.Missed, At: at(5, 17), Logged: at(5, 17)}, plan(6, 10)},
			at(6, 9)},
		{"past and never told of, and another", []Touch{plan(2, 5), plan(6, 10)}, at(6, 9)},
	} {
		lead := Lead{ID: "L1", Rep: "U1", Name: "Acme"}
		var err error
		for i, touch := range c.touches {
			if lead, _, err = rules.Log(lead, c.touches[:i], touch, rep); err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
		}
		if got := lead.Progress.Commitment.Begun(); !got.Equal(c.begun) {
			t.Errorf("%s: begun %v, want %v", c.name, got, c.begun)
		}
	}
}
