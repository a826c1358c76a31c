package facts

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/followup-coach/followup/coach"
)

// columns are leads' kept columns.
func columns(of ...string) coach.Lead {
	l := coach.Lead{Name: "Acme"}
	for i := 0; i < len(of); i += 2 {
		kept(of[i], 0).put(&l, of[i+1])
	}
	return l
}

// A kept column is a fact of the leads that have it: changed, cleared and compared as the others are, and never shared
// by a lead as it was and as it is.
func TestKeptColumnsAreFacts(t *testing.T) {
	was := columns("Fleet size", "12", "No. of docks", "3")
	before := maps.Clone(was.List.Facts)
	if n := len(Of(was)) - len(All()); n != 2 {
		t.Fatalf("%d facts more than the table's", n)
	}
	l := was
	set := map[string]string{kept("Fleet size", 0).Key: "40", kept("No. of docks", 0).Key: "", kept("Other", 0).Key: "x",
		Hot: "noise"}
	if err := Set(&l, set, nil); err != nil || l.HotButton != "noise" ||
		!maps.Equal(l.List.Facts, map[string]string{"Fleet size": "40", "No. of docks": ""}) {
		t.Errorf("%v, %v", l.List.Facts, err)
	}
	if !Differ(was, l) || !maps.Equal(was.List.Facts, before) {
		t.Errorf("what it was is %v", was.List.Facts)
	}
	var wrong *Error
	long := strings.Repeat("x", coach.MaxFact+1)
	if err := Set(&l, map[string]string{kept("Fleet size", 0).Key: long}, nil); !errors.As(err, &wrong) ||
		wrong.Example != `/followup edit Acme fleet-size:"fewer words"` || l.List.Facts["Fleet size"] != "40" {
		t.Errorf("too long: %+v", wrong)
	}
	// One that was emptied is filled again, by its key and as it is typed.
	for _, fill := range []map[string]string{{kept("No. of docks", 0).Key: "5"}, {TypedKept + "no-of-docks": "5"}} {
		filled := l
		if err := Set(&filled, fill, nil); err != nil || filled.List.Facts["No. of docks"] != "5" {
			t.Errorf("%v, %v", filled.List.Facts, err)
		}
	}
}

// Columns are typed as they are spelt, whatever stands between and behind; what could be two is none, and a digit that
// is typed is meant.
func TestTypedColumns(t *testing.T) {
	l := columns("Fleet size (26)", "12", "Tier 1", "a", "Tier 2", "b", "€", "9", "Größe", "5", "Rank 1", "1", "2024", "7",
		"Q4/Q1", "8", "Fleet %", "3", "Fleet #", "4", "आकार", "6", "अकर", "7")
	for typed, want := range map[string]string{"fleet-size": "Fleet size (26)", "FleetSize": "Fleet size (26)",
		"fleet_size": "Fleet size (26)", "fleet": "", "size": "", "tier": "", "größe": "Größe", "skype": "",
		"tier-1": "Tier 1", "tier2": "Tier 2", "tier-3": "", "rank": "Rank 1", "rank-2": "", "2024": "2024", "2025": "",
		"q4/q1": "Q4/Q1", "q4-q1": "Q4/Q1", "fleet-%": "Fleet %", "€": "€", "आकार": "आकार"} {
		changed := l
		err := Set(&changed, map[string]string{TypedKept + typed: "new"}, nil)
		var wrong *Error
		switch {
		case want != "" && (err != nil || changed.List.Facts[want] != "new"):
			t.Errorf("%s: %v, %v", typed, changed.List.Facts, err)
		case want == "" && (!errors.As(err, &wrong) || wrong.Given != typed+":" || Differ(l, changed)):
			t.Errorf("%s: %+v, %v", typed, wrong, changed.List.Facts)
		}
	}
}

// Of two leads that become one the columns are filled like other facts, as many as a lead keeps; the pages of a form
// have six each.
func TestKeptColumnsAreFilled(t *testing.T) {
	l, from := columns("Fleet", "12", "Area", "north"), columns("fleet", "5", "Area", "south", "Docks", "3")
	filled, differ := Fill(&l, from)
	if len(filled) != 2 || len(differ) != 1 || differ[0].Label != "Area" || l.List.Facts["Area"] != "north" ||
		l.List.Facts["Docks"] != "3" {
		t.Errorf("%v: %d filled, %d differ", l.List.Facts, len(filled), len(differ))
	}
	for i := range KeptMost + 3 {
		kept(fmt.Sprint("column ", i), 0).put(&from, "x")
	}
	if len(from.List.Facts) != KeptMost {
		t.Errorf("%d are kept", len(from.List.Facts))
	}
	filled, differ = Fill(&l, from)
	if len(l.List.Facts) != KeptMost || len(filled) != KeptMost-4 || len(differ) != 2 {
		t.Errorf("%d are kept, %d filled, %d go", len(l.List.Facts), len(filled), len(differ))
	}
	pages := map[Page]int{}
	for _, f := range Of(l) {
		pages[f.Page]++
	}
	if pages[KeptPage(0)] != 6 || pages[KeptPage(3)] != 2 {
		t.Error(pages)
	}
}
