package coach

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/followup-coach/followup/coach/rulefile"
)

// checkIDs names everything that is found in a message.
func checkIDs(d Check) string {
	var ids []string
	for _, f := range d.Phrases {
		ids = append(ids, f.ID)
	}
	for _, c := range []struct {
		yes bool
		id  string
	}{{d.NoReason, "no-reason"}, {d.Goodbye.Ends && !d.Goodbye.Tries, "goodbye-tries"},
		{d.Goodbye.Ends && !d.Goodbye.Timing, "goodbye-timing"}, {d.Repeats.Percent > 0, "repeats"}} {
		if c.yes {
			ids = append(ids, c.id)
		}
	}
	if len(ids) == 0 {
		return "-"
	}
	return strings.Join(ids, " ")
}

// A table of 120 messages: what is found in 60 and more of them, and that nothing is said against the others.
func TestDrafts(t *testing.T) {
	data, err := os.ReadFile("testdata/drafts.txt")
	if err != nil {
		t.Fatal(err)
	}
	r, counts := DefaultRules(), map[bool]int{}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		want, text, _ := strings.Cut(line, ": ")
		text = strings.ReplaceAll(text, "|", "\n")
		d := r.CheckDraft(text, CheckInput{})
		if got := checkIDs(d); got != want {
			t.Errorf("%q\n  found %s (%s)\n  want  %s", text, got, quotedWords(d), want)
		}
		if d.Clean() != (want == "-") || d.Findings() != len(strings.Fields(strings.Trim(want, "-"))) {
			t.Errorf("%q: clean %v, %d findings", text, d.Clean(), d.Findings())
		}
		for _, f := range d.Phrases {
			if f.Instead == "" || f.Why == "" || f.Author == "" || f.Strength == "" || f.Source == "" {
				t.Errorf("%q: %+v says too little", text, f)
			}
		}
		counts[want == "-"]++
	}
	if counts[false] < 60 || counts[true] < 60 {
		t.Errorf("%d messages with something to say, %d without: want 60 of each", counts[false], counts[true])
	}
}

func quotedWords(d Check) string {
	var out []string
	for _, f := range d.Phrases {
		out = append(out, fmt.Sprintf("%q", f.Words))
	}
	return strings.Join(out, " ")
}

// Two hundred notes of calls, none with anything wrong in it: at most one false alarm.
func TestInnocentNotes(t *testing.T) {
	data, err := os.ReadFile("testdata/notes.txt")
	if err != nil {
		t.Fatal(err)
	}
	r, notes, alarms := DefaultRules(), 0, 0
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		notes++
		for _, f := range r.Review(line) {
			alarms++
			t.Logf("%q: %s objects to %q", line, f.ID, f.Words)
		}
	}
	if notes < 200 || alarms > 1 {
		t.Errorf("%d false alarms in %d notes: at most 1 in 200", alarms, notes)
	}
}

// The book holds what the sources name in at least sixty ways, each with who says so.
func TestThePhraseBook(t *testing.T) {
	patterns := 0
	for _, p := range DefaultRules().phrases.rules {
		patterns += len(p.patterns)
		if p.author == "" || p.strength == "" || p.source == "" || p.source == rulefile.Configured {
			t.Errorf("%s: nobody says so", p.id)
		}
	}
	if patterns < 60 {
		t.Errorf("%d patterns", patterns)
	}
}

// Bare "touch base" is a phrase; with somebody else it is news (C7).
func TestTouchBase(t *testing.T) {
	for text, want := range map[string]int{
		"touch base":                               1,
		"Touch base soon":                          1,
		"touch base with you":                      1,
		"let's touch base about the price":         1,
		"touching base":                            1,
		"touch base with their CFO":                0,
		"touch base quickly with their CFO":        0,
		"touching base with Kim first":             0,
		"He wants to touch base with his boss":     0,
		"touch base. With you it works.":           1,
		"I wanted to touch base with the new boss": 0,
		"they want to touch base internally":       0,
	} {
		if got := DefaultRules().Review(text); len(got) != want {
			t.Errorf("%q: %d findings, want %d", text, len(got), want)
		}
	}
}
