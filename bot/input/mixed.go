package input

import (
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// This file reads a list of leads of which not every one is known.

// crossesPart reports whether the outcome at a word is one only together with words behind a comma, while a comma
// stands in front of it too: the word is a name in a list.
func (l LogLine) crossesPart(n int) bool {
	for i := n; i < n+l.said[n].Used-1; i++ {
		if endsPart(l.Words[i]) {
			return endsPart(l.Words[n-1]) && coach.ReadOutcome(bareWords(l.Words[n:i+1])).Used == 0
		}
	}
	return false
}

// outcomeBeyond is the next word behind one at which what happened begins; 0 for none.
func (l LogLine) outcomeBeyond(n int) int {
	for i := n + 1; i < len(l.Words); i++ {
		if l.said[i].Used > 0 {
			return i
		}
	}
	return 0
}

// Mixed are the names of a list divided by commas, and which of them no lead has, where one has one of them: those are
// logged, and the others ask. nil where what happened is unclear, for a list in which an unknown part can't be a name,
// and for a company's name.
func (l LogLine) Mixed(known func(string) bool) (list []string, unknown map[string]bool) {
	if l.said[len(l.List)].Outcome == "" || l.DoubtedList("") == nil {
		return nil, nil
	}
	if list, unknown = l.names(known); len(list) < 2 || len(unknown) == len(list) {
		return nil, nil
	}
	for name := range unknown {
		ws := words.Lex(name)
		word := ws[0].Lower // between known names any word is one that says something: "Nobody"
		if !likeName(ws) && (len(ws) > 1 || glue[word] || prepositions[word] || verbs[word]) {
			return nil, nil
		}
	}
	return list, unknown
}

// names are the names of a list, each once, and which of them no lead has.
func (l LogLine) names(known func(string) bool) (list []string, unknown map[string]bool) {
	ws := l.List
	at := atoms(ws)
	seen := make(map[string]bool)
	unknown = make(map[string]bool)
	for i := 0; i < len(at); {
		name, next := "", i+1
		for j := min(len(at), i+4) - 1; j > i; j-- {
			longer := trimName(Span(l.Text, ws[at[i][0]:at[j][1]]))
			if known(longer) {
				name, next = longer, j+1
				break
			}
		}
		if name == "" {
			if name = trimName(Span(l.Text, ws[at[i][0]:at[i][1]])); !known(name) {
				unknown[name] = true
			}
		}
		if key := names.Normalize(name); !seen[key] {
			seen[key] = true
			list = append(list, name)
		}
		i = next
	}
	return list, unknown
}
