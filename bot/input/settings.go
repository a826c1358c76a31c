package input

import (
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/request"
)

// ReadClock reads a time of day as minutes from midnight: 8:30, 08:30, 8, 8am, 8:30 pm. 24:00 is none: only
// [ReadHours] takes it, for the end of the day.
func ReadClock(s string) (int, bool) {
	s = strings.ToLower(strings.ReplaceAll(strings.TrimSpace(s), " ", ""))
	for _, layout := range []string{"15:04", "3:04pm", "3pm", "15", "15.04", "15h04"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Hour()*60 + t.Minute(), true
		}
	}
	return 0, false
}

// ReadHours reads working hours as minutes from midnight: 08:00-18:00, 8 to 18. They lie within one day and are an hour
// at least; 24:00 is the end of the day.
func ReadHours(s string) (from, to int, ok bool) {
	s = strings.NewReplacer("–", "-", "—", "-", " to ", "-", " until ", "-").Replace(strings.ToLower(s))
	f, t, found := strings.Cut(s, "-")
	if !found {
		return 0, 0, false
	}
	from, ok1 := ReadClock(f)
	to, ok2 := ReadClock(t)
	if strings.TrimSpace(t) == "24:00" || strings.TrimSpace(t) == "24" {
		to, ok2 = 24*60, true
	}
	return from, to, ok1 && ok2 && to-from >= 60
}

// weekdayNames are indexed by time.Weekday.
var weekdayNames = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// ReadDays reads working weekdays: mon-fri, sun-thu, all, "mon tue thu", weekdays. They come back in the order of the
// week, each once; one word that is no weekday refuses them all.
func ReadDays(s string) ([]int, bool) {
	s = strings.ToLower(strings.NewReplacer("–", "-", "—", "-", " - ", "-", ",", " ", " and ", " ", "&", " ").Replace(s))
	switch strings.TrimSpace(s) {
	case "all", "every day", "everyday", "daily":
		return []int{0, 1, 2, 3, 4, 5, 6}, true
	case "weekdays":
		return []int{1, 2, 3, 4, 5}, true
	}
	var on [7]bool
	parts := strings.Fields(s)
	for _, part := range parts {
		first, last, isRange := strings.Cut(part, "-")
		from, ok := ReadWeekday(first)
		to := from
		if ok && isRange {
			to, ok = ReadWeekday(last)
		}
		if !ok {
			return nil, false
		}
		// A range runs on past the end of the week: fri-mon is four days.
		for d := from; ; d = (d + 1) % 7 {
			on[d] = true
			if d == to {
				break
			}
		}
	}
	var days []int
	for d, is := range on {
		if is {
			days = append(days, d)
		}
	}
	return days, len(days) > 0
}

// ReadWeekday reads a weekday in lower case by two letters or more, "mo" or "mondays"; Sunday is 0.
func ReadWeekday(s string) (int, bool) {
	s = strings.TrimSuffix(strings.TrimSpace(s), ".")
	if len(s) < 2 {
		return 0, false
	}
	for d, name := range weekdayNames {
		if strings.HasPrefix(name, s) || s == name+"s" {
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
