package coach

import (
	"slices"
	"time"
)

// Mirror is what a rep's own calls come to. It is for that rep and for nobody else: not for summaries, not for managers
// (S4.15).
type Mirror struct {
	Rate Rate // how often a call reaches somebody (S3.6, S3.13)

	OnTime Count // agreed calls made at the agreed minute, of all of them (S4.14, S4.15)
	Dated  Count // calls that had a date and a time and reached somebody (S1.10)…
	Vague  Count // …beside those after a talk that left none

	TheyKept Count // promises of prospects, to be there among them (S3.1)
	WeKept   Count // promises of the rep

	Engaged Count // talks in which unread material was gone through together all the same (S3.27)

	AllDone int // working days in a row on which nothing was left over (S4.5); a digest's only

	Unreached int // tries of last week that reached nobody (S3.15)…
	Minutes   int // …and what they took, by the source's five minutes each (S3.14)
}

// Count is so many of so many.
type Count struct{ N, Of int }

// Mirror makes a rep's figures of what their leads count over their whole lives, and of what was counted last week. nil
// when there is nothing to show yet.
func (r *Rules) Mirror(ever, lastWeek Tally) *Mirror {
	if ever == (Tally{}) && lastWeek == (Tally{}) {
		return nil
	}
	of := func(n, of int) Count { return Count{min(n, of), of} }
	m := &Mirror{
		Rate:     ReachRate(ever),
		OnTime:   of(ever.OnTime, ever.OnTime+ever.Late),
		Dated:    of(ever.DatedReached, ever.Dated),
		Vague:    of(ever.VagueReached, ever.Vague),
		TheyKept: of(ever.TheyKept, ever.TheyKept+ever.TheyBroke),
		WeKept:   of(ever.WeKept, ever.WeKept+ever.WeBroke),
		Engaged:  of(ever.Engaged, ever.Unread),
	}
	m.Unreached = max(0, lastWeek.Tries-lastWeek.Reached)
	m.Minutes = m.Unreached * r.limits.MinutesPerTry
	return m
}

// MirrorShown is the name under which what was shown to a rep says when the mirror was last due.
const MirrorShown = "mirror"

// MirrorDue reports whether a digest that goes out now is the first one in the rep's week. shown is as in
// [Rules.TipFor].
func (r *Rules) MirrorDue(rep Rep, shown map[string]time.Time, now time.Time) bool {
	return rep.Week(shown[MirrorShown]) != rep.Week(now)
}

// Week names the week of an instant by the date of its Monday on the rep's calendar, 2006-01-02.
func (r Rep) Week(at time.Time) string {
	d := dayIn(at.Unix(), in(r.Location()))
	return (d - day((d.weekday()+6)%7)).String()
}

// AllDoneSince is the name under which what was shown to a rep says since when nothing of a day was left over for the
// next.
const AllDoneSince = "all-done"

// AllDone is on how many working days in a row nothing that was due was left over for the next morning, the routine
// that Seed 4 speaks of (S4.5), and the instant to keep under [AllDoneSince] for the next digest. It looks at what a
// digest brings: a call overdue since an earlier day ends the row. shown is as in [Rules.TipFor].
func (r *Rules) AllDone(rep Rep, d Digest, shown map[string]time.Time, now time.Time) (days int, since time.Time) {
	f := r.frame(rep, LeadZone{Loc: rep.Location()})
	today := dayIn(now.Unix(), f.rep)
	midnight, _ := today.at(0, f.rep)
	for _, c := range slices.Concat(d.Commitments, d.Cards) {
		if c.Step.IsCall() && !c.Step.Until.IsZero() && c.Step.Until.Unix() < midnight {
			return 0, now
		}
	}
	since = shown[AllDoneSince]
	if since.IsZero() {
		return 0, now
	}
	for d := dayIn(since.Unix(), f.rep); d < today && days < maxRow; d++ {
		if f.repOff(d) == nil {
			days++
		}
	}
	return days, since
}

// maxRow bounds the search of a row of days; nobody counts further.
const maxRow = 366
