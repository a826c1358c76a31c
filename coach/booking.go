package coach

import (
	"slices"
	"time"

	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/outcome"
)

// CheckInstant judges an instant that somebody picked for a call. Outside the legal hours of the lead it is a
// [*LawError] with the nearest instants; otherwise the reasons are what the answer has to mention: outside the rep's
// hours, on a day off or a holiday of rep or lead, in lunch.
func (r *Rules) CheckInstant(l Lead, rep Rep, at time.Time) ([]Reason, error) {
	z := l.Zone(rep, at)
	f, t := r.availability(rep, z), at.Unix()
	if before, after, ok := f.lawAround(t); !ok {
		z.Loc = f.lawless(t)
		return nil, &LawError{At: at, Before: unix(before), After: unix(after), Zone: z, Law: r.law}
	}
	var out []Reason
	ld, rd := f.leadDay(t), calendar.DateIn(t, f.rep)
	var p placed
	if o := f.repOff(rd); o != nil {
		p.skip(o, rd, "rep")
	}
	if o := f.leadOff(ld); o != nil && (ld != rd || len(p.because) == 0) {
		p.skip(o, ld, "lead")
	}
	out = append(out, p.because...)
	if m := calendar.MinuteIn(t, f.rep); m < f.from && m+24*60 >= f.to || m >= f.to {
		out = append(out, f.hoursReason())
	}
	if m := calendar.MinuteIn(t, f.lead); m >= r.lunch.From && m < r.lunch.To {
		out = append(out, r.window(ReasonLunch, r.lunch, "lunch"))
	}
	return out, nil
}

// lawless is the clock by which nobody may be called at an instant: the lead's, or that of another number of theirs.
func (f *availability) lawless(t int64) *time.Location {
	for _, loc := range append([]*time.Location{f.zone.Loc}, f.zone.others...) {
		if m := calendar.MinuteIn(t, calendar.ClockOf(loc)); m < f.r.law.From || m >= f.r.law.To {
			return loc
		}
	}
	return f.zone.Loc
}

// SnoozeTo is where a snooze to a day lands: the start of the morning window of that date of the rep's calendar (today,
// when that window is over, of the afternoon one), or of the afternoon window when half is "afternoon". It is never
// before now; a day off is no matter, a snooze is the rep's own choice. What is left of no window today goes to
// tomorrow's.
func (r *Rules) SnoozeTo(l Lead, rep Rep, now, date time.Time, half ...string) time.Time {
	z := l.Zone(rep, date)
	f := r.availability(rep, z)
	d := calendar.DateIn(date.Unix(), f.rep)
	windows := []Window{r.morning, r.afternoon}
	if len(half) > 0 && half[0] == "afternoon" {
		windows = windows[1:]
	}
	p := f.anyDay().schedule(d, now.Unix(), windows...)
	return unix(p.due)
}

// Twice says whom else the rep has agreed to call within half an hour of the instant (limits.apart): nobody can make
// both. lead is whose call it is to be, whose own agreed call it replaces. Of several the nearest is named.
func (r *Rules) Twice(agreed []Agreed, lead string, at time.Time) (Reason, bool) {
	var found *Agreed
	for i := range agreed {
		a := &agreed[i]
		if a.Lead == lead || !r.limits.tooClose(a.At, at) {
			continue
		}
		if found == nil || at.Sub(a.At).Abs() < at.Sub(found.At).Abs() {
			found = a
		}
	}
	if found == nil {
		return Reason{}, false
	}
	return Reason{Code: ReasonTwice, Word: found.Name, At: found.At.UTC(), Source: "S1.7"}, true
}

// tooClose reports whether two calls are too close to each other for both to be made.
func (m Limits) tooClose(a, b time.Time) bool {
	return a.Sub(b).Abs() < time.Duration(m.Apart)*time.Minute
}

// Slots are up to n concrete times to offer for a booked call, in [from, to), or within the next ten working days, an
// hour from now on (limits.offer_after), when both are zero. Wednesdays and Thursdays come first (S4.9), then Tuesdays,
// then the days the sources advise against, marked (S4.10); each day once before any comes twice, at the start or the
// end of the lead's day, never in lunch (S4.13), always inside the rep's hours and the law, on working dates of both.
// What was chosen comes by time, the earliest first. The same question has the same answer.
func (r *Rules) Slots(l Lead, rep Rep, now, from, to time.Time, n int) []Slot {
	return r.SlotsBut(l, rep, now, from, to, n, nil)
}

// SlotsBut are [Rules.Slots] that keep clear of the rep's agreed calls, those of the lead itself left aside: theirs is
// what moves.
func (r *Rules) SlotsBut(l Lead, rep Rep, now, from, to time.Time, n int, taken []Agreed) []Slot {
	z := l.Zone(rep, now)
	f := r.availability(rep, z)
	start := max(now.Unix()+1, from.Unix())
	if from.IsZero() {
		start = max(start, r.limits.offerFrom(now).Unix())
	}
	d := f.leadDay(start)
	var days []calendar.Date
	for k := 0; k < 60 && (to.IsZero() && len(days) < 10 || !to.IsZero() && f.start(d) < to.Unix()); k++ {
		if f.leadOff(d) == nil {
			days = append(days, d)
		}
		d++
	}
	slices.SortStableFunc(days, func(a, b calendar.Date) int { return weekRank(f.learned, a) - weekRank(f.learned, b) })
	var out []Slot
	for times, round := f.slotTimes(), 0; round < len(times)+1 && len(out) < n; round++ {
		for k, d := range days {
			if len(out) == n {
				break
			}
			free := func(t time.Time) bool {
				_, twice := r.Twice(taken, l.ID, t)
				return !twice && !slices.ContainsFunc(out, func(s Slot) bool { return r.limits.tooClose(s.At, t) })
			}
			if t, ok := f.slot(d, times, (round+k%2)%len(times), start, to, free); ok {
				out = append(out, t)
			}
		}
	}
	slices.SortFunc(out, func(a, b Slot) int { return a.At.Compare(b.At) })
	return out
}

// usualDays are the calendar days in which the ten working days of an offer usually lie.
const usualDays = 14

// Offer is within when the times lie that are offered after a talk that left no date: from an hour from now
// (limits.offer_after) to the end of the date on which the last of the rule's working days is over, of the rep and of
// the lead, today not counted (S0.21, S3.26). Who is to be left alone for a season isn't offered tomorrow: there from
// is the end of it, and to is zero. Both are zero where the call map sets no limit.
func (r *Rules) Offer(l Lead, rep Rep, o outcome.Outcome, now time.Time) (from, to time.Time) {
	w := r.callMap[string(o)]
	left := w.offer
	f := r.availability(rep, l.Zone(rep, now))
	d := f.leadDay(now.Unix())
	switch {
	case left == 0 && w.due == "days" && w.days > usualDays:
		return unix(f.start(d + calendar.Date(w.days))), time.Time{}
	case left == 0:
		return time.Time{}, time.Time{}
	}
	for end := d + searchDays; left > 0 && d < end; {
		if d++; f.leadOff(d) == nil && f.repOff(f.repDate(d)) == nil {
			left--
		}
	}
	return r.limits.offerFrom(now), unix(f.start(d + 1))
}

// offerFrom is when offers begin: nobody who has just talked, or just said that they can't, is called again at once.
func (m Limits) offerFrom(now time.Time) time.Time {
	return now.Add(time.Duration(m.OfferAfter) * time.Minute).UTC()
}

// slot is an offer on the date, the k-th of the times if it fits, else the next one that does, else the first quiet
// time that is left in the rep's hours.
func (f *availability) slot(d calendar.Date, times []int, k int, start int64, to time.Time,
	free func(time.Time) bool) (Slot, bool) {
	quiet, hours := f.legal(d, true), f.hours(d, true)
	open := quiet.and(&hours)
	fits := func(t int64) bool {
		if t < start || !to.IsZero() && t >= to.Unix() {
			return false
		}
		if at, ok := open.nearest(t); !ok || at != t {
			return false
		}
		return free(unix(t))
	}
	for i := range times {
		if t, ok := d.At(times[(k+i)%len(times)], f.lead); ok && fits(t) {
			return f.slotAt(t, d), true
		}
	}
	for m := f.r.law.From; m < f.r.law.To; m += 30 {
		if t, ok := d.At(m, f.lead); ok && fits(t) {
			return f.slotAt(t, d), true
		}
	}
	return Slot{}, false
}
