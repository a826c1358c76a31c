package app

import (
	"fmt"
	"strings"
	"testing"

	"github.com/followup-coach/followup/coach"
)

// seeOutcomes lists the outcomes under a configuration, and what some words are read as.
func seeOutcomes(t *testing.T, config string) string {
	t.Helper()
	rules, err := coach.LoadRules("followup.yaml", []byte(config))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, o := range rules.Outcomes() {
		fmt.Fprintf(&out, "%s %s: %s [%s]\n", o.Code, o.Group, o.Label, o.Button)
	}
	for _, words := range []string{"dh", "dd", "walked them through", "walked him through"} {
		fmt.Fprintf(&out, "%s: %s\n", words, rules.ReadOutcome(strings.Fields(words)).Outcome)
	}
	return out.String()
}

// TestOwnOutcomes plays the conversation of an installation that has outcomes of its own. They are the process's, so
// that nothing runs beside it.
func TestOwnOutcomes(t *testing.T) {
	t.Cleanup(coach.DefaultRules().InstallOutcomes)
	playTalk(t, "testdata/own/own-outcomes.talk")
}
