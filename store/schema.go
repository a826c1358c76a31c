package store

import (
	"context"
	_ "embed"
	"errors"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store/codec"
)

//go:embed lua/schema.lua
var schemaLua string

// guarded is a script that refuses to write over a newer schema, and is refused as a whole.
func guarded(lua string) *redis.Script { return redis.NewScript(schemaLua + lua) }

// newerSchema is the prefix of that refusal.
const newerSchema = "NEWERSCHEMA "

// schemaRefusal is the *[codec.SchemaError] that a script's refusal stands for, nil when err is another.
func schemaRefusal(err error) error {
	var reply redis.Error
	if !errors.As(err, &reply) {
		return nil
	}
	stored, found := strings.CutPrefix(reply.Error(), newerSchema)
	if n, err := strconv.Atoi(stored); found && err == nil {
		return &codec.SchemaError{Stored: n}
	}
	return nil
}

// Schema is the highest schema that wrote to the workspace, 0 when nothing in it carries a number: it is new, or was
// written before there were any. One trip.
func (w *Workspace) Schema(ctx context.Context) (int, error) {
	shards := w.space.id.All()
	found := make([]*redis.StringCmd, len(shards))
	err := w.space.s.read(ctx, func(c *client) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for i, t := range shards {
				found[i] = pipe.Get(ctx, t.Schema())
			}
			return nil
		})
		if errors.Is(err, redis.Nil) {
			return nil
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	highest := 0
	for _, f := range found {
		if n, err := f.Int(); err == nil {
			highest = max(highest, n)
		}
	}
	return highest, nil
}
