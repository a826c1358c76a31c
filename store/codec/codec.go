// Package codec writes records as Redis holds them and reads them back: JSON objects that begin with the number of
// their schema. It also knows the way from a record back to what it was (undo.go).
//
// A record of a newer schema is read by nobody but the version that wrote it, and fields of a newer version are kept by
// whoever writes (store's doc.go says what follows from that for an upgrade). What is no record of any version is
// damaged, and costs no more than itself.
package codec

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"sync"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/patch"
)

// Schema is the number of the shape in which this version writes records. It goes up by one when a version before could
// not read a record any more, or would misunderstand it. A field that an older version may pass over does not raise it.
// This version reads all of them:
//
//	1  what a lead waits for is ten flags of its progress; its first versions wrote no number
//	2  it is one value, progress "wait" (coach.Waiting)
//	3  records are those of 2; that a request was handled stands where a version before does not look, so that it would
//	   carry a second delivery out
//	4  records are those of 3; the do-not-call list has hashes in the place of numbers, and a version before would find
//	   no number in it
//
// Every JSON record carries its number in [Field]; one without is of schema 1, and so are the lines of the audit list,
// which carry a number from schema 2 on.
const Schema = 4

// Text is [Schema] as text.
const Text = "4"

// Field is the JSON field of a record's number, with its quotes.
const Field = `"s"`

// prefix begins what this version writes.
const prefix = "{" + Field + ":" + Text + ","

// SchemaError says that something stored is of a newer schema than this version knows.
type SchemaError struct{ Stored int }

func (e *SchemaError) Error() string {
	return fmt.Sprintf("the data is of schema %d, and this version of Followup knows no newer one than schema %d; "+
		"start the version that wrote it, or a newer one", e.Stored, Schema)
}

// DamagedError says that one stored record can't be read: somebody has changed it by hand, or it was cut off. It
// concerns nothing but what that record holds.
type DamagedError struct {
	Of  string // what it is a record of: "lead", "touches of lead", "rep", "team", "blocked number", "letter"
	ID  string // of a lead "rep/id"
	Err error
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("the record of %s %s can't be read: %v", e.Of, e.ID, e.Err)
}

func (e *DamagedError) Unwrap() error { return e.Err }

// Damaged is the error of a record that [Decode] could not read, nil for none. One of a newer schema isn't damaged: the
// version that wrote it reads it.
func Damaged(of, id string, err error) error {
	if err == nil {
		return nil
	}
	if IsNewer(err) {
		return fmt.Errorf("record of %s %s: %w", of, id, err)
	}
	return &DamagedError{Of: of, ID: id, Err: err}
}

// IsNewer reports whether an error is about data that a newer version has written, which happens for the moments of an
// upgrade in which both versions run.
func IsNewer(err error) bool {
	_, newer := errors.AsType[*SchemaError](err)
	return newer
}

// DamagedIn is the damage that an error is about, nil for another error.
func DamagedIn(err error) *DamagedError {
	d, _ := errors.AsType[*DamagedError](err)
	return d
}

// Of is the number of the schema that a record carries.
func Of(record string) int {
	value := patch.Field(record, Field) // the first field, unless an undo has put it back
	if value == "" {
		return 1
	}
	return Number(value)
}

// Number is a schema's number as text, beyond every schema for what is no number: no version knows it.
func Number(value string) int {
	n, err := strconv.Atoi(value)
	if err != nil {
		return int(^uint(0) >> 1)
	}
	return n
}

// Decode reads a record. Of a newer schema it reads nothing: *[SchemaError].
func Decode(record string, into any) error {
	n := Of(record)
	if n > Schema {
		return &SchemaError{Stored: n}
	}
	switch into := into.(type) {
	case *coach.Lead:
		if n < 2 {
			return coach.ReadLead([]byte(record), into)
		}
	case *coach.Touch:
		return coach.ReadTouch([]byte(record), into)
	}
	return json.Unmarshal([]byte(record), into)
}

// Encode writes a record with its schema's number. Stored is what it replaces, "" for nothing: fields in it that this
// version does not know are kept, since a newer version has written them. Those of a record of an older schema are not:
// this version has read them already, or they have gone out of use.
func Encode(record any, stored string) (string, error) {
	raw, err := json.Marshal(record)
	if err != nil {
		return "", err
	}
	out := prefix + string(raw[1:])
	if stored == "" || Of(stored) < Schema {
		return out, nil
	}
	known := shapeOf(reflect.TypeOf(record))
	if !known.UnknownIn(stored) {
		return out, nil
	}
	return known.Keep(out, stored), nil
}

// Unnumbered is a record, or the difference of two, without the number of its schema.
func Unnumbered(record string) json.RawMessage { return json.RawMessage(patch.Without(record, Field)) }

// shapes are those of the types of records, with the number that stands beside their own fields.
var shapes sync.Map // reflect.Type → *patch.Shape

// shapeOf is worked out once for each type.
func shapeOf(t reflect.Type) *patch.Shape {
	if s, ok := shapes.Load(t); ok {
		return s.(*patch.Shape)
	}
	s := patch.ShapeOf(t).With(Field)
	shapes.Store(t, s)
	return s
}
