package phrase

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Token is a word of a text.
type Token struct {
	Word     string // in small letters, every apostrophe a straight one
	From, To int    // bytes of the text
	Starts   bool   // the first of its sentence
	Sentence int    // index of the sentence's first token
	clock    bool   // a time of day: 16:00, 4pm
}

// Tokenize splits a text into words. A sentence ends with . ! ? ; … or the end of a line; a dot inside a number ends
// none.
func Tokenize(text string) []Token {
	var out []Token
	starts := true
	sentence := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !wordRune(r) {
			if endsSentence(r) {
				starts = true
			}
			i += size
			continue
		}
		from := i
		// Marks between two letters or digits belong to the word: don't, 16:00, 1.5.
		var b strings.Builder
		for i < len(text) {
			r, size := utf8.DecodeRuneInString(text[i:])
			if !wordRune(r) {
				next, _ := utf8.DecodeRuneInString(text[i+size:])
				prev, _ := utf8.DecodeLastRuneInString(text[:i])
				inside := isApostrophe(r) && unicode.IsLetter(prev) && unicode.IsLetter(next) ||
					(r == ':' || r == '.' || r == ',') && unicode.IsDigit(prev) && unicode.IsDigit(next)
				if !inside {
					break
				}
				if isApostrophe(r) {
					r = '\''
				}
			}
			b.WriteRune(unicode.ToLower(r))
			i += size
		}
		// A sentence is known by its first word.
		if starts {
			sentence = len(out)
		}
		t := Token{Word: b.String(), From: from, To: i, Starts: starts, Sentence: sentence}
		t.clock = isClock(t.Word) || len(out) > sentence && out[len(out)-1].Word == "at" && isHour(t.Word)
		starts = false
		out = append(out, t)
	}
	return out
}

// What a word is decides what a phrase matches, so that it is said once here, for every script.

// wordRune takes accents that stand by themselves, too: a word is no shorter for being decomposed.
func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Mn, r))
}

func isApostrophe(r rune) bool { return strings.ContainsRune("'’‘ʼ`´′＇", r) }

// endsSentence knows the ends of other scripts, too.
func endsSentence(r rune) bool { return strings.ContainsRune(".!?;…\n\r。！？؟।", r) }

// isClock reports whether a word is a time of day by itself: "16:00", "4pm", "9.30am"; "at 4" is one by its "at".
func isClock(w string) bool {
	digits := strings.TrimSuffix(strings.TrimSuffix(w, "am"), "pm")
	hour, minute, colon := strings.Cut(digits, ":")
	if !colon && digits == w {
		return false
	}
	if !colon {
		hour, minute, _ = strings.Cut(digits, ".")
	}
	return isHour(hour) && (minute == "" && !colon || isHour(minute) && len(minute) == 2)
}

// isHour reports whether a word is a number of one or two digits.
func isHour(w string) bool { return len(w) > 0 && len(w) <= 2 && strings.Trim(w, "0123456789") == "" }
