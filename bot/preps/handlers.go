// Package preps is what to know and to say before and in a call: preps and what they lack, scripts, tips. Each file
// holds the command, the buttons and the forms of one thing.
//
// A prep is put together from what is stored at the moment it is asked for, and rendered again where it stands after
// something in it was changed or taken back. It keeps its tip then: a tip counts as shown once.
//
// Their words stand in packages cards (preps and pings), library (scripts and tips) and problems below say; the form
// for what is lacking is beside the prep in cards. What a rep hears while dialing is never logged as having been said:
// a script has buttons for how the call ended, and those log it.
package preps

import (
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
)

// Handlers carry out requests. Make them with [New].
type Handlers struct {
	record *record.Recorder
	reply  *reply.Replier
	tips   *Tips
}

// New makes the handlers of preps, scripts, the call map and sources. Those of tips say where a tip comes from.
func New(rec *record.Recorder, rep *reply.Replier, tips *Tips) *Handlers {
	return &Handlers{record: rec, reply: rep, tips: tips}
}

// Tips carry out what is about tips: which one is shown, what was thought of it, and which never come. A tip in a prep
// is the prep's. Make them with [NewTips].
type Tips struct {
	record *record.Recorder
	reply  *reply.Replier
}

// NewTips makes the handlers of tips.
func NewTips(rec *record.Recorder, rep *reply.Replier) *Tips {
	return &Tips{record: rec, reply: rep}
}
