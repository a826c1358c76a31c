// Package whose reads of a line whose lead it is about: a mention beside a name means the rep who has it. It is no part
// of a name and no note, so that no lead is made of it.
//
//	Named    a mention among the words of a name: "show acme @Maya"
//	Beside   a mention beside a name that no lead has: "acme voicemail @Maya"
package whose

import (
	"strings"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/outcome"
)

// Named refuses words that name a lead of one's own and hold a mention, with a *[request.UnknownLead].
func Named(ws []words.Word) error {
	for _, w := range ws {
		if w.User != "" {
			return of(ws, w.User)
		}
	}
	return nil
}

// Beside refuses, as [Named] does, a line on whose words from one up to another stands a name that no lead has: where a
// mention is among them, ends the line, or begins what is said behind what happened. Among the words of a note it is
// what was written.
func Beside(ws []words.Word, from, to int) error {
	to = min(to, len(ws))
	for i, w := range ws {
		if w.User != "" && (i < to || i == len(ws)-1 || onlySaysWhat(ws[to:i])) {
			return of(ws[from:to], w.User)
		}
	}
	return nil
}

// of is the refusal of a name for a lead of somebody's.
func of(name []words.Word, user string) error {
	var plain []string
	for _, w := range name {
		if w.User == "" {
			plain = append(plain, w.Text)
		}
	}
	return &request.UnknownLead{Name: strings.Join(plain, " "), Rep: user}
}

// onlySaysWhat reports whether words say what happened and nothing else, but for one that joins a mention to it:
// "voicemail for @Maya".
func onlySaysWhat(ws []words.Word) bool {
	said := make([]string, len(ws))
	for i, w := range ws {
		said[i] = w.Bare
	}
	_, used, _ := outcome.Parse(said...)
	joined := said[used:]
	return len(joined) == 0 || len(joined) == 1 && joins[strings.ToLower(joined[0])]
}

// joins are the words that stand between what happened and whose lead it is.
var joins = map[string]bool{"": true, "for": true, "of": true, "on": true, "by": true, "at": true, "to": true,
	"with": true, "from": true}
