// Package keyspace says which keys there are (keys.go), takes them apart, and walks over all keys of a Redis, be it one
// server or a cluster, in small steps: nobody waits for it, however many keys there are.
package keyspace

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/redis/go-redis/v9"
)

// step is how many keys Redis looks at in one go.
const step = 1000

// Each hands the keys that match a pattern of SCAN's to fn, in no order. A key that is there all the time comes at
// least once, and may come again. fn is called by one goroutine at a time; its error ends the walk.
func Each(ctx context.Context, c redis.UniversalClient, match string, fn func(keys []string) error) error {
	walk := func(ctx context.Context, node redis.Cmdable, fn func([]string) error) error {
		for cursor, first := uint64(0), true; first || cursor != 0; first = false {
			var keys []string
			var err error
			if keys, cursor, err = node.Scan(ctx, cursor, match, step).Result(); err != nil {
				return fmt.Errorf("redis: %w", err)
			}
			if err := fn(keys); err != nil {
				return err
			}
		}
		return nil
	}
	cluster, ok := c.(*redis.ClusterClient)
	if !ok {
		return walk(ctx, c, fn)
	}
	var one sync.Mutex
	return cluster.ForEachMaster(ctx, func(ctx context.Context, node *redis.Client) error {
		return walk(ctx, node, func(keys []string) error {
			one.Lock()
			defer one.Unlock()
			return fn(keys)
		})
	})
}

// Key is one of Followup's keys, taken apart.
type Key struct {
	Tag  string // with its braces
	Kind string // the word behind it
	Of   string // what it is of: a rep, a rep and a lead…; empty for what there is once in a tag
}

// Workspace is the id of the one that the key is of.
func (k Key) Workspace() string {
	return strings.TrimPrefix(k.Tag[:max(0, strings.LastIndex(k.Tag, ":"))], "{")
}

// ours is a key of a workspace (keys.go).
var ours = regexp.MustCompile(`(?s)^(\{[^{}]+:(?:s\d\d|ws)\}):([a-z]+)(?::(.*))?$`)

// Parse takes a key apart; false for one that is none of a workspace's.
func Parse(key string) (Key, bool) {
	m := ours.FindStringSubmatch(key)
	if m == nil {
		return Key{}, false
	}
	return Key{Tag: m[1], Kind: m[2], Of: m[3]}, true
}
