package coach

import "math"

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
func ReachRate(t Tally) Rate {
	r := Rate{Reached: t.Reached, Tries: t.Tries}
	if t.Tries < OwnCalls {
		r.Share, r.Guess = 1.0/3, true
		r.Low, r.High = r.Share, r.Share
		return r
	}
	n, p := float64(t.Tries), float64(t.Reached)/float64(t.Tries)
	const z = 1.96
	mid := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	r.Share, r.Low, r.High = p, max(0, mid-half), min(1, mid+half)
	if t.Reached == 0 {
		r.Low = 0 // not almost: what divides by it must see that there is no upper end
	}
	return r
}

// Rare reports whether the rep's own calls reach somebody less often than the source's one in three: worth a word
// before dialing (S3.6). Before there are enough of them, their rate is just that one in three.
func (r Rate) Rare() bool { return r.Share < 1.0/3 }

// CallBack is what it costs to call somebody again instead of talking now: minutes a try, divided by the rate (S3.14).
type CallBack struct {
	Rate
	Minutes   int // expected until they are reached; 0 when nobody was ever reached, which no number can be put on
	Low, High int // the same at the ends of the rate's interval; High 0 has no upper end
	PerTry    int
}

// CallBackCost is the price of hanging up. It is the source's arithmetic: five minutes for a try that may reach nobody
// (S3.14).
func (r *Rules) CallBackCost(t Tally) CallBack {
	c := CallBack{Rate: ReachRate(t), PerTry: r.limits.MinutesPerTry}
	minutes := func(share float64) int {
		if share <= 0 {
			return 0
		}
		return int(math.Round(float64(c.PerTry) / share))
	}
	c.Minutes, c.Low, c.High = minutes(c.Share), minutes(c.Rate.High), minutes(c.Rate.Low)
	return c
}
