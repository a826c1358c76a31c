package dates

import (
	"fmt"
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
		if d, end := p.span(i + 1); end > 0 {
			p.addSpan(end, s, d, false)
		}
		return
	}
	d, end := p.span(i)
	if end == 0 {
		return
	}
	switch p.word(end) {
	case "ago":
		p.addSpan(end+1, s, d.times(-1), false)
	case "from", "after", "on":
		if p.word(end+1) == "now" {
			p.addSpan(end+2, s, d, false)
			return
		}
		p.from(end+1, s, d)
	case "today", "tomorrow":
		p.from(end, s, d)
	case "":
		if i != 0 || p.past {
			break
		}
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

// addSpan adds d to now: as elapsed time, or as a number of days from today.
func (p *parser) addSpan(end int, s spec, d span, now bool) {
	if d.problem != "" {
		s.problem = d.problem
	}
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
