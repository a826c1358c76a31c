package notify

import (
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
)

// Block is what a rep goes through who makes one call after the other. It is worked out anew for each card, so that
// leads that become due meanwhile join, and what was logged elsewhere is gone.
type Block struct {
	// Calls may be made at this hour of the lead's day. An agreed call comes at its time; then the window that closes
	// soonest, warm before cold, high before low, the oldest.
	Calls   []coach.Card
	Skipped []coach.Card // those of them that the rep has passed over, in the same order
	Next    *coach.Card  // the first call that comes later; nil for none
	NextAt  time.Time    // from when on that one may be made
	Off     Off          // why it isn't the rep's time to work; empty while it is
}

// Off is why an instant lies outside a rep's days and hours.
type Off string

// What it may be.
const (
	OffDay     Off = "day" // a weekday that is none of theirs
	OffHoliday Off = "holiday"
	OffEarly   Off = "early" // before their hours
	OffLate    Off = "late"  // after them
)

// offAt is why a rep doesn't work at an instant; empty where they do.
func offAt(r *coach.Rules, rep coach.Rep, now time.Time) Off {
	here := now.In(rep.Location())
	from, to := rep.Hours()
	switch minute := here.Hour()*60 + here.Minute(); {
	case !rep.WorksOn(here.Weekday()):
		return OffDay
	case !r.WorkDays(rep)(calendar.DateIn(now.Unix(), calendar.ClockOf(rep.Location()))):
		return OffHoliday
	case minute < from:
		return OffEarly
	case minute >= to:
		return OffLate
	}
	return ""
}

// BlockFor is the block of an instant, for those of a rep's leads that want something soon. skipped says whether the
// rep has passed over a lead.
func BlockFor(r *coach.Rules, rep coach.Rep, leads []coach.Lead, now time.Time, skipped func(coach.Lead) bool) Block {
	found := make([]due, 0, len(leads))
	var calls, passed []*due
	var next *due
	var nextAt time.Time
	for i := range leads {
		l := &leads[i]
		s := r.Next(*l, rep, now)
		if !l.Open() || !s.IsCall() {
			continue
		}
		found = append(found, due{l, s})
		of := &found[len(found)-1]
		switch at := soonest(r, s, now); {
		case at.After(now):
			if next == nil || at.Before(nextAt) {
				next, nextAt = of, at
			}
		case skipped(*l):
			passed = append(passed, of)
		default:
			calls = append(calls, of)
		}
	}
	slices.SortFunc(calls, byCall)
	slices.SortFunc(passed, byCall)
	b := Block{Calls: cardsOf(calls, rep), Skipped: cardsOf(passed, rep), Off: offAt(r, rep, now)}
	if next != nil {
		b.Next, b.NextAt = &cardsOf([]*due{next}, rep)[0], nextAt
	}
	return b
}

// soonest is when a call may be made: once it is due, at an hour at which they may be called.
func soonest(r *coach.Rules, s coach.Step, now time.Time) time.Time {
	if s.Due.After(now) {
		return s.Due
	}
	return r.LawfulFrom(s, now)
}

// byCall puts agreed calls first, by their time, and the others by urgency.
func byCall(a, b *due) int {
	agreed := func(d *due) int {
		if d.step.Kind == coach.StepCommitment {
			return 0
		}
		return 1
	}
	switch x, y := agreed(a), agreed(b); {
	case x != y:
		return x - y
	case x == 0:
		return byDue(a, b)
	}
	return byUrgency(a, b)
}
