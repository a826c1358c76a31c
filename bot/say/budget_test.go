package say_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say/library"
)

// The budgets of words: what a rep reads between two calls. A word is a run between spaces with a letter or a digit; a
// telephone number, a clock time and a range of times are one each. Buttons, options, titles of forms, charts and text
// given back in a code box don't count.

var (
	oneWord = []*regexp.Regexp{
		regexp.MustCompile("(?s)```.*?```"),                                          // given back: none
		regexp.MustCompile(`<!date\^[^>]*>(?:–<!date\^[^>]*>)?`),                     // an instant, a stretch
		regexp.MustCompile(`<tel:[^>]*>`),                                            // a telephone number
		regexp.MustCompile(`\b\d{1,2}:\d\d(?: [AP]M)?(?:–\d{1,2}:\d\d)?(?: [AP]M)?`), // a clock time, a range of them
		regexp.MustCompile(`\+?\d[\d ()./-]{6,}\d`),                                  // a number that can't be tapped
	}
	hasSign = regexp.MustCompile(`[\p{L}\p{N}]`)
)

// wordsIn counts the words of mrkdwn as they are budgeted.
func wordsIn(text string) (n int) {
	for i, one := range oneWord {
		with := " x "
		if i == 0 {
			with = " "
		}
		text = one.ReplaceAllString(text, with)
	}
	for word := range strings.FieldsSeq(text) {
		if hasSign.MatchString(word) {
			n++
		}
	}
	return n
}

// wordCount counts the words of blocks that a person reads: texts, fields and context, no buttons.
func wordCount(blocks []slack.Block) (n int) {
	for _, b := range blocks {
		switch b := b.(type) {
		case *slack.SectionBlock:
			if b.Text != nil {
				n += wordsIn(b.Text.Text)
			}
			for _, f := range b.Fields {
				n += wordsIn(f.Text)
			}
		case *slack.HeaderBlock:
			n += wordsIn(b.Text.Text)
		case *slack.ContextBlock:
			for _, e := range b.ContextElements.Elements {
				if t, ok := e.(*slack.TextBlockObject); ok {
					n += wordsIn(t.Text)
				}
			}
		case *slack.InputBlock:
			n += wordsIn(b.Label.Text)
			if b.Hint != nil {
				n += wordsIn(b.Hint.Text)
			}
		}
	}
	return n
}

// buttonLabels are the labels of all buttons; menus behind ⋯ and selects don't count.
func buttonLabels(blocks []slack.Block) (labels []string) {
	add := func(e slack.BlockElement) {
		if b, ok := e.(*slack.ButtonBlockElement); ok {
			labels = append(labels, b.Text.Text)
		}
	}
	for _, b := range blocks {
		switch b := b.(type) {
		case *slack.ActionBlock:
			for _, e := range b.Elements.ElementSet {
				add(e)
			}
		case *slack.SectionBlock:
			if b.Accessory != nil && b.Accessory.ButtonElement != nil {
				add(b.Accessory.ButtonElement)
			}
		}
	}
	return labels
}

// TestWordsIn: what counts as a word.
func TestWordsIn(t *testing.T) {
	for text, want := range map[string]int{
		"✓ *Saved:* *Acme Corp*, voicemail":             4,
		"· – ✓":                                         0,
		"call <tel:+12125550100|+1 212 555 0100> · now": 3,
		"Next: " + american.Stretch(now, at(14, 17, 0)) + " · attempt 2 of 7": 6,
		"(8:00–10:00 AM in Boise)":                   3,
		"at 9:00 AM–5:30 PM":                         2,
		"You typed:\n```/followup acme voicemail```": 2,
		"+1 305 555 0117 was wrong":                  3,
	} {
		if got := wordsIn(text); got != want {
			t.Errorf("%q: %d words, want %d", text, got, want)
		}
	}
}

// TestHelpIsShort: the first page of the help is read at a glance, and leads on.
func TestHelpIsShort(t *testing.T) {
	r := library.Help(american, "")
	if n := wordCount(r.Blocks); n > 90 {
		t.Errorf("%d words, 90 are allowed:\n%s", n, r.Text)
	}
	if labels := buttonLabels(r.Blocks); len(labels) > 4 {
		t.Errorf("buttons %q", labels)
	}
}
