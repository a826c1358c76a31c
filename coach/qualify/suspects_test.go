package qualify

import (
	"slices"
	"strings"
	"testing"
)

// What a team says of its suspects, as it is typed: each vertical once, none on both sides, as many and as long as fit
// (S2.7, S2.8).
func TestSuspectsAsTyped(t *testing.T) {
	s, err := Suspects{}.With(PartOften, " hotels ;Food  processing, Hotel\nclinics,,")
	if err != nil || !slices.Equal(s.Often, []string{"hotels", "Food processing", "clinics"}) ||
		s.Text(PartOften) != "hotels, Food processing, clinics" || s.None() {
		t.Fatalf("%q, %v", s.Often, err)
	}
	for _, c := range []struct{ part, typed, given string }{
		{PartSeldom, "schools, HOTEL", "HOTEL"},
		{PartSeldom, strings.Repeat("x", verticalMost+1), strings.Repeat("x", verticalMost+1)},
		{PartFit, strings.Repeat("x", FitMost+1), strings.Repeat("x", FitMost+1)},
		{PartPark, "maybe", "maybe"},
	} {
		_, wrong := s.With(c.part, c.typed)
		if wrong == nil || wrong.Part != c.part || wrong.Given != c.given ||
			wrong.Want == "" {
			t.Errorf("%s %q: %v", c.part, c.typed, wrong)
		}
	}
	many := ""
	for i := range VerticalsMost {
		many += strings.Repeat("a", 4+i) + ","
	}
	if s, err = s.With(PartSeldom, many); err != nil || len(s.Seldom) != VerticalsMost {
		t.Errorf("%d, %v", len(s.Seldom), err)
	}
	if _, err = s.With(PartSeldom, many+"one more"); err == nil {
		t.Error("one more than fit")
	}
	if s, err = s.With(PartSeldom, ""); err != nil || len(s.Seldom) != 0 {
		t.Errorf("not cleared: %q, %v", s.Seldom, err)
	}
	if s, err = s.With(PartFit, " 10 vehicles  or more"); err != nil || s.Fit != "10 vehicles or more" {
		t.Errorf("%q, %v", s.Fit, err)
	}
	for _, c := range []struct{ typed, text string }{{"On", ParkOn}, {"off", ""}, {ParkOn, ParkOn}, {"", ""}} {
		if s, err = s.With(PartPark, c.typed); err != nil || s.Text(PartPark) != c.text {
			t.Errorf("%q: %q, %v", c.typed, s.Text(PartPark), err)
		}
	}
}

// Whoever is in two teams goes by both; a vertical is found in whatever words the industry has (S2.7).
func TestBuys(t *testing.T) {
	s := Suspects{Often: []string{"hotels"}, Fit: "first"}.And(Suspects{Often: []string{"clinics"}, Fit: "second",
		Seldom: []string{"hotels", "public schools", "glass"}})
	for industry, want := range map[string][2]bool{"Hotel chain": {true, false}, "Clinics": {true, false},
		"Schools": {false, false}, "Public School": {false, true}, "hotelier": {false, false}, "": {false, false},
		"Glass": {false, true}} {
		often, seldom := s.Buys(industry)
		if often != want[0] || seldom != want[1] {
			t.Errorf("%s: often %v, seldom %v", industry, often, seldom)
		}
	}
	if s.Fit != "first" {
		t.Error(s.Fit)
	}
}
