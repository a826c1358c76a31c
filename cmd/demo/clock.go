package main

import (
	"fmt"
	"sync"
	"time"
)

// clock runs like the wall clock, from another instant, and can be moved forward.
type clock struct {
	mu sync.Mutex
	// Ahead of the wall clock; mu guards it.
	ahead time.Duration
	// Where a move halts on its way, earliest first, so that what is due then is sent at its time.
	halts func(from, to time.Time) []time.Time
	// Called at each halt, returns once what is due there has been sent.
	halted func(at time.Time)
	// Called after each move, so that what became due is sent at once.
	moved func()
}

// newClock shows start when the wall clock shows wall.
func newClock(wall, start time.Time) *clock {
	return &clock{ahead: start.Sub(wall), moved: func() {}, halted: func(time.Time) {},
		halts: func(time.Time, time.Time) []time.Time { return nil }}
}

// Now is the demo's time.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

// Forward moves the clock; it never goes back, because what was sent cannot be unsent.
func (c *clock) Forward(to time.Time) error {
	now := c.Now()
	if to.Before(now) {
		return fmt.Errorf("the clock only goes forward: it is %s already", now.Format("Mon 2 Jan 15:04"))
	}
	for _, at := range c.halts(now, to) {
		c.set(at)
		c.halted(at)
	}
	c.set(to)
	// Outside the lock: the engine asks for the time.
	c.moved()
	return nil
}

// set moves the clock to an instant, unless it is there already.
func (c *clock) set(to time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += max(0, to.Sub(time.Now().Add(c.ahead)))
}

// firstMorning is when the demo begins: 08:20 in New York on the coming Tuesday (today's, if it is one), so that the
// first digest is ten minutes away and tomorrow is a working day.
func firstMorning(wall time.Time) time.Time {
	// Maya's zone, whose morning the page opens on.
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		zone = time.UTC
	}
	day := wall.In(zone)
	for day.Weekday() != time.Tuesday {
		day = day.AddDate(0, 0, 1)
	}
	return time.Date(day.Year(), day.Month(), day.Day(), 8, 20, 0, 0, zone)
}
