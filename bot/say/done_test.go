package say_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
)

// handedBack are blocks as Slack returns them with a tap.
func handedBack(t *testing.T, blocks []slack.Block) []slack.Block {
	t.Helper()
	raw, err := json.Marshal(slack.Blocks{BlockSet: blocks})
	if err != nil {
		t.Fatal(err)
	}
	var back slack.Blocks
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	return back.BlockSet
}

// numberedCards are n cards of leads of their own.
func numberedCards(n int) (deck []coach.Card) {
	for i := range n {
		l := acme()
		l.ID, l.Name = "L"+strconv.Itoa(i), "Lead number "+strconv.Itoa(i)
		deck = append(deck, dueNow(l))
	}
	return deck
}

// tapped is a message after the card of a lead was logged.
func tapped(t *testing.T, message []slack.Block, c coach.Card, o outcome.Outcome, nonce string) say.Reply {
	t.Helper()
	to := reader
	to.Nonce = nonce
	s := saved(c.Lead)
	s.Touch.Outcome, s.Change, s.Logged.Notes = o, "J"+c.Lead.ID, nil
	got, found := answers.ReplaceCard(to, handedBack(t, message), c.Lead.ID, answers.CardDone(to, s))
	if !found {
		t.Fatalf("no card of %s", c.Lead.Name)
	}
	if _, err := got.Checked(); err != nil {
		t.Fatal(err)
	}
	return got
}

// TestDoneMeansSmaller: with each tap the ✓ before it moves into the Done block, a heading without cards goes with its
// divider, and the message has fewer words and blocks each time. [Undo last] carries whose change it is.
func TestDoneMeansSmaller(t *testing.T) {
	deck := numberedCards(4)
	sent := cards.Digest(reader, notify.Digest{Commitments: deck[:1], Cards: deck[1:], Tip: tip()})
	now := tapped(t, sent.Blocks, deck[0], outcome.NoAnswer, "n2")
	if strings.Contains(now.Text, "*Done") || !strings.Contains(now.Text, "✓ *Lead number 0*: no answer saved.") {
		t.Errorf("after one tap:\n%s", now.Text)
	}
	words := wordCount(now.Blocks)
	for i, c := range deck[1:] {
		after := tapped(t, now.Blocks, c, outcome.Voicemail, "n"+strconv.Itoa(i+3))
		if n := wordCount(after.Blocks); n >= words || len(after.Blocks) >= len(now.Blocks)+1 {
			t.Errorf("%d words became %d, %d blocks %d", words, n, len(now.Blocks), len(after.Blocks))
		}
		now, words = after, wordCount(after.Blocks)
		if i == 0 && (strings.Contains(now.Text, "*Agreed calls*") || !strings.Contains(now.Text, "*Call now*")) {
			t.Errorf("headings after the second tap:\n%s", now.Text)
		}
	}
	last := now.Blocks[len(now.Blocks)-1].(*slack.SectionBlock)
	if want := "*Done: 3*\n✓ Lead number 0, no answer · Lead number 1, voicemail · Lead number 2, " +
		"voicemail"; last.Text.Text != want {
		t.Errorf("the Done block %q", last.Text.Text)
	}
	if b := last.Accessory.ButtonElement; b.Text.Text != "Undo last" || b.ActionID != ids.ActUndo ||
		b.Value != "L2|JL2|L1|JL1|L0|JL0" {
		t.Errorf("its button %+v", b)
	}
	if strings.Count(now.Text, "✓ *Lead number 3*: voicemail saved") != 1 {
		t.Errorf("the last ✓:\n%s", now.Text)
	}
	// Taken back, the lead leaves the block, and its card stands there again; the others stay.
	to := reader
	to.Nonce = "n9"
	back, found := answers.ReplaceCard(to, handedBack(t, now.Blocks), "L2", cards.Card(to, deck[2]))
	if !found || !strings.Contains(back.Text, "*Lead number 2* · Pat Doe") || !strings.Contains(back.Text,
		"Lead number 0, no answer · Lead number 1, voicemail · Lead number 3, voicemail") {
		t.Errorf("after Undo last:\n%s", back.Text)
	}
}

// TestTickThatAsksStays: a ✓ with a question on it waits for the answer, and so does the card that stays beneath a tick
// for an email.
func TestTickThatAsksStays(t *testing.T) {
	deck := numberedCards(3)
	sent := cards.Digest(reader, notify.Digest{Cards: deck})
	s := saved(deck[0].Lead)
	s.Logged.Question = &coach.Question{Code: coach.AskWarmth, Options: []string{"warm", "cold"}}
	asking, _ := answers.ReplaceCard(reader, handedBack(t, sent.Blocks), "L0", answers.CardDone(reader, s))
	after := tapped(t, asking.Blocks, deck[1], outcome.Voicemail, "n3")
	if !strings.Contains(after.Text, "✓ *Lead number 0*") || strings.Contains(after.Text, "*Done") {
		t.Errorf("a question was folded away:\n%s", after.Text)
	}
	mail := tapped(t, sent.Blocks, deck[0], outcome.Email, "n4")
	after = tapped(t, mail.Blocks, deck[1], outcome.Voicemail, "n5")
	if !strings.Contains(after.Text, "✓ Lead number 0, email") || strings.Count(after.Text, "*Lead number 0* · Pat") != 1 {
		t.Errorf("the email's tick and its card:\n%s", after.Text)
	}
}
