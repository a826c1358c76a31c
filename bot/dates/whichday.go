package dates

import (
	"fmt"
	"time"
)

// whichDay is the day that s names, counted from now, before "a week from" is
// added. The flag says that another day is defensible; the text is a problem.
func (p resolver) whichDay(s spec, now time.Time, minutes int) (civil, bool, string) {
	today := civilOf(now)
	if s.day == noDay {
		day, ambiguous := p.weekdayFrom(s, now, minutes)
		return day, ambiguous, ""
	}
	var day civil
	ambiguous := false
	problem := ""
	switch s.day {
	case offsetDay:
		day = today.plus(s.n)
	case monthDay:
		if s.dotted && !s.clock.set && !s.weekday.set {
			return day, false, timeOrDate(s.n, int(s.month))
		}
		day, problem = p.inYear(s.year, s.month, s.n, today)
	case numericDay:
		day, ambiguous, problem = p.byOrder(s, today)
	case dayOfMonth:
		day, problem = p.nextNth(s.n, today)
	case nthOfMonth:
		first := date(today.Year(), today.Month(), 1).plusMonths(s.a)
		day, problem = p.inYear(first.Year(), first.Month(), s.n, today)
	case endOfWeek:
		ambiguous = true
		day = mondayOf(today).plus(7*s.n + 4)
		if day.before(today) {
			day = day.plus(2)
		}
	case endOfMonth:
		day = lastOf(today.Year(), today.Month()+time.Month(s.n))
	case endOfQuarter:
		day = lastOf(today.Year(), (today.Month()+2)/3*3+time.Month(3*s.n))
	case endOfYear:
		day = date(today.Year()+s.n, time.December, 31)
	}
	if problem != "" {
		return day, false, problem
	}
	if s.weekday.set && day.Weekday() != s.weekday.day {
		return day, false, fmt.Sprintf("%s is a %s, not a %s.", p.short(day, today), day.Weekday(), s.weekday.day)
	}
	return day, ambiguous, ""
}

func mondayOf(c civil) civil { return c.plus(-(int(c.Weekday()) + 6) % 7) }

func lastOf(y int, m time.Month) civil { return date(y, m+1, 0) }

// short is the date with its year only where that is not this year.
func (p resolver) short(day, today civil) string {
	if day.Year() == today.Year() {
		return day.Format("2 January")
	}
	return day.words()
}

// weekdayFrom is the weekday s names. Today counts for a plain weekday while the
// time said is still ahead (or, reading the past, once it has passed).
func (p resolver) weekdayFrom(s spec, now time.Time, minutes int) (civil, bool) {
	today := civilOf(now)
	w := s.weekday
	if s.week.set {
		return mondayOf(today).plus(7*s.week.n + (int(w.day)+6)%7), false
	}
	until := (int(w.day) - int(today.Weekday()) + 7) % 7
	if w.which == last || p.past && (w.which == plain || w.which == this) {
		return p.weekdayBack(s, now, minutes, (7-until)%7)
	}
	switch {
	case until > 0:
		return today.plus(until), w.which == next
	case w.which == this:
		return today, false
	case w.which == next || s.plusDays != 0:
		return today.plus(7), false
	case s.clock.set && minutesOf(now) < minutes:
		return today, true
	case s.clock.set:
		return today.plus(7), false
	case s.part != nil && minutesOf(now) < s.part.to*60:
		return today, true
	}
	return today.plus(7), true
}

func (p resolver) weekdayBack(s spec, now time.Time, minutes, back int) (civil, bool) {
	today := civilOf(now)
	switch {
	case back > 0:
		return today.plus(-back), false
	case s.weekday.which == last:
		return today.plus(-7), false
	case s.clock.set && minutesOf(now) < minutes, s.part != nil && minutesOf(now) < s.part.from*60:
		return today.plus(-7), false
	}
	return today, true
}

func minutesOf(t time.Time) int { return t.Hour()*60 + t.Minute() }

// inYear is the day of the month in year y, or in the year in which it comes next
// (reading the past: came last) when y is 0.
func (p resolver) inYear(y int, m time.Month, d int, today civil) (civil, string) {
	if m < 1 || m > 12 {
		return civil{}, fmt.Sprintf("There is no month %d.", m)
	}
	if y == 0 {
		y = today.Year()
		here := int(m)*100 + d
		now := int(today.Month())*100 + today.Day()
		if !p.past && here < now {
			y++
		} else if p.past && here > now {
			y--
		}
	}
	if n := daysIn(y, m); d < 1 || d > n {
		if m == time.February {
			return civil{}, fmt.Sprintf("February %d has %d days.", y, n)
		}
		return civil{}, fmt.Sprintf("%s has %d days.", m, n)
	}
	return date(y, m, d), ""
}

// byOrder reads 10/12: a number above 12 or the weekday decides, else the order
// the writer is used to.
func (p resolver) byOrder(s spec, today civil) (civil, bool, string) {
	monthFirst := p.ctx.MonthFirst
	ambiguous := false
	switch {
	case s.a > 12 && s.b > 12:
		return civil{}, false, fmt.Sprintf("%d/%d has no month: months go to 12.", s.a, s.b)
	case s.a > 12:
		monthFirst = false
	case s.b > 12:
		monthFirst = true
	default:
		ambiguous = s.a != s.b
	}
	day, problem := p.ordered(s, monthFirst, today)
	if ambiguous && s.weekday.set && (problem != "" || day.Weekday() != s.weekday.day) {
		other, otherProblem := p.ordered(s, !monthFirst, today)
		if otherProblem == "" && other.Weekday() == s.weekday.day {
			return other, false, ""
		}
	}
	return day, ambiguous && !s.weekday.set, problem
}

func (p resolver) ordered(s spec, monthFirst bool, today civil) (civil, string) {
	if monthFirst {
		return p.inYear(s.year, time.Month(s.a), s.b, today)
	}
	return p.inYear(s.year, time.Month(s.b), s.a, today)
}

// nextNth is the nth of this month or, once that has passed, of the next (reading
// the past: of this or the last month).
func (p resolver) nextNth(n int, today civil) (civil, string) {
	if n < 1 || n > 31 {
		return civil{}, fmt.Sprintf("No month has a day %d.", n)
	}
	first := date(today.Year(), today.Month(), 1)
	if !p.past && n < today.Day() {
		first = first.plusMonths(1)
	} else if p.past && n > today.Day() {
		first = first.plusMonths(-1)
	}
	return p.inYear(first.Year(), first.Month(), n, today)
}
