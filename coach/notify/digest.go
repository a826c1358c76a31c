package notify

import (
	"cmp"
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/advice"
	"github.com/followup-coach/followup/coach/calendar"
)

// DigestFor composes a rep's morning message from their leads: whatever falls due before the end of the rep's day or is
// overdue. leads may hold others too; they are left out. shown is when each tip was last shown. An empty one
// ([Digest.Empty]) is not sent.
func DigestFor(r *coach.Rules, rep coach.Rep, leads []coach.Lead, now time.Time, shown map[string]time.Time) Digest {
	return compose(r, rep, leads, now, shown, false)
}

// Morning is the [DigestFor] that is sent: a review that nobody has answered for some days comes with the first one
// of a week only (product 4).
func Morning(r *coach.Rules, rep coach.Rep, leads []coach.Lead, now time.Time, shown map[string]time.Time) Digest {
	return compose(r, rep, leads, now, shown, true)
}

func compose(r *coach.Rules, rep coach.Rep, leads []coach.Lead, now time.Time, shown map[string]time.Time,
	sent bool) Digest {
	loc := calendar.ClockOf(rep.Location())
	today := calendar.DateIn(now.Unix(), loc)
	d := Digest{Rep: rep.ID, Date: today.String()}
	end, _ := (today + 1).At(0, loc)
	found := make([]due, 0, len(leads))
	var asks, agreed, cards, later, outside []*due
	for i := range leads {
		l := &leads[i]
		s := r.NextAsking(*l, rep, now)
		asking := s.Kind == coach.StepDidIt || s.NeedsDate && !s.Quiet.After(now)
		if s.Kind == coach.StepNone || !asking && s.Due.Unix() >= end || sent && reviewRests(r, rep, s, now) {
			continue
		}
		found = append(found, due{l, s})
		list := &later
		switch {
		case asking, s.Kind == coach.StepReview, s.Kind == coach.StepLight:
			list = &asks
		case s.Kind == coach.StepCommitment:
			list = &agreed
		case s.IsCall() && r.Callable(s, now):
			list = &cards
		case s.OutsideHours:
			list = &outside
		}
		*list = append(*list, &found[len(found)-1])
	}
	slices.SortFunc(asks, byAsk)
	slices.SortFunc(agreed, byDue)
	slices.SortFunc(cards, byUrgency)
	slices.SortFunc(later, func(a, b *due) int { return cmp.Or(tasksLast(a)-tasksLast(b), byUrgency(a, b)) })
	slices.SortFunc(outside, byUrgency)
	if at := digestOn(rep, today); !at.IsZero() && now.Sub(at) > time.Hour {
		d.Late = true
	}
	room := r.Limits().DigestCards
	var also []*due
	take := func(from []*due, most int) []coach.Card {
		n := min(len(from), most)
		room -= n
		also = append(also, from[n:]...)
		return cardsOf(from[:n], rep)
	}
	d.Asks, d.Commitments = take(asks, room), take(agreed, room)
	d.Cards, d.Later = take(cards, room), take(later, room)
	d.Also = cardsOf(append(also, outside...), rep)
	for _, list := range d.shown() { // the tip is of the first card that has one
		if d.Tip = advice.For(r, list, shown, now, rep); d.Tip != nil {
			break
		}
	}
	return d
}

// due is a lead with what comes next for it, before it is a card: a card has kilobytes, which are copied once, when it
// is known where it stands.
type due struct {
	lead *coach.Lead
	step coach.Step
}

// cardsOf makes cards, nil of none.
func cardsOf(of []*due, rep coach.Rep) []coach.Card {
	cards := slices.Grow([]coach.Card(nil), len(of))
	for _, d := range of {
		cards = append(cards, coach.Card{Lead: d.lead.WithPhones(rep), Step: d.step})
	}
	return cards
}

// digestOn is the digest's instant on the date, whether or not it is a working day.
func digestOn(rep coach.Rep, d calendar.Date) time.Time {
	t, ok := d.At(rep.DigestMinute(), calendar.ClockOf(rep.Location()))
	if !ok {
		return time.Time{}
	}
	return time.Unix(t, 0).UTC()
}

// byAsk puts leads without a date before calls of which nobody said whether they happened, and those before decisions.
func byAsk(a, b *due) int {
	rank := func(c *due) int {
		switch {
		case c.step.NeedsDate:
			return 0
		case c.step.Kind == coach.StepDidIt:
			return 1
		}
		return 2
	}
	return cmp.Or(rank(a)-rank(b), byDue(a, b))
}

// byDue puts the earliest due time first.
func byDue(a, b *due) int {
	if c := a.step.Due.Compare(b.step.Due); c != 0 {
		return c
	}
	return oldest(a, b)
}

// byUrgency: window closing soonest, warm before cold, high before normal before low, oldest. What never closes comes
// last.
func byUrgency(a, b *due) int {
	if c := cmp.Or(closing(&a.step)-closing(&b.step), a.step.Until.Compare(b.step.Until), warmth(a.lead)-warmth(b.lead),
		potential(a.lead)-potential(b.lead)); c != 0 {
		return c
	}
	return oldest(a, b)
}

// tasksLast ranks calls before what is none: nobody waits for it at a time.
func tasksLast(c *due) int {
	if c.step.IsCall() {
		return 0
	}
	return 1
}

// closing ranks what becomes overdue before what never does.
func closing(s *coach.Step) int {
	if s.Until.IsZero() {
		return 1
	}
	return 0
}

// warmth ranks warm before cold and unknown (S2.5).
func warmth(l *coach.Lead) int {
	if l.Warmth == coach.Warm {
		return 0
	}
	return 1
}

// potential ranks high before normal before low.
func potential(l *coach.Lead) int {
	switch l.Potential {
	case coach.PotentialHigh:
		return 0
	case coach.PotentialLow:
		return 2
	}
	return 1
}

// oldest puts the lead first that was added first; leads of one instant, as an import makes them, stand by name.
func oldest(a, b *due) int {
	if c := a.lead.Created.Compare(b.lead.Created); c != 0 {
		return c
	}
	return coach.ByName(*a.lead, *b.lead)
}

// NudgeFor groups the second tries of day 0 that come due within the hour from the given one on, which is the For of
// its timer. It holds no cards when there is none left (the call was made meanwhile).
func NudgeFor(r *coach.Rules, rep coach.Rep, leads []coach.Lead, first, now time.Time) Nudge {
	n := Nudge{Rep: rep.ID}
	last := first.Add(time.Duration(r.Limits().NudgeSpan) * time.Minute)
	var tries []*due
	for i := range leads {
		if s := r.Next(leads[i], rep, now); s.SameDay && !s.Due.Before(first) && s.Due.Before(last) {
			tries = append(tries, &due{&leads[i], s})
		}
	}
	slices.SortFunc(tries, byDue)
	n.Cards = cardsOf(tries, rep)
	return n
}

// PingFor is the message about the agreed call at the given instant; ok is false when that call is no longer agreed for
// then or was logged meanwhile.
func PingFor(r *coach.Rules, rep coach.Rep, l coach.Lead, agreed, now time.Time, still bool) (p Ping, ok bool) {
	s := r.Next(l, rep, now)
	if s.Commitment == nil || !s.Commitment.At.Equal(agreed) || still && !s.Commitment.Calling.IsZero() {
		return Ping{}, false
	}
	return Ping{Rep: rep.ID, Card: coach.Card{Lead: l.WithPhones(rep), Step: s}, Still: still}, true
}

// reviewRests reports whether a review stays out of a morning message: it stood unanswered for some working days, and
// this is not the first working day of the rep's week.
func reviewRests(r *coach.Rules, rep coach.Rep, s coach.Step, now time.Time) bool {
	if s.Kind != coach.StepReview {
		return false
	}
	clock, works := calendar.ClockOf(rep.Location()), r.WorkDays(rep)
	today := calendar.DateIn(now.Unix(), clock)
	stood := 0
	for d := calendar.DateIn(s.Due.Unix(), clock); d < today && stood < r.Limits().ReviewRests; d++ {
		if works(d) {
			stood++
		}
	}
	if stood < r.Limits().ReviewRests {
		return false
	}
	for d := today - calendar.Date((today.Weekday()+6)%7); d < today; d++ { // since Monday
		if works(d) {
			return true
		}
	}
	return false
}

// AllDoneSince is the name under which what was shown to a rep says since when nothing of a day was left over for the
// next.
const AllDoneSince = "all-done"

// AllDone is on how many working days in a row nothing that was due was left over for the next morning, the routine
// that Seed 4 speaks of (S4.5), and the instant to keep under [AllDoneSince] for the next digest. It looks at what a
// digest brings: a call overdue since an earlier day ends the run. shown is as in [advice.For].
func AllDone(r *coach.Rules, rep coach.Rep, d Digest, shown map[string]time.Time, now time.Time) (days int,
	since time.Time) {
	clock, works := calendar.ClockOf(rep.Location()), r.WorkDays(rep)
	today := calendar.DateIn(now.Unix(), clock)
	midnight, _ := today.At(0, clock)
	leftOver := func(c coach.Card) bool {
		return c.Step.IsCall() && !c.Step.Until.IsZero() && c.Step.Until.Unix() < midnight
	}
	for _, cards := range [...][]coach.Card{d.Commitments, d.Cards, d.Later, d.Also} {
		if slices.ContainsFunc(cards, leftOver) {
			return 0, now
		}
	}
	since = shown[AllDoneSince]
	if since.IsZero() {
		return 0, now
	}
	for d := calendar.DateIn(since.Unix(), clock); d < today && days < maxRun; d++ {
		if works(d) {
			days++
		}
	}
	return days, since
}

// maxRun bounds the search of a run of days; nobody counts further.
const maxRun = 366
