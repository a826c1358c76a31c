package dates

// flags is what the second pass has seen on the way to a position.
type flags uint8

// What the second pass has seen on its way: words about time, and words that may stand beside them.
const (
	slot     flags = 1 << iota // a day, a time, a part or a span
	second                     // and another one
	modifier                   // "around", "or", "not", "before"
	core                       // "soon", "next week": vague by itself
)

// plus is both sets of flags.
func (f flags) plus(more flags) flags {
	if more == slot && f&slot != 0 {
		return f | second
	}
	return f | more
}

// isVague is the second pass: do all the words speak of time, with at least one
// that keeps them from naming a day?
func (p *parser) isVague() bool {
	p.vague = true
	var s spec
	from, seen := p.opening(&s), flags(0)
	if from > 0 && isUntil(p.word(from-1)) { // in "until March" it is the month
		seen = modifier
	}
	p.vagueFrom(from, seen)
	// "Any time" before a slot is enough by itself: "any time after 3" names no day.
	if s.anytime && !p.isTime {
		p.visited = [maxTokens + 1]uint16{}
		p.vagueFrom(p.opening(&s), core)
	}
	return p.isTime
}

// vagueFrom visits each position once for each set of flags.
func (p *parser) vagueFrom(i int, f flags) {
	p.steps++
	if p.isTime {
		return
	}
	if i == len(p.tok) {
		// "before" with nothing behind it is the start of another sentence.
		if dangling[p.word(i-1)] {
			return
		}
		p.isTime = f&core != 0 || f&slot != 0 && f&modifier != 0 || f&second != 0
		return
	}
	// Without this the work would double with each word.
	bit := uint16(1) << f
	if p.visited[i]&bit != 0 {
		return
	}
	p.visited[i] |= bit

	w := p.word(i)
	switch w {
	case ",", ";", ".", "!", "?":
		if i > 0 {
			p.vagueFrom(i+1, f)
		}
		return
	// Days and times may stand among vague words: "Tuesday or so", "around 3".
	case "on":
		p.days(i+1, spec{flags: f})
	case "at", "@":
		p.clocks(i+1, spec{flags: f}, true)
	}
	if end := p.coreAt(i); end > 0 {
		p.vagueFrom(end, f|core)
	}
	if end := p.modifierAt(i); end > 0 {
		p.vagueFrom(end, f|modifier)
		p.clocks(end, spec{flags: f | modifier}, true)
	}
	s := spec{flags: f}
	p.days(i, s)
	p.durations(i, s)
	p.parts(i, s)
	p.clocks(i, s, f&slot != 0 || p.joins(i+1))
	if f&slot != 0 {
		p.zones(i, s)
	}
	// A month by itself; "may" and "march" only where they can be nothing else.
	if m, ok := months[w]; ok && m != 0 && (w != "may" && w != "march" || f&modifier != 0 || p.year(i+1) > 0) {
		end := i + 1
		if p.year(end) > 0 {
			end++
		}
		p.vagueFrom(end, f|core)
	}
}

// joins reports whether the word at i ties the number before it to the next one.
func (p *tokens) joins(i int) bool {
	switch p.word(i) {
	case "or", "and", "-", "to", "ish":
		return true
	}
	return false
}

// modifierAt is the end of a word that makes a date inexact.
func (p *tokens) modifierAt(i int) int {
	switch p.word(i) {
	case "or", "and":
		if p.word(i+1) == "so" || p.word(i+1) == "later" || p.word(i+1) == "thereabouts" {
			return i + 2
		}
		return i + 1
	case "not", "between", "around", "about", "roughly", "approx", "approximately", "circa", "ca", "~", "-", "/",
		"before", "by", "until", "till", "after", "from", "to", "since", "past", "within", "over", "during",
		"early", "late", "mid", "maybe", "perhaps", "probably", "possibly", "hopefully", "ideally", "either", "ish",
		"sometime", "anytime", "earlier":
		return i + 1
	case "in":
		if p.word(i+1) == "the" && (p.word(i+2) == "next" || p.word(i+2) == "coming") {
			return i + 3
		}
		if p.word(i+1) == "about" || p.word(i+1) == "around" {
			return i + 2
		}
		if _, ok := months[p.word(i+1)]; ok || p.joins(i+2) {
			return i + 1
		}
	// "end of the", with or without its little words.
	case "beginning", "start", "middle", "end":
		i++
		if p.word(i) == "of" {
			i++
		}
		if p.word(i) == "the" {
			i++
		}
		return i
	// "second week of the": of a number alone nobody can tell what it counts.
	case "first", "second", "third", "fourth", "last", "1st", "2nd", "3rd", "4th":
		if w := p.word(i + 1); (w == "week" || w == "half") && (p.word(i+2) == "of" || p.word(i+2) == "in") {
			if i += 3; p.word(i) == "the" {
				i++
			}
			return i
		}
	case "some":
		if p.word(i+1) == "time" {
			return i + 2
		}
	}
	return 0
}

// dangling are the words that need another one behind them.
var dangling = map[string]bool{
	"or": true, "and": true, "not": true, "between": true, "before": true, "by": true, "until": true, "till": true,
	"after": true,
	"from":  true, "to": true, "since": true, "past": true, "within": true, "around": true, "about": true, "either": true,
	"the": true, "of": true, "-": true, "/": true, "~": true,
}

// vagueWords are about time all by themselves: "soon", "midweek".
var vagueWords = map[string]bool{
	"later": true, "soon": true, "asap": true, "sometime": true, "someday": true, "eventually": true, "whenever": true,
	"anytime": true, "shortly": true, "midweek": true,
	"week": true, "month": true, "quarter": true, "year": true, "weekend": true,
}

// seasons are what "next", "early" and "end of" go with without naming a day.
var seasons = map[string]bool{
	"week": true, "month": true, "quarter": true, "year": true, "weekend": true, "half": true, "sprint": true,
	"summer": true, "spring": true, "autumn": true, "fall": true, "winter": true,
}

// occasions are what "after" and "before" go with without naming a day.
var occasions = map[string]bool{
	"holiday": true, "holidays": true, "lunch": true, "break": true, "vacation": true, "summer": true, "weekend": true,
	"week": true, "month": true,
}

// coreAt is the end of words that are about time and name no day: "next week",
// "in a few days", "after the holidays", "Q1".
func (p *tokens) coreAt(i int) int {
	w := p.word(i)
	switch w {
	// "the week after next", "next quarter", "in March", "in a few days".
	case "this", "next", "last", "the", "coming", "following", "in":
		j := i + 1
		if w == "in" && p.word(j) == "the" {
			j++
		}
		if seasons[p.word(j)] && p.seq(j+1, "after", "next") {
			return j + 3
		}
		if seasons[p.word(j)] {
			return j + 1
		}
		if _, ok := months[p.word(j)]; ok && w != "the" {
			return j + 1
		}
		if e := p.someAt(j); e > 0 {
			return e
		}
		if _, e := p.span(j); e > 0 && w != "in" && w != "this" && w != "the" {
			return e
		}
	// "after the holidays", "over lunch", "before Christmas".
	case "after", "before", "around", "over", "during", "on":
		j := i + 1
		if p.word(j) == "the" {
			j++
		}
		if occasions[p.word(j)] {
			return j + 1
		}
		if _, end := p.feastAt(j); end > 0 {
			return end
		}
	// "Q1", "q3 2027"
	case "q":
		if n := p.num(i+1, 1); n >= 1 && n <= 4 && p.tok[i+1].glued {
			if p.year(i+2) > 0 {
				return i + 3
			}
			return i + 2
		}
	case "as":
		if p.seq(i, "as", "soon", "as", "possible") {
			return i + 4
		}
	case "at":
		if p.seq(i, "at", "some", "point") {
			return i + 3
		}
	case "one":
		if p.word(i+1) == "day" {
			return i + 2
		}
	case "any":
		if p.word(i+1) == "time" {
			return i + 2
		}
	}
	if (w == "week" || w == "month") && p.seq(i+1, "after", "next") {
		return i + 3
	}
	if vagueWords[w] {
		return i + 1
	}
	if name, end := p.feastAt(i); name != "" {
		return end
	}
	if e := p.someAt(i); e > 0 {
		return e
	}
	return 0
}

// someAt is the end of "a couple of days", "few weeks", "3 business days".
func (p *tokens) someAt(i int) int {
	if p.word(i) == "a" || p.word(i) == "the" || p.word(i) == "next" {
		i++
	}
	switch p.word(i) {
	// "a couple of days"; a number is exact, so that "3 days" is none of these…
	case "couple", "few", "several", "some":
		i++
		if p.word(i) == "of" {
			i++
		}
	default:
		if p.num(i, 2) < 0 && numberWords[p.word(i)] == 0 {
			return 0
		}
		i++
		// …but for working days, which depend on somebody's calendar.
		if p.word(i) != "business" && p.word(i) != "working" {
			return 0
		}
	}
	if p.word(i) == "business" || p.word(i) == "working" {
		i++
	}
	if u, ok := units[p.word(i)]; ok && !u.glued {
		i++
		if p.word(i) == "ago" {
			i++
		}
		return i
	}
	return 0
}
