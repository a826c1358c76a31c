package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/wire"
)

// Several lines of one command become one write, so that a second delivery of the command finds all that they did, or
// nothing of it.

// Planned is one of several changes that are written together, and what it was decided from.
type Planned struct {
	Seen   Snapshot
	Change Change
}

// WriteAll writes several changes of one rep in one trip, in their order: all of them, or none if anything that they
// were decided from has changed. Each has its own journal entry and is taken back by itself. The answer is stored under
// the key; under its own words each change stores its own answer.
//
// A lead may be changed more than once. Each further change is decided from the lead as the one before it leaves it,
// and its Seen holds that lead. Only the first change may bring a record of the rep. Errors are those of
// [Workspace.Write]: after any of them but [ErrUnknown] nothing was written.
func (w *Workspace) WriteAll(ctx context.Context, key string, answer []byte, all []Planned) error {
	if len(all) == 0 {
		return errors.New("store: several changes need one at least")
	}
	first := all[0].Seen
	rep := repOf(first, all[0].Change)
	if rep == "" {
		return errors.New("store: a change needs the rep's id")
	}
	t := w.space.rep(rep)
	b := wire.NewBatch(t)
	b.Once(rep, wire.Mark{Key: key, Answer: answer, Now: all[0].Change.Now})
	written := make(map[string]leadWritten, len(all))
	for i := range all {
		seen, c := all[i].Seen, all[i].Change
		switch {
		case repOf(seen, c) != rep:
			return fmt.Errorf("store: changes of reps %q and %q in one write", rep, repOf(seen, c))
		case seen.instead != nil:
			return errors.New("store: several changes take the place of none")
		case seen.repRaw != first.repRaw:
			return ErrConflict // the rep's record was changed between two of the reads
		case i > 0 && c.Rep != nil:
			return errors.New("store: only the first of several changes brings the rep's record")
		}
		b.Say(rep, c.Said, c.Entry, c.Now)
		e := newEntry(c)
		if i == 0 {
			if err := addRep(b, t, rep, seen, c, w.space.s.details != nil, &e); err != nil {
				return err
			}
		}
		if all[0].Change.Rep != nil { // due times depend on the record as it will be
			seen.Rep = *all[0].Change.Rep
		}
		if err := w.addLeadAfter(ctx, b, rep, seen, c, &e, written); err != nil {
			return err
		}
		b.Do("RPUSH", t.Audit(rep), e.encode(rep))
		addOutbox(b, t, rep, c.Now, slices.Concat(c.Outbox, sharedItems(rep, w.space.s.reachedBy(seen, c))))
	}
	return w.space.s.Commit(ctx, b)
}

// leadWritten is a lead as an earlier change of the same write leaves it.
type leadWritten struct {
	raw  string
	lead coach.Lead
}

// addLeadAfter is [Workspace.addLead] for a change that others of the same write stand before. What they leave of the
// lead takes the place of what was read, and is not checked: it isn't stored yet.
func (w *Workspace) addLeadAfter(ctx context.Context, b *wire.Batch, rep string, seen Snapshot, c Change, e *logEntry,
	written map[string]leadWritten) error {
	if c.Lead == nil {
		return w.addLead(ctx, b, b.Tag, rep, seen, c, e)
	}
	add := func() error { return w.addLead(ctx, b, b.Tag, rep, seen, c, e) }
	var err error
	if before, again := written[c.Lead.ID]; again {
		lead := before.lead
		seen.Lead, seen.leadRaw, seen.aggregate = &lead, before.raw, aggregateOf(&lead)
		err = b.Unchecked(add)
	} else {
		err = add()
	}
	if err != nil {
		return err
	}
	raw, err := codec.Encode(c.Lead, seen.leadRaw)
	if err != nil {
		return fmt.Errorf("store: lead: %w", err)
	}
	written[c.Lead.ID] = leadWritten{raw: raw, lead: *c.Lead}
	return nil
}
