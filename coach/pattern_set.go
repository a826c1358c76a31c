package coach

import (
	"fmt"
	"iter"
	"slices"

	"github.com/followup-coach/followup/coach/rulefile"
)

// patternSet is patterns by the words that they can begin with.
type patternSet map[string][]pattern

// in reports whether one of the patterns is anywhere in the tokens.
func (s patternSet) in(tokens []token) bool {
	return slices.ContainsFunc(s.starts(tokens), func(hit bool) bool { return hit })
}

// starts tells for each token whether one of the patterns begins with it.
func (s patternSet) starts(tokens []token) []bool {
	out := make([]bool, len(tokens))
	for i, t := range tokens {
		out[i] = slices.ContainsFunc(s[t.word], func(p pattern) bool { return p.at(tokens, i) > 0 })
	}
	return out
}

// ends gives the index behind each pattern that begins with a token.
func (s patternSet) ends(tokens []token, i int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for _, p := range s[tokens[i].word] {
			if n := p.at(tokens, i); n > 0 && !yield(i+n) {
				return
			}
		}
	}
}

// readSet reads the patterns of a list that must have some, and notes what is wrong with them.
func readSet(path string, list []string, ms *rulefile.Mistakes) patternSet {
	set := patternSet{}
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
