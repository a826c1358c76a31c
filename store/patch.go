package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A journal entry does not hold a record twice. It holds the way back: a JSON merge patch (RFC 7396) that turns the
// record as it was after the change into what it was before. Version is left out; the store counts it on. Arrays are
// replaced whole, and our records have no nulls, which is what a merge patch asks for.

// wasNotThere stands for a record that did not exist before the change.
const wasNotThere = "-"

type object map[string]json.RawMessage

// wayBack is the patch from after to before; either may be "" for a record that does not exist. "" means no difference.
func wayBack(before, after string) (string, error) {
	switch {
	case before == after:
		return "", nil
	case before == "":
		return wasNotThere, nil
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
	return diff(a, b, `"v"`)
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
	for at := 1; at < len(raw) && raw[at] != '}'; {
		colon := skip(raw, at)
		if colon >= len(raw) || raw[colon] != ':' {
			return nil, errRecord
		}
		end := skip(raw, colon+1)
		if end >= len(raw) || end == colon+1 {
			return nil, errRecord
		}
		out = append(out, member{raw[at:colon], raw[colon+1 : end]})
		if at = end; raw[at] == ',' {
			at++
		}
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

// diff is the merge patch that turns from into to, "" for none; the field without is left out of it.
func diff(from, to []member, without string) (string, error) {
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
		case m.name == without || have >= 0 && from[have].value == m.value:
		case have >= 0 && from[have].value[0] == '{' && m.value[0] == '{':
			x, err := members(from[have].value)
			if err != nil {
				return "", err
			}
			y, err := members(m.value)
			if err != nil {
				return "", err
			}
			inner, err := diff(x, y, "")
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
		if f.name != without && !slices.ContainsFunc(to, func(m member) bool { return m.name == f.name }) {
			put(f.name, "null")
		}
	}
	if p.Len() == 0 {
		return "", nil
	}
	p.WriteByte('}')
	return p.String(), nil
}

func objectOf(raw string) (object, error) {
	var o object
	if err := json.Unmarshal([]byte(raw), &o); err != nil {
		return nil, fmt.Errorf("store: record: %w", err)
	}
	return o, nil
}

// goBack applies a way back to a record; both results and record may be "" for none.
func goBack(record, patch string) (string, error) {
	switch patch {
	case "":
		return record, nil
	case wasNotThere:
		return "", nil
	}
	if record == "" {
		return patch, nil
	}
	r, err := objectOf(record)
	if err != nil {
		return "", err
	}
	p, err := objectOf(patch)
	if err != nil {
		return "", err
	}
	if err := merge(r, p); err != nil {
		return "", err
	}
	raw, err := json.Marshal(r)
	return string(raw), err
}

func merge(record, patch object) error {
	for k, v := range patch {
		switch {
		case string(v) == "null":
			delete(record, k)
		case v[0] == '{' && len(record[k]) > 0 && record[k][0] == '{':
			var x, y object
			if err := json.Unmarshal(record[k], &x); err != nil {
				return err
			}
			if err := json.Unmarshal(v, &y); err != nil {
				return err
			}
			if err := merge(x, y); err != nil {
				return err
			}
			raw, err := json.Marshal(x)
			if err != nil {
				return err
			}
			record[k] = raw
		default:
			record[k] = v
		}
	}
	return nil
}

// only keeps of record what patch speaks of: the same fields after the change, for the audit trail.
func only(record, patch object) object {
	out := object{}
	for k, v := range patch {
		have, ok := record[k]
		if !ok {
			continue
		}
		if v[0] == '{' && have[0] == '{' {
			var x, y object
			if json.Unmarshal(have, &x) == nil && json.Unmarshal(v, &y) == nil {
				if inner, err := json.Marshal(only(x, y)); err == nil {
					out[k] = inner
					continue
				}
			}
		}
		out[k] = have
	}
	return out
}
