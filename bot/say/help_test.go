package say_test

import (
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/tips"
)

// Every page of help fits 90 words. The outcomes are a list to look up in, made of what an installation has: each with
// its code and its words.
func TestHelpFits(t *testing.T) {
	for _, topic := range append(library.HelpTopicNames(), "", "no such topic") {
		most := 90
		if topic == "outcomes" {
			most = 5 * len(outcome.All())
		}
		if page := library.Help(say.Reader{}, topic); wordCount(page.Blocks) > most {
			t.Errorf("help %q has %d words, more than %d:\n%s", topic, wordCount(page.Blocks), most, page.Text)
		}
	}
}

// The help names the key of every fact that is typed by one.
func TestHelpHasEveryFact(t *testing.T) {
	page := library.Help(reader, "facts").Text
	for _, f := range facts.All() {
		if f.Typed > 0 && !strings.Contains(page, "`"+f.Key+":") {
			t.Errorf("%s is not in the help: add it to the page \"facts\" in library/help.go", f.Key)
		}
	}
}

// Every kind of plain words has a sentence and as many labels as lines are handed in; the words fit an error's budget,
// and the buttons carry lead and line.
func TestPlainWordsAreOffered(t *testing.T) {
	l := acme()
	for kind, words := range library.PlainKinds {
		lines := make([]string, len(words.Labels))
		for i := range lines {
			lines[i] = "settings off"
		}
		r := library.PlainWords(reader, library.Plain{Kind: kind, Lead: l, Text: "Pat", Lines: lines,
			Typed: "next Acme Thu 16:00",
			At:    reader.Now})
		if n := wordCount(r.Blocks); n > 40 {
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
	for _, topic := range append(library.HelpTopicNames(), "") {
		text := library.Help(reader, topic).Text
		for _, w := range []string{"pause"} {
			if strings.Contains(text, "`/followup "+w) {
				t.Errorf("help %s offers %s", topic, w)
			}
		}
	}
}

// A button runs a line as long as Slack lets a button hold; where the line is longer, the answer goes without it.
func TestALongLineIsRun(t *testing.T) {
	for n, runs := range map[int]bool{150: true, 1990: true, 2100: false} {
		line := strings.Repeat("x", n)
		if b := phrases.RunButton(0, "L1", line, "Run"); (b != nil) != runs || runs && b.Value != "L1|"+line {
			t.Errorf("%d characters: %v", n, b)
		}
		if _, err := library.TipThanks(reader, tips.Tip{ID: line}, false).Checked(); err != nil {
			t.Errorf("a tip of %d characters: %v", n, err)
		}
	}
}
