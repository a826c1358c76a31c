package dates

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// What reads as nothing was looked at up to some token, and any beginning of it that is longer reads as nothing too:
// [Find] leaves those out.
func TestABeginningBeyondTheReachReadsTheSame(t *testing.T) {
	known := slices.Sorted(maps.Keys(vocabulary()))
	often := []string{"at", "next", "on", "the", "3", "12", "4pm", "2026", "9:15", "9:15,", "or", "and", "Thu,", "5.", "-",
		"first", "of", "in", "p.m.", "12th", "Dec", "(", "“Mon”", "2h", "noonish", "1/2", "+2", "utc"}
	c := Context{Now: time.Date(2026, 10, 6, 10, 20, 0, 0, time.UTC), Zone: time.UTC}
	skipped := 0
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(often), rapid.SampledFrom(known)), 2, findMost).Draw(t, "words")
		trim := func(ws []string) string { return strings.Trim(strings.Join(ws, " "), `,.;:!?"“”„()`) }
		p := new(parser)
		if p.read(trim(words), c, false, maxTokens+1).Kind != None || p.reach == 0 {
			return
		}
		reach := p.reach
		for n := len(words) - 1; n > 0; n-- {
			shorter := new(parser)
			r := shorter.read(trim(words[:n]), c, false, maxTokens+1)
			if shorter.reach > 0 && len(shorter.tok) >= reach {
				skipped++
				if r.Kind != None {
					t.Fatalf("%q is looked at up to %d and is nothing, but %q is %v", words, reach, words[:n], r)
				}
			}
		}
	})
	if skipped < 20 {
		t.Errorf("%d beginnings were compared", skipped)
	}
}
