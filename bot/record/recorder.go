// Package record reads what is stored, lets a decision be made, and writes it once: a touch becomes a change with what
// comes next, its answer and its place in the journal. It also keeps the lines that wait for an answer to a question.
package record

import (
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// Recorder reads and writes for the slices. All fields are required.
type Recorder struct {
	Space func() *store.Workspace // the workspace's records; a func because its id is known only once Slack has answered
	Rules *coach.Rules
	Wake  func() // tells the scheduler that something may be due earlier than it thought; never blocks
	Reply *reply.Replier
}
