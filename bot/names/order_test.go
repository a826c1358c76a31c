package names_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/followup-coach/followup/bot/names"
)

// A slip is no hit beside a better one, wherever it stands in the index; a word of the query takes the first word that
// it begins, and a nearer kind is never given up for a farther one.
func TestBetterHitsComeAlone(t *testing.T) {
	for _, c := range []struct {
		query, want string
		index       []string
	}{
		{"busy", "Busy Bee tokens", []string{"Busy Bee", "Busi Corp"}},
		{"busy", "Busy Bee tokens", []string{"Busi Corp", "Busy Bee"}},
		{"busybee", "Busybee Foods tokens", []string{"Busybee Foods", "Busy Bee"}},
		{"busybee", "Busybee Foods tokens", []string{"Busy Bee", "Busybee Foods"}},
		{"acme", "Acmetron Acmi prefix", []string{"Acmetron Acmi"}},
		{"b a", "Bx Ay Bz prefix, Ay Bx Bz prefix", []string{"Ay Bx Bz", "Bx Ay Bz"}},
		{"corp acme", "Corp of Acme tokens, Acme of Corp tokens", []string{"Acme of Corp", "Corp of Acme"}},
		{"acme east", "Acme West East tokens, Acme East and West Union tokens",
			[]string{"Acme East and West Union", "Acme West East"}},
		{"amcefgh", "", []string{"Acmeijk"}},
		{"amce", "Acme typo", []string{"Acme"}},
		{"acm", "", []string{"Axm", "Ac"}},
		{"north", "A B C D E F G H I J K North tokens", []string{"A B C D E F G H I J K North"}},
		{"acme", "", []string{"...", ""}},
	} {
		if got := say(names.Match(c.query, entries(c.index...))); got != c.want {
			t.Errorf("Match(%q, %q) = %s; want %s", c.query, c.index, got, c.want)
		}
	}
}

// The nearest hits are kept, however the index is ordered.
func TestHitsAreBoundedBackwards(t *testing.T) {
	var many []string
	for _, a := range "abcdefghijklmnopqrstuvwxyz" {
		many = append(many, "Acme "+string(a))
	}
	slices.Reverse(many)
	hits := names.Match("acme", entries(many...))
	if len(hits) != names.MaxHits || hits[0].Name != "Acme a" || hits[names.MaxHits-1].Name != "Acme t" {
		t.Errorf("%d hits: %s", len(hits), say(hits))
	}
}

// Near words come nearest first, at most three; up to five letters forgive one edit, six or more two.
func TestNearIsOrdered(t *testing.T) {
	for _, c := range []struct{ word, list, want string }{
		{"abcdef", "abcdxy abcdeg", "abcdeg abcdxy"},
		{"abcdxy", "abcdef", "abcdef"},
		{"abcxy", "abcde", ""},
		{"abcde", "abcdf abcdg abcdh abcdi", "abcdf abcdg abcdh"},
		{"abdce", "abcde", "abcde"},
		{"ab", "abc ba", "ba"},
	} {
		if got := strings.Join(names.Near(c.word, strings.Fields(c.list)), " "); got != c.want {
			t.Errorf("Near(%q, %s) = %s, want %s", c.word, c.list, got, c.want)
		}
	}
}

// Names that were stored while "and" and "+" were words of a name are found by that form.
func TestFormerPrefixes(t *testing.T) {
	for text, want := range map[string]string{
		"Acme vm":       "",
		"Kim AND Sons":  "kim and sons|kim and|kim",
		"H+M vm":        "h+m vm|h+m",
		"Andersen vm":   "",
		"a b and c d e": "a b and c d e|a b and c d|a b and c|a b and|a b|a",
	} {
		if got := strings.Join(names.FormerPrefixes(strings.Fields(text)), "|"); got != want {
			t.Errorf("FormerPrefixes(%q) = %s, want %s", text, got, want)
		}
	}
}
