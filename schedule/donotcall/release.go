package donotcall

import (
	"context"
	"errors"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/correct"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// Release brings a lead back that has ended only because its number was blocked on another one, once nobody's word
// blocks any of its numbers any more: the end is taken out of its history, so that it goes on where it was, with the
// call that was agreed on. The rep's audit trail says who took the block back, and the rep is told, unless it was they.
// Nothing is done about any other lead.
func (d List) Release(ctx context.Context, rep coach.Rep, lead, by string) error {
	for {
		released, err := d.release(ctx, rep, lead, by)
		if released || err != nil {
			return err
		}
	}
}

// release is one try of [List.Release]; false says that the lead has changed since its numbers were looked up.
func (d List) release(ctx context.Context, rep coach.Rep, lead, by string) (bool, error) {
	now := d.Now()
	// The list lies in another shard, so that it is asked ahead of the change.
	was, err := d.Space.Records.Read(ctx, store.Query{Rep: rep.ID, Now: now, LeadID: lead})
	if err != nil || was.Lead == nil || was.Lead.Progress.ClosedBy == "" {
		return true, err
	}
	blocked, err := d.Space.Directory.BlockedAmong(ctx, numbersOf(*was.Lead, was.Rep))
	if err != nil || len(blocked) > 0 {
		return true, err
	}
	_, _, err = d.Space.Change(ctx, store.Query{Rep: rep.ID, Now: now, LeadID: lead, Touches: -1},
		func(seen store.Snapshot) (store.Change, error) {
			if seen.Lead == nil || seen.Lead.Version != was.Lead.Version {
				return store.Change{}, errChanged
			}
			c, ended := correct.Released(d.Rules, *seen.Lead, seen.Touches, seen.Rep)
			if !ended {
				return store.Change{}, errStopped
			}
			return store.Change{
				Op: "release " + string(outcome.Reopened), By: by, Now: now,
				Lead: &c.Lead, Rewritten: &c.Is, Attention: d.Rules.Timers(c.Lead, seen.Rep, now),
				Letters: letter(c.Lead, coach.Letter{Released: by}, now),
			}, nil
		})
	switch {
	case errors.Is(err, errChanged):
		return false, nil
	case errors.Is(err, errStopped):
		return true, nil
	}
	return true, err
}

// errChanged ends a change of a lead that is not the one whose numbers were looked up.
var errChanged = errors.New("the lead has changed since")
