package schedule

import (
	"context"
	"slices"
	"time"

	"github.com/followup-coach/followup/store/ledger"
)

// take names what becomes of each entry and claims the deliveries among them, in one trip per shard. It composes
// nothing: that is the workers' part, once the delivery is theirs. held counts what is not for now: claimed by another
// replica, waiting for another try, or not to be read. After an error what was claimed comes up again when its lease
// has passed.
func (e *Engine) take(ctx context.Context, dues []ledger.Due, now time.Time) (tasks []*task, held int, err error) {
	named, unread, err := e.address(ctx, dues, now)
	if err != nil {
		return nil, unread, err
	}
	var toClaim []*task
	var asks []ledger.DeliveryClaim
	for _, t := range named {
		if t.action.run != nil || t.action.nothing != "" {
			tasks = append(tasks, t)
			continue
		}
		toClaim = append(toClaim, t)
		asks = append(asks, ledger.DeliveryClaim{Key: t.action.key, Rep: t.action.due.Rep, Dues: t.entries()})
	}
	if len(asks) == 0 {
		return tasks, unread, nil
	}
	deliveries, err := e.cfg.Space.Ledger.Claim(ctx, now, e.cfg.Owner, e.cfg.Lease, asks...)
	if err != nil {
		return tasks, unread, err
	}
	for i, t := range toClaim {
		t.delivery = deliveries[i]
		if s := t.delivery.State; s == ledger.DeliveryHeld || s == ledger.DeliveryWaiting {
			held++
			continue
		}
		tasks = append(tasks, t)
	}
	readTogether(tasks)
	return tasks, held + unread, nil
}

// address names what becomes of each entry, a few at once: most of it is waiting for the store. An entry whose own
// records cannot be read rests and holds nobody else up; when none can be read, it is the store that doesn't answer.
func (e *Engine) address(ctx context.Context, dues []ledger.Due, now time.Time) (tasks []*task, unread int, err error) {
	actions, errs := make([]action, len(dues)), make([]error, len(dues))
	away := true // the store, when no entry can be read and none because it is damaged
	c := e.composer.readAhead(ctx, dues)
	inParallel(len(dues), func(i int) {
		actions[i], errs[i] = kindOf(dues[i]).address(c, ctx, dues[i], now)
	})
	for i, d := range dues {
		if errs[i] != nil {
			err = errs[i]
			away = away && !damaged(err)
			unread++
			continue
		}
		k := kindOf(d)
		if first := e.groupOf(k, d, tasks); first != nil {
			first.action.also = append(first.action.also, d)
			continue
		}
		tasks = append(tasks, &task{kind: k, action: actions[i]})
	}
	if unread == len(dues) && away || unread == 0 {
		return tasks, unread, err
	}
	news := false // of a damaged record the log hears once, however long it stays so
	for i, d := range dues {
		if errs[i] != nil {
			first := e.rest(d)
			news = news || first || !damaged(errs[i])
		}
	}
	if news {
		e.log.Warn("cannot read what some entries are about; leaving them alone for a while", "entries", unread, "err", err)
	}
	return tasks, unread, nil
}

// groupOf is the task whose message answers the entry as well: of the same kind and rep, at most the kind's span
// before. Nil when the entry needs a message of its own.
func (e *Engine) groupOf(k *kind, d ledger.Due, tasks []*task) *task {
	if k.groups == nil {
		return nil
	}
	span := k.groups(e.cfg.Rules.Limits())
	i := slices.IndexFunc(tasks, func(t *task) bool {
		first := t.action.due
		return t.kind == k && first.Rep == d.Rep && !d.For.Before(first.For) && d.For.Before(first.For.Add(span))
	})
	if i < 0 {
		return nil
	}
	return tasks[i]
}

// rest leaves an entry alone for a while, on this engine, and reports whether it never has before.
func (e *Engine) rest(d ledger.Due) (first bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	_, rested := e.resting[nameOf(d)]
	e.resting[nameOf(d)] = e.cfg.Now().Add(jobRest)
	return !rested
}

// hold notes the entries of a task as in this engine's hands, or no longer.
func (e *Engine) hold(t *task, on bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, d := range t.entries() {
		if on {
			e.inHand[nameOf(d)] = true
		} else {
			delete(e.inHand, nameOf(d))
		}
	}
}
