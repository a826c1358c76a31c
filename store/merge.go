package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/event"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/patch"
	"github.com/followup-coach/followup/store/wire"
)

// Of two leads of a rep that are the same prospect one goes into the other ([Change.Merge]). It is one write: the lead
// that stays, with the other's touches behind its own, and all that hangs on the other is gone with its record. The
// audit list has a line for each of both, the second under the first one's id with the lead that went behind it.
//
// What was logged on the lead that went stays in its place for as long as it can be taken back, and a while longer.

// mergedLife is for how long the touches of a lead that went into another one are known.
const mergedLife = journalSpan + 12*time.Hour

// Merge is the lead that goes into another one.
type Merge struct {
	Gone  Snapshot      // it, with all of its touches
	Moved []coach.Touch // they as they stand behind those of the lead that stays
}

// addMerged removes a lead that goes into that of a change, if it is as it was read, and moves its touches.
func (w *Workspace) addMerged(ctx context.Context, b *wire.Batch, seen Snapshot, c Change, e *logEntry) error {
	t, gone := b.Tag, c.Merge.Gone.Lead
	switch {
	case seen.Lead == nil || gone == nil || gone.ID == seen.Lead.ID || gone.Rep != c.Lead.Rep:
		return errors.New("store: two leads of one rep can be merged")
	case c.Merge.Gone.repRaw != seen.repRaw:
		return ErrConflict // the rep's record was changed between the two reads
	}
	// Nothing leads to it any more: no name, no detail, no due entry.
	name, err := w.Records.nameOf(ctx, gone.Rep, gone.ID, c.Merge.Gone.Name)
	if err != nil {
		return NotSaved(err)
	}
	w.space.s.addGoing(b, seen.Rep, gone, c.Merge.Gone.leadRaw, name, aggregate{}, c.Now)
	// What was logged on it goes on in the other, and stays as it was for an undo.
	if err := w.addMoved(ctx, b, *gone, c); err != nil {
		return err
	}
	err = w.space.s.addEvents(b, event.Change{Was: gone, Rep: seen.Rep, By: c.By, Now: c.Now, Why: event.Merged,
		Into: c.Lead.ID})
	if err != nil {
		return err
	}
	b.Do("PEXPIRE", t.Touches(gone.Rep, gone.ID), mergedLife.Milliseconds())
	e.undo = mayPart + gone.ID
	b.Do("RPUSH", t.Audit(gone.Rep), logEntry{id: e.id + "." + gone.ID, op: c.Op, by: c.By, at: c.Now, lead: gone.ID,
		leadBefore: c.Merge.Gone.leadRaw, oldName: name}.encode(gone.Rep))
	return nil
}

// addMoved puts the touches of a lead that goes behind those of the one that stays, with what a newer version has
// written into them.
func (w *Workspace) addMoved(ctx context.Context, b *wire.Batch, gone coach.Lead, c Change) error {
	var stored []string
	err := w.space.s.Read(ctx, func(cl redis.UniversalClient) (err error) {
		stored, err = cl.LRange(ctx, b.Tag.Touches(gone.Rep, gone.ID), 0, -1).Result()
		return err
	})
	switch {
	case err != nil:
		return NotSaved(err)
	case len(stored) != len(c.Merge.Moved):
		return ErrConflict
	}
	raw := make([]any, len(stored))
	for i := range c.Merge.Moved {
		if raw[i], err = encodeTouch(c.Merge.Moved[i], stored[i]); err != nil {
			return err
		}
	}
	for part := range slices.Chunk(raw, readBatch) {
		b.Do("RPUSH", b.Tag.Touches(gone.Rep, c.Lead.ID), part...)
	}
	return nil
}

// partOf is the merge among some entries by which the lead of a line went, "" for a line of something else.
func (e logEntry) partOf(entries []logEntry) string {
	for _, m := range entries {
		if m.undo == mayPart+e.lead && e.id == m.id+"."+e.lead {
			return m.id
		}
	}
	return ""
}

// parting is a merge that is being taken back: the lead that went, as it comes back.
type parting struct {
	line    logEntry // of its going
	raw     string   // its record, to the byte
	lead    coach.Lead
	after   Restored
	touches int64 // that it had
}

// partingOf reads what the undo of a merge brings back; nil for an entry that is none. [ErrNothingToUndo] where what
// was logged on the lead is no longer known.
func (h History) partingOf(ctx context.Context, u UndoQuery, x *undoing, entries []logEntry) (*parting, error) {
	gone, merged := strings.CutPrefix(x.entry.undo, mayPart)
	if !merged {
		return nil, nil
	}
	// Its record stands in the line of its going, which an erasure may have emptied.
	at := slices.IndexFunc(entries, func(e logEntry) bool { return e.id == x.entry.id+"."+gone })
	if at < 0 || entries[at].leadBefore == "" {
		return nil, ErrNothingToUndo
	}
	p := &parting{line: entries[at], raw: entries[at].leadBefore}
	if err := codec.Decode(p.raw, &p.lead); err != nil {
		return nil, fmt.Errorf("store: lead that went: %w", err)
	}
	var had *redis.IntCmd
	err := h.at.s.Read(ctx, func(c redis.UniversalClient) error {
		had = c.LLen(ctx, h.at.rep(u.Rep).Touches(u.Rep, gone))
		return had.Err()
	})
	if err != nil {
		return nil, NotSaved(err)
	}
	if p.touches = had.Val(); p.touches == 0 && p.lead.Progress.Touches > 0 {
		return nil, ErrNothingToUndo
	}
	x.before.Back = &p.lead
	// Who has read the lead that stays since the merge stays on it: no undo takes that back.
	if stays := x.before.Lead; stays != nil && x.seen.Lead != nil {
		since := len(stays.Opened)
		for _, o := range x.seen.Lead.Opened {
			if !o.At.Before(x.entry.at.Truncate(time.Second)) && !slices.Contains(stays.Opened, o) {
				stays.Opened = append(stays.Opened, o)
			}
		}
		if len(stays.Opened) > since {
			stays.Opened = stays.Opened[max(0, len(stays.Opened)-coach.MaxOpened):]
			mark, err := json.Marshal(stays.Opened)
			if err != nil {
				return nil, fmt.Errorf("store: openings: %w", err)
			}
			if x.leadRaw, err = patch.Apply(x.leadRaw, `{"opened":`+string(mark)+`}`); err != nil {
				return nil, err
			}
		}
	}
	p.after, err = u.Restore(Before{Entry: p.line.public(), Rep: x.before.Rep, Lead: &p.lead})
	return p, err
}

// addParting brings a lead back that went into another one, with its name, due entry, timers and touches. It stands
// behind what gives the other one its record back.
func (h History) addParting(b *wire.Batch, x *undoing, p *parting) error {
	t, rep := b.Tag, x.ask.Rep
	b.Check("absent", t.Leads(rep), p.lead.ID, "")
	b.Do("HSET", t.Leads(rep), p.lead.ID, p.raw)
	if name := p.line.oldName; name != "" {
		b.Check("name", t.Names(rep), name, p.lead.ID)
		b.Do("HSET", t.Names(rep), name, p.lead.ID)
	}
	addAggregate(b, x.seen.Rep, rep, p.lead.ID, aggregate{}, aggregateOf(&p.lead), x.ask.Now)
	h.at.s.addDetails(b, x.seen.Rep, nil, &p.lead)
	if err := addAttention(b, t, p.lead, p.after.Attention); err != nil {
		return err
	}
	err := h.at.s.addEvents(b, event.Change{Is: &p.lead, Rep: x.before.Rep, By: x.ask.By, Now: x.ask.Now, Undo: true})
	if err != nil {
		return err
	}
	// What came over stands at the end of the other's history.
	if p.touches > 0 {
		b.Do("LTRIM", t.Touches(rep, x.entry.lead), 0, -p.touches-1)
	}
	b.Do("PERSIST", t.Touches(rep, p.lead.ID))
	// A do-not-call that only the merge has brought over goes with it.
	var lifts []Outbox
	for _, l := range []*coach.Lead{x.before.Lead, &p.lead} {
		if stops(x.seen.Lead) && !stops(l) {
			lifts = append(lifts, Outbox{Kind: OutboxUnblock, By: x.ask.By, Rep: rep, Lead: l.ID})
		}
	}
	addOutbox(b, t, rep, x.ask.Now, lifts)
	b.Do("RPUSH", t.Audit(rep), logEntry{id: NewID(), op: "undo", by: x.ask.By, at: x.ask.Now, lead: p.lead.ID,
		undo: undoOf + p.line.id, leadBefore: codec.DidNotExist, newName: p.line.oldName}.encode(rep))
	return nil
}

// stops reports whether a lead is closed as do-not-call.
func stops(l *coach.Lead) bool { return l != nil && l.Progress.Closed == outcome.DoNotCall }
