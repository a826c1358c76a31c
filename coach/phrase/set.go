package phrase

import (
	"fmt"
	"iter"
	"slices"

	"github.com/followup-coach/followup/coach/rulefile"
)

// Set is patterns by the words that they can begin with, so that a text is read once, whatever their number. A pattern
// is a row of words, of which one foreign word may stand between two: "^ will? send|mail you|them? !with" is found at
// the start of a sentence, with or without "will" and "you", unless "with" follows.
type Set map[string][]pattern

// In reports whether one of the patterns is anywhere in the tokens.
func (s Set) In(tokens []Token) bool {
	return slices.ContainsFunc(s.Starts(tokens), func(hit bool) bool { return hit })
}

// Starts tells for each token whether one of the patterns begins with it.
func (s Set) Starts(tokens []Token) []bool {
	out := make([]bool, len(tokens))
	for i, t := range tokens {
		out[i] = slices.ContainsFunc(s[t.Word], func(p pattern) bool { return p.at(tokens, i) > 0 })
	}
	return out
}

// Ends gives the index behind each pattern that begins with a token.
func (s Set) Ends(tokens []Token, i int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for _, p := range s[tokens[i].Word] {
			if n := p.at(tokens, i); n > 0 && !yield(i+n) {
				return
			}
		}
	}
}

// ReadSet reads the patterns of a list that must have some, and notes what is wrong with them.
func ReadSet(path string, list []string, ms *rulefile.Mistakes) Set {
	set := Set{}
	for i, s := range list {
		p, err := readPattern(s, 1)
		if err != nil {
			ms.Add(fmt.Sprintf("%s.%d", path, i), "%q: %v", s, err)
			continue
		}
		for _, w := range p.firsts() {
			set[w] = append(set[w], p)
		}
	}
	if len(list) == 0 {
		ms.Add(path, "expected some patterns")
	}
	return set
}
