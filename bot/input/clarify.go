package input

import (
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
)

// Clarification is a question that stands before a change: the typed line is kept, and a button brings it back decided.
type Clarification struct {
	Pending PendingCommand
	Leads   []string // to be named in the question
	Near    bool     // they resemble what was typed, no more
	Say     func(to say.Reader, leads []coach.Lead, ref string) say.Reply
}

func (*Clarification) Error() string { return "asked what was meant" }
