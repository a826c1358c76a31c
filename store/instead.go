package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/wire"
)

// A change may take the place of another: a call was made at another time than it was logged at. Both the undo and the
// new change are one write, so that nobody is ever without either. What the new one is decided from is not stored yet:
// it is what the undo goes back to.

// ReadBefore is [Records.Read] as if the entry of an undo were taken back already: the lead and its end of history, the
// rep, their agreed calls and counts are what they were before it. [Workspace.Write] takes the entry back in the same
// write as it writes the change that was decided from it, under the change's key, with an entry in the journal for each
// of both; after any error but [ErrUnknown] both are as they were. Where nothing is written, nothing is taken back.
//
// Names and details that lead to the entry's lead are looked up as they are stored. Where q.Key was used before, only
// that and its answer are read, as nothing else matters then. Errors: [ErrNothingToUndo] and *[NewerError] as from
// [History.Undo], [ErrConflict] when something is written meanwhile, those of the read.
func (h History) ReadBefore(ctx context.Context, q Query, u UndoQuery) (Snapshot, error) {
	u.Rep, u.Now = q.Rep, q.Now
	entries, undone, err := h.journal(ctx, q.Rep, q.Now, 0)
	if err != nil {
		return Snapshot{}, err
	}
	if q.Touches >= 0 {
		q.Touches++ // the newest goes
	}
	// Read behind the journal: what another delivery of the same request has written by then is known by its key.
	seen, err := h.at.Read(ctx, q)
	if err != nil || seen.Answered {
		return seen, err
	}
	e, err := h.standing(ctx, u, entries, undone)
	// Nothing takes the place of a merge, or of a correction.
	if err == nil && (strings.HasPrefix(e.undo, mayPart) || e.rewrote()) {
		err = ErrNothingToUndo
	}
	if err != nil {
		return seen, err
	}
	stored := seen
	if seen.Lead == nil || seen.Lead.ID != e.lead {
		if stored, err = h.at.Read(ctx, recordsOf(e, u)); err != nil {
			return seen, err
		}
		if stored.repRaw != seen.repRaw {
			return seen, ErrConflict
		}
	}
	stored.Touches = stored.Touches[max(0, len(stored.Touches)-1):]
	x, err := undoingOf(u, stored, entries[0].raw, e)
	if err != nil {
		return seen, err
	}
	return seen.before(x, q)
}

// ReadThen is [Records.Read] as it was found by whoever made a change, so that what they were answered can be made
// again: the lead and the end of its history, the rep, and the agreed calls as far as the lead's own goes are what they
// were before it, whatever was changed since. Names and details are looked up as they are stored now. The second result
// is the change; [ErrNothingToUndo] where it is no longer in the journal. What was read can't be written over.
func (h History) ReadThen(ctx context.Context, q Query, entry string) (Snapshot, Entry, error) {
	var since []logEntry // newest first, the change itself last
	found := false
	err := h.walk(ctx, h.at.rep(q.Rep), q.Rep, func(e logEntry) bool {
		since, found = append(since, e), e.id == entry
		return !found && q.Now.Sub(e.at) < keyspace.DidLife
	})
	if err == nil && !found {
		err = ErrNothingToUndo
	}
	if err != nil {
		return Snapshot{}, Entry{}, err
	}
	change := since[len(since)-1]
	q.Now, q.Key, q.Said = change.at, "", ""
	if q.Touches > 0 {
		q.Touches += len(since)
	}
	seen, err := h.at.Read(ctx, q)
	if err != nil || seen.Lead == nil {
		return seen, change.public(), err
	}
	if seen.Lead.ID != change.lead {
		return seen, change.public(), ErrNothingToUndo
	}
	newer, was, changes := map[string]bool{}, map[string]coach.Touch{}, int64(0)
	for _, e := range since {
		if seen.repRaw, err = codec.ApplyPatch(seen.repRaw, e.repBefore); err != nil {
			return seen, change.public(), err
		}
		if e.lead != change.lead {
			continue
		}
		newer[e.touch] = true
		if strings.HasPrefix(e.touch, "{") { // the oldest of them is the last
			t, err := e.touchWas()
			if err != nil {
				return seen, change.public(), err
			}
			was[t.ID] = t
		}
		changes++
		if seen.leadRaw, err = codec.ApplyPatch(seen.leadRaw, e.leadBefore); err != nil {
			return seen, change.public(), err
		}
	}
	seen.Touches = slices.DeleteFunc(seen.Touches, func(t coach.Touch) bool { return newer[t.ID] })
	for i, t := range seen.Touches {
		if before, ok := was[t.ID]; ok {
			seen.Touches[i] = before
		}
	}
	if q.Touches > 0 {
		seen.Touches = seen.Touches[max(0, len(seen.Touches)-(q.Touches-len(since))):]
	}
	seen.Rep, seen.Lead = coach.Rep{}, new(coach.Lead)
	if seen.Known = seen.repRaw != ""; seen.Known {
		if err := codec.Decode(seen.repRaw, &seen.Rep); err != nil {
			return seen, change.public(), err
		}
	}
	if err := codec.Decode(seen.leadRaw, seen.Lead); err != nil {
		return seen, change.public(), err
	}
	seen.Lead.Version -= changes // patches leave it out
	if q.Agreed {
		seen.Agreed = agreedBefore(seen.Agreed, seen.Lead, change.lead, q)
	}
	return seen, change.public(), nil
}

// before is what was read as it was before what x takes back.
func (s Snapshot) before(x *undoing, q Query) (Snapshot, error) {
	e, lead := x.entry, x.before.Lead
	s.instead, s.Rep = x, x.before.Rep
	if x.restored {
		s.repRaw = x.repRaw
	}
	last := len(s.Touches) - 1
	if e.touch != "" && s.Lead != nil && s.Lead.ID == e.lead {
		if last < 0 || s.Touches[last].ID != e.touch {
			return s, ErrConflict
		}
		s.Touches = s.Touches[:last:last]
	}
	if q.Touches > 0 { // one more than were asked for was read
		s.Touches = s.Touches[max(0, len(s.Touches)-(q.Touches-1)):]
	}
	if e.lead == "" {
		return s, nil
	}
	is := aggregateOf(lead)
	if q.Agreed {
		s.Agreed = agreedBefore(s.Agreed, lead, e.lead, q)
	}
	if q.Counters {
		s.Counters = difference(s.Counters, x.seen.aggregate.counters, is.counters)
	}
	if lead == nil {
		s.Index = slices.DeleteFunc(s.Index, func(n NameEntry) bool { return n.ID == e.lead })
		s.Details = slices.DeleteFunc(s.Details, func(d DetailEntry) bool { return d.ID == e.lead })
	}
	if s.Lead == nil || s.Lead.ID != e.lead {
		return s, nil
	}
	s.Lead, s.leadRaw, s.aggregate = lead, x.leadRaw, is
	if lead == nil {
		s.Name = ""
	}
	return s, nil
}

// agreedBefore are agreed calls with that of one lead as it was; lead is nil for one that goes.
func agreedBefore(agreed []coach.Agreed, lead *coach.Lead, id string, q Query) []coach.Agreed {
	agreed = slices.DeleteFunc(agreed, func(a coach.Agreed) bool { return a.Lead == id })
	if is := aggregateOf(lead); is.agreed != "" && !is.at.Before(q.Now.Add(-agreedPast)) {
		agreed = append(agreed, coach.Agreed{Lead: id, Name: agreedName(lead.Name), At: is.at})
		slices.SortStableFunc(agreed, func(a, b coach.Agreed) int {
			return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Name, b.Name))
		})
	}
	return agreed
}

// difference is a sum in which one lead adds other counts than it did.
func difference(sum, was, is coach.Counters) coach.Counters {
	counts, before, now := make(map[string]int), was.Counts(), is.Counts()
	for i, count := range sum.Counts() {
		counts[count.Name] = count.N - before[i].N + now[i].N
	}
	return coach.CountersOf(counts)
}

// repStored is the rep's record as Redis has it, on which a write is conditional.
func (s Snapshot) repStored() string {
	if s.instead != nil {
		return s.instead.seen.repRaw
	}
	return s.repRaw
}

// leadStored is the lead's record as Redis has it, on which a write is conditional.
func (s Snapshot) leadStored() string {
	if x := s.instead; x != nil && x.entry.lead == s.Lead.ID {
		return x.seen.leadRaw
	}
	return s.leadRaw
}

// nameHolder is the lead that may have a name which is about to be given to a lead: that one, or the one that goes in
// the same write.
func (s Snapshot) nameHolder(name, id string) string {
	if x := s.instead; x != nil && x.freed != "" && x.freed == name {
		return x.entry.lead
	}
	return id
}

// nameBefore is the normalized name that leads to the lead before a change of it, which an undo in the same write may
// have moved.
func (w *Workspace) nameBefore(ctx context.Context, rep string, seen Snapshot, was string) (string, error) {
	if x := seen.instead; x != nil && x.entry.lead == seen.Lead.ID && x.entry.oldName != x.entry.newName {
		return x.entry.oldName, nil
	}
	return w.Records.nameOf(ctx, rep, seen.Lead.ID, was)
}

// A touch that was logged wrongly is written over where it stands ([Change.Rewritten]): touches never move and none
// goes, so that their numbers and their order stay. The line of the change has the touch before it, to the byte.

// addRewritten writes a touch over the one with its id, if the lead's record is as it was read: no touch is written
// without that.
func (s *Store) addRewritten(ctx context.Context, b *wire.Batch, seen Snapshot, c Change, e *logEntry) error {
	if c.Touch != nil || seen.instead != nil {
		return errors.New("store: a touch is written over by a change of its own")
	}
	// From the end, where what was read ends too, however much of the list that is.
	at := slices.IndexFunc(seen.Touches, func(t coach.Touch) bool { return t.ID == c.Rewritten.ID }) - len(seen.Touches)
	if -at > len(seen.Touches) {
		return errors.New("store: a touch that wasn't read can't be written over")
	}
	list := b.Tag.Touches(c.Lead.Rep, c.Lead.ID)
	var stored *redis.StringCmd
	err := s.Read(ctx, func(cl redis.UniversalClient) error {
		stored = cl.LIndex(ctx, list, int64(at))
		return stored.Err()
	})
	switch {
	case errors.Is(err, redis.Nil):
		return ErrConflict
	case err != nil:
		return NotSaved(err)
	}
	// The bytes go into the line of the change, whatever version wrote them.
	e.touch = stored.Val()
	was, err := e.touchWas()
	if err != nil || was.ID != c.Rewritten.ID {
		return ErrConflict // the list has changed since, and the record with it
	}
	keeps := e.touch // what a newer version knows of it
	if c.Rewritten.Outcome == outcome.TakenOut {
		keeps = ""
	}
	raw, err := encodeTouch(*c.Rewritten, keeps)
	if err != nil {
		return err
	}
	b.Do("LSET", list, at, raw)
	// A message that was not sent so is nobody's to be held against; an undo doesn't bring its fingerprints back.
	if was.Note != c.Rewritten.Note || was.Written() != c.Rewritten.Written() {
		unprint(b, b.Tag, c.Lead.Rep, seen.Rep.Teams, was, c.Now)
	}
	return nil
}

// addTouchBack writes a touch as it was over what a change has made of it. What that was stays in the line of the undo.
func addTouchBack(b *wire.Batch, x *undoing) error {
	was, err := x.entry.touchWas()
	if err != nil {
		return err
	}
	at := slices.IndexFunc(x.seen.Touches, func(t coach.Touch) bool { return t.ID == was.ID })
	if at < 0 {
		return ErrConflict
	}
	// Nothing newer stands on the change, so that this is what it has made of it.
	if x.line.touch, err = encodeTouch(x.seen.Touches[at], ""); err != nil {
		return err
	}
	b.Do("LSET", b.Tag.Touches(x.ask.Rep, x.entry.lead), at, x.entry.touch)
	return nil
}
