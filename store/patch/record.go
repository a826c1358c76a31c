// Package patch works on JSON records as the text that encoding/json wrote, without reading them into values: the
// difference of two and how to apply it, and which fields of a record a version of Followup does not know.
//
//	before := `{"v":1,"name":"Acme","p":{"calls":1}}`
//	after := `{"v":2,"name":"Acme","hot":"price","p":{"calls":2}}`
//	undo, _ := patch.Diff(after, before, `"v"`) // {"p":{"calls":1},"hot":null}
//	again, _ := patch.Apply(after, undo)        // {"v":2,"name":"Acme","p":{"calls":1}}
//
// A [Shape] is what a type of ours knows of a record. A newer version may have written more; [Shape.Keep] carries that
// over when the record is written anew:
//
//	patch.ShapeOf(reflect.TypeFor[Lead]()).Keep(written, stored)
//
// A patch is a JSON merge patch (RFC 7396). Arrays are replaced whole. Records have no nulls, which is what a merge
// patch asks for. The order of fields means nothing; names stand with their quotes throughout.
package patch

import (
	"errors"
	"iter"
	"slices"
	"strings"
)

// Fields walks over the fields of a JSON object that encoding/json wrote, names with their quotes, and ends early
// where it is none.
func Fields(object string) iter.Seq2[string, string] {
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

// items is [Fields] for the items of a JSON list.
func items(list string) iter.Seq[string] {
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

// Field is the value of a field of an object, "" for none.
func Field(object, name string) string {
	for have, value := range Fields(object) {
		if have == name {
			return value
		}
	}
	return ""
}

// Without is an object without one of its fields.
func Without(value, name string) string {
	var out []member
	for have, inner := range Fields(value) {
		if have != name {
			out = append(out, member{have, inner})
		}
	}
	return object(out)
}

// Set is an object with another value of a field that it has.
func Set(value, name, to string) (string, error) {
	list, err := members(value)
	if err != nil {
		return "", err
	}
	at := slices.IndexFunc(list, func(m member) bool { return m.name == name })
	if at < 0 {
		return "", errRecord
	}
	list[at].value = to
	return object(list), nil
}

// member is one field of a JSON object as it stands there; the name has its quotes.
type member struct{ name, value string }

// errRecord says that a text is not what encoding/json writes for an object, or is cut off.
var errRecord = errors.New("patch: record is no compact JSON object")

// members takes an object apart that encoding/json wrote. It runs with every change, and costs a tenth of reading it
// into a map.
func members(raw string) ([]member, error) {
	if len(raw) < 2 || raw[0] != '{' {
		return nil, errRecord
	}
	out := make([]member, 0, 16)
	end := 1
	for name, value := range Fields(raw) {
		if value == "" {
			return nil, errRecord
		}
		out = append(out, member{name, value})
		end += len(name) + len(value) + 2
	}
	if len(out) > 0 {
		end--
	}
	if end != len(raw)-1 || raw[end] != '}' {
		return nil, errRecord
	}
	return out, nil
}

// object puts together what [members] took apart.
func object(list []member) string {
	var out strings.Builder
	out.WriteByte('{')
	for i, m := range list {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString(m.name)
		out.WriteByte(':')
		out.WriteString(m.value)
	}
	out.WriteByte('}')
	return out.String()
}

// skip is the position after the value that begins at from.
func skip(raw string, from int) int {
	// Braces and commas inside of strings are passed over, escaped quotes too.
	depth := 0
	for at := from; at < len(raw); at++ {
		switch raw[at] {
		case '"':
			for at++; at < len(raw) && raw[at] != '"'; at++ {
				if raw[at] == '\\' {
					at++
				}
			}
			if depth == 0 {
				return at + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return at
			}
			if depth--; depth == 0 {
				return at + 1
			}
		case ',', ':':
			if depth == 0 {
				return at
			}
		}
	}
	return len(raw)
}
