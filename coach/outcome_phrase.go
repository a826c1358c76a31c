package coach

import (
	"fmt"
	"slices"
	"strings"
)

// Phrases are written as patterns: "left (him|her|) a (voicemail|vm)" stands for six. An empty alternative may be left
// out, and $name stands for a set of the same file.

// articles change nothing within a phrase: it is found with and without them. His, her and their are none of them,
// since "called her back" isn't "called back", nor my and our: "returned my call".
var articles = []string{"a", "an", "the", "another"}

// maxPhrases is how many phrases one pattern may stand for.
const maxPhrases = 2000

// patternSets are patterns by name, for $name in others.
type patternSets map[string]string

// phrases are all phrases that a pattern stands for, each folded and with single spaces.
func (s patternSets) phrases(pattern string) ([]string, error) {
	p := patternReader{sets: s, left: pattern}
	out, err := p.alternatives(false)
	if err != nil {
		return nil, err
	}
	for _, phrase := range out {
		if phrase == "" {
			return nil, fmt.Errorf("%q: expected a word or a few, like \"left a (voicemail|vm)\"", pattern)
		}
	}
	return out, nil
}

// patternReader reads one pattern from its start.
type patternReader struct {
	sets  patternSets
	left  string
	depth int // of sets within sets
}

// alternatives reads up to the end, or to the bracket that closes where one is open.
func (p *patternReader) alternatives(open bool) (out []string, err error) {
	row := []string{""}
	for {
		p.left = strings.TrimLeft(p.left, " \t\n")
		if p.left == "" {
			if open {
				return nil, fmt.Errorf("a bracket is open: expected \")\"")
			}
			return append(out, row...), nil
		}
		var next []string
		switch p.left[0] {
		case '|':
			p.left = p.left[1:]
			out, row = append(out, row...), []string{""}
			continue
		case ')':
			if !open {
				return nil, fmt.Errorf("\")\" closes nothing: expected \"(\" before it")
			}
			p.left = p.left[1:]
			return append(out, row...), nil
		case '(':
			p.left = p.left[1:]
			next, err = p.alternatives(true)
		default:
			next, err = p.word()
		}
		if err != nil {
			return nil, err
		}
		if row = product(row, next); len(row)+len(out) > maxPhrases {
			return nil, fmt.Errorf("it stands for more than %d phrases", maxPhrases)
		}
	}
}

// word reads one word, or the set that it names.
func (p *patternReader) word() ([]string, error) {
	n := strings.IndexAny(p.left, " \t\n()|")
	if n < 0 {
		n = len(p.left)
	}
	w := p.left[:n]
	p.left = p.left[n:]
	if w[0] != '$' {
		return []string{wordKey([]string{w})}, nil
	}
	set, ok := p.sets[w[1:]]
	if !ok || p.depth > 4 {
		return nil, fmt.Errorf("%s: there is no such set, or it stands within itself", w)
	}
	inner := patternReader{sets: p.sets, left: set, depth: p.depth + 1}
	return inner.alternatives(false)
}

// product is every one of a followed by every one of b, each once. An article within a phrase is left out.
func product(a, b []string) []string {
	out := make([]string, 0, len(a)*len(b))
	seen := make(map[string]bool, len(a)*len(b))
	for _, x := range a {
		for _, y := range b {
			for x != "" {
				w, rest, _ := strings.Cut(y, " ")
				if !slices.Contains(articles, w) {
					break
				}
				y = rest
			}
			if phrase := strings.TrimSpace(x + " " + y); !seen[phrase] {
				seen[phrase] = true
				out = append(out, phrase)
			}
		}
	}
	return out
}
