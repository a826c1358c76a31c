package tips

import (
	"strings"
	"testing"
)

func TestATipFileSaysAllItsMistakes(t *testing.T) {
	_, err := load("tips.yaml", []byte(`tips:
  - {id: a, text: x, topic: y, author: z, source: s, strength: E, against: n, for: [nowhere], when: [someday]}
  - {id: a, text: x}
`), nil)
	for _, want := range []string{`tips.yaml:2:`, `strength: "E"`, `"nowhere"`, `"someday"`,
		`tips.yaml:3:10: tips.1.id: "a" is empty or there twice`, "against are needed"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in\n%v", want, err)
		}
	}
}

// A tip file with a text or a line of how that is too long is refused with its line.
func TestTipsAreShortWhereTheyAreLoaded(t *testing.T) {
	tip := "tips:\n  - id: a\n    title: x\n    topic: x\n    author: x\n    source: x\n    against: x\n    strength: " +
		"D\n    for: [call]\n"
	for more, want := range map[string]string{
		"    text: " + strings.Repeat("word ", 35) + "\n    how: x\n": "tips.0.text: 35 words: expected at most 34",
		"    text: " + strings.Repeat("word ", 20) +
			"\n": "tips.0.how: 20 words: expected the same in at most 19",
		"    text: x\n    own: true\n": "own: there is no such key",
	} {
		if _, err := load("tips.yaml", []byte(tip+more), nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
}
