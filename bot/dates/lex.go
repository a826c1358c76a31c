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
	// reach is beyond every token that was looked at, and beyond the one behind it.
	reach int
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
	if n > 0 && t.glued && joinNumber(&p.tok[n-1], t.text) {
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

// joinNumber makes one word of two tokens where a number stands for its sound: "b4 Friday", "2moro". It reports whether
// it did: then the second token is used up. A number that touches neither stays the number that it is, so that "2 mrw"
// and a "b 4" in an address are no times.
func joinNumber(before *token, text string) bool {
	switch {
	case text == "4" && before.text == "b" && !before.glued:
		before.text = "before"
	case before.num == 2 && before.digits == 1 && (text == "moro" || text == "morrow" || text == "mrw"):
		*before = token{text: "tomorrow", num: -1, glued: before.glued}
	default:
		return false
	}
	return true
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

// ordinal reads "12th" without its month.
func (p *parser) ordinal(i int, s spec) {
	n, end := p.nth(i)
	if n < 0 {
		return
	}
	s.day, s.n = dayOfMonth, n
	j := end
	if p.word(j) == "of" {
		j++
	}
	// "the 12th of next month", "the first of the month"
	if a, ok := ahead(p.word(j)); ok && p.word(j+1) == "month" {
		m := s
		m.day, m.a = nthOfMonth, a
		if p.word(j) == "the" {
			m.day = dayOfMonth
		}
		p.accept(j+2, m)
		return
	}
	// "first" by itself is no day: "first thing"
	if p.num(i, 2) >= 0 {
		p.accept(end, s)
	}
}

// nth is the number of "12th" or "first" at i and where it ends, -1 when there is none.
func (p *tokens) nth(i int) (n, end int) {
	if n := p.num(i, 2); n >= 0 && p.isOrdinal(i+1) {
		return n, i + 2
	}
	if n := ordinalWords[p.word(i)]; n > 0 {
		return n, i + 1
	}
	// "twenty-first", "thirty first"
	tens := numberWords[p.word(i)]
	if p.word(i+1) == "-" {
		i++
	}
	if n := ordinalWords[p.word(i+1)]; (tens == 20 || tens == 30) && n > 0 && n < 10 {
		return tens + n, i + 2
	}
	return -1, i
}

// nthWeekday reads "first Monday of December", "last Friday of the month", "2nd Tuesday in Jan 2027".
func (p *parser) nthWeekday(i int, s spec) {
	n, end := p.nth(i)
	if p.word(i) == "last" {
		n, end = -1, i+1
	} else if n < 1 || n > 5 {
		return
	}
	d, ok := weekdays[p.word(end)]
	if !ok || s.weekday.set || p.word(end+1) != "of" && p.word(end+1) != "in" {
		return
	}
	s.day, s.n, s.b = weekdayOf, n, int(d)
	end += 2
	if a, ok := ahead(p.word(end)); ok && p.word(end+1) == "month" {
		s.a = a
		p.accept(end+2, s)
		return
	}
	m, ok := months[p.word(end)]
	if !ok {
		return
	}
	s.month = m
	p.withYear(end+1, s)
}

// isOrdinal reports whether the token at i is the "th" of "12th".
func (p *tokens) isOrdinal(i int) bool {
	switch p.word(i) {
	case "st", "nd", "rd", "th":
		return p.tok[i].glued && p.tok[i-1].num >= 0
	}
	return false
}

// leastTokens is how many tokens a word makes at least: of numbers with marks between ("212-555-0100") all that it has,
// of any other word one, since a dot may belong to it.
func leastTokens(word string) (n int) {
	digits := false // before the byte
	for i := range len(word) {
		switch c := word[i]; {
		case isDigit(rune(c)):
			if !digits {
				n++
			}
			digits = true
		case c == '-' || c == '/':
			n, digits = n+1, false
		default:
			return 1
		}
	}
	return n
}
