package blockkit

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Len is the length of s as Slack may count it: UTF-16 units, so that an emoji is two.
func Len(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// escaper writes the three characters that have a meaning in mrkdwn as entities.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// Escape makes s literal inside mrkdwn: no mention, no link, no broken entity. These three characters are all that
// Slack asks for; what else a stranger's words can do to a line is [Clean]'s and [Literal]'s part.
func Escape(s string) string { return escaper.Replace(s) }

// unescaper reads those entities back. &amp; comes last, so that what was escaped twice loses one layer only.
var unescaper = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// Clean drops what has no business on a screen: control characters, and the marks that turn the direction of
// everything after them. Line breaks and tabs stay.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == utf8.RuneError, unicode.IsControl(r), turnsDirection(r), r == '\uFEFF', r == '\u2028', r == '\u2029':
			return -1
		}
		return r
	}, s)
}

// turnsDirection reports the marks that override or isolate the direction of what follows.
func turnsDirection(r rune) bool { return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 }

// Isolate wraps s in the marks that keep its direction from spilling into the words around it, when it has
// right-to-left letters; other text comes back as it is.
func Isolate(s string) string {
	for _, r := range s {
		if r >= 0x590 && unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko,
			unicode.Adlam) {
			return "\u2068" + s + "\u2069"
		}
	}
	return s
}

// Literal takes the meaning from Slack's formatting marks (* _ ~ `) by look-alikes, where a mark could start or end
// formatting: a name like *Acme* is shown with its stars and makes nothing bold.
func Literal(s string) string {
	if !strings.ContainsAny(s, "*_~`") {
		return s
	}
	var b strings.Builder
	prev := ' '
	for rest := s; rest != ""; {
		r, size := utf8.DecodeRuneInString(rest)
		rest = rest[size:]
		next, _ := utf8.DecodeRuneInString(rest)
		inside := wordly(prev) && wordly(next)
		prev = r
		switch {
		case r == '*' && !inside:
			r = '∗'
		case r == '_' && !inside:
			r = 'ˍ'
		case r == '~' && !inside:
			r = '∼'
		case r == '`':
			r = 'ˋ'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// wordly reports letters and digits: a formatting mark between two of them formats nothing.
func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// Truncate cuts s to at most n units of [Len], the last of them an ellipsis. It cuts neither a character, nor a
// character from its accents and joiners, nor an entity or a token in angle brackets in half.
func Truncate(s string, n int) string {
	if Len(s) <= n {
		return s
	}
	if n <= 0 {
		return ""
	}
	used, cut := 0, 0
	for i, r := range s {
		size := 1
		if r > 0xFFFF {
			size = 2
		}
		if used+size > n-1 {
			cut = i
			break
		}
		used += size
	}
	cut = wholeCharacter(s, cut)
	head := s[:cut]
	if i := strings.LastIndexByte(head, '<'); i >= 0 && !strings.Contains(head[i:], ">") && strings.Contains(s[i:], ">") {
		head = head[:i]
	}
	if i := strings.LastIndexByte(head, '&'); i >= 0 && len(head)-i < 5 && !strings.Contains(head[i:], ";") &&
		entity.MatchString(s[i:]) {
		head = head[:i]
	}
	return strings.TrimRight(head, " \n\t") + "…"
}

// entity is one of the three that Slack knows, at the start of a string.
var entity = regexp.MustCompile(`^&(amp|lt|gt);`)

// wholeCharacter moves a cut back so that no combining mark, joiner or variation selector loses its base.
func wholeCharacter(s string, cut int) int {
	for cut > 0 && cut < len(s) {
		r, _ := utf8.DecodeRuneInString(s[cut:])
		before, size := utf8.DecodeLastRuneInString(s[:cut])
		if !unicode.In(r, unicode.Mn, unicode.Me, unicode.Sk) && r != '\u200D' && before != '\u200D' {
			break
		}
		cut -= size
	}
	return cut
}

// Date writes an instant as a token that each reader's Slack shows in the reader's own zone. fallback is what old
// clients, notifications and logs show; it must name its zone. Only mrkdwn knows tokens.
func Date(at time.Time, fallback string) string {
	return DateAs(at, "{date_short_pretty}, {time}", fallback)
}

// DateAs is [Date] in another of Slack's formats, such as {time}.
func DateAs(at time.Time, format, fallback string) string {
	return "<!date^" + strconv.FormatInt(at.Unix(), 10) + "^" + format + "|" + tokenBreaker.Replace(fallback) + ">"
}

// tokenBreaker takes from a fallback what would end its token.
var tokenBreaker = strings.NewReplacer("|", "/", "^", "", "<", "", ">", "")

var token = regexp.MustCompile(`<([^<>|]*)(?:\|([^<>]*))?>`)

// strongMarks are formatting marks around words, at the start of a line or after a space, bracket or quote.
var strongMarks = regexp.MustCompile(`(^|[\s(“"])([*_~])(\S|\S[^\n]*?\S)([*_~])`)

// Plain turns mrkdwn into the words of it: tokens become their fallback or label, formatting marks go, entities become
// characters. It is what a message falls back to when its blocks are refused, before it is escaped again.
func Plain(mrkdwn string) string {
	s := token.ReplaceAllStringFunc(mrkdwn, func(t string) string {
		m := token.FindStringSubmatch(t)
		if m[2] != "" {
			return m[2]
		}
		return m[1]
	})
	s = strongMarks.ReplaceAllStringFunc(s, func(t string) string {
		m := strongMarks.FindStringSubmatch(t)
		if m[2] != m[4] {
			return t
		}
		return m[1] + m[3]
	})
	return unescaper.Replace(s)
}
