// Package phraseline reads what a line does with the phrases that a team wants its reps not to use. It is pure, as is
// package input.
package phraseline

import (
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/phrase"
)

// Do is what a line does with a team's phrases.
type Do string

// What can be done. The zero value shows them.
const (
	Add    Do = "add"
	Remove Do = "remove"
)

// doWords are what is done with a team's phrases by what people call it.
var doWords = map[string]Do{"add": Add, "new": Add, "avoid": Add, "ban": Add,
	"remove": Remove, "delete": Remove, "drop": Remove, "allow": Remove}

// Keys are the keys of a line about a team's phrases.
var Keys = []string{"instead", "team"}

// Example is a line that adds a phrase to a team's own.
const Example = `/followup team phrases add "circling back" instead "name the new reason"`

// TeamPhrases is what a line does with a team's phrases.
type TeamPhrases struct {
	Do     Do
	Team   string // its name; "" for the only one
	Phrase phrase.TeamPhrase
}

// Read reads "[team's name] [add <phrase> instead <words>|remove <phrase>]", the keys taken out of it before. The
// phrase, and what to say instead, stand in quotes or are all words up to "instead", and behind it. Of a removal the
// phrase may be its number in the list.
func Read(ws []words.Word, values map[string]string) TeamPhrases {
	t := TeamPhrases{Team: values["team"]}
	at := slices.IndexFunc(ws, func(w words.Word) bool { return !w.Quoted && doWords[strings.ToLower(w.Text)] != "" })
	named := ws
	if at >= 0 {
		named = ws[:at]
		t.Do = doWords[strings.ToLower(ws[at].Text)]
	}
	if t.Team == "" {
		t.Team = strings.Join(words.Texts(named), " ")
	}
	if at < 0 {
		return t
	}
	said, instead := halves(ws[at+1:])
	if t.Do == Remove {
		said, instead = ws[at+1:], nil
	}
	t.Phrase.Words, t.Phrase.Instead = meant(said), meant(instead)
	if v := words.SingleSpaced(values["instead"]); v != "" {
		t.Phrase.Instead = v
	}
	return t
}

// halves are the phrase and what to say instead: what stands before and behind "instead", else before and in the
// second of two quotes.
func halves(ws []words.Word) (said, instead []words.Word) {
	at := slices.IndexFunc(ws, func(w words.Word) bool {
		return !w.Quoted && strings.EqualFold(strings.Trim(w.Text, words.EndMarks), "instead")
	})
	if at >= 0 {
		return ws[:at], ws[at+1:]
	}
	if len(ws) > 1 && ws[0].Quoted {
		return ws[:1], ws[1:]
	}
	return ws, nil
}

// meant is what stands in quotes among some words, else all of them.
func meant(ws []words.Word) string {
	if i := slices.IndexFunc(ws, func(w words.Word) bool { return w.Quoted }); i >= 0 {
		return words.SingleSpaced(ws[i].Text)
	}
	return strings.TrimRight(words.SingleSpaced(strings.Join(words.Texts(ws), " ")), ",;:")
}

// Line is the wish as it is typed, without the team.
func (t TeamPhrases) Line() string {
	line := strings.TrimSpace("team phrases " + string(t.Do))
	if t.Phrase.Words != "" {
		line += " " + words.Quote(t.Phrase.Words)
	}
	if t.Phrase.Instead != "" {
		line += " instead:" + words.Quote(t.Phrase.Instead)
	}
	return line
}
