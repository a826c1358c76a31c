package coach

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Finding is a phrase in somebody's words that ends a talk or opens one badly, and what to say instead.
type Finding struct {
	ID       string
	Words    string // as written
	From, To int    // bytes of the text
	Why      string
	Instead  string // for nobody in particular; for a lead see [Rules.Instead]
	Source   string
	Vague    bool // a day and an hour would mend it (S1.8, S1.9)
}

// phraseRule is an entry of data/phrases.yaml.
type phraseRule struct {
	id, why, source string
	patterns        []pattern
	unless          [][]string
	instead         []template
	vague           bool
}

// pattern is a phrase as a row of elements.
type pattern struct {
	start    bool // at the start of a sentence only
	elements []element
}

// element is one of several words, or none of them where it is optional.
type element struct {
	words    []string
	optional bool
}

// The limits of a pattern keep a text's review linear in its length.
const maxElements = 16

// phraseBook is all rules, and which pattern can begin with which word.
type phraseBook struct {
	rules []phraseRule
	first map[string][][2]int // a first word → rule and pattern
}

// builtInPhrases are read once, whatever rules are loaded.
var builtInPhrases = sync.OnceValues(func() (*phraseBook, error) {
	return loadPhrases("data/phrases.yaml", embedded("data/phrases.yaml"))
})

// loadPhrases reads the rules, in the order of their gravity.
func loadPhrases(name string, data []byte) (*phraseBook, error) {
	var file struct {
		Phrases []struct {
			ID       string
			Patterns []string
			Unless   []string
			Why      string
			Instead  []string
			Vague    bool
			Source   string
		}
	}
	ms := decode(name, data, &file)
	book := &phraseBook{first: map[string][][2]int{}}
	ids := map[string]bool{}
	for i, f := range file.Phrases {
		path := fmt.Sprintf("phrases.%d", i)
		if f.ID == "" || ids[f.ID] {
			ms.add(path+".id", "%q is empty or there twice", f.ID)
		}
		ids[f.ID] = true
		if f.Why == "" || f.Source == "" || len(f.Patterns) == 0 || len(f.Instead) == 0 {
			ms.add(path, "patterns, why, instead and source are needed")
		}
		rule := phraseRule{id: f.ID, why: f.Why, source: f.Source, vague: f.Vague,
			instead: readVariants(path+".instead", f.Instead, ms, nil)}
		for j, p := range f.Patterns {
			pat, err := readPattern(p)
			if err != nil {
				ms.add(fmt.Sprintf("%s.patterns.%d", path, j), "%q: %v", p, err)
				continue
			}
			for _, w := range pat.firsts() {
				book.first[w] = append(book.first[w], [2]int{i, len(rule.patterns)})
			}
			rule.patterns = append(rule.patterns, pat)
		}
		for _, u := range f.Unless {
			rule.unless = append(rule.unless, strings.Fields(strings.ToLower(u)))
		}
		book.rules = append(book.rules, rule)
	}
	return book, ms.err()
}

// readPattern reads "^ will? send|mail you|them?".
func readPattern(s string) (pattern, error) {
	var p pattern
	needed := 0
	for i, field := range strings.Fields(strings.ToLower(s)) {
		if field == "^" && i == 0 {
			p.start = true
			continue
		}
		var e element
		field, e.optional = strings.CutSuffix(field, "?")
		for w := range strings.SplitSeq(field, "|") {
			if tokens := tokenize(w); len(tokens) != 1 || tokens[0].word != w {
				return p, fmt.Errorf("%q is no single word", w)
			}
			e.words = append(e.words, w)
		}
		if !e.optional {
			needed++
		}
		p.elements = append(p.elements, e)
	}
	switch {
	case needed < 2:
		return p, fmt.Errorf("expected at least two words that must be there")
	case len(p.elements) > maxElements:
		return p, fmt.Errorf("expected at most %d words", maxElements)
	}
	return p, nil
}

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

// match is the number of tokens, from the first one on, that the pattern takes; 0 for none. ready holds a bit for each
// number of elements that may be behind us, gapped those after which one foreign word has gone by.
func (p pattern) match(tokens []token) int {
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
		if i > 0 && t.starts {
			return 0
		}
		var next uint32
		for k, e := range p.elements {
			if (ready|gapped)&(1<<k) != 0 && slices.Contains(e.words, t.word) {
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

// Review finds the phrases in a text that coaching advises against, in the order of the text and never two over the
// same words: where two phrases share some, the finding is the graver one's and names the words of both. It looks at
// words, not at layout: case, hyphens, curly quotes and line breaks inside a sentence make no difference. Its time is
// linear in the text.
func (r *Rules) Review(text string) []Finding {
	tokens := tokenize(text)
	type hit struct{ rule, from, to int }
	var hits []hit
	for i, t := range tokens {
		for _, at := range r.phrases.first[t.word] {
			p := r.phrases.rules[at[0]].patterns[at[1]]
			if p.start && !t.starts {
				continue
			}
			if n := p.match(tokens[i:]); n > 0 {
				hits = append(hits, hit{at[0], i, i + n})
			}
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		if a.rule != b.rule {
			return a.rule - b.rule
		}
		if n := (a.to - a.from) - (b.to - b.from); n != 0 {
			return n // the core of it, without what stands around
		}
		return a.from - b.from
	})
	taken := make([]int, len(tokens)) // by which finding, counted from 1
	innocent := map[[2]int]bool{}     // by rule and start of the sentence
	var out []Finding
	for _, h := range hits {
		before, alone := overlaps(taken[h.from:h.to])
		if !alone || before > 0 && out[before-1].ID == r.phrases.rules[h.rule].id {
			continue
		}
		rule := r.phrases.rules[h.rule]
		key := [2]int{h.rule, tokens[h.from].sentence}
		excused, known := innocent[key]
		if !known {
			excused = rule.excused(tokens, h.from)
			innocent[key] = excused
		}
		if excused {
			continue
		}
		from, to := tokens[h.from].from, tokens[h.to-1].to
		n := len(out) + 1
		if before > 0 {
			n = before
		}
		for k := h.from; k < h.to; k++ {
			taken[k] = n
		}
		if before > 0 {
			f := &out[before-1]
			f.From, f.To = min(f.From, from), max(f.To, to)
			f.Words = text[f.From:f.To]
			continue
		}
		instead, _ := rule.instead[len(rule.instead)-1].fill(nil)
		out = append(out, Finding{ID: rule.id, Words: text[from:to], From: from, To: to, Why: rule.why, Instead: instead,
			Source: rule.source, Vague: rule.vague})
	}
	slices.SortFunc(out, func(a, b Finding) int { return a.From - b.From })
	return out
}

// overlaps is the one finding that has some of these words already, 0 for none; false when several have.
func overlaps(taken []int) (finding int, ok bool) {
	for _, n := range taken {
		switch {
		case n == 0 || n == finding:
		case finding != 0:
			return 0, false
		default:
			finding = n
		}
	}
	return finding, true
}

// Instead is what to say in place of a finding to one lead; "" for no such finding.
func (r *Rules) Instead(id string, f Fill) string {
	for _, rule := range r.phrases.rules {
		if rule.id == id {
			return firstFilled(rule.instead, f.values())
		}
	}
	return ""
}

// excused reports whether the sentence of a token has words in it that make the phrase innocent.
func (p phraseRule) excused(tokens []token, at int) bool {
	from := tokens[at].sentence
	to := at + 1
	for to < len(tokens) && tokens[to].sentence == from {
		to++
	}
	for _, u := range p.unless {
		for i := from; i+len(u) <= to; i++ {
			if slices.EqualFunc(tokens[i:i+len(u)], u,
				func(t token, w string) bool { return t.word == w || w == "<time>" && t.clock }) {
				return true
			}
		}
	}
	return false
}
