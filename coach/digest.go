package coach

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Digest composes a rep's morning message from their leads: whatever falls due before the end of the rep's day or is
// overdue. leads may hold others too; they are left out. shown is when each tip was last shown. An empty one
// ([Digest.Empty]) is not sent.
func (r *Rules) Digest(rep Rep, leads []Lead, now time.Time, shown map[string]time.Time) Digest {
	loc := in(rep.Location())
	today := dayIn(now.Unix(), loc)
	d := Digest{Rep: rep.ID, Date: today.String()}
	end, _ := (today + 1).at(0, loc)
	found := make([]Card, 0, min(len(leads), 64))
	var asks, agreed, cards []*Card
	for _, l := range leads {
		s := r.next(l, rep, now, 0)
		asking := s.Kind == StepDidIt || s.NeedsDate && !l.Progress.Waiting.Snoozed.After(now)
		if s.Kind == StepNone || !asking && s.Due.Unix() >= end {
			continue
		}
		found = append(found, Card{l.WithPhones(rep), s})
		list := &cards
		switch {
		case asking:
			list = &asks
		case s.Kind == StepCommitment:
			list = &agreed
		}
		*list = append(*list, &found[len(found)-1])
	}
	slices.SortFunc(asks, byAsk)
	slices.SortFunc(agreed, byDue)
	slices.SortFunc(cards, byUrgency)
	if at := rep.digestOn(today); !at.IsZero() && now.Sub(at) > time.Hour {
		d.Late = true
	}
	room := r.limits.DigestCards
	take := func(from []*Card) []Card {
		n := min(len(from), room)
		room -= n
		d.More += len(from) - n
		var out []Card
		for _, c := range from[:n] {
			out = append(out, *c)
		}
		return out
	}
	d.Asks, d.Commitments, d.Cards = take(asks), take(agreed), take(cards)
	if !d.Empty() {
		d.Tip = r.TipFor(slices.Concat(d.Asks, d.Commitments, d.Cards), shown, now, rep)
	}
	return d
}

// digestOn is the digest's instant on the date, whether or not it is a working day.
func (r Rep) digestOn(d day) time.Time {
	t, ok := d.at(r.DigestMinute(), in(r.Location()))
	if !ok {
		return time.Time{}
	}
	return unix(t)
}

// byAsk puts leads without a date before calls of which nobody said whether they happened.
func byAsk(a, b *Card) int {
	rank := func(c *Card) int {
		if c.Step.NeedsDate {
			return 0
		}
		return 1
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
