// Package reviews is the end of a chase: what becomes of a lead that never answered.
//
//	review.go    /followup review, the form "Decide" with the facts of the chase
//	verdicts.go  one more call, a step back, a goodbye: the forms behind their buttons
//	gift.go      something for the people around a prospect: asked for, agreed to or declined by a manager
//
// A verdict is a touch like others: typed behind a name it is package calls' to log, and the rules do the same with it.
// What follows from each stands in package coach (verdict.go, gift.go).
package reviews

import (
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
)

// Handlers carry out requests. They hold no state between two of them. Make them with [New].
type Handlers struct {
	record *record.Recorder
	reply  *reply.Replier
}

// New makes the handlers of this slice.
func New(rec *record.Recorder, rep *reply.Replier) *Handlers {
	return &Handlers{record: rec, reply: rep}
}
