package outreach

import (
	"strings"
	"testing"

	"github.com/followup-coach/followup/coach/rulefile"
	"github.com/followup-coach/followup/coach/template"
)

// No two texts of a kind have a sentence in common, and each says where it comes from.
func TestNoTwoTextsShareASentence(t *testing.T) {
	book, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	for kind, texts := range book.texts {
		said := map[string]string{}
		for _, x := range texts {
			if x.source == "" || x.source == rulefile.Configured {
				t.Errorf("%s/%s has no source", kind, x.id)
			}
			for _, s := range sentencesOf(x.written()) {
				if other, twice := said[s]; twice {
					t.Errorf("%s: %q stands in %s and in %s", kind, s, other, x.id)
				}
				said[s] = x.id
			}
		}
	}
}

// written is the text as it stands in the file.
func (t unfilled) written() string {
	whole := func(x template.Template) string {
		var b strings.Builder
		for i, p := range x.Parts {
			b.WriteString(p)
			if i < len(x.Slots) {
				b.WriteString("{" + x.Slots[i] + "}")
			}
		}
		return b.String()
	}
	return whole(t.subject) + "\n" + whole(t.body)
}
