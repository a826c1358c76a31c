package coach

import (
	"slices"
	"time"

	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/outcome"
)

// Chase is what a review looks at: what was done since somebody was last talked to (handbook §5, the ten-try court).
type Chase struct {
	Calls, Mails int       // tries and emails
	Talked       time.Time // the last live talk; zero if there was none
	Morning      int       // tries before noon on the lead's clock…
	Later        int       // …and after it
	Used, Unused []WhyKind // kinds of reason that a call was made with, and the others (C17)
	Minutes      int       // spent, by the source's guess for a try (S3.14)
	Meter        Meter     // the same as on the lead's own page
	Series       []Touch   // the last of what was done, oldest first, decisions left out (S4.16)
}

// seriesMost is how many touches a series shows.
const seriesMost = 12

// Chase sums up a lead's touches since its last live talk; touches are its whole history, in any order.
func (r *Rules) Chase(l Lead, touches []Touch, rep Rep, now time.Time) Chase {
	p := &l.Progress
	c := Chase{Calls: p.Calls, Mails: p.Mails, Talked: p.TalkedAt, Minutes: p.Calls * r.limits.MinutesPerTry,
		Series: Series(touches), Meter: r.Meter(l, rep, now)}
	zone := calendar.ClockOf(l.Zone(rep, now).Loc)
	used := map[WhyKind]bool{}
	for _, t := range ordered(touches) {
		if t.At.Before(p.TalkedAt) || t.At.Equal(p.TalkedAt) && t.Info().Live {
			continue
		}
		if t.Why != "" {
			used[t.Why] = true
		}
		if t.Try == 0 {
			continue
		}
		if beforeNoon(r.noon, t.At, zone) {
			c.Morning++
		} else {
			c.Later++
		}
	}
	for _, kind := range WhyKinds() {
		if used[kind] {
			c.Used = append(c.Used, kind)
		} else {
			c.Unused = append(c.Unused, kind)
		}
	}
	return c
}

// beforeNoon reports in which half of a day an instant lies; noon, in minutes of the day, is itself after it.
func beforeNoon(noon int, at time.Time, zone *calendar.Clock) bool {
	d := calendar.DateIn(at.Unix(), zone)
	half, ok := d.At(noon, zone)
	return ok && at.Unix() < half
}

// ordered are touches by when they happened.
func ordered(touches []Touch) []Touch {
	all := slices.Clone(touches)
	slices.SortStableFunc(all, func(a, b Touch) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return int(a.Seq - b.Seq)
	})
	return all
}

// Series are the last calls, messages and answers of a lead, oldest first (S4.16). Decisions are no part of it.
func Series(touches []Touch) []Touch {
	all := slices.DeleteFunc(withHunches(ordered(touches)),
		func(t Touch) bool { return t.Info().Group == outcome.Decision })
	return all[max(0, len(all)-seriesMost):]
}

// Offered are the verdicts that a lead's review offers: a goodbye from the fifth call on (S4.19), a gift for high
// potential alone, and none while one is on its way (S2.22).
func (r *Rules) Offered(l Lead) []string {
	return slices.DeleteFunc(ReviewVerdicts(), func(v string) bool {
		state := l.Progress.GiftIs()
		return v == VerdictBreakUp && l.Progress.Total < r.limits.Floor ||
			v == VerdictGift && (l.Potential != PotentialHigh || state == GiftAsked || state == GiftApproved)
	})
}

// VerdictDays is how many days lie before what follows a verdict, as the rules in force have them.
func (r *Rules) VerdictDays(verdict string) int {
	if verdict == VerdictExtend {
		return r.cadences[extended].steps[0].gap
	}
	return r.callMap[verdict].days
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
