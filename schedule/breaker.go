package schedule

import (
	"sync"
	"time"
)

// breaker is the circuit breaker between the engine and Slack: it remembers Slack's refusals, whom they stop, and until
// when. All instants are those of the engine's clock.
type breaker struct {
	mu      sync.Mutex
	until   time.Time // nothing is posted before this instant
	refused bool      // the token is refused
	probeAt time.Time // with a refused token: the next single try
	fails   int       // failures in a row, of any delivery
	told    func(refused bool)
}

const (
	probeEvery = time.Minute // at most one call a minute with a refused token
	failsInRow = 8           // so many failures without one success are Slack's, not a message's
	longPause  = 30 * time.Second
)

// allow says how many deliveries may be taken up now: all that fit, one (the probe of a refused token), or none.
func (b *breaker) allow(now time.Time, all int) (n int, probe bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case now.Before(b.until):
		return 0, false
	case b.refused && now.Before(b.probeAt):
		return 0, false
	case b.refused && all > 0:
		b.probeAt = now.Add(probeEvery)
		return 1, true
	}
	return all, false
}

// open reports until when a delivery in hand must be released instead of posted. The probe passes.
func (b *breaker) open(now time.Time, probe bool) (until time.Time, open bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case now.Before(b.until):
		return b.until, true
	case b.refused && !probe:
		return b.probeAt, true
	}
	return time.Time{}, false
}

// succeed closes the breaker: something has passed.
func (b *breaker) succeed() {
	b.mu.Lock()
	was := b.refused
	b.refused, b.fails = false, 0
	b.mu.Unlock()
	if was && b.told != nil {
		b.told(false)
	}
}

// refuse opens the breaker for everything but the probe: the token is refused.
func (b *breaker) refuse(now time.Time) {
	b.mu.Lock()
	was := b.refused
	b.refused, b.probeAt = true, now.Add(probeEvery)
	b.mu.Unlock()
	if !was && b.told != nil {
		b.told(true)
	}
}

// pause opens the breaker until the instant, as Slack asked.
func (b *breaker) pause(until time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if until.After(b.until) {
		b.until = until
	}
}

// fail counts a failure that may be Slack's as a whole. Many in a row make everybody wait, each time twice as long.
func (b *breaker) fail(now time.Time) {
	b.mu.Lock()
	b.fails++
	over := b.fails - failsInRow
	b.mu.Unlock()
	if over >= 0 {
		b.pause(now.Add(min(time.Second<<min(over, 5), longPause)))
	}
}

// forget ends every pause. What Slack asked for holds nevertheless: its pacer counts that on a clock of its own.
func (b *breaker) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.until, b.probeAt = time.Time{}, time.Time{}
}

// probeNow lets the next look probe at once: a probe was not carried out because its entry turned out to be somebody
// else's.
func (b *breaker) probeNow() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.probeAt = time.Time{}
}
