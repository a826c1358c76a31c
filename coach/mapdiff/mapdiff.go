// Package mapdiff tries changed rules on what has happened: the touches of a lead are replayed by both, and each after
// which something else would have been said is told. Nothing is stored.
package mapdiff

import (
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
)

// Says is what rules make of a touch: the line of the call map, and what comes next.
type Says struct {
	Row    coach.MapCase
	Mapped bool // false: the map has no row for it
	Step   coach.Step
}

// Differing is a touch after which two sets of rules say something different.
type Differing struct {
	Touch   coach.Touch
	Was, Is Says // by the rules as they are, and by the changed ones

	Moved bool // what comes next is another thing, or falls on another instant
}

// Differ replays a lead's touches and tells of those in [from, to) after which changed rules say something else than
// these. Up to from the lead is what these made of it; from there on each set goes its own way, with the touches as
// they were made. replayed is how many touches of that time there are. Notes are handed on as they are: they are not
// for showing.
func Differ(r, changed *coach.Rules, l coach.Lead, touches []coach.Touch, rep coach.Rep,
	from, to time.Time) (differing []Differing, replayed int) {
	touches = slices.Clone(touches)
	slices.SortStableFunc(touches, coach.ByTime)
	l.Progress = coach.Progress{}
	is := l
	for _, t := range touches {
		switch {
		case t.At.Before(from):
			l = l.After(r, t, rep)
			is.Progress = l.Progress
			continue
		case !t.At.Before(to):
			return differing, replayed
		}
		replayed++
		d := Differing{Touch: t, Was: says(r, &l, t, rep), Is: says(changed, &is, t, rep)}
		d.Moved = moved(d.Was.Step, d.Is.Step)
		if d.Moved || d.Was.said() != d.Is.said() {
			differing = append(differing, d)
		}
	}
	return differing, replayed
}

// says lets a touch change a lead and tells what is made of it.
func says(r *coach.Rules, l *coach.Lead, t coach.Touch, rep coach.Rep) (m Says) {
	m.Row, m.Mapped = r.MapFor(*l, t, rep)
	*l = l.After(r, t, rep)
	m.Step = r.Next(*l, rep, t.At)
	return m
}

// moved reports whether one step is another thing than the other, or comes at another time.
func moved(s, other coach.Step) bool {
	return s.Kind != other.Kind || !s.Due.Equal(other.Due) || !s.Until.Equal(other.Until) || s.Mail != other.Mail ||
		s.NeedsDate != other.NeedsDate || s.Social != other.Social || (s.Task == nil) != (other.Task == nil) ||
		s.Task != nil && s.Task.Kind != other.Task.Kind
}

// saidBeside is what a line of the map says beside when the next call is due.
type saidBeside struct {
	activity, do, tip, branch string
	offer                     int // where times are offered
}

// said is what is said beside the next step.
func (m Says) said() saidBeside {
	s := saidBeside{m.Row.Activity, m.Row.Do, m.Row.Tip, m.Row.Branch, 0}
	if m.Step.NeedsDate {
		s.offer = m.Row.Offer
	}
	return s
}
