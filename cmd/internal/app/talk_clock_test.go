package app

import (
	"context"
	"sync"
	"time"

	"github.com/followup-coach/followup/schedule"
	"github.com/followup-coach/followup/store/ledger"
)

// handClock stands still until it is moved.
type handClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = at
}

// lookout hears of each look of the engine.
type lookout struct {
	mu   sync.Mutex
	n    int
	last schedule.Look
	news chan struct{}
}

func newLookout() *lookout { return &lookout{news: make(chan struct{})} }

func (l *lookout) looked(k schedule.Look) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.n++
	l.last = k
	close(l.news)
	l.news = make(chan struct{})
}

func (l *lookout) state() (n int, last schedule.Look, news <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.n, l.last, l.news
}

// settle returns when the engine has nothing left to do at the clock's instant.
func (h *house) settle() {
	h.t.Helper()
	if h.down {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if h.tick > 0 {
		h.takenUp(ctx)
	}
	for {
		h.idle(ctx)
		h.idle(ctx) // the first may have begun before the kick
		left := h.due(ctx, h.clock.Now())
		if len(left) == 0 {
			break
		}
		if ctx.Err() != nil {
			h.fatalf("the engine leaves these undone: %+v", left)
		}
	}
	h.collect()
}

// takenUp waits for the engine to take up by itself what is due.
func (h *house) takenUp(ctx context.Context) {
	h.t.Helper()
	for {
		_, _, news := h.looks.state()
		left := h.due(ctx, h.clock.Now())
		if len(left) == 0 {
			return
		}
		select {
		case <-news:
		case <-ctx.Done():
			h.fatalf("nobody has told the engine of these: %+v", left)
		}
	}
}

// idle kicks the engine and waits for a look of this instant that leaves it without work.
func (h *house) idle(ctx context.Context) {
	h.t.Helper()
	before, _, _ := h.looks.state()
	h.app.Wake()
	for {
		n, last, news := h.looks.state()
		if n > before && last.Idle() && last.At.Equal(h.clock.Now()) {
			return
		}
		select {
		case <-news:
		case <-ctx.Done():
			h.fatalf("the engine does not come to rest: %+v", last)
		}
	}
}

func (h *house) due(ctx context.Context, until time.Time) []ledger.Due {
	h.t.Helper()
	all, err := h.space.DueIndex.DueBefore(ctx, until, 100)
	if err != nil && ctx.Err() == nil {
		h.must(err)
	}
	return all
}

// moveTo lets the time pass until then: the clock stops at each instant at which something is due, as it does in life.
func (h *house) moveTo(target time.Time) {
	h.t.Helper()
	if target.Before(h.clock.Now()) {
		h.fatalf("the clock only goes forward: it is %s already", h.clock.Now().In(target.Location()).Format(time.RFC1123))
	}
	h.mentioned()
	if h.down {
		h.clock.set(target)
		return
	}
	for {
		h.settle()
		next := target
		for _, d := range h.due(context.Background(), target) {
			if d.At.After(h.clock.Now()) && d.At.Before(next) {
				next = d.At
			}
		}
		if !next.After(h.clock.Now()) {
			return
		}
		h.clock.set(next)
		h.app.Wake()
	}
}

func (h *house) goTo(l talkLine, m []string) {
	at, err := instant(m[1], m[2], h.zone(m[3]))
	h.must(err)
	h.toInstant(at)
}

func (h *house) goToTime(l talkLine, m []string) {
	zone := h.zone(m[2])
	at, err := instant(h.clock.Now().In(zone).Format("Mon 2 Jan 2006"), m[1], zone)
	h.must(err)
	h.toInstant(at)
}

func (h *house) toInstant(at time.Time) {
	h.t.Helper()
	if h.app == nil {
		h.clock.set(at)
		h.open()
		return
	}
	h.moveTo(at)
}
