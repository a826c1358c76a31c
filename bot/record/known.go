package record

import (
	"context"
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/record/lending"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/store"
)

// wordsAtOnce is for how many words one trip brings the names that are near them.
const wordsAtOnce = 16

// KnownNames reads the names of the acting person's leads, and tells of words in a text whether one lead or several
// have them for a name, or in it as whole words or their beginnings. A list of names costs no trip for each: it reads
// all of them in one, and where they are very many those that are near a stretch of the text. A name with a slip in it
// is not known.
func (rec *Recorder) KnownNames(ctx context.Context, req *request.Request, text string) (func(string) bool, error) {
	exact := make(map[string]bool)
	var index []names.Entry
	for some := range slices.Chunk(append(strings.Fields(names.Normalize(text)), ""), wordsAtOnce) {
		seen, err := rec.Read(ctx, req, store.Query{Index: true, Like: some})
		if err != nil {
			return nil, err
		}
		for _, e := range lending.Names(seen) {
			if !exact[e.Name] {
				exact[e.Name], index = true, append(index, e)
			}
		}
		if !seen.Near {
			break
		}
	}
	return func(name string) bool {
		return exact[names.Normalize(name)] || slices.ContainsFunc(names.Match(name, index), func(hit names.Hit) bool {
			return hit.Kind != names.Typo
		})
	}, nil
}
