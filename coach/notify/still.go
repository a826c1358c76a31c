package notify

import (
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/spread"
)

const (
	stillMost    = 5                   // leads that stand still and are named (product 4)
	untouchedFor = 30 * 24 * time.Hour // after which a lead stands still, as in the list of stale leads
)

// StandingStill are the leads that a digest has no card for and that stand still: they have no date, or nothing was
// logged on them for thirty days; the longest first, at most five. The first digest of a week names them. A lead that
// somebody has put off to a later day is not among them: it rests, and no digest of today holds it.
func (d Digest) StandingStill(now time.Time) []coach.Card {
	var still []coach.Card
	for _, c := range d.Also {
		if c.Step.NeedsDate || now.Sub(lastTouched(c.Lead)) >= untouchedFor {
			still = append(still, c)
		}
	}
	slices.SortStableFunc(still, func(a, b coach.Card) int { return lastTouched(a.Lead).Compare(lastTouched(b.Lead)) })
	return still[:min(len(still), stillMost)]
}

// lastTouched is when something was last logged on a lead, of a lead without a touch when it was added.
func lastTouched(l coach.Lead) time.Time {
	if l.Progress.LastTouch.IsZero() {
		return l.Created
	}
	return l.Progress.LastTouch
}

// BacklogShown is the name under which what was shown to a rep says when a backlog was last offered to be spread.
const BacklogShown = "backlog"

const (
	backlogLeast = 26                 // calls that are overdue for over two weeks (product 4)
	backlogRest  = 7 * 24 * time.Hour // between two offers
)

// Backlog is how many of some leads are overdue for so long that it is offered to spread them, where they are enough
// for that and it was not offered within a week; else 0. shown is as in [advice.For].
func Backlog(r *coach.Rules, rep coach.Rep, leads []coach.Lead, now time.Time, shown map[string]time.Time) (n int) {
	if now.Sub(shown[BacklogShown]) < backlogRest || now.Sub(rep.Spread.At) < backlogRest {
		return 0
	}
	for _, l := range leads {
		if spread.TooLong(r.Next(l, rep, now), now) {
			n++
		}
	}
	if n < backlogLeast {
		return 0
	}
	return n
}
