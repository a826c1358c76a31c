package store

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/redis/go-redis/v9"
)

var (
	//go:embed lua/read.lua
	readLua string
	//go:embed lua/write.lua
	writeLua string

	readScript  = redis.NewScript(readLua)
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
// been carried out and [ErrUnknown] otherwise. A *[SchemaError] is among them when the data is of a newer schema.
func (s *Store) run(ctx context.Context, script *redis.Script, keys []string, args ...any) ([]any, error) {
	if err := ctx.Err(); err != nil {
		return nil, neverSent(err)
	}
	c, err := s.rdb(ctx)
	if err != nil {
		return nil, err
	}
	seen := &attempts{}
	var reply []any
	err = again(context.WithValue(ctx, sentKey{}, seen), func(ctx context.Context) error {
		var err error
		reply, err = script.Run(ctx, c, keys, args...).Slice()
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
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("redis: %w", err)
	}
	c, err := s.rdb(ctx)
	if err != nil {
		return err
	}
	err = again(ctx, func(context.Context) error { return fn(c) })
	if err == nil || errors.Is(err, redis.Nil) {
		return err
	}
	return fmt.Errorf("redis: %w", err)
}

// again calls fn until it succeeds, fails for good, or has failed often or long enough.
func again(ctx context.Context, fn func(context.Context) error) error {
	patient, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	unanswered := 0
	for try := 1; ; try++ {
		err := fn(ctx)
		if err == nil || errors.Is(err, redis.Nil) || !worthRepeating(err) {
			return err
		}
		if classify(err) == ambiguous {
			if unanswered++; unanswered == tries {
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
