// Package clock tells the time of another machine, as far as its answers allow.
//
// Replicas of the bot agree on nothing but their store, so the store's clock is the one that they go by: whose own is
// minutes wrong, or is set while it runs, is neither early nor does it take a delivery from somebody who still holds
// it. Between two answers the time goes on with the local monotonic clock, which nobody sets.
package clock

import (
	"sync"
	"time"
)

// drift is how much a local clock may gain or lose against the other one between two answers; ten times what crystals
// do.
const drift = 1.0 / 2000

// Clock is the time of the other machine. It may be used by many goroutines.
type Clock struct {
	local func() time.Time

	mu     sync.RWMutex
	known  bool
	at     time.Time     // on the local clock…
	there  time.Time     // …it was that time there…
	within time.Duration // …within this much, earlier or later
}

// New makes a clock that shows the local time until something is learnt. Local is [time.Now], whose values carry the
// monotonic clock; a local clock without one is believed to run evenly.
func New(local func() time.Time) *Clock { return &Clock{local: local} }

// Local is what the clock of this machine shows.
func (c *Clock) Local() time.Time { return c.local() }

// Now is the time of the other machine, in UTC; the local time until the first answer.
func (c *Clock) Now() time.Time {
	here := c.local()
	c.mu.RLock()
	defer c.mu.RUnlock()
	if !c.known {
		return here
	}
	return c.there.Add(here.Sub(c.at))
}

// Learn takes an answer: the other machine said that it was that time at some instant between asked and answered, both
// on the local clock. An answer that says nothing new changes nothing, so that the time runs evenly; one that can't be
// true beside what is known means that a clock was set, and is believed; jumped reports that it was by more than a
// second.
func (c *Clock) Learn(asked, answered, said time.Time) (jumped bool) {
	within := answered.Sub(asked) / 2
	if within < 0 {
		return false // the local clock was set back while it was waited for, and has no monotonic part
	}
	at := asked.Add(within)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known {
		loose := c.within + time.Duration(float64(at.Sub(c.at))*drift)
		off := said.Sub(c.there.Add(at.Sub(c.at))).Abs()
		if off <= loose+within && within >= loose {
			return false
		}
		jumped = off > loose+within+time.Second
	}
	c.known, c.at, c.there, c.within = true, at, said.UTC(), within
	return jumped
}

// Ahead is how far the local wall clock is ahead of the other machine's; false before the first answer.
func (c *Clock) Ahead() (time.Duration, bool) {
	there := c.Now()
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.local().Round(0).Sub(there), c.known
}
