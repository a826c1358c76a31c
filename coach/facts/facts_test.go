package facts

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach"
)

// notFacts are the fields of a lead that people don't set by a key.
var notFacts = map[string]bool{"ID": true, "Rep": true, "Version": true, "Created": true, "Reasons": true,
	"Asked": true, "Progress": true,
	"Merged":  true, // which leads it was before
	"Moved":   true, // where a spread has put it
	"Shared":  true, // who else has it, which the store finds out
	"Handed":  true, // which reps had it before
	"Opened":  true, // who has read it
	"Leaving": true, // that it is on its way to another one
	"Phones":  true, // follows from Phone
	"List":    true} // what the list that it came from says, under that list's own names

// Every field that people may set has a row, and every row sets a field of its own.
func TestEveryFactHasARow(t *testing.T) {
	of := map[string]string{}
	for _, f := range All() {
		l := coach.Lead{}
		if err := f.Set(&l, sample(f)); err != nil {
			t.Fatalf("%s: %v", f.Key, err)
		}
		for i := range reflect.TypeFor[coach.Lead]().NumField() {
			if reflect.ValueOf(l).Field(i).IsZero() {
				continue
			}
			name := reflect.TypeFor[coach.Lead]().Field(i).Name
			if of[name] != "" {
				t.Errorf("%s and %s both set %s", of[name], f.Key, name)
			}
			of[name] = f.Key
		}
		if got, again := f.Value(l), l; f.Set(&again, got) != nil || Differ(l, again) {
			t.Errorf("%s: what is kept, %q, can't be set", f.Key, got)
		}
		if err := f.Set(&l, ""); err != nil || f.Value(l) != "" {
			t.Errorf("%s: not cleared: %q, %v", f.Key, f.Value(l), err)
		}
	}
	for i := range reflect.TypeFor[coach.Lead]().NumField() {
		if name := reflect.TypeFor[coach.Lead]().Field(i).Name; !notFacts[name] && of[name] == "" {
			t.Errorf("no row sets %s", name)
		}
	}
}

// sample is a value that a fact takes.
func sample(f Fact) string {
	switch {
	case len(f.Choices) > 0:
		return f.Choices[0].Value
	case f.Key == Zone:
		return "Europe/Berlin"
	case f.Key == Phone:
		return "+1 212 555 0100"
	case f.Key == Email:
		return "pat@acme.example"
	case f.Key == Web:
		return "acme.example"
	}
	return "some words"
}

func TestFactsAreToldApart(t *testing.T) {
	keys, labels, typed := map[string]bool{}, map[string]bool{}, map[int]string{}
	for _, f := range All() {
		if keys[f.Key] || labels[f.Label] || f.Ask.Words == "" || f.Typed > 0 && typed[f.Typed] != "" {
			t.Errorf("%s is not a row of its own: %+v", f.Key, f)
		}
		keys[f.Key], labels[f.Label], typed[f.Typed] = true, true, f.Key
		if f.read != nil && f.Key != Name && (f.What == "" || f.Expected == "" || f.Example == "") {
			t.Errorf("%s refuses values and doesn't say what it takes", f.Key)
		}
	}
	want := "phone email contact company tz hot source decides competitor gut prefers intro industry problem web"
	if n := len(strings.Fields(want)); len(typed) != n+1 { // one more for those without a place
		t.Errorf("%d keys may be typed, want %d: a new key takes the next place as Typed and the last one in want",
			len(typed)-1, n)
	}
	for i, key := range strings.Fields(want) {
		if typed[i+1] != key {
			t.Errorf("key %d of those that may be typed is %q, want %q", i+1, typed[i+1], key)
		}
	}
}

func TestSetFacts(t *testing.T) {
	for given, want := range map[string]string{
		"name:  Acme   Corp ": "Acme Corp", "gut:4": "4", "gut: 4": "", "gut:6": "", "gut:0": "", "gut:high": "",
		"prefers:Phone": "call", "prefers:E-Mail": "mail", "prefers:fax": "", "tz:europe/nowhere": "", "tz:Local": "",
		"tz:berlin": "Europe/Berlin", "phone:12": "12", "phone:+49 30 123": "+49 30 123",
		"phone:" + strings.Repeat("1", 301): "", "email:pat": "", "email:a b@c": "", "email:a@b@c": "",
		"warmth:cold": "cold", "warmth:hot": "", "potential:normal": "", "potential:low": "low",
		"contact:" + strings.Repeat("é", coach.MaxFact):   strings.Repeat("é", coach.MaxFact),
		"contact:" + strings.Repeat("é", coach.MaxFact+1): "",
	} {
		key, value, _ := strings.Cut(given, ":")
		l := coach.Lead{Source: "before", Potential: coach.PotentialHigh}
		err := Set(&l, map[string]string{key: value, Source: "after", "sent": "a price list"}, zoneOf)
		f, _ := For(key)
		var wrong *Error
		switch {
		case given == "potential:normal":
			if err != nil || l.Potential != coach.PotentialNormal {
				t.Errorf("%s: %v, %q", given, err, l.Potential)
			}
		case want != "" && (err != nil || f.Value(l) != want || l.Source != "after"):
			t.Errorf("%s: %v, kept %q, source %q", given, err, f.Value(l), l.Source)
		case want == "" && !errors.As(err, &wrong):
			t.Errorf("%s: %v", given, err)
		case want == "" && (wrong.Key != key || wrong.Given != value || wrong.What == "" || wrong.Expected == "" ||
			wrong.Example == "" || l.Source != "before"):
			t.Errorf("%s: %+v, source %q", given, wrong, l.Source)
		}
	}
	long := Check(coach.Lead{Problem: strings.Repeat("x", 301)})
	var wrong *Error
	if !errors.As(long, &wrong) || !strings.HasPrefix(wrong.Expected, "it has 301 characters, and 300 fit") {
		t.Errorf("too long: %v", long)
	}
	if err := Check(coach.Lead{Phone: "+1 212 555 0100", Gut: 5, TZ: "Europe/Berlin"}); err != nil {
		t.Errorf("all is well: %v", err)
	}
}

func zoneOf(typed string) (string, bool) { return "Europe/Berlin", typed == "berlin" }

// What is known is said in words, and so is what is not known of whom everybody is one or the other.
func TestFactsInWords(t *testing.T) {
	for key, words := range map[string][2]string{Gut: {"4", "4 of 5"}, Prefers: {"call", "calls"},
		Potential: {"", "normal"}, Warmth: {"", "unknown"}, Hot: {"", ""}, Source: {"web", "web"}} {
		if f, ok := For(key); !ok || f.Words(words[0]) != words[1] {
			t.Errorf("%s %q: %q", key, words[0], f.Words(words[0]))
		}
	}
	if _, ok := For("sent"); ok {
		t.Error("what came of a talk is no fact")
	}
}

// A key fits into a form and is no word that the grammar of a command has for something else.
func TestFactKeysAreWords(t *testing.T) {
	for _, f := range All() {
		if strings.Trim(f.Key, "abcdefghijklmnopqrstuvwxyz") != "" || utf8.RuneCountInString(f.Ask.Words) > 60 {
			t.Errorf("%s: %s", f.Key, f.Ask.Words)
		}
	}
}
