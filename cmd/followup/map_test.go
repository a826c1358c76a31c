package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/followup-coach/followup/coach"
)

// cellsOf reads the printed map: the cells of each case, put together again from their lines.
func cellsOf(t *testing.T, out string) (cases [][]string) {
	t.Helper()
	for line := range strings.Lines(out) {
		runes, at := []rune(strings.TrimRight(line, "\n")), 0
		if len(runes) > 120 {
			t.Errorf("%d columns: %s", len(runes), line)
		}
		var cells []string
		for _, c := range mapColumns {
			end := min(at+c.width+2, len(runes))
			cells = append(cells, strings.TrimSpace(string(runes[min(at, end):end])))
			at += c.width + 2
		}
		if cells[0] != "" {
			cases = append(cases, cells)
			continue
		}
		last := cases[len(cases)-1]
		for i, more := range cells {
			last[i] = strings.TrimSpace(last[i] + " " + more)
		}
	}
	return cases
}

// The map is printed whole, every case with nothing of it missing, in 120 columns (S0.15).
func TestMapPrintsEveryRow(t *testing.T) {
	got := runs(t, nil, "map")
	cases := cellsOf(t, got.out)
	all := coach.DefaultRules().CallMap()
	if got.status != 0 || len(cases) != len(all)+1 {
		t.Fatalf("%d lines for %d cases: %s", len(cases), len(all), got.errs)
	}
	if head := strings.Join(cases[0], " "); head != "OUTCOME CASE WHAT TO DO DUE TIP, BRANCH, SOURCE" {
		t.Errorf("%q", head)
	}
	var said []string
	for i, c := range all {
		is := cases[i+1]
		want := []string{c.Row, is[1], c.Activity, dueWords(c), orDash(c.Tip) + " " + orDash(c.Branch) + " " + c.Source}
		if !slices.Equal(is, want) || is[1] == "" {
			t.Errorf("got  %q\nwant %q", is, want)
		}
		said = append(said, is...)
	}
	for _, want := range []string{"try 1, warm", "gate passed", "with a date", "any", "else",
		"after 90 days, in the morning", "the same day, in the morning",
		"closed, asks 60 days before their contract ends", "a task after 2 days, in the morning", "redial after 45 minutes"} {
		if !slices.Contains(said, want) {
			t.Errorf("no %q in\n%s", want, got.out)
		}
	}
	if !strings.Contains(strings.Join(said, "\n"), "times offered within 2 working days") {
		t.Errorf("no offer in\n%s", got.out)
	}
}

// A cell keeps its width whatever stands in it, and loses nothing.
func TestACellKeepsItsWidth(t *testing.T) {
	for text, want := range map[string][]string{
		"":                  {""},
		"a bc":              {"a bc"},
		"a bcd":             {"a", "bcd"},
		"äöü ß":             {"äöü", "ß"},
		"demo-held-by-us x": {"demo", "-hel", "d-by", "-us", "x"},
	} {
		var got []string
		for line, rest := "", text; len(got) == 0 || rest != ""; got = append(got, line) {
			line, rest = firstLine(rest, 4)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// One case is explained by playing it: what the map says, when the next call is due in both zones, and why, each with
// its source.
func TestMapTestExplainsACase(t *testing.T) {
	for _, c := range []struct {
		args string
		want []string
		not  []string
	}{
		{"voicemail --warm --at 2026-11-10T09:00", []string{ // S0.16, S2.11
			"case     Left a voicemail, try 1, warm, normal potential, balanced mode",
			"row      voicemail: try 1, warm [S2.11, S2.15, S2.16]",
			"tip      t1: They raised their hand", "Michael Pedone, Seed 2, S2.5, strength A. Against it: ",
			"branch   voicemail-1: ", "next     Attempt 2 of 7 · due Tue 10 Nov, 16:00 EST · window 16:00–17:30",
			"due      Tue 10 Nov 2026, 16:00 EST, for both", "a warm lead gets a second try the same day [S2.11, C4]",
			"mail     number 1"}, []string{"<!date", "asks", "notes"}},
		{"vm --cold --at 2026-11-10T09:00", []string{"Attempt 2 of 7 · due Wed 11 Nov, 08:00 EST"}, nil}, // S2.11
		{"vm --cold --high --at 2026-11-10T09:00", []string{"due Tue 10 Nov, 16:00 EST", "a high-potential lead"}, nil},
		// S0.8
		{"vm --cold --mode assertive --at 2026-11-10T09:00",
			[]string{"due Tue 10 Nov, 16:00 EST", "you give everybody"}, nil},
		{"vm --cold --low --try 2 --at 2026-11-10T09:00",
			[]string{"last of the plan, low potential [S0.6, C10]", "Short plan done. Keep going?",
				"rule     the plan is used up"},
			nil},
		{"vm --at 2026-11-10T09:00", []string{"asks     did they contact us first? [S0.4]"}, nil},
		{"no answer --warm --try 3 --at 2026-11-10T09:00",
			[]string{"No answer, try 3", "row      no-answer: try 3", "due Fri 13 Nov, 16:00 EST", "mail     number 2"},
			[]string{"notes"}},
		{"vm --warm --try 7 --at 2026-11-10T09:00",
			[]string{"try 7", "last of the plan [S2.21, C2]", "voicemail-last", "Time to decide"}, nil},
		{"vm --spoken --try 2 --at 2026-11-10T09:00",
			[]string{"spoken before", "after a talk [S4.18, C14]", "no-message", "Follow-up 3"}, nil},
		// S3.1
		{"vm --promised --at 2026-11-10T09:00", []string{"they owe us something", "t4:"}, nil},
		// S3.26
		{"not-reviewed --at 2026-11-06T09:00",
			[]string{"within 2 working days", "offered  Fri 6 Nov 2026", "Tue 10 Nov 2026, "}, nil},
		// S1.7, S4.9
		{"talked --at 2026-11-06T09:00", []string{"branch   needs-date", "needs a date",
			"offered  Wed 11 Nov 2026, 09:00 EST"}, nil},
		{"talked --next 2026-11-12T16:00 --at 2026-11-06T09:00",
			[]string{"rule     the agreed time", "Agreed call · due Thu 12 Nov, 16:00 EST"}, []string{"offered"}},
		{"wants-info --at 2026-11-10T09:00", []string{"t8:"}, nil}, // S0.25
		{"wants-info --gate --at 2026-11-10T09:00", []string{"gate passed", "t24:"}, nil},
		{"has-solution --contracts 2027-02-01T09:00 --at 2026-11-10T09:00",
			[]string{"due      Thu 3 Dec 2026, 08:00 EST", "Their contract ends on Mon 1 Feb"}, nil},
		{"broken --at 2026-11-10T09:00", []string{"agreed on Tue 10 Nov 2026, 09:00 EST", "row      broken: every other case",
			"Follow-up 2 · due Wed 11 Nov", "they missed the agreed call, Tue 10 Nov, 09:00 EST [C13, S3.1]"}, nil},
		{"voicemail --agreed 2026-11-10T09:00 --at 2026-11-10T09:04", []string{"row      broken"}, nil},
		{"voicemail --agreed 2026-11-12T09:00 --at 2026-11-10T09:04",
			[]string{"row      voicemail", "Agreed call · due Thu 12 Nov"}, nil},
		// S1.11
		{"missed --at 2026-11-10T09:10", []string{"row      missed", "rule     now", "due now, until 10:10 EST",
			"branch   late"}, nil},
		{"nurture --at 2026-11-10T09:00", []string{"Decided: nurture", "rule     after 90 days, in the morning",
			"due      Mon 8 Feb 2027"}, nil},
		{"email --at 2026-11-10T09:00", []string{"row      none"}, nil},
		// Across a clock change of one side only: in Berlin clocks went back on 25 October, in New York on 1 November.
		{"no-answer --cold --try 2 --zone Europe/Berlin --at 2026-10-23T04:30 --rep-zone America/New_York", []string{
			"at       Fri 23 Oct 2026, 04:30 EDT for the rep; Fri 23 Oct 2026, 10:30 CEST for the lead",
			"due      Mon 26 Oct 2026, 09:00 EDT for the rep; Mon 26 Oct 2026, 14:00 CET for the lead",
			"Berlin is 5 hours ahead of you"}, nil},
		{"no-answer --cold --zone America/New_York --rep-zone Europe/Berlin --at 2026-11-10T15:00",
			[]string{"15:00 CET for the rep; Tue 10 Nov 2026, 09:00 EST for the lead"}, nil},
	} {
		got := runs(t, nil, append([]string{"map", "test"}, timed(c.args)...)...)
		if got.status != 0 {
			t.Errorf("%s: %+v", c.args, got)
		}
		for _, want := range c.want {
			if !strings.Contains(got.out, want) {
				t.Errorf("%s: no %q in\n%s", c.args, want, got.out)
			}
		}
		for _, no := range c.not {
			if strings.Contains(got.out, no) {
				t.Errorf("%s: %q in\n%s", c.args, no, got.out)
			}
		}
	}
}

// timed splits a command line in which the T of a time stands for the space.
func timed(line string) []string {
	var args []string
	for _, a := range strings.Fields(line) {
		if date, clock, ok := strings.Cut(a, "T"); ok && strings.HasPrefix(date, "20") {
			a = date + " " + clock
		}
		args = append(args, a)
	}
	return args
}

// Without --at the case is of now.
func TestMapTestIsOfNow(t *testing.T) {
	if got := runs(t, nil, "map", "test", "no-answer"); got.status != 0 ||
		!strings.Contains(got.out, "row      no-answer: try 1") {
		t.Errorf("%+v", got)
	}
}

func TestMapReadsATeamsRules(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rules.yaml")
	if err := os.WriteFile(
		path, []byte("call_map:\n  not-now: {due: days, days: 20, slot: morning, activity: Wait., tip: t5, branch: late}\n"),
		0o600); err != nil {
		t.Fatal(err)
	}
	for _, got := range []spoken{
		runs(t, nil, "map", "--config", path, "test", "not-now", "--at", "2026-11-10 09:00"),
		runs(t, nil, "map", "test", "not-now", "--config", path, "--at", "2026-11-10 09:00"),
		runs(t, map[string]string{"FOLLOWUP_CONFIG": path}, "map", "test", "not-now", "--at", "2026-11-10 09:00"),
	} {
		if got.status != 0 || !strings.Contains(got.out, "do       Wait.") || !strings.Contains(got.out, "due Mon 30 Nov") ||
			!strings.Contains(got.out, "[configuration]") {
			t.Errorf("%+v", got)
		}
	}
	if got := runs(t, map[string]string{"FOLLOWUP_CONFIG": path}, "map"); !strings.Contains(got.out, "after 20 days,") {
		t.Errorf("%+v", got)
	}
	if err := os.WriteFile(path, []byte("call_map: {busy: {due: redial, minutes: 45, tip: t999, branch: nowhere}}\n"),
		0o600); err != nil {
		t.Fatal(err)
	}
	got := runs(t, nil, "map", "--config", path)
	if got.status != 2 || !strings.HasPrefix(got.errs, "--config: ") ||
		!strings.Contains(got.errs, `rules.yaml:1:50: call_map.busy.tip: "t999"`) ||
		!strings.Contains(got.errs, `rules.yaml:1:64: call_map.busy.branch: "nowhere"`) {
		t.Errorf("%+v", got)
	}
}

// A command line that means nothing: status 2, one line that says what is wrong, near words.
func TestMapTestRefuses(t *testing.T) {
	for args, want := range map[string]string{
		"voicmail":                         "did you mean voicemail?",
		"no-anser":                         "did you mean no-answer",
		"nuture":                           "did you mean nurture?",
		"bogus":                            "followup map lists them",
		"planned":                          "followup map lists them",
		"talked --at soon":                 `--at="soon": expected a time like "2006-01-02 15:04"`,
		"talked --agreed 2026-02-30T09:00": "--agreed=",
		"talked --next x":                  "--next=",
		"has-solution --contracts x":       "--contracts=",
		"talked --zone Mars":               `--zone="Mars"`,
		"talked --rep-zone Mars":           `--rep-zone="Mars"`,
		"talked --try 0":                   "--try=0: expected 1 to 20",
		"talked --try 9":                   "--try=9: the plan has no such call",
		"talked --warm --cold":             "--warm",
		"talked --high --low":              "--high",
		"talked --mode rude":               "--mode",
		"special-delivery":                 "the rules refuse this",
		"talked --next 2020-01-01T09:00":   "the rules refuse this",
		"talked --agreed 2030-01-01T03:00": "the rules refuse what goes before",
		"":                                 "OUTCOME is required",
	} {
		got := runs(t, nil, append([]string{"map", "test"}, timed(args)...)...)
		if got.status != 2 || got.out != "" || strings.Count(got.errs, "\n") != 1 || !strings.Contains(got.errs, want) {
			t.Errorf("%s: want %q, got %+v", args, want, got)
		}
	}
}

// An installation's own outcomes stand in the map, and are tested by their code and aliases.
func TestMapOfOwnOutcomes(t *testing.T) {
	t.Cleanup(coach.DefaultRules().InstallOutcomes)
	path := filepath.Join(t.TempDir(), "own.yaml")
	file := "outcomes:\n  - {code: demo-held, label: Demo held, group: live-talk, aliases: [dh]}\n" +
		"  - {code: merged, label: Merged with a customer, group: ended}\ncall_map:\n" +
		"  demo-held: {due: days, days: 4, slot: morning, activity: Send the recording.}\n" +
		"  merged: {due: end, activity: Tell the account manager.}\n"
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ args, want []string }{
		{nil, []string{"demo-held", "Send the recording.", "merged", "Tell the account manager."}},
		{[]string{"test", "dh", "--at", "2026-11-10 09:00"}, []string{"Demo held", "after 4 days", "Mon 16 Nov"}},
	} {
		got := runs(t, map[string]string{"FOLLOWUP_CONFIG": path}, append([]string{"map"}, c.args...)...)
		for _, want := range c.want {
			if got.status != 0 || !strings.Contains(got.out, want) {
				t.Errorf("map %q lacks %q:\n%s%s", c.args, want, got.out, got.errs)
			}
		}
	}
}
