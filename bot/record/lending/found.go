package lending

import (
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// Found is what was read of somebody's leads, one's own or a colleague's, for a resolver.
func Found(seen store.Snapshot, rep coach.Rep) input.Found {
	// Most lines have an exact name, and need no index.
	f := input.Found{Lead: seen.Lead, Name: seen.Name, Rep: rep, Index: func() []names.Entry { return Names(seen) }}
	for _, d := range seen.Details {
		f.Details = append(f.Details, input.FoundDetail{ID: d.ID, Detail: input.Detail(d.Detail)})
	}
	return f
}

// Names are the names of all leads, as a query with an index reads them. They are converted only when no exact name was
// found.
func Names(seen store.Snapshot) []names.Entry {
	out := make([]names.Entry, len(seen.Index))
	for i, e := range seen.Index {
		out[i] = names.Entry{ID: e.ID, Name: e.Name}
	}
	return out
}
