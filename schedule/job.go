package schedule

import (
	"context"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/cover"
	"github.com/followup-coach/followup/schedule/comeback"
	"github.com/followup-coach/followup/schedule/donotcall"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

const (
	jobTimeout = 30 * time.Second // for one job
	jobRest    = 30 * time.Second // before one that failed is tried again here
)

// outbox carries out what a change owes to another shard. The store makes it idempotent, so nothing is claimed.
func (c composer) outbox(_ context.Context, d ledger.Due, now time.Time) (action, error) {
	return action{due: d, run: func(ctx context.Context) error {
		return c.space.CarryOut(ctx, d, now, carrier{c.doNotCall(), c.handOver})
	}}, nil
}

// carrier does what work between shards needs rules for.
type carrier struct {
	donotcall.List
	handOver func(context.Context, store.Outbox) error
}

// HandOver moves leads to another rep, and tells who must hear of it.
func (c carrier) HandOver(ctx context.Context, it store.Outbox) error { return c.handOver(ctx, it) }

func (c composer) doNotCall() donotcall.List {
	return donotcall.List{Space: c.space, Rules: c.rules, Now: c.now}
}

// reindex works out anew when a rep's leads are due, after settings changed that decide about it.
func (c composer) reindex(_ context.Context, d ledger.Due, now time.Time) (action, error) {
	attention := func(r coach.Rep, l coach.Lead) coach.Attention { return c.rules.Timers(l, cover.Plans(r, now), now) }
	return action{due: d, run: func(ctx context.Context) error { return c.space.Reindex(ctx, d.Rep, attention) }}, nil
}

// comeBack brings a rep back whose absence has ended, and spreads what has gathered. What it changes is written with
// its entry's next time.
func (c composer) comeBack(_ context.Context, d ledger.Due, _ time.Time) (action, error) {
	desk := comeback.Desk{Space: c.space, Rules: c.rules, Now: c.now}
	return action{due: d, run: func(ctx context.Context) error { return desk.Return(ctx, d) }}, nil
}

// imports goes on with a list that nobody is at any more. Its parts are written with their due entry, so that it is
// looked at again when it stops once more.
func (c composer) imports(_ context.Context, d ledger.Due, _ time.Time) (action, error) {
	return action{due: d, run: func(ctx context.Context) error { return c.resume(ctx, d) }}, nil
}

// runJob runs what needs no message. It can be repeated without harm; after an error it comes up again after a rest.
func (e *Engine) runJob(ctx context.Context, t *task) result {
	ctx, cancel := context.WithTimeout(ctx, jobTimeout)
	defer cancel()
	if err := t.action.run(ctx); err != nil {
		e.log.Warn("a job between shards is not done yet", "kind", t.kind.name, "err", err)
		e.rest(t.action.due)
		return again
	}
	e.Wake() // what it has changed may owe something to one more shard
	return finished
}
