package coach

import (
	"slices"
	"time"

	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/reach"
)

// availability is a lead's clock and a rep's clock held against each other: everything that decides when a call may be
// made.
type availability struct {
	r       *Rules
	zone    LeadZone
	lead    *calendar.Clock
	rep     *calendar.Clock
	days    weekdays
	from    int // rep hours, minutes
	to      int
	country string // the rep's
	learned reach.Learned
	idle    bool // holidays are no matter
}

// availability is that of one rep for a lead in a zone. Holidays of the rep follow the country of their zone.
func (r *Rules) availability(rep Rep, z LeadZone) *availability {
	f := &availability{r: r, zone: z, lead: calendar.ClockOf(z.Loc), rep: calendar.ClockOf(rep.Location()),
		days:    rep.weekdays(),
		country: calendar.Country(rep.TZ), learned: rep.Learned}
	f.from, f.to = rep.Hours()
	if f.to < f.from {
		f.to += 24 * 60 // a night shift belongs to the date on which it starts
	}
	if f.country == "" {
		f.country = r.holidays.Home() // a zone like UTC names none
	}
	return f
}

// span is a stretch of instants in Unix seconds, both ends included.
type span struct{ a, b int64 }

// spans are few and in order; the array keeps them off the heap.
type spans struct {
	s [10]span
	n int
}

// add appends a stretch; an empty one is left out, and so is one for which there is no room.
func (x *spans) add(s span) {
	if s.a <= s.b && x.n < len(x.s) {
		x.s[x.n] = s
		x.n++
	}
}

// and is what both have in common.
func (x *spans) and(y *spans) (z spans) {
	for i := range x.n {
		for j := range y.n {
			z.add(span{max(x.s[i].a, y.s[j].a), min(x.s[i].b, y.s[j].b)})
		}
	}
	return z
}

// within is what lies in one span.
func (x *spans) within(w span) (z spans) {
	for i := range x.n {
		z.add(span{max(x.s[i].a, w.a), min(x.s[i].b, w.b)})
	}
	return z
}

// nearest is the instant of x with the smallest distance to t, the earlier of two.
func (x *spans) nearest(t int64) (best int64, ok bool) {
	for i := range x.n {
		c := min(max(t, x.s[i].a), x.s[i].b)
		if !ok || max(c-t, t-c) < max(best-t, t-best) {
			best, ok = c, true
		}
	}
	return best, ok
}

// first is the earliest instant of x that isn't before t.
func (x *spans) first(t int64) (int64, bool) {
	best, ok := int64(0), false
	for i := range x.n {
		if x.s[i].b >= t {
			if c := max(t, x.s[i].a); !ok || c < best {
				best, ok = c, true
			}
		}
	}
	return best, ok
}

// off says why a date is no working day: nil when it is one.
type off struct {
	code string // ReasonDayOff or ReasonHoliday
	word string
}

// repOff: a working weekday of the rep and no holiday of theirs.
func (f *availability) repOff(d calendar.Date) *off {
	if !f.days.has(d.Weekday()) {
		return &offRep
	}
	if h := f.r.holidays.On(d, f.country); h != "" && !f.idle {
		return &off{ReasonHoliday, h}
	}
	return nil
}

// leadOff: the date must be one of the rep's working weekdays on the lead's calendar too, and no holiday of the lead's
// country.
func (f *availability) leadOff(d calendar.Date) *off {
	if !f.days.has(d.Weekday()) {
		return &offLead
	}
	if h := f.r.holidays.On(d, f.zone.Country); h != "" && !f.idle {
		return &off{ReasonHoliday, h}
	}
	return nil
}

// offRep and offLead are shared instead of allocated for every weekend.
var offRep, offLead = off{ReasonDayOff, "rep"}, off{ReasonDayOff, "lead"}

// anyDay is the same availability for somebody who works every day: a snooze may lie on a day off.
func (f *availability) anyDay() *availability {
	free := *f
	free.days, free.idle = 1<<7-1, true
	return &free
}

// wall is the span between two minutes of the lead's date; late is how much earlier than to it ends, in seconds.
func (f *availability) wall(d calendar.Date, from, to int, late int64) span {
	a, okA := d.At(from, f.lead)
	b, okB := d.At(to, f.lead)
	if !okA || !okB {
		return span{1, 0}
	}
	return span{a, b - late}
}

// legal are the instants of the lead's date at which a call may come due: inside the law, half an hour before it
// closes, and outside lunch when lunch binds.
func (f *availability) legal(d calendar.Date, noLunch bool) (x spans) {
	leave := int64(f.r.leave) * 60
	if !noLunch {
		x.add(f.wall(d, f.r.law.From, f.r.law.To, leave))
		return f.elsewhere(d, x, leave)
	}
	x.add(f.wall(d, f.r.law.From, f.r.lunch.From, leave))
	x.add(f.wall(d, f.r.lunch.To, f.r.law.To, leave))
	return f.elsewhere(d, x, leave)
}

// elsewhere cuts legal instants around the lead's date to those that are legal also where their other numbers ring.
// late is how much earlier than the law the hours end, in seconds. Clocks whose legal hours never meet those before
// them are left out: nobody could be called at all.
func (f *availability) elsewhere(d calendar.Date, x spans, late int64) spans {
	for _, loc := range f.zone.others {
		there := *f
		there.lead = calendar.ClockOf(loc)
		var y spans
		for o := calendar.DateIn(f.start(d), there.lead) - 2; o <= d+3; o++ {
			y.add(there.wall(o, f.r.law.From, f.r.law.To, late))
		}
		if both := x.and(&y); both.n > 0 {
			x = both
		}
	}
	return x
}

// hours are the stretches of the rep's hours that may touch the lead's date, half an hour before they end. With
// working, only those on the rep's working dates.
func (f *availability) hours(d calendar.Date, working bool) (x spans) {
	first := calendar.DateIn(f.start(d), f.rep) - 1
	leave := int64(f.r.leave) * 60
	for rd := first; rd <= first+3; rd++ {
		if working && f.repOff(rd) != nil {
			continue
		}
		a, okA := rd.At(f.from, f.rep)
		b, okB := rd.At(f.to, f.rep)
		if f.to > 24*60 {
			b, okB = (rd + 1).At(f.to-24*60, f.rep)
		}
		if okA && okB {
			x.add(span{a, max(a, b-leave)})
		}
	}
	if working && f.to > 24*60 { // the part after midnight counts on the next date
		x = f.onWorkdays(&x, first)
	}
	return x
}

// workdates are the whole working dates of the rep around the lead's date.
func (f *availability) workdates(d calendar.Date) (x spans) {
	first := calendar.DateIn(f.start(d), f.rep) - 1
	for rd := first; rd <= first+3; rd++ {
		if f.repOff(rd) == nil {
			a, _ := rd.At(0, f.rep)
			b, _ := (rd + 1).At(0, f.rep)
			x.add(span{a, b - 1})
		}
	}
	return x
}

// onWorkdays cuts x to the rep's working dates from first on, midnight to midnight on the rep's clock.
func (f *availability) onWorkdays(x *spans, first calendar.Date) spans {
	var w spans
	for rd := first; rd <= first+4; rd++ {
		if f.repOff(rd) == nil {
			a, _ := rd.At(0, f.rep)
			b, _ := (rd + 1).At(0, f.rep)
			w.add(span{a, b - 1})
		}
	}
	return x.and(&w)
}

// start is the first instant of the lead's date.
func (f *availability) start(d calendar.Date) int64 {
	t, _ := d.At(0, f.lead)
	return t
}

// leadDay is the date of an instant on the lead's clock.
func (f *availability) leadDay(t int64) calendar.Date { return calendar.DateIn(t, f.lead) }

// morningHalf reports whether the instant lies before noon on the lead's clock.
func (f *availability) morningHalf(t int64) bool { return calendar.MinuteIn(t, f.lead) < f.r.noon }

// When the sources advise to call holds until a rep's own calls have overturned it (handbook 5, no. 4). What they have
// is on the rep's record ([Rep].Learned): where a window would be one of the hours that reach less, the better ones
// take its place, and so they do among the times that are offered. The second try of a first day stays in its
// afternoon, and a snooze where it was put.

// AdvisedHours are the parts of the day in which the rules call.
func AdvisedHours(r *Rules) (advised []int) {
	for _, w := range [2]Window{r.morning, r.afternoon} {
		if part, ok := reach.PartOf(w.From); ok {
			advised = append(advised, part)
		}
	}
	return advised
}

// best is the window in which calls are made instead of one of the rules'.
func (f *availability) best(w Window) Window {
	h := f.learned.Hours
	if part, ok := reach.PartOf(w.From); !h.Found() || !ok || part != h.Than {
		return w
	}
	for _, own := range [2]Window{f.r.morning, f.r.afternoon} {
		if part, ok := reach.PartOf(own.From); ok && part == h.Is {
			return own
		}
	}
	from, to := reach.Hours(h.Is)
	return Window{from, to}
}

// slotTimes are the minutes of the lead's day that are offered first: inside the windows, not at their very edge
// (S4.11).
var slotTimes = []int{9 * 60, 16*60 + 30, 8*60 + 30, 16 * 60, 9*60 + 30, 17 * 60}

// slotTimes are those of the rep: times of the hours that reach more come first, those of the hours that reach less
// last.
func (f *availability) slotTimes() []int {
	h := f.learned.Hours
	if !h.Found() {
		return slotTimes
	}
	from, to := reach.Hours(h.Is)
	first := []int{from + 60, from + 30, from}
	if to-from > 120 { // the evening: its first hours
		first = []int{from + 30, from, from + 60}
	}
	var others, last []int
	for _, m := range slotTimes {
		switch part, _ := reach.PartOf(m); {
		case part == h.Is:
			if !slices.Contains(first, m) {
				first = append(first, m)
			}
		case part == h.Than:
			last = append(last, m)
		default:
			others = append(others, m)
		}
	}
	return slices.Concat(first, others, last)
}

// weakRank is the rank of the days that the sources advise against.
const weakRank = 3

// weekRank orders the days of the week: one that the rep's own calls prefer, Wednesday and Thursday, Tuesday, the
// rest, Monday and Friday.
func weekRank(learned reach.Learned, d calendar.Date) int {
	day := d.Weekday()
	if own := learned.Days; own.Found() && int(day) == own.Is {
		return -1
	}
	switch day {
	case time.Wednesday, time.Thursday:
		return 0
	case time.Tuesday:
		return 1
	case time.Monday, time.Friday:
		return weakRank
	}
	return 2
}
