package posts

import (
	"slices"
	"strings"
	"unicode"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
)

// unspaced are the scripts that are written without spaces between words.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao,
	unicode.Khmer, unicode.Myanmar}

// How much of a text without spaces is looked through for names, in letters, and how many letters these have: each
// piece of it may be one, so that the cost goes with both.
const (
	unspacedMost = 150
	pieceLeast   = 2
	pieceMost    = 14
)

// Names are what a lead may be called that a message is about, normalized, the likeliest first: some of its words,
// whatever marks stand at them ("re:Alder", "(Birch)"), and pieces of what is written without spaces, the longest
// first. However long the message is, there is no more than a few thousand.
func Names(text string) []string {
	list := input.CheckText(strings.Map(apart, text)).Names
	pieces := map[int][]string{} // by how many letters they have
	left := unspacedMost
	for run := range strings.FieldsFuncSeq(text, func(r rune) bool { return !inName(r) && r != '・' }) {
		letters := []rune(run)
		if !slices.ContainsFunc(letters, func(r rune) bool { return unicode.In(r, unspaced...) }) {
			continue
		}
		letters = letters[:min(left, len(letters))]
		left -= len(letters)
		for from := range letters {
			for n := pieceLeast; n <= min(pieceMost, len(letters)-from); n++ {
				pieces[n] = append(pieces[n], names.Normalize(string(letters[from:from+n])))
			}
		}
	}
	for n := pieceMost; n >= pieceLeast; n-- {
		list = append(list, pieces[n]...)
	}
	return list
}

// apart puts a space in the place of marks between words. Those within one ("O'Neil", "Smith & Sons") stay.
func apart(r rune) rune {
	if inName(r) || unicode.IsSpace(r) || strings.ContainsRune("'’&+", r) {
		return r
	}
	return ' '
}

// inName reports whether a sign is a letter of some script, a part of one, or a digit.
func inName(r rune) bool { return unicode.In(r, unicode.L, unicode.M, unicode.Nd) }
