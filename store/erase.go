package store

import (
	"context"
	"errors"
	"slices"

	"github.com/followup-coach/followup/store/traces"
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
func (w *Workspace) addErasure(ctx context.Context, b *batch, t tag, seen Snapshot, c Change, e *logEntry) error {
	lead := seen.Lead
	if lead == nil {
		return errors.New("store: a lead that wasn't read can't be erased")
	}
	name, err := w.nameBefore(ctx, lead.Rep, seen, c.Name)
	if err != nil {
		return NotSaved(err)
	}
	b.check("same", t.leads(lead.Rep), lead.ID, seen.leadStored())
	b.do("HDEL", t.leads(lead.Rep), lead.ID)
	if name != "" {
		b.check("name", t.names(lead.Rep), name, lead.ID)
		b.do("HDEL", t.names(lead.Rep), name)
	}
	b.do("UNLINK", t.words(lead.Rep)) // made anew from the names
	b.do("UNLINK", t.worded(lead.Rep))
	counts := aggregate{counters: seen.aggregate.counters} // they stay
	addAggregate(b, seen.Rep, lead.Rep, lead.ID, seen.aggregate, counts, c.Now)
	w.space.s.addDetails(b, seen.Rep, lead, nil)
	addRemoval(b, t, *lead)
	b.do("DEL", t.touches(lead.Rep, lead.ID))
	e.undo = ""
	item := Outbox{Kind: outboxErase, By: c.By, Rep: lead.Rep, Lead: lead.ID, Teams: seen.Rep.Teams,
		Words: slices.Concat([]string{lead.Name, lead.Contact, lead.Company, lead.Phone, lead.Email},
			lead.Telephones(seen.Rep).Keys())}
	for _, touch := range seen.Touches {
		if touch.Written() {
			item.Touches = append(item.Touches, touch.ID)
		}
	}
	addOutbox(b, t, lead.Rep, c.Now, []Outbox{item})
	return nil
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
	if err := w.History.eraseLines(ctx, it.Rep, it.Lead); err != nil {
		return err
	}
	for _, touch := range it.Touches {
		if err := w.Directory.dropPrints(ctx, Outbox{Touch: touch, Teams: it.Teams}); err != nil {
			return err
		}
	}
	return traces.Remove(ctx, c, w.space.id, traces.Person{Rep: it.Rep, Lead: it.Lead, Words: it.Words})
}

// eraseLines leaves of a lead's lines in the audit list who did what and when. Lines never move: each is written
// over where it stands; done twice it changes nothing more.
func (h History) eraseLines(ctx context.Context, rep, lead string) error {
	t := h.at.rep(rep)
	for from := int64(0); ; from += journalPage {
		var lines []string
		err := h.at.s.read(ctx, func(c *client) error {
			var err error
			lines, err = c.LRange(ctx, t.audit(rep), from, from+journalPage-1).Result()
			return err
		})
		if err != nil || len(lines) == 0 {
			return err
		}
		b := newBatch(t)
		for i, raw := range lines {
			e, err := entryOf(rep, raw)
			if h.at.s.passes(err) {
				continue
			}
			if err != nil {
				return err
			}
			if e.undo == mayUndo {
				e.undo = "" // there is nothing to go back to
			}
			if bare := e.withoutRecord(rep); e.lead == lead && bare != raw {
				b.do("LSET", t.audit(rep), from+int64(i), bare)
			}
		}
		if len(b.ops) == 0 {
			continue
		}
		if _, err := h.at.s.write(ctx, b); err != nil {
			return err
		}
	}
}
