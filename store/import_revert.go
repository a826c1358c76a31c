package store

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/event"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/marks"
	"github.com/followup-coach/followup/store/patch"
	"github.com/followup-coach/followup/store/wire"
)

// The way back of an import goes by the lines that it left in the audit list, not by what the list held: whatever was
// changed since by hand is found there too, and stays.

// RevertQuery says which import is to be taken back.
type RevertQuery struct {
	Rep, ID, By string
	Now         time.Time
	// Name is the normalized name of a lead, Attention when one must be looked at as it will be.
	Name      func(coach.Lead) string
	Attention func(coach.Rep, coach.Lead) coach.Attention
}

// ErrNoImport says that the rep has brought in no list of that id.
var ErrNoImport = errors.New("no such import")

// ImportedError says that the last change that stands is an import, which is taken back as a whole and not by an undo.
type ImportedError struct{ ID string }

func (e *ImportedError) Error() string { return "the last change is the import " + e.ID }

// LastImport is the import that an undo has found instead of a change, and whether that is what err says.
func LastImport(err error) (id string, is bool) {
	last, is := errors.AsType[*ImportedError](err)
	if !is {
		return "", false
	}
	return last.ID, true
}

// RevertImport takes an import back, part by part, the last one first: the leads that it made go, and the others get
// back what they were, to the byte. A lead that something else has happened on since stays as it is, and is counted.
// Interrupted, it is called again and goes on. What it leaves is the import's record and lines in the audit list.
func (w *Workspace) RevertImport(ctx context.Context, q RevertQuery) (Import, error) {
	for try := 1; ; try++ {
		im, found, err := w.Records.Import(ctx, q.Rep, q.ID)
		switch {
		case err != nil:
			return im, NotSaved(err)
		case !found:
			return im, ErrNoImport
		case im.State == ImportReverted:
			return im, nil
		}
		if im, err = w.revert(ctx, q, im); !TryAgain(ctx, try, err) {
			return im, err
		}
	}
}

// revert is one try at what is left of an import.
func (w *Workspace) revert(ctx context.Context, q RevertQuery, im Import) (Import, error) {
	if im.State != ImportReverting { // from here on no part is added
		im.State, im.Days = ImportReverting, nil
		b := wire.NewBatch(w.space.rep(q.Rep))
		b.Once(q.Rep, wire.Mark{Now: q.Now})
		var err error
		if im, err = w.writeImport(ctx, b, im, q.Now); err != nil {
			return im, err
		}
	}
	// Walked from the newest line on: what was changed by then is known when a line of the import is met.
	var lines []logEntry
	undone, changed := map[string]bool{}, map[string]bool{}
	stays := map[string]bool{}
	err := w.History.walk(ctx, w.space.rep(q.Rep), q.Rep, func(e logEntry) bool {
		of, isUndo := strings.CutPrefix(e.undo, undoOf)
		mine := e.op == opImport && strings.HasPrefix(e.id, im.ID+".")
		switch {
		case isUndo:
			undone[of] = true
		case mine && !undone[e.id]:
			lines = append(lines, e)
			for _, id := range e.ids() {
				if changed[id] {
					stays[id] = true
				}
			}
		case !mine && e.lead != "" && !undone[e.id]:
			changed[e.lead] = true
		}
		return e.id != im.ID+".1" && e.at.After(im.At.Add(-touchedSlack))
	})
	if err != nil {
		return im, NotSaved(err)
	}
	// The lines of a part stand together, that of the leads that it made before those of the ones that it changed.
	for len(lines) > 0 {
		n := 1
		for n < len(lines) && partOf(lines[n]) == partOf(lines[0]) {
			n++
		}
		if im, err = w.revertPart(ctx, q, im, lines[:n], stays); err != nil {
			return im, err
		}
		lines = lines[n:]
	}
	im.State = ImportReverted
	b := wire.NewBatch(w.space.rep(q.Rep))
	b.Once(q.Rep, wire.Mark{Now: q.Now})
	return w.writeImport(ctx, b, im, q.Now)
}

// partOf is the part of an import that a line belongs to.
func partOf(e logEntry) string {
	p := strings.SplitN(e.id, ".", 3)
	return strings.Join(p[:min(2, len(p))], ".")
}

// revertPart takes one part back, in one write.
func (w *Workspace) revertPart(ctx context.Context, q RevertQuery, im Import, lines []logEntry,
	stays map[string]bool) (Import, error) {
	seen, err := w.Records.Read(ctx, Query{Rep: q.Rep, Now: q.Now})
	if err != nil {
		return im, NotSaved(err)
	}
	t := w.space.rep(q.Rep)
	b := wire.NewBatch(t)
	b.Once(q.Rep, wire.Mark{Now: q.Now})
	if err := addRep(b, t, q.Rep, seen, Change{}, true, nil); err != nil {
		return im, err
	}
	var r marks.Reached
	for _, e := range lines {
		ids := e.ids()
		raw, err := w.Records.rawLeads(ctx, q.Rep, ids)
		if err != nil {
			return im, NotSaved(err)
		}
		line := logEntry{id: NewID(), op: opRevert, by: q.By, at: q.Now, lead: e.lead, undo: undoOf + e.id}
		var back []string
		for i, id := range ids {
			lead, err := leadOf(q.Rep, id, raw[i])
			switch {
			case err != nil && !w.space.s.Passes(err):
				return im, err
			case err == nil && lead == nil: // erased, handed over, merged: nothing is left that could stay
				continue
			case err != nil, stays[id]: // damaged, or somebody is at work on it
				im.Stayed++
				continue
			}
			was, err := w.takeBack(b, q, seen, e, &line, *lead, raw[i])
			if err != nil {
				return im, err
			}
			w.space.s.addReached(&r, seen.Rep, lead, was)
			back = append(back, id)
		}
		im.Back += len(back)
		if e.lead == "" {
			line.touch = strings.Join(back, ",")
		}
		b.Do("RPUSH", t.Audit(q.Rep), line.encode(q.Rep))
	}
	dropWaiting(b, t, q.Rep, sharedItem(partOf(lines[0])))
	addOutbox(b, t, q.Rep, q.Now, sharedItems(q.Rep, r))
	return w.writeImport(ctx, b, im, q.Now)
}

// takeBack removes a lead that an import made, or gives one that it changed its record of before, and returns that.
func (w *Workspace) takeBack(b *wire.Batch, q RevertQuery, seen Snapshot, e logEntry, line *logEntry, lead coach.Lead,
	raw string) (was *coach.Lead, err error) {
	t := b.Tag
	b.Check("same", t.Leads(q.Rep), lead.ID, raw)
	if e.lead == "" {
		name := q.Name(lead)
		b.Check("name", t.Names(q.Rep), name, lead.ID)
		b.Do("HDEL", t.Names(q.Rep), name)
		b.Do("HDEL", t.Leads(q.Rep), lead.ID)
		addAggregate(b, seen.Rep, q.Rep, lead.ID, aggregateOf(&lead), aggregate{}, q.Now)
		w.space.s.addDetails(b, seen.Rep, &lead, nil)
		addRemoval(b, t, lead)
		return nil, w.space.s.addEvents(b, event.Change{Was: &lead, Rep: seen.Rep, By: q.By, Now: q.Now, Undo: true,
			Why: event.Undone})
	}
	// Unlike an undo's, the version goes back too: the record is the very one that was there.
	back, err := codec.ApplyPatch(raw, e.leadBefore)
	if err == nil {
		back, err = patch.Set(back, codec.VersionField, strconv.FormatInt(lead.Version-1, 10))
	}
	if err != nil {
		return nil, err
	}
	if was, err = leadOf(q.Rep, lead.ID, back); err != nil {
		return nil, err
	}
	if line.leadBefore, err = codec.UndoPatch(raw, back); err != nil {
		return nil, err
	}
	b.Do("HSET", t.Leads(q.Rep), lead.ID, back)
	addAggregate(b, seen.Rep, q.Rep, lead.ID, aggregateOf(&lead), aggregateOf(was), q.Now)
	w.space.s.addDetails(b, seen.Rep, &lead, was)
	err = w.space.s.addEvents(b, event.Change{Was: &lead, Is: was, Rep: seen.Rep, By: q.By, Now: q.Now, Undo: true})
	if err != nil {
		return nil, err
	}
	return was, addAttention(b, t, *was, q.Attention(seen.Rep, *was))
}
