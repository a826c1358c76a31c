package dates

import (
	"strings"
	"testing"
	"time"
)

// TestFindCountsItsSteps: a note is searched word by word, and what a word costs is bounded whatever stands around it.
// Steps are counted, not time, so that a busy machine says the same.
func TestFindCountsItsSteps(t *testing.T) {
	c := Context{Now: time.Date(2026, 11, 10, 15, 0, 0, 0, time.UTC), Zone: time.UTC}
	perWord := func(typed []string) int {
		p := new(parser)
		for i := range typed {
			if Begins(typed[i]) {
				p.find(typed, i, c)
			}
		}
		return p.steps / len(typed)
	}
	for again, most := range map[string]int{
		"at 3 ":              12,
		"next at ":           6,
		"12 3 2026 4 ":       20,
		"212-555-0100 - ":    2,
		"9-5 Mon-Fri 10/12 ": 50,
		"tomorrow or ":       10,
		"Thursday Friday ":   20,
	} {
		if n := perWord(strings.Fields(strings.Repeat(again, 200))); n > most {
			t.Errorf("%q again and again: %d steps a word, at most %d", again, n, most)
		}
	}
}

// TestLeastTokens: a word is never said to make more tokens than it does, or phrases would not be read.
func TestLeastTokens(t *testing.T) {
	for _, word := range []string{"212-555-0100", "9-5", "10/12", "3", "2026", "13-nov-26", "4.30", "thu", "p.m.", "12th",
		"-",
		"3pm-4pm", "12/10/2026"} {
		var p parser
		p.lex(word)
		if n := leastTokens(word); n > len(p.tok) {
			t.Errorf("%q makes at least %d tokens, and does %d", word, n, len(p.tok))
		}
	}
}
