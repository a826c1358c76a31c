// Package talks is what happens while somebody is on the line and right after: the page behind [Reached…] with what to
// say, the page after the call with what is worth keeping of it, and the questions that are answered with a tap.
//
//	reached.go    the page of a call that reached somebody: scripts by turn, and one tap for how it went
//	wrap.go       the page after that tap, its [More…] and the forms that both are sent as
//	page.go       how that page is rendered, and what was filled in when it comes back
//	change.go     what the fields of those pages become: a touch, facts of the lead, or nothing new
//	questions.go  was the promise kept, was the material gone through together, is a lead worth more calls
//
// The call is saved by the first tap already (S3.16). Whatever follows adds to it and never stands before it.
package talks

import (
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
)

// Handlers carry out requests. They hold no state between two of them: what a page is about travels in the page. Make
// them with [New].
type Handlers struct {
	record *record.Recorder
	reply  *reply.Replier
}

// New makes the handlers of this slice.
func New(rec *record.Recorder, rep *reply.Replier) *Handlers {
	return &Handlers{record: rec, reply: rep}
}
