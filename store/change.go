package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/event"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/wire"
)

// Change is one thing that somebody did, written whole or not at all.
type Change struct {
	Op  string // "log", "add", "next", "snooze", "close", "edit", "settings"…: for the journal and the audit trail
	By  string // Slack user id; "" for the coach itself
	Now time.Time

	// Entry is the journal entry's id, to be given to [History.Undo] and put into a button before the write. The store
	// picks one when it is empty.
	Entry    string
	Undoable bool

	Rep  *coach.Rep  // the rep's new record, when it changed or is new; Version is set by the store
	Lead *coach.Lead // the lead's new record, when it changed or is new; Version is set by the store
	// Name is Lead's normalized name. It must be given when the lead is new or was renamed, and may be given always.
	Name string
	Was  string // of a renamed lead the normalized name before
	// Attention is when Lead must be looked at; its due entry and timers are replaced by it.
	Attention coach.Attention
	// Touch is appended to Lead's history. The caller sets its ID and Seq.
	Touch *coach.Touch
	// Rewritten is written over the touch of Lead's history that has its id, which must be among Snapshot.Touches.
	Rewritten *coach.Touch

	// Key and Said are as in [Query]. Answer is stored under the key; without one it is only noted there that Entry was
	// written, so that the answer can be made again ([History.ReadThen]).
	Key, Said string
	Answer    []byte

	NextDigest time.Time // when Rep is given: the instant of the next digest; zero removes the entry…
	KeepDigest bool      // …unless this leaves it as it is
	// when Rep is given and its leads' due times depend on what changed: the engine is told to reindex
	Reindex bool
	// Asks, when Rep is given, are questions to them about what it says, for the engine.
	Asks   []ledger.Due
	Outbox []Outbox // work that crosses shards, carried out by the engine afterwards
	// Letters tell the rep of somebody's change, or somebody of the rep's; they are delivered behind it. From is the rep.
	Letters []coach.Letter

	// About is the lead that was looked at or exported, "" for all of them: of an entry without Lead and Rep, which keeps
	// that somebody did and stands in nobody's way of an undo.
	About string
	// Erase removes Lead with everything that is known of it, for good; what was kept of it for a while goes behind the
	// change, by the outbox. Snapshot.Touches must be all. The rep's counts stay.
	Erase bool
	// Merge is another lead that goes into Lead, with all that is known of it.
	Merge *Merge
	// HandOver is a list of leads of Lead's or Rep's rep, or of From, that go to others; the outbox carries it out.
	HandOver *HandOver

	Nothing bool // there is nothing to write after all
}

// FirstDue is the earliest instant at which the engine has something to do about what c, made from seen, writes; zero
// for nothing. With what a lead is reached by goes who else has it (marks.go).
func (c Change) FirstDue(seen Snapshot) time.Time {
	var first time.Time
	sooner := func(at time.Time) {
		if !at.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	if c.Lead != nil {
		for _, timer := range c.Attention.Timers {
			sooner(timer.At)
		}
	}
	if c.Rep != nil {
		sooner(c.NextDigest)
		sooner(returnOf(*c.Rep).At)
		for _, ask := range c.Asks {
			sooner(ask.At)
		}
		if len(c.Rep.Covers) < len(seen.Rep.Covers) { // whoever they covered for is told
			sooner(c.Now)
		}
	}
	marks := false
	if c.Lead != nil {
		marks = seen.stale || c.Merge != nil || seen.Lead == nil && c.Lead.Phone+c.Lead.Email != "" ||
			seen.Lead != nil && !sameDetails(seen.Lead, c.Lead)
	}
	if c.Reindex || c.Erase || c.HandOver != nil || len(c.Outbox) > 0 || len(c.Letters) > 0 || marks {
		sooner(c.Now)
	}
	return first
}

// changeTries bounds the rounds of [Workspace.Change], to some four seconds: what ends them before is the time that a
// person's command has. Two dozen writers who change one lead at once all get through, on a machine without time too.
const changeTries = 64

// Change reads what a says, lets fn decide, and writes what fn returns, again from the start when somebody else changed
// the same record meanwhile. fn may run several times and must do nothing but decide. An error of fn ends it.
//
// It takes two trips. The returned Snapshot is what the change was made from.
//
// When Query.Key was used before, fn is not called and the error is a *[DuplicateError] with the stored answer. Other
// errors are those of [Workspace.Write]; [ErrConflict] only after many rounds.
func (w *Workspace) Change(ctx context.Context, a Query, fn func(Snapshot) (Change, error)) (Snapshot, Change, error) {
	for try := 1; ; try++ {
		seen, err := w.Records.Read(ctx, a)
		if err != nil {
			return Snapshot{}, Change{}, NotSaved(err)
		}
		if seen.Answered {
			return seen, Change{}, &DuplicateError{Answer: seen.Answer, Entry: seen.Handled}
		}
		c, err := fn(seen)
		if err != nil || c.Nothing {
			return seen, c, err
		}
		if err = w.Write(ctx, seen, c); !TryAgain(ctx, try, err) {
			return seen, c, err
		}
	}
}

// TryAgain reports whether a change is to be decided and written again after its write failed: somebody else was
// quicker. It waits a random moment first, longer with each try, and says no after many of them or when ctx ends.
func TryAgain(ctx context.Context, try int, err error) bool {
	if !errors.Is(err, ErrConflict) || try >= changeTries {
		return false
	}
	wait := time.NewTimer(rand.N(time.Millisecond << min(try, 7)))
	defer wait.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-wait.C:
		return true
	}
}

// Repeated is the answer stored for a key that was used before, and whether that is what err says.
func Repeated(err error) (answer []byte, ok bool) {
	dup, ok := errors.AsType[*DuplicateError](err)
	if !ok {
		return nil, false
	}
	return dup.Answer, true
}

// NotSaved marks the failed read of a change: nothing was written.
func NotSaved(err error) error {
	if errors.Is(err, ErrNotSaved) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrNotSaved, err)
}

// Write writes c in one trip if nothing that seen shows has changed. It sets c.Lead.Version and c.Rep.Version to one
// more than was seen. Errors: [ErrConflict], *[DuplicateError] when the key was used meanwhile, [ErrNameTaken],
// [ErrNotSaved], [ErrUnknown]. After any of them but ErrUnknown nothing was written.
func (w *Workspace) Write(ctx context.Context, seen Snapshot, c Change) error {
	if c.Entry == "" {
		c.Entry = NewID()
	}
	b, err := w.changeBatch(ctx, seen, c)
	if err != nil {
		return err
	}
	return w.space.s.Commit(ctx, b)
}

// mark is what the write of c is known by.
func (c Change) mark() wire.Mark {
	return wire.Mark{Key: c.Key, Answer: c.Answer, Said: c.Said, Nonce: c.Entry, Now: c.Now}
}

// changeBatch lays a change out: dedupe record, what it takes the place of, rep, lead with all that hangs on it,
// journal, outbox.
func (w *Workspace) changeBatch(ctx context.Context, seen Snapshot, c Change) (*wire.Batch, error) {
	rep := repOf(seen, c)
	switch {
	case rep == "":
		return nil, errors.New("store: a change needs the rep's id")
	case c.Op != OpHandOver && (leaving(seen.Lead) || c.Merge != nil && leaving(c.Merge.Gone.Lead)):
		return nil, ErrLeaving
	}
	t := w.space.rep(rep)
	b := wire.NewBatch(t)
	b.Once(rep, c.mark())
	if seen.instead != nil {
		if err := w.History.addUndo(ctx, b, seen.instead); err != nil {
			return nil, err
		}
	}

	e := newEntry(c)
	c.Outbox = slices.Concat(c.Outbox, endCovers(c.Rep))
	if err := addRep(b, t, rep, seen, c, w.space.s.details != nil, &e); err != nil {
		return nil, err
	}
	if c.Merge != nil {
		if err := w.addMerged(ctx, b, seen, c, &e); err != nil {
			return nil, err
		}
	}
	if err := w.addLead(ctx, b, t, rep, seen, c, &e); err != nil {
		return nil, err
	}
	b.Do("RPUSH", t.Audit(rep), e.encode(rep))
	for _, l := range c.Letters {
		if err := addLetter(b, l, c.Now); err != nil {
			return nil, err
		}
	}
	if c.HandOver != nil {
		if err := addHandOver(b, *c.HandOver); err != nil {
			return nil, err
		}
	}
	addOutbox(b, t, rep, c.Now, slices.Concat(c.Outbox, sharedItems(rep, w.space.s.reachedBy(seen, c))))
	return b, nil
}

// repOf is whose shard a change goes to.
func repOf(seen Snapshot, c Change) string {
	switch {
	case c.Lead != nil:
		return c.Lead.Rep
	case c.Rep != nil:
		return c.Rep.ID
	}
	return seen.Rep.ID
}

// addRep checks that the rep's record is as it was read, also when the change leaves it alone: due times depend on it.
// Detailed says that leads get details: none of a new rep's is without.
func addRep(b *wire.Batch, t keyspace.Tag, rep string, seen Snapshot, c Change, detailed bool, e *logEntry) error {
	if seen.Known {
		b.Check("same", t.Reps(), rep, seen.repStored())
	} else {
		b.Check("absent", t.Reps(), rep, "")
	}
	if c.Rep == nil {
		return nil
	}
	if c.Rep.ID != rep {
		return fmt.Errorf("store: record of rep %q in a change of rep %q", c.Rep.ID, rep)
	}
	c.Rep.Version = seen.Rep.Version + 1
	raw, err := codec.Encode(c.Rep, seen.repRaw)
	if err != nil {
		return fmt.Errorf("store: rep: %w", err)
	}
	if e.repBefore, err = codec.UndoPatch(seen.repRaw, raw); err != nil {
		return err
	}
	b.Do("HSET", t.Reps(), rep, raw)
	if !seen.Known && detailed {
		b.Do("SET", t.Detailed(rep), detailsState(*c.Rep)) // there are no leads yet
	}
	if !c.KeepDigest {
		ledger.Add(b, ledger.Due{Kind: ledger.KindDigest, Rep: rep, At: c.NextDigest})
	}
	if c.Reindex {
		ledger.Add(b, ledger.Due{Kind: ledger.KindReindex, Rep: rep, At: c.Now})
	}
	ledger.Add(b, returnOf(*c.Rep))
	for _, ask := range c.Asks {
		ledger.Add(b, ask)
	}
	return nil
}

// returnOf is when the engine has to see to a rep's absence or to a spread of their leads; never for most.
func returnOf(rep coach.Rep) ledger.Due {
	due := ledger.Due{Kind: ledger.KindReturn, Rep: rep.ID, At: rep.Returns()}
	switch {
	case rep.Spread.Open:
		due.At = rep.Spread.At
	case rep.Away.Gathered:
		due.At = rep.Away.Back
	}
	return due
}

// addLead writes the lead's record with its name, sums, due times and touch, if the record is as it was read.
func (w *Workspace) addLead(ctx context.Context, b *wire.Batch, t keyspace.Tag, rep string, seen Snapshot, c Change,
	e *logEntry) error {
	switch {
	case c.Lead == nil && (c.Touch != nil || c.Rewritten != nil):
		return errors.New("store: a touch needs its lead")
	case c.Lead == nil:
		return nil
	case c.Lead.ID == "" || c.Lead.Rep == "":
		return errors.New("store: a lead needs its id and rep")
	case seen.Lead != nil && seen.Lead.ID != c.Lead.ID:
		return fmt.Errorf("store: lead %s was read, %s changed", seen.Lead.ID, c.Lead.ID)
	case c.Erase:
		return w.addErasure(ctx, b, t, seen, c, e)
	}
	id := c.Lead.ID
	renamed := seen.Lead == nil || seen.Lead.Name != c.Lead.Name
	if c.Name == "" && renamed {
		return errors.New("store: a new or renamed lead needs its normalized name")
	}
	if seen.Lead == nil {
		b.Check("absent", t.Leads(rep), id, "")
		c.Lead.Version = 1
	} else {
		b.Check("same", t.Leads(rep), id, seen.leadStored())
		c.Lead.Version = seen.Lead.Version + 1
	}
	raw, err := codec.Encode(c.Lead, seen.leadRaw)
	if err != nil {
		return fmt.Errorf("store: lead: %w", err)
	}
	if renamed {
		if seen.Lead != nil {
			if e.oldName, err = w.nameBefore(ctx, rep, seen, c.Was); err != nil {
				return NotSaved(err)
			}
		}
		if seen.Lead != nil || seen.Near { // the index of very many names learns it from there; the others need no index
			e.newName = c.Name
		}
		addRename(b, t, rep, id, e.oldName, c.Name, seen.nameHolder(c.Name, id))
	}
	if e.leadBefore, err = codec.UndoPatch(seen.leadRaw, raw); err != nil {
		return err
	}
	b.Do("HSET", t.Leads(rep), id, raw)
	clock := seen.Rep
	if c.Rep != nil {
		clock = *c.Rep
	}
	addAggregate(b, clock, rep, id, seen.aggregate, aggregateOf(c.Lead), c.Now)
	w.space.s.addDetails(b, clock, seen.Lead, c.Lead)
	if err := addAttention(b, t, *c.Lead, c.Attention); err != nil {
		return err
	}
	told := event.Change{Was: seen.Lead, Is: c.Lead, Rep: clock, By: c.By, Now: c.Now, Touch: c.Touch}
	if c.Rewritten != nil {
		told.Touch = c.Rewritten
		if at := slices.IndexFunc(seen.Touches, func(t coach.Touch) bool { return t.ID == c.Rewritten.ID }); at >= 0 {
			told.Before = &seen.Touches[at]
		}
	}
	if err := w.space.s.addEventsSince(b, seen.leadRaw, told); err != nil {
		return err
	}
	if c.Touch != nil {
		raw, err := encodeTouch(*c.Touch, "")
		if err != nil {
			return err
		}
		e.touch = c.Touch.ID
		b.Do("RPUSH", t.Touches(rep, id), raw)
	}
	if c.Rewritten != nil {
		return w.space.s.addRewritten(ctx, b, seen, c, e)
	}
	return nil
}

// encodeTouch is a touch as it is stored, with what a newer version has written into the stored one.
func encodeTouch(touch coach.Touch, stored string) (string, error) {
	if touch.Logged.Equal(touch.At) {
		touch.Logged = time.Time{} // as coach.ReadTouch reads it
	}
	raw, err := codec.Encode(&touch, stored)
	if err != nil {
		return "", fmt.Errorf("store: touch: %w", err)
	}
	return raw, nil
}

// addRename moves the name that leads to a lead, unless another lead than the holder has the new one.
func addRename(b *wire.Batch, t keyspace.Tag, rep, id, old, name, holder string) {
	if old == name {
		return
	}
	if old != "" {
		b.Do("HDEL", t.Names(rep), old)
	}
	if name != "" {
		b.Check("name", t.Names(rep), name, holder)
		b.Do("HSET", t.Names(rep), name, id)
	}
}
