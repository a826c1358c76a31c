package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/followup-coach/followup/coach"
)

// Stop ends those of a rep's leads that have a number which was blocked and that something may still come due about. It
// may be called again for a rep that is done, and must change nothing then.
type Stop func(ctx context.Context, rep coach.Rep, b Blocked) error

// stopStride is after how many reps a walk notes how far it has come.
const stopStride = 16

// stopEverywhere calls stop for each rep of the workspace, in the order of their ids, and keeps with the outbox item
// how far it has come: after an error or a crash the next call goes on there.
func (w *Workspace) stopEverywhere(ctx context.Context, t tag, it Outbox, raw string, stop Stop) error {
	reps, err := w.Reps(ctx)
	if err != nil {
		return err
	}
	slices.SortFunc(reps, func(a, b coach.Rep) int { return cmp.Compare(a.ID, b.ID) })
	for i, r := range reps {
		if r.ID <= it.After {
			continue
		}
		if err := stop(ctx, r, *it.Blocked); err != nil {
			return err
		}
		if (i+1)%stopStride != 0 {
			continue
		}
		it.After = r.ID
		next, err := encode(it, raw)
		if err != nil {
			return fmt.Errorf("store: outbox item: %w", err)
		}
		b := newBatch(t)
		b.check("same", t.outbox(), it.ID, raw)
		b.do("HSET", t.outbox(), it.ID, next)
		v, err := w.s.write(ctx, b)
		if err != nil {
			return err
		}
		if v.kind != "ok" {
			return errOtherReplica
		}
		raw = next
	}
	return nil
}

// LiveLeads hands every lead of a rep that something may come due about to fn, in batches of at most 500: the open
// ones, and closed ones with something left to do. A lead that is added meanwhile may be left out.
func (w *Workspace) LiveLeads(ctx context.Context, rep string, fn func([]coach.Lead) error) error {
	var ids []string
	err := w.s.read(ctx, func(c *client) error {
		var err error
		ids, err = c.ZRange(ctx, w.rep(rep).looks(rep), 0, -1).Result()
		return err
	})
	if err != nil {
		return err
	}
	for part := range slices.Chunk(ids, readBatch) {
		leads, err := w.Leads(ctx, rep, part...)
		if err != nil {
			return err
		}
		if err := fn(slices.DeleteFunc(leads, func(l coach.Lead) bool { return !l.Open() && !hasOpenTask(l) })); err != nil {
			return err
		}
	}
	return nil
}
