package store

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/event"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/traces"
	"github.com/followup-coach/followup/store/wire"
)

// To erase a lead is one change ([Change.Erase]) that removes its record with all that hangs on it, and leaves an item
// in the outbox that removes the rest: what the journal and the audit trail say of it, what was kept for a while, the
// fingerprints of its messages. A second item has Redis write its append-only file anew, once the first is gone too.
// All of it can be interrupted: the first write is whole or not at all, and the outbox is worked off until it is done.
//
// The rep's counts stay. That somebody erased a lead, and when, stays in the audit trail, as does who did what before;
// neither says of whom.

// Kinds of outbox items that only the store asks for.
const (
	outboxErase   = "erase"   // Rep's Lead, called and reached by Words; Touches are its messages
	outboxRewrite = "rewrite" // the append-only file
)

// addErasure removes a lead, if it is as it was read.
func (w *Workspace) addErasure(ctx context.Context, b *wire.Batch, t keyspace.Tag, seen Snapshot, c Change,
	e *logEntry) error {
	lead := seen.Lead
	if lead == nil {
		return errors.New("store: a lead that wasn't read can't be erased")
	}
	name, err := w.nameBefore(ctx, lead.Rep, seen, c.Name)
	if err != nil {
		return NotSaved(err)
	}
	w.space.s.addGone(b, seen.Rep, lead, seen.leadStored(), name, c.Now)
	e.undo = ""
	err = w.space.s.addEvents(b, event.Change{Was: lead, Rep: seen.Rep, By: c.By, Now: c.Now, Why: event.Erased})
	if err != nil {
		return err
	}
	item := Outbox{Kind: outboxErase, By: c.By, Rep: lead.Rep, Teams: seen.Rep.Teams,
		At: c.Now.UTC(),
		Words: slices.Concat([]string{lead.Name, lead.Contact, lead.Company, lead.Phone, lead.Email},
			lead.Telephones(seen.Rep).Keys())}
	if len(lead.Shared) > 0 {
		item.Reach = w.space.s.reachOf(lead, seen.Rep)
	}
	for _, touch := range seen.Touches {
		if touch.Written() {
			item.Touches = append(item.Touches, touch.ID)
			dropWaiting(b, t, lead.Rep, PrintsItem(touch.ID))
		}
	}
	for _, item.Rep = range append(beforeReps(lead), lead.Rep) { // what the reps before have of it goes, too
		for _, item.Lead = range lead.IDs() {
			addOutbox(b, t, lead.Rep, c.Now, []Outbox{item})
		}
	}
	return nil
}

// addGone removes a lead with all that hangs on it, if its record is raw and name leads to it or to nothing; name is ""
// where none does. The rep's counts stay.
func (s *Store) addGone(b *wire.Batch, rep coach.Rep, l *coach.Lead, raw, name string, now time.Time) {
	s.addGoing(b, rep, l, raw, name, aggregateOf(l).done(), now)
	for _, id := range l.IDs() {
		b.Do("DEL", b.Tag.Touches(l.Rep, id))
	}
}

// addGoing is addGone of all but what was logged on the lead. Of what it adds to the rep's sums the aggregate stays.
func (s *Store) addGoing(b *wire.Batch, rep coach.Rep, l *coach.Lead, raw, name string, stays aggregate,
	now time.Time) {
	t := b.Tag
	b.Check("same", t.Leads(l.Rep), l.ID, raw)
	b.Do("HDEL", t.Leads(l.Rep), l.ID)
	if name != "" {
		b.Check("name", t.Names(l.Rep), name, l.ID)
		b.Do("HDEL", t.Names(l.Rep), name)
	}
	b.Do("UNLINK", t.Words(l.Rep)) // made anew from the names
	b.Do("UNLINK", t.Worded(l.Rep))
	addAggregate(b, rep, l.Rep, l.ID, aggregateOf(l), stays, now)
	s.addDetails(b, rep, l, nil)
	addRemoval(b, t, *l)
}

// erase removes what is left of a lead that is gone, and in its second part has the append-only file written anew.
func (w *Workspace) erase(ctx context.Context, it Outbox) error {
	c, err := w.space.s.Client(ctx)
	if err != nil {
		return err
	}
	if it.Kind == outboxRewrite {
		return traces.RewriteLog(ctx, c)
	}
	if len(it.Reach) > 0 {
		if err := w.markShared(ctx, Outbox{Reach: it.Reach}); err != nil {
			return err
		}
	}
	// What the lead was called before stands in its lines, so that they go last: all of this may be done again.
	words := it.Words
	err = w.History.walk(ctx, w.space.rep(it.Rep), it.Rep, func(e logEntry) bool {
		var was coach.Lead
		if e.lead == it.Lead && e.leadBefore != "" && json.Unmarshal([]byte(e.leadBefore), &was) == nil {
			words = append(words, was.Name, was.Contact, was.Company, was.Phone, was.Email)
		}
		return true
	})
	if err != nil {
		return err
	}
	if err := w.Went.Drop(ctx, it.Rep, it.Lead, it.At); err != nil {
		return err
	}
	for _, touch := range it.Touches {
		if err := w.Directory.dropPrints(ctx, Outbox{Touch: touch, Teams: it.Teams}); err != nil {
			return err
		}
	}
	err = traces.Remove(ctx, c, string(w.space.id), traces.Person{Rep: it.Rep, Lead: it.Lead, Words: words})
	if err != nil {
		return err
	}
	return w.History.strip(ctx, it.Rep, func(e logEntry) bool { return e.lead == it.Lead })
}

// rewriteBatch is how many lines of an audit list one write takes.
const rewriteBatch = 500

// strip leaves of those lines of a rep's audit list that of says yes to who did what to which lead, and when; of is
// asked from the newest on.
func (h History) strip(ctx context.Context, rep string, of func(logEntry) bool) error {
	_, err := h.rewrite(ctx, h.at.rep(rep), rep, func(e logEntry) string {
		if of(e) {
			return e.withoutRecord(rep)
		}
		return e.raw
	})
	return err
}

// rewrite writes the lines of an audit list as they are to be, and says how many that were. Lines never move, so that
// each is written over where it stands. Done twice it changes nothing more.
func (h History) rewrite(ctx context.Context, t keyspace.Tag, rep string, as func(logEntry) string) (n int, err error) {
	type line struct {
		place int64
		text  string
	}
	var lines []line
	err = h.walk(ctx, t, rep, func(e logEntry) bool {
		if text := as(e); text != e.raw {
			lines = append(lines, line{e.place, text})
		}
		return true
	})
	if err != nil {
		return 0, err
	}
	for part := range slices.Chunk(lines, rewriteBatch) {
		b := wire.NewBatch(t)
		for _, l := range part {
			b.Do("LSET", t.Audit(rep), l.place, l.text)
		}
		if _, err := h.at.s.Write(ctx, b); err != nil {
			return 0, err
		}
	}
	return len(lines), nil
}

// withoutRecord is the line without what it holds of a lead's records. There is nothing to go back to.
func (e logEntry) withoutRecord(rep string) string {
	e.leadBefore, e.oldName, e.newName = "", "", ""
	if strings.HasPrefix(e.undo, undoOf) || e.rewrote() { // the touch that it took off or wrote over
		e.touch = ""
	}
	if e.undoable() {
		e.undo = ""
	}
	return e.encode(rep)
}
