package outcome

import (
	"strings"
	"testing"

	"github.com/followup-coach/followup/coach/rulefile"
)

// TestEveryOutcomeIsListed: no outcome of the contract and no word for one is lost on the way into the lists.
func TestEveryOutcomeIsListed(t *testing.T) {
	if len(All()) != len(builtIn.byCode) || len(builtIn.all) == 0 || len(Words()) >= len(builtIn.said.nodes) {
		t.Error("lists and tables differ")
	}
}

// Everything that is written for an outcome is read as it.
func TestEveryPhraseIsRead(t *testing.T) {
	var file tableFile
	rulefile.Decode("data/outcomes.yaml", rulefile.Embedded("data/outcomes.yaml"), &file)
	count := 0
	for _, o := range file.Outcomes {
		if !o.Typed {
			continue
		}
		for _, pattern := range append(append([]string{string(o.Code), o.Label, o.Button}, o.Aliases...), o.Phrases...) {
			phrases, err := file.Sets.Phrases(pattern)
			if err != nil {
				t.Fatal(err)
			}
			count++
			for _, p := range phrases {
				words := strings.Fields(strings.ReplaceAll(p, numberWord, "3"))
				if r := Read(words); r.Outcome != o.Code || r.Used != len(words) {
					t.Errorf("%q is read as %v, want %s", p, r, o.Code)
				}
			}
		}
	}
	if count < 250 {
		t.Errorf("%d phrases", count)
	}
}

// TestShortWords: in running text an own outcome is its label with a small letter, unless it begins with a name in
// capitals, and the file that comes along has words for each of its outcomes.
func TestShortWords(t *testing.T) {
	for label, want := range map[string]string{"Demo held": "demo held", "CRM demo": "CRM demo", "Äpfel": "äpfel",
		"X": "X", "": "", "3D tour": "3D tour"} {
		if got := smallFirst(label); got != want {
			t.Errorf("%q: %q, want %q", label, got, want)
		}
	}
	entry := "outcomes:\n  - {code: a, label: A, button: A, group: other, source: s, short: "
	for short, wrong := range map[string]bool{"one": false, "one two three four": false, "''": true,
		"one two three four five": true} {
		if _, err := Load("f.yaml", []byte(entry+short+"}"), Added{}); (err != nil) != wrong {
			t.Errorf("short %q: %v", short, err)
		}
	}
}
