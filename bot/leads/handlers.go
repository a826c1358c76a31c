// Package leads is what is known of leads: adding, editing, listing, showing and reopening them, and the questions that
// fill in a fact. Each file holds the command, the buttons and the forms of one thing.
//
// Every change goes through package record, which finds the lead among those of the person who acts, writes once under
// the request's key, and gives a second delivery the first response. All of them can be undone for 24 hours.
package leads

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
