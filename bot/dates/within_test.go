package dates_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/dates"
)

// sayWithin writes stretches: "12 Nov 14:00 > 12 Nov 15:00", an open end as "…", days alone without their midnight.
func sayWithin(w dates.Within, ok bool) string {
	if !ok {
		return "says nothing"
	}
	at := func(t time.Time) string {
		if t.IsZero() {
			return "…"
		}
		return strings.TrimSuffix(t.Format("2 Jan 06 15:04"), " 00:00")
	}
	var all []string
	for _, s := range w.In {
		all = append(all, at(s.From)+" > "+at(s.To))
	}
	if len(all) > 3 {
		all = append(all[:3], fmt.Sprint("+", len(all)-3))
	}
	return strings.Join(append(all, [...]string{"minute", "day", "midweek"}[w.Begin]), ", ")
}

// Every phrase of testdata/within.tsv is the stretches that were worked out by hand. It is 10:00 on Tuesday, 10 November
// 2026 in New York; days end at the midnight that begins the next.
func TestWithin(t *testing.T) {
	ny := mustZone(t, "America/New_York")
	c := dates.Context{Now: time.Date(2026, 11, 10, 10, 0, 0, 0, ny), Zone: ny, MonthFirst: true, Country: "US"}
	raw, err := os.ReadFile("testdata/within.tsv")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(raw)) {
		phrase, want, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok {
			continue
		}
		n++
		if got := sayWithin(dates.WithinOf(phrase, c)); got != want {
			t.Errorf("%q: %s; want %s", phrase, got, want)
		}
	}
	if n < 120 {
		t.Errorf("%d phrases", n)
	}
}
