package names_test

import (
	"testing"

	"github.com/followup-coach/followup/bot/names"
)

// Names that mean the same are the same, and no others.
func TestAlike(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"Smith & Sons", "smith and sons", true},
		{"Smith & Sons", "Smith + Sons", true},
		{"AT&T", "at and t", true},
		{"H&M", "H+M", true},
		{"Marks, Spencer & Co", "Marks Spencer and Co", true},
		{"Canal+", "Canal", false},
		{"C++", "C", false},
		{"And Co", "Co", false},
		{"Andersen", "ersen", false},
		{"Sand and Land", "Sand Land", true},
		{"Rock and", "Rock", false},
		{"Acme", "Асме", false},     // all Cyrillic: another word
		{"Acme", "Acmе", true},      // one letter of it
		{"Аврора", "Abpopa", false}, // a Russian word that happens to look Latin
		{"Omega", "Οmega", true},
		{"*Acme*", "∗Acme∗", true},
		{"A_B", "AˍB", true},
		{"A~B", "A∼B", true},
		{"A`B", "AˋB", true},
		{"Foo − Bar", "Foo - Bar", true},
	} {
		if same := names.Normalize(c.a) == names.Normalize(c.b); same != c.same {
			t.Errorf("%q and %q: %q, %q", c.a, c.b, names.Normalize(c.a), names.Normalize(c.b))
		}
	}
}

// Slips of fingers, and words that are merely alike.
func TestSlip(t *testing.T) {
	for _, c := range []struct {
		word, meant string
		slip        bool
	}{
		{"lgo", "log", true}, {"olg", "log", true}, {"lig", "log", true}, {"logg", "log", true}, {"lpg", "log", true},
		{"shwo", "show", true}, {"sho", "show", true}, {"shoow", "show", true},
		{"shpw", "show", true},
		{"snoze", "snooze", true}, {"clsoe", "close", true}, {"nxet", "next", true}, {"nxt", "next", true},
		{"Lou", "log", false}, {"Ada", "add", false}, {"Shaw", "show", false}, {"Lisa", "list", false}, {"lo", "log", false},
		{"how", "show", false}, {"lxog", "log", false}, {"xlog", "log", false}, {"l1g", "l2g", false}, {"lsg", "log", false},
		{"hwo", "show", false}, {"log", "log", false}, {"Newt", "next", false}, {"Chose", "close", false},
	} {
		if got := names.Slip(c.word, c.meant); got != c.slip {
			t.Errorf("%q for %q: %v", c.word, c.meant, got)
		}
	}
}
