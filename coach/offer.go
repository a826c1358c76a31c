package coach

import (
	"slices"
	"time"

	"github.com/followup-coach/followup/coach/calendar"
)

// Stretch is when a call may be, by what the prospect said, [From, To); To is zero for an open end.
type Stretch struct {
	From, To time.Time
	Hours    bool // they said which hours of the day
	Clock    bool // …by the clock: then those hours count, lunch and the rep's own no longer
}

// Begin says where in the stretches the first offer lies.
type Begin int

// Begins: an hour, a day or a part of one is offered from its first minute on, an open stretch or a row of days from
// its first working day, a week, a month or a part of one from its first Wednesday or Thursday (S4.9).
const (
	BeginMinute Begin = iota
	BeginDay
	BeginMidWeek
)

// aheadDays is how far into a stretch days are looked for.
const aheadDays = 62

// SlotsIn are up to n times to offer inside what was said and nowhere else; none where no call can be made inside it.
// The rules of [Rules.SlotsBut] hold, but hours that were named by the clock are the prospect's own choice: lunch is no
// matter in them, and where none of them lies in the rep's hours they are offered all the same, inside the law.
func (r *Rules) SlotsIn(l Lead, rep Rep, now time.Time, in []Stretch, begin Begin, n int, taken []Agreed) []Slot {
	if len(in) == 0 {
		return nil
	}
	o := offering{availability: r.availability(rep, l.Zone(rep, in[0].From)), leadID: l.ID, n: n, taken: taken,
		now: now.Unix() + 1}
	if begin != BeginMinute {
		o.now = max(o.now, r.limits.offerFrom(now).Unix())
	}
	o.collect(o.stages(in, begin))
	for i := 0; len(o.slots) == 0 && i < len(in); i++ {
		if in[i].Clock {
			o.outside = true
			o.collect(o.stages(in[i:i+1], begin))
		}
	}
	slices.SortFunc(o.slots, func(a, b Slot) int { return a.At.Compare(b.At) })
	return o.slots
}

// Works reports whether a date, midnight in UTC, is a working day of the rep: one of their weekdays and no holiday.
func (r *Rules) Works(rep Rep, date time.Time) bool {
	return r.WorkDays(rep)(calendar.DateOf(date))
}

// WorkDays reports of dates whether they are working days of the rep, as [Rules.Works] does of one.
func (r *Rules) WorkDays(rep Rep) func(calendar.Date) bool {
	f := r.availability(rep, LeadZone{Loc: rep.Location()})
	return func(d calendar.Date) bool { return f.repOff(d) == nil }
}

// offering collects slots.
type offering struct {
	*availability
	leadID  string
	n       int
	taken   []Agreed
	now     int64 // no slot lies before it
	outside bool  // the rep's hours and days are no matter
	slots   []Slot
}

// stage is what a stretch leaves of one date of the lead.
type stage struct {
	day    calendar.Date
	a, b   int64 // the first instant and the one after the last
	opens  bool  // a is where the stretch begins by what was said
	hours  bool
	byHour bool // by the clock
}

// stages are the dates of the stretches, in the order in which they are offered.
func (o *offering) stages(in []Stretch, begin Begin) (all []stage) {
	for _, s := range in {
		start := max(o.now, s.From.Unix())
		for d, k := o.leadDay(start), 0; k < aheadDays; d, k = d+1, k+1 {
			x := stage{day: d, a: max(start, o.start(d)), b: o.start(d + 1), opens: k == 0 && start == s.From.Unix(),
				hours: s.Hours, byHour: s.Clock}
			if !s.To.IsZero() {
				if o.start(d) >= s.To.Unix() {
					break
				}
				x.b = min(x.b, s.To.Unix())
			}
			if o.outside || o.leadOff(d) == nil {
				all = append(all, x)
			}
		}
	}
	if begin != BeginMidWeek {
		return all
	}
	// From the first Wednesday or Thursday on which a call can be made; where there is none all days count.
	for i := range all {
		if _, ok := o.slotOn(&all[i], 0, 0); ok && weekRank(o.learned, all[i].day) <= 0 {
			all = all[i:]
			break
		}
	}
	slices.SortStableFunc(all, func(a, b stage) int { return weekRank(o.learned, a.day) - weekRank(o.learned, b.day) })
	return all
}

// collect takes a slot of each stage before any gives a second one, of named hours an hour from another while that
// goes.
func (o *offering) collect(stages []stage) {
	for _, apart := range [...]time.Duration{time.Hour, 0} {
		for times, round := o.slotTimes(), 0; round <= len(times); round++ {
			for k := range stages {
				if len(o.slots) >= o.n {
					return
				}
				if apart > 0 && !stages[k].hours {
					continue
				}
				first := round + k%2
				if stages[k].hours {
					first = 0
				}
				if s, ok := o.slotOn(&stages[k], first, apart); ok {
					o.slots = append(o.slots, s)
				}
			}
		}
	}
}

// slotOn is an offer on a stage: the first minute of hours that were named, else the k-th of the times if it fits, else
// the next one that does, else the first half hour at which a call can be made.
func (o *offering) slotOn(x *stage, k int, apart time.Duration) (Slot, bool) {
	open, hours := o.legal(x.day, !x.byHour), o.hours(x.day, true)
	if !o.outside {
		open = open.and(&hours)
	}
	open = open.within(span{x.a, x.b - 1})
	fits := func(t int64) bool {
		at, ok := open.nearest(t)
		if !ok || at != t {
			return false
		}
		when := unix(t)
		_, twice := o.r.Twice(o.taken, o.leadID, when)
		return !twice && !slices.ContainsFunc(o.slots, func(s Slot) bool {
			return o.r.limits.tooClose(s.At, when) || s.At.Sub(when).Abs() < apart
		})
	}
	if x.hours && open.n > 0 && (x.opens || open.s[0].a > x.a) && fits(open.s[0].a) {
		return o.slotAt(open.s[0].a, x.day), true
	}
	times := o.slotTimes()
	for i := range times {
		if t, ok := x.day.At(times[(k+i)%len(times)], o.lead); ok && fits(t) {
			return o.slotAt(t, x.day), true
		}
	}
	for m := o.r.law.From; m < o.r.law.To; m += 30 {
		if t, ok := x.day.At(m, o.lead); ok && fits(t) {
			return o.slotAt(t, x.day), true
		}
	}
	return Slot{}, false
}

// slotAt is the slot at an instant of a date of the lead, marked on a day that the sources advise against (S4.10).
func (f *availability) slotAt(t int64, d calendar.Date) Slot {
	s := Slot{At: unix(t)}
	if weekRank(f.learned, d) == weakRank {
		s.Marked = Reason{Code: ReasonWeakDay, Word: d.Weekday().String(), At: d.Midnight(), Source: "S4.10"}
	}
	return s
}
