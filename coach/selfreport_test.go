package coach

import (
	"reflect"
	"testing"
	"time"
)

// S1.10, S3.13–S3.15, S3.27, S4.14, S4.15: what a rep's own calls come to.
func TestMirror(t *testing.T) {
	r := DefaultRules()
	ever := Counters{Tries: 90, Reached: 15, OnTime: 14, Late: 2, TheyKept: 6, TheyBroke: 3, WeKept: 9, WeBroke: 1,
		Dated: 11, DatedReached: 8, Vague: 9, VagueReached: 2, Unread: 8, Engaged: 5}
	got := r.SelfReport(ever, Counters{Tries: 50, Reached: 9})
	want := SelfReport{Rate: ReachRate(ever), OnTime: Count{14, 16}, Dated: Count{8, 11}, Vague: Count{2, 9},
		TheyKept: Count{6, 9}, WeKept: Count{9, 10}, Engaged: Count{5, 8}, Unreached: 41, Minutes: 205}
	if *got != want {
		t.Errorf("\n got %+v\nwant %+v", *got, want)
	}
	if got.Rate.Guess || got.Rate.Share < 0.16 || got.Rate.Share > 0.17 {
		t.Errorf("rate %+v", got.Rate)
	}
	if m := r.SelfReport(Counters{}, Counters{}); m != nil {
		t.Errorf("nothing yet, and still %+v", m)
	}
	// Whatever undos have left in a week, no figure is more than all or less than none.
	if m := r.SelfReport(Counters{Tries: 3, Engaged: 2, Unread: 1}, Counters{Reached: 4}); m.Unreached != 0 ||
		m.Minutes != 0 ||
		m.Engaged != (Count{1, 1}) {
		t.Errorf("odd counts: %+v", m)
	}
	wide, err := LoadRules("f.yaml", []byte("limits: {minutes_per_try: 10}"))
	if err != nil {
		t.Fatal(err)
	}
	if m := wide.SelfReport(Counters{}, Counters{Tries: 3}); m.Minutes != 30 || !m.Rate.Guess {
		t.Errorf("ten minutes a try: %+v", m)
	}
}

// The mirror comes once a week, with the first digest on the rep's own calendar.
func TestMirrorDue(t *testing.T) {
	r := DefaultRules()
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
			shown[MirrorShown] = zoneTime(t, c.last)
		}
		if got := r.SelfReportDue(Rep{TZ: c.tz}, shown, zoneTime(t, c.now)); got != c.due {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

// S4.15: what a channel or a manager gets has no room for a rep's own figures, however it is filled.
func TestSummaryHasNoRoomForFigures(t *testing.T) {
	own := map[reflect.Type]bool{reflect.TypeFor[SelfReport](): true, reflect.TypeFor[Counters](): true,
		reflect.TypeFor[Rate](): true, reflect.TypeFor[CallBack](): true}
	seen := map[reflect.Type]bool{}
	var walk func(x reflect.Type) bool
	walk = func(x reflect.Type) bool {
		if seen[x] || x == reflect.TypeFor[time.Time]() {
			return false
		}
		seen[x] = true
		if own[x] {
			return true
		}
		switch x.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Array:
			return walk(x.Elem())
		case reflect.Struct:
			for i := range x.NumField() {
				if walk(x.Field(i).Type) {
					return true
				}
			}
		}
		return false
	}
	if walk(reflect.TypeFor[Summary]()) {
		t.Error("a summary can hold a rep's own figures")
	}
	clear(seen)
	if !walk(reflect.TypeFor[Digest]()) {
		t.Error("this test finds nothing, not even where figures are")
	}
}
