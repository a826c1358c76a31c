// Package drafts is the words that a rep sends to a prospect, before they are sent: a message is looked at, and a
// colleague is asked about it. Nothing is sent to a prospect from here.
package drafts

import (
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
)

// Handlers carry out what is about a message that a rep has written. Make them with [New].
type Handlers struct {
	record *record.Recorder
	reply  *reply.Replier
}

// New makes the handlers of messages that are looked at.
func New(rec *record.Recorder, rep *reply.Replier) *Handlers {
	return &Handlers{record: rec, reply: rep}
}
