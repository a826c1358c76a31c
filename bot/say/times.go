package say

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/blockkit"
)

// Instants and spans in words. Text gets date tokens, which each reader's Slack shows in its own zone and clock; a
// token opens its phrase, since Slack writes "Today" with a capital. The fallback in a token, buttons, options, form
// errors and past days are in the zone of the [Reader], with the clock and the order of day and month of their locale.
// Weekdays and months are English.

// when is an instant in mrkdwn: a token, so that each reader sees their own time.
func (to Reader) when(at time.Time) string {
	words := to.words(at) + at.In(to.zone()).Format(" MST")
	if days(at.In(to.zone()), to.Now.In(to.zone())) > 0 { // Slack's pretty dates write "Yesterday"
		return blockkit.DateAs(at, "{date_short}, {time}", words)
	}
	return blockkit.Date(at, words)
}

// clock is the time of day alone, as a token.
func (to Reader) clock(at time.Time) string {
	return blockkit.DateAs(at, "{time}", to.hour(at)+at.In(to.zone()).Format(" MST"))
}

// stretch is a part of a day in mrkdwn: the day once, then from when until when. Without an end it is the instant
// alone.
func (to Reader) stretch(from, until time.Time) string {
	if !until.After(from) {
		return to.when(from)
	}
	return to.when(from) + "–" + to.clock(until)
}

// day is the date of an instant to come, as a token.
func (to Reader) day(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return blockkit.DateAs(at, "{date_short_pretty}", to.date(at.In(to.zone())))
}

// past is the day of an instant that is over: "today", the weekday within a week, else the date.
func (to Reader) past(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	local, today := at.In(to.zone()), to.Now.In(to.zone())
	switch n := days(local, today); {
	case n == 0:
		return "today"
	case n > 0 && n < 7:
		return local.Format("Mon")
	case local.Year() != today.Year():
		return to.dated(local)
	}
	return to.shortDate(local)
}

// shortDate is a date without weekday and year.
func (to Reader) shortDate(local time.Time) string {
	if to.twelve() {
		return local.Format("Jan 2")
	}
	return local.Format("2 Jan")
}

// words is an instant in the reader's local time without tokens, for buttons, options and form errors: weekday first.
func (to Reader) words(at time.Time) string {
	local := at.In(to.zone())
	return to.date(local) + ", " + to.hour(local)
}

// date is a calendar date with its weekday, in the zone that it comes in: "Wed, Nov 11", "Wed 11 Nov". The year stands
// there when it isn't the reader's.
func (to Reader) date(local time.Time) string {
	words := local.Format("Mon 2 Jan")
	if to.twelve() {
		words = local.Format("Mon, Jan 2")
	}
	switch same := local.Year() == to.Now.In(to.zone()).Year(); {
	case same:
		return words
	case to.twelve():
		return words + local.Format(", 2006")
	}
	return words + local.Format(" 2006")
}

// dated is a date with its year and without its weekday.
func (to Reader) dated(local time.Time) string {
	if to.twelve() {
		return local.Format("Jan 2, 2006")
	}
	return local.Format("2 Jan 2006")
}

// hour is the time of day of an instant in the reader's zone, on the clock of their locale.
func (to Reader) hour(at time.Time) string { return to.hourThere(at.In(to.zone())) }

// hourThere is the time of day of an instant in the zone that it comes in.
func (to Reader) hourThere(local time.Time) string {
	if to.twelve() {
		return local.Format("3:04 PM")
	}
	return local.Format("15:04")
}

// twelve reports whether the reader's clock has twelve hours: Americans' has.
func (to Reader) twelve() bool {
	return strings.EqualFold(strings.ReplaceAll(to.Locale, "_", "-"), "en-US")
}

// days is the number of calendar days from a to b, each in its own zone.
func days(a, b time.Time) int {
	da := time.Date(a.Year(), a.Month(), a.Day(), 0, 0, 0, 0, time.UTC)
	db := time.Date(b.Year(), b.Month(), b.Day(), 0, 0, 0, 0, time.UTC)
	return int(db.Sub(da) / (24 * time.Hour))
}

// there is an instant in the lead's own time with its place, "10:00 AM in New York", or nothing when their clock reads
// the same as the reader's. The date is added when it is another there.
func (to Reader) there(at time.Time, zone *time.Location) string {
	return to.thereStretch(at, at, zone)
}

// thereStretch is [Reader.there] for a part of a day: "8:00–10:00 AM in Boise".
func (to Reader) thereStretch(from, until time.Time, zone *time.Location) string {
	if zone == nil || sameClock(from, to.zone(), zone) {
		return ""
	}
	local, end := from.In(zone), until.In(zone)
	words := to.hourThere(local)
	if end.After(local) {
		words = hours(words, to.hourThere(end))
	}
	if days(from.In(to.zone()), local) != 0 {
		words = local.Format("Mon ") + words
	}
	return words + " in " + blockkit.Escape(place(zone))
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

// both is when with the lead's own time in brackets where it differs.
func (to Reader) both(at time.Time, zone *time.Location) string { return to.bothStretch(at, at, zone) }

// bothStretch is [Reader.stretch] with the lead's own time in brackets where it differs.
func (to Reader) bothStretch(from, until time.Time, zone *time.Location) string {
	if there := to.thereStretch(from, until, zone); there != "" {
		return to.stretch(from, until) + " (" + there + ")"
	}
	return to.stretch(from, until)
}

// sameClock reports whether two zones show the same time at that instant, whatever they are called.
func sameClock(at time.Time, a, b *time.Location) bool {
	_, x := at.In(a).Zone()
	_, y := at.In(b).Zone()
	return x == y
}

// place is a zone's name as people say it: the city, or the name itself when it has none.
func place(zone *time.Location) string {
	name := zone.String()
	if strings.HasPrefix(name, "Etc/") || name == "Local" || name == "" {
		return "their zone"
	}
	return strings.ReplaceAll(name[strings.LastIndexByte(name, '/')+1:], "_", " ")
}

// minutes is a time of day from minutes since midnight. The end of a day is no time of the next.
func (to Reader) minutes(m int) string {
	switch {
	case m == 24*60 && to.twelve():
		return "midnight"
	case m == 24*60:
		return "24:00"
	}
	return to.hourThere(time.Date(2000, 1, 1, 0, m, 0, 0, time.UTC))
}

// weekdays says a working week in short, "Mon–Fri"; none given means the usual one.
func weekdays(list []int) string {
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
	return and(words)
}

// span is a stretch of the day in minutes from midnight.
func (to Reader) span(from, until int) string { return hours(to.minutes(from), to.minutes(until)) }

// length is a number of minutes in words: "45 minutes", "3 hours", "5 h 30 min".
func length(m int) string {
	switch {
	case m < 60:
		return counted(m, "minute")
	case m%60 == 0:
		return counted(m/60, "hour")
	}
	return fmt.Sprintf("%d h %d min", m/60, m%60)
}

// clockTime is a time as scripts say it.
var clockTime = regexp.MustCompile(` at \d{1,2}:\d\d\b`)
