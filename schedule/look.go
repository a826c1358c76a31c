package schedule

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/ledger"
)

const (
	batch        = 64              // due entries that are read and claimed together
	storeTimeout = 4 * time.Second // for one call to the store; shorter than a lease by far
)

// loop is the engine's one goroutine that looks and claims. It ends with ctx.
func (e *Engine) loop(ctx context.Context) {
	e.Wake()
	// A ticker counts on the monotonic clock: setting the wall clock back delays no look.
	tick := time.NewTicker(e.cfg.Tick)
	defer tick.Stop()
	var l Look
	wake, rest := e.wake, time.NewTimer(0)
	defer rest.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-wake:
			n := l.seq + 1
			l = e.look(ctx)
			l.seq = n
			if e.cfg.Rest > 0 { // hundreds of wakes a second make fifty looks
				wake = nil
				rest.Reset(e.cfg.Rest)
			}
		case <-tick.C:
			e.Wake()
			continue
		case <-rest.C:
			wake = e.wake
			continue
		case <-e.room:
		}
		now := e.cfg.Now()
		for _, p := range e.pools {
			held, stopped := e.feed(ctx, p, now)
			l.Held += held
			l.more = l.more && !stopped
		}
		l.Waiting, l.InHand = 0, 0
		for _, p := range e.pools {
			l.Waiting += len(p.waiting)
			l.InHand += int(p.inFlight.Load())
		}
		if l.more && l.Waiting == 0 {
			l.more = false
			e.Wake() // the heads were cut off, and there is room for what is behind them
			continue
		}
		if e.cfg.Looked != nil && ctx.Err() == nil {
			e.cfg.Looked(l)
		}
	}
}

// look reads the heads of the due index and sorts them into the pools, most pressing first. For what comes within the
// next tick a timer is set, so that a lone ping does not wait for the tick after it.
func (e *Engine) look(ctx context.Context) Look {
	now := e.cfg.Now()
	l := Look{At: now}
	for _, p := range e.pools {
		p.waiting = p.waiting[:0]
	}
	e.metrics.looks.Inc()
	limited, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	heads, err := e.cfg.Space.DueIndex.DueBefore(limited, now.Add(e.cfg.Tick), e.cfg.PerShard)
	if err != nil {
		if ctx.Err() == nil {
			e.log.Warn("cannot read what is due; looking again with the next tick", "err", err)
		}
		return l
	}
	// Entries come shard by shard, which is how they are best claimed. Each replica begins with another shard, so that
	// they do not all go for the same ones.
	if n := len(heads); n > 0 {
		at := int(e.offset * float64(n))
		heads = append(heads[at:n:n], heads[:at]...)
	}
	e.sort(heads, now, &l)
	for _, p := range e.pools {
		slices.SortStableFunc(p.waiting, func(a, b ledger.Due) int {
			// By what they speak of, not by when they were last put off to: a refusal must not turn their order round.
			return cmp.Or(cmp.Compare(ranks[a.Kind], ranks[b.Kind]), a.For.Compare(b.For))
		})
	}
	if !l.Next.IsZero() {
		e.soon.Reset(l.Next.Sub(now))
	}
	return l
}

// sort puts what is due into the waiting lists of the pools, and notes what comes next.
func (e *Engine) sort(heads []ledger.Due, now time.Time, l *Look) {
	limits := e.cfg.Rules.Limits()
	var taken [keyspace.Shards]int
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, d := range heads {
		k := kindOf(d)
		switch {
		case k == nil || e.inHand[nameOf(d)] || now.Before(e.resting[nameOf(d)]):
		case d.At.After(now):
			if l.Next.IsZero() || d.At.Before(l.Next) {
				l.Next = d.At
			}
		case now.Before(k.openFrom(d, limits)): // seen in the middle of a move
		default:
			p := e.pools[k.urgency]
			p.waiting = append(p.waiting, d)
			taken[keyspace.Shard(d.Rep)]++
			l.more = l.more || taken[keyspace.Shard(d.Rep)] == e.cfg.PerShard
		}
	}
}

// feed takes up as much of a pool's waiting entries as the pool has room for: claims their deliveries and hands them to
// the workers. It returns how many wait for something else: another replica, the store, or Slack's leave, which stops
// the whole pool. Those come up again with the next look.
func (e *Engine) feed(ctx context.Context, p *pool, now time.Time) (held int, stopped bool) {
	limited, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	for len(p.waiting) > 0 {
		n, probe := min(batch, len(p.waiting)), false
		if free := p.free(); free < n {
			if n = free; p.busy() || n == 0 {
				return held, false // the pool says when there is room
			}
		}
		if p.posts {
			if n, probe = e.breaker.allow(now, n); n == 0 {
				held += len(p.waiting)
				p.waiting = p.waiting[:0]
				return held, true
			}
		}
		tasks, others, err := e.take(limited, p.waiting[:n], now)
		held += others
		p.waiting = p.waiting[n:]
		if err != nil {
			if ctx.Err() == nil {
				e.log.Warn("cannot take up what is due; looking again with the next tick", "err", err)
			}
			held += len(p.waiting)
			p.waiting = p.waiting[:0]
			return held, true
		}
		if probe && len(tasks) == 0 {
			e.breaker.probeNow()
		}
		for _, t := range tasks {
			t.probe, t.queued = probe, now
			e.hold(t, true)
			p.enqueue(t)
		}
	}
	return held, false
}
