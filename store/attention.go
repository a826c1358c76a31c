package store

import (
	"fmt"
	"slices"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/event"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/hooks"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/wire"
)

// What coach says about a lead's next look ([coach.Attention]) becomes its place in the rep's due order and its entries
// in the due index, in the write that changes the lead.

// leadKinds are the kinds that coach may ask for as a lead's timers; a change of the lead replaces them all.
var leadKinds = []string{ledger.KindPing, ledger.KindStill, ledger.KindNudge, ledger.KindGift, ledger.KindGiftBack}

// timersOf is what a lead's due entries must be: one per kind, those with a zero At absent. An attention that asks for
// two of a kind is refused.
func timersOf(l coach.Lead, a coach.Attention) ([]ledger.Due, error) {
	out := make([]ledger.Due, len(leadKinds))
	for i, kind := range leadKinds {
		out[i] = ledger.Due{Kind: kind, Rep: l.Rep, Lead: l.ID}
	}
	for _, timer := range a.Timers {
		i := slices.Index(leadKinds, timer.Kind)
		if i < 0 || !out[i].At.IsZero() || timer.At.IsZero() {
			return nil, fmt.Errorf("store: lead %s asks for a timer %q at %v that can't be kept", l.ID, timer.Kind, timer.At)
		}
		out[i].At, out[i].For = timer.At, timer.For
		if out[i].For.IsZero() {
			out[i].For = timer.At
		}
	}
	return out, nil
}

// addAttention replaces a lead's due entry and timers. Every open lead has a due entry, so that the open ones can be
// listed in due order; a closed one has none, unless something is left to do about it (see addAggregate).
func addAttention(b *wire.Batch, t keyspace.Tag, l coach.Lead, a coach.Attention) error {
	if !l.Open() {
		addRemoval(b, t, l)
		if hasOpenTask(l) {
			b.Do("ZADD", t.Looks(l.Rep), look(a), l.ID)
		}
		return nil
	}
	b.Do("ZADD", t.Looks(l.Rep), look(a), l.ID)
	timers, err := timersOf(l, a)
	if err != nil {
		return err
	}
	var gone []any
	for _, d := range timers {
		if d.At.IsZero() {
			gone = append(gone, d.Member())
			continue
		}
		ledger.Add(b, d)
	}
	if len(gone) > 0 {
		b.Do("ZREM", t.Due(), gone...)
		b.Do("HDEL", t.DueFor(), gone...)
	}
	return nil
}

// addRemoval removes a lead's due entry and timers.
func addRemoval(b *wire.Batch, t keyspace.Tag, l coach.Lead) {
	b.Do("ZREM", t.Looks(l.Rep), l.ID)
	gone := make([]any, len(leadKinds))
	for i, kind := range leadKinds {
		gone[i] = ledger.Due{Kind: kind, Rep: l.Rep, Lead: l.ID}.Member()
	}
	b.Do("ZREM", t.Due(), gone...)
	b.Do("HDEL", t.DueFor(), gone...)
}

// look is the score of a lead's due entry; +inf stands for nothing to do.
func look(a coach.Attention) string {
	if a.Shows.IsZero() {
		return "+inf"
	}
	return keyspace.MS(a.Shows)
}

// What a change of a lead tells webhooks is written with it: nothing is told that wasn't saved, and what was saved is
// told whoever dies. It costs no trip.

// addEvents adds what a change tells.
func (s *Store) addEvents(b *wire.Batch, c event.Change) error {
	if s.events.Of == nil {
		return nil
	}
	rep, lead := "", ""
	if c.Was != nil {
		rep, lead = c.Was.Rep, c.Was.ID
	}
	if c.Is != nil {
		rep, lead = c.Is.Rep, c.Is.ID
	}
	if c.Why == event.Erased { // what waits in other shards, and for addresses of before, goes by the outbox
		hooks.Drop(b, rep, lead, s.events.To...)
	}
	for _, e := range s.events.Of(c) {
		if err := hooks.Add(b, rep, lead, e); err != nil {
			return err
		}
	}
	return nil
}

// addEventsSince is addEvents with the lead before as its record has it: whoever decides a change may have written into
// what was read.
func (s *Store) addEventsSince(b *wire.Batch, raw string, c event.Change) error {
	if s.events.Of != nil && c.Was != nil {
		c.Was = new(coach.Lead)
		if err := codec.Decode(raw, c.Was); err != nil {
			return fmt.Errorf("store: lead before a change: %w", err)
		}
	}
	return s.addEvents(b, c)
}
