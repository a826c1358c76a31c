package schedule

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/followup-coach/followup/store"
)

const (
	batch     = 64              // due entries that are read and claimed together
	storeWait = 4 * time.Second // for one call to the store; shorter than a lease by far
)

// loop is the engine's one goroutine that looks and claims. It ends with ctx.
func (e *Engine) loop(ctx context.Context) {
	e.Kick()
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
			if e.cfg.Rest > 0 { // hundreds of kicks a second make fifty looks
				wake = nil
				rest.Reset(e.cfg.Rest)
			}
		case <-rest.C:
			wake = e.wake
			continue
		case <-e.room:
		}
		now := e.cfg.Now()
		for _, lane := range e.lanes() {
			held, stopped := e.feed(ctx, lane, now)
			l.Held += held
			l.more = l.more && !stopped
		}
		l.Waiting, l.InHand = 0, 0
		for _, lane := range e.lanes() {
			l.Waiting += len(lane.waiting)
			l.InHand += int(lane.hand.Load())
		}
		if l.more && l.Waiting == 0 {
			l.more = false
			e.Kick() // the heads were cut off, and there is room for what is behind them
			continue
		}
		if e.cfg.Looked != nil && ctx.Err() == nil {
			e.cfg.Looked(l)
		}
	}
}

// look reads the heads of the due index and sorts them into the lanes, most pressing first. For what comes within the
// next tick a timer is set, so that a lone ping does not wait for the tick after it.
func (e *Engine) look(ctx context.Context) Look {
	now := e.cfg.Now()
	l := Look{At: now}
	for _, lane := range e.lanes() {
		lane.waiting = lane.waiting[:0]
	}
	e.meter.looks.Inc()
	limited, cancel := context.WithTimeout(ctx, storeWait)
	defer cancel()
	heads, err := e.cfg.Space.DueBefore(limited, now.Add(e.cfg.Tick), e.cfg.PerShard)
	if err != nil {
		if ctx.Err() == nil {
			e.log.Warn("cannot read what is due; looking again with the next tick", "err", err)
		}
		return l
	}
	// Entries come shard by shard, which is how they are best claimed. Each replica begins with another shard, so that
	// they do not all go for the same deeds.
	if n := len(heads); n > 0 {
		at := int(e.offset * float64(n))
		heads = append(heads[at:n:n], heads[:at]...)
	}
	var taken [store.Shards]int
	e.mu.Lock()
	for _, d := range heads {
		k := kinds[d.Kind]
		switch {
		case k == nil || e.inHand[nameOf(d)] || now.Before(e.rest[nameOf(d)]):
		case !d.At.After(now) && now.Before(e.opens(d)):
			// Seen in the middle of a move.
		case d.At.After(now):
			if l.Next.IsZero() || d.At.Before(l.Next) {
				l.Next = d.At
			}
		default:
			lane := e.laneOf(k)
			lane.waiting = append(lane.waiting, d)
			taken[store.Shard(d.Rep)]++
			l.more = l.more || taken[store.Shard(d.Rep)] == e.cfg.PerShard
		}
	}
	e.mu.Unlock()
	for _, lane := range e.lanes() {
		slices.SortStableFunc(lane.waiting, func(a, b store.Due) int {
			// By what they speak of, not by when they were last put back to: a refusal must not turn their order round.
			return cmp.Or(cmp.Compare(rank[a.Kind], rank[b.Kind]), a.For.Compare(b.For))
		})
	}
	if !l.Next.IsZero() {
		e.soon.Reset(l.Next.Sub(now))
	}
	return l
}

// feed takes up as much of a lane's waiting entries as the lane has room for: decides what each is to be, claims the
// deeds and hands them to the workers. It returns how many wait for something else: another replica, the store, or
// Slack's leave, which stops the whole lane. Those come up again with the next look.
func (e *Engine) feed(ctx context.Context, l *lane, now time.Time) (held int, stopped bool) {
	limited, cancel := context.WithTimeout(ctx, storeWait)
	defer cancel()
	for len(l.waiting) > 0 {
		n, check := min(l.free(), batch, len(l.waiting)), false
		if n == 0 {
			return held, false
		}
		if l.posts {
			if n, check = e.trouble.room(now, n); n == 0 {
				held += len(l.waiting)
				l.waiting = l.waiting[:0]
				return held, true
			}
		}
		jobs, others, err := e.take(limited, l.waiting[:n], now)
		held += others
		l.waiting = l.waiting[n:]
		if err != nil {
			if ctx.Err() == nil {
				e.log.Warn("cannot take up what is due; looking again with the next tick", "err", err)
			}
			held += len(l.waiting)
			l.waiting = l.waiting[:0]
			return held, true
		}
		if check && len(jobs) == 0 {
			e.trouble.unchecked()
		}
		for _, j := range jobs {
			j.check, j.queued = check, now
			e.hold(j.due, true)
			l.hand.Add(1)
			l.give(j)
		}
	}
	return held, false
}

// take decides what becomes of each entry and claims the deeds among them, in as few trips as there are kinds and one
// more.
func (e *Engine) take(ctx context.Context, dues []store.Due, now time.Time) (jobs []*job, held int, err error) {
	byKind := map[string][]store.Due{}
	for _, d := range dues {
		byKind[d.Kind] = append(byKind[d.Kind], d)
	}
	var asks []store.DeedAsk
	var claimed []*job
	same := map[string]bool{}
	for _, k := range order {
		group := byKind[k.name]
		if len(group) == 0 {
			continue
		}
		plans, err := k.decide(e, ctx, group, now)
		if err != nil {
			return jobs, held, err
		}
		for i, p := range plans {
			j := &job{due: group[i], kind: k, plan: p}
			switch {
			case p.run != nil:
				jobs = append(jobs, j)
			case !same[p.key]: // of two second tries at one instant the first one's nudge answers both
				same[p.key] = true
				claimed = append(claimed, j)
				asks = append(asks, store.DeedAsk{Key: p.key, Rep: p.dues[0].Rep, Dues: p.dues})
			}
		}
	}
	if len(asks) == 0 {
		return jobs, held, nil
	}
	deeds, err := e.cfg.Space.Claim(ctx, now, e.cfg.Owner, e.cfg.Lease, asks...)
	if err != nil {
		return jobs, held, err // what was claimed before the error comes up again when its lease has passed
	}
	for i, j := range claimed {
		j.deed = deeds[i]
		if s := j.deed.State; s == store.DeedHeld || s == store.DeedWaiting {
			held++
			continue
		}
		jobs = append(jobs, j)
	}
	return jobs, held, nil
}

// hold notes an entry as in this engine's hand, or no longer.
func (e *Engine) hold(d store.Due, on bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if on {
		e.inHand[nameOf(d)] = true
	} else {
		delete(e.inHand, nameOf(d))
	}
}

// nameOf tells entries apart. A rep has one of each kind, a lead too.
func nameOf(d store.Due) string { return d.Kind + "|" + d.Rep + "|" + d.Lead + d.Team + d.Item }
