package store

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/coach"
)

// forgetPage is how many lines of an audit list, or names, are read in one trip.
const forgetPage = 500

// Forget takes closed leads of a rep away for good, with their touches, names and details; what the audit list holds of
// them goes from its lines, which go on saying who changed which lead and when. Counts and blocked numbers stay. A lead
// that is open, has something left to do, or was changed within the time in which that may be undone is left alone. It
// walks once over the rep's audit list and names, some hundreds at a time, and then writes each lead by itself, so that
// it may be interrupted and called again. It returns how many leads went.
func (w *Workspace) Forget(ctx context.Context, rep string, now time.Time, leads ...string) (gone int, err error) {
	going := make(map[string]bool, len(leads))
	found, err := w.Records.Leads(ctx, rep, leads...)
	if err != nil {
		return 0, err
	}
	for _, l := range found {
		going[l.ID] = !l.Open() && !hasOpenTask(l)
	}
	if err := w.History.forget(ctx, rep, now, going); err != nil {
		return 0, err
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
		if !going[id] {
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
	t, nonce := w.space.rep(rep.ID), NewID()
	b := newBatch(t)
	addKey(b, t, rep.ID, Change{Now: now}, nonce)
	b.check("same", t.leads(rep.ID), id, raw[0])
	b.do("HDEL", t.leads(rep.ID), id)
	if name != "" {
		b.check("name", t.names(rep.ID), name, id)
		b.do("HDEL", t.names(rep.ID), name)
	}
	w.space.s.addDetails(b, rep, l, nil)
	addRemoval(b, t, *l)
	b.do("DEL", t.touches(rep.ID, id))
	e := newEntry(Change{Op: "forget", Now: now})
	e.lead = id
	b.do("RPUSH", t.audit(rep.ID), e.encode(rep.ID))
	v, err := w.space.s.write(ctx, b)
	if err == nil {
		err = v.err(nonce)
	}
	return err == nil, err
}

// forget takes what was stored of some leads out of a rep's audit lines. A lead with a line that may still be undone is
// taken out of going instead. Lines stand where they are for ever, so that a page is written by their places.
func (h History) forget(ctx context.Context, rep string, now time.Time, going map[string]bool) error {
	t := h.at.rep(rep)
	var end int64
	err := h.at.s.read(ctx, func(c *client) (err error) {
		end, err = c.LLen(ctx, t.audit(rep)).Result()
		return err
	})
	for ; err == nil && end > 0; end -= forgetPage {
		from := max(0, end-forgetPage)
		var lines []string
		err = h.at.s.read(ctx, func(c *client) (err error) {
			lines, err = c.LRange(ctx, t.audit(rep), from, end-1).Result()
			return err
		})
		b, some := newBatch(t), false
		for i, raw := range slices.Backward(lines) {
			e, errLine := entryOf(rep, raw)
			if h.at.s.passes(errLine) {
				continue
			}
			if errLine != nil {
				return errLine
			}
			if !going[e.lead] {
				continue
			}
			if now.Sub(e.at) < journalSpan {
				delete(going, e.lead)
				continue
			}
			if bare := e.withoutRecord(rep); bare != raw {
				b.do("LSET", t.audit(rep), strconv.FormatInt(from+int64(i), 10), bare)
				some = true
			}
		}
		if err == nil && some {
			_, err = h.at.s.write(ctx, b)
		}
	}
	return err
}

// withoutRecord is the line without what it holds of a lead's records.
func (e logEntry) withoutRecord(rep string) string {
	e.leadBefore, e.oldName, e.newName = "", "", ""
	if strings.HasPrefix(e.undo, undoOf) { // the touch that it took off
		e.touch = ""
	}
	return e.encode(rep)
}

// namesFor are the normalized names that lead to some leads of a rep.
func (w Records) namesFor(ctx context.Context, rep string, ids map[string]bool) (map[string]string, error) {
	found := make(map[string]string, len(ids))
	for cursor := uint64(0); ; {
		var pairs []string
		err := w.s.read(ctx, func(c *client) (err error) {
			pairs, cursor, err = c.HScan(ctx, w.rep(rep).names(rep), cursor, "", forgetPage).Result()
			return err
		})
		if err != nil {
			return nil, err
		}
		for pair := range slices.Chunk(pairs, 2) {
			if ids[pair[1]] {
				found[pair[1]] = pair[0]
			}
		}
		if cursor == 0 {
			return found, nil
		}
	}
}
