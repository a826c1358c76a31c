package say

import (
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/coach"
)

// A warm lead has probably asked others too (S0.5). That is said once: by the tip, by the reason, or on the card.
func TestRivalsAreToldOnce(t *testing.T) {
	const words = "probably asked one or two others"
	l := acme()
	count := func(tip *coach.Tip, l coach.Lead) int {
		return strings.Count(Digest(reader, coach.Digest{Cards: []coach.Card{call(l)}, Tip: tip}).Text, words)
	}
	about, other := tip(), tip()
	about.For = []string{string(coach.Warm)}
	known, cold := l, l
	known.Competitor, cold.Warmth = "Birch", coach.Cold
	for _, c := range []struct {
		why  string
		tip  *coach.Tip
		lead coach.Lead
		want int
	}{
		{"no tip", nil, l, 1}, {"a tip about something else", other, l, 1}, {"the tip that says it", about, l, 0},
		{"known whom", nil, known, 0}, {"cold", nil, cold, 0},
	} {
		if got := count(c.tip, c.lead); got != c.want {
			t.Errorf("%s: said %d times", c.why, got)
		}
	}
	fresh := call(l)
	fresh.Step.Because = []coach.Reason{{Code: coach.ReasonNow}}
	if text := Digest(reader, coach.Digest{Cards: []coach.Card{fresh}}).Text; strings.Contains(text, words) ||
		!strings.Contains(text, "may be asking others") {
		t.Errorf("the reason says it: %s", text)
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
		if got := linked("List", link); got != want {
			t.Errorf("%q: %s", link, got)
		}
	}
}

// S3.1: what was sent is promised to be looked at, in whatever place the promise is told of.
func TestWhatWasSentIsToBeLookedAt(t *testing.T) {
	x := coach.Promise{ID: "1.m", By: coach.Them, What: "price list", Read: true, Made: now, Due: now}
	l := coach.Lead{ID: "L1", Name: "Acme", Progress: coach.Progress{Promises: []coach.Promise{x}}}
	for words, want := range map[string]string{
		Show(reader, ShowLead{Card: coach.Card{Lead: l}}).Text:                       "look at price list",
		strings.Join(reader.promisesOf(l, true), "\n"):                               "look at price list",
		reader.questionWords(l, coach.Question{Code: coach.AskPromise, Promise: &x}): "look at price list",
		PromiseKept(x, true): "looked at “price list”",
	} {
		if !strings.Contains(words, want) {
			t.Errorf("no %q in %q", want, words)
		}
	}
	for kept, want := range map[bool]string{true: "they've looked at “price list”",
		false: "they haven't looked at “price list” yet"} {
		if words := PromiseKept(x, kept); words != want {
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
