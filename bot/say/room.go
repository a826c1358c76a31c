package say

import (
	"strings"
)

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
