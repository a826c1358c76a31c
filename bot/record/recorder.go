// Package record reads what is stored, lets a decision be made, and writes it once: a touch becomes a change with what
// comes next, its answer and its place in the journal. It also keeps the lines that wait for an answer to a question.
package record

import (
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// Recorder reads and writes for the slices. Make one with [New].
type Recorder struct {
	Space func() *store.Workspace
	Rules *coach.Rules
	Wake  func()
	Reply *reply.Replier

	Offers Offers // what a rep is offered after a touch
	Views  Views  // how a lead and what was saved look
}

// New makes a recorder. Space is a func because the workspace's id is known only once Slack has answered. Wake tells
// the scheduler that something may be due earlier than it thought, and never blocks.
func New(space func() *store.Workspace, rules *coach.Rules, wake func(), rep *reply.Replier) *Recorder {
	return &Recorder{
		Space: space, Rules: rules, Wake: wake, Reply: rep,
		Offers: Offers{Rules: rules}, Views: Views{Rules: rules, Reply: rep},
	}
}
