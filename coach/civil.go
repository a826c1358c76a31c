package coach

import (
	"math"
	"time"
)

// day is a calendar date without a zone, counted from 1 January 1970.
type day int

const daySeconds = 24 * 60 * 60

// dayIn is the date of the instant in the place.
func dayIn(unix int64, loc *local) day {
	return day(floorDiv(unix+loc.offset(unix), daySeconds))
}

// minuteIn is the minute of the day of the instant in the place.
func minuteIn(unix int64, loc *local) int {
	s := unix + loc.offset(unix)
	return int(s-floorDiv(s, daySeconds)*daySeconds) / 60
}

// floorDiv rounds down, so that instants before 1970 belong to their own date.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// weekday counts from Thursday, 1 January 1970.
func (d day) weekday() time.Weekday { return time.Weekday(((int(d)+4)%7 + 7) % 7) }

// date is midnight UTC of the date: only its year, month and day mean anything.
func (d day) date() time.Time { return time.Unix(int64(d)*daySeconds, 0).UTC() }

func (d day) String() string { return d.date().Format(time.DateOnly) }

// parseDay reads 2006-01-02.
func parseDay(s string) (day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, err
	}
	return day(floorDiv(t.Unix(), daySeconds)), nil
}

// at is the first instant at which the clocks of the place show the minute on the date. When they skip that minute, it
// is the first one after the gap (the last one before it, if the gap reaches into the next date). ok is false when the
// place has no such date at all, as Samoa had no 30 December 2011.
func (d day) at(minute int, loc *local) (unix int64, ok bool) {
	wall := int64(d)*daySeconds + int64(minute)*60
	before, after := loc.offset(wall-15*3600), loc.offset(wall+15*3600)
	if before == after {
		return wall - before, true
	}
	for _, c := range [2]int64{wall - before, wall - after} { // shown twice: the first is by the old offset
		if c+loc.offset(c) == wall {
			return c, true
		}
	}
	start, _ := time.Unix(wall-before, 0).In(loc.Location).ZoneBounds()
	gap := start.Unix()
	switch {
	case dayIn(gap, loc) == d:
		return gap, true
	case dayIn(gap-60, loc) == d:
		return gap - 60, true
	case minute == 24*60: // the end of a date is the start of whatever comes next
		return gap, dayIn(gap-60, loc) == d
	}
	return gap, false
}

// local is a place's clock that remembers the stretch without a clock change around the last instant it was asked
// about: one question about a step asks it some fifty times. It is for one goroutine.
type local struct {
	*time.Location
	from, to, off int64
}

// in is the clock of a place, with nothing remembered yet.
func in(loc *time.Location) *local { return &local{Location: loc} }

// offset is how many seconds the place's clock is ahead of UTC at the instant.
func (l *local) offset(unix int64) int64 {
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

// offset is [local.offset] for a single question, safe for many goroutines.
func offset(unix int64, loc *time.Location) int64 {
	_, off := time.Unix(unix, 0).In(loc).Zone()
	return int64(off)
}
