package schedule

import (
	"context"
	"errors"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/cover"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store/ledger"
)

// A reminder of a rep's lead goes to whoever sees to it: to the rep, or while they are away to the colleague who covers
// for them. The entry is the rep's either way, and so is the delivery, whose key names the colleague: what was sent to
// one of them takes nothing from the other.

// reminds is the action of an entry that is to become a reminder under a key, which is lengthened for a colleague.
func (c composer) reminds(ctx context.Context, d ledger.Due, key string, now time.Time) (action, error) {
	to := d.Rep
	owner, known, err := c.rep(ctx, d.Rep)
	switch {
	case damaged(err): // compose says so
	case err != nil:
		return action{}, err
	case known:
		colleague, covers, err := c.covering().Colleague(ctx, owner, now)
		if err != nil && !damaged(err) {
			return action{}, err
		}
		if covers {
			to = colleague.ID
		}
	}
	a := delivers(d, keyFor(key, d, to), Recipient{ID: to})
	a.meant = d.At
	return a, nil
}

// keyFor is the key of a reminder for whoever gets it.
func keyFor(key string, d ledger.Due, to string) string {
	if to == "" || to == d.Rep {
		return key
	}
	return key + "/" + to
}

// reminded is who gets a reminder.
type reminded struct {
	reads coach.Rep // by their record: whose clock, switches and number of messages count
	works coach.Rep // the record by which the leads are worked on
}

// theirs says in a message whose leads it is about, where that isn't the reader.
func (r reminded) theirs() notify.Theirs {
	if r.reads.ID == r.works.ID {
		return notify.Theirs{}
	}
	return notify.Theirs{Owner: r.works.ID}
}

// errElsewhere is why a reminder is addressed anew: a cover has begun or ended since.
var errElsewhere = errors.New("somebody else sees to the lead by now")

// remindsStill is who gets a reminder that was addressed a moment ago, by the record of the leads' rep as it is now.
func (c composer) remindsStill(ctx context.Context, a *action, owner coach.Rep, now time.Time) (reminded, error) {
	colleague, covers, err := c.covering().Colleague(ctx, owner, now)
	by := reminded{reads: owner, works: owner}
	if covers {
		by = reminded{reads: colleague, works: cover.Worked(owner)}
	}
	if err == nil && owner.ID != "" && by.reads.ID != a.to.ID {
		err = errElsewhere
	}
	return by, err
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
