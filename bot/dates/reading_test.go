package dates_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/dates"
)

// tuesday is 10:20 on Tuesday, 6 October 2026 in New York.
func tuesday(t testing.TB) dates.Context {
	ny := mustZone(t, "America/New_York")
	return dates.Context{
		Now: time.Date(2026, 10, 6, 10, 20, 0, 0, ny), Zone: ny,
		Theirs: mustZone(t, "Asia/Tokyo"), MonthFirst: true,
	}
}

func TestFlags(t *testing.T) {
	c := tuesday(t)
	for _, tc := range []struct {
		phrase                              string
		past, named, theirTime, isAmbiguous bool
	}{
		{phrase: "Thu 4pm"},
		{phrase: "yesterday", past: true},
		{phrase: "today 9am", past: true},
		{phrase: "today"},
		{phrase: "2 hours ago", past: true},
		{phrase: "last Friday", past: true},
		{phrase: "12 Oct 2025", past: true},
		{phrase: "last week", past: true},
		{phrase: "Thu 4pm PT", named: true},
		{phrase: "Thu 4pm my time", named: true},
		{phrase: "Thu 4pm their time", named: true, theirTime: true},
		{phrase: "10/12 9:30", isAmbiguous: true},
		{phrase: "10/13 9:30"},
		{phrase: "10/10"},
		{phrase: "Mon 10/12 9:30"},
		{phrase: "next Thursday 4pm", isAmbiguous: true},
		{phrase: "next Tuesday 4pm"},
		{phrase: "Tue 4pm", isAmbiguous: true},
		{phrase: "Tuesday", isAmbiguous: true},
		{phrase: "Thu 4pm EST", named: true}, // the place, in summer too
		{phrase: "Thu 4pm EDT", named: true},
		{phrase: "1 Dec 4pm EST", named: true},
	} {
		r := dates.Read(tc.phrase, c)
		if r.Past != tc.past || r.Named != tc.named || r.TheirTime != tc.theirTime || r.Ambiguous != tc.isAmbiguous {
			t.Errorf("%q: past %v named %v their %v ambiguous %v, want %v %v %v %v", tc.phrase,
				r.Past, r.Named, r.TheirTime, r.Ambiguous, tc.past, tc.named, tc.theirTime, tc.isAmbiguous)
		}
	}
}

func TestTomorrowElsewhereIsFlagged(t *testing.T) {
	c := tuesday(t)
	c.Now = c.Now.Add(12 * time.Hour) // 22:20 in New York, Wednesday morning in Tokyo
	if r := dates.Read("tomorrow 9am their time", c); !r.Ambiguous || r.At.Format(time.DateTime) != "2026-10-08 09:00:00" {
		t.Errorf("got %v, ambiguous %v", r.At, r.Ambiguous)
	}
	if r := dates.Read("9am their time", c); r.Ambiguous {
		t.Errorf("a bare time depends on no calendar, yet %v is flagged", r.At)
	}
}

func TestExactKeepsTheZoneItWasReadIn(t *testing.T) {
	for phrase, want := range map[string]string{
		"Thu 4pm":                   "America/New_York",
		"Thu 4pm their time":        "Asia/Tokyo",
		"Thu 4pm Europe/Berlin":     "Europe/Berlin",
		"2026-10-12T14:00:00+02:00": "UTC+02:00",
		"in 2 hours":                "America/New_York",
	} {
		if r := dates.Read(phrase, tuesday(t)); r.Zone.String() != want || r.At.Location() != r.Zone {
			t.Errorf("%q: read in %v, at %v; want %s", phrase, r.Zone, r.At.Location(), want)
		}
	}
}

func TestOfARepeatedTimeTheFirstCounts(t *testing.T) {
	berlin := mustZone(t, "Europe/Berlin")
	c := dates.Context{Now: time.Date(2026, 10, 24, 12, 0, 0, 0, berlin), Zone: berlin}
	r := dates.Read("tomorrow 02:30", c)
	if want := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC); !r.At.Equal(want) {
		t.Errorf("got %v, want %v", r.At.UTC(), want)
	}
	day := dates.Read("tomorrow", c)
	if got := day.To.Sub(day.From); got != 25*time.Hour {
		t.Errorf("the day of the change has %v, want 25h", got)
	}
}

func TestNoZoneIsUTC(t *testing.T) {
	r := dates.Read("Thu 4pm", dates.Context{Now: time.Date(2026, 10, 6, 10, 0, 0, 0, time.UTC)})
	if r.Zone != time.UTC || r.At.Hour() != 16 {
		t.Errorf("got %v in %v", r.At, r.Zone)
	}
}

func TestKindsHaveNames(t *testing.T) {
	for k, want := range map[dates.Kind]string{
		dates.None: "none", dates.Exact: "exact", dates.Day: "day", dates.Part: "part",
		dates.Vague: "vague", dates.Invalid: "invalid", 99: "unknown", -1: "unknown",
	} {
		if k.String() != want {
			t.Errorf("%d is %q, want %q", int(k), k, want)
		}
	}
}

// Every city of the list is one that its name finds, and its zone exists.
func TestCitiesByTheirNames(t *testing.T) {
	raw, err := os.ReadFile("cities.txt")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 10, 6, 10, 0, 0, 0, time.UTC)
	for id := range strings.FieldsSeq(string(raw)) {
		loc, err := time.LoadLocation(id)
		if err != nil {
			t.Error(err)
			continue
		}
		city := strings.ReplaceAll(id[strings.LastIndexByte(id, '/')+1:], "_", " ")
		want := time.Date(2026, 10, 8, 15, 0, 0, 0, loc)
		for _, phrase := range []string{"Thu 15:00 " + city, "Thu 15:00 " + city + " time",
			"Thu 15:00 in " + strings.ToLower(city)} {
			if r := dates.Read(phrase, dates.Context{Now: now}); r.Kind != dates.Exact || !r.At.Equal(want) || !r.Named {
				t.Errorf("%q: %v %v, want %v", phrase, r.Kind, r.At, want)
			}
		}
	}
}

// A name that means something else to somebody is no city.
func TestNoCities(t *testing.T) {
	for _, phrase := range []string{"Thu 15:00 Christmas", "Thu 15:00 Stanley", "Thu 15:00 Jersey", "Thu 15:00 Petersburg",
		"Thu 15:00 Kolkatta", "Kolkata"} {
		if r := dates.Read(phrase, dates.Context{Now: time.Date(2026, 10, 6, 10, 0, 0, 0, time.UTC)}); r.Kind == dates.Exact {
			t.Errorf("%q: %v %v", phrase, r.Kind, r.At)
		}
	}
	for _, phrase := range []string{"Thu 15:00 São Paulo", "Thu 15:00 port au prince time"} {
		if r := dates.Read(phrase, dates.Context{Now: time.Date(2026, 10, 6, 10, 0, 0, 0, time.UTC)}); r.Kind != dates.Exact {
			t.Errorf("%q: %v", phrase, r.Kind)
		}
	}
}

// A bare time that is booked is today's: over, it is Past and no time of tomorrow. What names its day reads as ever.
func TestAgreedTimesKeepToTheirDay(t *testing.T) {
	c := tuesday(t) // 10:20 in New York, 23:20 in Tokyo
	c.Books = true
	for phrase, want := range map[string]string{
		"9am":                "2026-10-06 09:00 past",
		"at 9":               "2026-10-06 09:00 past",
		"9 in the morning":   "2026-10-06 09:00 past",
		"noon":               "2026-10-06 12:00",
		"4pm":                "2026-10-06 16:00",
		"midnight":           "2026-10-07 00:00",
		"9am their time":     "2026-10-06 09:00 past",
		"11:30pm their time": "2026-10-06 23:30",
		"tomorrow 9am":       "2026-10-07 09:00",
		"Wed 9am":            "2026-10-07 09:00",
		"in 2 hours":         "2026-10-06 12:20",
		"today 9am":          "2026-10-06 09:00 past",
	} {
		r := dates.Read(phrase, c)
		got := r.At.Format("2006-01-02 15:04")
		if r.Past {
			got += " past"
		}
		if r.Kind != dates.Exact || got != want {
			t.Errorf("%q: %v (%v), want %v", phrase, got, r.Kind, want)
		}
	}
	if r := dates.Read("Thursday", c); r.Kind != dates.Day {
		t.Errorf("a day is none: %v", r.Kind)
	}
}
