package phrase

import (
	"fmt"
	"slices"
	"strings"
)

// pattern is a phrase as a row of elements.
type pattern struct {
	start    bool // at the start of a sentence only
	end      bool // at the end of a sentence only
	elements []element
	not      []string // none of the next two words of the sentence is one of these
}

// element is one of several words, or none of them where it is optional.
type element struct {
	words    []string
	optional bool
}

// The limits of a pattern keep a text's review linear in its length.
const (
	maxElements = 16
	notWithin   = 2 // words behind a match in which a word of "!" rules it out
)

// readPattern reads "^ will? send|mail you|them? !with". least is how many words must be there.
func readPattern(s string, least int) (pattern, error) {
	// needed counts the words that must be there.
	var p pattern
	needed := 0
	fields := strings.Fields(strings.ToLower(s))
	for i, field := range fields {
		last := i == len(fields)-1
		switch {
		case field == "^" && i == 0:
			p.start = true
			continue
		case field == "$" && last:
			p.end = true
			continue
		}
		words, isNot := strings.CutPrefix(field, "!")
		if isNot && !last {
			return p, fmt.Errorf("%q: expected it at the end", field)
		}
		var e element
		words, e.optional = strings.CutSuffix(words, "?")
		for w := range strings.SplitSeq(words, "|") {
			if tokens := Tokenize(w); len(tokens) != 1 || tokens[0].Word != w {
				return p, fmt.Errorf("%q is no single word", w)
			}
			e.words = append(e.words, w)
		}
		if isNot {
			p.not = e.words
			continue
		}
		if !e.optional {
			needed++
		}
		p.elements = append(p.elements, e)
	}
	switch {
	case needed < least && least == 2:
		return p, fmt.Errorf("expected at least two words that must be there")
	case needed < least:
		return p, fmt.Errorf("expected a word that must be there")
	case len(p.elements) > maxElements:
		return p, fmt.Errorf("expected at most %d words", maxElements)
	}
	return p, nil
}

// Patterns are looked up by the words that they can begin with, so that a review costs what stands in the text and not
// how many patterns there are.

// firsts are the words that a match can begin with.
func (p pattern) firsts() (out []string) {
	for _, e := range p.elements {
		out = append(out, e.words...)
		if !e.optional {
			break
		}
	}
	return out
}

// at is the number of tokens that the pattern takes where it begins with a token; 0 for none.
func (p pattern) at(tokens []Token, i int) int {
	if p.start && !tokens[i].Starts {
		return 0
	}
	n := p.match(tokens[i:])
	if n == 0 {
		return 0
	}
	behind := tokens[i+n:]
	if p.end && len(behind) > 0 && !behind[0].Starts {
		return 0
	}
	for k := 0; len(p.not) > 0 && k < min(notWithin, len(behind)) && !behind[k].Starts; k++ {
		if slices.Contains(p.not, behind[k].Word) {
			return 0
		}
	}
	return n
}

// match is the number of tokens, from the first one on, that the pattern takes; 0 for none. ready holds a bit for each
// number of elements that may be behind us, gapped those after which one foreign word has gone by.
func (p pattern) match(tokens []Token) int {
	closed := func(states uint32) uint32 { // optional elements may be passed over
		for k, e := range p.elements {
			if e.optional && states&(1<<k) != 0 {
				states |= 1 << (k + 1)
			}
		}
		return states
	}
	ready, gapped := closed(1), uint32(0)
	for i, t := range tokens {
		if i > 0 && t.Starts {
			return 0
		}
		var next uint32
		for k, e := range p.elements {
			if (ready|gapped)&(1<<k) != 0 && slices.Contains(e.words, t.Word) {
				next |= 1 << (k + 1)
			}
		}
		if i == 0 {
			ready = 0 // no match begins with a gap
		}
		ready, gapped = closed(next), ready
		switch {
		case ready&(1<<len(p.elements)) != 0:
			return i + 1
		case ready|gapped == 0:
			return 0
		}
	}
	return 0
}
