package say

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
)

// TestCallNamesThePlace: a call to somebody whose clock is another than the reader's says their time and place, with a
// window and without one.
func TestCallNamesThePlace(t *testing.T) {
	for name, c := range map[string]struct {
		step coach.Step
		want string
	}{
		"overdue":      {coach.Step{Due: at(13, 17, 0), Until: at(13, 18, 0)}, "(12:00 in New York)"},
		"another date": {coach.Step{Due: at(13, 1, 0), Until: at(13, 2, 0)}, "(Mon 20:00 in New York)"},
		"due now":      {coach.Step{Due: at(14, 9, 0), Until: at(14, 16, 0)}, "(10:00 in New York)"},
		"later":        {coach.Step{Due: at(14, 17, 0), Until: at(14, 18, 0)}, "(11:00 in New York)"},
		"window": {coach.Step{Due: at(13, 15, 0), Until: at(13, 17, 0), Window: coach.Window{From: 9 * 60, To: 11 * 60}},
			"their window 09:00–11:00 in New York"},
	} {
		c.step.Kind, c.step.Number, c.step.Of, c.step.Zone.Loc = coach.StepCall, 2, 7, newYork
		line := stepView{reader, coach.Card{Lead: acme(), Step: c.step}}.line()
		if !strings.Contains(line, c.want) || strings.Count(strings.Split(line, " · no calls")[0], "New York") != 1 {
			t.Errorf("%s: no %q once in %q", name, c.want, line)
		}
		c.step.Zone.Loc = berlin
		if line := (stepView{reader, coach.Card{Lead: acme(), Step: c.step}}).line(); strings.Contains(line, "Berlin") {
			t.Errorf("%s: the reader's own place in %q", name, line)
		}
	}
}

// TestWrongNumberIsNoLink: who is to find a number sees which one was wrong, and cannot tap it.
func TestWrongNumberIsNoLink(t *testing.T) {
	r := Show(reader, ShowLead{Card: other(acme(), coach.StepTask)})
	if strings.Contains(r.Text, "<tel:") || !strings.Contains(r.Text, "+1 212 555 0100 was wrong") {
		t.Errorf("the wrong number in:\n%s", r.Text)
	}
}

// TestSummaryDays: each weekday is called by its name.
func TestSummaryDays(t *testing.T) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		got := Reader{}.scheduleWords(coach.Schedule{Every: "weekly", Weekday: int(d), At: 540, TZ: "Europe/Berlin"})
		if !strings.Contains(got, d.String()) {
			t.Errorf("%s: %s", d, got)
		}
	}
}
