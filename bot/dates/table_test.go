package dates_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/dates"
)

// row is one line of a table in testdata: now, zone, phrase, kind, want.
// The zone column may go on with "their=Zone", "past" and "dayfirst".
type row struct {
	where  string
	phrase string
	kind   string
	want   []string
	past   bool
	zone   *time.Location
	ctx    dates.Context
}

func (r row) read() dates.Reading {
	if r.past {
		return dates.ReadPast(r.phrase, r.ctx)
	}
	return dates.Read(r.phrase, r.ctx)
}

func mustZone(t testing.TB, id string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(id)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func rows(t testing.TB, name string) []row {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var all []row
	for i, line := range strings.Split(strings.TrimRight(string(b), "\n"), "\n") {
		if i == 0 || line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		for len(f) < 5 {
			f = append(f, "")
		}
		now, err := time.Parse(time.RFC3339, f[0])
		if err != nil {
			t.Fatalf("%s:%d: %v", name, i+1, err)
		}
		r := row{where: fmt.Sprintf("%s:%d", name, i+1), phrase: f[2], kind: f[3], want: strings.Split(f[4], "|")}
		where := strings.Fields(f[1])
		r.zone = mustZone(t, where[0])
		r.ctx = dates.Context{Now: now, Zone: r.zone, MonthFirst: true}
		for _, option := range where[1:] {
			switch {
			case strings.HasPrefix(option, "their="):
				r.ctx.Theirs = mustZone(t, strings.TrimPrefix(option, "their="))
			case option == "past":
				r.past = true
			case option == "dayfirst":
				r.ctx.MonthFirst = false
			default:
				t.Fatalf("%s:%d: unknown option %q", name, i+1, option)
			}
		}
		all = append(all, r)
	}
	return all
}

// say writes a reading the way the tables do.
func say(r dates.Reading, zone *time.Location) (kind, want string) {
	switch r.Kind {
	case dates.Exact:
		return "T", r.At.In(zone).Format("2006-01-02 15:04")
	case dates.Day:
		return "D", r.From.Format("2006-01-02")
	case dates.Part:
		to := r.To.Hour()
		if to == 0 {
			to = 24
		}
		return "P", fmt.Sprintf("%s %02d-%02d", r.From.Format("2006-01-02"), r.From.Hour(), to)
	case dates.Vague:
		return "V", ""
	case dates.Invalid:
		return "X", r.Problem
	}
	return "F", ""
}

func TestTables(t *testing.T) {
	for name, least := range map[string]int{"dates.tsv": 180, "more.tsv": 150, "people.tsv": 150} {
		table := rows(t, name)
		if len(table) < least {
			t.Fatalf("%s has %d rows, want at least %d", name, len(table), least)
		}
		for _, r := range table {
			got := r.read()
			kind, said := say(got, r.zone)
			ok := kind == r.kind
			switch kind {
			case "T", "D", "P":
				ok = ok && slices.Contains(r.want, said)
			case "X":
				// where the table says which sentence, it is that one
				ok = ok && said != "" && (r.want[0] == "" || r.want[0] == said)
			}
			if !ok {
				t.Errorf("%s: %q: got %s %s, want %s %s", r.where, r.phrase, kind, said, r.kind, strings.Join(r.want, "|"))
			}
			check(t, r.phrase, got, r.ctx)
		}
	}
}

// reporter is what testing.TB and rapid.T have in common.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
}

// check asserts what holds for every reading.
func check(t reporter, phrase string, r dates.Reading, c dates.Context) {
	t.Helper()
	if r.Zone == nil {
		t.Errorf("%q: no zone", phrase)
		return
	}
	if (r.Kind == dates.Exact) != !r.At.IsZero() {
		t.Errorf("%q: %s with At %v", phrase, r.Kind, r.At)
	}
	if r.Kind == dates.Exact && (r.At.Location() != r.Zone || r.Past != r.At.Before(c.Now)) {
		t.Errorf("%q: At in %v, zone %v, past %v", phrase, r.At.Location(), r.Zone, r.Past)
	}
	interval := r.Kind == dates.Day || r.Kind == dates.Part
	if interval != !r.From.IsZero() || interval != r.To.After(r.From) {
		t.Errorf("%q: %s from %v to %v", phrase, r.Kind, r.From, r.To)
	}
	if interval && (r.From.Location() != r.Zone || r.To.Location() != r.Zone || r.Past != !r.To.After(c.Now)) {
		t.Errorf("%q: from %v to %v in %v, past %v", phrase, r.From, r.To, r.Zone, r.Past)
	}
	if (r.Kind == dates.Invalid) != (r.Problem != "") {
		t.Errorf("%q: %s with problem %q", phrase, r.Kind, r.Problem)
	}
}

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

// Every phrase of testdata/within.tsv is the stretches that were worked out by hand. It is 10:00 on Tuesday, 10
// November 2026 in New York; days end at the midnight that begins the next.
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
