package input_test

import (
	"testing"

	"github.com/followup-coach/followup/bot/input"
)

// What stands behind "show" and is no lead is another page, a list or plain words; a command that needs its lead is
// none, and quotes are a name.
func TestShownIsAnotherPage(t *testing.T) {
	for typed, want := range map[string]string{
		"show settings":              "settings",
		"show me the settings":       "settings",
		"show me our team":           "team",
		"show team east":             "team",
		"show me help":               "help",
		"show map":                   "map",
		"show me the call map":       input.WordLead,
		"show my day":                input.WordLead,
		"show my numbers":            "numbers",
		"show overdue":               "list",
		"show all closed won leads":  "list",
		"show me who needs a date":   "list",
		"show settings please acme":  "",
		"show close":                 "",
		"show draft acme":            "",
		"show acme":                  "",
		`show "settings"`:            "",
		`show me "my day"`:           "",
		"show me":                    "",
		"show warm leads in chicago": "",
		"show find acme":             "",
		"when settings":              "",

		"when did I last talk to acme": input.WordLead,
		"why did they call acme":       input.WordLead,
		"script for acme":              input.WordLead,
		"when acme":                    "",
		"why not acme":                 "",
	} {
		page, ok := input.Shown(input.ReadLine(typed))
		if ok != (want != "") || page.Word != want {
			t.Errorf("%q: %q (%v), want %q", typed, page.Word, ok, want)
		}
	}
}
