package say_test

import (
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/chase"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
)

// The page "Decide" has 60 words beside its series, which has two a touch of the last twelve, a date counting as one.
func TestBudgetReview(t *testing.T) {
	for state, l := range map[string]coach.Lead{"usual": acme(), "wordy": wordy(), "sparse": sparse()} {
		l.Progress.Total, l.Progress.Calls, l.Gut, l.Potential = 7, 7, 4, coach.PotentialHigh
		l.Progress.Gift = &coach.GiftPlan{State: coach.GiftDeclined, Why: strings.Repeat("far too early ", 10)}
		var touches []coach.Touch
		for i := range 15 {
			touches = append(touches, coach.Touch{Seq: int64(i), Outcome: outcome.NoAnswer, At: at(1, 9, i), Try: i + 1,
				Why: coach.WhyKinds()[i%4]})
		}
		r := texts.ReviewOf{Card: call(l), Chase: chase.Of(coach.DefaultRules(), l, touches,
			coach.Rep{ID: "U1", TZ: "Europe/Berlin"},
			at(14, 10, 0))}
		form := texts.ReviewForm(reader, r, request.Meta{})
		facts, series := form.Blocks.BlockSet[:1], form.Blocks.BlockSet[1:2]
		if n := wordCount(facts); n > 60 {
			t.Errorf("%s: %d words:\n%s", state, n, say.Spoken(facts))
		}
		line := say.Spoken(series)
		if n := strings.Count(line, " · ") + 1; n != 12 {
			t.Errorf("%s: %d touches in the series: %s", state, n, line)
		}
		if n := wordCount(texts.Review(reader, r).Blocks); n > 60+12*4 {
			t.Errorf("%s: the message has %d words", state, n)
		}
		if got := len(radioOf(t, form).Options); got != 5 {
			t.Errorf("%s: %d verdicts", state, got)
		}
	}
}

// radioOf is the choice of a form.
func radioOf(t *testing.T, form slack.ModalViewRequest) *slack.RadioButtonsBlockElement {
	t.Helper()
	for _, b := range form.Blocks.BlockSet {
		if in, ok := b.(*slack.InputBlock); ok {
			if radio, ok := in.Element.(*slack.RadioButtonsBlockElement); ok {
				return radio
			}
		}
	}
	t.Fatal("no choice in the form")
	return nil
}

// The message to a manager has 30 words beside the note of the gift, the answer to the rep 50 with the card.
func TestBudgetGifts(t *testing.T) {
	for state, l := range map[string]coach.Lead{"usual": acme(), "wordy": wordy(), "sparse": sparse()} {
		l.Progress.Gift = &coach.GiftPlan{Who: "Ana at the front desk of the clinic",
			What: "a basket of coffee and cake for all",
			Cost: "$40 or a little more", Note: strings.Repeat("so that the night shift stays awake ", 9), By: "U7",
			State: coach.GiftAsked, Asked: at(13, 9, 0), Why: strings.Repeat("far too early for them ", 20)}
		ask := texts.AskGift(reader, notify.GiftAsk{Rep: "U1", Manager: "U7", Card: call(l)})
		if n := wordCount(ask.Blocks); n > 30+18 {
			t.Errorf("%s: %d words to the manager:\n%s", state, n, ask.Text)
		}
		for _, s := range []coach.GiftState{coach.GiftApproved, coach.GiftDeclined} {
			l.Progress.Gift.State = s
			back := texts.GiftAnswered(reader, notify.GiftAnswer{Rep: "U1", Card: call(l)})
			if n := wordCount(back.Blocks); n > 60 {
				t.Errorf("%s, %s: %d words to the rep:\n%s", state, s, n, back.Text)
			}
		}
		for _, f := range []slack.ModalViewRequest{texts.ExtendForm(reader, l, false, request.Meta{}),
			texts.GiftForm(reader, texts.GiftFields{Lead: l, Like: 82, Where: texts.TeamMessages, Alone: true}),
			texts.DeclineForm(reader, l, request.Meta{})} {
			if n := wordCount(f.Blocks.BlockSet); n > 75 {
				t.Errorf("%s, %s: %d words", state, f.Title.Text, n)
			}
		}
	}
}
