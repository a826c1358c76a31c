package say

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/blockkit"
)

// Instants and spans in words. Text gets date tokens, which each reader's Slack shows in its own zone; the fallback in
// a token, buttons, options and form errors are in the zone of the [Reader]. Hours are of 24, weekdays and months
// English.

// when is an instant in mrkdwn: a token, so that each reader sees their own time.
func (to Reader) when(at time.Time) string {
	return blockkit.Date(at, at.In(to.zone()).Format("Mon 2 Jan, 15:04 MST"))
}

// clock is the time of day alone, as a token.
func (to Reader) clock(at time.Time) string {
	return blockkit.DateAs(at, "{time}", at.In(to.zone()).Format("15:04 MST"))
}

// words is an instant in the reader's local time without tokens, for buttons, options and form errors.
func (to Reader) words(at time.Time) string {
	local, today := at.In(to.zone()), to.Now.In(to.zone())
	switch days(today, local) {
	case 0:
		return local.Format("today 15:04")
	case 1:
		return local.Format("tomorrow 15:04")
	case -1:
		return local.Format("yesterday 15:04")
	}
	if local.Year() != today.Year() {
		return local.Format("Mon 2 Jan 2006, 15:04")
	}
	return local.Format("Mon 2 Jan, 15:04")
}

// days is the number of calendar days from a to b, each in its own zone.
func days(a, b time.Time) int {
	da := time.Date(a.Year(), a.Month(), a.Day(), 0, 0, 0, 0, time.UTC)
	db := time.Date(b.Year(), b.Month(), b.Day(), 0, 0, 0, 0, time.UTC)
	return int(db.Sub(da) / (24 * time.Hour))
}

// there is an instant in the lead's own time with its place, "10:00 in New York", or nothing when their clock reads the
// same as the reader's. The date is added when it is another there; a zone that is only read from a phone number is
// "likely".
func (to Reader) there(at time.Time, zone *time.Location, likely bool) string {
	if zone == nil || sameClock(at, to.zone(), zone) {
		return ""
	}
	local, mine := at.In(zone), at.In(to.zone())
	words := local.Format("15:04")
	if days(mine, local) != 0 {
		words = local.Format("Mon 2 Jan, 15:04")
	}
	if likely {
		words = "likely " + words
	}
	return words + " in " + blockkit.Escape(place(zone))
}

// both is when with the lead's own time in brackets where it differs.
func (to Reader) both(at time.Time, zone *time.Location, likely bool) string {
	if there := to.there(at, zone, likely); there != "" {
		return to.when(at) + " (" + there + ")"
	}
	return to.when(at)
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

// minutes is a time of day from minutes since midnight.
func minutes(m int) string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }

// weekdays says a working week in words; none given means the usual one.
func weekdays(list []int) string {
	names := [...]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
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
		return names[list[0]%7] + " to " + names[list[len(list)-1]%7]
	}
	var words []string
	for _, d := range list {
		words = append(words, names[(d%7+7)%7])
	}
	return and(words)
}

// day is the date of an instant as the reader sees it: "yesterday", or the date.
func (to Reader) day(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return blockkit.DateAs(at, "{date_short_pretty}", at.In(to.zone()).Format("Mon 2 Jan"))
}

// date writes a date without a zone, given as midnight UTC.
func date(at time.Time) string { return at.UTC().Format("Mon 2 Jan") }

// span is a stretch of the day in minutes from midnight.
func span(from, to int) string { return minutes(from) + "–" + minutes(to) }

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
