package say

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/coach"
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
func numberedCards(n int) (cards []coach.Card) {
	for i := range n {
		l := acme()
		l.ID, l.Name = "L"+strconv.Itoa(i), "Lead number "+strconv.Itoa(i)
		cards = append(cards, dueNow(l))
	}
	return cards
}

// tapped is a message after the card of a lead was logged.
func tapped(t *testing.T, message []slack.Block, c coach.Card, o outcome.Outcome, nonce string) Reply {
	t.Helper()
	to := reader
	to.Nonce = nonce
	s := saved(c.Lead)
	s.Touch.Outcome, s.Change, s.Logged.Notes = o, "J"+c.Lead.ID, nil
	got, found := ReplaceCard(to, handedBack(t, message), c.Lead.ID, CardDone(to, s))
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
	cards := numberedCards(4)
	sent := Digest(reader, coach.Digest{Commitments: cards[:1], Cards: cards[1:], Tip: tip()})
	now := tapped(t, sent.Blocks, cards[0], outcome.NoAnswer, "n2")
	if strings.Contains(now.Text, "*Done") || !strings.Contains(now.Text, "✓ *Lead number 0*: no answer saved.") {
		t.Errorf("after one tap:\n%s", now.Text)
	}
	words := wordCount(now.Blocks)
	for i, c := range cards[1:] {
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
	if b := last.Accessory.ButtonElement; b.Text.Text != "Undo last" || b.ActionID != ActUndo ||
		b.Value != "L2|JL2|L1|JL1|L0|JL0" {
		t.Errorf("its button %+v", b)
	}
	if strings.Count(now.Text, "✓ *Lead number 3*: voicemail saved") != 1 {
		t.Errorf("the last ✓:\n%s", now.Text)
	}
	// Taken back, the lead leaves the block, and its card stands there again; the others stay.
	to := reader
	to.Nonce = "n9"
	back, found := ReplaceCard(to, handedBack(t, now.Blocks), "L2", Card(to, cards[2]))
	if !found || !strings.Contains(back.Text, "*Lead number 2* · Pat Doe") || !strings.Contains(back.Text,
		"Lead number 0, no answer · Lead number 1, voicemail · Lead number 3, voicemail") {
		t.Errorf("after Undo last:\n%s", back.Text)
	}
}

// TestTickThatAsksStays: a ✓ with a question on it waits for the answer, and so does the card that stays beneath a tick
// for an email.
func TestTickThatAsksStays(t *testing.T) {
	cards := numberedCards(3)
	sent := Digest(reader, coach.Digest{Cards: cards})
	s := saved(cards[0].Lead)
	s.Logged.Question = &coach.Question{Code: coach.AskWarmth, Options: []string{"warm", "cold"}}
	asking, _ := ReplaceCard(reader, handedBack(t, sent.Blocks), "L0", CardDone(reader, s))
	after := tapped(t, asking.Blocks, cards[1], outcome.Voicemail, "n3")
	if !strings.Contains(after.Text, "✓ *Lead number 0*") || strings.Contains(after.Text, "*Done") {
		t.Errorf("a question was folded away:\n%s", after.Text)
	}
	mail := tapped(t, sent.Blocks, cards[0], outcome.Email, "n4")
	after = tapped(t, mail.Blocks, cards[1], outcome.Voicemail, "n5")
	if !strings.Contains(after.Text, "✓ Lead number 0, email") || strings.Count(after.Text, "*Lead number 0* · Pat") != 1 {
		t.Errorf("the email's tick and its card:\n%s", after.Text)
	}
}

// TestEntryWords: a ✓ in each of its forms has a line in the Done block, whatever stands in a name.
func TestEntryWords(t *testing.T) {
	for line, want := range map[string]string{
		"✓ *Birchwood Dental*: voicemail saved. Next: <!date^1^{time}|8:00 AM>, attempt 3 of " +
			"7": "Birchwood Dental, voicemail",
		"✓ *Kestrel Air*: call agreed for <!date^1^{time}|Thu, Nov 12>": "Kestrel Air, call agreed",
		"✓ *Acme*: snoozed until <!date^1^{time}|Thu 12>":               "Acme, snoozed",
		"✓ *Acme*: closed, lost":                                        "Acme, closed, lost",
		"✓ *Saved:* *Acme Corp* · Left a voicemail\n> note":             "Acme Corp, Left a voicemail",
		"✓ Saved: *Acme Corp*, voicemail":                               "Acme Corp, voicemail",
		"✓ *A · B*: talked. Next: now":                                  "A B, talked",
		"✓ *One two three four five six*: asked for info and much more": "One two three…, asked for info…",
		"✓ nothing": "", "✓ *": "",
	} {
		if got := entryWords(line); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}
