package privacy

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/qualify"
)

// TestNoCellIsAFormula: whatever people have typed, a spreadsheet shows it and runs nothing.
func TestNoCellIsAFormula(t *testing.T) {
	for _, evil := range []string{"=1+1", "+1 202", "-2", "@SUM(A1)", "\t=1", "\r=1"} {
		all := []exported{{Lead: coach.Lead{ID: "L1", Name: evil, HotButton: evil, Phone: evil}, Touches: []coach.Touch{
			{Outcome: outcome.Email, At: time.Unix(0, 0), Note: evil, Subject: evil, Agenda: evil, Reason: evil}}}}
		for _, file := range [][]byte{leadsCSV(all, qualify.Suspects{}, time.Time{}), touchesCSV(all, time.UTC)} {
			rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(file), "\ufeff"))).ReadAll()
			if err != nil || len(rows) != 2 {
				t.Fatalf("%d rows, %v", len(rows), err)
			}
			found := 0
			for _, cell := range rows[1] {
				if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r") {
					t.Errorf("a cell is %q", cell)
				}
				if strings.HasPrefix(cell, "'") {
					found++
				}
			}
			if found < 3 {
				t.Errorf("%q stands in %d cells", evil, found)
			}
		}
	}
	if got := harmless("plain = words"); got != "plain = words" {
		t.Errorf("a harmless cell became %q", got)
	}
}

// TestHeadsOfTheTable: they are those that an import reads, which the test of that name in coach/listfile holds.
func TestHeadsOfTheTable(t *testing.T) {
	want := []string{"\ufeffid"}
	for _, f := range facts.All() {
		want = append(want, f.Key)
	}
	want = append(want, "created", "calls", "emails sent", "last", "touched", "closed", "reason", "list", "built on",
		"score")
	rows, err := csv.NewReader(bytes.NewReader(leadsCSV(nil, qualify.Suspects{}, time.Time{}))).ReadAll()
	if err != nil || len(rows) != 1 || !slices.Equal(rows[0], want) {
		t.Errorf("heads %q, %v", rows, err)
	}
}

// TestKeptColumnsAreInTheTable: what a list was asked to keep leaves again under its own heads, whichever lead has it.
func TestKeptColumnsAreInTheTable(t *testing.T) {
	all := []exported{{Lead: coach.Lead{ID: "L1", List: coach.Listed{Facts: map[string]string{"Staff": "14"}}}},
		{Lead: coach.Lead{ID: "L2", List: coach.Listed{Facts: map[string]string{"Fleet": "=3"}}}}}
	rows, err := csv.NewReader(bytes.NewReader(leadsCSV(all, qualify.Suspects{}, time.Time{}))).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatal(rows, err)
	}
	for i, want := range [][]string{{"Fleet", "Staff"}, {"", "14"}, {"'=3", ""}} {
		if got := rows[i][len(rows[i])-2:]; !slices.Equal(got, want) {
			t.Errorf("row %d ends in %q, want %q", i, got, want)
		}
	}
}

// TestScoresAreInTheTable: a lead leaves with its list, what that was built on and its score; one without has none
// (S2.8, S2.9).
func TestScoresAreInTheTable(t *testing.T) {
	all := []exported{{Lead: coach.Lead{ID: "L1", Warmth: coach.Warm,
		List: coach.Listed{Name: "leads.csv", Built: []string{"need", "in Ohio"}}}}, {Lead: coach.Lead{ID: "L2"}}}
	table := leadsCSV(all, qualify.Suspects{}, time.Time{})
	rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%q, %v", rows, err)
	}
	for i, want := range [][]string{{"leads.csv", "need, in Ohio", "30"}, {"", "", ""}} {
		if got := rows[i+1][len(rows[i+1])-3:]; !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
