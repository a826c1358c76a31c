package dates

import (
	"strings"
	"time"
)

// Found is a phrase about time among other words.
type Found struct {
	// Words is the phrase as it was typed.
	Words string
	// Ahead is the phrase as something to come, Past as something that happened. One of them may be [None]: of a clock
	// time alone Past is today's, and None while that is still to come ("4pm" in the morning); Ahead is its next passing,
	// which is tomorrow's once today's is over ([Found.Today] tells).
	Ahead, Past Reading
	// Day, Clock and PartOfDay say what the words name: a calendar day ("Thu", "tomorrow", "9 Dec"), a time on the clock
	// ("4pm", "at 9"), some hours of a day ("morning", "this afternoon" which names the day too).
	Day, Clock, PartOfDay bool
	// Length is set for a length of time that no word places ("2 weeks", "an hour"): a date only where one is asked for.
	Length bool
	// Direction is the side of now that the words themselves put it on.
	Direction Direction

	placed bool // an instant counted from now
}

// Direction says whether words speak of the past or of what is to come.
type Direction int

// Directions. Unsaid is a phrase that can be either: "Thursday", "at 9", "12 Oct".
const (
	Unsaid  Direction = iota
	Behind            // "yesterday", "2 hours ago", "last Friday", "this morning" once it is over
	Forward           // "tomorrow", "next week", "in 2 hours", "today 4pm" in the morning
)

// Today is whether a clock time without a day is past today, and whether it is still to come today. Both are false for
// anything else, and for a zone in which it is another day by then.
func (f Found) Today() (past, ahead bool) {
	if !f.Clock || f.Day {
		return false, false
	}
	past = f.Past.Kind == Exact
	ahead = !past && f.Ahead.Kind == Exact
	return past, ahead
}

// findMost is how many words a phrase has at most, so that a long note costs no more per word than a short one.
const findMost = 12

// Find reads the longest phrase about time that begins with the word at i and ends before a word that has nothing to do
// with time, and says how many words it takes: 0 where no phrase begins there. Words are as typed, with the commas and
// full stops that stand behind them; a phrase doesn't go on beyond the end of a sentence. Numbers alone ("3 machines"),
// and words that are mostly something else ("may", "sat", "march" in small letters), begin none by themselves.
//
// It costs a look into a table for a word that begins no phrase, so that a note may be searched word by word.
func Find(words []string, i int, c Context) (r Found, used int) {
	if i < 0 || i >= len(words) || !begins(words[i]) {
		return Found{}, 0
	}
	end := i
	for end < len(words) && end < i+findMost && belongs(words[end]) {
		end++
		if endsSentence(words[end-1], words[end:]) {
			break
		}
	}
	for ; end > i; end-- {
		last := bare(words[end-1])
		if dangling[last] || last == "in" || last == "on" || last == "at" {
			continue // "Thursday and", "in the": another word has to follow
		}
		if end == i+1 && saysNothing(words[i], last) {
			return Found{}, 0
		}
		if f, ok := findAs(strings.Trim(strings.Join(words[i:end], " "), `,.;:!?"“”„()`), c); ok {
			return f, end - i
		}
	}
	return Found{}, 0
}

// findAs reads a phrase both ways; false when it is none. What is no date ahead is none of the past either, and a vague
// phrase is as vague.
func findAs(phrase string, c Context) (Found, bool) {
	p := parsers.Get().(*parser)
	defer parsers.Put(p)
	f := Found{Words: phrase, Ahead: p.read(phrase, c, false)}
	if f.Ahead.Kind == None {
		return Found{}, false
	}
	f.Past = f.Ahead
	if p.found {
		f.Past = read(phrase, c, true)
		f.name(p.said)
		f.Length = f.Past.Kind == None && !f.Clock && f.Day && p.isLength()
	} else {
		f.nameAll(&p.tokens)
	}
	f.Direction = f.direction(&p.tokens, c.Now)
	return f, true
}

// name takes over what a complete phrase names.
func (f *Found) name(s spec) {
	f.Day = s.day != noDay || s.weekday.set
	f.Clock = s.clock.set || s.hasElapsed
	f.PartOfDay = s.part != nil
	f.placed = s.hasElapsed
}

// nameAll looks for the days, clock times and parts in a vague phrase: "Thursday or Friday morning", "Thu around 3".
func (f *Found) nameAll(t *tokens) {
	for i := range t.tok {
		w := t.word(i)
		_, day := weekdays[w]
		_, month := months[w]
		f.Day = f.Day || day || tomorrows[w] || w == "today" ||
			month && (t.num(i-1, 2) > 0 || t.num(i+1, 2) > 0)
		f.PartOfDay = f.PartOfDay || parts[w] != nil
		f.Clock = f.Clock || w == "noon" || w == "midday" || w == "ish" || w == "noonish" ||
			t.mark(i, ":") || t.hasSuffix(i) && i > 0
	}
}

// isLength reports whether the phrase is an amount of time and nothing else.
func (p *tokens) isLength() bool {
	i := 0
	if p.word(0) == "for" {
		i = 1
	}
	_, end := p.span(i)
	return end > 0 && end == len(p.tok)
}

// direction is the side of now that the words put the phrase on: those that say so themselves, else what both readings
// agree on. A clock time alone says nothing: whoever writes "4pm" may mean either.
func (f *Found) direction(t *tokens, now time.Time) Direction {
	d := t.saysDirection()
	switch {
	case f.Length, f.Clock && !f.Day && d == Unsaid && !f.placed:
		return Unsaid
	case d != Unsaid:
		return d
	}
	if a, b := f.Ahead.side(now), f.Past.side(now); a == b {
		return a
	}
	return Unsaid
}

// side is where a reading lies, Unsaid while its day or part goes on.
func (r Reading) side(now time.Time) Direction {
	switch {
	case r.Kind == Exact && r.At.After(now), (r.Kind == Day || r.Kind == Part) && r.From.After(now):
		return Forward
	case r.Kind == Exact && r.At.Before(now), (r.Kind == Day || r.Kind == Part) && r.Past:
		return Behind
	}
	return Unsaid
}

// saysDirection is the direction that a word of the phrase gives it.
func (t *tokens) saysDirection() Direction {
	for i := range t.tok {
		switch w := t.word(i); w {
		case "ago", "last", "yesterday", "earlier", "since":
			return Behind
		case "next", "coming", "following", "upcoming", "until", "till", "til", "by", "soon", "later", "asap":
			return Forward
		default:
			if tomorrows[w] {
				return Forward
			}
		}
	}
	// "in a couple of weeks", not "in the morning"
	if t.word(0) == "in" {
		for i := range t.tok {
			if u, ok := units[t.word(i)]; ok && !u.glued {
				return Forward
			}
		}
	}
	return Unsaid
}

// endsSentence reports whether a full stop, and not that of "Thu." or "p.m.", or another mark stands behind the word.
func endsSentence(word string, behind []string) bool {
	word = strings.TrimRight(word, `)"'”’`)
	if word == "" {
		return false
	}
	switch word[len(word)-1] {
	case '!', '?', ';', ':':
		return true
	case '.':
		w := strings.ToLower(word[:len(word)-1])
		_, day := weekdays[w]
		_, month := months[w]
		if day || month || w == "p.m" || w == "a.m" || strings.Contains(w, ".") {
			return false
		}
		if isDigit(rune(word[0])) && len(behind) > 0 { // "12. Oct"
			_, month = months[bare(behind[0])]
		}
		return !month
	}
	return false
}

// saysNothing reports whether a phrase of this one word says nothing of time by itself: a number, or a word that is mostly
// something else. In capitals "Sat" is a day; "may" and "March" are none.
func saysNothing(typed, word string) bool {
	switch word {
	case "may", "march", "second", "now", "week", "month", "year", "quarter", "day", "eventually":
		return true
	case "sat", "sun", "mar", "dec", "mon", "wed", "over", "half":
		return typed[0] >= 'a'
	}
	for i := range len(word) {
		if !isDigit(rune(word[i])) && word[i] != '.' && word[i] != '/' && word[i] != ',' {
			return false
		}
	}
	return !strings.Contains(word, "/")
}
