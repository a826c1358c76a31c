package schedule

import (
	"context"
	"errors"
	"time"

	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/failure"
	"github.com/followup-coach/followup/store/ledger"
)

// failpoint is a place between two steps of a delivery where a process may die; the tests stop it at each.
type failpoint string

const (
	atClaimed  failpoint = "claimed"
	atLooked   failpoint = "looked"   // the history was searched
	atMarked   failpoint = "marked"   // "sending" is written
	atPosted   failpoint = "posted"   // Slack has it and nobody knows
	atRecorded failpoint = "recorded" // done is written
)

// survives is true unless a test has this process die at p.
func (e *Engine) survives(p failpoint, t *task) bool { return e.failpoint == nil || e.failpoint(p, t) }

// work carries out the tasks of a pool until its queue is closed.
func (e *Engine) work(ctx, begun context.Context, p *pool) {
	for t := range p.queue {
		p.adapt(e.cfg.Now().Sub(t.queued))
		for ; t != nil; t = p.after(t) {
			e.metrics.count(t.kind.name, e.execute(ctx, begun, t))
			e.hold(t, false)
			if p.ended() {
				wake(e.room)
			}
		}
	}
}

// execute brings one task as far as it gets and says how far that was. ctx says whether to begin, and begun bounds what
// was begun; what the store must be told is told in any case.
func (e *Engine) execute(ctx, begun context.Context, t *task) result {
	stopping := ctx.Err() != nil
	ctx = context.WithoutCancel(ctx)
	if !e.survives(atClaimed, t) {
		return lost
	}
	switch {
	case t.action.run != nil:
		return e.runJob(begun, t)
	case t.action.nothing != "":
		return e.reschedule(ctx, t, t.action.nothing)
	case t.delivery.State != ledger.DeliveryMine:
		return e.reschedule(ctx, t, dropped) // done before, or given up
	}
	if r := e.admit(ctx, begun, t, stopping); r != "" {
		return r
	}
	if err := e.compose(begun, t); damaged(err) {
		e.log.Error("what a message is about can't be read; leaving it out", "kind", t.kind.name,
			"rep", t.action.due.Rep, "err", err)
		return e.reschedule(ctx, t, dropped)
	} else if err != nil {
		e.log.Warn("cannot put a message together; trying again", "kind", t.kind.name, "err", err)
		return e.release(ctx, t, e.cfg.Now().Add(e.backoff(t)), true)
	}
	if t.action.nothing != "" {
		return e.reschedule(ctx, t, t.action.nothing)
	}
	if t.action.unwelcome {
		return e.fail(ctx, t, errUnwelcome)
	}
	switch {
	case t.action.replaces != "":
		return e.replace(ctx, begun, t)
	case t.action.changes:
		return e.post(ctx, begun, t, &ledger.Receipt{At: e.cfg.Now()})
	}
	if !t.delivery.First {
		receipt, ok, err := e.find(begun, t)
		switch {
		case !e.survives(atLooked, t):
			return lost
		case err != nil:
			return e.handleFailure(ctx, t, err, true)
		case ok:
			e.breaker.succeed()
			return e.done(ctx, t, receipt, found)
		}
	}
	return e.post(ctx, begun, t, nil)
}

// admit releases a delivery that may not be begun now, and says so; the empty result means to go on.
func (e *Engine) admit(ctx, begun context.Context, t *task, stopping bool) result {
	now := e.cfg.Now()
	if stopping {
		return e.release(ctx, t, now, true)
	}
	if until, open := e.breaker.open(now, t.probe); open {
		return e.release(ctx, t, until, true)
	}
	if t.probe && e.cfg.Check != nil {
		if err := e.cfg.Check(begun); err != nil {
			return e.handleFailure(ctx, t, err, true)
		}
		e.breaker.succeed()
	}
	if !t.delivery.First && t.delivery.Epoch == 1 && t.action.replaces == "" {
		// Nobody is known to have tried; the store has lost its last moments. Whoever may be posting has ended after a
		// lease.
		return e.release(ctx, t, now.Add(e.cfg.Lease), true)
	}
	return ""
}

// compose puts the message together. What it answers besides the entries that were claimed, and what comes due within
// the lease, stays out of sight until the lease ends, so that nobody sends it on its own meanwhile.
func (e *Engine) compose(ctx context.Context, t *task) error {
	ctx, cancel := context.WithTimeout(ctx, e.cfg.Lease) // after which somebody else may have it
	defer cancel()
	claimed := len(t.action.also)
	if err := t.kind.compose(e.composer, ctx, &t.action, e.cfg.Now()); err != nil || t.action.nothing != "" {
		return err
	}
	for _, d := range t.action.also[claimed:] {
		hidden := d
		if hidden.At = t.delivery.Until; d.At.After(hidden.At) {
			continue
		}
		if err := e.cfg.Space.DueIndex.Reschedule(ctx, &hidden, d); err != nil {
			return err
		}
	}
	t.delivery.Dues = t.entries()
	return nil
}

// damaged reports whether an error concerns one record alone, which no further try can read.
func damaged(err error) bool {
	return codec.DamagedIn(err) != nil
}

// find looks whether an earlier try has reached Slack.
func (e *Engine) find(ctx context.Context, t *task) (ledger.Receipt, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, e.sendTimeout)
	defer cancel()
	return e.cfg.Sender.Find(ctx, t.delivery, t.action.to)
}

// replace puts the message in the place of an earlier delivery's. To claim that one is to learn where it is, or to make
// sure that it doesn't come after this.
func (e *Engine) replace(ctx, begun context.Context, t *task) result {
	limited, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	earlier, err := e.cfg.Space.Ledger.Claim(limited, e.cfg.Now(), e.cfg.Owner, e.cfg.Lease,
		ledger.DeliveryClaim{Key: t.action.replaces, Rep: t.action.due.Rep})
	if err == nil && earlier[0].State == ledger.DeliveryMine {
		err = e.cfg.Space.Ledger.Fail(limited, earlier[0], "the agreed time is past")
	}
	switch {
	case err != nil:
		e.log.Warn("cannot tell which message to replace; trying again", "kind", t.kind.name, "err", err)
		return e.release(ctx, t, e.cfg.Now().Add(e.backoff(t)), true)
	case earlier[0].State == ledger.DeliveryDone && earlier[0].Receipt.TS != "":
		return e.post(ctx, begun, t, &earlier[0].Receipt)
	}
	return e.reschedule(ctx, t, dropped)
}

// post marks the delivery as being sent, sends it and records it. With old, it changes that message instead. The time
// limit runs from before the mark, and the mark renews the lease: a process that sleeps anywhere in here finds its time
// used up before anybody else may take the delivery over.
func (e *Engine) post(ctx, begun context.Context, t *task, old *ledger.Receipt) result {
	limited, cancel := context.WithTimeout(begun, e.sendTimeout)
	defer cancel()
	d, err := e.cfg.Space.Ledger.Sending(limited, t.delivery, e.cfg.Now())
	if err != nil {
		return e.letGo(t, "before sending", err)
	}
	t.delivery = d
	if !e.survives(atMarked, t) {
		return lost
	}
	if limited.Err() != nil {
		return e.release(ctx, t, e.cfg.Now(), true)
	}
	receipt, how, err := e.send(limited, t, old)
	if !e.survives(atPosted, t) {
		return lost
	}
	if err != nil {
		return e.handleFailure(ctx, t, err, false)
	}
	e.breaker.succeed()
	return e.done(ctx, t, receipt, how)
}

// send sends the message, and when Slack does not take its blocks, once more as plain text: Slack has nothing of the
// first.
func (e *Engine) send(ctx context.Context, t *task, old *ledger.Receipt) (ledger.Receipt, result, error) {
	if old != nil {
		return *old, updated, e.cfg.Sender.Update(ctx, *old, t.action.to, t.action.msg)
	}
	r, err := e.cfg.Sender.Send(ctx, t.delivery, t.action.to, t.action.msg)
	if err == nil || failure.ClassOf(err) != failure.Payload {
		return r, sent, err
	}
	e.metrics.failures[failure.Payload].Inc()
	e.log.Error("Slack refused a message's blocks; sending it as plain text", "kind", t.kind.name, "err", err)
	r, err = e.cfg.Sender.Send(ctx, t.delivery, t.action.to, Plain{t.action.msg})
	return r, sent, err
}

// handleFailure decides by the class of err what becomes of a delivery. early: it failed before anything of this try
// was posted.
func (e *Engine) handleFailure(ctx context.Context, t *task, err error, early bool) result {
	now, class := e.cfg.Now(), failure.ClassOf(err)
	e.metrics.failures[class].Inc()
	if class == failure.Account {
		class = e.whose(ctx)
	}
	switch {
	case class.Final():
		return e.fail(ctx, t, err)
	case class == failure.Dead:
		e.breaker.refuse(now)
		return e.release(ctx, t, now, true)
	case class == failure.RateLimited:
		until := now.Add(failure.RetryAfter(err, 30*time.Second))
		e.breaker.pause(until)
		return e.release(ctx, t, until, true)
	}
	e.breaker.fail(now)
	pause := e.backoff(t)
	e.log.Info("a message did not get through; trying again", "kind", t.kind.name, "to", t.action.to.ID,
		"class", string(class), "in", pause, "err", err)
	return e.release(ctx, t, now.Add(pause), early || class.Unsent())
}

// whose decides whom a refusal concerns that Slack words alike for the token and for a recipient: a token that works
// leaves the recipient. Where Slack doesn't say, the message waits as after any other failure.
func (e *Engine) whose(ctx context.Context) failure.Class {
	if e.cfg.Check == nil {
		return failure.Dead
	}
	ctx, cancel := context.WithTimeout(ctx, e.sendTimeout)
	defer cancel()
	switch err := e.cfg.Check(ctx); {
	case err == nil:
		return failure.Recipient
	case failure.ClassOf(err) == failure.Dead:
		return failure.Dead
	}
	return failure.Transient
}

// backoff is the pause before the next try; it doubles with each, four times at most.
func (e *Engine) backoff(t *task) time.Duration {
	return e.cfg.Settle << min(max(t.delivery.Epoch-1, 0), 4)
}

// done records the delivery, and with it the next due entry of its kind.
func (e *Engine) done(ctx context.Context, t *task, r ledger.Receipt, how result) result {
	e.metrics.lateness(t.kind.name, e.cfg.Now().Sub(t.action.meant))
	ctx, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	e.countElsewhere(ctx, t)
	if err := e.cfg.Space.Ledger.Done(ctx, t.delivery, r, t.effects()); err != nil {
		return e.letGo(t, "after trying", err)
	}
	e.survives(atRecorded, t)
	return how
}

// countElsewhere counts a message that a colleague got instead of the entry's rep among their own of the day. Their
// count is in their shard, so it is a write of its own, under a key of the ledger that has it made once; one that fails
// makes room for one message more.
func (e *Engine) countElsewhere(ctx context.Context, t *task) {
	who := t.counted()
	if t.action.dm == "" || who == t.action.due.Rep {
		return
	}
	counts, err := e.cfg.Space.Ledger.Claim(ctx, e.cfg.Now(), e.cfg.Owner, e.cfg.Lease,
		ledger.DeliveryClaim{Key: "count/" + t.delivery.Key, Rep: who})
	if err == nil && counts[0].State == ledger.DeliveryMine {
		err = e.cfg.Space.Ledger.Done(ctx, counts[0], ledger.Receipt{At: e.cfg.Now()}, ledger.DoneEffects{DM: t.action.dm})
	}
	if err != nil {
		e.log.Warn("cannot count a message among those of a day", "kind", t.kind.name, "to", who, "err", err)
	}
}

// errUnwelcome is why nothing is sent to somebody who has left or wants no messages.
var errUnwelcome = &failure.Error{Class: failure.Recipient, Err: errors.New("has left, or has paused messages")}

// fail ends a delivery that can't be made; what a person wrote goes back to them first. The rep's next digest is tried
// again: people come back. The log hears of each recipient once.
func (e *Engine) fail(ctx context.Context, t *task, cause error) result {
	to := t.action.to.ID
	e.mu.Lock()
	known := e.reported[to]
	if len(e.reported) < 10_000 {
		e.reported[to] = true
	}
	e.mu.Unlock()
	if !known {
		e.log.Warn("cannot write to this recipient; leaving the message out", "kind", t.kind.name, "to", to, "err", cause)
	}
	limited, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	if err := e.giveBack(limited, t); err != nil {
		return e.letGo(t, "before giving it back", err)
	}
	if t.action.next != nil {
		// The entry moves on before the delivery is given up, in a write of its own: the other way round, a death in between
		// would end the rep's digests for good.
		if r := e.reschedule(ctx, t, dropped); r != dropped {
			return r
		}
	}
	if err := e.cfg.Space.Ledger.Fail(limited, t.delivery, string(failure.ClassOf(cause))); err != nil {
		return e.letGo(t, "after trying", err)
	}
	return failed
}

// reschedule moves the task's entry on to its next time, or takes it out of the index when there is none: there is
// nothing to send, or it was sent before, or it can't be. A claim that was made for it ends with its lease.
func (e *Engine) reschedule(ctx context.Context, t *task, why result) result {
	ctx, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	if err := e.cfg.Space.DueIndex.Reschedule(ctx, t.action.next, t.entries()...); err != nil {
		return e.letGo(t, "after trying", err)
	}
	return why
}

// release gives a delivery up for somebody to try again from at on. unsent: nothing of this try can have reached Slack.
func (e *Engine) release(ctx context.Context, t *task, at time.Time, unsent bool) result {
	ctx, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	if err := e.cfg.Space.Ledger.Release(ctx, t.delivery, ledger.Retry{At: at, MaybeSent: !unsent}); err != nil {
		return e.letGo(t, "after trying", err)
	}
	return again
}

// letGo: the store did not take the delivery's next state. Nothing more is done with it here. When its lease has passed
// somebody takes it up, and looks whether Slack has it if it may have been sent.
func (e *Engine) letGo(t *task, when string, err error) result {
	if errors.Is(err, ledger.ErrLost) {
		e.log.Info("another replica has taken a delivery over", "kind", t.kind.name, "to", t.action.to.ID, "when", when)
		return lost
	}
	e.log.Warn("the store did not take a delivery's state; it comes up again when its lease has passed",
		"kind", t.kind.name, "to", t.action.to.ID, "when", when, "err", err)
	return lost
}
