package say_test

import (
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// TestBudgetEveryLine: of several lines at once each ✓ line has at most 14 words, whatever was saved and whatever comes
// next, for a lead that exists and for a new one.
func TestBudgetEveryLine(t *testing.T) {
	later := mayasDay(12, 15, 0)
	steps := []coach.Step{{}, {Kind: coach.StepNeedsDate, NeedsDate: true},
		{Kind: coach.StepCall, Due: later, Until: mayasDay(12, 17, 0), Number: 2, Of: 7},
		{Kind: coach.StepCommitment, Due: later}, {Kind: coach.StepTask, Due: later}, {Kind: coach.StepNone}}
	for _, o := range outcome.All() {
		if !o.Typed {
			continue
		}
		for _, step := range steps {
			for _, created := range []bool{false, true} {
				saved := tried("Cobalt Freight", o.Code, step)
				saved.Created, saved.Change = created, "E1"
				saved.Touch.Note = "a note of many words that isn't said back in a line"
				if o.Ends {
					saved.Lead.Progress.Closed = o.Code
				}
				first, ok := answers.Line(maya(), saved).Blocks[0].(*slack.SectionBlock)
				if !ok || first.Text == nil || wordsIn(first.Text.Text) > 14 || first.Accessory == nil {
					t.Errorf("%s, %v, new %v: %+v", o.Code, step.Kind, created, first.Text)
				}
			}
		}
	}
}

// TestBudgetWhen renders text 34 and the most reasons that a step has.
func TestBudgetWhen(t *testing.T) {
	st := attempt(4, mayasDay(10, 11, 0), mayasDay(10, 13, 0), zoneOf("America/Los_Angeles"),
		coach.Reason{Code: coach.ReasonLast, Word: "voicemail", At: mayasDay(6, 16, 0)},
		coach.Reason{Code: coach.ReasonWarmth, Word: "cold"}, coach.Reason{Code: coach.ReasonMode, Word: "balanced"},
		coach.Reason{Code: coach.ReasonGap, Days: 3, At: mayasDay(6, 16, 0)},
		coach.Reason{Code: coach.ReasonHoliday, Word: "Veterans Day", At: time.Date(2026, 11, 9, 0, 0, 0, 0, time.UTC)},
		coach.Reason{Code: coach.ReasonHalf, Word: "morning"})
	l := coach.Lead{ID: "L1", Version: 2, Name: "Delta Print Works", Contact: "Ivo Kern", Warmth: coach.Cold}
	usual := answers.When(maya(), coach.Card{Lead: l, Step: st}, coach.Balanced)
	budgeted{"34", usual, 70, []string{"Prep", "Sources"}, []string{
		"*Delta Print Works* · attempt 4 of 7\n{Tue, Nov 10, 11:00 AM EST}–{1:00 PM EST} (8:00–10:00 AM in Los Angeles), " +
			"because:\n",
		"1. The last call on Fri: voicemail.\n", "2. The plan waits 3 days after it.\n",
		"3. Mon, Nov 9 is a holiday (Veterans Day).\n", "4. The other half of the day comes next: their morning.\n",
		"Cold, normal potential, balanced.\n"}}.check(t)
	st.Because = append(st.Because, coach.Reason{Code: coach.ReasonHours, N: 480, Of: 1080},
		coach.Reason{Code: coach.ReasonLaw, N: 480, Of: 1260}, coach.Reason{Code: coach.ReasonZone,
			Word: "America/Los_Angeles", N: -180, Of: 1})
	l.Warmth, l.Potential = coach.WarmthUnknown, coach.PotentialLow
	budgeted{"largest", answers.When(maya(), coach.Card{Lead: l, Step: st}, coach.Assertive), 70, nil, []string{"6. ",
		"Counts as cold, low potential, assertive.\n"}}.check(t)
	budgeted{"smallest", answers.When(maya(), coach.Card{Lead: l, Step: coach.Step{Kind: coach.StepNeedsDate}}, ""), 20,
		nil,
		[]string{"*Delta Print Works* · needs a date\nCounts as cold, low potential, balanced.\n"}}.check(t)
}
