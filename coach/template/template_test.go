package template

import (
	"strings"
	"testing"

	"github.com/followup-coach/followup/coach/rulefile"
)

// read takes a sentence apart with the given slots, and gives what was wrong with it.
func read(s string, known ...string) (Template, string) {
	var file struct{ Say string }
	ms := rulefile.Decode("test.yaml", []byte("say: x\n"), &file)
	t := ReadSlots("say", s, known, ms)
	if err := ms.Err(); err != nil {
		return t, err.Error()
	}
	return t, ""
}

func TestASentenceIsFilledWholeOrNotAtAll(t *testing.T) {
	values := map[string]string{"name": "Pat", "hot": "fewer {name}s", "why": ""}
	for _, c := range []struct{ say, want string }{
		{"Hi {name}.", "Hi Pat."},
		{"{hot}, {name}?", "Fewer {name}s, Pat?"}, // a value begins the sentence and is no template
		{"So. {hot}.", "So. Fewer {name}s."},
		{"Because {why}.", ""},
		{"Nothing to fill", "Nothing to fill"},
	} {
		tmpl, wrong := read(c.say, "name", "hot", "why")
		if wrong != "" {
			t.Fatal(wrong)
		}
		got, ok := tmpl.Fill(values)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%q: %q, %v; want %q", c.say, got, ok, c.want)
		}
	}
}

func TestWhatIsWrongWithASentenceIsSaid(t *testing.T) {
	for _, c := range []struct{ say, want string }{
		{"Hi {nme}", "{nme}: no such slot; there are name, hot"},
		{"Hi {name", "a { without its }"},
		{"Hi name}", "a } without its {"},
		{strings.Repeat("x", maxLine+1), "expected at most 600"},
		{"Hi {name}, {hot}", ""},
	} {
		if _, wrong := read(c.say, "name", "hot"); !strings.Contains(wrong, c.want) || c.want == "" && wrong != "" {
			t.Errorf("%q: %q, want %q", c.say, wrong, c.want)
		}
	}
}

func TestTheFirstVariantThatCanBeFilled(t *testing.T) {
	var variants []Template
	for _, s := range []string{"{name} and {hot}", "{name} alone", "nobody"} {
		tmpl, _ := read(s, "name", "hot")
		variants = append(variants, tmpl)
	}
	for _, c := range []struct {
		values map[string]string
		want   string
	}{
		{map[string]string{"name": "Pat", "hot": "noise"}, "Pat and noise"},
		{map[string]string{"name": "Pat"}, "Pat alone"},
		{nil, "nobody"},
	} {
		if got := First(variants, c.values); got != c.want {
			t.Errorf("%v: %q, want %q", c.values, got, c.want)
		}
	}
}

func TestWhatSomebodyWroteAsItIsSaid(t *testing.T) {
	for typed, want := range map[string]string{
		"  less\ndowntime.. ": "less downtime", "\u2800\u3164": "", "": "", "—": "",
		strings.Repeat("word ", 60): strings.TrimSpace(strings.Repeat("word ", 32)) + "…",
	} {
		if got := Spoken(typed); got != want {
			t.Errorf("Spoken(%q) = %q, want %q", typed, got, want)
		}
	}
	for name, want := range map[string]string{"spec sheet": "the spec sheet", "our offer": "our offer", "": ""} {
		if got := Thing(name); got != want {
			t.Errorf("Thing(%q) = %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]string{"Pat Doe": "Pat", "Doe, Pat": "Pat", "Dr. Pat Doe": "Dr. Doe",
		"田中 太郎": "田中 太郎"} {
		if got := FirstName(name); got != want {
			t.Errorf("FirstName(%q) = %q, want %q", name, got, want)
		}
	}
}
