package coach

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// onceEach leaves one finding of each phrase, with the words of the others.
func onceEach(found []Finding) (out []Finding) {
	for _, f := range found {
		if i := slices.IndexFunc(out, func(x Finding) bool { return x.ID == f.ID }); i >= 0 {
			out[i].Also = append(out[i].Also, f.Words)
			continue
		}
		out = append(out, f)
	}
	return out
}

// A text of fewer words than fewWords gives no reason and needs none; one with fewMatter words about the matter is
// about something. Letters are those of a word that can be about the matter.
const (
	fewWords  = 4
	fewMatter = 3
	letters   = 4
)

// noReason reports whether a message says nothing that a prospect could care about (S1.16); found is what was found in
// it, known what is known of them. It is meant to be sure: a message that is about anything at all, confirms, thanks or
// answers is left alone.
func noReason(text string, found []Finding, known []string) bool {
	tokens, rules := tokenize(text), checkPatterns()
	if len(tokens) < fewWords || rules.reasons.in(tokens) || rules.purpose.in(tokens) || worthNamed(text) ||
		names(tokens, known) || calendarDay(text, tokens) || slices.ContainsFunc(tokens, func(t token) bool { return t.clock }) {
		return false
	}
	matter := 0
	for _, t := range tokens {
		first, _ := utf8.DecodeRuneInString(text[t.from:])
		named := unicode.IsUpper(first) && !t.starts // a name says who, not what
		if !named && utf8.RuneCountInString(t.word) >= letters && !rules.empty[t.word] &&
			!slices.ContainsFunc(found, func(x Finding) bool { return x.From <= t.from && t.to <= x.To }) {
			matter++
		}
	}
	return matter < fewMatter
}

// worthNamed reports whether a text names a figure of worth: a share, or money.
func worthNamed(text string) bool {
	return strings.ContainsAny(text, "%$€£") && strings.ContainsAny(text, "0123456789")
}

// telling is the length from which a word of the lead's own says something, in letters.
const telling = 5

// names reports whether a text speaks of what is known: a telling word of it.
func names(tokens []token, known []string) bool {
	words := map[string]bool{}
	for _, k := range known {
		for _, t := range tokenize(k) {
			if utf8.RuneCountInString(t.word) >= telling {
				words[t.word] = true
			}
		}
	}
	return slices.ContainsFunc(tokens, func(t token) bool { return words[t.word] })
}

// speaksOf reports whether a telling word of a fact is among some words, in whatever form: "delivery" is "deliveries".
func speaksOf(tokens []token, fact string) bool {
	for _, known := range tokenize(fact) {
		w := []rune(known.word)
		if len(w) < telling {
			continue
		}
		stem := string(w[:max(telling, len(w)-3)])
		if slices.ContainsFunc(tokens, func(t token) bool { return strings.HasPrefix(t.word, stem) }) {
			return true
		}
	}
	return false
}
