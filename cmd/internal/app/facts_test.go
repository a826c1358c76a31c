package app_test

import (
	"slices"
	"testing"

	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// The keys that are split off a line are those of the table of facts, for the splitter itself knows no facts.
func TestKeysAreThoseOfTheFacts(t *testing.T) {
	if keys := coach.FactKeys(); !slices.Equal(words.LeadKeys, keys) {
		t.Errorf("%v are split off, the facts are %v", words.LeadKeys, keys)
	}
	if want := append([]string{coach.FactName}, coach.FactKeys()...); !slices.Equal(words.EditKeys, want) {
		t.Errorf("%v are split off, the facts are %v", words.EditKeys, want)
	}
}
