package dates

import (
	"strings"
	"sync"
	"time"
	"unicode/utf8"
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

// find is [Find] from a word on that may begin a phrase.
func (p *parser) find(words []string, i int, c Context) (r Found, used int) {
	end := i
	var least [findMost + 1]int // tokens of as many words, at least
	for end < len(words) && end < i+findMost && belongs(words[end]) {
		if end > i && words[end] == words[end-1] {
			break // no date says a word twice running
		}
		end++
		least[end-i] = least[end-i-1] + leastTokens(bare(words[end-1]))
		if endsSentence(words[end-1], words[end:]) {
			break
		}
	}
	all := strings.Join(words[i:end], " ")
	// A phrase that is nothing was looked at up to some token: a beginning of it which is longer reads the same.
	reach := maxTokens + 1
	for ; end > i; all, end = all[:max(0, len(all)-len(words[end-1])-1)], end-1 {
		if least[end-i] >= reach {
			continue
		}
		last := bare(words[end-1])
		if dangling[last] || last == "in" || last == "on" || last == "at" {
			continue // "Thursday and", "in the": another word has to follow
		}
		if end == i+1 && saysNothing(words[i], last) {
			return Found{}, 0
		}
		phrase := strings.Trim(all, `,.;:!?"“”„()`)
		if ahead := p.read(phrase, c, false, reach); ahead.Kind != None {
			return foundAs(phrase, ahead, p), end - i
		}
		if p.reach > 0 { // it was read
			reach = min(reach, p.reach)
		}
	}
	return Found{}, 0
}

// foundAs is the phrase that p has read ahead, read both ways. What is no date ahead is none of the past
// either, and a vague phrase is as vague.
func foundAs(phrase string, ahead Reading, p *parser) Found {
	f := Found{Words: phrase, Ahead: ahead, Past: ahead}
	if p.found {
		f.Past = ReadPast(phrase, p.ctx)
		f.name(p.said)
		f.Length = f.Past.Kind == None && (f.placed || !f.Clock && f.Day) && p.isLength()
	} else {
		f.nameAll(&p.tokens)
	}
	f.Direction = f.direction(&p.tokens, p.ctx.Now)
	return f
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
func (p *tokens) saysDirection() Direction {
	for i := range p.tok {
		switch w := p.word(i); w {
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
	if p.word(0) == "in" {
		for i := range p.tok {
			if u, ok := units[p.word(i)]; ok && !u.glued {
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

// saysNothing reports whether a phrase of this one word says nothing of time by itself: a number, or a word that is
// mostly something else. In capitals "Sat" is a day; "may" and "March" are none.
func saysNothing(typed, word string) bool {
	switch word {
	case "may", "march", "second", "now", "week", "fortnight", "month", "year", "quarter", "day", "eventually":
		return true
	case "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag": // names of people too
		return true
	case "next", "last", "this", "coming", "following", "upcoming", "a", "an": // not without another word
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

// inner are words that stand inside a phrase or at its end and begin none.
var inner = strings.Fields(
	"ish noonish of and or to th st nd rd am pm a.m p.m a.m. p.m. am. uhr o'clock oclock hrs h " +
		"p sharp clock o moro morrow mrw play p thing time tz timezone local there time's so thereabouts possible week's " +
		"weeks' years year's half minutes " +
		"their his her lead's prospect's my our ago past business working off")

// outer are words that may begin a phrase, besides the names of days, months, numbers and parts of the day.
var outer = strings.Fields(
	"in on at @ the a an this next last coming following upcoming first end eod cob eow eom eoq " +
		"eoy noon midday midnight half quarter now right just today tonight yesterday day week month year quarter weekend " +
		"until till til for anytime any around about roughly approx approximately circa ca before by after from since " +
		"within over during early late mid maybe perhaps probably possibly hopefully ideally either between not sometime " +
		"some few couple several earlier later soon asap someday eventually whenever shortly midweek beginning start " +
		"middle " +
		"as one close q new fortnight christmas xmas easter thanksgiving holiday holidays lunch break vacation")

// vocabulary are the words of the grammar; true for those that may begin a phrase. It is built from the tables that the
// grammar itself reads.
var vocabulary = sync.OnceValue(func() map[string]bool {
	m := make(map[string]bool, 1500)
	for id := range zoneCities() {
		for w := range strings.FieldsSeq(id) {
			m[w] = false
		}
	}
	for name := range cities {
		for w := range strings.FieldsSeq(name) {
			m[w] = false
		}
	}
	for w := range abbreviations {
		m[w] = false
	}
	for w := range doubtful {
		m[w] = false
	}
	for w := range regions {
		m[w] = false
	}
	for w, u := range units {
		m[w] = !u.glued && m[w]
	}
	for _, w := range inner {
		m[w] = false
	}
	for name := range feasts {
		first, rest, _ := strings.Cut(name, " ")
		for w := range strings.FieldsSeq(rest) {
			m[w] = m[w] || false
		}
		m[first] = true
		m[first+"'s"] = true
	}
	for typed, w := range spelt {
		m[typed] = true
		m[w] = m[w] || false
	}
	addStarts(m, ordinalWords)
	addStarts(m, weekdays)
	addStarts(m, months)
	addStarts(m, numberWords)
	addStarts(m, parts)
	addStarts(m, tomorrows)
	addStarts(m, seasons)
	for _, w := range outer {
		m[w] = true
	}
	return m
})

// addStarts adds the keys of a table as words that may begin a phrase.
func addStarts[V any](m map[string]bool, table map[string]V) {
	for w := range table {
		m[w] = true
	}
}

// bare is a word as tables have it: small letters, without the marks around it.
func bare(word string) string {
	plain := true
	for i := range len(word) {
		c := word[i]
		if c >= utf8.RuneSelf { // what phones and word processors put in
			word, plain = strings.TrimSpace(clean(word)), false
			break
		}
		plain = plain && ('a' <= c && c <= 'z' || isDigit(rune(c)))
	}
	if plain { // most words are
		return word
	}
	return strings.ToLower(strings.Trim(word, "_,.;:!?()\"'*`"))
}

// Begins reports whether a phrase may begin with the word: at any other [Find] finds none.
func Begins(word string) bool {
	w := bare(word)
	if w == "" {
		return word == "@" || word == "~"
	}
	if first, known := vocabulary()[w]; known {
		return first
	}
	return belongs(word) && (isDigit(rune(w[0])) || w[0] == '~' || vocabulary()[leading(w)])
}

// leading are the letters at the start of a word.
func leading(w string) string {
	end := 0
	for end < len(w) && (w[end] >= 'a' && w[end] <= 'z' || w[end] == '\'') {
		end++
	}
	return w[:end]
}

// belongs reports whether a word can stand in a phrase about time: it is in the vocabulary, a mark, or made up of
// numbers and such words ("2pm-3pm", "13-Nov-26", "Thu/Fri").
func belongs(word string) bool {
	w := bare(word)
	if _, known := vocabulary()[w]; known || w == "" || w == "-" {
		return true
	}
	if first := leading(w); regions[first] && strings.HasPrefix(w[len(first):], "/") {
		return true // Europe/Berlin
	}
	for i := 0; i < len(w); {
		switch c := w[i]; {
		case isDigit(rune(c)) || strings.IndexByte(":.,/-+~@", c) >= 0:
			i++
		default:
			end := i
			for end < len(w) && strings.IndexByte("0123456789:.,/-+~@", w[end]) < 0 {
				end++
			}
			part := strings.Trim(w[i:end], "'")
			if _, known := vocabulary()[part]; !known {
				return false
			}
			i = end
		}
	}
	return true
}
