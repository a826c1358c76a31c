// Package teamday is what the managers of a rep see of them, day by day, and the rep as they do: how a rep stands
// ([Of]), the figures of the last weeks ([FiguresOf]), and which of these lies furthest from the team's ([Behind]).
// Habits and punctuality are no part of it: they stay the rep's own (S4.15, package coach/selfreport).
package teamday

import (
	"time"

	"github.com/followup-coach/followup/coach"
)

// Line is how one rep stands.
type Line struct {
	Rep   coach.Rep // only whose it is, and whether they are there
	Known bool      // they have begun: somebody who was named in a team and never came has no figures

	Calls, Reached int // tries since Monday on the rep's calendar, and those on which somebody was on the line

	Due     int // calls of today and overdue ones, without agreed ones
	Overdue int // of these, those whose time is over
	Agreed  int // agreed calls of today, those whose outcome isn't known yet too
	Undated int // talks that left no date
	Reviews int // leads to decide about

	More int // leads of today that nobody has looked at
}

// Of is how a rep stands at an instant: leads are those that are to be looked at until the end of their day, total how
// many there are of them, and week what was counted since Monday.
func Of(r *coach.Rules, rep coach.Rep, leads []coach.Lead, total int, week coach.Counters, now time.Time) Line {
	l := Line{Rep: rep, Known: true, Calls: week.Tries(), Reached: min(week.Reached, week.Tries()),
		More: max(0, total-len(leads))}
	for _, lead := range leads {
		l.add(r.Next(lead, rep, now), now)
	}
	return l
}

// add counts a lead by what comes next for it.
func (l *Line) add(s coach.Step, now time.Time) {
	state := s.State(now)
	if s.NeedsDate {
		l.Undated++
	}
	switch {
	case s.Kind == coach.StepReview:
		if state != coach.Later {
			l.Reviews++
		}
	case s.Kind == coach.StepCommitment || s.Kind == coach.StepDidIt:
		l.Agreed++
	case s.IsCall():
		l.Due++
		if state == coach.Overdue {
			l.Overdue++
		}
	}
}

// Attention is what a manager may want to look at of a rep's leads: the overdue ones first, then agreed calls, then
// those without a date and those to decide about; nothing else of what is due.
type Attention int

// The kinds, in their order.
const (
	Overdue Attention = iota
	Agreed
	Undated
	Reviews
	None
)

// Wants is the kind of a lead by its next step.
func Wants(s coach.Step, now time.Time) Attention {
	switch state := s.State(now); {
	case s.Kind == coach.StepReview:
		if state != coach.Later {
			return Reviews
		}
	case s.Kind == coach.StepCommitment || s.Kind == coach.StepDidIt:
		return Agreed
	case s.IsCall() && state == coach.Overdue:
		return Overdue
	case s.NeedsDate:
		return Undated
	}
	return None
}
