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
	writeScript = redis.NewScript(writeLua)
)

// tries is how often one command is sent at most; the caller's deadline usually ends it earlier.
const tries = 3

// run sends a script that writes and may be repeated without harm. A first error is [ErrNotSaved] when no try can have been
// carried out and [ErrUnknown] otherwise.
func (s *Store) run(ctx context.Context, script *redis.Script, keys []string, args ...any) ([]any, error) {
	if err := ctx.Err(); err != nil {
		return nil, neverSent(err)
	}
	c, err := s.rdb(ctx)
	if err != nil {
		return nil, err
	}
	seen := &attempts{}
	inner := context.WithValue(ctx, sentKey{}, seen)
	for try := 1; ; try++ {
		reply, err := script.Run(inner, c, keys, args...).Slice()
		if err == nil {
			return reply, nil
		}
		if try < tries && worthRepeating(err) && pause(ctx, try) {
			continue
		}
		if seen.ambiguous {
			return nil, fmt.Errorf("%w: redis: %w", ErrUnknown, err)
		}
		return nil, fmt.Errorf("%w: redis: %w", ErrNotSaved, err)
	}
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
	for try := 1; ; try++ {
		err := fn(c)
		if err == nil || errors.Is(err, redis.Nil) {
			return err
		}
		if try < tries && worthRepeating(err) && pause(ctx, try) {
			continue
		}
		return fmt.Errorf("redis: %w", err)
	}
}

// pause waits a short random while before try+1 and reports whether the context still wants it.
func pause(ctx context.Context, try int) bool {
	base := 4 * time.Millisecond << (2 * try) // 16, 64 ms
	t := time.NewTimer(base/2 + rand.N(base))
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
