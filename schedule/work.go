package schedule

import (
	"context"
	"errors"
	"time"

	"github.com/followup-coach/followup/store"
)

// point is a place between two steps of a deed where a process may die; the tests stop it at each.
type point string

const (
	atClaimed  point = "claimed"
	atLooked   point = "looked"   // the history was searched
	atMarked   point = "marked"   // "sending" is written
	atPosted   point = "posted"   // Slack has it and nobody knows
	atRecorded point = "recorded" // done is written
)

// work carries out the jobs of a lane until its queue is closed.
func (e *Engine) work(ctx, begun context.Context, l *lane) {
	for j := range l.queue {
		l.waited(e.cfg.Now().Sub(j.queued))
		for ; j != nil; j = l.after(j) {
			e.meter.deed(j.kind.name, e.carry(ctx, begun, j))
			e.hold(j.due, false)
			if l.hand.Add(-1) <= l.window.Load()/2 {
				poke(e.room)
			}
		}
	}
}

// carry brings one job as far as it gets and says how far that was. ctx says whether to begin, and begun bounds what
// was begun; what the store must be told is told in any case.
func (e *Engine) carry(ctx, begun context.Context, j *job) result {
	stopping := ctx.Err() != nil
	ctx = context.WithoutCancel(ctx)
	if !e.alive(atClaimed, j) {
		return lost
	}
	switch {
	case j.plan.run != nil:
		return e.errand(begun, j)
	case j.deed.State != store.DeedMine:
		return e.passOn(ctx, j)
	case j.plan.skip != "":
		return e.done(ctx, j, store.Receipt{}, j.plan.skip)
	}
	now := e.cfg.Now()
	if stopping {
		return e.putBack(ctx, j, now, true)
	}
	if until, stop := e.trouble.stopped(now, j.check); stop {
		return e.putBack(ctx, j, until, true)
	}
	if j.check && e.cfg.Check != nil {
		if err := e.cfg.Check(begun); err != nil {
			return e.failed(ctx, j, err, true)
		}
		e.trouble.worked()
	}
	if !j.deed.First && j.plan.update == nil {
		if j.deed.Epoch == 1 {
			// Nobody is known to have tried; the store has lost its last moments. Whoever may be posting has ended after a
			// lease.
			return e.putBack(ctx, j, now.Add(e.cfg.Lease), true)
		}
		r, ok, err := e.find(begun, j)
		switch {
		case !e.alive(atLooked, j):
			return lost
		case err != nil:
			return e.failed(ctx, j, err, true)
		case ok:
			e.trouble.worked()
			return e.done(ctx, j, r, found)
		}
	}
	if j.plan.compose != nil {
		if err := e.compose(begun, j); err != nil {
			e.log.Warn("cannot put a message together; trying again", "kind", j.kind.name, "err", err)
			return e.putBack(ctx, j, e.cfg.Now().Add(errandRest), true)
		}
	}
	return e.post(ctx, begun, j)
}

func (e *Engine) compose(ctx context.Context, j *job) (err error) {
	ctx, cancel := context.WithTimeout(ctx, e.cfg.Lease) // after which somebody else may have it
	defer cancel()
	j.plan.msg, err = j.plan.compose(ctx)
	return err
}

func (e *Engine) find(ctx context.Context, j *job) (store.Receipt, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, e.patience)
	defer cancel()
	return e.cfg.Sender.Find(ctx, j.deed, j.plan.to)
}

// post marks the deed as being sent, sends it and records it. The time limit runs from before the mark, and the mark
// renews the lease: a process that sleeps anywhere in here finds its time used up before anybody else may take the deed
// over.
func (e *Engine) post(ctx, begun context.Context, j *job) result {
	limited, cancel := context.WithTimeout(begun, e.patience)
	defer cancel()
	d, err := e.cfg.Space.Sending(limited, j.deed, e.cfg.Now())
	if err != nil {
		return e.unmarked(j, err)
	}
	j.deed = d
	if !e.alive(atMarked, j) {
		return lost
	}
	if limited.Err() != nil {
		return e.putBack(ctx, j, e.cfg.Now(), true)
	}
	r, err := e.speak(limited, j)
	if !e.alive(atPosted, j) {
		return lost
	}
	if err != nil {
		return e.failed(ctx, j, err, false)
	}
	e.trouble.worked()
	if j.plan.update != nil {
		return e.done(ctx, j, r, updated)
	}
	return e.done(ctx, j, r, sent)
}

// speak sends the message, and when Slack does not take its blocks, once more as plain text: Slack has nothing of the
// first.
func (e *Engine) speak(ctx context.Context, j *job) (store.Receipt, error) {
	if old := j.plan.update; old != nil {
		return *old, e.cfg.Sender.Update(ctx, *old, j.plan.msg)
	}
	r, err := e.cfg.Sender.Send(ctx, j.deed, j.plan.to, j.plan.msg)
	if err == nil || classOf(err) != Payload {
		return r, err
	}
	e.meter.fails[Payload].Inc()
	e.log.Error("Slack refused a message's blocks; sending it as plain text", "kind", j.kind.name, "err", err)
	return e.cfg.Sender.Send(ctx, j.deed, j.plan.to, Plain{j.plan.msg})
}

// failed decides by the class of err what becomes of a deed. early: it failed before anything of this try was posted.
func (e *Engine) failed(ctx context.Context, j *job, err error, early bool) result {
	now, class := e.cfg.Now(), classOf(err)
	e.meter.fails[class].Inc()
	switch class {
	case Recipient, Payload:
		return e.park(ctx, j, err)
	case Dead:
		e.trouble.died(now)
		return e.putBack(ctx, j, now, true)
	case RateLimited:
		until := now.Add(retryAfter(err, 30*time.Second))
		e.trouble.wait(until)
		return e.putBack(ctx, j, until, true)
	}
	e.trouble.failed(now)
	pause := e.cfg.Settle << min(max(j.deed.Epoch-1, 0), 4)
	e.log.Info("a message did not get through; trying again", "kind", j.kind.name, "to", j.plan.to, "class", string(class),
		"in", pause, "err", err)
	return e.putBack(ctx, j, now.Add(pause), early || class.unsent())
}

// done records the deed, and with it the next due entry of its kind.
func (e *Engine) done(ctx context.Context, j *job, r store.Receipt, how result) result {
	delivered := j.plan.skip == ""
	if delivered {
		e.meter.lateness(j.kind.name, e.cfg.Now().Sub(j.plan.meant))
	}
	ctx, cancel := context.WithTimeout(ctx, storeWait)
	defer cancel()
	if err := e.cfg.Space.Done(ctx, j.deed, r, j.effects(delivered)); err != nil {
		return e.unrecorded(j, err)
	}
	e.alive(atRecorded, j)
	return how
}

// park ends a deed that cannot be delivered. The rep's next digest is tried again: people come back. The log hears of
// each recipient once.
func (e *Engine) park(ctx context.Context, j *job, cause error) result {
	e.mu.Lock()
	known := e.told[j.plan.to]
	if len(e.told) < 10_000 {
		e.told[j.plan.to] = true
	}
	e.mu.Unlock()
	if !known {
		e.log.Warn("cannot write to this recipient; leaving the message out", "kind", j.kind.name, "to", j.plan.to, "err",
			cause)
	}
	if j.plan.next != nil {
		// The entry moves on before the deed is parked, in a write of its own: parked first, a death in between would end the
		// rep's digests for good.
		if r := e.passOn(ctx, j); r != dropped {
			return r
		}
	}
	ctx, cancel := context.WithTimeout(ctx, storeWait)
	defer cancel()
	if err := e.cfg.Space.ParkDeed(ctx, j.deed, string(classOf(cause))); err != nil {
		return e.unrecorded(j, err)
	}
	return parked
}

// passOn moves the job's entry on to its next time, or takes it out of the index when there is none. Its deed was done
// before (a digest's time was changed after that date's digest was out), or is about to be parked.
func (e *Engine) passOn(ctx context.Context, j *job) result {
	ctx, cancel := context.WithTimeout(ctx, storeWait)
	defer cancel()
	if err := e.cfg.Space.PassOn(ctx, j.plan.next, j.plan.dues...); err != nil {
		return e.unrecorded(j, err)
	}
	return dropped
}

// putBack gives a deed up for somebody to try again from at on. unsent: nothing of this try can have reached Slack.
func (e *Engine) putBack(ctx context.Context, j *job, at time.Time, unsent bool) result {
	ctx, cancel := context.WithTimeout(ctx, storeWait)
	defer cancel()
	if err := e.cfg.Space.Release(ctx, j.deed, store.Retry{At: at, MaybeSent: !unsent}); err != nil {
		return e.unrecorded(j, err)
	}
	return again
}

// unmarked and unrecorded: the store did not take the deed's next state. Nothing more is done with it here. When its
// lease has passed somebody takes it up, and looks whether Slack has it if it may have been sent.
func (e *Engine) unmarked(j *job, err error) result   { return e.dropHold(j, "before sending", err) }
func (e *Engine) unrecorded(j *job, err error) result { return e.dropHold(j, "after trying", err) }

func (e *Engine) dropHold(j *job, when string, err error) result {
	if errors.Is(err, store.ErrLost) {
		e.log.Info("another replica has taken a deed over", "kind", j.kind.name, "to", j.plan.to, "when", when)
		return lost
	}
	e.log.Warn("the store did not take a deed's state; it comes up again when its lease has passed", "kind", j.kind.name,
		"to", j.plan.to, "when", when, "err", err)
	return lost
}

// alive is true unless a test has this process die at p.
func (e *Engine) alive(p point, j *job) bool { return e.step == nil || e.step(p, j) }
