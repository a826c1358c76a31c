package input_test

import (
	"testing"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/coach"
)

// No phrase of an installation may begin like a command: the command would never be reached behind a lead's name.
func TestEveryCommandIsReserved(t *testing.T) {
	for _, word := range input.CommandWords {
		file := "outcomes: [{code: won, phrases: [" + word + " zork]}]"
		if _, err := coach.LoadRules("f.yaml", []byte(file)); err == nil {
			t.Errorf("%q is taken as a phrase: reserve %q in coach/data/outcomes.yaml", word+" zork", word)
		}
	}
}

// What names nothing behind a command is no name, and wishes in front of one ask for no more than the command itself.
func TestIdleWordsNameNothing(t *testing.T) {
	for typed, want := range map[string]string{
		"add a lead": "add", "Add a new lead!": "add", "i want to add a lead": "add", "I'd like to add a contact": "add",
		"undo that": "undo", "can you undo the last change?": "undo", "log a call": "log", "help me": "help",
		"i need to log acme voicemail": "log acme voicemail", "i want to see acme": "lead i want to see acme",
		`add "a lead"`: "add a lead", "add a lead magnet": "add a lead magnet", "undo acme": "undo acme",
		"to go voicemail": "lead to go voicemail", "want next": "lead want next",
	} {
		ln := input.ReadLine(typed)
		got := ln.Word
		for _, w := range ln.Words {
			got += " " + w.Text
		}
		if got != want {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
}
