package coach

import (
	"cmp"
	"slices"
	"time"
)

// Digest composes a rep's morning message from their leads: whatever falls due before the end of the rep's day or is overdue.
// leads may hold others too; they are left out. shown is when each tip was last shown. An empty one ([Digest.Empty]) is not sent.
func (r *Rules) Digest(rep Rep, leads []Lead, now time.Time, shown map[string]time.Time) Digest {
	loc := rep.Location()
	today := dayIn(now.Unix(), loc)
	d := Digest{Rep: rep.ID, Date: today.String()}
	end, _ := (today + 1).at(0, loc)
	for _, l := range leads {
		s := r.next(l, rep, now, 0)
		asks := s.Kind == StepDidIt || s.NeedsDate && !l.Progress.Snoozed.After(now)
		switch {
		case s.Kind == StepNone || !asks && s.Due.Unix() >= end:
		case asks:
			d.Asks = append(d.Asks, Card{l, s})
		case s.Kind == StepCommitment:
			d.Commitments = append(d.Commitments, Card{l, s})
		default:
			d.Cards = append(d.Cards, Card{l, s})
		}
	}
	slices.SortStableFunc(d.Asks, byAsk)
	slices.SortStableFunc(d.Commitments, byDue)
	slices.SortStableFunc(d.Cards, byUrgency)
	if at := r.digestOn(rep, today); !at.IsZero() && now.Sub(at) > time.Hour {
		d.Late = true
	}
	if !d.Empty() {
		all := slices.Concat(d.Asks, d.Commitments, d.Cards)
		d.Tip = r.TipFor(all, shown, now, rep)
	}
	room := r.limits.DigestCards
	for _, list := range []*[]Card{&d.Asks, &d.Commitments, &d.Cards} {
		if n := len(*list) - room; n > 0 {
			d.More += n
			*list = (*list)[:room]
		}
		room -= len(*list)
	}
	return d
}

// digestOn is the digest's instant on the date, whether or not it is a working day.
func (r *Rules) digestOn(rep Rep, d day) time.Time {
	t, ok := d.at(rep.DigestMinute(), rep.Location())
	if !ok {
		return time.Time{}
	}
	return unix(t)
}

func byAsk(a, b Card) int {
	rank := func(c Card) int {
		if c.Step.NeedsDate {
			return 0
		}
		return 1
	}
	return cmp.Or(rank(a)-rank(b), byDue(a, b))
}

func byDue(a, b Card) int { return cmp.Or(a.Step.Due.Compare(b.Step.Due), oldest(a, b)) }

// byUrgency: window closing soonest, warm before cold, high before normal before low, oldest. What never closes comes last.
func byUrgency(a, b Card) int {
	return cmp.Or(closing(a.Step)-closing(b.Step), a.Step.Until.Compare(b.Step.Until), warmth(a.Lead)-warmth(b.Lead),
		potential(a.Lead)-potential(b.Lead), oldest(a, b))
}

func closing(s Step) int {
	if s.Until.IsZero() {
		return 1
	}
	return 0
}

func warmth(l Lead) int {
	if l.Warmth == Warm {
		return 0
	}
	return 1
}

func potential(l Lead) int {
	switch l.Potential {
	case PotentialHigh:
		return 0
	case PotentialLow:
		return 2
	}
	return 1
}

func oldest(a, b Card) int {
	return cmp.Or(a.Lead.Created.Compare(b.Lead.Created), cmp.Compare(a.Lead.ID, b.Lead.ID))
}

// NudgeFor groups the second tries of day 0 that come due within the hour from the given one on, which is the For of its timer.
// It holds no cards when there is none left (the call was made meanwhile).
func (r *Rules) NudgeFor(rep Rep, leads []Lead, first, now time.Time) Nudge {
	n := Nudge{Rep: rep.ID}
	last := first.Add(time.Duration(r.limits.NudgeSpan) * time.Minute)
	for _, l := range leads {
		if s := r.Next(l, rep, now); s.SameDay && !s.Due.Before(first) && s.Due.Before(last) {
			n.Cards = append(n.Cards, Card{l, s})
		}
	}
	slices.SortStableFunc(n.Cards, byDue)
	return n
}

// PingFor is the message about the agreed call at the given instant; ok is false when that call is no longer agreed for then or
// was logged meanwhile.
func (r *Rules) PingFor(rep Rep, l Lead, agreed, now time.Time, still bool, shown map[string]time.Time) (p Ping, ok bool) {
	s := r.Next(l, rep, now)
	if s.Commitment == nil || !s.Commitment.At.Equal(agreed) {
		return Ping{}, false
	}
	p = Ping{Rep: rep.ID, Card: Card{l, s}, Still: still}
	if !still {
		p.Tip = r.TipFor([]Card{p.Card}, shown, now, rep)
	}
	return p, true
}
