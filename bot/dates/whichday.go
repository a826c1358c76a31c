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
		// "12.10" alone is a date or a time; a clock or a weekday beside it leaves only the date.
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
	// The week ends with its last working day, on the days off behind it with the last of them: both are defensible.
	case endOfWeek:
		ambiguous = true
		first, last := p.ctx.week()
		day = weekOf(today, first).plus(7*s.n + last)
		if day.before(today) {
			day = weekOf(today, first).plus(6)
		}
	case endOfMonth:
		day = lastOf(today.Year(), today.Month()+time.Month(s.n))
	case endOfQuarter:
		day = lastOf(today.Year(), (today.Month()+2)/3*3+time.Month(3*s.n))
	case endOfYear:
		day = date(today.Year()+s.n, time.December, 31)
	case weekdayOf:
		day, problem = p.weekdayOf(s, today)
	case workingDay:
		day = p.ctx.workingDays(today, s.n)
	case holidayOf:
		day, problem = p.onHoliday(s, today)
	}
	if problem != "" {
		return day, false, problem
	}
	// A slip in one of the two: which one nobody can tell, so neither is taken.
	if s.weekday.set && day.Weekday() != s.weekday.day {
		name := day.words()
		if day.Year() == today.Year() {
			name = day.Format("2 January")
		}
		return day, false, fmt.Sprintf("%s is a %s, not a %s.", name, day.Weekday(), s.weekday.day)
	}
	return day, ambiguous, ""
}

// weekOf is the first day of the week of c, for a week that begins with that weekday.
func weekOf(c civil, first time.Weekday) civil {
	return c.plus(-(int(c.Weekday()) - int(first) + 7) % 7)
}

// lastOf is the last day of a month: the day before the first of the next.
func lastOf(y int, m time.Month) civil { return date(y, m+1, 0) }

// weekdayFrom is the weekday s names. Today counts for a plain weekday while the
// time said is still ahead (or, reading the past, once it has passed).
func (p resolver) weekdayFrom(s spec, now time.Time, minutes int) (civil, bool) {
	today := civilOf(now)
	w := s.weekday
	if s.week.set {
		first, _ := p.ctx.week()
		day := weekOf(today, first).plus(7*s.week.n + (int(w.day)-int(first)+7)%7)
		if s.week.counted { // "Thursday in two weeks": of the week in which two weeks from today lie
			fromNext, _ := p.weekdayFrom(spec{weekday: w}, now, minutes)
			return day, fromNext.plus(7*s.week.n) != day
		}
		return day, false
	}
	until := (int(w.day) - int(today.Weekday()) + 7) % 7
	if w.which == last || p.past && (w.which == plain || w.which == this) {
		return p.weekdayBack(s, now, minutes, (7-until)%7)
	}
	switch {
	// "Next Thursday" on a Monday is this week's to some and next week's to others.
	case until > 0:
		return today.plus(until), w.which == next
	case w.which == this:
		return today, false
	// On a Thursday, "next Thursday" is never today.
	case w.which == next || s.plusDays != 0:
		return today.plus(7), false
	// The weekday of today: of today while the time is ahead, else in a week.
	case s.clock.set && minutesOf(now) < minutes:
		return today, true
	case s.clock.set:
		return today.plus(7), false
	case s.part != nil && minutesOf(now) < s.part.to*60:
		return today, true
	}
	return today.plus(7), true
}

// weekdayBack is the weekday as it came last, back days ago. Today counts for a plain weekday once the time said has
// passed.
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

// minutesOf is the time of day in minutes.
func minutesOf(t time.Time) int { return t.Hour()*60 + t.Minute() }

// inYear is the day of the month in year y, or in the year in which it comes next
// (reading the past: came last) when y is 0.
func (p resolver) inYear(y int, m time.Month, d int, today civil) (civil, string) {
	if m < 1 || m > 12 {
		return civil{}, fmt.Sprintf("There is no month %d.", m)
	}
	if y == 0 {
		y = today.Year()
		// The next such date, today included; of the past the last one.
		here := int(m)*100 + d
		now := int(today.Month())*100 + today.Day()
		if !p.past && here < now {
			y++
		} else if p.past && here > now {
			y--
		}
	}
	if n := lastOf(y, m).Day(); d < 1 || d > n {
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
	// The weekday decides when it fits the other order only.
	if ambiguous && s.weekday.set && (problem != "" || day.Weekday() != s.weekday.day) {
		other, otherProblem := p.ordered(s, !monthFirst, today)
		if otherProblem == "" && other.Weekday() == s.weekday.day {
			return other, false, ""
		}
	}
	return day, ambiguous && !s.weekday.set, problem
}

// ordered reads a and b as month and day or the other way round.
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

// weekdayOf is the nth weekday of a month. Without a year it is the next one; "the first Monday of the month" may have
// passed, then it is said so by its date.
func (p resolver) weekdayOf(s spec, today civil) (civil, string) {
	first := date(today.Year(), today.Month(), 1).plusMonths(s.a)
	if s.month != 0 {
		y := s.year
		if y == 0 {
			y = today.Year()
		}
		first = date(y, s.month, 1)
	}
	find := func(first civil) civil {
		if s.n < 0 {
			last := lastOf(first.Year(), first.Month())
			return last.plus(-(int(last.Weekday()) - s.b + 7) % 7)
		}
		return first.plus((s.b-int(first.Weekday())+7)%7 + 7*(s.n-1))
	}
	day := find(first)
	if s.month != 0 && s.year == 0 {
		if !p.past && day.before(today) {
			day = find(first.plusMonths(12))
		} else if p.past && today.before(day) {
			day = find(first.plusMonths(-12))
		}
	}
	if s.n > 4 && day.Day() < 8 {
		return day, fmt.Sprintf("%s %d has no fifth %s.", first.Month(), first.Year(), time.Weekday(s.b))
	}
	return day, ""
}
