package schedule

import (
	"context"
	"errors"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// errStopped ends a change of a lead that is over already.
var errStopped = errors.New("the lead is closed already")

// stop ends those leads of a rep that have a number whose owner asked somebody in the workspace not to be called: the
// open ones, and closed ones that would come up again, such as with the end of a contract. Each end is a touch like any
// other, by whoever was asked and at that time, so that the lead itself says why it is over; it is in the rep's audit
// trail and can't be taken back with undo.
func (c composer) stop(ctx context.Context, rep coach.Rep, b store.Blocked) error {
	var ids []string
	err := c.space.Records.LiveLeads(ctx, rep.ID, func(leads []coach.Lead) error {
		for _, l := range leads {
			if l.Telephones(rep).Covers(b.Phone) || l.Phone != "" && rep.PhoneKey(l.Phone) == b.Phone {
				ids = append(ids, l.ID)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, id := range ids {
		now := later(c.now(), b.At)
		_, _, err := c.space.Change(ctx, store.Query{Rep: rep.ID, Now: now, LeadID: id, Touches: -1},
			func(seen store.Snapshot) (store.Change, error) {
				if seen.Lead == nil || !seen.Lead.Open() && seen.Lead.Progress.Task() == nil {
					return store.Change{}, errStopped
				}
				l, logged, err := c.rules.Log(*seen.Lead, seen.Touches, coach.Touch{
					ID: store.NewID(), Outcome: outcome.DoNotCall, At: later(b.At, seen.Lead.Progress.ClosedAt), Logged: now, By: b.By,
					ByOtherLead: true,
				}, seen.Rep)
				return store.Change{
					Op: "stop " + string(outcome.DoNotCall), By: b.By, Now: now,
					Lead: &l, Touch: &logged.Touch, Attention: c.rules.Timers(l, seen.Rep, now),
				}, err
			})
		if err != nil && !errors.Is(err, errStopped) {
			return err
		}
	}
	return nil
}

// readBlockedAnew has the numbers on the do-not-call list read as this version reads them, once: it tries until the
// store answers.
func (e *Engine) readBlockedAnew(ctx context.Context) {
	again := time.NewTimer(0)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-again.C:
		}
		err := e.cfg.Space.ReadBlockedAnew(ctx, e.cfg.Now())
		if err == nil {
			return
		}
		e.log.Warn("could not read the blocked numbers anew", "error", err)
		again.Reset(e.cfg.Tick)
	}
}
