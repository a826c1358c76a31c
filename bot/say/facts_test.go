package say_test

import (
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
)

// S0.5: whom else they talk to stands on the lead's own page, once, and on no card.
func TestRivalsStandOnThePage(t *testing.T) {
	known := acme()
	known.Competitor = "Birch"
	card := say.Spoken(cards.Card(reader, call(known)))
	if strings.Contains(card, "Birch") || strings.Contains(card, "asking others") {
		t.Errorf("on the card: %s", card)
	}
	page := cards.Show(reader, cards.ShowLead{Card: call(known)}).Text
	if strings.Count(page, "Also talking to Birch") != 1 {
		t.Errorf("on the page: %s", page)
	}
}

// An address goes on a screen as a link only when it leads to the web, and can't end its own link (S3.24).
func TestOnlyAddressesAreLinked(t *testing.T) {
	for link, want := range map[string]string{
		"https://acme.example/a?b=1&c=2": "<https://acme.example/a?b=1&amp;c=2|List>",
		"https://acme.example/|x>y":      "List",
		"javascript:alert(1)":            "List", "": "List", "https://": "List", "acme.example": "List",
		"https://a.example/" + strings.Repeat("x", 1000): "List",
	} {
		if got := phrases.Linked("List", link); got != want {
			t.Errorf("%q: %s", link, got)
		}
	}
}

// S3.1: what was sent is promised to be looked at, in whatever place the promise is told of.
func TestWhatWasSentIsToBeLookedAt(t *testing.T) {
	x := coach.Promise{ID: "1.m", By: coach.Them, What: "price list", Read: true, Made: now, Due: now}
	l := coach.Lead{ID: "L1", Name: "Acme", Progress: coach.Progress{Promises: []coach.Promise{x}}}
	for words, want := range map[string]string{
		cards.Show(reader, cards.ShowLead{Card: coach.Card{Lead: l}}).Text:                  "look at price list",
		strings.Join(cards.PromisesOf(reader, l, true), "\n"):                               "look at price list",
		cards.QuestionWords(reader, l, coach.Question{Code: coach.AskPromise, Promise: &x}): "look at price list",
		answers.PromiseKept(x, true):                                                        "looked at “price list”",
	} {
		if !strings.Contains(words, want) {
			t.Errorf("no %q in %q", want, words)
		}
	}
	for kept, want := range map[bool]string{true: "they've looked at “price list”",
		false: "they haven't looked at “price list” yet"} {
		if words := answers.PromiseKept(x, kept); words != want {
			t.Error(words)
		}
	}
}

// Slack itself says of a field that it is optional.
func TestNoLabelSaysOptional(t *testing.T) {
	for _, c := range allCases() {
		for _, b := range blocksOf(c.what) {
			if input, ok := b.(*slack.InputBlock); ok && strings.Contains(input.Label.Text, "optional") {
				t.Errorf("%s says so twice", c.name)
			}
		}
	}
}
