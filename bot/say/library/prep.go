package library

import (
	"strings"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/coach/prep"
	"github.com/followup-coach/followup/coach/script"
)

// Prep is a prep, with the whole script of the call below it for who wants that (S0.14, S1.4): [cards.Prep] has 130
// words in any case, and the script is to be read aloud. A line that stands in the prep already is not said twice.
func Prep(to say.Reader, pr prep.Prep, news cards.PrepNews) say.Reply {
	r := cards.Prep(to, pr, news)
	if pr.Whole == nil || len(pr.Whole.Lines) == 0 {
		return r
	}
	p := &say.Page{To: to, Blocks: r.Blocks}
	head, said := "The whole script", say.Spoken(r.Blocks)
	lines := make([]script.Line, 0, len(pr.Whole.Lines))
	for _, l := range pr.Whole.Lines {
		if l.Say != "" && strings.Contains(said, "“"+say.Quote(l.Say, say.LineLength)+"”") {
			head, l.Say = "The script from there", ""
		}
		lines = append(lines, l)
	}
	p.Section("*" + head + ":* " + say.Quote(pr.Whole.Branch.Title, 80))
	for _, l := range lines {
		scriptLine(p, l)
	}
	return p.Reply()
}
