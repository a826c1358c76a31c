package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/event"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/marks"
	"github.com/followup-coach/followup/store/wire"
)

// ErrNothingToUndo says that the last 24 hours hold no change that could be taken back, or that the one asked for is
// gone or undone.
var ErrNothingToUndo = errors.New("nothing to undo")

// NewerError says that the change can't be taken back because newer ones touched the same lead, newest first.
type NewerError struct{ Entries []Entry }

func (e *NewerError) Error() string {
	return fmt.Sprintf("%d newer changes touched the lead", len(e.Entries))
}

// UndoQuery says what to take back.
type UndoQuery struct {
	Rep, By string
	Now     time.Time
	Entry   string // journal entry; "" for the newest that may be undone and is not…
	LeadID  string // …of that lead; "" for any
	Key     string // of the envelope; "" for none

	// Restore decides what follows from the records as they will be. It may run several times and must do nothing else.
	Restore func(Before) (Restored, error)
	// Answer is what to store under Key; nil for nothing.
	Answer func(Entry) []byte
}

// Before is what an undo goes back to.
type Before struct {
	Entry             // that is taken back
	Rep   coach.Rep   // as it was before it
	Lead  *coach.Lead // as it was before it; nil when the change made it, or had nothing to do with a lead
	Back  *coach.Lead // that had gone into Lead by the change, and comes back
}

// Restored is what depends on the restored records.
type Restored struct {
	Attention  coach.Attention // of Before.Lead
	NextDigest time.Time       // of Before.Rep, used only when the change had changed it; zero removes the entry
}

// Undo takes a change back: the lead's record, its name, due entry and timers, the touch it logged, and the rep's
// settings. It may be called again and again, each time going one change further back, within 24 hours. What was sent
// or queued (Change.Outbox) is not taken back, but for the fingerprints of a message; do such changes with Undoable
// false.
//
// Errors: [ErrNothingToUndo]; *[NewerError] when something newer touched that lead; *[ImportedError] when no change is
// named and the newest is an import; *[DuplicateError] with the stored answer when Key was used; those of
// [Workspace.Write].
func (h History) Undo(ctx context.Context, u UndoQuery) (Before, error) {
	nonce := NewID()
	for try := 1; ; try++ {
		before, err := h.undoOnce(ctx, u, nonce)
		if !errors.Is(err, ErrConflict) || try == changeTries {
			return before, err
		}
		if !wire.Pause(ctx, 1) {
			return Before{}, NotSaved(ctx.Err())
		}
	}
}

// undoOnce is one try: journal, duplicate, target, records, and the conditional write.
func (h History) undoOnce(ctx context.Context, u UndoQuery, nonce string) (Before, error) {
	entries, undone, err := h.journal(ctx, u.Rep, u.Now, 0)
	if err != nil {
		return Before{}, NotSaved(err)
	}
	if answer, ok, err := h.answered(ctx, u); err != nil || ok {
		if err != nil {
			return Before{}, NotSaved(err)
		}
		return Before{}, &DuplicateError{Answer: answer}
	}
	e, err := h.standing(ctx, u, entries, undone)
	if err != nil {
		return Before{}, err
	}
	seen, err := h.at.Read(ctx, recordsOf(e, u))
	if err != nil {
		return Before{}, NotSaved(err)
	}
	x, err := undoingOf(u, seen, entries[0].raw, e)
	if err != nil {
		return Before{}, err
	}
	if x.parting, err = h.partingOf(ctx, u, x, entries); err != nil {
		return Before{}, err
	}
	b := wire.NewBatch(h.at.rep(u.Rep))
	c := Change{Key: u.Key, Entry: nonce, Now: u.Now}
	if u.Answer != nil {
		c.Answer = u.Answer(x.before.Entry)
	}
	b.Once(u.Rep, c.mark())
	if err := h.addUndo(ctx, b, x); err != nil {
		return Before{}, err
	}
	return x.before, h.at.s.Commit(ctx, b)
}

// standing is the entry to take back, if there is one and nothing newer stands on it.
func (h History) standing(ctx context.Context, u UndoQuery, entries []logEntry,
	undone map[string]bool) (logEntry, error) {
	at := target(entries, undone, u)
	if id := importLast(entries, undone); id != "" && u.Entry == "" && u.LeadID == "" {
		return logEntry{}, &ImportedError{ID: id}
	}
	if at < 0 {
		return logEntry{}, ErrNothingToUndo
	}
	e := entries[at]
	if newer := h.newer(entries[:at], undone, e); len(newer) > 0 {
		if err := h.nameEntries(ctx, u.Rep, entries[:at], newer); err != nil {
			return logEntry{}, NotSaved(err)
		}
		return logEntry{}, &NewerError{Entries: newer}
	}
	return e, nil
}

// importLast is the import that is the newest of some entries that stand, "" where that is another change.
func importLast(entries []logEntry, undone map[string]bool) string {
	i := slices.IndexFunc(entries, func(e logEntry) bool {
		return !undone[e.id] && !strings.HasPrefix(e.undo, undoOf) && (e.undoable() || e.op == opImport)
	})
	if i < 0 || entries[i].op != opImport {
		return ""
	}
	id, _, _ := strings.Cut(entries[i].id, ".")
	return id
}

// recordsOf is the read of what an undo of e starts from.
func recordsOf(e logEntry, u UndoQuery) Query {
	q := Query{Rep: u.Rep, Now: u.Now, LeadID: e.lead}
	switch {
	case e.rewrote(): // it may stand anywhere
		q.Touches = -1
	case e.touch != "":
		q.Touches = 1
	}
	return q
}

// answered tells a second delivery of the same click from a second click.
func (h History) answered(ctx context.Context, u UndoQuery) ([]byte, bool, error) {
	if u.Key == "" {
		return nil, false, nil
	}
	seen, err := h.at.Read(ctx, Query{Rep: u.Rep, Now: u.Now, Key: u.Key})
	return seen.Answer, seen.Answered, err
}

// target is the index of the entry to take back, -1 for none.
func target(entries []logEntry, undone map[string]bool, u UndoQuery) int {
	for i, e := range entries {
		if u.Entry != "" && e.id != u.Entry || u.LeadID != "" && e.lead != u.LeadID {
			continue
		}
		if u.Entry == "" && u.LeadID == "" && e.by != "" && u.By != "" && e.by != u.By {
			continue // who names no change means one of their own, and none that a colleague has made for them
		}
		if e.undoable() && !undone[e.id] {
			return i
		}
		if u.Entry != "" {
			return -1
		}
	}
	return -1
}

// newer lists the changes among entries (all newer than e) that stand and touch what e touched: its lead, or the rep's
// own record.
func (h History) newer(entries []logEntry, undone map[string]bool, e logEntry) []Entry {
	var out []Entry
	for _, n := range entries {
		if undone[n.id] || n.undo == noted || strings.HasPrefix(n.undo, undoOf) || n.op == absence.OpCover {
			continue // a colleague's answer ends with the absence that it is about
		}
		sameLead := e.lead != "" && n.lead == e.lead
		sameRep := e.repBefore != "" && e.repBefore != codec.DidNotExist && n.repBefore != ""
		if sameLead || sameRep {
			newer := n.public()
			if merge := n.partOf(entries); merge != "" {
				newer.ID, newer.Undoable = merge, true
			}
			out = append(out, newer)
		}
	}
	return out
}

// undoRecords are the records that an undo starts from, as they are stored. A [Snapshot] can't be held here: it holds
// what is taken back itself.
type undoRecords struct {
	Rep                        coach.Rep
	Lead                       *coach.Lead
	Touches                    []coach.Touch // the newest alone; all where one was written over
	repRaw, leadRaw, lastTouch string
	aggregate                  aggregate
}

// undoing is one entry being taken back.
type undoing struct {
	ask    UndoQuery
	seen   undoRecords
	newest string   // entry of the journal, as it is stored
	entry  logEntry // what is taken back
	line   logEntry // what the undo leaves in the journal

	before          Before // what it goes back to…
	after           Restored
	leadRaw, repRaw string // …as it will be stored; leadRaw is "" for a lead that goes
	restored        bool   // the rep's record goes back, too
	freed           string // normalized name of a lead that goes; only known after addUndo
	parting         *parting
}

// undoingOf works out what an undo of e goes back to. Newest is the newest entry of the journal.
func undoingOf(u UndoQuery, seen Snapshot, newest string, e logEntry) (*undoing, error) {
	records := undoRecords{Rep: seen.Rep, Lead: seen.Lead, Touches: seen.Touches, repRaw: seen.repRaw,
		leadRaw: seen.leadRaw, lastTouch: seen.lastTouch, aggregate: seen.aggregate}
	x := &undoing{ask: u, seen: records, newest: newest, entry: e, line: logEntry{id: NewID(), op: "undo", by: u.By,
		at: u.Now, lead: e.lead, undo: undoOf + e.id, oldName: e.newName, newName: e.oldName}}
	x.before = Before{Entry: e.public(), Rep: seen.Rep}
	x.before.Undone = true
	if seen.Lead != nil {
		x.before.LeadName = seen.Lead.Name
	}
	var err error
	if x.leadRaw, err = restore(seen.leadRaw, e.leadBefore, &x.before.Lead); err != nil {
		return nil, err
	}
	// A rep stays one: the same command made their record and did something else.
	if x.restored = e.repBefore != "" && e.repBefore != codec.DidNotExist; x.restored {
		var was *coach.Rep
		if x.repRaw, err = restore(seen.repRaw, e.repBefore, &was); err != nil {
			return nil, err
		}
		if was != nil {
			x.before.Rep = *was
		}
	}
	x.after, err = u.Restore(x.before)
	return x, err
}

// addUndo lays an undo out. It is conditional on the newest entry of the journal: if anything at all was written for
// the rep since it was read, the undo is decided anew.
func (h History) addUndo(ctx context.Context, b *wire.Batch, x *undoing) error {
	t, rep := b.Tag, x.ask.Rep
	b.Check("tail", t.Audit(rep), "", x.newest)
	if x.restored {
		var err error
		if x.line.repBefore, err = codec.UndoPatch(x.seen.repRaw, x.repRaw); err != nil {
			return err
		}
		b.Check("same", t.Reps(), rep, x.seen.repRaw)
		b.Do("HSET", t.Reps(), rep, x.repRaw)
		ledger.Add(b, ledger.Due{Kind: ledger.KindDigest, Rep: rep, At: x.after.NextDigest})
		ledger.Add(b, returnOf(x.before.Rep))
		ledger.Add(b, ledger.Due{Kind: ledger.KindReindex, Rep: rep, At: x.ask.Now}) // due times may hang on it
	}
	if x.entry.lead != "" {
		if err := h.addLeadBack(ctx, b, x); err != nil {
			return err
		}
	}
	if x.parting != nil {
		if err := h.addParting(b, x, x.parting); err != nil {
			return err
		}
	}
	b.Do("RPUSH", t.Audit(rep), x.line.encode(rep))
	var r marks.Reached
	h.at.s.addReached(&r, x.seen.Rep, x.seen.Lead, x.before.Lead)
	if x.parting != nil {
		h.at.s.addReached(&r, x.seen.Rep, nil, &x.parting.lead)
	}
	items := sharedItems(rep, r)
	// A number that a lead had got after its owner asked not to be called, mistyped, is off the list with it. What was
	// asked about it on other leads stays.
	if is, was := x.seen.Lead, x.before.Lead; x.parting == nil && stops(is) && stops(was) && is.Progress.ClosedBy == "" {
		had := was.Telephones(x.seen.Rep).Keys()
		for _, number := range is.Telephones(x.seen.Rep).Keys() {
			if !slices.Contains(had, number) {
				items = append(items, Outbox{Kind: OutboxUnblock, By: x.ask.By, Rep: rep, Lead: is.ID, Phone: number})
			}
		}
	}
	addOutbox(b, t, rep, x.ask.Now, items)
	return nil
}

// restore applies an undo patch and reads the result into to, which stays nil when the record goes away. The result is
// what was stored then, not what this version would write, so that older entries apply to it as they did.
func restore[T coach.Lead | coach.Rep](raw, patch string, to **T) (string, error) {
	back, err := codec.ApplyPatch(raw, patch)
	if err != nil || back == "" {
		return "", err
	}
	if back, err = codec.CountOn(back); err != nil {
		return "", err
	}
	*to = new(T)
	if err := codec.Decode(back, *to); err != nil {
		return "", fmt.Errorf("store: restored record: %w", err)
	}
	return back, nil
}

// addLeadBack puts a lead's record, name, due entry, timers and touches back; without one the lead goes.
func (h History) addLeadBack(ctx context.Context, b *wire.Batch, x *undoing) error {
	t, rep, seen, e, lead := b.Tag, x.ask.Rep, x.seen, x.entry, x.before.Lead
	if seen.Lead == nil {
		return ErrConflict // the journal speaks of a lead that is gone since it was read
	}
	b.Check("same", t.Leads(rep), e.lead, seen.leadRaw)
	addAggregate(b, seen.Rep, rep, e.lead, seen.aggregate, aggregateOf(lead), x.ask.Now)
	h.at.s.addDetails(b, seen.Rep, seen.Lead, lead)
	var err error
	if x.line.leadBefore, err = codec.UndoPatch(seen.leadRaw, x.leadRaw); err != nil {
		return err
	}
	if lead == nil {
		name, err := h.at.nameOf(ctx, rep, e.lead, e.newName)
		if err != nil {
			return NotSaved(err)
		}
		x.line.oldName, x.line.newName = name, ""
		if x.freed = name; name != "" {
			b.Check("name", t.Names(rep), name, e.lead)
			b.Do("HDEL", t.Names(rep), name)
		}
		b.Do("HDEL", t.Leads(rep), e.lead)
		addRemoval(b, t, *seen.Lead)
	} else {
		if e.oldName != e.newName && e.oldName != "" {
			addRename(b, t, rep, e.lead, e.newName, e.oldName, e.lead)
		}
		b.Do("HSET", t.Leads(rep), e.lead, x.leadRaw)
		if err := addAttention(b, t, *lead, x.after.Attention); err != nil {
			return err
		}
	}
	if err := h.at.s.addEvents(b, x.told()); err != nil {
		return err
	}
	switch {
	case e.touch == "":
		return nil
	case e.rewrote():
		return addTouchBack(b, x)
	}
	// Touches are never trimmed, so that the one that goes is the newest, or somebody has logged another one since.
	if len(seen.Touches) != 1 || seen.Touches[0].ID != e.touch {
		return ErrConflict
	}
	x.line.touch = seen.lastTouch
	b.Check("tail", t.Touches(rep, e.lead), "", seen.lastTouch)
	b.Do("RPOP", t.Touches(rep, e.lead))
	unprint(b, t, rep, seen.Rep.Teams, seen.Touches[0], x.ask.Now)
	return nil
}

// told is what an undo tells of its lead.
func (x *undoing) told() event.Change {
	c := event.Change{Was: x.seen.Lead, Is: x.before.Lead, Rep: x.before.Rep, By: x.ask.By, Now: x.ask.Now, Undo: true,
		Why: event.Undone}
	if x.entry.touch == "" {
		return c
	}
	id := x.entry.touch
	if was, err := x.entry.touchWas(); x.entry.rewrote() && err == nil { // it stands again
		id, c.Touch = was.ID, &was
	}
	if at := slices.IndexFunc(x.seen.Touches, func(t coach.Touch) bool { return t.ID == id }); at >= 0 {
		c.Before = &x.seen.Touches[at]
	}
	return c
}
