package phone

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// plainText is a text without what only a screen shows: marks that take no room are gone, every space is a space, every
// dash a hyphen, every digit one of ASCII's. at says where each of its bytes stands in s, and where s ends.
func plainText(s string) (text string, at []int) {
	var b strings.Builder
	b.Grow(len(s))
	at = make([]int, 0, len(s)+1)
	seen := 0
	for i, c := range s {
		if seen++; seen > textLength {
			break
		}
		c = plainSign(c)
		if c < 0 {
			continue
		}
		for range utf8.RuneLen(c) {
			at = append(at, i)
		}
		b.WriteRune(c)
	}
	return b.String(), append(at, len(s))
}

// plainSign is how a character counts in a number; below zero when it does not.
func plainSign(c rune) rune {
	if c < 0x7f {
		switch {
		case c == '\n':
			return ';' // a line holds a number
		case c < ' ':
			return ' '
		case c == '[':
			return '('
		case c == ']':
			return ')'
		}
		return c
	}
	switch {
	case unicode.In(c, unicode.Cf, unicode.Mn, unicode.Me):
		return -1
	case unicode.IsSpace(c):
		return ' '
	case unicode.Is(unicode.Pd, c):
		return '-'
	case unicode.IsDigit(c):
		return '0' + digitValue(c)
	case c >= '！' && c <= '～': // the wide forms of ASCII
		return c - '！' + '!'
	}
	if plain, ok := signs[c]; ok {
		return plain
	}
	return c
}

// signs are other characters that people write numbers with.
var signs = map[rune]rune{'−': '-', '⁃': '-', 'ー': '-', '﹢': '+', '⁄': '/', '∕': '/', '·': '.', '•': '.', '‧': '.',
	'∙': '.', '、': ',', '،': ',', '؛': ';', utf8.RuneError: ' '}

// digitValue is the value of a decimal digit of any script: ten of them always stand together, zero first.
func digitValue(c rune) rune {
	n := rune(0)
	for n < 9 && unicode.IsDigit(c-1) {
		c, n = c-1, n+1
	}
	return n
}
