package webhooks

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/hooks"
)

// line is one address with whoever works for it.
type line struct {
	cfg     Config
	to      Address
	queue   hooks.Queue
	client  *http.Client
	metrics *metrics
	log     *slog.Logger

	breaker breaker
	inHand  atomic.Int64 // leads that somebody works on

	failpoint func(failpoint) bool // tests: false = the process is dead from here on
}

// failpoint is a place between two steps at which a process may die; the tests stop it at each.
type failpoint string

const (
	atClaimed  failpoint = "claimed"
	atSent     failpoint = "sent" // the receiver has it and nobody knows
	atRecorded failpoint = "recorded"
)

// survives is true unless a test has this process die at p.
func (l *line) survives(p failpoint) bool { return l.failpoint == nil || l.failpoint(p) }

// run looks and sends until ctx ends.
func (l *line) run(ctx context.Context) {
	// What was begun is finished although ctx has ended.
	begun, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	feed := make(chan hooks.Lead)
	// Nothing is queued here: whoever has no worker stays in the store, where another replica finds it.
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for lead := range feed {
				l.work(ctx, begun, lead)
				l.inHand.Add(-1)
			}
		})
	}
	tick := time.NewTicker(l.cfg.Tick)
	defer tick.Stop()
	shown := time.NewTicker(figures)
	defer shown.Stop()
	for ctx.Err() == nil {
		if l.look(ctx, begun, feed) {
			continue // there may be more behind it
		}
		if l.cfg.Looked != nil {
			l.cfg.Looked(int(l.inHand.Load()))
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		case <-shown.C:
			if f, err := l.queue.Figures(ctx, l.cfg.Now()); err == nil {
				l.metrics.show(l.to.ID, f)
			}
		}
	}
	close(feed)
	impatient := time.AfterFunc(drain, cut)
	defer impatient.Stop()
	all.Wait()
}

// look hands what is due to the workers, or tries one event where nothing gets through, and reports whether there was
// anything.
func (l *line) look(ctx, begun context.Context, feed chan<- hooks.Lead) bool {
	all, probe := l.breaker.allows(l.cfg.Now())
	if !all && !probe {
		return false
	}
	leads, err := l.queue.Due(ctx, l.cfg.Now(), perShard)
	if err != nil {
		if ctx.Err() == nil {
			l.log.Warn("cannot read what a webhook is to hear; looking again with the next tick", "err", err)
		}
		return false
	}
	if len(leads) == 0 {
		return false
	}
	// Here and not by a worker, so that there is one at a time.
	if probe {
		l.work(ctx, begun, l.breaker.choose(leads))
		all, _ = l.breaker.allows(l.cfg.Now())
		return all
	}
	// Each replica begins with another lead, so that they do not all go for the same ones.
	at := rand.IntN(len(leads))
	for _, lead := range append(leads[at:len(leads):len(leads)], leads[:at]...) {
		if all, _ := l.breaker.allows(l.cfg.Now()); !all {
			return false
		}
		l.inHand.Add(1)
		select {
		case feed <- lead:
		case <-ctx.Done():
			l.inHand.Add(-1)
			return false
		}
	}
	return true
}

// work sends what waits of a lead, one event after the other, until one fails or nothing is left. ctx says whether to
// begin another one, begun bounds what was begun; what is to be stored is stored in any case.
func (l *line) work(ctx, begun context.Context, lead hooks.Lead) {
	stored := context.WithoutCancel(ctx)
	// The time limit runs from before the claim: whoever sleeps anywhere in here finds it used up before somebody else may
	// send the event.
	limited, cancel := context.WithTimeout(begun, l.cfg.Patience)
	c, mine, err := l.queue.Claim(stored, lead, l.cfg.Now(), lease)
	for mine && err == nil {
		var more bool
		c, more, err = l.tell(ctx, stored, limited, c)
		cancel()
		limited, cancel = context.WithTimeout(begun, l.cfg.Patience)
		if !more {
			break
		}
	}
	cancel()
	switch {
	case err == nil, begun.Err() != nil, codec.IsNewer(err): // a newer version knows how to read it
	case codec.DamagedIn(err) != nil:
		l.log.Error("an event can't be read; leaving it out", "err", err)
		if err := l.queue.Settle(stored, c, hooks.Unsent, l.cfg.Now(), l.cfg.Now()); err == nil {
			l.metrics.ended[hooks.Unsent].Inc()
		}
	default:
		l.log.Warn("the store did not take what became of an event; it comes up again", "err", err)
	}
}

// tell sends one event and has its end stored. More says that the next one is to be told at once.
func (l *line) tell(ctx, stored, limited context.Context, c hooks.Claimed) (then hooks.Claimed, more bool, err error) {
	if !l.survives(atClaimed) {
		return c, false, nil
	}
	if c.After != "" {
		empty, err := l.queue.Empty(stored, c.After, c.Lead.ID)
		if err != nil || !empty {
			now := l.cfg.Now()
			return c, false, errors.Join(err, l.queue.Settle(stored, c, hooks.PutOff, now, now.Add(behind)))
		}
	}
	// The same id and the same bytes at each try: a receiver knows by them what it has.
	failed := l.send(limited, c.Event.ID, c.Body)
	if !l.survives(atSent) {
		return c, false, nil
	}
	now := l.cfg.Now()
	if failed == nil {
		l.metrics.late.Update(max(0, now.Sub(time.UnixMilli(c.At)).Seconds()))
		l.metrics.ended[hooks.Done].Inc()
		if l.breaker.succeed() {
			l.log.Info("a webhook takes events")
			err = l.queue.Refuses(stored, hooks.Refusal{})
		}
		if ctx.Err() != nil { // somebody else goes on
			return c, false, errors.Join(err, l.queue.Settle(stored, c, hooks.Done, now, now))
		}
		then, more, settled := l.queue.Next(stored, c, now, lease)
		return then, l.survives(atRecorded) && more, errors.Join(err, settled)
	}
	if errors.Is(failed, context.Canceled) { // this process stops; nobody knows whether it has arrived
		return c, false, l.queue.Settle(stored, c, hooks.PutOff, now, now)
	}
	return c, false, l.failed(stored, c, now, failed)
}

// failed has an event tried again, or gives it up.
func (l *line) failed(stored context.Context, c hooks.Claimed, now time.Time, err error) error {
	why := refusalOf(err)
	if l.breaker.fail(now, c.Lead, why) {
		l.log.Warn("a webhook does not take an event; trying again", "err", why.text)
		r := hooks.Refusal{Since: now, Why: why.text, Gone: why.gone}
		if err := l.queue.Refuses(stored, r); err != nil {
			return err
		}
	}
	// Its age decides, not its tries: a receiver that is away for a day may have had any number of them.
	how, wait := hooks.Again, max(backoff(c.Tries), why.wait)
	if now.Sub(time.UnixMilli(c.At)) >= oldest {
		how = hooks.Unsent
		l.log.Error("an event for a webhook is given up", "event", c.Event.ID, "err", why.text)
	}
	l.metrics.ended[how].Inc()
	return l.queue.Settle(stored, c, how, now, now.Add(wait))
}

// backoff is the pause behind a try: five seconds at most behind the first, four times as long behind each further one,
// an hour at most. Half of it is jitter, so that what failed together doesn't come back together.
func backoff(tries int) time.Duration {
	d := min(time.Hour, 5*time.Second<<min(2*tries, 20))
	return d/2 + rand.N(d/2)
}

// breaker is the circuit breaker between the sender and one address.
type breaker struct {
	mu     sync.Mutex
	known  bool                // it has taken or refused an event since this process began
	failed map[hooks.Lead]bool // leads that have failed since it last took one
	pauses int                 // since then
	until  time.Time           // nothing is sent before
	gone   bool
}

// failedMost is on how many leads in a row an address may fail before it is tried with one event at a time.
const failedMost = 5

// allows says whether all that is due may be sent, or else one event, to see.
func (b *breaker) allows(now time.Time) (all, probe bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.gone || now.Before(b.until) {
		return false, false
	}
	all = len(b.failed) < failedMost
	return all, !all
}

// choose is a lead to try: one that has not failed, where there is one.
func (b *breaker) choose(leads []hooks.Lead) hooks.Lead {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, l := range leads {
		if !b.failed[l] {
			return l
		}
	}
	return leads[rand.IntN(len(leads))]
}

// succeed closes the breaker, and reports whether that is news.
func (b *breaker) succeed() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	news := !b.known || len(b.failed) > 0
	b.known, b.failed, b.pauses = true, nil, 0
	return news
}

// fail notes a failure, and reports whether it is the first since an event was taken, or the last there can be.
func (b *breaker) fail(now time.Time, lead hooks.Lead, why refusal) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	news := len(b.failed) == 0 || why.gone && !b.gone
	if b.failed == nil {
		b.failed = map[hooks.Lead]bool{}
	}
	if len(b.failed) < 1000 {
		b.failed[lead] = true
	}
	b.known, b.gone = true, b.gone || why.gone
	if why.all && why.wait > 0 {
		b.until = now.Add(why.wait)
	} else if len(b.failed) >= failedMost {
		d := min(30*time.Second, time.Second<<min(b.pauses, 5))
		b.pauses++
		b.until = now.Add(d/2 + rand.N(d/2))
	}
	return news
}
