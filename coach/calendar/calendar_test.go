package calendar

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/rulefile"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := Location(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// The minute of a date is the first instant at which the place shows it: the first of two, the one after a gap, and
// none on a date that the place never had.
func TestADateAndAMinuteOnEveryClock(t *testing.T) {
	for _, c := range []struct {
		zone, date string
		minute     int
		want       string // UTC, or "" for a date that doesn't exist
	}{
		{"America/New_York", "2026-03-08", 150, "2026-03-08T07:00:00Z"}, // 02:30 is skipped: 03:00 EDT
		{"America/New_York", "2026-11-01", 90, "2026-11-01T05:30:00Z"},  // 01:30 comes twice: the first
		{"America/New_York", "2026-11-01", 150, "2026-11-01T07:30:00Z"},
		{"Europe/London", "2026-10-25", 90, "2026-10-25T00:30:00Z"},
		{"Australia/Lord_Howe", "2026-10-04", 135, "2026-10-03T15:30:00Z"}, // half an hour is skipped
		{"Pacific/Apia", "2011-12-30", 510, ""},
		{"Pacific/Apia", "2011-12-31", 510, "2011-12-30T18:30:00Z"},
		{"Pacific/Kiritimati", "2026-03-02", 480, "2026-03-01T18:00:00Z"},
		{"America/Santiago", "2026-09-06", 0, "2026-09-06T04:00:00Z"}, // midnight is skipped
		{"Asia/Kathmandu", "2026-03-02", 480, "2026-03-02T02:15:00Z"},
	} {
		d, err := Parse(c.date)
		if err != nil {
			t.Fatal(err)
		}
		at, ok := d.At(c.minute, ClockOf(zone(t, c.zone)))
		got := ""
		if ok {
			got = time.Unix(at, 0).UTC().Format(time.RFC3339)
		}
		if got != c.want {
			t.Errorf("%s %s minute %d: %s, want %s", c.zone, c.date, c.minute, got, c.want)
		}
	}
}

// A date and a minute are those of the place, on either side of the date line and before 1970, and days ahead are
// counted on the clock of each instant.
func TestDatesAreThoseOfThePlace(t *testing.T) {
	at := time.Date(2026, 3, 1, 10, 30, 0, 0, time.UTC)
	for name, want := range map[string]struct {
		date    string
		minute  int
		weekday time.Weekday
	}{
		"UTC":                {"2026-03-01", 10*60 + 30, time.Sunday},
		"Pacific/Kiritimati": {"2026-03-02", 30, time.Monday},
		"Pacific/Pago_Pago":  {"2026-02-28", 23*60 + 30, time.Saturday},
	} {
		d := DateIn(at.Unix(), ClockOf(zone(t, name)))
		if minute := MinuteIn(at.Unix(), ClockOf(zone(t, name))); d.String() != want.date || minute != want.minute ||
			d.Weekday() != want.weekday {
			t.Errorf("%s: %s, minute %d, a %s", name, d, minute, d.Weekday())
		}
	}
	if d := DateIn(-1, ClockOf(time.UTC)); d.String() != "1969-12-31" || d.Weekday() != time.Wednesday {
		t.Errorf("a second before 1970 is on %s", d)
	}
	ny := zone(t, "America/New_York")
	midnight := time.Date(2026, 3, 8, 0, 0, 0, 0, ny) // their clocks go forward on that date
	for hours, want := range map[int]int{-1: -1, 0: 0, 22: 0, 23: 1, 47: 2} {
		if got := DaysAhead(midnight.Add(time.Duration(hours)*time.Hour), midnight); got != want {
			t.Errorf("%d hours on: %d days ahead, want %d", hours, got, want)
		}
	}
}

// Zones of one prefix count as one while they show the same time, and the machine's own zone is none.
func TestZonesThatAgree(t *testing.T) {
	winter := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	zones := []string{"America/Denver", "America/Phoenix"} // Arizona has no summer time
	if loc := Agreed(zones, winter.Unix()); loc == nil || loc.String() != zones[0] {
		t.Errorf("in winter: %v", loc)
	}
	if loc := Agreed(zones, winter.AddDate(0, 6, 0).Unix()); loc != nil {
		t.Errorf("in summer: %v", loc)
	}
	if loc := Agreed([]string{"America/Denver", "nowhere"}, winter.Unix()); loc != nil {
		t.Errorf("with a zone that there is none of: %v", loc)
	}
	for _, name := range []string{"", "Local", "nowhere"} {
		if loc, err := Location(name); err == nil {
			t.Errorf("%q is %v", name, loc)
		}
	}
	if got := Country("America/Toronto") + Country("Europe/Berlin") + Country("UTC"); got != "CADE" {
		t.Errorf("countries %s", got)
	}
}

// Holidays are those of the countries that are listed, with the working habits of sales floors, and the dates that
// count for everybody; what can't be read is named with its place.
func TestHolidays(t *testing.T) {
	ms := rulefile.Decode("f.yaml", nil, &struct{}{})
	h := Load([]string{"us", "CA"}, []string{"2026-12-24"}, ms)
	if err := ms.Err(); err != nil || h.Home() != "US" {
		t.Fatalf("home %s, %v", h.Home(), err)
	}
	for _, c := range []struct {
		date, country string
		off           bool
	}{
		{"2026-07-03", "US", true},  // the fourth is a Saturday
		{"2026-07-01", "US", false}, // Canada's day
		{"2026-07-01", "CA", true},
		{"2026-10-12", "US", false}, // Columbus Day
		{"2026-10-03", "DE", false}, // not listed
		{"2026-12-24", "DE", true},  // for everybody
	} {
		d, err := Parse(c.date)
		if err != nil {
			t.Fatal(err)
		}
		if name := h.On(d, c.country); (name != "") != c.off {
			t.Errorf("%s in %s: %q", c.date, c.country, name)
		}
	}
	Load([]string{"XX"}, []string{"24.12."}, ms)
	if err := ms.Err(); err == nil || !strings.Contains(err.Error(), "holidays.countries.0") ||
		!strings.Contains(err.Error(), "holidays.dates.0") {
		t.Errorf("mistakes: %v", err)
	}
}
