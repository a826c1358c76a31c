package store

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
)

// logEntry is one entry of a rep's audit stream as it is stored. Every entry has all fields in the same order, empty when there is
// nothing to say, since Redis then stores the field names once for a hundred entries.
type logEntry struct {
	id, op, by string
	at         time.Time
	lead       string
	touch      string // id of the touch that was appended; for an undo the JSON of the one taken off
	undo       string // "1" may be undone; "~id" is the undo of id; "" neither
	leadBefore string // way back of the lead (patch.go)
	repBefore  string // way back of the rep
	oldName    string // the lead's normalized name before…
	newName    string // …and after, when the change set it

	stream string // the stream's own id
}

const mayUndo, undoOf = "1", "~"

func newEntry(c Change) logEntry {
	e := logEntry{id: c.Entry, op: c.Op, by: c.By, at: c.Now}
	if e.id == "" {
		e.id = NewID()
	}
	if c.Undoable {
		e.undo = mayUndo
	}
	if c.Lead != nil {
		e.lead = c.Lead.ID
	}
	return e
}

// fields are the arguments of XADD after the key.
func (e logEntry) fields() []any {
	names := ""
	if e.oldName != e.newName && e.oldName != "" { // an add's name is found through the index
		names = e.oldName + "\n" + e.newName
	}
	return []any{"*", "i", e.id, "o", e.op, "w", e.by, "a", ms(e.at), "l", e.lead, "t", e.touch, "u", e.undo, "b", e.leadBefore, "r", e.repBefore, "n", names}
}

func entryOf(m redis.XMessage) logEntry {
	get := func(k string) string { return text(m.Values[k]) }
	e := logEntry{
		id: get("i"), op: get("o"), by: get("w"), lead: get("l"), touch: get("t"), undo: get("u"),
		leadBefore: get("b"), repBefore: get("r"), stream: m.ID,
	}
	e.oldName, e.newName, _ = strings.Cut(get("n"), "\n")
	if n, err := strconv.ParseInt(get("a"), 10, 64); err == nil {
		e.at = fromMS(n)
	}
	return e
}

// Entry is one line of a rep's journal.
type Entry struct {
	ID, Op, By string
	At         time.Time
	LeadID     string
	LeadName   string // as it is now; of a lead that is gone, as it was last
	TouchID    string
	Undoable   bool
	Undone     bool
	Undoes     string // of an undo: the entry that it took back
}

func (e logEntry) public() Entry {
	out := Entry{ID: e.id, Op: e.op, By: e.by, At: e.at, LeadID: e.lead, Undoable: e.undo == mayUndo}
	if id, ok := strings.CutPrefix(e.undo, undoOf); ok {
		out.Undoes = id
	} else {
		out.TouchID = e.touch
	}
	return out
}

const journalPage = 100

// walk hands the entries of a rep's stream to fn, newest first, until fn says stop.
func (w *Workspace) walk(ctx context.Context, key string, fn func(logEntry) bool) error {
	from := "+"
	for {
		var page []redis.XMessage
		err := w.s.read(ctx, func(c *client) error {
			var err error
			page, err = c.XRevRangeN(ctx, key, from, "-", journalPage).Result()
			return err
		})
		if err != nil {
			return err
		}
		for _, m := range page {
			if !fn(entryOf(m)) {
				return nil
			}
		}
		if len(page) < journalPage {
			return nil
		}
		from = "(" + page[len(page)-1].ID
	}
}

// journal is the rep's entries of the 24 hours before now, newest first, at most n (0 = all), and which of them are undone.
func (w *Workspace) journal(ctx context.Context, rep string, now time.Time, n int) (entries []logEntry, undone map[string]bool, err error) {
	undone = map[string]bool{}
	err = w.walk(ctx, w.rep(rep).audit(rep), func(e logEntry) bool {
		if now.Sub(e.at) >= journalSpan {
			return false
		}
		if id, ok := strings.CutPrefix(e.undo, undoOf); ok {
			undone[id] = true
		}
		entries = append(entries, e)
		return n == 0 || len(entries) < n
	})
	return entries, undone, err
}

// Journal returns the newest n entries (0 = all) of the 24 hours before now, newest first, undos among them.
func (w *Workspace) Journal(ctx context.Context, rep string, now time.Time, n int) ([]Entry, error) {
	entries, undone, err := w.journal(ctx, rep, now, n)
	if err != nil {
		return nil, err
	}
	out := make([]Entry, len(entries))
	for i, e := range entries {
		out[i] = e.public()
		out[i].Undone = undone[e.id]
	}
	return out, w.nameEntries(ctx, rep, entries, out)
}

func (w *Workspace) nameEntries(ctx context.Context, rep string, entries []logEntry, out []Entry) error {
	var ids []string
	names := map[string]string{}
	for _, e := range entries {
		if _, known := names[e.lead]; !known && e.lead != "" {
			names[e.lead] = ""
			ids = append(ids, e.lead)
		}
	}
	leads, err := w.Leads(ctx, rep, ids...)
	if err != nil {
		return err
	}
	for _, l := range leads {
		names[l.ID] = l.Name
	}
	for _, e := range entries { // newest first: the first undo of an add holds the last state
		if names[e.lead] == "" && strings.HasPrefix(e.undo, undoOf) && e.leadBefore != "" {
			var l coach.Lead
			if json.Unmarshal([]byte(e.leadBefore), &l) == nil {
				names[e.lead] = l.Name
			}
		}
	}
	for i := range out {
		out[i].LeadName = names[out[i].LeadID]
	}
	return nil
}
