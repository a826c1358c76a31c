// Package teams is who belongs to which team, the team's summary and its library of stories. Each file holds the
// command of one thing.
package teams

import (
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
)

// Handlers carry out requests. Make them with [New].
type Handlers struct {
	record *record.Recorder
	reply  *reply.Replier
	admins []string // Slack user ids that may set up teams besides owners and admins
}

// New makes the handlers of this slice.
func New(rec *record.Recorder, rep *reply.Replier, admins []string) *Handlers {
	return &Handlers{record: rec, reply: rep, admins: admins}
}
