package input_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

// A tableLead is a lead that exists when a line of testdata/readings.txt is typed. What is empty isn't known of it.
type tableLead struct {
	name, phone, email, contact, company, tz string
	spoken                                   bool
}

// A tableCase is one typed line of testdata/readings.txt with the readings that are right: one for each line of work,
// each with its alternatives, the preferred one first.
type tableCase struct {
	at    int // the file's line
	now   time.Time
	leads []tableLead
	typed string
	want  [][]tableReading
}

// A tableReading is one reading, taken apart.
type tableReading struct {
	text    string
	verb    string // log, show, command:…, refuse, ask
	about   string // the leads, or what is refused
	ask     string // the question of an ask
	choices []string
	fields  []tableField
}

// A tableField is a field's name and what stands behind it, a quoted text without its quotes.
type tableField struct{ key, value string }

// readLine is what the reader makes of a line, in the words of testdata/readings.txt, one line of text for each line of
// work. The table is held against it wherever it is set.
var readLine func(leads []tableLead, now time.Time, typed string) string

// The reader reads each line of the table as the contract says.
func TestReadings(t *testing.T) {
	for _, file := range []string{"readings.txt", "readings_numbers.txt", "readings_lines.txt", "readings_reps.txt",
		"readings_hurry.txt", "readings_rushed.txt", "readings_phone.txt"} {
		cases, err := readTable(mustRead(t, "testdata/"+file))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, c := range cases {
			if err := c.check(readLine(c.leads, c.now, c.typed)); err != nil {
				t.Errorf("%s:%d: %q: %v", file, c.at, c.typed, err)
			}
		}
	}
}

// The table is as long as it has to be, and each of its values is possible: days exist, what is past is past, what is
// ahead is ahead, a weekday that was typed is the weekday that stands there, and a note holds nothing that wasn't
// typed. Each word and label of an outcome is typed in it.
func TestReadingsTable(t *testing.T) {
	cases, err := readTable(mustRead(t, "testdata/readings.txt"))
	if err != nil {
		t.Fatal(err)
	}
	asks, outcomes, named := 0, map[string]bool{}, map[string]bool{}
	for _, c := range cases {
		for _, alternatives := range c.want {
			if !slices.ContainsFunc(alternatives, func(r tableReading) bool { return r.verb != "ask" }) {
				asks++
			}
			for _, r := range alternatives {
				if err := r.possible(c); err != nil {
					t.Errorf("readings.txt:%d: %q: %v", c.at, r.text, err)
				}
				if r.verb == "log" {
					_, words, _ := strings.Cut(strings.ToLower(c.typed), " ")
					outcomes[words+" = "+r.get("outcome")], named[r.about] = true, true
				}
			}
		}
	}
	if len(cases) < 400 || asks < 60 {
		t.Errorf("%d typed lines and %d that must ask, want at least 400 and 60", len(cases), asks)
	}
	for _, o := range outcome.All() {
		for _, words := range append([]string{string(o.Code), o.Label, o.Button}, o.Aliases...) {
			if line := strings.ToLower(words); o.Typed && !outcomes[line+" = "+string(o.Code)] {
				t.Errorf("no line types %q behind a name and is read as %s", line, o.Code)
			}
		}
	}
	if len(named) < 30 {
		t.Errorf("%d leads are logged on, want at least 30", len(named))
	}
}

// A line of the table that doesn't hold to its form is an error that names the line.
func TestReadingsTableRefuses(t *testing.T) {
	const head = "now Tue 10 Nov 2026 10:00 America/New_York\nlead Acme\n"
	for text, want := range map[string]string{
		"> acme vm\n  log Acme · voicemail\n":          "begins with now",
		"now Wed 10 Nov 2026 10:00 America/New_York\n": "Tuesday",
		"now Tue 10 Nov 2026 10:00 Atlantis\n":         "Atlantis",
		head + "lead Acme\n":                           "twice",
		head + "lead Birch | fax 1\n":                  "fax",
		head + "> acme vm\n":                           "no reading",
		head + "> acme vm\n  log Acme · voicemail\n> acme vm\n  log Acme · voicemail\n":     "twice",
		head + "> acme vm\u200b\n  log Acme · voicemail\n":                                  "escape",
		head + "> acme vm \n  log Acme · voicemail\n":                                       "escape",
		head + "  log Acme · voicemail\n":                                                   "nothing typed",
		head + "acme vm\n":                                                                  "neither",
		head + "> acme\n  open Acme\n":                                                      "verb",
		head + "> acme vm\n  log Acme\n":                                                    "outcome",
		head + "> acme vm\n  log Acme · mailed\n":                                           "mailed",
		head + "> acme vm\n  log Acme · voicemail · note x\n":                               "quote",
		head + "> acme vm\n  log Acme · voicemail · at 2026-11-09 9:00\n":                   "at 2026-11-09 9:00",
		head + "> acme vm\n  log Acme · voicemail · next 2026-11-12\n":                      "next 2026-11-12",
		head + "> acme vm\n  log Acme · voicemail · agenda \"x\" · next 2026-11-12 15:00\n": "order",
		head + "> acme vm\n  log Acme · voicemail · then 2026-11-12 15:00\n":                "then",
		head + "> acme vm\n  ask whom · Acme\n":                                             "whom",
		head + "> acme vm\n  ask outcome Acme · mailed\n":                                   "mailed",
		head + "> acme vm\n  command:dance Acme\n":                                          "dance",
		head + "> acme vm\n  log Acme · voicemail // log Acme\n":                            "outcome",
		head + "> acme vm\n    // log Acme · voicemail\n":                                   "no reading below",
		head + "> acme vm\n  log Acme · voicemail · fact phone\n":                           "fact phone",
		head + "> acme vm\n  ask outcome Acme · voicemail · note \"x\"\n":                   "fields",
		head + "> acme\n  show Acme · note \"x\"\n":                                         "show",
		head + "> acme\n  refuse line · named \"x\"\n":                                      "line",
		head + "> acme vm\n  log Birch · voicemail\n":                                       "Birch",
		head + "> acme vm\n  log Acme · voicemail · agreed? 2026-11-31 15:00\n":             "2026-11-31",
		head + "> acme vm\n  log Acme · voicemail · note \"x\" · note \"y\"\n":              "order",
		head + "> acme vm\n  ask lead · Acme | Birch\n":                                     "Birch",
		head + "> acme vm\n  log Acme · voicemail\n\nlead Birch\n":                          "lead",
		head + "> acme\\u20 vm\n  log Acme · voicemail\n":                                   "escape",
		head + "> acme vm\n  ask ago Acme · at 2026-10-32\n":                                "2026-10-32",
		head + "> acme vm\n  ask zone Acme · Asia/Atlantis\n":                               "Atlantis",
		head + "> acme vm\n  ask command Acme · dance\n":                                    "dance",
		head + "> acme vm\n  ask name · Acme Labs\n":                                        "Acme Labs",
	} {
		if _, err := readTable(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want an error that says %q", text, err, want)
		}
	}
}

// What the reader answers is held against the table by fields: a choice or an hour that the table leaves open is free.
func TestReadingsAreCompared(t *testing.T) {
	const head = "now Tue 10 Nov 2026 10:00 America/New_York\nlead Acme\n> acme\n  "
	for _, c := range []struct {
		want, got string
		same      bool
	}{
		{"log Acme · voicemail", "log Acme · voicemail", true},
		{"log Acme · voicemail", "log Acme · no-answer", false},
		{"log Acme · voicemail", `log Acme · voicemail · note "x"`, false},
		{"log Acme · voicemail // show Acme", "show Acme", true},
		{"log Acme · talked · at 2026-11-09", "log Acme · talked · at 2026-11-09 12:00", true},
		{"log Acme · talked · at 2026-11-09", "log Acme · talked · at 2026-11-08 12:00", false},
		{"log Acme · talked · at 2026-11-09 afternoon", "log Acme · talked · at 2026-11-09 14:00", true},
		{"log Acme · talked · at 2026-11-09 afternoon", "log Acme · talked · at 2026-11-09 09:00", false},
		{`log Acme · talked · slots "Thu 3ish"`, `log Acme · talked · slots "on Thu 3ish"`, true},
		{`log Acme · talked · slots "by Thu"`, `log Acme · talked · slots "Thu"`, false},
		{"ask outcome Acme · voicemail", "ask outcome Acme · voicemail | no-answer", true},
		{"ask outcome Acme · voicemail", "ask outcome Acme · no-answer | voicemail", false},
		{"ask outcome Acme", "ask outcome Acme · voicemail", true},
		{"ask ago Acme · at 2026-10-27 | just-now", "ask ago Acme · at 2026-10-27 12:00 | just-now", true},
		{"log Acme · voicemail", "log Acme · voicemail\nshow Acme", false},
		{"command:add new B · fact warmth=cold · fact tz=UTC", "command:add new B · fact tz=UTC · fact warmth=cold", true},
	} {
		cases, err := readTable(head + c.want + "\n")
		if err != nil {
			t.Fatalf("%q: %v", c.want, err)
		}
		if err := cases[0].check(c.got); (err == nil) != c.same {
			t.Errorf("%q for %q: %v", c.got, c.want, err)
		}
	}
}

// mustRead is a file's text.
func mustRead(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
