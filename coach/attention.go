package coach

import (
	"time"

	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/calendar"
)

// NextDigest is the first instant strictly after the given one at which the rep's digest comes: their time of day on a
// working date of theirs, the same one every day, for routine is half of it (S4.5). A new time counts from its next
// passing: it is never earlier than the change. On a date on which the clocks skip that time, the first instant after
// the gap; where they show it twice, the first. Of who is away it is that of their first working day back. Zero for who
// gets none.
func (r *Rules) NextDigest(rep Rep, after time.Time) time.Time {
	if rep.Away.Lasts() {
		back := rep.Returns()
		if back.IsZero() {
			return time.Time{}
		}
		if back = back.Add(-1); back.After(after) {
			after = back
		}
		rep.Away = absence.Absence{}
	}
	if !rep.Wants(KindDigest) {
		return time.Time{}
	}
	if rep.DigestSet.After(after) {
		after = rep.DigestSet
	}
	return r.digestAfter(rep, after)
}

// digestAfter is NextDigest for whoever it is: questions come with a digest even if nobody is told.
func (r *Rules) digestAfter(rep Rep, after time.Time) time.Time {
	f := r.availability(rep, LeadZone{Loc: rep.Location()})
	d := calendar.DateIn(after.Unix(), f.rep) - 1
	for range searchDays {
		if f.repOff(d) == nil {
			if t, ok := d.At(rep.DigestMinute(), f.rep); ok && unix(t).After(after) {
				return unix(t)
			}
		}
		d++
	}
	return time.Time{}
}

// Timers says from when digests must look at the lead and which messages of its own it needs: the ping ten minutes
// before an agreed call (at once if it is closer), its update five minutes after, the nudge before a second try on the
// same day. Who is off or gone gets no messages; Shows is there all the same, for who asks what is due.
func (r *Rules) Timers(l Lead, rep Rep, now time.Time) Attention {
	return r.attention(r.next(l, rep, now, r.limits.StillAfter+1), l, rep, now)
}

// Plan is [Rules.Next] and [Rules.Timers] at once, for who needs both: the step is worked out once, unless an agreed
// time has passed, since then the two ask at different times whether the call happened.
func (r *Rules) Plan(l Lead, rep Rep, now time.Time) (Step, Attention) {
	s := r.Next(l, rep, now)
	if c := l.Progress.Commitment; c != nil && !c.At.After(now) {
		return s, r.Timers(l, rep, now)
	}
	return s, r.attention(s, l, rep, now)
}

// attention is when a lead with that step must be looked at.
func (r *Rules) attention(s Step, l Lead, rep Rep, now time.Time) Attention {
	var a Attention
	switch s.Kind {
	case StepNone:
		return a
	case StepDidIt:
		a.Shows = s.Commitment.At
	default:
		a.Shows = s.Due // digests look up to the end of their day, and lists come in this order
	}
	if asks := l.Progress.LastTouch; s.NeedsDate {
		if s.Quiet.After(now) {
			asks = s.Quiet // asked again from then on, though the call may be due later
		}
		a.Shows = earlier(a.Shows, asks)
	}
	if g := l.Progress.Gift; g.state() == GiftAsked && now.Sub(g.Asked) < giftToldFor { // whether the rep is off or not
		a.Timers = append(a.Timers, Timer{TimerGift, g.Asked.Truncate(time.Second), g.Asked.Truncate(time.Second)})
	}
	if rep.Off || rep.Gone {
		return a
	}
	if g := l.Progress.Gift; g != nil && !g.When.IsZero() && !g.Alone && now.Sub(g.When) < giftToldFor {
		a.Timers = append(a.Timers, Timer{TimerGiftBack, g.When.Truncate(time.Second), g.When.Truncate(time.Second)})
	}
	minutes := func(n int) time.Duration { return time.Duration(n) * time.Minute }
	switch {
	case s.Kind == StepCommitment && !rep.Wants(KindPing), s.SameDay && !rep.Wants(KindNudge):
	case s.Kind == StepCommitment:
		at := s.Due
		if now.Before(at) {
			ping := at.Add(-minutes(r.limits.PingBefore))
			if ping.Before(now) {
				ping = now
			}
			a.Timers = append(a.Timers, Timer{TimerPing, ping, at})
		}
		if s.Commitment.Calling.IsZero() { // who is calling is not asked whether the call is still to come
			a.Timers = append(a.Timers, Timer{TimerStill, at.Add(minutes(r.limits.StillAfter)), at})
		}
	case s.SameDay && now.Before(s.Due):
		nudge := s.Due.Add(-minutes(r.limits.NudgeBefore))
		if nudge.Before(now) {
			nudge = now
		}
		a.Timers = append(a.Timers, Timer{TimerNudge, nudge, s.Due})
	}
	return a
}

// giftToldFor is for how long a message about a gift is still asked for: shorter than a delivery is remembered, so that
// none comes twice.
const giftToldFor = 7 * 24 * time.Hour

// earlier is the first of two instants.
func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
