// Package scratch lends a workspace to try things out in, to one at a time, and sees to it that nothing of it stays.
package scratch

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store/keyspace"
)

// Workspace is the id of the workspace. Slack's are capital letters and digits, so it is nobody's.
const Workspace = "scratch"

const (
	keys  = "{" + Workspace + ":*"
	taken = "{" + Workspace + ":ws}:taken"
	// life is for how long it stays somebody's who doesn't give it back.
	life = 5 * time.Minute
)

// ErrTaken says that somebody else has the workspace, or was killed while they had it.
var ErrTaken = errors.New("somebody else is trying things out here; try again in five minutes")

// Take takes the workspace, empty: what somebody who was killed has left goes before. Remove takes away whatever was
// written and gives it back.
func Take(ctx context.Context, c redis.UniversalClient) (remove func(context.Context) error, err error) {
	// It ends by itself, so that who was killed stands in nobody's way; whoever takes it is done before that.
	switch err := c.SetArgs(ctx, taken, 1, redis.SetArgs{Mode: "NX", TTL: life}).Err(); {
	case errors.Is(err, redis.Nil):
		return nil, ErrTaken
	case err != nil:
		return nil, fmt.Errorf("redis: %w", err)
	}
	remove = func(ctx context.Context) error {
		if err := empty(ctx, c); err != nil {
			return err
		}
		return c.Del(ctx, taken).Err() // last: until then nobody else writes there
	}
	// Whoever was killed has left theirs.
	if err := empty(ctx, c); err != nil {
		return nil, errors.Join(err, c.Del(ctx, taken).Err())
	}
	return remove, nil
}

// empty removes everything but the mark that the workspace is taken.
func empty(ctx context.Context, c redis.UniversalClient) error {
	return keyspace.Each(ctx, c, keys, func(found []string) error {
		pipe := c.Pipeline()
		for _, key := range found {
			if key != taken {
				pipe.Unlink(ctx, key) // each by itself: in a cluster they are of several slots
			}
		}
		if _, err := pipe.Exec(ctx); err != nil {
			return fmt.Errorf("redis: %w", err)
		}
		return nil
	})
}
