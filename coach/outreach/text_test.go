package outreach

import (
	"strings"
	"testing"

	"github.com/followup-coach/followup/coach/phrase"
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

// S1.28: a goodbye is sent with both halves alone. A team's text that holds {tries} where they are no tries passes the
// file, and is passed over once it is filled.
func TestAGoodbyeHasBothHalves(t *testing.T) {
	texts := []struct{ ID, Subject, Body, Source string }{
		{ID: "no-try", Subject: "The last one", Body: "{name}, something happened {tries}. The timing isn't right."},
		{ID: "whole", Subject: "So long", Body: "{name}, I've called {tries}. It seems that the timing isn't right."},
		{ID: "third", Subject: "Farewell", Body: "{name}, I rang you {tries}. Perhaps the timing is wrong."},
	}
	phrases, err := phrase.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Drafts map[string]File }
	ms := rulefile.Decode("own.yaml", []byte("drafts: {goodbye: {}}"), &file)
	book, err := Load(map[string]File{"goodbye": {Texts: texts}}, phrases, ms)
	if err != nil || ms.Err() != nil {
		t.Fatal(err, ms.Err())
	}
	for tries, want := range map[string]string{"on Oct 15 and 22": "whole", "": "", "a few times": ""} {
		got, ok := book.Choose(Goodbye, map[string]string{"name": "Pat", "tries": tries}, nil, "Maya")
		if got.ID != want || ok != (want != "") {
			t.Errorf("tries %q: %+v", tries, got)
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
