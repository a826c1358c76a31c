package coach

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/coach/calendar"
)

// Digest composes a rep's morning message from their leads: whatever falls due before the end of the rep's day or is
// overdue. leads may hold others too; they are left out. shown is when each tip was last shown. An empty one
// ([Digest.Empty]) is not sent.
func (r *Rules) Digest(rep Rep, leads []Lead, now time.Time, shown map[string]time.Time) Digest {
	return r.digest(rep, leads, now, shown, false)
}

// Morning is the [Rules.Digest] that is sent: a review that nobody has answered for some days comes with the first one
// of a week only (product 4).
func (r *Rules) Morning(rep Rep, leads []Lead, now time.Time, shown map[string]time.Time) Digest {
	return r.digest(rep, leads, now, shown, true)
}

func (r *Rules) digest(rep Rep, leads []Lead, now time.Time, shown map[string]time.Time, sent bool) Digest {
	loc := calendar.ClockOf(rep.Location())
	today := calendar.DateIn(now.Unix(), loc)
	d := Digest{Rep: rep.ID, Date: today.String()}
	end, _ := (today + 1).At(0, loc)
	found := make([]Card, 0, min(len(leads), 64))
	var asks, agreed, cards, later, outside []*Card
	for _, l := range leads {
		s := r.next(l, rep, now, 0)
		asking := s.Kind == StepDidIt || s.NeedsDate && !l.Progress.Waiting.Snoozed.After(now)
		if s.Kind == StepNone || !asking && s.Due.Unix() >= end || sent && r.reviewRests(rep, s, now) {
			continue
		}
		found = append(found, Card{l.WithPhones(rep), s})
		card, list := &found[len(found)-1], &later
		switch {
		case asking, s.Kind == StepReview, s.Kind == StepLight:
			list = &asks
		case s.Kind == StepCommitment:
			list = &agreed
		case s.IsCall() && r.Callable(*card, now):
			list = &cards
		case s.OutsideHours:
			list = &outside
		}
		*list = append(*list, card)
	}
	slices.SortFunc(asks, byAsk)
	slices.SortFunc(agreed, byDue)
	slices.SortFunc(cards, byUrgency)
	slices.SortFunc(later, func(a, b *Card) int { return cmp.Or(tasksLast(a)-tasksLast(b), byUrgency(a, b)) })
	slices.SortFunc(outside, byUrgency)
	if at := rep.digestOn(today); !at.IsZero() && now.Sub(at) > time.Hour {
		d.Late = true
	}
	room := r.limits.DigestCards
	take := func(from []*Card, most int) []Card {
		n := min(len(from), most)
		room -= n
		var out []Card
		for _, c := range from[:n] {
			out = append(out, *c)
		}
		for _, c := range from[n:] {
			d.Also = append(d.Also, *c)
		}
		return out
	}
	d.Asks, d.Commitments = take(asks, room), take(agreed, room)
	d.Cards, d.Later = take(cards, room), take(later, room)
	take(outside, 0)
	if !d.Empty() {
		d.Tip = r.TipFor(d.Shown(), shown, now, rep)
	}
	return d
}

// digestOn is the digest's instant on the date, whether or not it is a working day.
func (r Rep) digestOn(d calendar.Date) time.Time {
	t, ok := d.At(r.DigestMinute(), calendar.ClockOf(r.Location()))
	if !ok {
		return time.Time{}
	}
	return unix(t)
}

// byAsk puts leads without a date before calls of which nobody said whether they happened, and those before decisions.
func byAsk(a, b *Card) int {
	rank := func(c *Card) int {
		switch {
		case c.Step.NeedsDate:
			return 0
		case c.Step.Kind == StepDidIt:
			return 1
		}
		return 2
	}
	return cmp.Or(rank(a)-rank(b), byDue(a, b))
}

// byDue puts the earliest due time first.
func byDue(a, b *Card) int { return cmp.Or(a.Step.Due.Compare(b.Step.Due), oldest(a, b)) }

// byUrgency: window closing soonest, warm before cold, high before normal before low, oldest. What never closes comes
// last.
func byUrgency(a, b *Card) int {
	return cmp.Or(closing(&a.Step)-closing(&b.Step), a.Step.Until.Compare(b.Step.Until), warmth(&a.Lead)-warmth(&b.Lead),
		potential(&a.Lead)-potential(&b.Lead), oldest(a, b))
}

// tasksLast ranks calls before what is none: nobody waits for it at a time.
func tasksLast(c *Card) int { return boolRank(!c.Step.IsCall()) }

// closing ranks what becomes overdue before what never does.
func closing(s *Step) int {
	if s.Until.IsZero() {
		return 1
	}
	return 0
}

// warmth ranks warm before cold and unknown (S2.5).
func warmth(l *Lead) int {
	if l.Warmth == Warm {
		return 0
	}
	return 1
}

// potential ranks high before normal before low.
func potential(l *Lead) int {
	switch l.Potential {
	case PotentialHigh:
		return 0
	case PotentialLow:
		return 2
	}
	return 1
}

// oldest puts the lead first that was added first; leads of one instant, as an import makes them, stand by name.
func oldest(a, b *Card) int {
	return cmp.Or(a.Lead.Created.Compare(b.Lead.Created), ByName(a.Lead, b.Lead))
}

// ByName orders leads that nothing else tells apart: by name, whatever its case, and at last by id.
func ByName(a, b Lead) int {
	return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID, b.ID))
}

// NudgeFor groups the second tries of day 0 that come due within the hour from the given one on, which is the For of
// its timer. It holds no cards when there is none left (the call was made meanwhile).
func (r *Rules) NudgeFor(rep Rep, leads []Lead, first, now time.Time) Nudge {
	n := Nudge{Rep: rep.ID}
	last := first.Add(time.Duration(r.limits.NudgeSpan) * time.Minute)
	for _, l := range leads {
		if s := r.Next(l, rep, now); s.SameDay && !s.Due.Before(first) && s.Due.Before(last) {
			n.Cards = append(n.Cards, Card{l.WithPhones(rep), s})
		}
	}
	slices.SortFunc(n.Cards, func(a, b Card) int { return byDue(&a, &b) })
	return n
}

// PingFor is the message about the agreed call at the given instant; ok is false when that call is no longer agreed for
// then or was logged meanwhile.
func (r *Rules) PingFor(rep Rep, l Lead, agreed, now time.Time, still bool) (p Ping, ok bool) {
	s := r.Next(l, rep, now)
	if s.Commitment == nil || !s.Commitment.At.Equal(agreed) || still && !s.Commitment.Calling.IsZero() {
		return Ping{}, false
	}
	return Ping{Rep: rep.ID, Card: Card{l.WithPhones(rep), s}, Still: still}, true
}

// Callable reports whether a card's call is due, and may be made at this hour of the lead's day.
func (r *Rules) Callable(c Card, now time.Time) bool {
	return c.Step.State(now) != Later && !r.LawfulFrom(c, now).After(now)
}

// LawfulFrom is when a card's call may be made from: now, or, where nobody may be called at this hour of theirs, the
// next instant at which one may. Of a step that is no call it is now.
func (r *Rules) LawfulFrom(c Card, now time.Time) time.Time {
	if !c.Step.IsCall() || c.Step.Zone.Loc == nil {
		return now
	}
	there := now.In(c.Step.Zone.Loc)
	minute := there.Hour()*60 + there.Minute()
	y, m, d := there.Date()
	switch {
	case minute >= r.law.To:
		d++
	case minute >= r.law.From:
		return now
	}
	return time.Date(y, m, d, 0, r.law.From, 0, 0, c.Step.Zone.Loc)
}

// reviewRests reports whether a review stays out of a morning message: it stood unanswered for some working days, and
// this is not the first working day of the rep's week.
func (r *Rules) reviewRests(rep Rep, s Step, now time.Time) bool {
	if s.Kind != StepReview {
		return false
	}
	f := r.availability(rep, LeadZone{Loc: rep.Location()})
	today := calendar.DateIn(now.Unix(), f.rep)
	stood := 0
	for d := calendar.DateIn(s.Due.Unix(), f.rep); d < today && stood < r.limits.ReviewRests; d++ {
		if f.repOff(d) == nil {
			stood++
		}
	}
	if stood < r.limits.ReviewRests {
		return false
	}
	for d := today - calendar.Date((today.Weekday()+6)%7); d < today; d++ { // since Monday
		if f.repOff(d) == nil {
			return true
		}
	}
	return false
}
