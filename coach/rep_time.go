package coach

import "time"

// The default working hours 08:00–18:00 and digest time 08:30, in minutes from midnight (product contract, Times).
const (
	defaultFrom   = 8 * 60
	defaultTo     = 18 * 60
	defaultDigest = 8*60 + 30
)

// Location is the rep's zone; UTC when TZ is empty or unknown.
func (r Rep) Location() *time.Location {
	if loc, err := location(r.TZ); err == nil {
		return loc
	}
	return time.UTC
}

// WorksOn reports whether the weekday is one of the rep's working days. Holidays are no matter here.
func (r Rep) WorksOn(d time.Weekday) bool { return r.weekdays().has(d) }

// Hours are the rep's working hours in minutes from local midnight; to is exclusive.
func (r Rep) Hours() (from, to int) {
	if r.From == r.To {
		return defaultFrom, defaultTo
	}
	return r.From, r.To
}

// DigestMinute is when the digest comes, in minutes from local midnight.
func (r Rep) DigestMinute() int {
	if r.Digest == nil {
		return defaultDigest
	}
	return *r.Digest
}

// ModeOrDefault is the rep's mode, balanced unless set.
func (r Rep) ModeOrDefault() Mode {
	if r.Mode == "" {
		return Balanced
	}
	return r.Mode
}

// weekdays is a set of weekdays, one bit each.
type weekdays uint8

func (w weekdays) has(d time.Weekday) bool { return w&(1<<d) != 0 }

func (r Rep) weekdays() weekdays {
	var w weekdays
	for _, d := range r.Days {
		if d >= 0 && d < 7 {
			w |= 1 << d
		}
	}
	if w == 0 {
		return 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday
	}
	return w
}

// Midnight is the instant at which t's date, days later, begins for the rep; with 1 it is the end of their day. Where
// the clocks skip midnight it is the first instant after.
func (r Rep) Midnight(t time.Time, days int) time.Time {
	loc := r.Location()
	y, m, d := t.In(loc).Date()
	want := time.Date(y, m, d+days, 12, 0, 0, 0, loc).Day()
	for half := range 6 {
		if at := time.Date(y, m, d+days, 0, 30*half, 0, 0, loc); at.Day() == want {
			return at
		}
	}
	return time.Date(y, m, d+days, 0, 0, 0, 0, loc) // the date itself is skipped
}
