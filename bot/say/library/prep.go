package library

import (
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/coach"
)

// Prep is a prep, with the whole script of the call below it for who wants that (S0.14, S1.4): [cards.Prep] has 130 words
// in any case, and the script is to be read aloud.
func Prep(to say.Reader, pr coach.Prep, news cards.PrepNews) say.Reply {
	r := cards.Prep(to, pr, news)
	if pr.Whole == nil {
		return r
	}
	p := &say.Page{To: to, Blocks: r.Blocks}
	AddScript(p, *pr.Whole)
	return p.Reply()
}
