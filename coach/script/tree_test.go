package script

import (
	"regexp"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach/rulefile"
)

func TestTheBuiltInTreeIsWhole(t *testing.T) {
	tree, err := Load(nil, true, rulefile.Decode("none.yaml", nil, &struct{}{}))
	if err != nil {
		t.Fatal(err)
	}
	sourced := regexp.MustCompile(`^(S\d|C\d|handbook|product)`)
	reached := map[string]bool{}
	ids := []string{}
	for _, b := range tree.Branches() {
		ids = append(ids, b.ID)
		for _, id := range b.Next {
			reached[id] = true
		}
		for i, turn := range b.turns {
			if turn.dont != "" && len(turn.note.Parts) == 0 {
				t.Errorf("%s turn %d: a red line without its reason", b.ID, i)
			}
			if !sourced.MatchString(turn.source) {
				t.Errorf("%s turn %d: source %q", b.ID, i, turn.source)
			}
		}
		if utf8.RuneCountInString(b.Title) > 40 {
			t.Errorf("%s: %q is too long for a list", b.ID, b.Title)
		}
	}
	for _, id := range []string{"has-time", "no-time", "unavailable", "distracted", "no-memory", "gatekeeper",
		"not-reviewed", "wants-info", "not-now",
		"has-solution", "voicemail-1", "voicemail-3", "voicemail-last", "voicemail-after-talk", "late", "referral", "replied",
		"needs-date"} {
		if !slices.Contains(ids, id) {
			t.Errorf("no branch %s", id)
		}
	}
	if _, ok := tree.Script("nowhere", nil); ok {
		t.Error("there is no branch nowhere")
	}
}
