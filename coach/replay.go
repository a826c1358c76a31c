package coach

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
)

// Rebuilt compares a lead's progress with what [Rules.Replay] makes of its touches and names the fields that differ, as
// they are called in a record. A difference is no mistake where a fact, the rep's zone or the rules changed since: a
// replay goes by those of today.
func (r *Rules) Rebuilt(l Lead, history []Touch, rep Rep) []string {
	stored, replayed := fieldsOf(l.Progress), fieldsOf(r.Replay(l, history, rep).Progress)
	names := slices.Collect(maps.Keys(stored))
	for name := range replayed {
		if _, both := stored[name]; !both {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.DeleteFunc(names, func(name string) bool { return bytes.Equal(stored[name], replayed[name]) })
}

// fieldsOf takes a progress apart as it is written: a list without entries is as good as none.
func fieldsOf(p Progress) (fields map[string]json.RawMessage) {
	raw, err := json.Marshal(p)
	if err == nil {
		err = json.Unmarshal(raw, &fields)
	}
	if err != nil {
		panic(err) // numbers, texts, instants of four-digit years and lists of them
	}
	return fields
}
