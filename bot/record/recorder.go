// Package record reads what is stored, lets a decision be made, and writes it once: a touch becomes a change with what
// comes next, its answer and its place in the journal. It also keeps the lines that wait for an answer to a question.
package record

import (
	"time"

	"github.com/followup-coach/followup/bot/record/lending"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// Recorder reads and writes for the slices. Between two requests it holds no state but the phrases of teams, for half a
// minute at most, so that any replica can answer any of them. Make one with [New].
type Recorder struct {
	Space func() *store.Workspace
	Rules *coach.Rules
	Wake  func(due time.Time)
	Reply *reply.Replier

	Phrases *Phrases // what they are advised not to say
	Offers  Offers   // what a rep is offered after a touch
	Views   Views    // how a lead and what was saved look

	Lent lending.Desk // what somebody covers for colleagues: read only for who does
}

// New makes a recorder. Space is a func because the workspace's id is known only once Slack has answered. Wake tells
// the scheduler when the earliest is due of what a change has put into its index, and never blocks.
func New(space func() *store.Workspace, rules *coach.Rules, wake func(time.Time), rep *reply.Replier) *Recorder {
	phrases := &Phrases{space: space, rules: rules, reply: rep}
	return &Recorder{
		Space: space, Rules: rules, Wake: wake, Reply: rep,
		Phrases: phrases, Offers: Offers{Rules: rules, phrases: phrases},
		Views: Views{Rules: rules, Reply: rep, Phrases: phrases},
		Lent:  lending.Desk{Space: space, Rules: rules, Reply: rep},
	}
}
