package dates

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// inner are words that stand inside a phrase or at its end and begin none.
var inner = strings.Fields("ish noonish of and or to th st nd rd am pm a.m p.m a.m. p.m. am. uhr o'clock oclock hrs h " +
	"p sharp clock o moro morrow mrw play p thing time tz timezone local there time's so thereabouts possible week's weeks' years year's half minutes " +
	"their his her lead's prospect's my our ago past business working off")

// outer are words that may begin a phrase, besides the names of days, months, numbers and parts of the day.
var outer = strings.Fields("in on at @ the a an this next last coming following upcoming first end eod cob eow eom eoq " +
	"eoy noon midday midnight half quarter now right just today tonight yesterday day week month year quarter weekend " +
	"until till til for anytime any around about roughly approx approximately circa ca before by after from since " +
	"within over during early late mid maybe perhaps probably possibly hopefully ideally either between not sometime " +
	"some few couple several earlier later soon asap someday eventually whenever shortly midweek beginning start middle " +
	"as one close q new christmas xmas easter thanksgiving holiday holidays lunch break vacation")

// vocabulary are the words of the grammar; true for those that may begin a phrase. It is built from the tables that the
// grammar itself reads.
var vocabulary = sync.OnceValue(func() map[string]bool {
	m := make(map[string]bool, 1500)
	for id := range zoneCities() {
		for w := range strings.FieldsSeq(id) {
			m[w] = false
		}
	}
	for name := range cities {
		for w := range strings.FieldsSeq(name) {
			m[w] = false
		}
	}
	for w := range abbreviations {
		m[w] = false
	}
	for w := range doubtful {
		m[w] = false
	}
	for w := range regions {
		m[w] = false
	}
	for w, u := range units {
		m[w] = !u.glued && m[w]
	}
	for _, w := range inner {
		m[w] = false
	}
	for name := range feasts {
		first, rest, _ := strings.Cut(name, " ")
		for w := range strings.FieldsSeq(rest) {
			m[w] = m[w] || false
		}
		m[first] = true
		m[first+"'s"] = true
	}
	for typed, w := range spelt {
		m[typed] = true
		m[w] = m[w] || false
	}
	addStarts(m, ordinalWords)
	addStarts(m, weekdays)
	addStarts(m, months)
	addStarts(m, numberWords)
	addStarts(m, parts)
	addStarts(m, tomorrows)
	addStarts(m, seasons)
	for _, w := range outer {
		m[w] = true
	}
	return m
})

// addStarts adds the keys of a table as words that may begin a phrase.
func addStarts[V any](m map[string]bool, table map[string]V) {
	for w := range table {
		m[w] = true
	}
}

// bare is a word as tables have it: small letters, without the marks around it.
func bare(word string) string {
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf { // what phones and word processors put in
			word = strings.TrimSpace(clean(word))
			break
		}
	}
	return strings.ToLower(strings.Trim(word, "_,.;:!?()\"'*`"))
}

// begins reports whether a phrase may begin with the word.
func begins(word string) bool {
	w := bare(word)
	if w == "" {
		return word == "@" || word == "~"
	}
	if first, known := vocabulary()[w]; known {
		return first
	}
	return belongs(word) && (isDigit(rune(w[0])) || w[0] == '~' || vocabulary()[leading(w)])
}

// leading are the letters at the start of a word.
func leading(w string) string {
	end := 0
	for end < len(w) && (w[end] >= 'a' && w[end] <= 'z' || w[end] == '\'') {
		end++
	}
	return w[:end]
}

// belongs reports whether a word can stand in a phrase about time: it is in the vocabulary, a mark, or made up of
// numbers and such words ("2pm-3pm", "13-Nov-26", "Thu/Fri").
func belongs(word string) bool {
	w := bare(word)
	if _, known := vocabulary()[w]; known || w == "" || w == "-" {
		return true
	}
	if first := leading(w); regions[first] && strings.HasPrefix(w[len(first):], "/") {
		return true // Europe/Berlin
	}
	for i := 0; i < len(w); {
		switch c := w[i]; {
		case isDigit(rune(c)) || strings.IndexByte(":.,/-+~@", c) >= 0:
			i++
		default:
			end := i
			for end < len(w) && strings.IndexByte("0123456789:.,/-+~@", w[end]) < 0 {
				end++
			}
			part := strings.Trim(w[i:end], "'")
			if _, known := vocabulary()[part]; !known {
				return false
			}
			i = end
		}
	}
	return true
}
