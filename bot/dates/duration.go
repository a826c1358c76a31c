package dates

import (
	"fmt"
	"strings"
	"time"
)

// span is an amount of time as said.
type span struct {
	elapsed      time.Duration
	days, months int
	problem      string
}

// furthest is how far ahead or back a span may reach; more is a slip of the hand.
const furthest = 10 * 366 * 24 * time.Hour

// times is d forwards or, with sign -1, backwards.
func (d span) times(sign int) span {
	d.elapsed *= time.Duration(sign)
	d.days *= sign
	d.months *= sign
	return d
}

// durations reads "in 3 days", "2 weeks from tomorrow", "an hour ago", "now", and a
// span that is the whole phrase ("2 weeks", as in "snooze Acme 2 weeks").
func (p *parser) durations(i int, s spec) {
	if s.hasElapsed {
		return
	}
	if p.word(i) == "now" {
		p.addSpan(i+1, s, span{}, true)
		return
	}
	if p.seq(i, "right", "now") || p.seq(i, "just", "now") {
		p.addSpan(i+2, s, span{}, true)
		return
	}
	if p.word(i) == "in" {
		p.spanIn(i+1, s)
		return
	}
	p.workingDays(i, s, true)
	d, end := p.span(i)
	if p.word(i) == "fortnight" { // "a" is often left out
		d, end = span{days: 14}, i+1
	}
	if end == 0 {
		return
	}
	switch p.word(end) {
	// The rest of the phrase may still say a time: "two days ago at 4".
	case "ago":
		p.addSpan(end+1, s, d.times(-1), false)
	// "two weeks from now", "three days after Thanksgiving", "two weeks on Friday".
	case "from", "after", "on":
		if p.word(end+1) == "now" {
			p.addSpan(end+2, s, d, false)
			return
		}
		p.from(end+1, s, d)
	case "before":
		p.from(end+1, s, d.times(-1))
	// "two weeks tomorrow"
	case "today", "tomorrow":
		p.from(end, s, d)
	// A span that is the whole phrase is one to come. Of what happened it would be a guess.
	case "":
		if i != p.begin || p.past {
			break
		}
		// Below eight hours nobody means a time: "2h" is a span.
		if h := p.num(0, 2); h >= 8 && p.word(1) == "h" && p.tok[1].glued {
			if p.word(2) != "" {
				break // 14h30 is a time
			}
			d.problem = fmt.Sprintf(`Is %dh a time or a span? Write %d:00 or "in %d hours".`, h, h, h)
		}
		p.addSpan(end, s, d, false)
		if d.problem != "" {
			p.settled = true
		}
	}
	if p.vague {
		p.addSpan(end, s, d, false)
	}
}

// spanIn reads what follows "in": "3 days", "two weeks' time", "3 working days". Behind a weekday it is the week of
// that day: "Thursday in two weeks".
func (p *parser) spanIn(i int, s spec) {
	p.workingDays(i, s, false)
	d, end := p.span(i)
	if end == 0 {
		return
	}
	// "in 2 weeks' time"
	if p.word(end) == "'" {
		end++
	}
	if p.word(end) == "time" {
		end++
	}
	// Whole weeks beside a weekday move that weekday; anything else counts from today.
	if w := s; d.days > 0 && d.days%7 == 0 && s.day == noDay && !s.week.set && d.problem == "" {
		w.week = weekRef{set: true, n: d.days / 7, counted: true}
		if s.weekday.set {
			if s.weekday.which == plain {
				p.accept(end, w)
			}
			return
		}
		// "in two weeks on Thursday": complete asks for the weekday
		if next := strings.TrimPrefix(p.word(end)+p.word(end+1), ","); !p.vague &&
			(p.word(end) == "on" || weekdayAt(p.word(end)) || weekdayAt(next)) {
			p.accept(end, w)
			return
		}
	}
	p.addSpan(end, s, d, false)
}

// weekdayAt reports whether the word is the name of a weekday.
func weekdayAt(w string) bool {
	_, ok := weekdays[w]
	return ok
}

// workingDays reads "3 working days"; with from, only where "from now" follows, and "in" stands before it otherwise.
func (p *parser) workingDays(i int, s spec, from bool) {
	n := p.num(i, 2)
	if n < 0 {
		n = numberWords[p.word(i)]
	}
	if p.word(i) == "a" {
		n = 1
	}
	end := i + 1
	switch {
	case s.day != noDay || s.weekday.set || p.vague || n < 1:
		return
	case p.word(end) == "workdays":
		end++
	case (p.word(end) == "working" || p.word(end) == "business") && (p.word(end+1) == "days" || p.word(end+1) == "day"):
		end += 2
	default:
		return
	}
	if from {
		if !p.seq(end, "from", "now") {
			return
		}
		end += 2
	}
	s.day, s.n = workingDay, n
	p.accept(end, s)
}

// addSpan adds d to now: as elapsed time, or as a number of days from today.
func (p *parser) addSpan(end int, s spec, d span, now bool) {
	if d.problem != "" {
		s.problem = d.problem
	}
	// Elapsed time is an instant by itself; no day and no clock stands beside it.
	if d.elapsed != 0 || now {
		if s.day != noDay || s.weekday.set || s.clock.set || s.part != nil || s.plusDays != 0 || s.plusMonths != 0 {
			return
		}
		s.elapsed, s.hasElapsed = d.elapsed, true
		p.accept(end, s)
		return
	}
	if s.day != noDay {
		return
	}
	s.day, s.n, s.plusMonths = offsetDay, d.days, d.months
	p.accept(end, s)
}

// from reads the day that d counts from: "a week from Monday".
func (p *parser) from(i int, s spec, d span) {
	if d.elapsed != 0 || s.plusDays != 0 || s.plusMonths != 0 {
		return
	}
	if d.problem != "" {
		s.problem = d.problem
	}
	s.plusDays, s.plusMonths = d.days, d.months
	p.days(i, s)
}

// span reads an amount at i and says where it ends, 0 when there is none.
func (p *tokens) span(i int) (span, int) {
	// "half an hour"; half a day is no span that a calendar has.
	if p.word(i) == "half" {
		j := i + 1
		if p.word(j) == "an" || p.word(j) == "a" {
			j++
		}
		if p.word(j) == "hour" {
			return span{elapsed: 30 * time.Minute}, j + 1
		}
		return span{}, 0
	}
	d, end := p.amount(i)
	if end == 0 || d.elapsed == 0 {
		return d, end
	}
	// "an hour and a half"
	if p.seq(end, "and", "a", "half") && d.elapsed%time.Hour == 0 {
		d.elapsed += 30 * time.Minute
		return d, end + 3
	}
	// "1 hour 30 minutes", "1h30"
	j := end
	if p.word(j) == "and" {
		j++
	}
	if more, e := p.amount(j); e > 0 && more.elapsed > 0 && more.elapsed < time.Hour && d.elapsed%time.Hour == 0 {
		d.elapsed += more.elapsed
		return d, e
	}
	if m := p.num(end, 2); m >= 0 && m < 60 && p.tok[end].glued && p.word(end-1) == "h" {
		d.elapsed += time.Duration(m) * time.Minute
		return d, end + 1
	}
	return d, end
}

// amount reads a number and its unit.
func (p *tokens) amount(i int) (span, int) {
	j := i + 1
	n, tenths := 0, 0
	switch w := p.word(i); {
	case w == "a" || w == "an":
		n = 1
	// "1.5 hours", "1,5 hours"
	case p.num(i, 4) >= 0:
		n = p.num(i, 4)
		if f := p.num(j+1, 1); f >= 0 && (p.mark(j, ".") || p.mark(j, ",")) {
			tenths = f
			j += 2
		}
	default:
		n = numberWords[w]
		if n == 0 {
			return span{}, 0
		}
		// "twenty five minutes"
		if ones := numberWords[p.word(j)]; n >= 20 && ones > 0 && ones < 10 {
			n += ones
			j++
		}
	}
	u, ok := units[p.word(j)]
	if !ok || u.glued && !(p.tok[j].glued && p.tok[j-1].num >= 0) {
		return span{}, 0
	}
	if u.elapsed == 0 && tenths != 0 || u.elapsed == time.Hour && n > 999 {
		return span{}, 0 // "1.5 days" is no day; "1430 hrs" is a time
	}
	d := span{
		elapsed: time.Duration(n)*u.elapsed + time.Duration(tenths)*u.elapsed/10,
		days:    n * u.days, months: n * u.months,
	}
	if d.elapsed+time.Duration(d.days)*24*time.Hour+time.Duration(d.months)*30*24*time.Hour > furthest {
		d.problem = "That is more than ten years away."
	}
	if u.elapsed != 0 && d.elapsed == 0 {
		return span{}, 0
	}
	return d, j + 1
}
