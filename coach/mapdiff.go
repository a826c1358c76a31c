package coach

import (
	"cmp"
	"slices"
	"time"
)

// Changed rules are tried on what has happened: the touches of a lead are replayed by both, and each after which
// something else would have been said is told. Nothing is stored.

// MapSays is what rules make of a touch: the line of the call map, and what comes next.
type MapSays struct {
	Row    MapCase
	Mapped bool // false: the map has no row for it
	Step   Step
}

// Differing is a touch after which two sets of rules say something different.
type Differing struct {
	Touch   Touch
	Was, Is MapSays // by the rules as they are, and by the changed ones

	Moved bool // what comes next is another thing, or falls on another instant
}

// Differ replays a lead's touches and tells of those in [from, to) after which changed rules say something else. Up to
// from the lead is what these rules made of it; from there on each set goes its own way, with the touches as they were
// made. replayed is how many touches of that time there are. Notes are handed on as they are: they are not for showing.
func (r *Rules) Differ(changed *Rules, l Lead, touches []Touch, rep Rep,
	from, to time.Time) (differing []Differing, replayed int) {
	touches = slices.Clone(touches)
	slices.SortStableFunc(touches, func(a, b Touch) int { // as they happened, then as they were logged
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Seq, b.Seq))
	})
	l.Progress = Progress{}
	is := l
	for _, t := range touches {
		switch {
		case t.At.Before(from):
			r.apply(&l, t, rep)
			is.Progress = clonePointers(l.Progress)
			continue
		case !t.At.Before(to):
			return differing, replayed
		}
		replayed++
		d := Differing{Touch: t, Was: r.says(&l, t, rep), Is: changed.says(&is, t, rep)}
		d.Moved = d.Was.Step.moved(d.Is.Step)
		if d.Moved || d.Was.said() != d.Is.said() {
			differing = append(differing, d)
		}
	}
	return differing, replayed
}

// says lets a touch change a lead and tells what is made of it.
func (r *Rules) says(l *Lead, t Touch, rep Rep) (m MapSays) {
	m.Row, m.Mapped = r.MapFor(*l, t, rep)
	l.Progress = clonePointers(l.Progress)
	r.apply(l, t, rep)
	m.Step = r.Next(*l, rep, t.At)
	return m
}

// moved reports whether a step is another thing than this one, or comes at another time.
func (s Step) moved(other Step) bool {
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
func (m MapSays) said() saidBeside {
	s := saidBeside{m.Row.Activity, m.Row.Do, m.Row.Tip, m.Row.Branch, 0}
	if m.Step.NeedsDate {
		s.offer = m.Row.Offer
	}
	return s
}
