package say_test

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/coach"
)

// TestCallNamesThePlace: a call to come to somebody whose clock is another than the reader's says their time and place
// once, and so does one that may not be made yet; one that is past says nothing of it.
func TestCallNamesThePlace(t *testing.T) {
	for name, c := range map[string]struct {
		step coach.Step
		want string
	}{
		"overdue, at night": {coach.Step{Due: at(13, 17, 0), Until: at(13, 18, 0)},
			"Attempt 2 of 7, overdue since Tue, not before <!date^1768395600^{time}|14:00 CET> (08:00 in New York)"},
		"due now, at night": {coach.Step{Due: at(14, 9, 0), Until: at(14, 16, 0)}, "not before <!date"},
		"later": {coach.Step{Due: at(14, 17, 0), Until: at(14, 18, 0)},
			"Attempt 2 of 7, <!date^1768406400^{time}|17:00 CET>–<!date^1768410000^{time}|18:00 CET> " +
				"(11:00–12:00 in New York)"},
		"another day": {coach.Step{Due: at(17, 2, 0), Until: at(17, 3, 0)}, "(Fri 20:00–21:00 in New York)"},
		"outside hours": {coach.Step{Due: at(14, 17, 0), Until: at(14, 18, 0), OutsideHours: true},
			"(11:00–12:00 in New York), outside your hours"},
		"no next date": {coach.Step{Due: at(14, 17, 0), Until: at(14, 18, 0), NeedsDate: true}, "York), no next date"},
	} {
		c.step.Kind, c.step.Number, c.step.Of, c.step.Zone.Loc = coach.StepCall, 2, 7, newYork
		line := cards.StepView{To: reader, Card: coach.Card{Lead: acme(), Step: c.step}}.Line()
		if !strings.Contains(line, c.want) || strings.Count(line, "New York") != 1 {
			t.Errorf("%s: no %q once in %q", name, c.want, line)
		}
		c.step.Zone.Loc = berlin
		if line := (cards.StepView{To: reader, Card: coach.Card{Lead: acme(), Step: c.step}}).Line(); strings.Contains(line,
			"Berlin") {
			t.Errorf("%s: the reader's own place in %q", name, line)
		}
	}
}

// TestWrongNumberIsNoLink: who is to find a number sees which one was wrong, and cannot tap it.
func TestWrongNumberIsNoLink(t *testing.T) {
	r := cards.Show(reader, cards.ShowLead{Card: other(acme(), coach.StepTask)})
	if strings.Contains(r.Text, "<tel:") || !strings.Contains(r.Text, "+1 212 555 0100 was wrong") {
		t.Errorf("the wrong number in:\n%s", r.Text)
	}
}

// TestSummaryDays: each weekday is called by its name.
func TestSummaryDays(t *testing.T) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		got := setup.ScheduleWords(say.Reader{},
			coach.Schedule{Every: "weekly", Weekday: int(d), At: 540, TZ: "Europe/Berlin"})
		if !strings.Contains(got, d.String()) {
			t.Errorf("%s: %s", d, got)
		}
	}
}
