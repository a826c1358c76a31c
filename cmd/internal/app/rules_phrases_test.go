package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/drafts"
	"github.com/followup-coach/followup/coach/outcome"
)

// ownPhrase is a phrase of a team's own.
const ownPhrase = `{phrases: [{id: house, patterns: ["quick win"], unless: ["never say"], drafts: true, vague: true,
	why: "Sounds cheap.", instead: ["Name the figure."], author: Ruth, strength: B, source: "house rules"}]}`

// phraseCases change one field of a team's own phrase each, and the share from which on a repetition is named.
var phraseCases = func() (cases []ruleCase) {
	for _, c := range []struct{ field, old, to, want string }{
		{"id", "id: house", "id: ours", "ours "},
		{"patterns", "quick win", "low hanging", "“low hanging”"},
		{"unless", "never say", "say it", "never say quick win: house"},
		{"drafts", "drafts: true", "drafts: false", "note: house"},
		{"vague", "vague: true", "vague: false", "vague false"},
		{"why", "Sounds cheap.", "Sounds loud.", "Sounds loud."},
		{"instead", "Name the figure.", "Name the sum.", "Name the sum."},
		{"author", "author: Ruth", "author: Omar", "Omar"},
		{"strength", "strength: B", "strength: A", "strength A"},
		{"source", "house rules", "our book", "our book"},
	} {
		cases = append(cases, ruleCase{setting: "phrases[]." + c.field, base: ownPhrase, old: c.old, to: c.to, want: c.want,
			see: seeDrafts})
	}
	return append(cases, ruleCase{setting: "limits.overlap", to: `{limits: {overlap: 80}}`, want: "repeats 0%",
		see: seeDrafts})
}()

// seeDrafts writes down what is found in some messages and in a note.
func seeDrafts(t *testing.T, config string) string {
	t.Helper()
	rules, err := coach.LoadRules("followup.yaml", []byte(config))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, text := range []string{"A quick win for you", "never say quick win", "say it: quick win", "low hanging fruit"} {
		found := rules.Phrases().ReviewDraft(text)
		fmt.Fprintf(&out, "%s:", text)
		for _, f := range found {
			fmt.Fprintf(&out, " %s “%s” %s %s %s, strength %s, %s, vague %v", f.ID, f.Words, f.Why, f.Instead, f.Author,
				f.Strength, f.Source, f.Vague)
		}
		out.WriteByte('\n')
	}
	out.WriteString("note:")
	for _, f := range rules.Phrases().Review("A quick win") {
		out.WriteString(" " + f.ID)
	}
	sent := []coach.Touch{{Outcome: outcome.Email, At: time.Unix(0, 0), Note: "we cut unscheduled maintenance by a third"}}
	d := drafts.Examine(rules, "We cut unscheduled maintenance by half", drafts.CheckInput{Touches: sent})
	fmt.Fprintf(&out, "\nrepeats %d%%\n", d.Repeats.Percent)
	return out.String()
}

// A phrase of a known id takes the place of the built-in one; a new one speaks before all of them.
func TestATeamsOwnPhrases(t *testing.T) {
	found := func(config, text string) (ids []string) {
		rules, err := coach.LoadRules("followup.yaml", []byte(config))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range rules.Phrases().Review(text) {
			ids = append(ids, f.ID)
		}
		return ids
	}
	const mine = `{phrases: [{id: %s, patterns: ["just checking"], why: "No.", instead: ["Say why."]}]}`
	for _, c := range []struct {
		config, text string
		want         []string
	}{
		{"", "just checking in, any update", []string{"checking-in"}},
		{fmt.Sprintf(mine, "house"), "just checking in", []string{"house"}},
		{fmt.Sprintf(mine, "checking-in"), "I'm checking in", nil},
		{fmt.Sprintf(mine, "checking-in"), "just checking in", []string{"checking-in"}},
		{fmt.Sprintf(mine, "house"), "touching base", []string{"touching-base"}},
	} {
		if got := found(c.config, c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q: %v, want %v", c.config, c.text, got, c.want)
		}
	}
}
