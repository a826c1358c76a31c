// Package marks works out whose leads are after one prospect, and writes it as a mark into a lead's record
// ([coach.Lead.Shared]). It reads and writes nothing in Redis.
package marks

import (
	"encoding/json"
	"slices"

	"github.com/followup-coach/followup/store/patch"
)

// field is the JSON field of the mark, with its quotes.
const field = `"shared"`

// With is a lead's record with another mark: the reps who share it, none for no mark. Nothing else of the record is
// touched, so that what any version has written stays as it is.
func With(record string, reps []string) (string, error) {
	mark := []byte("null") // takes it away
	if len(reps) > 0 {
		var err error
		if mark, err = json.Marshal(reps); err != nil {
			return "", err
		}
	}
	return patch.Apply(record, "{"+field+":"+string(mark)+"}")
}

// Without is what a trail shows of a record: who else has the lead is no change of anybody's, and not for everybody.
func Without(record json.RawMessage) json.RawMessage {
	if patch.Field(string(record), field) == "" {
		return record
	}
	return json.RawMessage(patch.Without(string(record), field))
}

// Reached gathers what a write changes of what a rep's leads are reached by.
type Reached struct {
	Leads []string // that are reached by something else than before
	Gone  []string // what leads with a mark were reached by
}

// Change adds a lead with what it was and is reached by; it has a mark where it is marked.
func (r *Reached) Change(lead string, marked bool, had, has []string) {
	came := slices.ContainsFunc(has, func(d string) bool { return !slices.Contains(had, d) })
	if marked {
		left := slices.DeleteFunc(slices.Clone(had), func(d string) bool { return slices.Contains(has, d) })
		r.Gone, came = append(r.Gone, left...), came || len(left) > 0
	}
	if came {
		r.Leads = append(r.Leads, lead)
	}
}

// Lead is a rep's lead.
type Lead struct{ Rep, ID string }

// Found is a lead that has a detail.
type Found struct {
	Lead
	Detail string
}

// Others are who else has one of the details of each lead that shares any, among those that were found. Whoever shared
// one of gone until now may have nobody any more.
func Others(found []Found, gone []string) map[Lead][]string {
	has, others := map[string][]string{}, map[Lead][]string{}
	for _, f := range found {
		has[f.Detail] = append(has[f.Detail], f.Rep)
	}
	for _, f := range found {
		if _, known := others[f.Lead]; !known && slices.Contains(gone, f.Detail) {
			others[f.Lead] = nil
		}
		for _, rep := range has[f.Detail] {
			if rep != f.Rep {
				others[f.Lead] = append(others[f.Lead], rep)
			}
		}
	}
	return others
}
