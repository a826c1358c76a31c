package patch

import (
	"encoding/json"
	"maps"
	"reflect"
	"strconv"
	"strings"
)

// Shape is which fields of a JSON value this version knows. The nil Shape knows all of them: a plain value, or one that
// encodes itself.
type Shape struct {
	fields map[string]*Shape // of an object, by quoted name…
	items  *Shape            // …or of a list, what each item is
}

// marshaler is what a type that writes its own JSON satisfies: nobody can tell which fields it knows.
var marshaler = reflect.TypeFor[json.Marshaler]()

// ShapeOf is what encoding/json reads into a type, nil for one that is no object or list of objects.
func ShapeOf(t reflect.Type) *Shape { return shapeOf(t, map[reflect.Type]*Shape{}) }

// shapeOf is [ShapeOf] with the structs met so far, finished or not, so that a type that holds itself has a shape that
// does.
func shapeOf(t reflect.Type, begun map[reflect.Type]*Shape) *Shape {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	// A list of plain values is replaced whole, so there is nothing in it to keep.
	case t.Kind() == reflect.Slice:
		if item := shapeOf(t.Elem(), begun); item != nil {
			return &Shape{items: item}
		}
		return nil
	case t.Kind() != reflect.Struct || t.Implements(marshaler) || reflect.PointerTo(t).Implements(marshaler):
		return nil
	case begun[t] != nil:
		return begun[t]
	}
	s := &Shape{fields: map[string]*Shape{}}
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

// With is an object's shape with a field more, of which everything is known.
func (s *Shape) With(field string) *Shape {
	fields := maps.Clone(s.fields)
	fields[field] = nil
	return &Shape{fields: fields}
}

// UnknownIn reports whether a JSON value has a field that s does not know, at any depth.
func (s *Shape) UnknownIn(value string) bool {
	if s == nil {
		return false
	}
	// This runs with every change of a record, so it allocates nothing: no slices, no map of what is there.
	if s.items != nil {
		for item := range items(value) {
			if s.items.UnknownIn(item) {
				return true
			}
		}
		return false
	}
	for name, inner := range Fields(value) {
		if of, ok := s.fields[name]; !ok || of.UnknownIn(inner) {
			return true
		}
	}
	return false
}

// Keep is value with the fields of stored that s does not know, at every depth that both have.
func (s *Shape) Keep(value, stored string) string {
	switch {
	case s == nil || !s.UnknownIn(stored):
		return value
	case s.items != nil:
		var list []string
		for item := range items(value) {
			list = append(list, s.items.Keep(item, s.items.counterpart(item, stored)))
		}
		return "[" + strings.Join(list, ",") + "]"
	}
	was := map[string]string{}
	for name, inner := range Fields(stored) {
		was[name] = inner
	}
	// The known fields in the order in which this version writes them, then the others as they stood.
	var list []string
	for name, inner := range Fields(value) {
		list = append(list, name+":"+s.fields[name].Keep(inner, was[name]))
	}
	for name, inner := range Fields(stored) {
		if _, known := s.fields[name]; !known {
			list = append(list, name+":"+inner)
		}
	}
	return "{" + strings.Join(list, ",") + "}"
}

// counterpart is the stored item that an item was: the one with its id, or without ids the one that differs in nothing
// that s knows; "" for a new one.
func (s *Shape) counterpart(item, stored string) string {
	id := Field(item, `"id"`)
	for was := range items(stored) {
		if id != "" && Field(was, `"id"`) == id || id == "" && sameValue(s.strip(was), item) {
			return was
		}
	}
	return ""
}

// strip is a value without the fields that s does not know.
func (s *Shape) strip(value string) string {
	var list []string
	switch {
	case s == nil || !s.UnknownIn(value):
		return value
	case s.items != nil:
		for item := range items(value) {
			list = append(list, s.items.strip(item))
		}
		return "[" + strings.Join(list, ",") + "]"
	}
	for name, inner := range Fields(value) {
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
	for name, value := range Fields(a) {
		if !sameValue(value, Field(b, name)) {
			return false
		}
	}
	return true
}
