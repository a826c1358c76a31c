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
		if draft := got.Draft(c.found); draft != c.draft {
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
