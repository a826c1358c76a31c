package coach

import (
	"math"
	"reflect"
	"testing"
)

// S3.13: the source's one in three until there are thirty calls of the rep's own, then theirs with its interval. The
// intervals are Wilson's at 95 %, worked out apart.
func TestReachRate(t *testing.T) {
	for _, c := range []struct {
		reached, tries   int
		guess            bool
		share, low, high float64
	}{
		{0, 0, true, 1.0 / 3, 1.0 / 3, 1.0 / 3},
		{20, 29, true, 1.0 / 3, 1.0 / 3, 1.0 / 3},
		{5, 30, false, 0.1667, 0.0734, 0.3356},
		{0, 30, false, 0, 0, 0.1135},
		{30, 30, false, 1, 0.8865, 1},
		{60, 200, false, 0.3, 0.2407, 0.3668},
	} {
		got := ReachRate(Counters{Reached: c.reached, Tries: c.tries})
		for _, v := range [][2]float64{{got.Share, c.share}, {got.Low, c.low}, {got.High, c.high}} {
			if math.Abs(v[0]-v[1]) > 0.0001 {
				t.Errorf("%d of %d: %+v", c.reached, c.tries, got)
			}
		}
		if got.Guess != c.guess || got.Tries != c.tries || got.Reached != c.reached {
			t.Errorf("%d of %d: %+v", c.reached, c.tries, got)
		}
	}
}

// Rounding must not make a lower end out of nothing: five minutes divided by it would be centuries.
func TestNobodyReachedHasNoLowerEnd(t *testing.T) {
	for n := OwnCalls; n < 3000; n++ {
		if got := ReachRate(Counters{Tries: n}); got.Low != 0 || got.High <= 0 {
			t.Fatalf("0 of %d: %+v", n, got)
		}
	}
}

// S3.14: five minutes a try, divided by the rate. Who never reached anybody gets no number that would be made up.
func TestCallBackCost(t *testing.T) {
	r := DefaultRules()
	for _, c := range []struct{ reached, tries, minutes, low, high int }{
		{0, 0, 15, 15, 15}, {5, 30, 30, 15, 68}, {0, 40, 0, 57, 0}, {40, 40, 5, 5, 5}, {1, 40, 200, 39, 1130},
	} {
		got := r.Limits().CallBackCost(Counters{Reached: c.reached, Tries: c.tries})
		if got.Minutes != c.minutes || got.Low != c.low || got.High != c.high || got.PerTry != 5 {
			t.Errorf("%d of %d: %d minutes, %d to %d", c.reached, c.tries, got.Minutes, got.Low, got.High)
		}
	}
	if got := rules(t, `{limits: {minutes_per_try: 10}}`).Limits().CallBackCost(Counters{}); got.Minutes != 30 {
		t.Errorf("ten minutes a try: %d", got.Minutes)
	}
}

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
