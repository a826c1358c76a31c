package say

import (
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/coach"
)

// The step of a lead in one line outside of cards: in answers, lists and on a lead's page. It says when the step is due
// and names the lead's own window.

// stepLine says which step it is, when it is due, and the lead's own window.
func (c stepView) stepLine() string {
	parts := []string{c.stepName()}
	s := c.Step
	if dated := s.Kind != coach.StepDidIt && s.Kind != coach.StepNeedsDate && s.Kind != coach.StepLight; dated &&
		!s.Due.IsZero() {
		parts = append(parts, c.stepDue())
	}
	if w := c.window(); w != "" {
		parts = append(parts, w)
	}
	if s.OutsideHours {
		parts = append(parts, "outside your hours")
	}
	if w := c.stepNight(); w != "" {
		parts = append(parts, w)
	}
	if s.NeedsDate && s.Kind != coach.StepNeedsDate {
		parts = append(parts, "needs a date")
	}
	return strings.Join(parts, " · ")
}

// stepNight says from when on a lead may be called again, when a call is due or overdue at an hour at which nobody may
// be called where they are; "" otherwise.
func (c stepView) stepNight() string {
	s := c.Step
	if !s.IsCall() || s.Zone.Loc == nil || s.State(c.to.Now) == coach.Later {
		return ""
	}
	// From 8:00 to 21:00 of their own time people may be called.
	there := c.to.Now.In(s.Zone.Loc)
	y, m, d := there.Date()
	switch {
	case there.Hour() >= 21:
		d++
	case there.Hour() >= 8:
		return ""
	}
	return "no calls there before " + c.to.both(time.Date(y, m, d, 8, 0, 0, 0, s.Zone.Loc), s.Zone.Loc)
}

// stepName says which step it is: "Attempt 3 of 7", "Follow-up 2", "Agreed call".
func (c stepView) stepName() string {
	s := c.Step
	switch s.Kind {
	case coach.StepCommitment:
		return "Agreed call"
	case coach.StepDidIt:
		at := s.Due
		if s.Commitment != nil {
			at = s.Commitment.At
		}
		return "Did the call agreed for " + c.to.both(at, s.Zone.Loc) + " happen?"
	case coach.StepNeedsDate:
		if c.Lead.Progress.Replied() {
			return "They replied. *Needs a date*"
		}
		return "*Needs a date*"
	case coach.StepReview:
		return "Review: the plan is used up"
	case coach.StepTask:
		return c.to.taskName(s)
	case coach.StepLight:
		return "The short plan is used up. Drop, keep light or go on in full?"
	case coach.StepNone, "":
		if !c.Lead.Open() {
			return "Closed: " + lower(closedWords(c.Lead.Progress.Closed))
		}
		return "Nothing is due"
	}
	n := tryName(s)
	if s.Kind == coach.StepRedial {
		n += ", dial again after the busy signal"
	}
	return n
}

// stepDue says when, and whether that is now. Overdue is a word, never a colour. A call without a window is said in
// the lead's own time too; beside a window that would be said twice.
func (c stepView) stepDue() string {
	s := c.Step
	zone := s.Zone.Loc
	if !s.IsCall() || c.window() != "" {
		zone = nil
	}
	switch s.State(c.to.Now) {
	case coach.DueNow:
		words, at := "due now", c.to.Now
		if s.Until.After(c.to.Now) {
			words, at = "due now, until "+c.to.clock(s.Until), s.Until
		}
		if there := c.to.there(at, zone); there != "" {
			words += " (" + there + ")"
		}
		return words
	case coach.Overdue:
		since := slices.MaxFunc([]time.Time{s.Until, s.Due}, time.Time.Compare) // a step without a window has no Until
		return "overdue since " + c.to.both(since, zone)
	}
	return "due " + c.to.both(s.Due, s.Zone.Loc)
}

// window is the part of the lead's day in which to call, in the lead's own time.
func (c stepView) window() string {
	s := c.Step
	leftToDo := s.Task != nil && s.Task.Kind != coach.FindNumber // at any hour, for nobody is called
	if s.Window.From == s.Window.To || s.Kind == coach.StepCommitment || leftToDo {
		return ""
	}
	w := c.to.span(s.Window.From, s.Window.To)
	at := s.Due
	if at.IsZero() {
		at = c.to.Now
	}
	switch {
	case s.Zone.Loc == nil || sameClock(at, c.to.zone(), s.Zone.Loc):
		return "window " + w
	case s.State(c.to.Now) == coach.Later:
		return "their window " + w // the due time beside it names the place
	case s.Zone.Likely:
		return "their window " + w + ", likely in " + quote(place(s.Zone.Loc), 40)
	}
	return "their window " + w + " in " + quote(place(s.Zone.Loc), 40)
}
