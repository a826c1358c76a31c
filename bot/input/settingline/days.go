package settingline

import (
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/request"
)

// weekdayNames are indexed by time.Weekday.
var weekdayNames = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// dayMarks are what stands between weekdays, as the one mark that stands for it.
var dayMarks = regexp.MustCompile(`\s*(?:[-–—−~]|\b(?:to|until|till|til|through|thru)\b)+\s*`)

// daysOf are words for several weekdays.
var daysOf = map[string][]int{
	"all": {0, 1, 2, 3, 4, 5, 6}, "everyday": {0, 1, 2, 3, 4, 5, 6}, "daily": {0, 1, 2, 3, 4, 5, 6},
	"always": {0, 1, 2, 3, 4, 5, 6}, "weekdays": {1, 2, 3, 4, 5}, "weekday": {1, 2, 3, 4, 5}, "workdays": {1, 2, 3, 4, 5},
	"weekends": {0, 6}, "weekend": {0, 6}, "m-f": {1, 2, 3, 4, 5},
}

// dayPhrases are sayings of several words for one of [daysOf].
var dayPhrases = strings.NewReplacer("every single day", "all", "every weekday", "weekdays", "every day", "all",
	"all days", "all", "all week", "all", "7 days a week", "all", "seven days a week", "all", "7 days", "all",
	"the whole week", "all", "working days", "weekdays", "business days", "weekdays", "work days", "weekdays",
	"week days", "weekdays", "the weekend", "weekend")

// exceptDays are the words before weekdays that are left out.
var exceptDays = regexp.MustCompile(`\b(?:except(?: for| on)?|but not|but|without|not|no)\b`)

// readDays reads working weekdays: mon-fri, Sunday to Thursday, all, "Mon, Tue and Thu", weekdays, "every day except
// Sunday". They come back in the order of the week, each once; one word that is no weekday refuses them all.
func readDays(s string) ([]int, bool) {
	s = dayPhrases.Replace(strings.ToLower(s))
	out := exceptDays.FindStringIndex(s)
	if out == nil {
		on, ok := weekdaysIn(s)
		return listed(on, ok)
	}
	on, ok := weekdaysIn(s[:out[0]])
	if strings.TrimSpace(s[:out[0]]) == "" {
		on, ok = [7]bool{true, true, true, true, true, true, true}, true
	}
	off, ok2 := weekdaysIn(s[out[1]:])
	for d := range on {
		on[d] = on[d] && !off[d]
	}
	return listed(on, ok && ok2)
}

// listed are the weekdays that are on; false where there are none.
func listed(on [7]bool, ok bool) ([]int, bool) {
	var days []int
	for d, is := range on {
		if is && ok {
			days = append(days, d)
		}
	}
	return days, len(days) > 0
}

// weekdaysIn are the weekdays that words name, by [time.Weekday]; false where one of them names none.
func weekdaysIn(s string) (on [7]bool, ok bool) {
	s = dayMarks.ReplaceAllString(strings.TrimPrefix(strings.TrimSpace(s), "from "), "-")
	parts := strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;&+/", r) })
	for _, part := range parts {
		if part == "and" || part == "on" || part == "plus" || part == "only" {
			continue
		}
		if several := daysOf[part]; several != nil {
			for _, d := range several {
				on[d] = true
			}
			ok = true
			continue
		}
		first, last, isRange := strings.Cut(part, "-")
		from, known := ReadWeekday(first)
		to := from
		if known && isRange {
			to, known = ReadWeekday(last)
		}
		if !known {
			return on, false
		}
		// A range runs on past the end of the week: fri-mon is four days.
		for d := from; ; d = (d + 1) % 7 {
			on[d] = true
			if d == to {
				break
			}
		}
		ok = true
	}
	return on, ok
}

// ReadWeekday reads a weekday in lower case by two letters or more, "mo", "weds" or "mondays"; Sunday is 0.
func ReadWeekday(s string) (int, bool) {
	s = strings.Trim(strings.TrimSpace(s), ".,")
	if s == "weds" {
		s = "wed"
	}
	if len(s) < 2 {
		return 0, false
	}
	for d, name := range weekdayNames {
		if strings.HasPrefix(name, s) || s == name+"s" || len(s) > 3 && s == name[:3]+"s" {
			return d, true
		}
	}
	return 0, false
}

// ReadZone finds the IANA name of a zone as people type it: any case, spaces for underscores, only its city, or an
// abbreviation, which means the place whether or not it is summer there (EST is New York). [dates] has the one table.
func ReadZone(given string) (string, bool) {
	zone, may := dates.Place(given, dates.Context{Now: time.Unix(0, 0), Zone: time.UTC})
	if may != nil || zone != nil && request.ZoneExists(zone.String()) {
		return idOf(zone)
	}
	s := strings.Join(strings.Fields(given), "_")
	if strings.EqualFold(s, "local") || !request.ZoneExists(s) {
		return "", false
	}
	return s, true
}

// idOf is the IANA name of a zone; false for nil.
func idOf(zone *time.Location) (string, bool) {
	if zone == nil {
		return "", false
	}
	return zone.String(), true
}

// ZonesOf are the IANA names of the places that an abbreviation may mean, where these are several ("IST"); nil for any
// other name.
func ZonesOf(given string) []string {
	_, may := dates.Place(given, dates.Context{Now: time.Unix(0, 0), Zone: time.UTC})
	return may
}
