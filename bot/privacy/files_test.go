package privacy

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/coach/listfile"
	"github.com/followup-coach/followup/coach/outcome"
)

// TestNoCellIsAFormula: whatever people have typed, a spreadsheet shows it and runs nothing.
func TestNoCellIsAFormula(t *testing.T) {
	for _, evil := range []string{"=1+1", "+1 202", "-2", "@SUM(A1)", "\t=1", "\r=1"} {
		all := []exported{{Lead: coach.Lead{ID: "L1", Name: evil, HotButton: evil, Phone: evil}, Touches: []coach.Touch{
			{Outcome: outcome.Email, At: time.Unix(0, 0), Note: evil, Subject: evil, Agenda: evil, Reason: evil}}}}
		for _, file := range [][]byte{leadsCSV(all), touchesCSV(all, time.UTC)} {
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

// TestAnImportReadsAnExport: each fact comes back from the table of one's own leads, and no other column is taken for
// one: who has no email address has none.
func TestAnImportReadsAnExport(t *testing.T) {
	rep := coach.Rep{ID: "U1", TZ: "America/New_York", Locale: "en-US"}
	full := coach.Lead{ID: "L1", Name: "=Acme", Created: time.Unix(0, 0)}
	if err := facts.Set(&full, map[string]string{"contact": "Pat Reyes", "phone": "+1 212 555 0101",
		"email": "pat@acme.example", "tz": "Europe/Berlin", "hot": "late vans", "decides": "Kim", "competitor": "Foxglove",
		"gut": "4", "prefers": "email", "intro": "Sam", "warmth": "warm", "potential": "high", "industry": "Tools",
		"problem": "late vans", "source": "a fair", "web": "acme.example"}, nil); err != nil {
		t.Fatal(err)
	}
	bare := coach.Lead{ID: "L2", Name: "Birch", Phone: "+1 212 555 0102"}
	r, err := listfile.Open(bytes.NewReader(leadsCSV([]exported{{Lead: full}, {Lead: bare}})), rep)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range facts.All() {
		if f.Value(full) == "" && f.Key != facts.Company { // a lead with a company is called after it
			t.Errorf("no %s is tried", f.Key)
		}
	}
	for _, want := range []coach.Lead{full, bare} {
		row, err := r.Next()
		if err != nil || row.Refused != nil {
			t.Fatalf("%s: %+v, %v", want.Name, row.Refused, err)
		}
		for _, f := range facts.All() {
			if got := f.Value(row.Lead); strings.TrimPrefix(got, "’") != f.Value(want) {
				t.Errorf("%s of %s: %q in place of %q", f.Key, want.Name, got, f.Value(want))
			}
		}
	}
}
