// Package calls is the touches of a lead: logging them, agreed calls, snoozes and closes. Each file holds the command,
// the buttons and the forms of one thing.
package calls

import (
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
)

// Handlers carry out requests. Make them with [New].
type Handlers struct {
	record *record.Recorder
	reply  *reply.Replier
}

// New makes the handlers of this slice.
func New(rec *record.Recorder, rep *reply.Replier) *Handlers {
	return &Handlers{record: rec, reply: rep}
}
