package coach

import (
	"slices"
	"testing"
	"time"
)

// Leads that nothing tells apart stand by name, whatever its case and the order in which they are read.
func TestEqualCardsStandByName(t *testing.T) {
	r, rep := DefaultRules(), Rep{ID: "U1", TZ: "UTC"}
	now := time.Date(2026, 11, 10, 9, 0, 0, 0, time.UTC)
	var leads []Lead
	for i, name := range []string{"cedar", "Birch", "Alder", "dune"} {
		leads = append(leads, Lead{ID: string(rune('a' + i)), Rep: "U1", Name: name, Warmth: Cold,
			Created: now.Add(-time.Hour)})
	}
	for range len(leads) {
		leads = append(leads[1:], leads[0])
		var got []string
		for _, c := range r.Digest(rep, leads, now, nil).Cards {
			got = append(got, c.Lead.Name)
		}
		if want := []string{"Alder", "Birch", "cedar", "dune"}; !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	}
}
