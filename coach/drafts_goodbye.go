package coach

import (
	"regexp"
	"slices"
)

// has reports whether a text holds one of the phrases, word by word.
func (goodbyeWords) has(phrases [][]string, text []token) bool {
	for i := range text {
		for _, p := range phrases {
			if i+len(p) <= len(text) &&
				slices.EqualFunc(text[i:i+len(p)], p, func(t token, w string) bool { return t.word == w }) {
				return true
			}
		}
	}
	return false
}

// months and weekdays as they are named in English, by the letters that tell them apart.
var (
	monthName = regexp.MustCompile(`^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|` +
		`oct(ober)?|nov(ember)?|dec(ember)?)$`)
	weekdayName = regexp.MustCompile(`^(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(days?)?$`)
	dayOfMonth  = regexp.MustCompile(`^([1-9]|[12][0-9]|3[01])(st|nd|rd|th)?$`)
	numericDate = regexp.MustCompile(`\b([0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}[./][0-9]{1,2}(\b|\.|/[0-9]{2,4}))`)
)

// namesDate reports whether a text names a day: a month with its day, a weekday, or a date in numbers.
func namesDate(text string, words []token) bool {
	for i, t := range words {
		switch {
		case weekdayName.MatchString(t.word) && t.word != "sun" && t.word != "sat" && t.word != "wed":
			return true
		case monthName.MatchString(t.word) && (i > 0 && dayOfMonth.MatchString(words[i-1].word) ||
			i > 1 && words[i-1].word == "of" && dayOfMonth.MatchString(words[i-2].word) ||
			i+1 < len(words) && dayOfMonth.MatchString(words[i+1].word)):
			return true
		}
	}
	return numericDate.MatchString(text)
}

// GoodbyeHalf is what a goodbye must not be sent without (S1.28).
type GoodbyeHalf string

// The halves.
const (
	HalfTries  GoodbyeHalf = "tries"  // earlier tries, with a date
	HalfTiming GoodbyeHalf = "timing" // that the time may not be right
)

// GoodbyeLacks is the halves of a goodbye that a text does not have, whoever wrote it.
func (r *Rules) GoodbyeLacks(text string) (lacks []GoodbyeHalf) {
	words, g := tokenize(text), r.drafts.goodbye
	if !g.has(g.tried, words) || !namesDate(text, words) {
		lacks = append(lacks, HalfTries)
	}
	if !g.has(g.timing, words) {
		lacks = append(lacks, HalfTiming)
	}
	return lacks
}
