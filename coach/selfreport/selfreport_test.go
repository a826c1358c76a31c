package selfreport

import (
	"math"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
)

// S1.10, S3.13–S3.15, S3.27, S4.14, S4.15: what a rep's own calls come to.
func TestMirror(t *testing.T) {
	r := coach.DefaultRules()
	ever := coach.Counters{Unsorted: 90, Reached: 15, OnTime: 14, Late: 2, TheyKept: 6, TheyBroke: 3, WeKept: 9,
		WeBroke: 1, Dated: 11, DatedReached: 8, Vague: 9, VagueReached: 2, Unread: 8, Engaged: 5}
	got := Of(r, ever, coach.Counters{Unsorted: 50, Reached: 9})
	want := Report{Rate: ReachRate(ever), OnTime: coach.Count{N: 14, Of: 16}, Dated: coach.Count{N: 8, Of: 11},
		Vague:    coach.Count{N: 2, Of: 9},
		TheyKept: coach.Count{N: 6, Of: 9}, WeKept: coach.Count{N: 9, Of: 10}, Engaged: coach.Count{N: 5, Of: 8},
		Unreached: 41, Minutes: 205}
	if *got != want {
		t.Errorf("\n got %+v\nwant %+v", *got, want)
	}
	if got.Rate.Guess || got.Rate.Share < 0.16 || got.Rate.Share > 0.17 {
		t.Errorf("rate %+v", got.Rate)
	}
	if m := Of(r, coach.Counters{}, coach.Counters{}); m != nil {
		t.Errorf("nothing yet, and still %+v", m)
	}
	// Whatever undos have left in a week, no figure is more than all or less than none.
	if m := Of(r, coach.Counters{Unsorted: 3, Engaged: 2, Unread: 1}, coach.Counters{Reached: 4}); m.Unreached != 0 ||
		m.Minutes != 0 ||
		m.Engaged != (coach.Count{N: 1, Of: 1}) {
		t.Errorf("odd counts: %+v", m)
	}
	wide, err := coach.LoadRules("f.yaml", []byte("limits: {minutes_per_try: 10}"))
	if err != nil {
		t.Fatal(err)
	}
	if m := Of(wide, coach.Counters{}, coach.Counters{Unsorted: 3}); m.Minutes != 30 || !m.Rate.Guess {
		t.Errorf("ten minutes a try: %+v", m)
	}
}

// The figures come once a week, with the first digest on the rep's own calendar.
func TestMirrorDue(t *testing.T) {
	at := func(text string) time.Time {
		parsed, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	for _, c := range []struct {
		tz, last, now string
		due           bool
	}{
		{"America/New_York", "", "2026-03-02T08:30:00-05:00", true},
		{"America/New_York", "2026-02-27T08:30:00-05:00", "2026-03-02T08:30:00-05:00", true},
		{"America/New_York", "2026-03-02T08:30:00-05:00", "2026-03-03T08:30:00-05:00", false},
		// Sunday, after the clocks changed
		{"America/New_York", "2026-03-02T08:30:00-05:00", "2026-03-08T23:59:00-04:00", false},
		{"America/New_York", "2026-03-02T08:30:00-05:00", "2026-03-09T00:00:00-04:00", true},
		{"Pacific/Kiritimati", "2026-03-02T00:10:00+14:00", "2026-03-01T12:00:00Z", false},
		// Monday begins there on Sunday at 10:00 UTC
		{"Pacific/Kiritimati", "2026-03-01T09:59:00Z", "2026-03-01T10:00:00Z", true},
	} {
		shown := map[string]time.Time{}
		if c.last != "" {
			shown[Shown] = at(c.last)
		}
		if got := Due(coach.Rep{TZ: c.tz}, shown, at(c.now)); got != c.due {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

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
		got := ReachRate(coach.Counters{Reached: c.reached, Unsorted: c.tries})
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
		if got := ReachRate(coach.Counters{Unsorted: n}); got.Low != 0 || got.High <= 0 {
			t.Fatalf("0 of %d: %+v", n, got)
		}
	}
}

// S3.14: five minutes a try, divided by the rate. Who never reached anybody gets no number that would be made up.
func TestCallBackCost(t *testing.T) {
	r := coach.DefaultRules()
	for _, c := range []struct{ reached, tries, minutes, low, high int }{
		{0, 0, 15, 15, 15}, {5, 30, 30, 15, 68}, {0, 40, 0, 57, 0}, {40, 40, 5, 5, 5}, {1, 40, 200, 39, 1130},
	} {
		got := CallBackCost(r.Limits(), coach.Counters{Reached: c.reached, Unsorted: c.tries})
		if got.Minutes != c.minutes || got.Low != c.low || got.High != c.high || got.PerTry != 5 {
			t.Errorf("%d of %d: %d minutes, %d to %d", c.reached, c.tries, got.Minutes, got.Low, got.High)
		}
	}
	slow := r.Limits()
	slow.MinutesPerTry = 10
	if got := CallBackCost(slow, coach.Counters{}); got.Minutes != 30 {
		t.Errorf("ten minutes a try: %d", got.Minutes)
	}
}
