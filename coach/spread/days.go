package spread

import (
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
)

// PerDay is how many leads are put on one working day of a rep, of a list or of what had gathered (product 4 and 7).
const PerDay = 15

// Days are a rep's working days, of which each has room for so many leads.
type Days struct {
	taken map[calendar.Date]int
	after map[calendar.Date]calendar.Date // of a day that is full, one behind it that may have room
	clock *calendar.Clock
	works func(calendar.Date) bool
}

// DaysOf are the days of a rep from now on, with what is on them already, by date as 2006-01-02.
func DaysOf(r *coach.Rules, rep coach.Rep, taken map[string]int) *Days {
	d := &Days{taken: map[calendar.Date]int{}, after: map[calendar.Date]calendar.Date{},
		clock: calendar.ClockOf(rep.Location()), works: r.WorkDays(rep)}
	for day, n := range taken {
		if on, err := calendar.Parse(day); err == nil {
			d.taken[on] = n
		}
	}
	return d
}

// Place puts one more lead on the first day with room, from a day on: due says when it would come due, were nothing due
// before a day. The day that counts is the one on which the rules place it, which may be a later one. Place returns the
// day that it asked about and what due said.
func (d *Days) Place(from calendar.Date, due func(calendar.Date) time.Time) (calendar.Date, time.Time) {
	for {
		from = d.room(from)
		at := due(from)
		on := d.On(at)
		if d.taken[on] < PerDay {
			d.taken[on]++
			return from, at
		}
		from = d.next(max(on, from))
	}
}

// Take counts a lead that has its day already, full or not.
func (d *Days) Take(at time.Time) { d.taken[d.On(at)]++ }

// On is the date of an instant.
func (d *Days) On(at time.Time) calendar.Date { return calendar.DateIn(at.Unix(), d.clock) }

// Taken is how many leads each day has, by date as 2006-01-02.
func (d *Days) Taken() map[string]int {
	out := make(map[string]int, len(d.taken))
	for day, n := range d.taken {
		out[day.String()] = n
	}
	return out
}

// First is the first day of which anything is known; 0 for none.
func (d *Days) First() (first calendar.Date) {
	for day := range d.taken {
		if first == 0 || day < first {
			first = day
		}
	}
	return first
}

// Trim forgets the days from one on that are full, up to the first that may have room, which [Days.First] is then.
func (d *Days) Trim(from calendar.Date) {
	first := d.room(from)
	for day := range d.taken {
		if day < first {
			delete(d.taken, day)
		}
	}
	d.taken[first] += 0
}

// room is the first day from one on that isn't known to be full. What leads there is remembered, so that thousands of
// leads don't go over the same full days one by one.
func (d *Days) room(day calendar.Date) calendar.Date {
	at := day
	for d.taken[at] >= PerDay {
		next, known := d.after[at]
		if !known {
			next = d.next(at)
		}
		at = next
	}
	for day != at {
		next, known := d.after[day]
		if !known {
			next = d.next(day)
		}
		d.after[day] = at
		day = next
	}
	return at
}

// next is the next working day.
func (d *Days) next(day calendar.Date) calendar.Date {
	for day++; !d.works(day); day++ {
	}
	return day
}
