package say

import (
	"testing"

	"github.com/slack-go/slack"

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
				first, ok := Line(maya(), saved).Blocks[0].(*slack.SectionBlock)
				if !ok || first.Text == nil || wordsIn(first.Text.Text) > 14 || first.Accessory == nil {
					t.Errorf("%s, %v, new %v: %+v", o.Code, step.Kind, created, first.Text)
				}
			}
		}
	}
}
