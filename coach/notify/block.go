package notify

import (
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
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
	b := Block{Calls: cardsOf(calls, rep), Skipped: cardsOf(passed, rep)}
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
