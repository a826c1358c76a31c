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
