package say

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
)

// Instants and spans in words. Text gets date tokens, which each reader's Slack shows in its own zone and clock; a
// token opens its phrase, since Slack writes "Today" with a capital. The fallback in a token, buttons, options, form
// errors and past days are in the zone of the [Reader], with the clock that
// they read and the order of day and month of their locale.
// Weekdays and months are English.

// When is an instant in mrkdwn: a token, so that each reader sees their own time.
func (to Reader) When(at time.Time) string {
	words := to.Words(at) + at.In(to.Location()).Format(" MST")
	if Days(at.In(to.Location()), to.Now.In(to.Location())) > 0 { // Slack's pretty dates write "Yesterday"
		return blockkit.DateAs(at, "{date_short}, {time}", words)
	}
	return blockkit.Date(at, words)
}

// Clock is the time of day alone, as a token.
func (to Reader) Clock(at time.Time) string {
	return blockkit.DateAs(at, "{time}", to.hour(at)+at.In(to.Location()).Format(" MST"))
}

// Stretch is a part of a day in mrkdwn: the day once, then from when until when. Without an end it is the instant
// alone.
func (to Reader) Stretch(from, until time.Time) string {
	if !until.After(from) {
		return to.When(from)
	}
	return to.When(from) + "–" + to.Clock(until)
}

// Day is the date of an instant to come, as a token.
func (to Reader) Day(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return blockkit.DateAs(at, "{date_short_pretty}", to.Date(at.In(to.Location())))
}

// Past is the day of an instant that is over: "today", the weekday within a week, else the date.
func (to Reader) Past(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	local, today := at.In(to.Location()), to.Now.In(to.Location())
	switch n := Days(local, today); {
	case n == 0:
		return "today"
	case n > 0 && n < 7:
		return local.Format("Mon")
	case local.Year() != today.Year():
		return to.Dated(local)
	}
	return to.ShortDate(local)
}

// Ago is an instant that is over, behind a verb: how long ago of today, else the day.
func (to Reader) Ago(at time.Time) string {
	if Days(at.In(to.Location()), to.Now.In(to.Location())) != 0 {
		return strings.TrimSpace(OnWhen(to.Past(at)))
	}
	return blockkit.DateAs(at, "{ago}", Length(max(1, int(to.Now.Sub(at)/time.Minute)))+" ago")
}

// Midnight is the end of somebody's day: of the reader's own too, or as it is on their clock.
func (to Reader) Midnight(at time.Time) string {
	if local := at.In(to.Location()); local.Hour()+local.Minute() == 0 {
		return "midnight"
	}
	return to.Clock(at)
}

// ShortDate is a date without weekday and year.
func (to Reader) ShortDate(local time.Time) string {
	if to.MonthFirst() {
		return local.Format("Jan 2")
	}
	return local.Format("2 Jan")
}

// Words is an instant in the reader's local time without tokens, for buttons, options and form errors: weekday first.
// A button has no room for a weekday and a year: in the next half year and the last one the weekday says which year it
// is, beyond that the year does.
func (to Reader) Words(at time.Time) string {
	local, today := at.In(to.Location()), to.Now.In(to.Location())
	if away := Days(today, local); local.Year() != today.Year() && (away > halfYear || away < -halfYear) {
		return to.Dated(local) + ", " + to.hour(local)
	}
	return to.weekday(local) + ", " + to.hour(local)
}

// halfYear in days.
const halfYear = 180

// weekday is a date with its weekday, without a year.
func (to Reader) weekday(local time.Time) string {
	if to.MonthFirst() {
		return local.Format("Mon, Jan 2")
	}
	return local.Format("Mon 2 Jan")
}

// Date is a calendar date with its weekday, in the zone that it comes in: "Wed, Nov 11", "Wed 11 Nov". The year stands
// there when it isn't the reader's.
func (to Reader) Date(local time.Time) string {
	words := to.weekday(local)
	switch same := local.Year() == to.Now.In(to.Location()).Year(); {
	case same:
		return words
	case to.MonthFirst():
		return words + local.Format(", 2006")
	}
	return words + local.Format(" 2006")
}

// Dated is a date with its year and without its weekday.
func (to Reader) Dated(local time.Time) string {
	if to.MonthFirst() {
		return local.Format("Jan 2, 2006")
	}
	return local.Format("2 Jan 2006")
}

// hour is the time of day of an instant in the reader's zone, on the clock that they read.
func (to Reader) hour(at time.Time) string { return to.HourThere(at.In(to.Location())) }

// HourThere is the time of day of an instant in the zone that it comes in.
func (to Reader) HourThere(local time.Time) string {
	if to.Cycle.Twelve(to.Locale) {
		return local.Format("3:04 PM")
	}
	return local.Format("15:04")
}

// MonthFirst reports whether the reader writes the month before the day: Americans do.
func (to Reader) MonthFirst() bool { return calendar.American(to.Locale) }

// Days is the number of calendar days from a to b, each in its own zone.
func Days(a, b time.Time) int {
	da := time.Date(a.Year(), a.Month(), a.Day(), 0, 0, 0, 0, time.UTC)
	db := time.Date(b.Year(), b.Month(), b.Day(), 0, 0, 0, 0, time.UTC)
	return int(db.Sub(da) / (24 * time.Hour))
}

// There is an instant in the lead's own time with its place, "10:00 AM in New York", or nothing when their clock reads
// the same as the reader's. The date is added when it is another there.
func (to Reader) There(at time.Time, zone *time.Location) string {
	return to.ThereStretch(at, at, zone)
}

// ThereStretch is [Reader.There] for a part of a day: "8:00–10:00 AM in Boise".
func (to Reader) ThereStretch(from, until time.Time, zone *time.Location) string {
	if zone == nil || SameClock(from, to.Location(), zone) {
		return ""
	}
	local, end := from.In(zone), until.In(zone)
	words := to.HourThere(local)
	if end.After(local) {
		words = hours(words, to.HourThere(end))
	}
	if Days(from.In(to.Location()), local) != 0 {
		words = local.Format("Mon ") + words
	}
	return words + " in " + blockkit.Escape(Place(zone))
}

// hours joins two times of day, with AM or PM said once where both have the same. The hour behind midnight keeps its
// AM: "12:00–1:00 AM" reads as noon.
func hours(from, until string) string {
	if a, half, ok := strings.Cut(from, " "); ok && strings.HasSuffix(until, " "+half) &&
		(half == "PM" || !strings.HasPrefix(a, "12:")) {
		from = a
	}
	return from + "–" + until
}

// Both is when with the lead's own time in brackets where it differs.
func (to Reader) Both(at time.Time, zone *time.Location) string { return to.BothStretch(at, at, zone) }

// BothStretch is [Reader.Stretch] with the lead's own time in brackets where it differs.
func (to Reader) BothStretch(from, until time.Time, zone *time.Location) string {
	if there := to.ThereStretch(from, until, zone); there != "" {
		return to.Stretch(from, until) + " (" + there + ")"
	}
	return to.Stretch(from, until)
}

// SameClock reports whether two zones show the same time at that instant, whatever they are called.
func SameClock(at time.Time, a, b *time.Location) bool {
	_, x := at.In(a).Zone()
	_, y := at.In(b).Zone()
	return x == y
}

// Place is a zone's name as people say it: the city, or the name itself when it has none.
func Place(zone *time.Location) string {
	name := zone.String()
	if strings.HasPrefix(name, "Etc/") || name == "Local" || name == "" {
		return "their zone"
	}
	return strings.ReplaceAll(name[strings.LastIndexByte(name, '/')+1:], "_", " ")
}

// City is [Place] of a zone by its name, as plain text; the name itself where it has no place.
func City(name string) string {
	if zone, err := calendar.Location(name); err == nil && Place(zone) != "their zone" {
		return Place(zone)
	}
	return Tidy(name, 60)
}

// Minutes is a time of day from minutes since midnight. The end of a day is no time of the next.
func (to Reader) Minutes(m int) string {
	switch {
	case m == 24*60 && to.Cycle.Twelve(to.Locale):
		return "midnight"
	case m == 24*60:
		return "24:00"
	}
	return to.HourThere(time.Date(2000, 1, 1, 0, m, 0, 0, time.UTC))
}

// Weekdays says a working week in short, "Mon–Fri"; none given means the usual one.
func Weekdays(list []int) string {
	names := [...]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}
	if len(list) == 0 {
		list = []int{1, 2, 3, 4, 5}
	}
	if len(list) == 7 {
		return "every day"
	}
	consecutive := len(list) > 2
	for i := 1; i < len(list); i++ {
		consecutive = consecutive && list[i] == (list[i-1]+1)%7
	}
	if consecutive {
		return names[list[0]%7] + "–" + names[list[len(list)-1]%7]
	}
	var words []string
	for _, d := range list {
		words = append(words, names[(d%7+7)%7])
	}
	return And(words)
}

// Span is a stretch of the day in minutes from midnight.
func (to Reader) Span(from, until int) string { return hours(to.Minutes(from), to.Minutes(until)) }

// Length is a number of minutes in words: "45 minutes", "3 hours", "5 h 30 min".
func Length(m int) string {
	switch {
	case m < 60:
		return Counted(m, "minute")
	case m%60 == 0:
		return Counted(m/60, "hour")
	}
	return fmt.Sprintf("%d h %d min", m/60, m%60)
}

// ClockTime is a time as scripts say it.
var ClockTime = regexp.MustCompile(` at \d{1,2}:\d\d\b`)

// OnWhen is a past day behind a verb: " today", " on Mon".
func OnWhen(day string) string {
	switch day {
	case "":
		return ""
	case "today":
		return " today"
	}
	return " on " + day
}

// SoonWords is an instant to come for a button with a word in front of it: the weekday within a week, else the date.
func (to Reader) SoonWords(at time.Time) string {
	local := at.In(to.Location())
	switch n := Days(to.Now.In(to.Location()), local); {
	case n == 0:
		return "today " + to.hour(at)
	case n > 0 && n < 7:
		return local.Format("Mon ") + to.hour(at)
	}
	return to.ShortDate(local) + ", " + to.hour(at)
}

// SlotWords are a slot on a button: the reader's time, and theirs where it differs.
func (to Reader) SlotWords(slot coach.Slot, zone *time.Location) string {
	words := to.Words(slot.At)
	if zone != nil && !SameClock(slot.At, to.Location(), zone) {
		words += " (" + to.HourThere(slot.At.In(zone)) + " there)"
	}
	return words
}
