package reach

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var monday = time.Date(2026, 1, 12, 9, 0, 0, 0, time.UTC)

// grid has calls of each part of the day, all of one weekday.
func grid(calls map[int]Count) (g Grid) {
	for part, c := range calls {
		g[Place(time.Tuesday, part)] = c
	}
	return g
}

// The posterior against one that was worked out by hand.
//
// 200 calls, 46 of them reached: the own rate is (30/3 + 46) / (30 + 200) = 56/230 = 0.243478.
// From 8 to 10: 100 calls, 10 reached. The sources think a tenth more of it: 0.243478 · 1.1 = 0.267826, which is worth
// 30 calls: 8.034783 hits, 21.965217 misses. With the own calls 18.034783 and 111.965217, of 130:
//
//	mean 18.034783/130 = 0.138729
//	variance 18.034783 · 111.965217 / (130² · 131) = 2019.268/2213900 = 0.000912086
//
// From 16 to 18: 100 calls, 36 reached: 44.034783 and 85.965217, of 130:
//
//	mean 44.034783/130 = 0.338729
//	variance 44.034783 · 85.965217 / (130² · 131) = 3785.460/2213900 = 0.001709860
//
// They lie (0.338729 − 0.138729) / √(0.000912086 + 0.001709860) = 0.2/0.0512049 = 3.906 standard deviations apart.
func TestPosteriorByHand(t *testing.T) {
	g := grid(map[int]Count{0: {10, 100}, 4: {36, 100}})
	near := func(what string, got, want, by float64) {
		t.Helper()
		if math.Abs(got-want) > by {
			t.Errorf("%s: %v, by hand %v", what, got, want)
		}
	}
	near("the own rate", own(g.All()), 0.243478, 1e-6)
	early, late := g.OfPart(0), g.OfPart(4)
	near("hits from 8", early.Hits, 18.034783, 1e-6)
	near("misses from 8", early.Misses, 111.965217, 1e-6)
	near("mean from 8", early.Mean(), 0.138729, 1e-6)
	near("variance from 8", early.Variance(), 0.000912086, 1e-8)
	near("mean from 16", late.Mean(), 0.338729, 1e-6)
	near("variance from 16", late.Variance(), 0.001709860, 1e-8)
	near("apart", apart(late, early), 3.906, 1e-3)
	l, changed := Learn(g, []int{0, 4}, Learned{}, monday)
	if want := (Better{Is: 4, Than: 0, Here: Count{36, 100}, Else: Count{10, 100}}); !changed || l.Hours != want ||
		!l.Since.Equal(monday) || l.Days.Found() {
		t.Errorf("learned %+v", l)
	}
}

// Without calls the sources' advice stands: start and end of the day before its middle, lunch last; Wednesday and
// Thursday before Tuesday before Monday and Friday; one in three in all.
func TestThePriorIsTheSources(t *testing.T) {
	var g Grid
	order := func(a, b float64) bool { return a > b }
	if p := g.OfPart; !order(p(0).Mean(), p(1).Mean()) || p(0) != p(4) || !order(p(1).Mean(), p(2).Mean()) {
		t.Error("the parts of the day stand otherwise")
	}
	if d := g.OfDay; d(time.Wednesday) != d(time.Thursday) || !order(d(time.Wednesday).Mean(), d(time.Tuesday).Mean()) ||
		!order(d(time.Tuesday).Mean(), d(time.Friday).Mean()) || d(time.Monday) != d(time.Friday) {
		t.Error("the weekdays stand otherwise")
	}
	if got := g.OfPart(1).Mean(); math.Abs(got-1.0/3) > 1e-9 {
		t.Errorf("a call reaches somebody %v of the times", got)
	}
	if l, changed := Learn(g, []int{0, 4}, Learned{}, monday); changed || l != (Learned{}) {
		t.Errorf("nothing was called, and learned %+v", l)
	}
}

// What is overturned takes two hundred calls, thirty of each part that is compared, and a margin; lunch never wins.
func TestWhatItTakes(t *testing.T) {
	for name, c := range map[string]struct {
		calls map[int]Count
		is    int // -1: nothing
	}{
		"enough":              {map[int]Count{0: {10, 100}, 4: {36, 100}}, 4},
		"199 calls":           {map[int]Count{0: {10, 100}, 4: {36, 99}}, -1},
		"29 of one":           {map[int]Count{0: {10, 180}, 1: {27, 29}}, -1},
		"30 of one":           {map[int]Count{0: {10, 180}, 1: {27, 30}}, 1},
		"too near":            {map[int]Count{0: {28, 100}, 1: {33, 100}}, -1},
		"lunch":               {map[int]Count{0: {10, 100}, 2: {60, 100}}, -1},
		"not what is advised": {map[int]Count{1: {5, 100}, 3: {60, 100}}, -1},
		"the best of two":     {map[int]Count{0: {10, 100}, 1: {30, 100}, 3: {50, 100}}, 3},
	} {
		l, changed := Learn(grid(c.calls), []int{0, 4}, Learned{}, monday)
		if got := l.Hours.Found(); got != (c.is >= 0) || got != changed || got && l.Hours.Is != c.is {
			t.Errorf("%s: %+v", name, l.Hours)
		}
	}
	var g Grid
	g[Place(time.Wednesday, 0)], g[Place(time.Monday, 0)] = Count{8, 120}, Count{60, 120}
	l, _ := Learn(g, []int{0, 4}, Learned{}, monday)
	if l.Days.Is != int(time.Monday) || l.Days.Than != int(time.Wednesday) || l.Hours.Found() {
		t.Errorf("weekdays: %+v", l)
	}
}

// What was learned is given up where it no longer holds, and not before: a few calls more or less change nobody's plan.
func TestWhatWasLearnedStays(t *testing.T) {
	before, _ := Learn(grid(map[int]Count{0: {10, 100}, 4: {36, 100}}), []int{0, 4}, Learned{}, monday)
	later := monday.AddDate(0, 1, 0)
	if l, changed := Learn(grid(map[int]Count{0: {40, 200}, 4: {56, 200}}), []int{0, 4}, before, later); changed ||
		l != before {
		t.Errorf("given up early: %+v", l)
	}
	l, changed := Learn(grid(map[int]Count{0: {80, 250}, 4: {66, 250}}), []int{0, 4}, before, later)
	if !changed || l.Hours.Found() || !l.Since.Equal(later) {
		t.Errorf("kept for ever: %+v", l)
	}
}

// Of people who are reached as often at each hour hardly anybody is told otherwise, though it is asked every day.
func TestChanceTeachesLittle(t *testing.T) {
	chance, told := rand.New(rand.NewPCG(5, 4)), 0
	const reps, calls = 300, 600
	for range reps {
		var g Grid
		learned := Learned{}
		for i := range calls {
			c := &g[Place(time.Weekday(1+chance.IntN(5)), chance.IntN(5))]
			c.Of++
			if chance.Float64() < 0.2 {
				c.N++
			}
			if i%15 == 0 {
				learned, _ = Learn(g, []int{0, 4}, learned, monday)
			}
		}
		if learned.Hours.Found() {
			told++
		}
	}
	if told > reps/10 {
		t.Errorf("%d of %d were told that some hours are better", told, reps)
	}
}

// Whatever the calls: more of them reached make no part look worse, a rate lies between nothing and all, cells add up
// to what was counted, and a record comes back as it was.
func TestRatesAreRates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var g Grid
		var cells Cells
		for range rapid.IntRange(0, 60).Draw(t, "calls") {
			place := rapid.IntRange(0, Places-1).Draw(t, "place")
			reached := rapid.IntRange(0, 1).Draw(t, "reached")
			cells.Count(place, true, reached == 1)
			g[place] = g[place].plus(Count{reached, 1})
		}
		for place, c := range cells {
			if (Count{int(c.Reached), int(c.Calls)}) != g[place] {
				t.Fatalf("%d: %+v, want %+v", place, c, g[place])
			}
		}
		part := rapid.IntRange(0, Parts-1).Draw(t, "part")
		before := g.OfPart(part)
		if m := before.Mean(); m <= 0 || m >= 1 || before.Variance() <= 0 {
			t.Fatalf("%v", before)
		}
		g[Place(time.Monday, part)] = g[Place(time.Monday, part)].plus(Count{1, 1})
		if g.OfPart(part).Mean() < before.Mean() {
			t.Fatal("one more that was reached, and it is worse")
		}
		raw, err := json.Marshal(cells)
		var back Cells
		if err != nil || json.Unmarshal(raw, &back) != nil || back != cells {
			t.Fatal(string(raw), err)
		}
	})
}

func TestPartsOfTheDay(t *testing.T) {
	for minute, want := range map[int]int{8 * 60: 0, 9*60 + 59: 0, 10 * 60: 1, 12 * 60: 2, 16 * 60: 4, 18 * 60: 5,
		20*60 + 59: 5} {
		if got, ok := PartOf(minute); !ok || got != want {
			t.Errorf("%d: %d", minute, got)
		}
	}
	for _, minute := range []int{0, 7*60 + 59, 21 * 60, 23*60 + 59} {
		if _, ok := PartOf(minute); ok {
			t.Errorf("%d is one of the night", minute)
		}
	}
}

// A record of a newer version, or a damaged one, has no place that isn't there; one lead can't outweigh all others.
func TestCellsAreBounded(t *testing.T) {
	var c Cells
	if err := json.Unmarshal([]byte(`"Z11Q2"`), &c); err != nil || c != (Cells{}) {
		t.Error(c, err)
	}
	if err := json.Unmarshal([]byte(`{}`), &c); err == nil {
		t.Error("an object is no string")
	}
	for range 300 {
		c.Count(3, true, true)
	}
	raw, err := json.Marshal(c)
	if err != nil || string(raw) != `"3ZZ"` {
		t.Error(string(raw), err)
	}
}
