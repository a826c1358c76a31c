package cards

import (
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/tips"
)

// HintWords is how many words a line of how has, on the first three cards of somebody new (S1.4). They come on top of
// the card's own.
const HintWords = 20

// HintLine is a line of how on a card: one tip in a sentence.
func HintLine(t tips.Tip) string { return "How: " + say.Quote(t.Line(), 300) }

// addHinted is [AddCard] with a line of how. It goes when the card becomes a tick.
func addHinted(p *say.Page, c coach.Card, hint tips.Tip) {
	key := phrases.CardKey(c.Lead.ID)
	step := StepView{p.To, c}
	p.SectionOf(key, step.text()+"\n"+HintLine(hint), step.More())
	p.Actions(key, step.Buttons()...)
}
