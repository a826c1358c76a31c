package cards

import (
	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach/tips"
)

const (
	TipUp     = "up"
	TipDown   = "down"
	tipSource = "source"
)

// TipWords is a tip as it is shown.
func TipWords(t tips.Tip) string { return "*Tip:* " + say.Quote(t.Text, 600) }

// Tip adds a tip to another message: one line, with its votes and its source behind ⋯.
func Tip(p *say.Page, t tips.Tip) {
	option := func(what, words string) *slack.OptionBlockObject {
		return slack.NewOptionBlockObject(ids.Value(t.ID, what), say.Label(words, 75), nil)
	}
	p.SectionOf("tip", TipWords(t), slack.NewOverflowBlockElement(ids.ActTipMore, option(TipUp, "Useful"),
		option(TipDown, "Not for me"), option(tipSource, "Source")))
}
