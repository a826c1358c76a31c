package store

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/copied"
	"github.com/followup-coach/followup/store/keyspace"
)

var (
	//go:embed lua/read.lua
	readLua string
	//go:embed lua/write.lua
	writeLua string

	readScript  = redis.NewScript(nearLua + readLua)
	writeScript = guarded(writeLua)
)

const (
	// tries is how often a command is sent at most when its answer is missing; the caller's deadline usually ends it
	// earlier.
	tries = 3
	// patience is for how long a command that Redis refuses for the moment, or that can't be sent, is tried again: Redis
	// is restarting, or a replica takes over. It leaves a person's 2.5 seconds room for an answer.
	patience = 1500 * time.Millisecond
)

// run sends a script that writes and may be repeated without harm. A first error is [ErrNotSaved] when no try can have
// been carried out and [ErrUnknown] otherwise. A *[codec.SchemaError] is among them when the data is of a newer schema.
//
// The script of changes waits for a replica where [Options.Safe] asks for it. What the engine notes about deliveries
// doesn't: who takes over after a failover looks at Slack before it sends anything again.
func (s *Store) run(ctx context.Context, script *redis.Script, keys []string, args ...any) ([]any, error) {
	if err := ctx.Err(); err != nil {
		return nil, neverSent(err)
	}
	c, err := s.rdb(ctx)
	if err != nil {
		return nil, neverSent(err)
	}
	seen := &attempts{}
	var reply []any
	err = again(context.WithValue(ctx, sentKey{}, seen), false, func(ctx context.Context) error {
		var err error
		if s.safe && script == writeScript {
			reply, err = copied.Run(ctx, c.UniversalClient, script, keys, args...)
			if errors.Is(err, copied.ErrNotYet) && resultOf(reply).wroteNothing() {
				err = nil // there is nothing for a replica to have
			}
			seen.ambiguous = seen.ambiguous || errors.Is(err, copied.ErrNotYet)
		} else {
			reply, err = script.Run(ctx, c, keys, args...).Slice()
		}
		return err
	})
	if newer := schemaRefusal(err); newer != nil {
		err = newer
	}
	switch {
	case err == nil:
		return reply, nil
	case seen.ambiguous:
		return nil, fmt.Errorf("%w: redis: %w", ErrUnknown, err)
	}
	return nil, fmt.Errorf("%w: redis: %w", ErrNotSaved, err)
}

// read calls fn, which only reads, again when that may help.
func (s *Store) read(ctx context.Context, fn func(c *client) error) error {
	return s.readBig(ctx, false, fn)
}

// readBig is read. What is big is not asked for again after a time-out: Redis is still at it, and would only be longer.
func (s *Store) readBig(ctx context.Context, big bool, fn func(c *client) error) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("redis: %w", err)
	}
	c, err := s.rdb(ctx)
	if err != nil {
		return neverSent(err) // what was to be decided on it isn't saved either
	}
	err = again(ctx, big, func(context.Context) error { return fn(c) })
	if err == nil || errors.Is(err, redis.Nil) {
		return err
	}
	return fmt.Errorf("redis: %w", err)
}

// again calls fn until it succeeds, fails for good, or has failed long enough or so often without an answer; after a
// time-out only where it isn't big.
func again(ctx context.Context, big bool, fn func(context.Context) error) error {
	patient, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	unanswered := 0
	for try := 1; ; try++ {
		err := fn(ctx)
		if err == nil || errors.Is(err, redis.Nil) || !worthRepeating(err) {
			return err
		}
		if classify(err) == ambiguous {
			var slow net.Error
			if unanswered++; unanswered == tries || big && errors.As(err, &slow) && slow.Timeout() {
				return err
			}
		}
		if !pause(patient, try) {
			return err
		}
	}
}

// pause waits a short random while before try+1 and reports whether the context still wants it.
func pause(ctx context.Context, try int) bool {
	base := time.Millisecond << min(2*try, 6) // 4, 16, 64, 64… ms
	t := time.NewTimer(base/2 + rand.N(base))
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// batch collects the checks and operations of one conditional write (lua/write.lua), all in one slot.
type batch struct {
	tag    keyspace.Tag
	keys   []string
	checks []any
	nCheck int
	ops    []any
}

// newBatch is an empty write into the slot of a tag. Its first key is the schema that the script looks at.
func newBatch(t keyspace.Tag) *batch { return &batch{tag: t, keys: []string{t.Schema()}} }

// key is the position of a key among those of the script, from 1; each is sent once.
func (b *batch) key(k string) string {
	for i, have := range b.keys {
		if have == k {
			return strconv.Itoa(i + 1)
		}
	}
	b.keys = append(b.keys, k)
	return strconv.Itoa(len(b.keys))
}

// check adds a condition, of a kind that lua/write.lua lists.
func (b *batch) check(kind, key, field, want string) {
	b.checks = append(b.checks, kind, b.key(key), field, want)
	b.nCheck++
}

// do adds a command, carried out when all conditions hold.
func (b *batch) do(command, key string, args ...any) {
	b.ops = append(b.ops, command, b.key(key), strconv.Itoa(len(args)))
	b.ops = append(b.ops, args...)
}

// scriptResult is how a conditional write went.
type scriptResult struct {
	kind  string // "ok" "dup" "changed" "taken"
	value string
}

// write sends a batch in one trip. After an error nothing was written, unless it is [ErrUnknown].
func (s *Store) write(ctx context.Context, b *batch) (scriptResult, error) {
	args := make([]any, 0, 2+len(b.checks)+len(b.ops))
	args = append(args, codec.Text, strconv.Itoa(b.nCheck))
	args = append(args, b.checks...)
	args = append(args, b.ops...)
	reply, err := s.run(ctx, writeScript, b.keys, args...)
	if err != nil {
		return scriptResult{}, err
	}
	if len(reply) == 0 {
		return scriptResult{}, fmt.Errorf("%w: redis: empty answer of the write script", ErrUnknown)
	}
	return resultOf(reply), nil
}

// resultOf reads the reply of the script of changes.
func resultOf(reply []any) (r scriptResult) {
	if len(reply) > 0 {
		r.kind = text(reply[0])
	}
	if len(reply) > 1 {
		r.value = text(reply[1])
	}
	return r
}

// wroteNothing reports whether a condition did not hold. A duplicate was written, if earlier.
func (v scriptResult) wroteNothing() bool { return v.kind == "changed" || v.kind == "taken" }
