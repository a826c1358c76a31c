package say_test

import (
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/covered"
	"github.com/followup-coach/followup/coach/notify"
)

// theirs are the due leads of a colleague, of which more are due than anybody has read.
func theirs(owner string, n, total int) notify.Covered {
	c := notify.Covered{Owner: owner, Total: total}
	for _, card := range cardsOf(n) {
		card.Lead.ID = owner + card.Lead.ID
		c.Cards = append(c.Cards, card)
	}
	return c
}

// A morning message has ten cards, whosever they are, with one's own first; what is beyond is counted at its owner.
func TestCoveredLeadsHaveTheRoomThatIsLeft(t *testing.T) {
	d := notify.Digest{Cards: cardsOf(4), Covered: []notify.Covered{theirs("UA", 5, 5), theirs("UB", 5, 8)}, Tip: tip()}
	r := cards.Digest(maya(), d)
	if _, err := r.Checked(); err != nil {
		t.Fatal(err)
	}
	text := say.Spoken(r.Blocks)
	for _, want := range []string{"4 leads today", "<@UA>'s leads: 5 due today", "<@UB>'s leads: 8 due today"} {
		if !strings.Contains(strings.ReplaceAll(text, "*", ""), want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if n := strings.Count(marks(r), "Voicemail"); n != 10 {
		t.Errorf("%d cards, want 10", n)
	}
	if !strings.Contains(marks(r), "Show 7 more") {
		t.Errorf("nobody says that 7 have no card:\n%s", marks(r))
	}
	if n := wordCount(r.Blocks); n > cards.DigestWords {
		t.Errorf("%d words", n)
	}
	// Full of one's own it only says what there is.
	full := cards.Digest(maya(), notify.Digest{Cards: cardsOf(10), Covered: []notify.Covered{theirs("UA", 5, 5)}})
	if n := strings.Count(marks(full), "Voicemail"); n != 10 || !strings.Contains(marks(full), "Show 5 more") {
		t.Errorf("%d cards:\n%s", n, marks(full))
	}
}

// A head counts its own: those of one's own, and of each colleague those that stand as cards or have none.
func TestHeadsCountDownByOwner(t *testing.T) {
	d := notify.Digest{Cards: cardsOf(7), Covered: []notify.Covered{theirs("UA", 2, 2), theirs("UB", 3, 6)}}
	r := cards.Digest(reader, d)
	l := theirs("UA", 1, 1).Cards[0].Lead
	done := answers.CardDone(reader, saved(l))
	covered.Mark(done, "UA", l.ID)
	after, found := answers.ReplaceCard(reader, r.Blocks, l.ID, done)
	text := strings.ReplaceAll(say.Spoken(after.Blocks), "*", "")
	for _, want := range []string{"7 left today", "<@UA>'s leads: 1 left today", "<@UB>'s leads: 6 left today"} {
		if !found || !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// marks are the labels of all buttons of a message.
func marks(r say.Reply) string {
	var labels []string
	for _, b := range r.Blocks {
		row, is := b.(*slack.ActionBlock)
		if !is {
			continue
		}
		for _, e := range row.Elements.ElementSet {
			if button, is := e.(*slack.ButtonBlockElement); is {
				labels = append(labels, button.Text.Text)
			}
		}
	}
	return strings.Join(labels, "\n")
}
