package wire

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store/copied"
	"github.com/followup-coach/followup/store/together"
)

const (
	// tries is how often a command is sent at most when its answer is missing; the caller's deadline usually ends it
	// earlier.
	tries = 3
	// patience is for how long a command that Redis refuses for the moment, or that can't be sent, is tried again: Redis
	// is restarting, or a replica takes over. It leaves a person's 2.5 seconds room for an answer.
	patience = 1500 * time.Millisecond
)

// Run sends a script that writes and may be repeated without harm. A first error is [ErrNotSaved] when no try can have
// been carried out and [ErrUnknown] otherwise. A *[codec.SchemaError] is among them when the data is of a newer schema.
//
// The script of changes waits for a replica where [Options.Safe] asks for it. What the engine notes about deliveries
// doesn't: who takes over after a failover looks at Slack before it sends anything again.
func (s *Conn) Run(ctx context.Context, script *redis.Script, keys []string, args ...any) ([]any, error) {
	if err := ctx.Err(); err != nil {
		return nil, neverSent(err)
	}
	c, err := s.Client(ctx)
	if err != nil {
		return nil, neverSent(err)
	}
	seen := &attempts{}
	var reply []any
	err = again(context.WithValue(ctx, together.Writes{}, seen), c, false, func(ctx context.Context) error {
		var err error
		if s.safe && script == writeScript {
			reply, err = copied.Run(ctx, c, script, keys, args...)
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

// Read calls fn, which only reads, again when that may help.
func (s *Conn) Read(ctx context.Context, fn func(c redis.UniversalClient) error) error {
	return s.ReadBig(ctx, false, fn)
}

// ReadBig is [Conn.Read]. What is big is not asked for again after a time-out: Redis is still at it, and would only be
// longer.
func (s *Conn) ReadBig(ctx context.Context, big bool, fn func(c redis.UniversalClient) error) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("redis: %w", err)
	}
	c, err := s.Client(ctx)
	if err != nil {
		return neverSent(err) // what was to be decided on it isn't saved either
	}
	err = again(ctx, c, big, func(context.Context) error { return fn(c) })
	if err == nil || errors.Is(err, redis.Nil) {
		return err
	}
	return fmt.Errorf("redis: %w", err)
}

// again calls fn until it succeeds, fails for good, or has failed long enough or so often without an answer; after a
// time-out only where it isn't big.
func again(ctx context.Context, c redis.UniversalClient, big bool, fn func(context.Context) error) error {
	until, unanswered := time.Now().Add(patience), 0
	for try := 1; ; try++ {
		err := fn(ctx)
		if err == nil || errors.Is(err, redis.Nil) || !worthRepeating(err) {
			return err
		}
		// Behind a cluster's node that isn't reached another one may have its slots by now. go-redis would learn that within
		// a minute by itself.
		if cluster, ok := c.(*redis.ClusterClient); ok && classify(err) != refused {
			cluster.ReloadState(ctx)
		}
		if classify(err) == ambiguous {
			var slow net.Error
			if unanswered++; unanswered == tries || big && errors.As(err, &slow) && slow.Timeout() {
				return err
			}
		}
		patient, cancel := context.WithDeadline(ctx, until) // most succeed at once and need none
		goesOn := Pause(patient, try)
		cancel()
		if !goesOn {
			return err
		}
	}
}

// Pause waits a short random while before try+1 and reports whether the context still wants it.
func Pause(ctx context.Context, try int) bool {
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

// Text is a reply as text, "" for none.
func Text(v any) string {
	s, _ := v.(string)
	return s
}

// Flag is a yes or no as scripts take it.
func Flag(on bool) string {
	if on {
		return "1"
	}
	return "0"
}
