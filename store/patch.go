package store

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// A journal entry does not hold a record twice. It holds the way back: a JSON merge patch (RFC 7396) that turns the record as it
// was after the change into what it was before. Version is left out; the store counts it on. Arrays are replaced whole, and our records
// have no nulls, which is what a merge patch asks for.

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
	b, err := objectOf(before)
	if err != nil {
		return "", err
	}
	a, err := objectOf(after)
	if err != nil {
		return "", err
	}
	delete(b, "v")
	delete(a, "v")
	p, err := diff(a, b)
	if err != nil || len(p) == 0 {
		return "", err
	}
	raw, err := json.Marshal(p)
	return string(raw), err
}

func objectOf(raw string) (object, error) {
	var o object
	if err := json.Unmarshal([]byte(raw), &o); err != nil {
		return nil, fmt.Errorf("store: record: %w", err)
	}
	return o, nil
}

// diff is the merge patch that turns from into to.
func diff(from, to object) (object, error) {
	p := object{}
	for k, v := range to {
		have, ok := from[k]
		switch {
		case ok && bytes.Equal(have, v):
		case ok && have[0] == '{' && v[0] == '{':
			var x, y object
			if err := json.Unmarshal(have, &x); err != nil {
				return nil, err
			}
			if err := json.Unmarshal(v, &y); err != nil {
				return nil, err
			}
			inner, err := diff(x, y)
			if err != nil {
				return nil, err
			}
			if p[k], err = json.Marshal(inner); err != nil {
				return nil, err
			}
		default:
			p[k] = v
		}
	}
	for k := range from {
		if _, ok := to[k]; !ok {
			p[k] = json.RawMessage("null")
		}
	}
	return p, nil
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
