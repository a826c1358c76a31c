package say

import (
	"strings"
	"testing"
	"unicode"

	"github.com/slack-go/slack"
)

// wordsShown counts the words of a page as the budgets do: runs between spaces with a letter or a digit.
func wordsShown(r Reply) (n int) {
	for w := range strings.FieldsSeq(r.Text) {
		if strings.ContainsFunc(w, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }) {
			n++
		}
	}
	return n
}

// The first page of help and those that teach how to say something fit 90 words; leads, facts and outcomes are lists.
func TestHelpFits(t *testing.T) {
	for _, topic := range []string{"", "log", "dates", "script", "settings", "team"} {
		if n := wordsShown(Help(Reader{}, topic)); n > 90 {
			t.Errorf("help %q has %d words:\n%s", topic, n, Help(Reader{}, topic).Text)
		}
	}
}

// Every kind of plain words has a sentence and as many labels as lines are handed in; the words fit an error's budget,
// and the buttons carry lead and line.
func TestPlainWordsAreOffered(t *testing.T) {
	l := acme()
	for kind, words := range plainWords {
		lines := make([]string, len(words.labels))
		for i := range lines {
			lines[i] = "settings off"
		}
		r := PlainWords(reader, Plain{Kind: kind, Lead: l, Text: "Pat", Lines: lines, Typed: "next Acme Thu 16:00",
			At: reader.Now})
		if n := wordsShown(r); n > 40 {
			t.Errorf("%s has %d words: %s", kind, n, r.Text)
		}
		if strings.Contains(r.Text, "{lead}") || strings.Contains(r.Text, "{when}") || strings.Contains(r.Text, "{text}") ||
			strings.TrimSpace(r.Text) == "" {
			t.Errorf("%s: %s", kind, r.Text)
		}
		actions, ok := r.Blocks[len(r.Blocks)-1].(*slack.ActionBlock)
		if !ok || len(actions.Elements.ElementSet) != len(lines) {
			t.Errorf("%s has no buttons for its lines", kind)
		}
	}
}

// TestReservedWordsAreAbsentFromHelp: a word that does nothing yet is offered nowhere.
func TestReservedWordsAreAbsentFromHelp(t *testing.T) {
	for _, topic := range append(helpTopicNames(), "") {
		text := Help(reader, topic).Text
		for _, w := range []string{"go", "check", "why", "away", "back", "export", "import", "erase", "pause"} {
			if strings.Contains(text, "`/followup "+w) {
				t.Errorf("help %s offers %s", topic, w)
			}
		}
	}
}
