package tips

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach/rulefile"
)

// tipFiles are the built-in tips, in the order in which they are chosen where nothing else tells them apart.
var tipFiles = [...]string{"data/tips.yaml", "data/tips_tries.yaml", "data/tips_talks.yaml", "data/tips_end.yaml"}

// BuiltIn are the tips that are compiled in. They are read once, whatever rules are loaded.
func BuiltIn() (*Book, error) { return builtIn() }

var builtIn = sync.OnceValues(func() (*Book, error) {
	var all []Tip
	for _, name := range tipFiles {
		more, err := load(name, rulefile.Embedded(name), all)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return &Book{tips: all}, nil
})

// load reads a file of tips; each names its author, its evidence and what speaks against it (handbook §4). before
// are those of the files read before: no id is there twice.
func load(name string, data []byte, before []Tip) ([]Tip, error) {
	var file struct {
		Tips []Tip
	}
	ms := rulefile.Decode(name, data, &file)
	ids := map[string]bool{}
	for _, t := range before {
		ids[t.ID] = true
	}
	for i, t := range file.Tips {
		path := fmt.Sprintf("tips.%d", i)
		if t.ID == "" || ids[t.ID] {
			ms.Add(path+".id", "%q is empty or there twice", t.ID)
		}
		ids[t.ID] = true
		t.check(path, ms)
	}
	return file.Tips, ms.Err()
}

// check notes what a tip lacks and what it has that nobody knows.
func (t Tip) check(path string, ms *rulefile.Mistakes) {
	if t.Title == "" || t.Text == "" || t.Topic == "" || t.Author == "" || t.Source == "" || t.Against == "" {
		ms.Add(path, "title, text, topic, author, source and against are needed")
	}
	if n := len(strings.Fields(t.Text)); n > TipWords || utf8.RuneCountInString(t.Text) > maxTip {
		ms.Add(path+".text", "%d words: expected at most %d, and %d characters", n, TipWords, maxTip)
	}
	if n := len(strings.Fields(t.Line())); n > HintWords {
		ms.Add(path+".how", "%d words: expected the same in at most %d", n, HintWords)
	}
	if !slices.Contains([]string{"A", "B", "C", "D"}, t.Strength) {
		ms.Add(path+".strength", "%q: expected A, B, C or D", t.Strength)
	}
	if t.Cold != "" && !slices.Contains([]string{"A", "B", "C", "D"}, t.Cold) {
		ms.Add(path+".cold", "%q: expected A, B, C or D", t.Cold)
	}
	if len(t.For) == 0 {
		ms.Add(path+".for", "expected at least one situation")
	}
	for j, s := range t.For {
		if !slices.Contains(situations, s) {
			ms.Add(fmt.Sprintf("%s.for.%d", path, j), "%q: expected one of %v", s, situations)
		}
	}
	for j, s := range t.When {
		if !slices.Contains(Conditions(), s) {
			ms.Add(fmt.Sprintf("%s.when.%d", path, j), "%q: expected one of %v", s, Conditions())
		}
	}
}
