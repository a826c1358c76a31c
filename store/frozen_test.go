package store_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/codec"
)

var freeze = flag.Bool("freeze", false, "add a record with each field to the frozen ones, where none has all of them")

// frozenFile holds records as versions before wrote them, with each field that they had: one line for each shape. Lines
// are added with -freeze and never changed, for data like this lies in people's Redis.
const frozenFile = "testdata/records.ndjson"

// frozenRecord is a line of that file.
type frozenRecord struct {
	Schema int             `json:"schema"`
	Type   string          `json:"type"`
	Record json.RawMessage `json:"record"`
}

// recordTypes are the types whose values are stored as JSON records.
var recordTypes = map[string]reflect.Type{
	"lead": reflect.TypeFor[coach.Lead](), "touch": reflect.TypeFor[coach.Touch](), "rep": reflect.TypeFor[coach.Rep](),
	"team": reflect.TypeFor[coach.Team](), "blocked": reflect.TypeFor[store.Blocked](),
	"outbox": reflect.TypeFor[store.Outbox](), "handover": reflect.TypeFor[store.HandOver](),
	"letter": reflect.TypeFor[coach.Letter](),
}

// Whoever changes the shape of a record leaves a frozen one behind: each field that a record of today may have stands
// in a frozen record of this schema. A field that goes, or gets another name or kind, is found by the test below.
func TestEveryFieldIsFrozen(t *testing.T) {
	lines := frozen(t)
	for name, typ := range recordTypes {
		have := map[string]bool{}
		for _, l := range lines {
			if l.Type == name && l.Schema == codec.Schema {
				pathsOf(asJSON(t, string(l.Record)), "", have)
			}
		}
		value := reflect.New(typ)
		fill(t, value.Elem(), 0)
		raw, err := codec.Encode(value.Interface(), "")
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]bool{}
		pathsOf(asJSON(t, raw), "", want)
		var missing []string
		for path := range want {
			if !have[path] {
				missing = append(missing, path)
			}
		}
		if len(missing) == 0 {
			continue
		}
		slices.Sort(missing)
		t.Errorf("no frozen %s of schema %d has the fields %s: is the schema's number still right (codec.Schema)? "+
			"Then freeze them: go test ./store -run EveryFieldIsFrozen -freeze", name, codec.Schema, missing)
		if *freeze {
			addFrozen(t, frozenRecord{codec.Schema, name, json.RawMessage(raw)})
		}
	}
}

// A frozen record is read, and one of this schema is written with the same fields, whatever a newer version has added
// to it at any depth.
func TestFrozenRecordsAreWrittenAlike(t *testing.T) {
	for _, l := range frozen(t) {
		strange := withStrange(t, l)
		// What replaces nothing has no field but those of the type; what replaces a record keeps those that it doesn't know.
		for stored, replaced := range map[string]string{string(l.Record): "", strange: strange} {
			into := reflect.New(recordTypes[l.Type]).Interface()
			if err := codec.Decode(stored, into); err != nil {
				t.Errorf("%s: %v in %s", l.Type, err, stored)
				continue
			}
			written, err := codec.Encode(into, replaced)
			if err != nil {
				t.Fatal(err)
			}
			if diff := gocmp.Diff(asJSON(t, stored), asJSON(t, written)); diff != "" && l.Schema == codec.Schema {
				t.Errorf("%s: stored -, written +:\n%s", l.Type, diff)
			}
		}
	}
}

// withStrange is a frozen record with unknown fields at every depth.
func withStrange(t *testing.T, l frozenRecord) string {
	t.Helper()
	raw, err := json.Marshal(strange(asJSON(t, string(l.Record)), 0))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func frozen(t *testing.T) (lines []frozenRecord) {
	t.Helper()
	raw, err := os.ReadFile(frozenFile)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		var l frozenRecord
		if err := json.Unmarshal([]byte(line), &l); err != nil || recordTypes[l.Type] == nil {
			t.Fatal(err, line)
		}
		lines = append(lines, l)
	}
	return lines
}

func addFrozen(t *testing.T, l frozenRecord) {
	t.Helper()
	line, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(frozenFile, os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = fmt.Fprintf(f, "%s\n", line)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// pathsOf notes the path of each field of a JSON value; items of a list stand under one.
func pathsOf(v any, path string, into map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			into[path+"."+name] = true
			pathsOf(inner, path+"."+name, into)
		}
	case []any:
		for _, inner := range v {
			pathsOf(inner, path+"[]", into)
		}
	}
}

// fillDepth is how deep a type that holds itself is filled.
const fillDepth = 8

// fill gives every field of a value that is stored something that isn't empty, in the same way each time.
func fill(t *testing.T, v reflect.Value, depth int) {
	t.Helper()
	if depth > fillDepth {
		return
	}
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(time.Date(2026, 11, 9, 14, 30, 0, 0, time.UTC)))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("a")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64, reflect.Int32:
		v.SetInt(1)
	case reflect.Uint32, reflect.Uint8:
		v.SetUint(1)
	case reflect.Float64:
		v.SetFloat(0.5)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), depth+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(t, v.Index(0), depth+1)
	case reflect.Array: // written as a string: each of its places is filled
		for i := range v.Len() {
			fill(t, v.Index(i), depth+1)
		}
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(t, key, depth+1)
		fill(t, value, depth+1)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Tag.Get("json") != "-" {
				fill(t, v.Field(i), depth+1)
			}
		}
	default:
		t.Fatalf("a record has a field of the kind %s: say here what it is filled with", v.Kind())
	}
}
