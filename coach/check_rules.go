package coach

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/followup-coach/followup/coach/rulefile"
)

// checkRules is data/check.yaml: what a message is held against besides its phrases. Each list is a set of patterns.
type checkRules struct {
	reasons, purpose, goodbye, tries, timing patternSet

	empty map[string]bool // words that say nothing about the matter
}

// checkPatterns are part of the program: unlike phrases, they say what is in a message, not what should not be.
var checkPatterns = sync.OnceValue(func() *checkRules {
	rules, err := readCheckRules("data/check.yaml", rulefile.Embedded("data/check.yaml"))
	if err != nil {
		panic(err) // the file is compiled in and tested
	}
	return rules
})

// readCheckRules reads the file and notes every mistake.
func readCheckRules(name string, data []byte) (*checkRules, error) {
	var file struct {
		Reasons, Purpose, Goodbye, Tries, Timing []string
		Empty                                    string
	}
	ms := rulefile.Decode(name, data, &file)
	r := &checkRules{empty: map[string]bool{}}
	for _, w := range strings.Fields(file.Empty) {
		r.empty[w] = true
	}
	for _, l := range []struct {
		path string
		from []string
		to   *patternSet
	}{{"reasons", file.Reasons, &r.reasons}, {"purpose", file.Purpose, &r.purpose}, {"goodbye", file.Goodbye, &r.goodbye},
		{"tries", file.Tries, &r.tries}, {"timing", file.Timing, &r.timing}} {
		*l.to = patternSet{}
		for i, s := range l.from {
			p, err := readPattern(s, 1)
			if err != nil {
				ms.Add(fmt.Sprintf("%s.%d", l.path, i), "%q: %v", s, err)
				continue
			}
			for _, w := range p.firsts() {
				(*l.to)[w] = append((*l.to)[w], p)
			}
		}
		if len(l.from) == 0 {
			ms.Add(l.path, "expected some patterns")
		}
	}
	return r, ms.Err()
}

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
