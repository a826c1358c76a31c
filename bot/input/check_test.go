package input_test

import (
	"slices"
	"testing"

	"github.com/followup-coach/followup/bot/input"
)

func TestCheckFindsItsLeadAndItsDraft(t *testing.T) {
	for _, c := range []struct{ line, found, draft, greeted string }{
		{"check acme just checking in", "acme", "just checking in", ""},
		{"check Acme Corp Hi Pat, any update?", "acme corp", "Hi Pat, any update?", ""},
		{`check "Busy Bee" "Any update?"`, "busy bee", "Any update?", ""},
		{`check “Just checking in on Acme”`, "acme", "Just checking in on Acme", ""},
		{"check I heard about Acme Corp's fair", "acme corp", "I heard about Acme Corp's fair", ""},
		{"check acme", "acme", "", ""},
		{"check Pat, any update?", "", "Pat, any update?", "pat"},
		{"check Hi Pat, any update?", "", "Hi Pat, any update?", "pat"},
		{"check Hello Dr. Nwosu,\n\nany update?", "", "Hello Dr. Nwosu,\n\nany update?", "nwosu"},
		{"check Hi Kim any update?", "", "Hi Kim any update?", "kim"},
		{"check Dear Kim Vale, any update?", "", "Dear Kim Vale, any update?", "kim vale"},
		{"check hi there", "", "hi there", ""},
	} {
		line := input.ReadLine(c.line)
		if line.Word != "check" || line.Several {
			t.Errorf("%q: %+v", c.line, line)
		}
		got := input.ReadCheck(line)
		if c.found != "" && !slices.Contains(got.Names, c.found) {
			t.Errorf("%q: no %q in %q", c.line, c.found, got.Names)
		}
		if draft := got.Draft(c.found, 0); draft != c.draft {
			t.Errorf("%q: draft %q, want %q", c.line, draft, c.draft)
		}
		if who := got.Greeted(); c.greeted != "" && who != c.greeted {
			t.Errorf("%q: greets %q, want %q", c.line, who, c.greeted)
		}
	}
	// Small words are no names: "may" is not the lead May.
	if got := input.CheckText("we may call Acme"); slices.Contains(got.Names, "may") ||
		!slices.Contains(got.Names, "acme") {
		t.Errorf("%q", got.Names)
	}
}

// What stands in front of the beginning of a message is its lead; a message that begins otherwise has no such words.
func TestCheckKnowsWhereAMessageBegins(t *testing.T) {
	for text, want := range map[string]int{
		"acme Hi Pat, any update?":        1,
		"acme corp hello pat any update":  2,
		"Acme Corp Dear Pat,":             2,
		`acme "Any update?"`:              1,
		"acme: any update?":               1,
		"acme\nAny update?":               1,
		"+1 212 555 0100 hi Pat":          4,
		"acme any update?":                0,
		"Hi Pat, hi Kim":                  0,
		"Dear all":                        0,
		"any update for “Acme” this week": 0,
		"one two three four five six seven eight nine ten eleven twelve 13 hi Pat": 0,
	} {
		if n := input.ReadCheck(input.ReadLine("check " + text)).Head; n != want {
			t.Errorf("%q: %d words, want %d", text, n, want)
		}
	}
	for text, want := range map[string]bool{"acme hi Pat": true, "Quick question:\nHi Pat": false, "acme\nhi": false} {
		if sure := input.ReadCheck(input.ReadLine("check " + text)).Sure; sure != want {
			t.Errorf("%q: sure %v, want %v", text, sure, want)
		}
	}
}
