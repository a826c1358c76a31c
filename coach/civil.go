package coach

import "time"

// day is a calendar date without a zone, counted from 1 January 1970.
type day int

const daySeconds = 24 * 60 * 60

// dayIn is the date of the instant in the place.
func dayIn(unix int64, loc *time.Location) day {
	_, off := time.Unix(unix, 0).In(loc).Zone()
	return day(floorDiv(unix+int64(off), daySeconds))
}

// minuteIn is the minute of the day of the instant in the place.
func minuteIn(unix int64, loc *time.Location) int {
	_, off := time.Unix(unix, 0).In(loc).Zone()
	s := unix + int64(off)
	return int(s-floorDiv(s, daySeconds)*daySeconds) / 60
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func (d day) weekday() time.Weekday { return time.Weekday(((int(d)+4)%7 + 7) % 7) }

// date is midnight UTC of the date: only its year, month and day mean anything.
func (d day) date() time.Time { return time.Unix(int64(d)*daySeconds, 0).UTC() }

func (d day) String() string { return d.date().Format(time.DateOnly) }

func parseDay(s string) (day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, err
	}
	return day(floorDiv(t.Unix(), daySeconds)), nil
}

// at is the first instant at which the clocks of the place show the minute on the date. When they skip that minute, it is the
// first one after the gap (the last one before it, if the gap reaches into the next date). ok is false when the place has no
// such date at all, as Samoa had no 30 December 2011.
func (d day) at(minute int, loc *time.Location) (unix int64, ok bool) {
	wall := int64(d)*daySeconds + int64(minute)*60
	before, after := offset(wall-15*3600, loc), offset(wall+15*3600, loc)
	early, late := wall-before, wall-after
	if before == after {
		return early, true
	}
	if late < early {
		early, late = late, early
	}
	for _, c := range [2]int64{early, late} {
		if c+offset(c, loc) == wall {
			return c, true
		}
	}
	start, _ := time.Unix(wall-before, 0).In(loc).ZoneBounds()
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

func offset(unix int64, loc *time.Location) int64 {
	_, off := time.Unix(unix, 0).In(loc).Zone()
	return int64(off)
}
