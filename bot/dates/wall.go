package dates

import (
	"time"
)

// civil is a calendar date, held as midnight UTC so that it can be counted with.
type civil struct{ time.Time }

// date is a calendar date; months and days beyond their end go on into the next.
func date(y int, m time.Month, d int) civil {
	return civil{time.Date(y, m, d, 0, 0, 0, 0, time.UTC)}
}

// civilOf is the date that clocks show at t in its own zone.
func civilOf(t time.Time) civil {
	y, m, d := t.Date()
	return date(y, m, d)
}

// plus is so many calendar days later, whatever clocks do in between.
func (c civil) plus(days int) civil { return civil{c.AddDate(0, 0, days)} }

// plusMonths goes to the same day of a later month, or to its last day.
func (c civil) plusMonths(n int) civil {
	first := date(c.Year(), c.Month()+time.Month(n), 1)
	return first.plus(min(c.Day(), lastOf(first.Year(), first.Month()).Day()) - 1)
}

// before reports whether c is the earlier date.
func (c civil) before(o civil) bool { return c.Time.Before(o.Time) }

// words is the date as said in a problem: "14 March 2027".
func (c civil) words() string { return c.Format("2 January 2006") }

// wall is the instant at which clocks in loc show h:m:s on c, the first one where
// they show it twice. It reports false where a clock change skips it; the instant
// is then as far behind the change as the time lies in the gap.
func wall(c civil, h, m, s int, loc *time.Location) (time.Time, bool) {
	u := time.Date(c.Year(), c.Month(), c.Day(), h, m, s, 0, time.UTC)
	_, before := u.Add(-24 * time.Hour).In(loc).Zone()
	_, after := u.Add(24 * time.Hour).In(loc).Zone()
	first := u.Add(-time.Duration(max(before, after)) * time.Second).In(loc)
	second := u.Add(-time.Duration(min(before, after)) * time.Second).In(loc)
	for _, t := range [...]time.Time{first, second} {
		if sameWall(t, u) {
			return t, true
		}
	}
	return second, false
}

// sameWall reports whether two instants show the same date and time, each in its own zone.
func sameWall(t, u time.Time) bool {
	y, m, d := t.Date()
	uy, um, ud := u.Date()
	return y == uy && m == um && d == ud && t.Hour() == u.Hour() && t.Minute() == u.Minute() && t.Second() == u.Second()
}

// dayStart is the first instant of c in loc.
func dayStart(c civil, loc *time.Location) time.Time {
	t, _ := wall(c, 0, 0, 0, loc)
	return t
}

// works reports whether a date is one of the writer's working days.
func (c Context) works(day civil) bool {
	if c.Works != nil {
		return c.Works(day.Time)
	}
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}

// week is the weekday that the writer's week begins with and how many days later its last working day is. It begins
// behind their days off: with Monday for most, with Sunday for somebody who works from Sunday to Thursday. Who works
// every day, or has days off here and there, has a week that begins on Monday.
func (c Context) week() (first time.Weekday, last int) {
	if c.Week == nil {
		return time.Monday, 4
	}
	first, last = time.Monday, 6
	longest := 1 // a single day off doesn't move the week, two in a row do
	for d := range time.Weekday(7) {
		if !c.Week(d) || c.Week((d+6)%7) {
			continue // the first working day behind a day off
		}
		off := 0
		for off < 7 && !c.Week((d+6-time.Weekday(off)+7)%7) {
			off++
		}
		if off > longest {
			longest, first = off, d
		}
	}
	for last > 0 && !c.Week((first+time.Weekday(last))%7) {
		last--
	}
	return first, last
}

// workingDays is the nth working day behind a date. A calendar without any is given up after a year.
func (c Context) workingDays(day civil, n int) civil {
	for left := 366; n > 0 && left > 0; left-- {
		if day = day.plus(1); c.works(day) {
			n--
		}
	}
	return day
}
