package record

import (
	"context"
	"slices"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/store"
)

// KnownNames reads the names of all leads of the acting person, and tells of words whether one lead or several have
// them for a name, or in it as whole words or their beginnings. It reads the whole index in one trip, so that a list of
// names costs no trip for each; a name with a slip in it is not known.
func (rec *Recorder) KnownNames(ctx context.Context, req *request.Request) (func(string) bool, error) {
	seen, err := rec.Read(ctx, req, store.Query{Index: true})
	if err != nil {
		return nil, err
	}
	exact := make(map[string]bool, len(seen.Index))
	for _, e := range seen.Index {
		exact[e.Name] = true
	}
	index := Names(seen)
	return func(name string) bool {
		return exact[names.Normalize(name)] || slices.ContainsFunc(names.Match(name, index), func(hit names.Hit) bool {
			return hit.Kind != names.Typo
		})
	}, nil
}
