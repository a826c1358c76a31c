package say

import (
	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
)

// runButton is the nth button of a message that runs a line as if it were typed. With a lead's id the first name in the
// line is that lead's, whatever it is called by then. nil where the line is longer than a button holds.
func runButton(n int, lead, line, words string) *slack.ButtonBlockElement {
	value := Value(lead) + "|" + line
	if blockkit.Len(value) > blockkit.MaxValue {
		return nil
	}
	return button(numbered(ActRun, n), value, words)
}
