package words

import (
	"strings"
	"unicode/utf8"
)

// Clean takes out of a typed text what came along by pasting and means nothing: marks that nobody sees (of width zero,
// of direction, soft hyphens), and what stands in front, a /followup once more or a link's scheme. The joiners inside
// emoji and words of scripts that need them stay.
func Clean(text string) string {
	if !ascii(text) { // nothing of what is typed on a keyboard is invisible
		text = strings.Map(visible, text)
	}
	for {
		rest := strings.TrimLeft(text, " \t\n\u00a0")
		if len(rest) < len(pasted) || !strings.EqualFold(rest[:len(pasted)], pasted) ||
			len(rest) > len(pasted) && !strings.ContainsRune(" \t\n\u00a0", rune(rest[len(pasted)])) {
			return withoutScheme(text)
		}
		text = rest[len(pasted):]
	}
}

// withoutScheme is a text without the scheme of a number or an address that it begins with, as a copied link has one:
// "tel:+12125550100 voicemail". Behind a name "tel:" is a key.
func withoutScheme(text string) string {
	for _, scheme := range []string{"tel:", "mailto:", "sms:", "callto:"} {
		if n := len(scheme); len(text) > n && strings.EqualFold(text[:n], scheme) && text[n] > ' ' {
			return text[n:]
		}
	}
	return text
}

// pasted is the command as it stands in front of lines that are copied from a message or a manual.
const pasted = "/followup"

// visible is a rune of a text, or -1 for a mark that shows nothing and joins nothing.
func visible(r rune) rune {
	switch r {
	case '\u00ad', '\u200b', '\u200e', '\u200f', '\u2060', '\ufeff':
		return -1
	}
	if r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' {
		return -1
	}
	return r
}

// ascii reports whether a text is of ASCII alone, as most are: what looks for other marks has nothing to do then.
func ascii(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// bare is a word without the punctuation around it: "won!" and "voicemail," are the word and no other. Signs that
// belong to names and numbers ("C++", "#1", "+49", "50%") stay.
func bare(s string) string {
	if s != "" && (!alphanumeric(s[0]) || !alphanumeric(s[len(s)-1])) {
		s = strings.Trim(s, punctuation)
	}
	if ascii(s) {
		return s
	}
	return hyphens.Replace(s)
}

// hyphens are the dashes that phones put into words: "no–answer".
var hyphens = strings.NewReplacer("‐", "-", "‑", "-", "–", "-", "—", "-", "−", "-")

// punctuation is what stands around a word and says nothing of it: stops, commas, brackets, quotes, dashes, bullets.
const punctuation = ".,;:!?…()[]{}\"“”„‟«»‹›'‘’‚‛`´|/\\-–—―−•·*_~>→="

func alphanumeric(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// EndsClause reports whether a comma, a stop or a dash behind the word ends what it belongs to.
func (w Word) EndsClause() bool {
	last, _ := utf8.DecodeLastRuneInString(w.Text)
	return !w.Quoted && strings.ContainsRune(".,;:!?…-–—|/", last)
}
