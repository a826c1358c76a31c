// Package went is where a rep's leads went by hand-overs, known for a while by the lead's id and by its name: whoever
// taps an old card of one, or types its name, hears who has it. It is written with what takes the lead away, one hash
// for each month, and ends by itself. It is a hint and no record: who has a lead is looked up where the lead is.
package went

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/wire"
)

// Leads are the hints of a workspace.
type Leads struct {
	conn *wire.Conn
	id   keyspace.Workspace
}

// New is the hints of a workspace.
func New(conn *wire.Conn, id keyspace.Workspace) Leads { return Leads{conn, id} }

// Went is who a lead of a rep's is with, and how it came there.
type Went struct {
	ID   string    `json:"-"` // of the lead
	Name string    `json:"name"`
	Norm string    `json:"norm"` // as names are compared
	To   string    `json:"to"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
}

const (
	byID       = "l" // and a lead's id -> JSON Went
	byName     = "n" // and a normalized name -> the lead's id
	monthsBack = 5   // months that are looked at, the current one among them: as many as there may be
	hops       = 5   // hand-overs of one lead that are followed
)

// Add notes where a lead goes that leaves its rep.
func Add(b *wire.Batch, rep string, went Went, now time.Time) error {
	raw, err := codec.Encode(&went, "")
	if err != nil {
		return err
	}
	key := b.Tag.Went(rep, monthOf(now, 0))
	b.Do("HSET", key, byID+went.ID, raw, byName+went.Norm, went.ID)
	b.Do("LIVES", key, keyspace.WentLife.Milliseconds())
	return nil
}

// Back forgets that a lead went from a rep to whom it comes back.
func Back(b *wire.Batch, rep, lead, norm string, now time.Time) {
	for n := range monthsBack {
		b.Do("HDEL", b.Tag.Went(rep, monthOf(now, n)), byID+lead, byName+norm)
	}
}

// monthOf names a month, so many before now.
func monthOf(now time.Time, before int) string {
	y, m, _ := now.UTC().Date()
	return time.Date(y, m-time.Month(before), 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
}

// To is who has a lead now that went from a rep in the last three months, by its id or by its normalized name;
// found is false where it went nowhere, or nobody has it any more.
func (w Leads) To(ctx context.Context, rep, lead, norm string, now time.Time) (went Went, found bool, err error) {
	if lead == "" {
		if lead, err = w.field(ctx, rep, byName+norm, now); err != nil || lead == "" {
			return went, false, err
		}
	}
	// Whoever got it may have handed it on.
	at := rep
	for range hops {
		raw, err := w.field(ctx, at, byID+lead, now)
		if err != nil || raw == "" {
			return Went{}, false, err
		}
		// What a newer version adds is no business of this one.
		var next Went
		if err := codec.Decode(raw, &next); err != nil {
			return Went{}, false, codec.Damaged("hint", rep+"/"+lead, err)
		}
		next.ID, next.Name = lead, cmp.Or(went.Name, next.Name) // as the rep knows it
		if went, at = next, next.To; at == rep {
			return Went{}, false, nil
		}
		if found, err = w.has(ctx, at, lead); found || err != nil {
			return went, found, err
		}
	}
	return Went{}, false, nil
}

// field reads a field of the newest month that has it.
func (w Leads) field(ctx context.Context, rep, field string, now time.Time) (value string, err error) {
	var read [monthsBack]*redis.StringCmd
	err = w.conn.Read(ctx, func(c redis.UniversalClient) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for n := range read {
				read[n] = pipe.HGet(ctx, w.id.Rep(rep).Went(rep, monthOf(now, n)), field)
			}
			return nil
		})
		if errors.Is(err, redis.Nil) {
			return nil
		}
		return err
	})
	for _, one := range read {
		if one != nil && value == "" {
			value = one.Val()
		}
	}
	return value, err
}

// has reports whether a rep has a lead.
func (w Leads) has(ctx context.Context, rep, lead string) (has bool, err error) {
	err = w.conn.Read(ctx, func(c redis.UniversalClient) (err error) {
		has, err = c.HExists(ctx, w.id.Rep(rep).Leads(rep), lead).Result()
		return err
	})
	return has, err
}

// Drop forgets where a lead of a rep's went: it is erased, or forgotten. Called again it changes nothing.
func (w Leads) Drop(ctx context.Context, rep, lead string, now time.Time) error {
	raw, err := w.field(ctx, rep, byID+lead, now)
	if err != nil || raw == "" {
		return err
	}
	var went Went
	_ = codec.Decode(raw, &went) // whatever it says, the lead's own field goes
	b := wire.NewBatch(w.id.Rep(rep))
	Back(b, rep, lead, went.Norm, now)
	_, err = w.conn.Write(ctx, b)
	return err
}
