package store

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/numbers"
	"github.com/followup-coach/followup/store/patch"
)

// logEntry is one line of a rep's audit list. It is stored as its fields with tabs in between (JSON has none), empty
// ones at the end left away: a list of short strings costs Redis half of what a stream or JSON would, and this list is
// for ever. From schema 2 on the number of the schema stands in front of them, "#2", where they hold any of a record:
// the rest means the same in every schema.
type logEntry struct {
	id, op string
	by     string // stored "" for the rep themselves and "-" for the coach
	at     time.Time
	lead   string
	undo   string // "1" may be undone, "&id" together with the line of the lead that went; "~id" is the undo of…
	// …id; "=" nothing was changed; "" none of these
	// id of the touch that was appended; for an undo the JSON of the one taken off, for a touch that was written over that
	// of the one before; of an import's part and of its revert the ids of the leads that it made, or took back, with
	// commas between
	touch      string
	leadBefore string // undo patch of the lead (package patch)
	repBefore  string // undo patch of the rep
	oldName    string // the lead's normalized name before…
	newName    string // …and after the change, where they differ; stored as a JSON array, which lua/near.lua reads

	raw   string // as it is stored
	place int64  // in the list, for ever; of one that [History.walk] has come to
}

const mayUndo, mayPart, undoOf, noted, byCoach = "1", "&", "~", "=", "-"

// undoable reports whether a change may be taken back.
func (e logEntry) undoable() bool { return e.undo == mayUndo || strings.HasPrefix(e.undo, mayPart) }

// rewrote reports whether a change has written a touch over.
func (e logEntry) rewrote() bool {
	return strings.HasPrefix(e.touch, "{") && !strings.HasPrefix(e.undo, undoOf)
}

// touchWas is the touch of which a line holds the JSON: before it was written over, or taken off.
func (e logEntry) touchWas() (coach.Touch, error) {
	var t coach.Touch
	err := codec.Decode(e.touch, &t)
	return t, codec.Damaged("journal entry", e.id, err)
}

// opImport and opRevert are the operations of an import. A part of one has one line for all the leads that it made and
// one for each lead that it changed, so that a journal is not as long as the lists that were brought in.
const (
	opImport = "import"
	opRevert = "revert"
)

// newEntry is the line of a change before its undo patches are known.
func newEntry(c Change) logEntry {
	e := logEntry{id: c.Entry, op: c.Op, by: c.By, at: c.Now}
	if e.id == "" {
		e.id = NewID()
	}
	if c.Undoable {
		e.undo = mayUndo
	}
	switch {
	case c.Lead != nil:
		e.lead = c.Lead.ID
	case c.Rep == nil:
		e.lead, e.undo = c.About, noted
	}
	return e
}

// ids are the leads that a line is about: one, or all that a part of an import made.
func (e logEntry) ids() []string {
	switch {
	case e.lead != "":
		return []string{e.lead}
	case (e.op == opImport || e.op == opRevert) && e.touch != "":
		return strings.Split(e.touch, ",")
	}
	return nil
}

// oneField keeps a caller's word from looking like two fields.
var oneField = strings.NewReplacer("\t", " ")

// encode is the entry as it is stored in the list of that rep.
func (e logEntry) encode(rep string) string {
	by, names := e.by, ""
	switch by {
	case "":
		by = byCoach
	case rep:
		by = ""
	}
	if e.oldName != e.newName {
		raw, err := json.Marshal([2]string{e.oldName, e.newName})
		if err != nil { // strings
			panic(err)
		}
		names = string(raw)
	}
	at := strconv.FormatInt(e.at.UnixMilli(), 36)
	fields := strings.TrimRight(strings.Join([]string{
		oneField.Replace(e.id), oneField.Replace(e.op), by, at, e.lead, e.undo, oneField.Replace(e.touch), e.leadBefore,
		e.repBefore, names,
	}, "\t"), "\t")
	if strings.Contains(fields, "{") {
		return "#" + codec.Text + "\t" + fields
	}
	return fields
}

// entryOf reads a stored line of that rep's list.
func entryOf(rep, raw string) (logEntry, error) {
	fields := raw
	if numbered, ok := strings.CutPrefix(raw, "#"); ok {
		var number string
		number, fields, _ = strings.Cut(numbered, "\t")
		if n := codec.Number(number); n > codec.Schema {
			return logEntry{}, &codec.SchemaError{Stored: n}
		}
	}
	f := append(strings.SplitN(fields, "\t", 10), make([]string, 10)...)
	e := logEntry{id: f[0], op: f[1], by: f[2], lead: f[4], undo: f[5], touch: f[6], leadBefore: f[7], repBefore: f[8],
		raw: raw}
	switch e.by {
	case "":
		e.by = rep
	case byCoach:
		e.by = ""
	}
	at, err := strconv.ParseInt(f[3], 36, 64)
	if err != nil {
		return e, codec.Damaged("journal entry", e.id, err)
	}
	e.at = keyspace.FromMS(at)
	if f[9] != "" {
		var names [2]string
		if err := json.Unmarshal([]byte(f[9]), &names); err != nil {
			return e, codec.Damaged("journal entry", e.id, err)
		}
		e.oldName, e.newName = names[0], names[1]
	}
	return e, nil
}

// Entry is one line of a rep's journal.
type Entry struct {
	ID, Op, By string
	At         time.Time
	LeadID     string
	LeadName   string // as it is now; of a lead that is gone, as it was last
	TouchID    string
	Leads      []string // of a part of an import, or of its revert: the leads that it made, or took back
	Undoable   bool
	Undone     bool
	Undoes     string // of an undo: the entry that it took back
}

// public is the entry as callers see it; names and what was undone are filled in by them.
func (e logEntry) public() Entry {
	out := Entry{ID: e.id, Op: e.op, By: e.by, At: e.at, LeadID: e.lead, Undoable: e.undoable()}
	id, isUndo := strings.CutPrefix(e.undo, undoOf)
	if isUndo {
		out.Undoes = id
	}
	switch {
	case e.op == opImport || e.op == opRevert:
		if e.lead == "" {
			out.Leads = e.ids()
		}
	case e.rewrote():
		if was, err := e.touchWas(); err == nil {
			out.TouchID = was.ID
		}
	case !isUndo:
		out.TouchID = e.touch
	}
	return out
}

// journalSpan is how far back an undo reaches.
const journalSpan = 24 * time.Hour

// journalPage is how many entries one trip reads. Most journals of a day fit.
const journalPage = 100

// walk hands the entries of a rep's list to fn, newest first, until fn says stop. The list only grows at its end, so
// positions from its beginning stay what they are meanwhile.
func (h History) walk(ctx context.Context, t keyspace.Tag, rep string, fn func(logEntry) bool) error {
	var length *redis.IntCmd
	var page *redis.StringSliceCmd
	err := h.at.s.Read(ctx, func(c redis.UniversalClient) error {
		_, err := c.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
			length, page = pipe.LLen(ctx, t.Audit(rep)), pipe.LRange(ctx, t.Audit(rep), -journalPage, -1)
			return nil
		})
		return err
	})
	if err != nil {
		return err
	}
	entries := page.Val()
	for first := length.Val() - int64(len(entries)); ; first -= journalPage {
		for i, raw := range slices.Backward(entries) {
			e, err := entryOf(rep, raw)
			if h.at.s.Passes(err) {
				continue
			}
			if err != nil {
				return err
			}
			e.place = max(0, first) + int64(i)
			if !fn(e) {
				return nil
			}
		}
		if first <= 0 {
			return nil
		}
		err := h.at.s.Read(ctx, func(c redis.UniversalClient) error {
			var err error
			entries, err = c.LRange(ctx, t.Audit(rep), max(0, first-journalPage), first-1).Result()
			return err
		})
		if err != nil {
			return err
		}
	}
}

// journal is the rep's entries of the 24 hours before now, newest first, at most n (0 = all), and which of them are
// undone.
func (h History) journal(ctx context.Context, rep string, now time.Time,
	n int) (entries []logEntry, undone map[string]bool, err error) {
	undone = map[string]bool{}
	err = h.walk(ctx, h.at.rep(rep), rep, func(e logEntry) bool {
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
func (h History) Journal(ctx context.Context, rep string, now time.Time, n int) ([]Entry, error) {
	entries, undone, err := h.journal(ctx, rep, now, n)
	if err != nil {
		return nil, err
	}
	out := make([]Entry, len(entries))
	for i, e := range entries {
		out[i] = e.public()
		out[i].Undone = undone[e.id]
	}
	return out, h.nameEntries(ctx, rep, entries, out)
}

// nameEntries fills in the names of leads, in one trip.
func (h History) nameEntries(ctx context.Context, rep string, entries []logEntry, out []Entry) error {
	var ids []string
	names := map[string]string{}
	for _, e := range entries {
		if _, known := names[e.lead]; !known && e.lead != "" {
			names[e.lead] = ""
			ids = append(ids, e.lead)
		}
	}
	leads, err := h.at.Leads(ctx, rep, ids...)
	if err != nil {
		return err
	}
	for _, l := range leads {
		names[l.ID] = l.Name
	}
	for _, e := range entries { // newest first: what took a lead away holds its last state
		if names[e.lead] == "" && e.leadBefore != "" {
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

// Newest reports whether a change stands, and nothing that stands has changed the same lead since; lead is the one that
// it changed. At is when it was made: no older entry is looked at. A change that isn't found counts as the newest.
func (h History) Newest(ctx context.Context, rep, entry string, at time.Time) (lead string, newest bool, err error) {
	undone, changed := map[string]bool{}, map[string]bool{}
	newest = true
	err = h.walk(ctx, h.at.rep(rep), rep, func(e logEntry) bool {
		of, isUndo := strings.CutPrefix(e.undo, undoOf)
		switch {
		case e.id == entry:
			lead, newest = e.lead, !undone[e.id] && !changed[e.lead]
			return false
		case isUndo:
			undone[of] = true
		case e.undo == noted:
		case !undone[e.id]:
			changed[e.lead] = true
		}
		return !e.at.Before(at)
	})
	return lead, newest, err
}

// blockedRecord begins the name of a number's record in the trail; its hash follows.
const blockedRecord = "blocked:"

// hashed is a line of the workspace's trail without the number of whom it is about.
func (e logEntry) hashed(key *numbers.Key) string {
	number, ok := strings.CutPrefix(e.lead, blockedRecord)
	if !ok || numbers.IsHash(number) {
		return e.raw
	}
	e.lead = blockedRecord + key.Hash(number)
	if strings.HasPrefix(e.leadBefore, "{") {
		e.leadBefore = patch.Without(e.leadBefore, `"phone"`)
	}
	return e.encode("")
}
