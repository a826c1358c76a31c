package outcome

import (
	"slices"
	"strings"
	"testing"
)

// reading is what a text is read as in the tests: an outcome, or outcomes that are asked with "?" in front, or nothing;
// and behind "/" how many words say it.
func reading(text string) (string, int) {
	r := Read(strings.Fields(text))
	if r.Outcome != "" {
		return string(r.Outcome), r.Used
	}
	var means []string
	for _, o := range r.Means {
		means = append(means, string(o))
	}
	if means != nil {
		return "? " + strings.Join(means, " "), r.Used
	}
	return "", r.Used
}

func TestReadOutcomeKeepsNothing(t *testing.T) {
	for _, text := range []string{"Left a Voicemail for Jo", "nothing of the kind", "left", "Wasn’t available"} {
		words := strings.Fields(text)
		if n := testing.AllocsPerRun(100, func() { Read(words) }); n != 0 {
			t.Errorf("%q: %v allocations", text, n)
		}
	}
	before := slices.Clone(Read([]string{"left"}).Means)
	if got := Read([]string{"left"}).Means; !slices.Equal(got, before) {
		t.Errorf("%v", got)
	}
}

// Reading word after word of a line: a word that begins no outcome is one look-up.
func BenchmarkReadOutcome(b *testing.B) {
	for _, c := range []struct{ name, text string }{
		{"none", strings.Repeat("they asked for the safety sheet and ", 20)},
		{"some", "talked to Jo not interested right now left a voicemail called back no answer"},
	} {
		words := strings.Fields(c.text)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for i := range words {
					Read(words[i:])
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(words)), "ns/word")
		})
	}
}
