// Package copied runs a script that writes and waits, in the same trip, until a replica of Redis has what it wrote: a
// master that dies before has confirmed nothing that its successor lacks.
//
// WAIT speaks of the connection that it is sent on, so both go through one pipeline to the node that holds the keys. On
// a cluster that node is asked for by a key: a command without one goes to any.
package copied

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// Patience is for how long a write waits for a replica.
const Patience = 100 * time.Millisecond

// ErrNotYet says that the master has carried the script out, and no replica has confirmed it within [Patience]. A
// failover may lose it, and whoever asks the master finds it.
var ErrNotYet = errors.New("no replica has confirmed the write yet")

// Run runs the script like [redis.Script.Run]. Its reply stands also beside [ErrNotYet].
func Run(ctx context.Context, c redis.UniversalClient, script *redis.Script, keys []string,
	args ...any) ([]any, error) {
	node, err := nodeOf(ctx, c, keys)
	if err != nil {
		return nil, err
	}
	reply, copies, err := once(ctx, node, script, keys, args)
	if redis.HasErrorPrefix(err, "NOSCRIPT") {
		if err := script.Load(ctx, node).Err(); err != nil {
			return nil, fmt.Errorf("load a script: %w", err)
		}
		reply, copies, err = once(ctx, node, script, keys, args)
	}
	elsewhere := redis.HasErrorPrefix(err, "MOVED") || redis.HasErrorPrefix(err, "ASK")
	if cluster, ok := c.(*redis.ClusterClient); ok && elsewhere {
		cluster.ReloadState(ctx) // whoever tries again asks the node that has the slot by then
	}
	if err == nil && copies < 1 {
		err = ErrNotYet
	}
	return reply, err
}

// once sends the script and WAIT together.
func once(ctx context.Context, node *redis.Client, script *redis.Script, keys []string,
	args []any) (reply []any, copies int64, err error) {
	pipe := node.Pipeline()
	wrote, waited := script.EvalSha(ctx, pipe, keys, args...), pipe.Do(ctx, "WAIT", 1, Patience.Milliseconds())
	if _, err := pipe.Exec(ctx); err != nil && wrote.Err() == nil && waited.Err() == nil {
		return nil, 0, err // it never left
	}
	if reply, err = wrote.Slice(); err != nil {
		return nil, 0, err
	}
	copies, _ = waited.Int64() // a wait that failed has counted nobody
	return reply, copies, nil
}

// nodeOf is the client of the node that holds the keys.
func nodeOf(ctx context.Context, c redis.UniversalClient, keys []string) (*redis.Client, error) {
	switch c := c.(type) {
	case *redis.ClusterClient:
		return c.MasterForKey(ctx, keys[0])
	case *redis.Client:
		return c, nil
	}
	return nil, fmt.Errorf("copied: no single node behind a %T", c)
}
