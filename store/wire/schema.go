package wire

import (
	_ "embed"
	"errors"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store/codec"
)

//go:embed lua/schema.lua
var schemaLua string

// Guarded is a script that refuses to write over a newer schema, and is refused as a whole.
func Guarded(lua string) *redis.Script { return redis.NewScript(schemaLua + lua) }

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
