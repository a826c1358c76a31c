package phrase

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach/template"
)

// TeamPhrase is words that a manager asks the reps of a team not to use, and what they say instead.
type TeamPhrase struct {
	Words   string `json:"w"`
	Instead string `json:"i"`
	By      string `json:"by,omitempty"` // Slack user id of who added it
}

// Own are a team's phrases, the oldest first, no two of the same words.
type Own []TeamPhrase

// The limits of a team's phrases: with them a remark on one has at most 15 words.
const (
	OwnWords   = 6  // of the phrase
	OwnInstead = 8  // words
	MaxOwn     = 40 // of one team
	maxOwnText = 60 // characters of either
	oneWord    = 4  // letters of a phrase of one word: "the" and "you" stand in every note
)

// Problem is what is wrong with a phrase that somebody adds.
type Problem struct {
	Instead bool   // with what is said instead, not with the phrase
	Want    string // what is expected
}

// Error says what is expected of which part.
func (p *Problem) Error() string {
	if p.Instead {
		return "instead: " + p.Want
	}
	return "phrase: " + p.Want
}

// With is the list with one more phrase, or what is wrong with it. A built-in phrase may be there: the team's word on
// it is then the one that is said.
func (o Own) With(p TeamPhrase) (Own, *Problem) {
	tokens, count := Tokenize(p.Words), utf8.RuneCountInString
	switch {
	case len(tokens) == 0 || Fold(p.Words) == "":
		return o, &Problem{Want: "the words to avoid"}
	case len(tokens) > OwnWords || count(p.Words) > maxOwnText:
		return o, &Problem{Want: "at most 6 words and 60 characters"}
	case len(tokens) == 1 && count(tokens[0].Word) < oneWord:
		return o, &Problem{Want: "two words, or one of four letters"}
	// A match never goes on into the next sentence.
	case slices.ContainsFunc(tokens[1:], func(t Token) bool { return t.Starts }):
		return o, &Problem{Want: "words of one sentence"}
	case len(Tokenize(p.Instead)) == 0:
		return o, &Problem{Instead: true, Want: "what to say instead"}
	case len(strings.Fields(p.Instead)) > OwnInstead || count(p.Instead) > maxOwnText:
		return o, &Problem{Instead: true, Want: "at most 8 words and 60 characters instead"}
	case o.index(p.Words) >= 0:
		return o, &Problem{Want: "one that your team doesn't have yet"}
	case len(o) >= MaxOwn:
		return o, &Problem{Want: "room for it: 40 are the most, so remove one first"}
	}
	return append(slices.Clone(o), p), nil
}

// Without is the list without the phrase of these words, and that phrase; ok is false where there is none.
func (o Own) Without(words string) (without Own, p TeamPhrase, ok bool) {
	i := o.index(words)
	if i < 0 {
		return o, p, false
	}
	return slices.Delete(slices.Clone(o), i, i+1), o[i], true
}

// index is the place of the phrase that has the same words, however they are written; -1 for none.
func (o Own) index(words string) int {
	key := Fold(words)
	return slices.IndexFunc(o, func(p TeamPhrase) bool { return Fold(p.Words) == key })
}

// With is the book with teams' phrases before the others, since a team's own word is the graver one. The book itself
// stays as it is. Of a phrase that two teams have, the first one's is taken.
func (b *Book) With(own Own) *Book {
	var rules []phraseRule
	for i, p := range own {
		if own.index(p.Words) == i {
			rules = append(rules, p.rule())
		}
	}
	if len(rules) == 0 {
		return b
	}
	return newPhraseBook(append(rules, b.rules...))
}

// rule is the phrase as it is sought. Its words are words alone: what has a meaning in a pattern of a file has none.
func (p TeamPhrase) rule() phraseRule {
	var row pattern
	for _, t := range Tokenize(p.Words) {
		row.elements = append(row.elements, element{words: []string{t.Word}})
	}
	return phraseRule{id: "own " + Fold(p.Words), own: true, why: "Isn't team style.", source: "team", strength: "D",
		patterns: []pattern{row}, instead: []template.Template{{Parts: []string{asSentence(p.Instead)}}}}
}

// asSentence is a text with a capital and an end.
func asSentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(first)) + text[size:]
	if last, _ := utf8.DecodeLastRuneInString(text); !endsSentence(last) {
		text += "."
	}
	return text
}
