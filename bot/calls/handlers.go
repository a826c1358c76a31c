// Package calls is the touches of a lead: logging them, agreeing on the next call, moving a lead, ending it and letting
// it go on. Each file holds the command, the buttons and the forms of one thing, in that order.
//
//	log.go       /followup log, a card's one tap, the Log form
//	agreed.go    /followup next, the offered times, "did it happen?", the form of an agreed call
//	calendar.go  an agreed call as a text to send before it and as a calendar file
//	snooze.go    /followup snooze and its form
//	close.go     /followup close, its form, and the reason that is given late
//	resume.go    /followup resume
//	several.go   several lines in one write, and a line with a list of leads
//
// A verb has one function behind its doors (agree, snooze, close), so that a line, a tap and a form do the same.
// Reading what was typed is input's, turning a touch into a change is record's. Nothing here is decided by a text: what
// is asked or refused comes back as a value, and the edge puts it into words.
package calls

import (
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
)

// Handlers carry out requests about calls that were made and leads that end or go on. They hold no state between two
// of them. Make them with [New].
type Handlers struct {
	record *record.Recorder
	reply  *reply.Replier
}

// New makes the handlers of calls that were made.
func New(rec *record.Recorder, rep *reply.Replier) *Handlers {
	return &Handlers{record: rec, reply: rep}
}

// Agreed carries out requests about calls to come: agreeing on one, what came of it, and taking it along. It holds no
// state either. Make it with [NewAgreed].
type Agreed struct {
	record *record.Recorder
	reply  *reply.Replier
}

// NewAgreed makes the handlers of agreed calls.
func NewAgreed(rec *record.Recorder, rep *reply.Replier) *Agreed {
	return &Agreed{record: rec, reply: rep}
}
