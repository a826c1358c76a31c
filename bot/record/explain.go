package record

import (
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// Explained is what is added to the end of a closed lead: its reason, a note, and when their contract ends. It is a
// touch of its own, so that undoing it leaves the close. Without a new reason the one given before stays.
func Explained(l coach.Lead, reason string, ends time.Time, args input.LogArgs) TouchInput {
	if reason == "" {
		reason = l.Progress.ClosedReason
	}
	return TouchInput{Lead: &l, Outcome: outcome.Explained, Op: "explain", Reason: reason, ExactNext: ends, Args: args}
}
