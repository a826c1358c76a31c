package store

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// A journal entry does not hold a record twice. It holds an undo patch: a JSON merge patch (RFC 7396) that turns the
// record as it was after the change into what it was before, byte by byte but for the order of fields. Version is left
// out; the store counts it on. Arrays are replaced whole, and our records have no nulls, which is what a merge patch
// asks for.
//
// A record that was rewritten by a version with a newer schema goes back to what the older one had written, number and
// all. So every patch meets a record of the schema that it was made for, however far back it is.

// didNotExist stands for a record that did not exist before the change.
const didNotExist = "-"

// versionField is the JSON field of a record's version, with its quotes.
const versionField = `"v"`

// undoPatch is the patch from after to before; either may be "" for a record that does not exist. The patch "" stands
// for no difference.
func undoPatch(before, after string) (string, error) {
	switch {
	case before == after:
		return "", nil
	case before == "":
		return didNotExist, nil
	case after == "":
		return before, nil
	}
	b, err := members(before)
	if err != nil {
		return "", err
	}
	a, err := members(after)
	if err != nil {
		return "", err
	}
	without := []string{versionField}
	if schemaOf(before) == schemaOf(after) { // one that has no number yet is none the less of schema 1
		without = append(without, schemaField)
	}
	return diff(a, b, without...)
}

// member is one field of a JSON object as it stands there; the name has its quotes.
type member struct{ name, value string }

var errRecord = errors.New("store: record is no compact JSON object")

// members takes an object apart that encoding/json wrote. It runs with every change, and costs a tenth of reading it
// into a map.
func members(raw string) ([]member, error) {
	if len(raw) < 2 || raw[0] != '{' {
		return nil, errRecord
	}
	out := make([]member, 0, 16)
	end := 1
	for name, value := range fieldsOf(raw) {
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

// skip is the position after the value that begins at from.
func skip(raw string, from int) int {
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

// diff is the merge patch that turns from into to, "" for none; the fields without are left out of it.
func diff(from, to []member, without ...string) (string, error) {
	var p strings.Builder
	put := func(name, value string) {
		if p.Len() == 0 {
			p.WriteByte('{')
		} else {
			p.WriteByte(',')
		}
		p.WriteString(name)
		p.WriteByte(':')
		p.WriteString(value)
	}
	for _, m := range to {
		have := slices.IndexFunc(from, func(f member) bool { return f.name == m.name })
		switch {
		case slices.Contains(without, m.name) || have >= 0 && from[have].value == m.value:
		case have >= 0 && from[have].value[0] == '{' && m.value[0] == '{':
			x, err := members(from[have].value)
			if err != nil {
				return "", err
			}
			y, err := members(m.value)
			if err != nil {
				return "", err
			}
			inner, err := diff(x, y)
			if err != nil {
				return "", err
			}
			if inner != "" {
				put(m.name, inner)
			}
		default:
			put(m.name, m.value)
		}
	}
	for _, f := range from {
		if !slices.Contains(without, f.name) && !slices.ContainsFunc(to, func(m member) bool { return m.name == f.name }) {
			put(f.name, "null")
		}
	}
	if p.Len() == 0 {
		return "", nil
	}
	p.WriteByte('}')
	return p.String(), nil
}

// applyPatch applies an undo patch to a record; both results and record may be "" for none.
func applyPatch(record, patch string) (string, error) {
	switch {
	case patch == "":
		return record, nil
	case patch == didNotExist:
		return "", nil
	case record == "":
		return patch, nil
	}
	r, err := members(record)
	if err != nil {
		return "", err
	}
	p, err := members(patch)
	if err != nil {
		return "", err
	}
	for _, m := range p {
		at := slices.IndexFunc(r, func(have member) bool { return have.name == m.name })
		switch {
		case m.value == "null":
			if at >= 0 {
				r = slices.Delete(r, at, at+1)
			}
		case at < 0:
			r = append(r, m)
		case m.value[0] == '{' && r[at].value[0] == '{':
			if r[at].value, err = applyPatch(r[at].value, m.value); err != nil {
				return "", err
			}
		default:
			r[at].value = m.value
		}
	}
	return object(r), nil
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

// countOn is a record with the next version.
func countOn(record string) (string, error) {
	list, err := members(record)
	if err != nil {
		return "", err
	}
	at := slices.IndexFunc(list, func(m member) bool { return m.name == versionField })
	if at < 0 {
		return "", errRecord
	}
	n, err := strconv.ParseInt(list[at].value, 10, 64)
	if err != nil {
		return "", errRecord
	}
	list[at].value = strconv.FormatInt(n+1, 10)
	return object(list), nil
}

// only keeps of a record what a patch speaks of: the same fields after the change, for the audit trail.
func only(record, patch string) string {
	var out []member
	for name, was := range fieldsOf(patch) {
		is := fieldOf(record, name)
		if is == "" {
			continue
		}
		if was[0] == '{' && is[0] == '{' {
			is = only(is, was)
		}
		out = append(out, member{name, is})
	}
	return object(out)
}

// unnumbered is a record, or the difference of two, without the number of its schema.
func unnumbered(record string) string {
	var out []member
	for name, value := range fieldsOf(record) {
		if name != schemaField {
			out = append(out, member{name, value})
		}
	}
	return object(out)
}
