package coach

import (
	"reflect"
	"testing"
)

// A rep's own tally is the sum over their leads; what is kept of it must come back whole.
func TestTalliesAreKeptByName(t *testing.T) {
	var all Counters
	counts := map[string]int{}
	list := all.Counts()
	for i, count := range list {
		counts[count.Name] = i + 1
	}
	if fields := reflect.TypeFor[Counters]().NumField(); len(counts) != fields || len(list) != fields {
		t.Fatalf("%d names for %d counts", len(counts), fields)
	}
	all = CountersOf(counts)
	for _, count := range all.Counts() {
		if count.N != counts[count.Name] {
			t.Errorf("%s: %d, want %d", count.Name, count.N, counts[count.Name])
		}
	}
	if got := CountersOf(map[string]int{"tries": -3, "nonsense": 7}); got != (Counters{}) {
		t.Errorf("%+v", got)
	}
}
