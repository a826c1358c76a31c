// Package phrasing writes out the phrases that a pattern stands for: "left (him|her|) a (voicemail|vm)" stands for six.
// An empty alternative may be left out, and $name stands for a pattern of the same file ([Sets]). What phrases mean is
// not known here. Phrases are compared folded ([Fold]), with and without their articles ([Article]).
package phrasing

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// articles change nothing within a phrase: it is found with and without them. His, her and their are none of them,
// since "called her back" isn't "called back", nor my and our: "returned my call".
var articles = []string{"a", "an", "the", "another"}

// Article reports whether a folded word changes nothing within a phrase.
func Article(word string) bool { return slices.Contains(articles, word) }

// mostPhrases is how many phrases one pattern may stand for.
const mostPhrases = 2000

// Sets are patterns by name, for $name in others.
type Sets map[string]string

// Phrases are all phrases that a pattern stands for, folded and with single spaces, in the order of the
// pattern. Articles within a phrase are left out; one that begins it stays. The error says what was expected.
func (s Sets) Phrases(pattern string) ([]string, error) {
	p := reader{sets: s, left: pattern}
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

// reader reads one pattern from its start.
type reader struct {
	sets  Sets
	left  string // what is not read yet
	depth int    // of sets within sets
}

// alternatives reads up to the end, or to the bracket that closes where one is open.
func (p *reader) alternatives(open bool) (out []string, err error) {
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
		case '$':
			var inner *reader
			if inner, err = p.set(p.word()); err == nil {
				next, err = inner.alternatives(false)
			}
		default:
			next = []string{Fold(p.word())}
		}
		if err != nil {
			return nil, err
		}
		if row = product(row, next); len(row)+len(out) > mostPhrases {
			return nil, fmt.Errorf("it stands for more than %d phrases", mostPhrases)
		}
	}
}

// word takes what stands up to the next space, bracket or bar.
func (p *reader) word() string {
	n := strings.IndexAny(p.left, " \t\n()|")
	if n < 0 {
		n = len(p.left)
	}
	w := p.left[:n]
	p.left = p.left[n:]
	return w
}

// mostDepth is how many sets may stand within each other, so that one within itself ends.
const mostDepth = 4

// set reads the set that a word with a dollar names.
func (p *reader) set(w string) (*reader, error) {
	set, ok := p.sets[w[1:]]
	if !ok || p.depth > mostDepth {
		return nil, fmt.Errorf("%s: there is no such set, or it stands within itself", w)
	}
	return &reader{sets: p.sets, left: set, depth: p.depth + 1}, nil
}

// product is every one of a followed by every one of b, each once; behind a single word, as most of b are, one may be
// there twice, which costs less than to look. An article within a phrase is left out.
func product(a, b []string) []string {
	out := make([]string, 0, len(a)*len(b))
	var seen map[string]bool
	if len(b) > 1 {
		seen = make(map[string]bool, len(a)*len(b))
	}
	for _, x := range a {
		for _, y := range b {
			for x != "" {
				w, rest, _ := strings.Cut(y, " ")
				if !Article(w) {
					break
				}
				y = rest
			}
			phrase := y
			if x != "" {
				phrase = strings.TrimSpace(x + " " + y)
			}
			if seen[phrase] {
				continue
			}
			if out = append(out, phrase); seen != nil {
				seen[phrase] = true
			}
		}
	}
	return out
}

// Fold is a text in the form in which phrases are compared: lower case, with straight apostrophes.
func Fold(text string) string { return strings.Map(FoldRune, text) }

// FoldRune is [Fold] of one character.
func FoldRune(r rune) rune {
	switch {
	case 'A' <= r && r <= 'Z':
		return r + 'a' - 'A'
	case r < utf8.RuneSelf:
		return r
	case r == '’' || r == '‘' || r == 'ʼ':
		return '\''
	}
	return unicode.ToLower(r)
}
