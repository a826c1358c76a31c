package say_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/prep"
)

// TestBudgetCalls: what is read around a call holds its budget of words for a usual lead and for one of whom everything
// is known at length, and every button fits a telephone.
func TestBudgetCalls(t *testing.T) {
	long := fullPrep(acme())
	for i := range long.Notes {
		long.Notes[i].Note = strings.Repeat("They want numbers before anything else. ", 20)
	}
	long.Lead.HotButton = strings.Repeat("less unscheduled maintenance ", 9)
	long.Step.Commitment.Agenda = strings.Repeat("prices and delivery ", 9)
	tips := coach.DefaultRules().Tips().ByTopic("")
	check := func(what string, most int, blocks []slack.Block) {
		if n := wordCount(blocks); n > most {
			t.Errorf("%s: %d words of %d:\n%s", what, n, most, say.Spoken(blocks))
		}
		for _, b := range buttonLabels(blocks) {
			if len([]rune(b)) > library.ButtonWords {
				t.Errorf("%s: [%s] is too long", what, b)
			}
		}
	}
	for name, pr := range map[string]prep.Prep{"usual": fullPrep(acme()), "largest": long,
		"smallest": {Card: dueNow(sparse())}} {
		check("prep "+name, cards.PrepWords, cards.Prep(reader, pr, cards.PrepNews{}).Blocks)
		check("ping "+name, cards.PingWords, cards.PingCard(reader, pr, cards.PrepNews{}))
		check("still "+name, 30, cards.Ping(reader, notify.Ping{Card: pr.Card, Prep: pr, Still: true}).Blocks)
		check("show "+name, cards.ShowWords, cards.Show(reader, cards.ShowLead{Card: pr.Card, Notes: pr.Notes}).Blocks)
		check("reached "+name, 20, forms.ReachedPage(reader, forms.Reached{Card: pr.Card}).Blocks.BlockSet)
	}
	for _, tip := range tips {
		check(tip.ID, 35, library.Tip(reader, tip).Blocks)
		check("source of "+tip.ID, 60, library.TipSourced(reader, tip, library.TeamMute{}).Blocks)
	}
	number := regexp.MustCompile(`\b[SC]\d|handbook|product`)
	for _, b := range coach.DefaultRules().Scripts().Branches() {
		blocks := library.Sourced(reader, b.Title, b.Sources()).Blocks
		check("source of "+b.ID, 60, blocks)
		if words := say.Spoken(blocks); number.MatchString(words) || !strings.Contains(words, "\n• ") {
			t.Errorf("source of %s: %s", b.ID, words)
		}
	}
	c := phrases.StopsAll(acme())
	if n := wordsIn(c.Title.Text) + wordsIn(c.Text.Text); n > 30 || !strings.Contains(c.Text.Text, acme().Phone) {
		t.Errorf("the confirm has %d words: %s", n, c.Text.Text)
	}
}
