package patch

import (
	"slices"
	"strings"
)

// Diff is the merge patch that turns one object into another, "" for no difference; the fields without, at the top, are
// left out of it.
func Diff(from, to string, without ...string) (string, error) {
	had, err := members(from)
	if err != nil {
		return "", err
	}
	has, err := members(to)
	if err != nil {
		return "", err
	}
	// First what the other one has, changed or new; objects that both have differ by their own patch.
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
	for _, m := range has {
		have := slices.IndexFunc(had, func(f member) bool { return f.name == m.name })
		switch {
		case slices.Contains(without, m.name) || have >= 0 && had[have].value == m.value:
		case have >= 0 && had[have].value[0] == '{' && m.value[0] == '{':
			inner, err := Diff(had[have].value, m.value)
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
	// Then what it has no more: null takes a field away.
	for _, f := range had {
		if !slices.Contains(without, f.name) && !slices.ContainsFunc(has, func(m member) bool { return m.name == f.name }) {
			put(f.name, "null")
		}
	}
	if p.Len() == 0 {
		return "", nil
	}
	p.WriteByte('}')
	return p.String(), nil
}

// Apply is an object after a merge patch. What the patch does not name stays where it stood, so that a way back to a
// record of an older version leads through the same text.
func Apply(to, patch string) (string, error) {
	r, err := members(to)
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
			if r[at].value, err = Apply(r[at].value, m.value); err != nil {
				return "", err
			}
		default:
			r[at].value = m.value
		}
	}
	return object(r), nil
}

// Only keeps of an object what a patch speaks of: the same fields, with their values here. With the patch itself it
// shows both sides of a change.
func Only(of, patch string) string {
	var out []member
	for name, was := range Fields(patch) {
		is := Field(of, name)
		if is == "" {
			continue
		}
		if was[0] == '{' && is[0] == '{' {
			is = Only(is, was)
		}
		out = append(out, member{name, is})
	}
	return object(out)
}
