package dates_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/dates"
)

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
