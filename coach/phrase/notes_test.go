package phrase

import (
	"os"
	"strings"
	"testing"

	"github.com/followup-coach/followup/coach/rulefile"
)

// Two hundred notes of calls, none with anything wrong in it: at most one false alarm.
func TestInnocentNotes(t *testing.T) {
	data, err := os.ReadFile("testdata/notes.txt")
	if err != nil {
		t.Fatal(err)
	}
	r, notes, alarms := book(t), 0, 0
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
	for _, p := range book(t).rules {
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
		if got := book(t).Review(text); len(got) != want {
			t.Errorf("%q: %d findings, want %d", text, len(got), want)
		}
	}
}
