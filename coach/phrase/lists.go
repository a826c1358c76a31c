package phrase

import (
	"strings"
	"sync"

	"github.com/followup-coach/followup/coach/rulefile"
)

// checkRules is data/check.yaml: what a message is held against besides its phrases. Each list is a set of patterns.
type checkRules struct {
	// reasons say why now; purpose says what a message is for, which is no less than a reason.
	reasons, purpose Set
	// goodbye ends a chase; tries name earlier calls and timing allows that it may be the wrong moment, its two halves
	// (S1.28).
	goodbye, tries, timing Set

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

// The lists are read apart from phrases.yaml, which a team may add to: what makes a reason a reason is nobody's taste.

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
		to   *Set
	}{{"reasons", file.Reasons, &r.reasons}, {"purpose", file.Purpose, &r.purpose}, {"goodbye", file.Goodbye, &r.goodbye},
		{"tries", file.Tries, &r.tries}, {"timing", file.Timing, &r.timing}} {
		*l.to = ReadSet(l.path, l.from, ms)
	}
	return r, ms.Err()
}
