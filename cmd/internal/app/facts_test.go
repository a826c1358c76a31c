package app_test

import (
	"slices"
	"testing"

	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// The keys that are split off a line are those of the table of facts, for the splitter itself knows no facts.
func TestKeysAreThoseOfTheFacts(t *testing.T) {
	typed := slices.DeleteFunc(slices.Clone(coach.Facts()), func(f coach.Fact) bool { return f.Typed == 0 })
	slices.SortFunc(typed, func(a, b coach.Fact) int { return a.Typed - b.Typed })
	var keys []string
	for _, f := range typed {
		keys = append(keys, f.Key)
	}
	if !slices.Equal(words.LeadKeys, keys) {
		t.Errorf("%v are split off, the facts are %v", words.LeadKeys, keys)
	}
	if want := append([]string{coach.FactName}, keys...); !slices.Equal(words.EditKeys, want) {
		t.Errorf("%v are split off, the facts are %v", words.EditKeys, want)
	}
}
