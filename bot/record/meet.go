package record

import (
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/store"
)

// meet is how they meet at the instant that was agreed on; what only was offered or named is no way to meet.
func (n nextAppointment) meet(args input.LogArgs) coach.Meet {
	if n.Until.IsZero() || n.given {
		return coach.Meet{}
	}
	return args.Meet
}

// hunch is what the gut says beside a talk: noted on its page, or typed with it as a fact of the lead (S0.2).
func hunch(t TouchInput, l coach.Lead) int {
	if _, said := t.Facts[facts.Gut]; said && t.Outcome.Info().Live {
		return l.Gut
	}
	return t.Details.Gut
}

// tellOnce says of an agreed call on a day that the sources advise against that they do, the first time that a rep
// agrees on one (S4.10). Whoever knows it books such a day knowingly. That they were told is part of the change.
func tellOnce(rules *coach.Rules, req *request.Request, c *store.Change, saved *answers.Saved) {
	at := saved.Touch.Until
	if at.IsZero() || saved.Touch.Given || !saved.Lead.Open() || req.Rep.ID != req.User ||
		req.Rep.Knows(coach.ReasonWeakDay) {
		return
	}
	agreed := saved.Lead.Progress.Commitment
	weak, is := saved.Lead.WeakDay(*req.Rep, at)
	if !is || agreed == nil || !agreed.At.Equal(at) {
		return
	}
	told := req.Rep.TellOnce(coach.ReasonWeakDay)
	saved.Instant = append(saved.Instant, weak)
	c.Rep, c.KeepDigest = &told, true
}
