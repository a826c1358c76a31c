package store

import (
	"context"
	"errors"
	"maps"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/event"
	"github.com/followup-coach/followup/store/marks"
	"github.com/followup-coach/followup/store/wire"
)

// To forget is what an installation wants of leads that were closed long ago, to erase what a person wants of one. Both
// remove the same, but forgetting leaves what was kept for a day to end by itself.

// Forget takes closed leads of a rep away for good, with their touches, names and details; what the audit list holds of
// them goes from its lines, which go on saying who changed which lead and when. Counts and blocked numbers stay. A lead
// that is open, has something left to do, or was changed within the time in which that may be undone is left alone. It
// walks once over the rep's audit list and names, some hundreds at a time, and then writes each lead by itself, so that
// it may be interrupted and called again. It returns how many leads went.
func (w *Workspace) Forget(ctx context.Context, rep string, now time.Time, leads ...string) (gone int, err error) {
	going := make(map[string]string, len(leads)) // of each id the lead that it is of, or has gone into
	found, err := w.Records.Leads(ctx, rep, leads...)
	if err != nil {
		return 0, err
	}
	// What went into a lead that is merged goes with it.
	for _, l := range found {
		if l.Open() || hasOpenTask(l) {
			continue
		}
		for _, id := range l.IDs() {
			going[id] = l.ID
		}
	}
	err = w.History.strip(ctx, rep, func(e logEntry) bool {
		lead, goes := going[e.lead]
		// The newest line comes first: what it keeps, it keeps whole.
		if goes && now.Sub(e.at) < journalSpan {
			maps.DeleteFunc(going, func(_, of string) bool { return of == lead })
			return false
		}
		return goes
	})
	if err != nil {
		return 0, err
	}
	for _, l := range found { // and from those of the reps who had it before
		for _, before := range beforeReps(&l) {
			err := w.History.strip(ctx, before, func(e logEntry) bool { return going[e.lead] == l.ID })
			if err == nil {
				err = w.Went.Drop(ctx, before, l.ID, now)
			}
			if err != nil {
				return 0, err
			}
		}
	}
	names, err := w.Records.namesFor(ctx, rep, going)
	if err != nil {
		return 0, err
	}
	owner, _, err := w.Records.Rep(ctx, rep)
	if err != nil {
		return 0, err
	}
	for _, id := range leads {
		if going[id] != id {
			continue
		}
		went, err := w.forgetLead(ctx, owner, id, names[id], now)
		if err != nil {
			return gone, err
		}
		if went {
			gone++
		}
	}
	return gone, nil
}

// forgetLead takes one closed lead away, unless it changes meanwhile.
func (w *Workspace) forgetLead(ctx context.Context, rep coach.Rep, id, name string, now time.Time) (bool, error) {
	raw, err := w.Records.rawLeads(ctx, rep.ID, []string{id})
	if err != nil {
		return false, err
	}
	l, err := leadOf(rep.ID, id, raw[0])
	if err != nil || l == nil || l.Open() || hasOpenTask(*l) {
		return false, err
	}
	t := w.space.rep(rep.ID)
	b := wire.NewBatch(t)
	b.Once(rep.ID, wire.Mark{Now: now})
	w.space.s.addGone(b, rep, l, raw[0], name, now)
	err = w.space.s.addEvents(b, event.Change{Was: l, Rep: rep, Now: now, Why: event.Forgotten})
	if err != nil {
		return false, err
	}
	var r marks.Reached
	w.space.s.addReached(&r, rep, l, nil)
	addOutbox(b, t, rep.ID, now, sharedItems(rep.ID, r))
	e := newEntry(Change{Op: "forget", Now: now})
	e.lead = id
	b.Do("RPUSH", t.Audit(rep.ID), e.encode(rep.ID))
	err = w.space.s.Commit(ctx, b)
	if errors.Is(err, ErrConflict) {
		return false, nil
	}
	return err == nil, err
}

// namesFor are the normalized names that lead to some leads of a rep.
func (w Records) namesFor(ctx context.Context, rep string, ids map[string]string) (map[string]string, error) {
	found := make(map[string]string, len(ids))
	err := w.eachName(ctx, rep, func(name, lead string) bool {
		if _, is := ids[lead]; is {
			found[lead] = name
		}
		return true
	})
	return found, err
}
