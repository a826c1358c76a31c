package phrase

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// OnceEach leaves one finding of each phrase, with the words of the others.
func OnceEach(found []Finding) (out []Finding) {
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

// NoReason reports whether a message says nothing that a prospect could care about (S1.16); found is what was found in
// it, known what is known of them. It is meant to be sure: a message that is about anything at all, confirms, thanks or
// answers is left alone.
func NoReason(text string, found []Finding, known []string) bool {
	tokens, rules := Tokenize(text), checkPatterns()
	if len(tokens) < fewWords || rules.reasons.In(tokens) || rules.purpose.In(tokens) || worthNamed(text) ||
		names(tokens, known) || calendarDay(text, tokens) ||
		slices.ContainsFunc(tokens, func(t Token) bool { return t.clock }) {
		return false
	}
	// What is left is how many words of it could be about their matter.
	matter := 0
	for _, t := range tokens {
		first, _ := utf8.DecodeRuneInString(text[t.From:])
		named := unicode.IsUpper(first) && !t.Starts // a name says who, not what
		if !named && utf8.RuneCountInString(t.Word) >= letters && !rules.empty[t.Word] &&
			!slices.ContainsFunc(found, func(x Finding) bool { return x.From <= t.From && t.To <= x.To }) {
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
func names(tokens []Token, known []string) bool {
	words := map[string]bool{}
	for _, k := range known {
		for _, t := range Tokenize(k) {
			if utf8.RuneCountInString(t.Word) >= telling {
				words[t.Word] = true
			}
		}
	}
	return slices.ContainsFunc(tokens, func(t Token) bool { return words[t.Word] })
}

// SpeaksOf reports whether a telling word of a fact is among some words, in whatever form: "delivery" is "deliveries".
func SpeaksOf(tokens []Token, fact string) bool {
	for _, known := range Tokenize(fact) {
		w := []rune(known.Word)
		if len(w) < telling {
			continue
		}
		stem := string(w[:max(telling, len(w)-3)])
		if slices.ContainsFunc(tokens, func(t Token) bool { return strings.HasPrefix(t.Word, stem) }) {
			return true
		}
	}
	return false
}
