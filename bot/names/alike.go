package names

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// joins reports the words that stand for "&".
func joins(word []byte) bool { return string(word) == "and" || string(word) == "+" }

// mayJoin reports whether a word for "&" can be in a normal form at all.
func mayJoin(normal string) bool {
	return strings.Contains(normal, "and") || strings.IndexByte(normal, '+') >= 0
}

// joined drops the words that stand for "&" between two others, in place. At the ends
// they are words like any other ("And Co", "Canal+"), and so is a "+" that ends a word
// ("C++").
func joined(normal []byte) []byte {
	if !mayJoin(string(normal)) {
		return normal
	}
	for i := 1; i+1 < len(normal); i++ {
		if normal[i] == '+' && wordly(normal[i-1]) && wordly(normal[i+1]) {
			normal[i] = ' '
		}
	}
	out := normal[:0]
	for first, rest := true, normal; len(rest) > 0; first = false {
		word, tail, more := bytes.Cut(rest, []byte(" "))
		rest = tail
		if !first && more && joins(word) {
			continue
		}
		if !first {
			out = append(out, ' ')
		}
		out = append(out, word...)
	}
	return out
}

// wordly reports bytes of letters and digits of a normal form.
func wordly(c byte) bool { return c != '+' && c != ' ' }

// latinized writes the letters that only look Latin as Latin ones, in words that have
// Latin letters too: nobody types half a word in another script, but pages and address
// books bring such words along. A word of one script stays as it is.
func latinized(normal string) string {
	if isASCII(normal) {
		return normal
	}
	words := strings.Split(normal, " ")
	for i, w := range words {
		if strings.ContainsFunc(w, isLatin) {
			words[i] = strings.Map(asLatin, w)
		}
	}
	return strings.Join(words, " ")
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) }

// asLatin is the Latin letter that r looks like, as a capital or as a small letter;
// r itself for all others.
func asLatin(r rune) rune {
	if latin, ok := lookalikes[r]; ok {
		return latin
	}
	return r
}

// lookalikes are the small letters of Cyrillic and Greek whose capital, or which
// themselves, look like a Latin letter (Unicode's confusables).
var lookalikes = map[rune]rune{
	'а': 'a', 'в': 'b', 'с': 'c', 'ԁ': 'd', 'е': 'e', 'н': 'h', 'һ': 'h', 'і': 'i', 'ј': 'j', 'к': 'k', 'м': 'm', 'о': 'o',
	'р': 'p', 'ԛ': 'q', 'ѕ': 's', 'т': 't', 'ѵ': 'v', 'ԝ': 'w', 'х': 'x', 'у': 'y',
	'α': 'a', 'β': 'b', 'ε': 'e', 'η': 'h', 'ι': 'i', 'κ': 'k', 'μ': 'm', 'ν': 'n', 'ο': 'o', 'ρ': 'p', 'τ': 't', 'υ': 'y',
	'χ': 'x', 'ζ': 'z',
}
