package phrase

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/followup-coach/followup/coach/rulefile"
	"github.com/followup-coach/followup/coach/template"
)

// File is a rule about a phrase as written, in data/phrases.yaml and under phrases in a configuration file.
type File struct {
	ID string
	// Patterns are rows of words as [readPattern] takes them. Words of Unless in the same sentence make it innocent.
	Patterns []string
	Unless   []string
	Drafts   bool // sought in drafts alone, not in notes: about a message it is bad style, in a note mere news
	Why      string
	// Instead are variants, the most specific first; the last one can be said to somebody of whom nothing is known.
	Instead  []string
	Vague    bool   // a day and an hour would mend it (S1.8, S1.9)
	Author   string // who says so
	Strength string // of the evidence, A to D
	Source   string
}

// phraseRule is an entry of data/phrases.yaml.
type phraseRule struct {
	id, why, source  string
	author, strength string
	patterns         []pattern
	unless           [][]string
	instead          []template.Template
	vague, drafts    bool
	own              bool // a team's
}

// Book is all rules in the order of their gravity, and which pattern can begin with which word. It never changes after
// it was loaded and may be used by many goroutines at once.
type Book struct {
	rules []phraseRule
	first map[string][][2]int // a first word → rule and pattern
}

// BuiltIn are read once, whatever rules are loaded.
var BuiltIn = sync.OnceValues(func() (*Book, error) {
	return readPhrases("data/phrases.yaml", rulefile.Embedded("data/phrases.yaml"))
})

// readPhrases reads the rules of a file, in the order of their gravity.
func readPhrases(name string, data []byte) (*Book, error) {
	var file struct{ Phrases []File }
	ms := rulefile.Decode(name, data, &file)
	book := newPhraseBook(layPhrases(nil, file.Phrases, ms))
	return book, ms.Err()
}

// Load lays a team's phrases over the built-in ones: one of a known id takes its place, another stands before
// all of them, since a team's own word is the graver one.
func Load(files []File, ms *rulefile.Mistakes) (*Book, error) {
	have, err := BuiltIn()
	if err != nil {
		return nil, err
	}
	return newPhraseBook(layPhrases(have.rules, files, ms)), nil
}

// layPhrases reads rules and lays them over those that there are.
func layPhrases(have []phraseRule, files []File, ms *rulefile.Mistakes) []phraseRule {
	// own are those of no known id, which come first.
	out := slices.Clone(have)
	var own []phraseRule
	ids := map[string]bool{}
	for i, f := range files {
		path := fmt.Sprintf("phrases.%d", i)
		if f.ID == "" || ids[f.ID] {
			ms.Add(path+".id", "%q is empty or there twice", f.ID)
		}
		ids[f.ID] = true
		rule := f.rule(path, ms)
		if at := slices.IndexFunc(out, func(p phraseRule) bool { return p.id == f.ID }); at >= 0 {
			out[at] = rule
		} else {
			own = append(own, rule)
		}
	}
	return append(own, out...)
}

// rule checks what is written of a phrase.
func (f File) rule(path string, ms *rulefile.Mistakes) phraseRule {
	if f.Why == "" || len(f.Patterns) == 0 || len(f.Instead) == 0 {
		ms.Add(path, "patterns, why and instead are needed")
	}
	if f.Strength == "" {
		f.Strength = "D"
	}
	if !slices.Contains([]string{"A", "B", "C", "D"}, f.Strength) {
		ms.Add(path+".strength", "%q: expected A, B, C or D", f.Strength)
	}
	rule := phraseRule{id: f.ID, why: f.Why, source: rulefile.SourceOr(f.Source), author: f.Author, strength: f.Strength,
		vague: f.Vague, drafts: f.Drafts, instead: template.Variants(path+".instead", f.Instead, ms, nil)}
	for j, p := range f.Patterns {
		pat, err := readPattern(p, 2)
		if err != nil {
			ms.Add(fmt.Sprintf("%s.patterns.%d", path, j), "%q: %v", p, err)
			continue
		}
		rule.patterns = append(rule.patterns, pat)
	}
	for _, u := range f.Unless {
		rule.unless = append(rule.unless, strings.Fields(strings.ToLower(u)))
	}
	return rule
}

// newPhraseBook finds the rules by the words that they can begin with.
func newPhraseBook(rules []phraseRule) *Book {
	book := &Book{rules: rules, first: map[string][][2]int{}}
	for i, rule := range rules {
		for j, p := range rule.patterns {
			for _, w := range p.firsts() {
				book.first[w] = append(book.first[w], [2]int{i, j})
			}
		}
	}
	return book
}
