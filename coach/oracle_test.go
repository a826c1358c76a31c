package coach

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/coach/calendar"
)

// searched is a due time found the slow way: every minute of a lead's date is held against the contract's sentences,
// with nothing of the package but the numbers. ok is false when the date has none.
func searched(rep Rep, zone *time.Location, date time.Time, window Window) (due time.Time, outside, ok bool) {
	from, to := rep.Hours()
	works := func(t time.Time) bool { return rep.WorksOn(t.Weekday()) }
	minute := func(t time.Time) int { return t.Hour()*60 + t.Minute() }
	var inWindow, quiet, legal []time.Time
	reachable := false
	start := time.Date(date.Year(), date.Month(), date.Day(), 0, 0, 0, 0, zone)
	windowStart := time.Date(date.Year(), date.Month(), date.Day(), 0, window.From, 0, 0, zone)
	for t := start; t.In(zone).Day() == date.Day(); t = t.Add(time.Minute) {
		l, r := t.In(zone), t.In(rep.Location())
		if !works(l) {
			return time.Time{}, false, false
		}
		m := minute(l)
		if m < 8*60 || m > 21*60-30 {
			continue
		}
		lunch := m > 11*60+30 && m < 14*60
		in := minute(r) >= from && minute(r) <= to-30
		if in && !lunch {
			reachable = true
		}
		if !works(r) {
			continue
		}
		if !lunch {
			legal = append(legal, t)
		}
		switch {
		case in && m >= window.From && m < window.To:
			inWindow = append(inWindow, t)
		case in && !lunch:
			quiet = append(quiet, t)
		}
	}
	if len(inWindow) > 0 {
		return inWindow[0], false, true
	}
	nearest := func(ts []time.Time, far func(time.Time) time.Duration) (best time.Time) {
		for _, t := range ts {
			if best.IsZero() || far(t) < far(best) {
				best = t
			}
		}
		return best
	}
	if len(quiet) > 0 {
		return nearest(quiet, func(t time.Time) time.Duration { return t.Sub(windowStart).Abs() }), false, true
	}
	if reachable || len(legal) == 0 {
		return time.Time{}, false, false
	}
	return nearest(legal, func(t time.Time) time.Duration { // how far from the rep's hours on any of their working days
		far := time.Duration(1 << 62)
		for k := -1; k <= 1; k++ {
			r := t.In(rep.Location())
			open := time.Date(r.Year(), r.Month(), r.Day()+k, 0, from, 0, 0, rep.Location())
			last := time.Date(r.Year(), r.Month(), r.Day()+k, 0, to-30, 0, 0, rep.Location())
			if works(open) {
				far = min(far, max(open.Sub(t), t.Sub(last), 0))
			}
		}
		return far
	}), true, true
}

func TestDueTimesAreTheOnesThatASearchFinds(t *testing.T) {
	r := DefaultRules()
	rapid.Check(t, func(t *rapid.T) {
		rep, lead := aRep(t), Lead{TZ: rapid.SampledFrom(somePlaces).Draw(t, "lead")}
		z := lead.Zone(rep, time.Time{})
		f := r.availability(rep, z)
		last := anInstant().Draw(t, "last")
		window := rapid.SampledFrom([]Window{r.morning, r.afternoon}).Draw(t, "window")
		gap := rapid.IntRange(1, 10).Draw(t, "gap")
		got := f.schedule(f.leadDay(last.Unix())+calendar.Date(gap), last.Unix(), window)
		if changesClock(got.due, f.rep) || changesClock(got.due, f.lead) {
			return // what clocks skip or show twice is TestContractWorkingDaysAndHours'
		}
		d := last.In(z.Loc)
		for k := gap; k < gap+searchDays; k++ {
			want, outside, ok := searched(rep, z.Loc, time.Date(d.Year(), d.Month(), d.Day()+k, 12, 0, 0, 0, z.Loc), window)
			if !ok {
				continue
			}
			if got.due != want.Unix() || got.outside != outside {
				t.Fatalf("rep %s %v %d-%d, lead %s, %v: %s (outside %v), a search finds %s (%v)", rep.TZ, rep.Days, rep.From,
					rep.To, lead.TZ,
					window, unix(got.due).In(z.Loc), got.outside, want.In(z.Loc), outside)
			}
			return
		}
	})
}
