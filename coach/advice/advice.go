// Package advice chooses the tip for what is due ([For]): the one that fits the lead and its step best, never one that
// was shown a few days ago, and never by chance. Who is new gets a line of how on the first cards as well ([Hints]).
// The tips themselves are package tips's.
package advice

import (
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/tips"
)

// For chooses the tip for what is due: the one that fits the most telling situation of the first card, else of the
// next. Of several it is a team's own, then the one with the most conditions, then the first in the order of the files;
// never one shown within the last seven working days of the rep, never one that rests or is muted
// ([coach.Rules.TipsFor]), and never by chance. shown is when each tip, by id, was last shown, and by [tips.Rest] until
// when it rests. nil when nothing fits.
func For(r *coach.Rules, cards []coach.Card, shown map[string]time.Time, now time.Time, rep coach.Rep) *tips.Tip {
	clock, works := calendar.ClockOf(rep.Location()), r.WorkDays(rep)
	rested := calendar.DateIn(now.Unix(), clock)
	for left := r.Limits().TipRest; left > 0; {
		rested--
		if works(rested) {
			left--
		}
	}
	for _, c := range cards {
		if t := best(r, c, now.In(rep.Location()), func(t *tips.Tip) bool {
			return calendar.DateIn(tips.Seen(shown, t.ID).Unix(), clock) <= rested && !shown[tips.Rest(t.ID)].After(now)
		}); t != nil {
			tip := *t
			return &tip
		}
	}
	return nil
}

// best is the tip that fits a card best among those that are free, nil for none.
func best(r *coach.Rules, c coach.Card, now time.Time, free func(*tips.Tip) bool) *tips.Tip {
	for _, s := range situationsOf(c, now) {
		var best *tips.Tip
		for i := range r.Tips().All() {
			t := &r.Tips().All()[i]
			if slices.Contains(t.For, s) && t.Before(best) && !r.Tips().Muted(t.ID) && free(t) && fits(t, c, now) {
				best = t
			}
		}
		if best != nil {
			return best
		}
	}
	return nil
}

// More reports whether a rep may get one more tip outside the digest on their date of now. All tips of that date
// count but those that were asked for by name, so that there are never more than the limit.
func More(r *coach.Rules, rep coach.Rep, shown map[string]time.Time, now time.Time) bool {
	n, today := 0, calendar.DateIn(now.Unix(), calendar.ClockOf(rep.Location()))
	for _, t := range r.Tips().All() {
		if at, ok := shown[t.ID]; ok && calendar.DateIn(at.Unix(), calendar.ClockOf(rep.Location())) == today {
			n++
		}
	}
	return n < r.Limits().TipsPerDay
}

// hintCards is how many cards have a line of how.
const hintCards = 3

// Hints are the lines of how on the first cards of a morning message, by the lead's id: each card has the tip that fits
// it best, another one than the day's and the other cards' where there is one. They count as no tip shown, since how a
// call is made is no news. shown is as in [For]: what rests there is left out. nil for who is not new.
func Hints(r *coach.Rules, cards []coach.Card, day *tips.Tip, rep coach.Rep, c coach.Counters,
	shown map[string]time.Time, now time.Time) map[string]tips.Tip {
	if !rep.Hinted(c) {
		return nil
	}
	hints, used := map[string]tips.Tip{}, map[string]bool{}
	if day != nil {
		used[day.ID] = true
	}
	for _, card := range cards[:min(hintCards, len(cards))] {
		best := func(again bool) *tips.Tip {
			return best(r, card, now.In(rep.Location()), func(t *tips.Tip) bool {
				return (again || !used[t.ID]) && t.Short() && !shown[tips.Rest(t.ID)].After(now)
			})
		}
		t := best(false)
		if t == nil {
			t = best(true)
		}
		if t != nil {
			used[t.ID], hints[card.Lead.ID] = true, *t
		}
	}
	return hints
}
