// Package calendar counts dates and minutes on the clocks of zones, and knows which country a zone is of and which of
// its dates are holidays. A date is a number of days, so that a plan over weeks costs no more than adding.
package calendar

import (
	"math"
	"time"
)

// Date is a calendar date without a zone, counted from 1 January 1970.
type Date int

// DaySeconds is how long a date is on a clock that does not change.
const DaySeconds = 24 * 60 * 60

// DateIn is the date of the instant in the place.
func DateIn(unix int64, loc *Clock) Date {
	return Date(floorDiv(unix+loc.Offset(unix), DaySeconds))
}

// MinuteIn is the minute of the day of the instant in the place.
func MinuteIn(unix int64, loc *Clock) int {
	s := unix + loc.Offset(unix)
	return int(s-floorDiv(s, DaySeconds)*DaySeconds) / 60
}

// floorDiv rounds down, so that instants before 1970 belong to their own date.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// Weekday counts from Thursday, 1 January 1970.
func (d Date) Weekday() time.Weekday { return time.Weekday(((int(d)+4)%7 + 7) % 7) }

// Midnight is midnight UTC of the date: only its year, month and day mean anything.
func (d Date) Midnight() time.Time { return time.Unix(int64(d)*DaySeconds, 0).UTC() }

func (d Date) String() string { return d.Midnight().Format(time.DateOnly) }

// Parse reads 2006-01-02.
func Parse(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, err
	}
	return DateOf(t), nil
}

// DateOf is the date of an instant in UTC.
func DateOf(t time.Time) Date { return Date(floorDiv(t.Unix(), DaySeconds)) }

// At is the first instant at which the clocks of the place show the minute on the date. When they skip that minute, it
// is the first one after the gap (the last one before it, if the gap reaches into the next date). ok is false when the
// place has no such date at all, as Samoa had no 30 December 2011.
func (d Date) At(minute int, loc *Clock) (unix int64, ok bool) {
	wall := int64(d)*DaySeconds + int64(minute)*60
	before, after := loc.Offset(wall-15*3600), loc.Offset(wall+15*3600)
	if before == after {
		return wall - before, true
	}
	for _, c := range [2]int64{wall - before, wall - after} { // shown twice: the first is by the old offset
		if c+loc.Offset(c) == wall {
			return c, true
		}
	}
	start, _ := time.Unix(wall-before, 0).In(loc.Location).ZoneBounds()
	gap := start.Unix()
	switch {
	case DateIn(gap, loc) == d:
		return gap, true
	case DateIn(gap-60, loc) == d:
		return gap - 60, true
	case minute == 24*60: // the end of a date is the start of whatever comes next
		return gap, DateIn(gap-60, loc) == d
	}
	return gap, false
}

// Clock is a place's clock that remembers the stretch without a clock change around the last instant it was asked
// about: one question about a step asks it some fifty times. It is for one goroutine.
type Clock struct {
	*time.Location
	from, to, off int64
}

// ClockOf is the clock of a place, with nothing remembered yet.
func ClockOf(loc *time.Location) *Clock { return &Clock{Location: loc} }

// Offset is how many seconds the place's clock is ahead of UTC at the instant.
func (l *Clock) Offset(unix int64) int64 {
	if l.from <= unix && unix < l.to {
		return l.off
	}
	t := time.Unix(unix, 0).In(l.Location)
	start, end := t.ZoneBounds()
	_, off := t.Zone()
	l.from, l.to, l.off = math.MinInt64, math.MaxInt64, int64(off)
	if !start.IsZero() {
		l.from = start.Unix()
	}
	if !end.IsZero() {
		l.to = end.Unix()
	}
	return l.off
}

// Offset is [Clock.Offset] for a single question, safe for many goroutines.
func Offset(unix int64, loc *time.Location) int64 {
	_, off := time.Unix(unix, 0).In(loc).Zone()
	return int64(off)
}

// DaysAhead counts calendar days on the clock of each instant; the past is negative.
func DaysAhead(at, now time.Time) int {
	return int(DateIn(at.Unix(), ClockOf(at.Location())) - DateIn(now.Unix(), ClockOf(now.Location())))
}
