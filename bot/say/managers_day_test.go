package say_test

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/say/managers"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/teamday"
)

// A manager's message has thirty words and twelve for each rep, also when it is as long as it gets; it says of which
// days it tells, and who has left is handed over.
func TestBudgetManagersDay(t *testing.T) {
	monday := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	two := notify.TeamDay{Team: coach.Team{Name: "North"}, From: monday, To: monday.AddDate(0, 0, 6),
		Lines: []teamday.Line{{Rep: coach.Rep{ID: "U1"}, Known: true, Calls: 20, Reached: 7, Due: 8, Overdue: 5, Reviews: 1},
			{Rep: coach.Rep{ID: "U2", Gone: true}, Known: true}}}
	within(t, "two reps", managers.Day(american, two), 30+2*12, "*North, Nov 2–8, by rep.*",
		"<@U1>: 20 calls, 7 reached · 8 due, 5 overdue · 1 to decide", "<@U2>: has left", "Hand over…", "Post the summary")
	if text := managers.Day(american, two).Text; strings.Contains(text, "same line") {
		t.Errorf("of a week that is over: %s", text)
	}
	full := notify.TeamDay{Team: coach.Team{Name: longName}, From: monday, To: monday.AddDate(0, 0, 2), ThisWeek: true,
		More: 180}
	for range managers.Reps {
		full.Lines = append(full.Lines, fullLine("U0123456789"))
	}
	within(t, "twenty reps and more", managers.Day(american, full), 30+managers.Reps*12, "this week, by rep.",
		"Each rep sees the same line.", "and 180 more reps")
	over := two
	over.From, over.To = monday.AddDate(0, 0, -7), monday.AddDate(0, 0, -1)
	within(t, "over the end of a month", managers.Day(american, over), 30+2*12, "Oct 26–Nov 1")
}
