package say

import (
	"fmt"
	"strings"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach/outcome"
)

// Grammar: numbers with their nouns, capitals, lists. All of it is English, and escapes nothing but what stands in
// brackets ([inBrackets]).

// counted is a number with its noun: "1 day", "3 days".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return thousands(n) + " " + noun + "s"
}

// lower gives plain words a small first letter, so that they fit inside a sentence; a name in capitals stays.
func lower(words string) string {
	first, _, _ := strings.Cut(words, " ")
	if first == "A" || len(first) > 1 && first[1:] == strings.ToLower(first[1:]) {
		return strings.ToLower(words[:1]) + words[1:]
	}
	return words
}

// inBrackets is words in brackets behind a space, or nothing for none. All but a token of ours is escaped here.
func inBrackets(words string) string {
	if words = strings.TrimSpace(words); words == "" {
		return ""
	}
	if !strings.HasPrefix(words, "<!date^") { // a token of ours, whose words are safe
		words = quote(words, 60)
	}
	return " (" + words + ")"
}

// small writes a small number out, as people say it.
func small(n int) string {
	if names := [...]string{"none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
		"ten"}; n >= 0 && n < len(names) {
		return names[n]
	}
	return thousands(n)
}

// minutesInWords writes a short time out: "ten minutes", "one minute".
func minutesInWords(n int) string {
	if n == 1 {
		return "one minute"
	}
	return small(n) + " minutes"
}

// thousands writes a count with commas: 3,000.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// capital gives words a capital.
func capital(words string) string {
	if words != "" && words[0] >= 'a' && words[0] <= 'z' {
		return string(words[0]-'a'+'A') + words[1:]
	}
	return words
}

// sentence gives words a capital and a full stop.
func sentence(words string) string {
	if words == "" {
		return ""
	}
	words = capital(words)
	if !strings.ContainsAny(words[len(words)-1:], ".?!") {
		words += "."
	}
	return words
}

// and joins words as people do: "a, b and c".
func and(words []string) string { return joined(words, "and") }

// joined is and with another last word.
func joined(words []string, last string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}

// plainOutcome is an outcome in plain words, as on screen; codes never are.
func plainOutcome(o outcome.Outcome) string {
	if l := o.Info().Label; l != "" {
		return quote(l, shortLength)
	}
	return strings.ReplaceAll(string(o), "-", " ")
}

// shortly is an outcome in running text: "voicemail" in "voicemail Mon", or behind a lead's name.
func shortly(o outcome.Outcome) string { return quote(o.Info().Short, 40) }

// few is the first n words of somebody's plain text in one line, with "…" behind them where more follow. It escapes
// nothing.
func few(text string, n int) string {
	list := strings.Fields(blockkit.Clean(text))
	if len(list) <= n {
		return strings.Join(list, " ")
	}
	return strings.TrimRight(strings.Join(list[:n], " "), ".,;:!? ") + "…"
}

// Room in a message: what a rep reads while the phone rings has a budget of words, and what matters less goes first.

// room gathers lines until their words are used up.
type room struct {
	left  int
	lines []string
}

// must adds a line whatever it takes.
func (r *room) must(line string) {
	if line != "" {
		r.left -= wordsOf(line)
		r.lines = append(r.lines, line)
	}
}

// may adds a line where all of it has room, and reports whether it has.
func (r *room) may(line string) bool {
	if line == "" || wordsOf(line) > r.left {
		return false
	}
	r.must(line)
	return true
}

// mayCut adds somebody's words between two of ours, cut with "…" to what has room; fewer than five are not worth it.
func (r *room) mayCut(before, text, after string, most int) {
	n := min(most, r.left-wordsOf(before)-wordsOf(after))
	if text == "" || n < min(5, wordsOf(text)) {
		return
	}
	r.must(before + quote(few(text, n), lineLength) + after)
}

// mustCut adds a line that ends in somebody's words, cut with "…" to what has room; without them where none has.
func (r *room) mustCut(before, text, without string) {
	n := r.left - wordsOf(before)
	if text == "" || n < min(2, wordsOf(text)) {
		r.must(without)
		return
	}
	r.must(before + quote(few(text, n), shortLength))
}

// maySay adds a line to be said, of which only whole sentences are left out.
func (r *room) maySay(before, text, after string) {
	n := r.left - wordsOf(before) - wordsOf(after)
	whole := sentences(text, n)
	if whole == "" {
		r.mayCut(before, text, after, n)
		return
	}
	r.must(before + quote(whole, lineLength) + after)
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
