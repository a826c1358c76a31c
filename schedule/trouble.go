package schedule

import (
	"sync"
	"time"
)

// trouble is what the engine remembers of Slack's refusals: whom they stop, and until when. All instants are those of
// the engine's clock.
type trouble struct {
	mu    sync.Mutex
	until time.Time // nothing is posted before this instant
	dead  bool      // the token is refused
	check time.Time // when dead: the next single try
	fails int       // failures in a row, of any deed
	told  func(dead bool)
}

const (
	checkEvery = time.Minute // at most one call a minute with a refused token
	failsInRow = 8           // so many failures without one success are Slack's, not a message's
	longPause  = 30 * time.Second
)

// room says how many deeds may be taken up now: all that fit, one (the check of a refused token), or none.
func (t *trouble) room(now time.Time, all int) (n int, check bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case now.Before(t.until):
		return 0, false
	case t.dead && now.Before(t.check):
		return 0, false
	case t.dead && all > 0:
		t.check = now.Add(checkEvery)
		return 1, true
	}
	return all, false
}

// stopped reports until when a deed in hand must be put back instead of posted. The one that checks the token passes.
func (t *trouble) stopped(now time.Time, check bool) (until time.Time, stop bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case now.Before(t.until):
		return t.until, true
	case t.dead && !check:
		return t.check, true
	}
	return time.Time{}, false
}

func (t *trouble) worked() {
	t.mu.Lock()
	was := t.dead
	t.dead, t.fails = false, 0
	t.mu.Unlock()
	if was && t.told != nil {
		t.told(false)
	}
}

func (t *trouble) died(now time.Time) {
	t.mu.Lock()
	was := t.dead
	t.dead, t.check = true, now.Add(checkEvery)
	t.mu.Unlock()
	if !was && t.told != nil {
		t.told(true)
	}
}

func (t *trouble) wait(until time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if until.After(t.until) {
		t.until = until
	}
}

// failed counts a failure that may be Slack's as a whole. Many in a row make everybody wait, each time twice as long.
func (t *trouble) failed(now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.fails++
	if over := t.fails - failsInRow; over >= 0 {
		pause := min(time.Second<<min(over, 5), longPause)
		if u := now.Add(pause); u.After(t.until) {
			t.until = u
		}
	}
}

// unchecked gives a check back that nobody carried out: its entry turned out to be somebody else's, or not to be due.
func (t *trouble) unchecked() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.check = time.Time{}
}

func (t *trouble) isDead() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.dead
}

// revive lets the next look try at once, for a token that was replaced.
func (t *trouble) revive() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.check = time.Time{}
}
