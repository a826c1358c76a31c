package coach

import (
	"strings"
	"testing"
	"time"
)

func TestSlots(t *testing.T) {
	r := DefaultRules()
	now := zoneTime(t, "2026-03-02T10:20:00-05:00") // a Monday
	ny := zone(t, "America/New_York")
	at := func(s string) time.Time {
		x, _ := time.ParseInLocation("2006-01-02T15:04", s, ny)
		return x
	}
	for _, c := range []struct {
		name     string
		rep      Rep
		lead     Lead
		from, to time.Time
		n        int
		want     string
	}{
		{"Wednesday and Thursday first, start and end of the day", newYork(), Lead{}, time.Time{}, time.Time{}, 3,
			"Wed 4 Mar 09:00, Thu 5 Mar 16:30, Wed 11 Mar 09:00"},
		{"a day was named: three on that day, by time", newYork(), Lead{}, at("2026-03-05T00:00"), at("2026-03-06T00:00"), 3,
			"Thu 5 Mar 08:30, Thu 5 Mar 09:00, Thu 5 Mar 16:30"},
		{"midweek is chosen, but shown by time", newYork(), Lead{}, at("2026-03-03T00:00"), at("2026-03-06T00:00"), 3,
			"Tue 3 Mar 09:00, Wed 4 Mar 09:00, Thu 5 Mar 16:30"},
		{"a part of a day", newYork(), Lead{}, at("2026-03-05T12:00"), at("2026-03-05T17:00"), 3,
			"Thu 5 Mar 14:00, Thu 5 Mar 16:00, Thu 5 Mar 16:30"},
		{"Friday is marked", newYork(), Lead{}, at("2026-03-06T00:00"), at("2026-03-07T00:00"), 1,
			"Fri 6 Mar 09:00 weak-day"},
		{"never on a Saturday", newYork(), Lead{}, at("2026-03-07T00:00"), at("2026-03-08T00:00"), 3, ""},
		{"today, what is left", newYork(), Lead{}, at("2026-03-02T00:00"), at("2026-03-03T00:00"), 2,
			"Mon 2 Mar 16:00 weak-day, Mon 2 Mar 16:30 weak-day"},
		{"the lead's morning, inside the rep's hours", newYork(), Lead{TZ: "America/Los_Angeles"}, time.Time{}, time.Time{},
			3,
			"Wed 4 Mar 12:00, Thu 5 Mar 11:30, Wed 11 Mar 12:00"},
		{"London's day ends early for New York", newYork(), Lead{TZ: "Europe/London"}, time.Time{}, time.Time{}, 3,
			"Wed 4 Mar 11:30, Thu 5 Mar 11:30, Wed 11 Mar 12:30"},
		{"no hour in common in winter: none", newYork(), Lead{TZ: "Asia/Singapore"}, at("2026-03-03T00:00"),
			at("2026-03-07T00:00"), 3, ""},
		{"one in summer", newYork(), Lead{TZ: "Asia/Singapore"}, time.Time{}, time.Time{}, 2,
			"Wed 11 Mar 08:00, Thu 12 Mar 08:00"},
	} {
		var got []string
		for _, s := range r.Slots(c.lead, c.rep, now, c.from, c.to, c.n) {
			text := s.At.In(ny).Format("Mon 2 Jan 15:04")
			if !s.Marked.IsZero() {
				text += " " + s.Marked.Code
			}
			got = append(got, text)
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, s, c.want)
		}
	}
}
