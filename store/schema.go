package store

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/patch"
)

// Schema is the number of the shape in which this version writes records. It goes up by one when a version before could
// not read a record any more, or would misunderstand it. A field that an older version may pass over does not raise it.
// This version reads all of them:
//
//	1  what a lead waits for is ten flags of its progress; its first versions wrote no number
//	2  it is one value, progress "wait" (coach.Waiting)
//
// Every JSON record carries its number in the field "s"; one without is of schema 1, and so are the lines of the audit
// list, which carry a number from schema 2 on (entry.go). Each shard remembers the highest schema that wrote to it, and
// every script that writes looks at that first (lua/schema.lua): a version that is older than the data changes nothing.
const Schema = 2

// schemaField is the JSON field of a record's number, with its quotes.
const schemaField = `"s"`

// SchemaError says that something stored is of a newer schema than this version knows.
type SchemaError struct{ Stored int }

func (e *SchemaError) Error() string {
	return fmt.Sprintf("the data is of schema %d, and this version of Followup knows no newer one than schema %d; "+
		"start the version that wrote it, or a newer one", e.Stored, Schema)
}

//go:embed lua/schema.lua
var schemaLua string

// guarded is a script that refuses to write over a newer schema, and is refused as a whole.
func guarded(lua string) *redis.Script { return redis.NewScript(schemaLua + lua) }

// newerSchema is the prefix of that refusal.
const newerSchema = "NEWERSCHEMA "

// schemaRefusal is the *[SchemaError] that a script's refusal stands for, nil when err is another.
func schemaRefusal(err error) error {
	var reply redis.Error
	if !errors.As(err, &reply) {
		return nil
	}
	stored, found := strings.CutPrefix(reply.Error(), newerSchema)
	if n, err := strconv.Atoi(stored); found && err == nil {
		return &SchemaError{Stored: n}
	}
	return nil
}

// Schema is the highest schema that wrote to the workspace, 0 when nothing in it carries a number: it is new, or was
// written before there were any. One trip.
func (w *Workspace) Schema(ctx context.Context) (int, error) {
	shards := w.space.tags()
	found := make([]*redis.StringCmd, len(shards))
	err := w.space.s.read(ctx, func(c *client) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for i, t := range shards {
				found[i] = pipe.Get(ctx, t.schema())
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

// schemaOf is the number that a record carries.
func schemaOf(record string) int {
	value := patch.Field(record, schemaField) // the first field, unless an undo has put it back
	if value == "" {
		return 1
	}
	return schemaNumber(value)
}

// schemaNumber is beyond every schema for what is no number.
func schemaNumber(value string) int {
	n, err := strconv.Atoi(value)
	if err != nil { // not one of ours: no version knows it
		return int(^uint(0) >> 1)
	}
	return n
}

// decode reads a record. Of a newer schema it reads nothing: *[SchemaError].
func decode(record string, into any) error {
	if n := schemaOf(record); n > Schema {
		return &SchemaError{Stored: n}
	}
	switch into := into.(type) {
	case *coach.Lead:
		return coach.ReadLead([]byte(record), into)
	case *coach.Touch:
		return coach.ReadTouch([]byte(record), into)
	}
	return json.Unmarshal([]byte(record), into)
}

var (
	schemaText   = strconv.Itoa(Schema)
	schemaPrefix = "{" + schemaField + ":" + schemaText + ","
)

// encode writes a record with its schema's number. Stored is what it replaces, "" for nothing: fields in it that this
// version does not know are kept, since a newer version has written them. Those of a record of an older schema are not:
// this version has read them already, or they have gone out of use.
func encode(record any, stored string) (string, error) {
	raw, err := json.Marshal(record)
	if err != nil {
		return "", err
	}
	out := schemaPrefix + string(raw[1:])
	if stored == "" || schemaOf(stored) < Schema {
		return out, nil
	}
	known := shapeOf(reflect.TypeOf(record))
	if !known.UnknownIn(stored) {
		return out, nil
	}
	return known.Keep(out, stored), nil
}

// shapes are those of the types of records, with the number that stands beside their own fields.
var shapes sync.Map // reflect.Type → *patch.Shape

// shapeOf is worked out once for each type.
func shapeOf(t reflect.Type) *patch.Shape {
	if s, ok := shapes.Load(t); ok {
		return s.(*patch.Shape)
	}
	s := patch.ShapeOf(t).With(schemaField)
	shapes.Store(t, s)
	return s
}
