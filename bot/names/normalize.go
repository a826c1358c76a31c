package names

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxWords is how many words a name at the start of a text can have.
const MaxWords = 12

// Normalize is the form in which names are compared and indexed: accents and case
// folded, apostrophes dropped, other punctuation and white space collapsed to single
// spaces, invisible marks removed. Letters and digits of every script, emoji and
// other symbols survive. A name without any of these is "". Between words "and" and
// "+" mean what "&" means, which is punctuation: "Smith and Sons" is Smith & Sons.
// Letters of another script that look like Latin ones are Latin in a word that has
// Latin ones too. Normalizing twice changes nothing.
func Normalize(name string) string {
	return string(appendNormal(nil, name))
}

// appendNormal appends the normal form of a name to dst, which ends before it.
func appendNormal(dst []byte, name string) []byte {
	start := len(dst)
	dst = appendLetters(dst, name)
	return append(dst[:start], joined(dst[start:])...)
}

// appendLetters is the normal form but for the words between others that mean "&".
func appendLetters(dst []byte, name string) []byte {
	if out, ok := appendASCII(dst, name); ok {
		return out
	}
	return append(dst, folded(name)...) // a copy, so that dst may lie on a stack
}

// appendASCII is [appendLetters] for a name of ASCII alone; ok is false for any other.
func appendASCII(dst []byte, name string) (out []byte, ok bool) {
	start := len(dst)
	space := false
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case c >= utf8.RuneSelf:
			return nil, false
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '+':
		case c == '\'' || c < ' ' && (c < '\t' || c > '\r') || c == 0x7f:
			continue
		default:
			space = true
			continue
		}
		if space && len(dst) > start {
			dst = append(dst, ' ')
		}
		space = false
		dst = append(dst, c)
	}
	return dst, true
}

// folded is [appendLetters] for a name of any script.
func folded(name string) []byte {
	name = strings.ToValidUTF8(name, " ")
	name = norm.NFKD.String(name)
	var b strings.Builder
	b.Grow(len(name))
	space := false
	for _, r := range name {
		if dropped(r) {
			continue
		}
		// by way of the capital, so that final sigma and long s fold too
		r = unicode.ToLower(unicode.ToUpper(r))
		if separates(r) {
			space = true
			continue
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		if latin := unaccented[r]; latin != "" {
			b.WriteString(latin)
		} else {
			b.WriteRune(r)
		}
	}
	return norm.NFC.AppendString(nil, latinized(b.String()))
}

// unaccented are the Latin letters that Unicode does not take apart.
var unaccented = map[rune]string{
	'ł': "l", 'ø': "o", 'đ': "d", 'ħ': "h", 'ı': "i", 'ŧ': "t", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ð': "d", 'ß': "ss",
	'ŋ': "n",
}

// dropped reports marks that carry no letter: accents of European scripts, Arabic
// and Hebrew points, apostrophes, variation selectors and invisible controls.
func dropped(r rune) bool {
	switch {
	case r >= 0x300 && r <= 0x36f, // combining accents
		r >= 0x64b && r <= 0x652, r == 0x670, r == 0x640, // Arabic points, tatweel
		r >= 0x591 && r <= 0x5c7 && unicode.Is(unicode.Mn, r), // Hebrew points
		r >= 0xfe00 && r <= 0xfe0f,
		r == '\'', r == '’', r == '‘', r == 'ʼ':
		return true
	case r >= '\t' && r <= '\r' || r == 0x85:
		return false
	}
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Cc, r)
}

func separates(r rune) bool {
	if r < utf8.RuneSelf {
		return !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '+')
	}
	switch r {
	case '∗', 'ˍ', '∼', 'ˋ', '−': // what * _ ~ ` and - are shown and pasted as
		return true
	}
	return unicode.IsSpace(r) || unicode.IsPunct(r)
}

// Prefixes are the normal forms of the first words of a text, longest first: the
// i-th is the name of the first n−i words, where n is the smaller of len(words) and
// [MaxWords], and has n elements. Words without a letter make neighbours equal
// ("Acme -" and "Acme") and the last ones empty; an empty one is no name.
func Prefixes(words []string) []string {
	out := letters(words)
	if len(out) == 0 || !mayJoin(out[0]) {
		return out
	}
	for i, name := range out {
		out[i] = string(joined([]byte(name)))
	}
	return out
}

// FormerPrefixes are [Prefixes] as they were while "and" and "+" were words of a name
// like any other: leads that were stored then are found by these. nil where the two
// are the same.
func FormerPrefixes(words []string) []string {
	for _, w := range words[:min(len(words), MaxWords)] {
		if strings.EqualFold(w, "and") || strings.Contains(w, "+") {
			return letters(words)
		}
	}
	return nil
}

// letters are the first words of a text, longest first, by appendLetters.
func letters(words []string) []string {
	n := min(len(words), MaxWords)
	if n == 0 {
		return nil
	}
	var ends [MaxWords]int
	var buf [128]byte
	all := buf[:0]
	for i, w := range words[:n] {
		mark := len(all)
		if mark > 0 {
			all = append(all, ' ')
		}
		all = appendLetters(all, w)
		if len(all) == mark+1 && mark > 0 {
			all = all[:mark]
		}
		ends[i] = len(all)
	}
	whole := string(all)
	out := make([]string, n)
	for i := range n {
		out[i] = whole[:ends[n-1-i]]
	}
	return out
}
