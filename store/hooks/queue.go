package hooks

import (
	"context"
	_ "embed"
	"errors"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/wire"
)

var (
	//go:embed lua/claim.lua
	claimLua string
	//go:embed lua/settle.lua
	settleLua string

	claimScript  = wire.Guarded(claimLua)
	settleScript = wire.Guarded(settleLua)
)

// Queue is what one address is still to hear, in all shards of a workspace.
type Queue struct {
	conn *wire.Conn
	in   keyspace.Workspace
	to   string
}

// Queues are those of a workspace.
type Queues struct {
	conn *wire.Conn
	in   keyspace.Workspace
}

// New are the queues of a workspace.
func New(conn *wire.Conn, in keyspace.Workspace) Queues { return Queues{conn, in} }

// To is the queue of an address.
func (q Queues) To(address string) Queue { return Queue{q.conn, q.in, address} }

// Claimed is an event in the hands of whoever is to send it, until the lease ends that it was claimed for.
type Claimed struct {
	Lead
	Event
	Tries int // in vain, so far

	claim, raw string
}

// Due are the leads of which something is to be sent by now, at most perShard of each shard, in one trip.
func (q Queue) Due(ctx context.Context, now time.Time, perShard int64) ([]Lead, error) {
	tags := q.in.Shards()
	found := make([]*redis.StringSliceCmd, len(tags))
	err := q.conn.Read(ctx, func(c redis.UniversalClient) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for i, t := range tags {
				found[i] = pipe.ZRangeByScore(ctx, t.Hook(q.to),
					&redis.ZRangeBy{Min: "-inf", Max: keyspace.MS(now), Count: perShard})
			}
			return nil
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	var out []Lead
	for _, f := range found {
		for _, m := range f.Val() {
			if l, ok := leadOf(m); ok {
				out = append(out, l)
			}
		}
	}
	return out, nil
}

// Claim takes the first event of a lead until now and the lease; ok is false where another replica has it, or nothing
// waits.
func (q Queue) Claim(ctx context.Context, l Lead, now time.Time, lease time.Duration) (c Claimed, ok bool, err error) {
	t, claim := q.in.Rep(l.Rep), keyspace.NewID()
	reply, err := q.conn.Run(ctx, claimScript,
		[]string{t.Hook(q.to), t.Events(l.Rep, l.ID, q.to), t.Tried(q.to), t.Schema()},
		codec.Text, member(l.Rep, l.ID), keyspace.MS(now), keyspace.MS(now.Add(lease)), claim,
		keyspace.EventLife.Milliseconds())
	if err != nil {
		return Claimed{}, false, err
	}
	return claimed(l, claim, reply)
}

// claimed reads what a script has answered.
func claimed(l Lead, claim string, reply []any) (c Claimed, ok bool, err error) {
	if len(reply) < 2 {
		return Claimed{}, false, nil
	}
	c = Claimed{Lead: l, claim: claim, raw: wire.Text(reply[0])}
	c.Tries, _ = strconv.Atoi(wire.Text(reply[1]))
	err = codec.Damaged("event of lead", l.Rep+"/"+l.ID, codec.Decode(c.raw, &c.Event))
	return c, err == nil, err
}

// Outcome is what became of an event.
type Outcome string

// Outcomes.
const (
	Done   Outcome = "done"   // it has arrived
	Unsent Outcome = "unsent" // it is given up
	Again  Outcome = "again"  // it is to be tried again
	PutOff Outcome = ""       // it was not tried
)

// Settle says what became of an event, and when the lead's queue is to be looked at next. The claim is over then.
func (q Queue) Settle(ctx context.Context, c Claimed, how Outcome, now, next time.Time) error {
	_, err := q.settle(ctx, c, how, now, next, false)
	return err
}

// Next says that an event has arrived, and claims the one behind it for the lease; ok is false where there is none, or
// another replica has the queue by now.
func (q Queue) Next(ctx context.Context, c Claimed, now time.Time, lease time.Duration) (next Claimed, ok bool,
	err error) {
	reply, err := q.settle(ctx, c, Done, now, now.Add(lease), true)
	if err != nil {
		return Claimed{}, false, err
	}
	return claimed(c.Lead, c.claim, reply)
}

func (q Queue) settle(ctx context.Context, c Claimed, how Outcome, now, next time.Time, keep bool) ([]any, error) {
	t := q.in.Rep(c.Rep)
	return q.conn.Run(ctx, settleScript,
		[]string{t.Hook(q.to), t.Events(c.Rep, c.Lead.ID, q.to), t.Tried(q.to), t.Unsent(q.to), t.Schema()},
		codec.Text, member(c.Rep, c.Lead.ID), c.claim, c.raw, string(how), keyspace.MS(next), wire.Flag(keep),
		keyspace.MS(now), c.Event.ID, unsentMost, keyspace.UnsentLife.Milliseconds())
}

// Empty reports whether nothing waits of a lead under a rep.
func (q Queue) Empty(ctx context.Context, rep, lead string) (bool, error) {
	var n int64
	err := q.conn.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		n, err = c.Exists(ctx, q.in.Rep(rep).Events(rep, lead, q.to)).Result()
		return err
	})
	return n == 0, err
}

// Figures say how an address stands.
type Figures struct {
	Waiting int // leads of which something is still to be sent
	Unsent  int // events given up in the last 14 days
	Refusal Refusal
}

// Refusal is why nothing reaches an address. The zero value stands for one that takes what it is sent.
type Refusal struct {
	Since time.Time `json:"since"`
	Why   string    `json:"why"`
	Gone  bool      `json:"gone,omitempty"` // it has said that it is gone for good
}

// Figures reads them, in one trip.
func (q Queue) Figures(ctx context.Context, now time.Time) (f Figures, err error) {
	tags := q.in.Shards()
	waiting, unsent := make([]*redis.IntCmd, len(tags)), make([]*redis.IntCmd, len(tags))
	var refusal *redis.StringCmd
	err = q.conn.Read(ctx, func(c redis.UniversalClient) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for i, t := range tags {
				waiting[i] = pipe.ZCard(ctx, t.Hook(q.to))
				unsent[i] = pipe.ZCount(ctx, t.Unsent(q.to), keyspace.MS(now.Add(-keyspace.UnsentLife)), "+inf")
			}
			refusal = pipe.HGet(ctx, q.in.Own().Refusing(), q.to)
			return nil
		})
		if errors.Is(err, redis.Nil) {
			return nil
		}
		return err
	})
	if err != nil {
		return f, err
	}
	for i := range tags {
		f.Waiting += int(waiting[i].Val())
		f.Unsent += int(unsent[i].Val())
	}
	if raw := refusal.Val(); raw != "" {
		err = codec.Damaged("refusal", q.to, codec.Decode(raw, &f.Refusal))
	}
	return f, err
}

// Refuses keeps that nothing reaches the address; the zero value, that something does.
func (q Queue) Refuses(ctx context.Context, r Refusal) error {
	b := wire.NewBatch(q.in.Own())
	if r.Since.IsZero() {
		b.Do("HDEL", b.Tag.Refusing(), q.to)
	} else {
		raw, err := codec.Encode(r, "")
		if err != nil {
			return err
		}
		b.Do("HSET", b.Tag.Refusing(), q.to, raw)
	}
	_, err := q.conn.Write(ctx, b)
	return err
}
