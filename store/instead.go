package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
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
	if err == nil && strings.HasPrefix(e.undo, mayPart) { // nothing takes the place of a merge
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
	newer, changes := map[string]bool{}, int64(0)
	for _, e := range since {
		if seen.repRaw, err = codec.ApplyPatch(seen.repRaw, e.repBefore); err != nil {
			return seen, change.public(), err
		}
		if e.lead != change.lead {
			continue
		}
		newer[e.touch] = true
		changes++
		if seen.leadRaw, err = codec.ApplyPatch(seen.leadRaw, e.leadBefore); err != nil {
			return seen, change.public(), err
		}
	}
	seen.Touches = slices.DeleteFunc(seen.Touches, func(t coach.Touch) bool { return newer[t.ID] })
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
