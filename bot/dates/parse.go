package dates

import "time"

// spec is what the words have said so far; each part of it at most once.
type spec struct {
	day     dayKind
	n       int // offset, day of the month, or how many weeks or months ahead
	a, b    int // numeric date as typed, month and day, or day and month
	year    int // 0 when not said
	month   time.Month
	dotted  bool // 13.10 without a second dot: a date or a time
	sure    bool // "on" came before it, so a date
	weekday weekdayRef
	week    weekRef
	bareDay bool // the day of the month is a number alone, which only a weekday and a time beside it make one

	feast string // the name of a holiday

	plusDays, plusMonths int // "a week from …"

	elapsed    time.Duration
	hasElapsed bool

	clock clock
	part  *part

	zone    zoneRef
	anytime bool   // "anytime Thursday"
	problem string // found while reading the words
	flags   flags  // second pass only
}

// dayKind says how a day was named, and with it what the numbers of a spec mean.
type dayKind int

// Ways to name a day.
const (
	noDay        dayKind = iota
	offsetDay            // n days from today
	monthDay             // month, n, maybe year
	numericDay           // a and b in the writer's order
	dayOfMonth           // "the 12th"
	nthOfMonth           // "the 12th of next month", a months ahead
	endOfWeek            // n weeks ahead
	endOfMonth           // n months ahead
	endOfQuarter         // n quarters ahead
	endOfYear            // n years ahead
	weekdayOf            // the nth (-1: the last) weekday of a month of a year, or of the month a ahead when that is 0
	workingDay           // n working days ahead
	holidayOf            // n days from the holiday
)

// which says how a weekday was introduced.
type which int

// Words before a weekday: none, "this", "next", "last".
const (
	plain which = iota
	this
	next
	last
)

// weekdayRef is a weekday with the word before it.
type weekdayRef struct {
	set   bool
	day   time.Weekday
	which which
}

// weekRef is "next week" beside a weekday.
type weekRef struct {
	set     bool
	n       int
	counted bool // "in two weeks": another week is defensible where today is late in its own
}

// clock is a time of day as said.
type clock struct {
	set       bool
	h, m, s   int
	half      string // "am" or "pm" when said
	whole     bool   // on the 24-hour clock: a leading zero, four digits, "14h", "noon"
	bare      bool   // a number alone, not introduced by "at"
	midnight  bool   // the word
	dotted    bool   // 12.10, which could be a date
	run       bool   // four digits in a row: 1430
	yearly    bool   // 2026, which could be a year
	minutesTo int    // "quarter to": taken off at the end
}

// parser holds one phrase. Productions are methods that look at the tokens from i
// on and hand what they understood to accept, which goes on from there; a
// production that fits in two ways calls accept twice.
type parser struct {
	tokens
	resolver
	best  Reading
	said  spec // what best was resolved from
	found bool // best is set
	// settled makes best final although it is Invalid: the question must be asked
	settled bool

	begin   int  // where the date begins, behind "until" and the like
	vague   bool // second pass
	isTime  bool // second pass: every word is about time
	visited [maxTokens + 1]uint16
	steps   int // beginnings of productions tried since somebody set it to 0: what reading costs
}

// reset makes p ready for a phrase. The room for tokens stays.
func (p *parser) reset(c Context, past bool) {
	p.resolver = resolver{c, past}
	p.tok, p.best, p.said = nil, Reading{}, spec{}
	p.begin, p.reach, p.found, p.settled, p.vague, p.isTime = 0, 0, false, false, false, false
	p.visited = [maxTokens + 1]uint16{}
}

// word is the token at i, "" beyond the end.
func (p *tokens) word(i int) string {
	p.reach = max(p.reach, i+2)
	if i < 0 || i >= len(p.tok) {
		return ""
	}
	return p.tok[i].text
}

// num is the number at i if it has 1 to most digits, else -1.
func (p *tokens) num(i, most int) int {
	p.reach = max(p.reach, i+2)
	if i < 0 || i >= len(p.tok) || p.tok[i].num < 0 || p.tok[i].digits > most {
		return -1
	}
	return p.tok[i].num
}

// mark reports whether the token at i is this mark with no space on either side.
func (p *tokens) mark(i int, mark string) bool {
	return p.word(i) == mark && p.tok[i].glued && i+1 < len(p.tok) && p.tok[i+1].glued
}

// seq reports whether the words from i on are these.
func (p *tokens) seq(i int, words ...string) bool {
	for k, w := range words {
		if p.word(i+k) != w {
			return false
		}
	}
	return true
}

// accept goes on after a production that read up to end.
func (p *parser) accept(end int, s spec) {
	if p.vague && s.zone.set {
		p.vagueFrom(end, s.flags)
		return
	}
	if p.vague {
		p.vagueFrom(end, s.flags.plus(slot))
		return
	}
	p.parse(end, s)
}

// parse tries everything that can stand at i. It stops at the first reading that
// can be; a first reading that cannot be is kept until then.
func (p *parser) parse(i int, s spec) {
	p.steps++
	if p.done() {
		return
	}
	// Every word is used: that is the only way to a reading.
	if i == len(p.tok) {
		p.complete(s)
		return
	}
	if i == 0 {
		i = p.opening(&s)
		p.begin = i
	}
	switch w := p.word(i); w {
	case "":
		return
	case ",", ";":
		if i > 0 {
			p.parse(i+1, s)
		}
		return
	case ".", "!", "?":
		if i > 0 && p.onlyMarksFrom(i) {
			p.complete(s)
		}
		return
	// A dash with space around it parts a day from a time; one without is a range.
	case "-":
		if i > 0 && !p.tok[i].glued && i+1 < len(p.tok) && !p.tok[i+1].glued {
			p.parse(i+1, s)
			return
		}
	// Behind "on" stands a day, behind "at" a time or a part of the day.
	case "on":
		s.sure = true
		p.days(i+1, s)
		return
	case "at", "@":
		p.clocks(i+1, s, true)
		p.parts(i, s)
		p.dateBehindAt(i+1, s)
		return
	}
	// The order decides which of two readings wins: days before clocks. A bare hour counts in the past alone.
	p.days(i, s)
	p.durations(i, s)
	p.parts(i, s)
	p.clocks(i, s, p.past)
	p.zones(i, s)
}

// dateBehindAt reads the dates that people write behind "at": "at 9 Dec", "at the end of the month".
func (p *parser) dateBehindAt(i int, s spec) {
	if s.day != noDay {
		return
	}
	p.monthAndDay(i, s)
	if p.word(i) == "the" {
		i++
	}
	p.endOf(i, s)
}

// done reports that a reading was found that needs no better one.
func (p *parser) done() bool { return p.settled || p.found && p.best.Kind != Invalid }

// onlyMarksFrom reports whether nothing but punctuation is left, which ends a phrase.
func (p *parser) onlyMarksFrom(i int) bool {
	for ; i < len(p.tok); i++ {
		switch p.word(i) {
		case ".", "!", "?":
		default:
			return false
		}
	}
	return true
}

// opening skips the words that may stand before a date without changing it.
func (p *parser) opening(s *spec) int {
	i := 0
	// "call me back Thursday"
	if p.word(0) == "call" {
		switch p.word(1) {
		case "me", "him", "her", "them", "us", "back", "again":
			i = 2
			if p.word(1) != "back" && p.word(i) == "back" {
				i++
			}
		}
	}
	switch w := p.word(i); {
	case isUntil(w) || w == "for":
		i++
	case w == "anytime":
		s.anytime = true
		i++
	case w == "any" && p.word(i+1) == "time":
		s.anytime = true
		i += 2
	}
	return i
}

// isUntil reports whether a word puts off what comes to the time behind it.
func isUntil(w string) bool { return w == "until" || w == "till" || w == "til" }

// complete resolves a spec that used every word.
func (p *parser) complete(s spec) {
	if s.day == noDay && !s.weekday.set && !s.clock.set && s.part == nil && !s.hasElapsed && s.problem == "" {
		return
	}
	// "next week" alone is vague, and "anytime at 4" contradicts itself.
	if s.week.set && !s.weekday.set || s.anytime && s.clock.set {
		return
	}
	// "Sunday 15" may be a time; "in 3 working days" names no day to everybody.
	if s.bareDay && (!s.clock.set || s.clock.bare) || s.day == workingDay && !s.clock.set && s.part == nil {
		return
	}
	r, ok := p.resolve(s)
	if !ok {
		return
	}
	if !p.done() && (!p.found || r.Kind != Invalid) {
		p.best, p.said, p.found = r, s, true
	}
}
