package store

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/maphash"
	"maps"
	"slices"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/marks"
	"github.com/followup-coach/followup/store/patch"
	"github.com/followup-coach/followup/store/wire"
)

// Two reps may be after one prospect, and each is to hear of the other. Their leads lie in different shards, and a log
// must not go round all of them. So a lead that shares a number or an address has a mark: the other reps who have it
// ([coach.Lead.Shared]). It is a hint. Whoever reads a lead with a mark reads the others' leads as well
// ([Snapshot.Held]), and what isn't so any more is not told.
//
// The mark stands in the lead's own record: it is read with it at no cost, goes where it goes, and is in every copy.
// Nobody but the outbox writes it, beside the journal, and the record keeps its version. So no undo patch speaks of it:
// what is taken back leaves a mark alone that came meanwhile, and puts everything else back to the byte.
//
// A change that brings a number or an address to a lead, or takes one from a lead with a mark, leaves an item in the
// outbox, which is carried out as often as it takes. It says no more than where to look: the marks follow from what is
// stored by then. When two reps add one number in the same second, the item that is carried out last finds both.

// outboxShared marks who shares what Rep's Leads are reached by, and looks anew at those who shared Reach with them.
const outboxShared = "shared"

// sharedItem is the id of the item that follows from a part of an import.
func sharedItem(part string) string { return "shared-" + part }

// sharedItems are the items that follow from a write of a rep's: none for most.
func sharedItems(rep string, r marks.Reached) []Outbox {
	if len(r.Leads)+len(r.Gone) == 0 {
		return nil
	}
	return []Outbox{{Kind: outboxShared, Rep: rep, Leads: r.Leads, Reach: r.Gone}}
}

// addReached adds what a lead before and after is reached by; nil stands for a lead that is not there. Most changes
// leave alone what it is made of, and then nothing is worked out.
func (s *Store) addReached(r *marks.Reached, rep coach.Rep, was, is *coach.Lead) {
	switch {
	case was != nil && is != nil && sameDetails(was, is):
	case was == nil && is != nil:
		r.Change(is.ID, false, nil, s.reachOf(is, rep))
	case was != nil:
		r.Change(was.ID, len(was.Shared) > 0, s.reachOf(was, rep), s.reachOf(is, rep))
	}
}

// reachedBy is what a change of a lead does.
func (s *Store) reachedBy(seen Snapshot, c Change) (r marks.Reached) {
	if c.Lead == nil || c.Erase { // an erasure sees to the marks itself
		return r
	}
	if seen.stale {
		r.Leads = append(r.Leads, c.Lead.ID)
	}
	s.addReached(&r, seen.Rep, seen.Lead, c.Lead)
	if c.Merge != nil {
		s.addReached(&r, seen.Rep, c.Merge.Gone.Lead, nil)
	}
	return r
}

// markShared brings the marks up to what is stored: of an item's leads, and of those of others who share anything with
// them, or with what they had. Done twice it changes nothing more.
func (w *Workspace) markShared(ctx context.Context, it Outbox) error {
	rep, _, err := w.Records.Rep(ctx, it.Rep)
	if err != nil {
		return err
	}
	leads, err := w.Records.Leads(ctx, it.Rep, it.Leads...)
	if err != nil {
		return err
	}
	details := slices.Clone(it.Reach)
	for _, l := range leads {
		details = append(details, w.space.s.reachOf(&l, rep)...)
	}
	found, byID, err := w.Directory.reaching(ctx, details)
	if err != nil {
		return err
	}
	others := marks.Others(found, it.Reach)
	// A lead that is reached by nothing any more is found by nothing.
	for _, l := range leads {
		if at := (marks.Lead{Rep: it.Rep, ID: l.ID}); len(l.Shared) > 0 && others[at] == nil {
			others[at] = nil
		}
	}
	for lead, reps := range others {
		if err := w.Records.mark(ctx, byID[lead.Rep], lead.ID, reps); err != nil {
			return err
		}
	}
	return nil
}

// reaching are the leads of the whole workspace that have one of some details, and its reps by their ids.
func (d Directory) reaching(ctx context.Context, details []string) ([]marks.Found, map[string]coach.Rep, error) {
	all := Records(d)
	reps, err := all.Reps(ctx)
	if err != nil {
		return nil, nil, err
	}
	byID := make(map[string]coach.Rep, len(reps))
	for _, r := range reps {
		byID[r.ID] = r
	}
	slices.Sort(details)
	details = slices.Compact(details)
	found, lacking, err := all.sharing(ctx, reps, details)
	// Leads without details aren't found by them.
	for rep, state := range lacking {
		if err == nil {
			err = all.makeDetails(ctx, *rep, state)
		}
	}
	if err == nil && len(lacking) > 0 {
		found, _, err = all.sharing(ctx, reps, details)
	}
	return found, byID, err
}

// mark writes into a lead's record who else has it: those given, and of those that stand there who has another detail
// of the lead.
func (w Records) mark(ctx context.Context, rep coach.Rep, lead string, others []string) error {
	for try := 1; ; try++ {
		raw, err := w.rawLeads(ctx, rep.ID, []string{lead})
		if err != nil {
			return err
		}
		l, err := leadOf(rep.ID, lead, raw[0])
		if w.s.Passes(err) {
			return nil
		}
		if err != nil || l == nil {
			return err
		}
		// Who stands there for another reason than what was looked for is looked for by itself.
		left := slices.DeleteFunc(slices.Clone(l.Shared), func(r string) bool { return slices.Contains(others, r) })
		byID, err := w.RepsBy(ctx, left)
		if err != nil {
			return err
		}
		still, _, err := w.sharing(ctx, slices.Collect(maps.Values(byID)), w.s.reachOf(l, rep))
		if err != nil {
			return err
		}
		reps := slices.Clone(others)
		for _, f := range still {
			reps = append(reps, f.Rep)
		}
		slices.Sort(reps)
		if reps = slices.Compact(reps); slices.Equal(reps, l.Shared) {
			return nil
		}
		after, err := marks.With(raw[0], reps)
		if err != nil {
			return err
		}
		b := wire.NewBatch(w.rep(rep.ID))
		b.Check("same", b.Tag.Leads(rep.ID), lead, raw[0])
		b.Do("HSET", b.Tag.Leads(rep.ID), lead, after)
		if wrote, err := w.s.Write(ctx, b); wrote || err != nil {
			return err
		}
		if !TryAgain(ctx, try, ErrConflict) { // somebody is at work on the lead
			return ErrConflict
		}
	}
}

// MarkShared goes through all leads and marks those that share a number or an address: of data from before there were
// marks, and of whatever was written past them. It may be interrupted and called again.
func (w *Workspace) MarkShared(ctx context.Context) error {
	reps, err := w.Records.Reps(ctx)
	if err != nil {
		return err
	}
	// Of two details with one hash both are looked up, which finds nothing.
	seed, first, twice := maphash.MakeSeed(), map[uint64]int{}, map[string]bool{}
	for i, rep := range reps {
		err := w.EachLead(ctx, rep.ID, func(leads []coach.Lead) error {
			for _, l := range leads {
				for _, d := range w.space.s.reachOf(&l, rep) {
					h := maphash.String(seed, d)
					if by, known := first[h]; !known {
						first[h] = i
					} else if by != i {
						twice[d] = true
					}
				}
			}
			return nil
		})
		if err != nil && codec.DamagedIn(err) == nil {
			return err
		}
	}
	for part := range slices.Chunk(slices.Sorted(maps.Keys(twice)), readBatch) {
		if err := w.markShared(ctx, Outbox{Reach: part}); err != nil {
			return err
		}
	}
	return nil
}

// A spread moves many leads, and is taken back by the one change of the rep's record that has asked for it: a move
// counts only while the record names its spread. So moves stand beside the journal, like marks: a lead keeps
// its version, and no undo patch speaks of them.

// Moved is a lead that a spread has moved, and when it must be looked at then.
type Moved struct {
	Lead coach.Lead
	coach.Attention
}

// Move has the spread of a rep's leads go on: fn is given some of the leads as they are, and says which are moved. They
// are written in one go, if nothing of what fn has seen has changed and the spread is still the rep's newest;
// [ErrConflict] otherwise, and nothing is. The rep's record then says how far the spread has come, which fn puts into
// s; where s isn't open any more, the spread is through.
func (w *Workspace) Move(ctx context.Context, rep string, s *absence.Spread, ids []string,
	fn func(coach.Rep, []coach.Lead) []Moved) error {
	seen, err := w.Records.Read(ctx, Query{Rep: rep})
	if err != nil {
		return NotSaved(err)
	}
	if !seen.Rep.Spread.Open || !seen.Rep.Spread.At.Equal(s.At) {
		return ErrConflict
	}
	t := w.space.rep(rep)
	raw, err := w.Records.rawLeads(ctx, rep, ids)
	if err != nil {
		return NotSaved(err)
	}
	leads, _, err := w.Records.leadsIn(rep, ids, raw)
	if err != nil {
		return NotSaved(err)
	}
	stored := make(map[string]string, len(ids))
	for i, id := range ids {
		stored[id] = raw[i]
	}
	b := wire.NewBatch(t)
	b.Check("same", t.Reps(), rep, seen.repRaw)
	moved := fn(seen.Rep, leads)
	for _, m := range moved {
		after, err := with(stored[m.Lead.ID], "moved", m.Lead.Moved)
		if err != nil {
			return err
		}
		b.Check("same", t.Leads(rep), m.Lead.ID, stored[m.Lead.ID])
		b.Do("HSET", t.Leads(rep), m.Lead.ID, after)
		if err := addAttention(b, t, m.Lead, m.Attention); err != nil {
			return err
		}
	}
	if len(moved) > 0 || !s.Open {
		after, err := with(seen.repRaw, "spread", *s)
		if !s.Open && err == nil && !seen.Rep.Away.Since.IsZero() {
			seen.Rep.Away.Gathered = false
			after, err = with(after, "away", seen.Rep.Away)
		}
		if err != nil {
			return err
		}
		b.Do("HSET", t.Reps(), rep, after)
	}
	if !s.Open {
		seen.Rep.Spread = *s
		ledger.Add(b, returnOf(seen.Rep))
	}
	switch wrote, err := w.space.s.Write(ctx, b); {
	case err != nil:
		return err
	case !wrote:
		return ErrConflict
	}
	return nil
}

// with is a record with another value of one field; nothing else of it is touched, so that what any version has written
// stays as it is.
func with(raw, field string, value any) (string, error) {
	v, err := json.Marshal(value)
	if err != nil {
		return "", fmt.Errorf("store: %s: %w", field, err)
	}
	if raw, err = patch.Apply(raw, `{"`+field+`":null}`); err != nil { // else an object would keep what it had
		return "", err
	}
	return patch.Apply(raw, `{"`+field+`":`+string(v)+`}`)
}
