package phrase

import (
	"slices"
	"strconv"
	"strings"
)

// Goodbye is what the last message of a chase has in it (S1.28).
type Goodbye struct {
	Ends   bool // it is a goodbye
	Tries  bool // it names an earlier try with its date
	Timing bool // it allows that the time may not be right
}

// Whole reports whether it is no goodbye, or has both halves.
func (g Goodbye) Whole() bool { return !g.Ends || g.Tries && g.Timing }

// Half is what a goodbye must not be sent without (S1.28).
type Half string

// The halves.
const (
	HalfTries  Half = "tries"  // earlier tries, with a date
	HalfTiming Half = "timing" // that the time may not be right
)

// Lacks is the halves that a goodbye does not have, whoever wrote it and whether or not it sounds like one.
func (g Goodbye) Lacks() (lacks []Half) {
	if !g.Tries {
		lacks = append(lacks, HalfTries)
	}
	if !g.Timing {
		lacks = append(lacks, HalfTiming)
	}
	return lacks
}

// ReadGoodbye reads a message as a goodbye. Tries and Timing are read whether it sounds like one or not.
func ReadGoodbye(text string) Goodbye {
	tokens, rules := Tokenize(text), checkPatterns()
	g := Goodbye{Timing: rules.timing.In(tokens)}
	for i, hit := range rules.goodbye.Starts(tokens) {
		g.Ends = g.Ends || hit && !conditional(tokens, i)
	}
	tried := rules.tries.Starts(tokens)
	for i := range tokens {
		if tried[i] {
			// The date stands in the sentence of the try.
			from := tokens[i].Sentence
			to := i + 1
			for to < len(tokens) && tokens[to].Sentence == from {
				to++
			}
			if dated(text, tokens[from:to]) {
				g.Tries = true
				break
			}
		}
	}
	return g
}

// conditional reports whether a token's sentence has an "if": what it says depends on an answer.
func conditional(tokens []Token, at int) bool {
	from := tokens[at].Sentence
	return slices.ContainsFunc(tokens[from:], func(t Token) bool {
		return t.Sentence == from && (t.Word == "if" || t.Word == "unless")
	})
}

// Words that name a past day: months stand beside a number, weekdays and yesterday alone.
var (
	months = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
		"november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"}
	daysByName = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue",
		"tues",
		"wed", "thu", "thur", "thurs", "fri", "sat", "sun", "yesterday"}
)

// dated reports whether a sentence names a day: those of [calendarDay], and "Monday".
func dated(text string, tokens []Token) bool {
	return calendarDay(text, tokens) ||
		slices.ContainsFunc(tokens, func(t Token) bool { return slices.Contains(daysByName, t.Word) })
}

// calendarDay reports whether a day is named by its number: "Oct 15", "3 March", "on the 15th", "10/15".
func calendarDay(text string, tokens []Token) bool {
	for i, t := range tokens {
		switch {
		case ordinal(t.Word):
			return true
		case i == 0:
		case slices.Contains(months, t.Word) && dayNumber(tokens[i-1].Word),
			slices.Contains(months, tokens[i-1].Word) && dayNumber(t.Word):
			return true
		case dayNumber(t.Word) && dayNumber(tokens[i-1].Word) &&
			strings.Contains("/-.", text[tokens[i-1].To:t.From]) && tokens[i-1].To < t.From:
			return true
		}
	}
	return false
}

// dayNumber reports whether a word is the number of a day of a month, with its ending or without: 3, 15th.
func dayNumber(w string) bool {
	n, err := strconv.Atoi(strings.TrimRight(w, "stndrh"))
	return err == nil && n >= 1 && n <= 31
}

// ordinal reports whether a word is the number of a day with its ending: 15th.
func ordinal(w string) bool {
	return dayNumber(w) && slices.ContainsFunc([]string{"st", "nd", "rd", "th"},
		func(end string) bool { return strings.HasSuffix(w, end) })
}
