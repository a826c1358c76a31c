package store

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/redis/go-redis/v9"
)

// Schema is the number of the shape in which this version writes records. It goes up by one when a version before could
// not read a record any more, or would misunderstand it. A field that an older version may pass over does not raise it.
//
// Every JSON record carries its number in the field "s"; one without is of schema 1, and so are the lines of the audit
// list, which carry a number from schema 2 on (entry.go). Each shard remembers the highest schema that wrote to it, and
// every script that writes looks at that first (lua/schema.lua): a version that is older than the data changes nothing.
const Schema = 1

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
	n, errNumber := strconv.Atoi(stored)
	if !found || errNumber != nil {
		return nil
	}
	return &SchemaError{Stored: n}
}

// Schema is the highest schema that wrote to the workspace, 0 when nothing in it carries a number: it is new, or was
// written before there were any. One trip.
func (w *Workspace) Schema(ctx context.Context) (int, error) {
	shards := w.tags()
	found := make([]*redis.StringCmd, len(shards))
	err := w.s.read(ctx, func(c *client) error {
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
	if first, ok := strings.CutPrefix(record, "{"+schemaField+":"); ok {
		return schemaNumber(first[:skip(first, 0)])
	}
	for name, value := range fieldsOf(record) {
		if name == schemaField {
			return schemaNumber(value)
		}
	}
	return 1
}

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
	known := recordShape(reflect.TypeOf(record))
	if !known.unknownIn(stored) {
		return out, nil
	}
	return known.keep(out, stored), nil
}

// shape is which fields of a JSON value this version knows. The nil shape knows all of them: a plain value, or one that
// encodes itself.
type shape struct {
	fields map[string]*shape // of an object, by quoted name…
	items  *shape            // …or of a list, what each item is
}

var (
	shapes    sync.Map // reflect.Type → *shape
	marshaler = reflect.TypeFor[json.Marshaler]()
)

// recordShape is the shape of a record, with the number that stands beside its own fields.
func recordShape(t reflect.Type) *shape {
	if s, ok := shapes.Load(t); ok {
		return s.(*shape)
	}
	s := shapeOf(t, map[reflect.Type]*shape{})
	s.fields[schemaField] = nil
	shapes.Store(t, s)
	return s
}

// shapeOf is the shape of a type. Begun are those under way, so that a type that holds itself has a shape that does.
func shapeOf(t reflect.Type, begun map[reflect.Type]*shape) *shape {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t.Kind() == reflect.Slice:
		if item := shapeOf(t.Elem(), begun); item != nil {
			return &shape{items: item}
		}
		return nil
	case t.Kind() != reflect.Struct || t.Implements(marshaler) || reflect.PointerTo(t).Implements(marshaler):
		return nil
	case begun[t] != nil:
		return begun[t]
	}
	s := &shape{fields: map[string]*shape{}}
	begun[t] = s
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" {
			name = f.Name
		}
		if f.IsExported() && name != "-" {
			s.fields[strconv.Quote(name)] = shapeOf(f.Type, begun)
		}
	}
	return s
}

// unknownIn reports whether a JSON value has a field that s does not know, at any depth.
func (s *shape) unknownIn(value string) bool {
	if s == nil {
		return false
	}
	if s.items != nil {
		for item := range itemsOf(value) {
			if s.items.unknownIn(item) {
				return true
			}
		}
		return false
	}
	for name, inner := range fieldsOf(value) {
		if of, ok := s.fields[name]; !ok || of.unknownIn(inner) {
			return true
		}
	}
	return false
}

// keep is value with the fields of stored that s does not know, at every depth that both have.
func (s *shape) keep(value, stored string) string {
	switch {
	case s == nil || !s.unknownIn(stored):
		return value
	case s.items != nil:
		var list []string
		for item := range itemsOf(value) {
			list = append(list, s.items.keep(item, s.items.counterpart(item, stored)))
		}
		return "[" + strings.Join(list, ",") + "]"
	}
	was := map[string]string{}
	for name, inner := range fieldsOf(stored) {
		was[name] = inner
	}
	var list []string
	for name, inner := range fieldsOf(value) {
		list = append(list, name+":"+s.fields[name].keep(inner, was[name]))
	}
	for name, inner := range fieldsOf(stored) {
		if _, known := s.fields[name]; !known {
			list = append(list, name+":"+inner)
		}
	}
	return "{" + strings.Join(list, ",") + "}"
}

// counterpart is the stored item that an item was: the one with its id, or without ids the one that differs in nothing
// that s knows; "" for a new one.
func (s *shape) counterpart(item, stored string) string {
	id := fieldOf(item, `"id"`)
	for was := range itemsOf(stored) {
		if id != "" && fieldOf(was, `"id"`) == id || id == "" && sameValue(s.strip(was), item) {
			return was
		}
	}
	return ""
}

// strip is a value without the fields that s does not know.
func (s *shape) strip(value string) string {
	var list []string
	switch {
	case s == nil || !s.unknownIn(value):
		return value
	case s.items != nil:
		for item := range itemsOf(value) {
			list = append(list, s.items.strip(item))
		}
		return "[" + strings.Join(list, ",") + "]"
	}
	for name, inner := range fieldsOf(value) {
		if of, known := s.fields[name]; known {
			list = append(list, name+":"+of.strip(inner))
		}
	}
	return "{" + strings.Join(list, ",") + "}"
}

// sameValue compares JSON values, whatever the order of their fields.
func sameValue(a, b string) bool {
	if a == b {
		return true
	}
	if a == "" || b == "" || a[0] != '{' || b[0] != '{' || len(a) != len(b) {
		return false
	}
	for name, value := range fieldsOf(a) {
		if !sameValue(value, fieldOf(b, name)) {
			return false
		}
	}
	return true
}

func fieldOf(object, name string) string {
	for have, value := range fieldsOf(object) {
		if have == name {
			return value
		}
	}
	return ""
}

// fieldsOf walks over the fields of a JSON object that encoding/json wrote, names with their quotes, and ends early
// where it is none.
func fieldsOf(object string) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		if object == "" || object[0] != '{' {
			return
		}
		for at := 1; at < len(object) && object[at] != '}'; {
			colon := skip(object, at)
			if colon >= len(object) || object[colon] != ':' {
				return
			}
			end := skip(object, colon+1)
			if end >= len(object) || end == colon+1 || !yield(object[at:colon], object[colon+1:end]) {
				return
			}
			if at = end; object[at] == ',' {
				at++
			}
		}
	}
}

// itemsOf is [fieldsOf] for the items of a JSON list.
func itemsOf(list string) iter.Seq[string] {
	return func(yield func(string) bool) {
		if list == "" || list[0] != '[' {
			return
		}
		for at := 1; at < len(list) && list[at] != ']'; {
			end := skip(list, at)
			if end >= len(list) || end == at || !yield(list[at:end]) {
				return
			}
			if at = end; list[at] == ',' {
				at++
			}
		}
	}
}
