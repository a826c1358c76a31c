// Package selfreport adds up what a rep's own calls come to ([Of]), how often one reaches somebody, with how sure that
// is ([ReachRate]), and what hanging up costs ([CallBackCost]). It is the rep's own: nobody else is told any of it.
package selfreport

import (
	"math"
	"time"

	"github.com/followup-coach/followup/coach"
)

// Report is what a rep's own calls come to. It is for that rep and for nobody else: not for summaries, not for
// managers (S4.15).
type Report struct {
	Rate Rate // how often a call reaches somebody (S3.6, S3.13)

	OnTime coach.Count // agreed calls made at the agreed minute, of all of them (S4.14, S4.15)
	Dated  coach.Count // calls that had a date and a time and reached somebody (S1.10)…
	Vague  coach.Count // …beside those after a talk that left none

	TheyKept coach.Count // promises of prospects, to be there among them (S3.1)
	WeKept   coach.Count // promises of the rep

	Engaged coach.Count // talks in which unread material was gone through together all the same (S3.27)

	// Verdicts are how often each of [coach.ReviewVerdicts] was answered, from the first one on (handbook §5)
	Verdicts [5]coach.Count

	AllDone int // working days in a row on which nothing was left over (S4.5); a digest's only

	Unreached int // tries of last week that reached nobody (S3.15)…
	Minutes   int // …and what they took, by the source's five minutes each (S3.14)
}

// Of makes a rep's figures of what their leads count over their whole lives, and of what was counted last week.
// nil when there is nothing to show yet.
func Of(r *coach.Rules, ever, lastWeek coach.Counters) *Report {
	if ever == (coach.Counters{}) && lastWeek == (coach.Counters{}) {
		return nil
	}
	of := func(n, of int) coach.Count { return coach.Count{N: min(n, of), Of: of} }
	m := &Report{
		Rate:     ReachRate(ever),
		OnTime:   of(ever.OnTime, ever.OnTime+ever.Late),
		Dated:    of(ever.DatedReached, ever.Dated),
		Vague:    of(ever.VagueReached, ever.Vague),
		TheyKept: of(ever.TheyKept, ever.TheyKept+ever.TheyBroke),
		WeKept:   of(ever.WeKept, ever.WeKept+ever.WeBroke),
		Engaged:  of(ever.Engaged, ever.Unread),
	}
	for i, v := range coach.ReviewVerdicts() {
		m.Verdicts[i] = ever.Verdict(v)
	}
	m.Unreached = max(0, lastWeek.Tries()-lastWeek.Reached)
	m.Minutes = m.Unreached * r.Limits().MinutesPerTry
	return m
}

// Shown is the name under which what was shown to a rep says when their figures were last due.
const Shown = "mirror"

// Due reports whether a digest that goes out now is the first one in the rep's week. shown is when what has a name was
// last shown to them.
func Due(rep coach.Rep, shown map[string]time.Time, now time.Time) bool {
	return rep.Week(shown[Shown]) != rep.Week(now)
}

// Rate is how often a call reaches somebody.
type Rate struct {
	// the rep's own, of which the rate is made; of the source's guess too, to say how many are still missing
	Reached, Tries int
	Share          float64 // 0 to 1
	Low, High      float64 // the interval in which it lies nineteen times out of twenty; equal to Share for the guess
	Guess          bool    // the source's "one in three, maybe" (S3.13), for there are too few calls of the rep's own
}

// OwnCalls is how many calls a rep's own rate needs.
const OwnCalls = 30

// ReachRate is the rep's own rate from [OwnCalls] tries on, with its Wilson interval; before that the guess of Seed 3,
// one in three (S3.13).
func ReachRate(t coach.Counters) Rate {
	r := Rate{Reached: t.Reached, Tries: t.Tries()}
	if t.Tries() < OwnCalls {
		r.Share, r.Guess = 1.0/3, true
		r.Low, r.High = r.Share, r.Share
		return r
	}
	r.Share = float64(t.Reached) / float64(t.Tries())
	r.Low, r.High = Interval(coach.Count{N: t.Reached, Of: t.Tries()})
	return r
}

// Interval is where a share lies nineteen times out of twenty, by Wilson: 0 to 1 where there are no cases.
func Interval(c coach.Count) (low, high float64) {
	if c.Of <= 0 {
		return 0, 1
	}
	n, p := float64(c.Of), float64(c.N)/float64(c.Of)
	const z = 1.96
	mid := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	if low, high = max(0, mid-half), min(1, mid+half); c.N == 0 {
		low = 0 // not almost: what divides by it must see that there is no upper end
	}
	return low, high
}

// CallBack is what it costs to call somebody again instead of talking now: minutes a try, divided by the rate (S3.14).
type CallBack struct {
	Rate
	Minutes   int // expected until they are reached; 0 when nobody was ever reached, which no number can be put on
	Low, High int // the same at the ends of the rate's interval; High 0 has no upper end
	PerTry    int
}

// CallBackCost is the price of hanging up. It is the source's arithmetic: five minutes for a try that may reach nobody
// (S3.14).
func CallBackCost(m coach.Limits, t coach.Counters) CallBack {
	c := CallBack{Rate: ReachRate(t), PerTry: m.MinutesPerTry}
	minutes := func(share float64) int {
		if share <= 0 {
			return 0
		}
		return int(math.Round(float64(c.PerTry) / share))
	}
	c.Minutes, c.Low, c.High = minutes(c.Share), minutes(c.Rate.High), minutes(c.Rate.Low)
	return c
}
