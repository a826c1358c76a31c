package outcome

import (
	"strings"
	"testing"
)

// Whatever is typed, an outcome is read at its start, or a few are asked about, or nothing is said; and case and
// apostrophes change nothing.
func FuzzReadOutcome(f *testing.F) {
	for _, w := range Words() {
		f.Add(w + " and a note")
	}
	for _, c := range turnedPhrases {
		f.Add(c[0])
	}
	f.Fuzz(func(t *testing.T, text string) {
		words := strings.Fields(text)
		r := Read(words)
		sure, asked := r.Outcome != "", len(r.Means) > 0
		if sure && (asked || !r.Outcome.Info().Typed) || (r.Used == 0) == (sure || asked) || r.Used > len(words) {
			t.Fatalf("%q: %+v", text, r)
		}
		for i, o := range r.Means {
			if !o.Info().Typed || i > 3 {
				t.Fatalf("%q: %+v", text, r)
			}
		}
		curly := strings.Fields(strings.ReplaceAll(text, "'", "’"))
		if again := Read(curly); again.Outcome != r.Outcome || again.Used != r.Used {
			t.Fatalf("%q: %+v, with curly apostrophes %+v", text, r, again)
		}
	})
}
