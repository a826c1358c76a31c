// Package hooks keeps what webhooks are to hear until they have heard it: a queue for each lead and address, written
// with the change that it tells of ([Add]) and worked off in order ([Queue]).
//
// A queue is worked off by one replica at a time, by a claim for a lease. When it ends unused, because the replica has
// died, another one goes on with the same event under the same id: a receiver knows it by that. What can't be told is
// tried again later, and no other lead waits for it.
//
// Everything of a lead lies in its rep's shard, so that a change and what it tells are one write.
package hooks

import (
	"fmt"
	"strings"

	"github.com/followup-coach/followup/coach/event"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/wire"
)

const (
	queueMost  = 500  // events of one lead that wait; older ones go
	unsentMost = 1000 // events given up that a shard remembers
)

// Event is what one address is to hear.
type Event struct {
	To   string `json:"-"`  // id of the address
	ID   string `json:"id"` // by which a receiver knows it again; stays the same however often it is sent
	At   int64  `json:"at"` // when the change was saved, Unix milliseconds
	Body string `json:"body"`
	// After is the rep under whom all that waits of the lead goes first; "" for nobody.
	After string `json:"after,omitempty"`
}

// Teller says what addresses are to hear of a change.
type Teller struct {
	To []string                   // ids of all addresses
	Of func(event.Change) []Event // nil where there are none; depends on nothing but the change
}

// NewID is an id that no other event has.
func NewID() string { return "evt_" + keyspace.NewID() + keyspace.NewID() }

// Add has a write tell an event of a lead. A queue that is there keeps its time.
func Add(b *wire.Batch, rep, lead string, e Event) error {
	raw, err := codec.Encode(e, "")
	if err != nil {
		return fmt.Errorf("store: event: %w", err)
	}
	queue, index := b.Tag.Events(rep, lead, e.To), b.Tag.Hook(e.To)
	b.Do("RPUSH", queue, raw)
	b.Do("LTRIM", queue, -queueMost, -1)
	b.Do("PEXPIRE", queue, keyspace.EventLife.Milliseconds())
	b.Do("ZADD", index, "NX", e.At, member(rep, lead))
	b.Do("PEXPIRE", index, keyspace.EventLife.Milliseconds())
	return nil
}

// Drop has a write forget what some addresses were still to hear of a lead.
func Drop(b *wire.Batch, rep, lead string, to ...string) {
	for _, to := range to {
		b.Do("DEL", b.Tag.Events(rep, lead, to))
		b.Do("ZREM", b.Tag.Hook(to), member(rep, lead))
		b.Do("HDEL", b.Tag.Tried(to), member(rep, lead), member(rep, lead)+"#")
	}
}

// member is a lead as the index names it.
func member(rep, lead string) string { return rep + "|" + lead }

// Lead is one that something waits of.
type Lead struct{ Rep, ID string }

// leadOf reads a member of an index.
func leadOf(member string) (Lead, bool) {
	rep, id, ok := strings.Cut(member, "|")
	return Lead{rep, id}, ok
}
