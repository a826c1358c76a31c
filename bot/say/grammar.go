package say

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach/outcome"
)

// Grammar: numbers with their nouns, capitals, lists. All of it is English, and escapes nothing but what stands in
// brackets ([InBrackets]).

// Counted is a number with its noun: "1 day", "3 days", "2 entries".
func Counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if stem, is := strings.CutSuffix(noun, "y"); is && !strings.ContainsAny(stem[len(stem)-1:], "aeou") {
		return Thousands(n) + " " + stem + "ies"
	}
	return Thousands(n) + " " + noun + "s"
}

// Lower gives plain words a small first letter, so that they fit inside a sentence; a name in capitals stays.
func Lower(words string) string {
	first, _, _ := strings.Cut(words, " ")
	if first == "A" || len(first) > 1 && first[1:] == strings.ToLower(first[1:]) {
		return strings.ToLower(words[:1]) + words[1:]
	}
	return words
}

// InBrackets is words in brackets behind a space, or nothing for none. All but a token of ours is escaped here.
func InBrackets(words string) string {
	if words = strings.TrimSpace(words); words == "" {
		return ""
	}
	if !strings.HasPrefix(words, "<!date^") { // a token of ours, whose words are safe
		words = Quote(words, 60)
	}
	return " (" + words + ")"
}

// Small writes a small number out, as people say it.
func Small(n int) string {
	if names := [...]string{"none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
		"ten"}; n >= 0 && n < len(names) {
		return names[n]
	}
	return Thousands(n)
}

// MinutesInWords writes a short time out: "ten minutes", "one minute".
func MinutesInWords(n int) string {
	if n == 1 {
		return "one minute"
	}
	return Small(n) + " minutes"
}

// Thousands writes a count with commas: 3,000.
func Thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Capital gives words a capital.
func Capital(words string) string {
	if words != "" && words[0] >= 'a' && words[0] <= 'z' {
		return string(words[0]-'a'+'A') + words[1:]
	}
	return words
}

// Sentence gives words a capital and a full stop.
func Sentence(words string) string {
	if words == "" {
		return ""
	}
	words = Capital(words)
	if !strings.ContainsAny(words[len(words)-1:], ".?!") {
		words += "."
	}
	return words
}

// And joins words as people do: "a, b and c".
func And(words []string) string { return Joined(words, "and") }

// Joined is and with another last word.
func Joined(words []string, last string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}

// PlainOutcome is an outcome in plain words, as on screen; codes never are.
func PlainOutcome(o outcome.Outcome) string {
	if l := o.Info().Label; l != "" {
		return Quote(l, ShortLength)
	}
	return strings.ReplaceAll(string(o), "-", " ")
}

// Shortly is an outcome in running text: "voicemail" in "voicemail Mon", or behind a lead's name.
func Shortly(o outcome.Outcome) string { return Quote(o.Info().Short, 40) }

// Few is the first n words of somebody's plain text in one line, with "…" behind them where more follow. It escapes
// nothing.
func Few(text string, n int) string {
	list := strings.Fields(blockkit.Clean(text))
	if len(list) <= n {
		return strings.Join(list, " ")
	}
	return strings.TrimRight(strings.Join(list[:n], " "), ".,;:!? ") + "…"
}

// Room in a message: what a rep reads while the phone rings has a budget of words, and what matters less goes first.

// Room gathers lines until their words are used up.
type Room struct {
	Left  int
	Lines []string
}

// Must adds a line whatever it takes.
func (r *Room) Must(line string) {
	if line != "" {
		r.Left -= WordsOf(line)
		r.Lines = append(r.Lines, line)
	}
}

// May adds a line where all of it has room, and reports whether it has.
func (r *Room) May(line string) bool {
	if line == "" || WordsOf(line) > r.Left {
		return false
	}
	r.Must(line)
	return true
}

// MayCut adds somebody's words between two of ours, cut with "…" to what has room; fewer than five are not worth it.
func (r *Room) MayCut(before, text, after string, most int) {
	n := min(most, r.Left-WordsOf(before)-WordsOf(after))
	if text == "" || n < min(5, WordsOf(text)) {
		return
	}
	r.Must(before + Quote(Few(text, n), LineLength) + after)
}

// MustCut adds a line that ends in somebody's words, cut with "…" to what has room; without them where none has.
func (r *Room) MustCut(before, text, without string) {
	n := r.Left - WordsOf(before)
	if text == "" || n < min(2, WordsOf(text)) {
		r.Must(without)
		return
	}
	r.Must(before + Quote(Few(text, n), ShortLength))
}

// MaySay adds a line to be said, of which only whole sentences are left out.
func (r *Room) MaySay(before, text, after string) {
	n := r.Left - WordsOf(before) - WordsOf(after)
	whole := sentences(text, n)
	if whole == "" {
		r.MayCut(before, text, after, n)
		return
	}
	r.Must(before + Quote(whole, LineLength) + after)
}

// sentences are the first sentences of a text that have at most n words together; "" where the first one has more.
func sentences(text string, n int) string {
	list, end := strings.Fields(text), 0
	for i, word := range list {
		if i < n && (i == len(list)-1 || strings.HasSuffix(word, ".") || strings.HasSuffix(word, "?")) {
			end = i + 1
		}
	}
	return strings.Join(list[:end], " ")
}

const (
	ClauseWords = 10 // of its reason
	NameWords   = 5  // of a lead's name on it
)

// WordsOf counts words as budgets do: runs between spaces with a letter or a digit. A link, an instant, a stretch of
// time and a telephone number are one each.
func WordsOf(mrkdwn string) (n int) {
	var b strings.Builder
	for rest := mrkdwn; rest != ""; {
		before, after, found := strings.Cut(rest, "<")
		b.WriteString(before)
		if !found {
			break
		}
		var token string
		token, rest, _ = strings.Cut(after, ">")
		if _, label, ok := strings.Cut(token, "|"); ok && strings.HasPrefix(token, "http") { // its label is words
			b.WriteString(label)
		} else {
			b.WriteString("x")
		}
	}
	number, clock := false, false
	for word := range strings.FieldsSeq(b.String()) {
		bare := strings.Trim(word, ".,:;()–·")
		digits := bare != "" && strings.Trim(bare, "+0123456789()./-") == ""
		half := clock && (bare == "AM" || bare == "PM" || strings.HasPrefix(bare, "AM–") || strings.HasPrefix(bare, "PM–"))
		clock = half || strings.Contains(bare, ":") && bare[0] >= '0' && bare[0] <= '9'
		if number = number && word[0] != '+' && strings.ContainsFunc(word, isSign); half || number && digits ||
			!strings.ContainsFunc(word, isSign) {
			continue
		}
		number = digits && (len(bare) > 1 && bare[0] == '+' || number)
		n++
	}
	return n
}

// isSign reports whether a character makes a run of them a word.
func isSign(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// FirstWords is the beginning of a reason, at most n words of it; nothing where so few are left that they say nothing.
func FirstWords(reason string, n int) string {
	if WordsOf(reason) <= n {
		return reason
	}
	if n < 3 {
		return ""
	}
	end := len(reason)
	for WordsOf(reason[:end]) > n { // a token is cut whole, for its words hold spaces
		if end = strings.LastIndexByte(reason[:end], ' '); end < 0 {
			return ""
		}
		if open := strings.LastIndexByte(reason[:end], '<'); open > strings.LastIndexByte(reason[:end], '>') {
			end = open
		}
	}
	cut := strings.TrimRight(reason[:end], ",:;·–(“… ") + "…"
	if strings.Count(cut, "“") > strings.Count(cut, "”") {
		cut += "”"
	}
	return cut
}

// NoteWords is how many words of a note an answer gives back; the lead's page has all of it.
const NoteWords = 10

// LineLength is how much of a line to say is shown: all of it, but for the longest names.
const LineLength = 400

// Plural is a noun for so many.
func Plural(n int, noun string) string {
	_, words, _ := strings.Cut(Counted(n, noun), " ")
	return words
}
