package notify

import (
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
)

// What Slack says of a rep is asked about before the coach goes by it: somebody who takes a plane for a day need not
// want their whole week moved.

// Moved asks a rep whose zone follows Slack whether they are where Slack has them by now. Until they say so their zone
// stays.
type Moved struct {
	Rep  coach.Rep // in the zone that holds
	Zone string    // the one that Slack has
}

// Absent asks a rep whose status says so whether they are away: until the first day back, or nobody knows how long.
type Absent struct {
	Rep  coach.Rep
	Back time.Time // the beginning of that day; zero where the status has no end
}

// AbsentBy is the question about the status of a rep; false where there is none any more: they are away by now, or the
// status has ended.
func AbsentBy(rep coach.Rep, now time.Time) (Absent, bool) {
	if rep.Said.Status == "" || !rep.Wants(coach.KindAsk) || !rep.Said.Ends.IsZero() && !rep.Said.Ends.After(now) {
		return Absent{}, false
	}
	ask := Absent{Rep: rep}
	if first, err := time.ParseInLocation(time.DateOnly, rep.Said.Until, rep.Location()); err == nil {
		ask.Back = first
	}
	return ask, true
}

// nightFrom is when nobody is asked any more who has just written a status, in minutes from midnight.
const nightFrom = 21 * 60

// StatusAskAt is when somebody may be asked about a status that they have set: at once, since they may leave for weeks,
// but not at night.
func StatusAskAt(rep coach.Rep, now time.Time) time.Time {
	from, to := rep.Hours()
	y, m, d := now.In(rep.Location()).Date()
	at := func(day, minute int) time.Time { return time.Date(y, m, d+day, 0, minute, 0, 0, rep.Location()).UTC() }
	switch {
	case now.Before(at(0, from)):
		return at(0, from)
	case now.Before(at(0, max(to, nightFrom))):
		return now
	}
	return at(1, from)
}

// Asks reports whether a rep whom Slack has in another zone is asked about that: one who takes questions, and whose
// clock it would move now or in half a year. Everybody else simply follows.
func Asks(rep coach.Rep, zone string, now time.Time) bool {
	was, err := calendar.Location(rep.TZ)
	to, unknown := calendar.Location(zone)
	if err != nil || unknown != nil || !rep.Wants(coach.KindAsk) {
		return false
	}
	for _, at := range []time.Time{now, now.AddDate(0, 6, 0)} {
		_, a := at.In(was).Zone()
		if _, b := at.In(to).Zone(); a != b {
			return true
		}
	}
	return false
}

// askAhead is for how many days a working hour is looked for.
const askAhead = 60

// AskAt is when somebody may be asked a question at the earliest: in their working hours on the clock of the zone,
// which is where they are, or in two months for somebody who never works.
func AskAt(r *coach.Rules, rep coach.Rep, zone string, now time.Time) time.Time {
	rep.TZ = zone
	from, to := rep.Hours()
	works := r.WorkDays(rep)
	y, m, d := now.In(rep.Location()).Date()
	for day := range askAhead {
		date := time.Date(y, m, d+day, 0, 0, 0, 0, time.UTC)
		at := func(minute int) time.Time { return time.Date(y, m, d+day, 0, minute, 0, 0, rep.Location()) }
		if !works(calendar.DateOf(date)) || !now.Before(at(to)) {
			continue
		}
		if start := at(from); now.Before(start) {
			return start.UTC()
		}
		return now
	}
	return now.AddDate(0, 0, askAhead)
}
