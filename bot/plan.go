package bot

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/coach"
)

// plan is what a touch says of the next call.
type plan struct {
	until    time.Time // the agreed instant
	vague    bool      // a date was spoken of and none is fixed…
	words    string    // …by these words
	dayOnly  bool      // they name a day or a part of one; only the time is missing
	from, to time.Time // where offered slots should lie; zero where the words say nothing of it
	reasons  []coach.Reason
	readAs   string          // a date that could have meant another one too
	theirs   bool            // the time could have been meant in the lead's zone: offer that
	law      *coach.LawError // the instant at which nobody may be called: others are offered for it
}

// planned reads the next appointment of a touch. A date that cannot be is refused with the typed line; one without a
// time is never guessed: slots are offered for it after the save.
func (b *Bot) planned(a *act, l coach.Lead, t touched) (plan, error) {
	rep := *a.rep
	if t.outcome == coach.HasSolution || t.outcome == coach.Explained {
		return b.contractEnds(a, l, t)
	}
	if !t.exactNext.IsZero() {
		reasons, err := b.rules.CheckInstant(l, rep, t.exactNext)
		return plan{until: t.exactNext.UTC(), reasons: reasons}, err
	}
	d := t.phrase.next
	if d == nil {
		return plan{}, nil
	}
	switch {
	case d.Kind == dates.Invalid:
		return plan{}, &impossible{words: d.words, why: d.Problem}
	case d.Past:
		return plan{}, &inPast{words: d.words, at: firstOf(d)}
	case d.Kind == dates.Vague:
		p := plan{vague: true, words: d.words}
		if slices.Contains(nextWeeks, strings.ToLower(strings.Join(strings.Fields(d.words), " "))) {
			p.from, p.to = weekAfter(a.now.In(rep.Location()))
		}
		return p, nil
	case d.Kind != dates.Exact:
		return plan{vague: true, words: d.words, dayOnly: true, from: d.From, to: d.To}, nil
	}
	zone := l.Zone(rep, d.At)
	theirs := !d.Named && otherClock(d.At, zone.Loc, rep.Location())
	reasons, err := b.rules.CheckInstant(l, rep, d.At)
	var law *coach.LawError
	switch {
	case errors.As(err, &law) && t.outcome != coach.Planned && t.outcome != coach.Snoozed:
		// The call that was made is saved whatever was agreed on in it.
		return plan{vague: true, words: d.words, law: law, theirs: theirs}, nil
	case err != nil:
		return plan{}, withLead(err, l)
	}
	readAs := ""
	if d.Ambiguous {
		readAs = d.words
	}
	return plan{until: d.At.UTC(), reasons: reasons, readAs: readAs, theirs: theirs}, nil
}

// contractEnds reads when the contract of a lead ends that has a solution already. A day is enough for that, no call is
// booked; words that name none are given back as the plan's.
func (b *Bot) contractEnds(a *act, l coach.Lead, t touched) (plan, error) {
	d := t.phrase.next
	switch {
	case !t.exactNext.IsZero():
		return plan{until: t.exactNext.UTC()}, nil
	case d == nil:
		return plan{}, nil
	case d.Kind == dates.Invalid:
		return plan{}, &impossible{words: d.words, why: d.Problem}
	case d.Past:
		return plan{}, &inPast{words: d.words, at: firstOf(d)}
	case d.Kind == dates.Vague:
		return plan{words: d.words}, nil
	}
	at := noonThere(firstOf(d).In(d.Zone), l, *a.rep)
	if !at.After(a.now) {
		return plan{}, &inPast{words: d.words, at: at}
	}
	return plan{until: at}, nil
}

// noonThere is the middle of a day where the lead is, so that it is the same date for whoever reads it.
func noonThere(day time.Time, l coach.Lead, rep coach.Rep) time.Time {
	y, m, d := day.Date()
	return time.Date(y, m, d, 12, 0, 0, 0, l.Zone(rep, day).Loc).UTC()
}

// lawful are the instants to offer for one at which nobody may be called: the same time of day on the lead's clock,
// which was perhaps meant, then the nearest before and after.
func (b *Bot) lawful(l coach.Lead, rep coach.Rep, p plan, now time.Time) (slots []coach.Slot) {
	offers := []time.Time{p.law.Before, p.law.After}
	if mine := p.law.At.In(rep.Location()); p.theirs {
		y, m, d := mine.Date()
		meant := time.Date(y, m, d, mine.Hour(), mine.Minute(), 0, 0, p.law.Zone.Loc)
		if _, err := b.rules.CheckInstant(l, rep, meant); err == nil {
			offers = append([]time.Time{meant}, offers...)
		}
	}
	for _, at := range offers {
		if at.After(now) && !slices.ContainsFunc(slots, func(s coach.Slot) bool { return s.At.Equal(at) }) {
			slots = append(slots, coach.Slot{At: at})
		}
	}
	return slots
}

// begun offers the instant that unread words begin with, when it is one and a call may be made at it.
func (b *Bot) begun(l coach.Lead, rep coach.Rep, d *dated, now time.Time) []coach.Slot {
	if d.Kind != dates.Exact || d.Past || !d.At.After(now) {
		return nil
	}
	if _, err := b.rules.CheckInstant(l, rep, d.At); err != nil {
		return nil
	}
	return []coach.Slot{{At: d.At}}
}

// nextWeeks are words that name no day, but a week: nobody who says them means this one.
var nextWeeks = []string{"next week", "sometime next week", "early next week", "late next week", "next week sometime"}

// weekAfter is the week from the coming Monday on.
func weekAfter(now time.Time) (from, to time.Time) {
	ahead := (8 - int(now.Weekday())) % 7
	if ahead == 0 {
		ahead = 7
	}
	y, m, d := now.Date()
	return time.Date(y, m, d+ahead, 0, 0, 0, 0, now.Location()), time.Date(y, m, d+ahead+7, 0, 0, 0, 0, now.Location())
}

func firstOf(d *dated) time.Time {
	if d.Kind == dates.Exact {
		return d.At
	}
	return d.From
}

func otherClock(at time.Time, x, y *time.Location) bool {
	_, a := at.In(x).Zone()
	_, b := at.In(y).Zone()
	return a != b
}
