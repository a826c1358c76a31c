package leaveline

import (
	"slices"

	"github.com/followup-coach/followup/bot/words"
)

// Cover is what a line about leaving says of a colleague who sees to what falls due meanwhile.
type Cover struct {
	Who  []string // Slack user ids that are named
	Off  bool     // nobody is to, any more
	Said bool     // the line speaks of it at all
}

// Words around the one who is named: "cover @Omar", "covered by @Omar", "and @Omar covers for me".
var (
	before = []string{"cover", "covers", "covered", "covering", "coverage", "by", "with", "and", "is", "will", "while",
		"to"}
	behind = []string{"cover", "covers", "covered", "covering", "will", "is", "for", "me", "my", "leads", "meanwhile",
		"then", "and"}
	offs = []string{"off", "none", "nobody", "end", "ends", "stop", "over", "no"}
)

// ReadCover takes what a line says of a cover out of its words; rest is what it says besides, in one piece.
func ReadCover(ws []words.Word) (rest []words.Word, c Cover) {
	// Without a name only the word itself speaks of one: "cover off", "no cover".
	at := slices.IndexFunc(ws, func(w words.Word) bool { return w.User != "" })
	if at < 0 {
		i := slices.IndexFunc(ws, func(w words.Word) bool { return w.Lower == "cover" && !w.Quoted })
		switch {
		case i < 0:
			return ws, c
		case i > 0 && ws[i-1].Lower == "no":
			return slices.Concat(ws[:i-1], ws[i+1:]), Cover{Off: true, Said: true}
		case i+1 < len(ws) && slices.Contains(offs, ws[i+1].Lower):
			return slices.Concat(ws[:i], ws[i+2:]), Cover{Off: true, Said: true}
		}
		return slices.Concat(ws[:i], ws[i+1:]), Cover{Said: true}
	}
	// Several are read as they stand, so that whoever is asked knows that it was more than one.
	from, to := at, at+1
	for to < len(ws) && ws[to].User != "" {
		to++
	}
	for _, w := range ws[at:to] {
		c.Who = append(c.Who, w.User)
	}
	for from > 0 && says(ws[from-1], before) {
		from--
	}
	for to < len(ws) && says(ws[to], behind) {
		to++
	}
	c.Said = true
	return slices.Concat(ws[:from], ws[to:]), c // until when stands before it or behind, seldom around it
}

// says reports whether a word is one of some, or only a mark.
func says(w words.Word, of []string) bool {
	return !w.Quoted && (w.Bare == "" || slices.Contains(of, w.Lower))
}
