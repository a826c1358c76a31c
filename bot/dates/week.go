package dates

import "time"

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
