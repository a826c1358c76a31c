package say

import (
	"regexp"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/coach"
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
	tips := coach.DefaultRules().TipByTopic("")
	check := func(what string, most int, blocks []slack.Block) {
		if n := wordCount(blocks); n > most {
			t.Errorf("%s: %d words of %d:\n%s", what, n, most, Spoken(blocks))
		}
		for _, b := range buttonLabels(blocks) {
			if len([]rune(b)) > buttonWords {
				t.Errorf("%s: [%s] is too long", what, b)
			}
		}
	}
	for name, pr := range map[string]coach.Prep{"usual": fullPrep(acme()), "largest": long,
		"smallest": {Card: dueNow(sparse())}} {
		check("prep "+name, prepWords, Prep(reader, pr, PrepNews{}).Blocks)
		check("ping "+name, pingWords, PingCard(reader, pr, PrepNews{}))
		check("still "+name, 30, Ping(reader, coach.Ping{Card: pr.Card, Prep: pr, Still: true}).Blocks)
		check("show "+name, showWords, Show(reader, ShowLead{Card: pr.Card, Notes: pr.Notes}).Blocks)
		check("reached "+name, 20, ReachedPage(reader, Reached{Card: pr.Card}).Blocks.BlockSet)
	}
	for _, tip := range tips {
		check(tip.ID, 35, Tip(reader, tip).Blocks)
		check("source of "+tip.ID, 60, TipSourced(reader, tip).Blocks)
	}
	number := regexp.MustCompile(`\b[SC]\d|handbook|product`)
	for _, b := range coach.DefaultRules().Branches() {
		blocks := Sourced(reader, b.Title, b.Sources()).Blocks
		check("source of "+b.ID, 60, blocks)
		if words := Spoken(blocks); number.MatchString(words) || !strings.Contains(words, "\n• ") {
			t.Errorf("source of %s: %s", b.ID, words)
		}
	}
	c := stopsAll(acme())
	if n := wordsIn(c.Title.Text) + wordsIn(c.Text.Text); n > 30 || !strings.Contains(c.Text.Text, acme().Phone) {
		t.Errorf("the confirm has %d words: %s", n, c.Text.Text)
	}
}
