package dates

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	// maxBytes and maxTokens bound the work for one phrase; no date is longer.
	maxBytes  = 200
	maxTokens = 32
)

// token is a lower-case word, a run of digits, or one mark.
type token struct {
	text   string
	num    int  // value of a run of digits, -1 for anything else
	digits int  // how many digits the run has
	glued  bool // no space before it
}

// tokens are the words of one phrase. Its methods look at them and decide nothing.
type tokens struct {
	buf [maxTokens]token // room for tok, so that reading a phrase allocates nothing
	tok []token
}

// lex fills p.tok and reports whether the phrase is short enough to be a date.
func (p *tokens) lex(phrase string) bool {
	phrase = strings.TrimSpace(phrase)
	if len(phrase) > maxBytes {
		return false
	}
	s := clean(phrase)
	p.tok = p.buf[:0]
	for i, start := 0, 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(r) {
			i += size
			continue
		}
		// Longer than any date: a note.
		if len(p.tok) == maxTokens {
			return false
		}
		glued := i > 0 && i == start
		t := token{num: -1, glued: glued}
		end := i + size
		switch {
		case isDigit(r):
			t.num = 0
			for end = i; end < len(s) && isDigit(rune(s[end])); end++ {
				// No number of a date has more digits; beyond six only their count matters.
				if t.digits++; t.digits <= 6 {
					t.num = t.num*10 + int(s[end]-'0')
				}
			}
		case isLetter(r):
			end = wordEnd(s, i)
		}
		t.text = s[i:end]
		if t.digits == 0 && end-i > 1 {
			t.text = strings.Trim(t.text, "_")
		}
		start, i = end, end
		p.push(t)
	}
	return true
}

// push adds t, joining "p.m." to pm and dropping the full stop of "Thu.".
func (p *tokens) push(t token) {
	n := len(p.tok)
	if n >= 2 && t.text == "m" && t.glued && p.tok[n-1].text == "." && p.tok[n-1].glued {
		if h := &p.tok[n-2]; h.text == "p" || h.text == "a" {
			h.text += "m"
			p.tok = p.tok[:n-1]
			return
		}
	}
	if t.text == "." && t.glued && n > 0 && p.tok[n-1].num < 0 && len(p.tok[n-1].text) > 1 {
		return
	}
	if w, ok := spelt[t.text]; ok && (!t.glued || n == 0 || p.tok[n-1].num < 0) {
		t.text = w
	}
	if noon, ok := strings.CutSuffix(t.text, "ish"); ok && (noon == "noon" || noon == "midday" || numberWords[noon] > 0) &&
		n+1 < maxTokens {
		p.tok = append(p.tok, token{text: noon, num: -1, glued: t.glued})
		t.text, t.glued = "ish", true
	}
	p.tok = append(p.tok, t)
}

// wordEnd is the end of the word at i: letters, underscores, and an apostrophe
// between letters.
func wordEnd(s string, i int) int {
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == '\'' {
			if next, _ := utf8.DecodeRuneInString(s[i+1:]); !unicode.IsLetter(next) {
				return i
			}
		} else if !isLetter(r) {
			return i
		}
		i += size
	}
	return i
}

// isDigit knows ASCII digits alone: others are no number that a date is written with.
func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// isLetter counts the underscore in, which stands in the names of zones.
func isLetter(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.Is(unicode.Mn, r)
}

// clean lowers the case and takes out what phones and word processors put in:
// full-width digits, no-break spaces, invisible marks, long dashes, quotes, bold.
func clean(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if !ascii {
		s = strings.ToLower(norm.NFKC.String(s))
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case '*', '`', '"', '“', '”', '„', '(', ')':
			return ' '
		case '‐', '‑', '‒', '–', '—', '−':
			return '-'
		case '‘', '’':
			return '\''
		}
		if r >= utf8.RuneSelf && unicode.Is(unicode.Cf, r) {
			return -1
		}
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
