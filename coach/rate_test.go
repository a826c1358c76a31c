package coach

import (
	"reflect"
	"testing"

	"github.com/followup-coach/followup/coach/tally"
)

// A rep's own tally is the sum over their leads; what is kept of it must come back whole.
func TestTalliesAreKeptByName(t *testing.T) {
	var all Counters
	counts := map[string]int{}
	list := all.Counts()
	for i, count := range list {
		counts[count.Name] = i + 1
	}
	fields := reflect.TypeFor[Counters]().NumField() - 2 + reflect.TypeFor[Shared]().NumField() + tally.Kinds
	if len(counts) != fields || len(list) != fields {
		t.Fatalf("%d names for %d counts", len(counts), fields)
	}
	all = CountersOf(counts)
	for _, count := range all.Counts() {
		if count.N != counts[count.Name] {
			t.Errorf("%s: %d, want %d", count.Name, count.N, counts[count.Name])
		}
	}
	// What an older version counts beside, and what it has counted, is counted once.
	old := Counters{Unsorted: 5, Reached: 2}
	both := map[string]int{}
	var mixed Counters
	mixed.Unsorted, mixed.Mix[0], mixed.Mix[1], mixed.Mix[tally.FollowUp] = 2, 2, 1, 3 // and two of before
	mixed.Shared.Try1 = 4
	for _, l := range []Counters{old, {Unsorted: 3, Reached: 1, Shared: Shared{Try1: 2, Reached1: 1}}, mixed} {
		for _, count := range l.Counts() {
			both[count.Name] += count.N
		}
	}
	if got := CountersOf(both); got.Tries() != 13 || got.Reached != 3 || got.Mix.Calls() != 3 {
		t.Errorf("together %+v", got)
	}
	if got := CountersOf(map[string]int{"tries": -3, "nonsense": 7}); got != (Counters{}) {
		t.Errorf("%+v", got)
	}
}
