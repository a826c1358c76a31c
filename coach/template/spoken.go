package template

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// spokenMost is how much of a value is said in one breath, in characters.
const spokenMost = 160

// Thing is the name of material as it stands in a sentence: "spec sheet" is "the spec sheet", "our offer" is what it
// is.
func Thing(name string) string {
	first, _, _ := strings.Cut(strings.ToLower(name), " ")
	switch first {
	case "", "the", "a", "an", "my", "our", "your", "their", "this", "that", "these", "those":
		return name
	}
	return "the " + name
}

// Spoken makes a value of what somebody wrote: one line without an end of its own, short enough to say. What holds
// nothing that can be read has no value.
func Spoken(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if !strings.ContainsFunc(s, readable) {
		return ""
	}
	s = strings.TrimRight(s, ".,;:!? ")
	if utf8.RuneCountInString(s) <= spokenMost {
		return s
	}
	cut := string([]rune(s)[:spokenMost])
	if i := strings.LastIndexByte(cut, ' '); i > spokenMost/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, ".,;:!? ") + "…"
}

// readable reports whether a rune shows something: the fillers that count as letters don't.
func readable(r rune) bool {
	switch r {
	case '\u115F', '\u1160', '\u2800', '\u3164', '\uFFA0', utf8.RuneError:
		return false
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsSymbol(r)
}

// forms of address; whoever is written with one is called by it and the last name.
var addresses = []string{"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "herr", "frau", "sir", "dame", "monsieur",
	"madame", "señor", "señora"}

// suffixes follow a name behind a comma and are none.
var suffixes = []string{"jr", "sr", "phd", "esq", "cpa", "mba", "sales", "marketing", "purchasing", "procurement",
	"finance"}

// FirstName is how somebody is called on the phone: "Pat" of "Pat Doe" and of "Doe, Pat", "Dr. Doe" of "Dr. Pat Doe".
// Names that begin with the family are left whole.
func FirstName(s string) string {
	if family, given, ok := strings.Cut(s, ","); ok {
		s = strings.TrimSpace(family)
		if w := strings.Fields(given); len(w) == 1 && len(strings.Fields(s)) == 1 && w[0] != strings.ToUpper(w[0]) &&
			!slices.Contains(suffixes, strings.ToLower(strings.TrimRight(w[0], "."))) {
			return w[0]
		}
	}
	words := strings.Fields(s)
	if len(words) < 2 || strings.ContainsFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana)
	}) {
		return s
	}
	if slices.Contains(addresses, strings.ToLower(strings.TrimRight(words[0], "."))) {
		return words[0] + " " + words[len(words)-1]
	}
	if !strings.ContainsFunc(words[0], readable) {
		return s
	}
	return words[0]
}
