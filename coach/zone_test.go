package coach

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/calendar"
)

func TestWhereALeadsZoneComesFrom(t *testing.T) {
	winter, summer := zoneTime(t, "2026-01-15T12:00:00Z"), zoneTime(t, "2026-07-15T12:00:00Z")
	for _, c := range []struct {
		name, tz, phone string
		at              time.Time
		offset          int // hours
		from            string
		country         string
	}{
		{"set by somebody", "Asia/Kolkata", "+1 212 555 2368", winter, 5, ZoneSet, "IN"},
		{"a New York number", "", "+1 212 736 5000", winter, -5, ZonePhone, "US"},
		{"a German number", "", "+49 30 901820", summer, 2, ZonePhone, "DE"},
		{"a British mobile: four zones, one clock", "", "+44 7400 123456", summer, 1, ZonePhone, "GB"},
		{"an Arizona number in winter", "", "+1 602 262 6011", winter, -7, ZonePhone, "US"},
		{"toll-free rings anywhere", "", "+1 800 234 5678", winter, -5, ZoneRep, ""},
		{"no valid number", "", "+1 212 1", winter, -5, ZoneRep, ""},
		{"a Russian mobile can be in eleven zones", "", "+7 912 345 67 89", winter, -5, ZoneRep, "RU"},
		{"without a country code it is one of the rep's country", "", "(415) 863-9900", winter, -8, ZonePhone, "US"},
		{"nothing known", "", "", winter, -5, ZoneRep, ""},
		{"a zone that doesn't exist", "Mars/Olympus", "", winter, -5, ZoneRep, ""},
	} {
		z := Lead{TZ: c.tz, Phone: c.phone}.Zone(newYork(), c.at)
		if got := int(calendar.Offset(c.at.Unix(), z.Loc) / 3600); got != c.offset || z.From != c.from ||
			z.Likely != (c.from == ZonePhone) || z.Country != c.country {
			t.Errorf("%s: %v %s %d h, likely %v, country %q", c.name, z.Loc, z.From, got, z.Likely, z.Country)
		}
	}
	if got := (Rep{}).Location(); got != time.UTC {
		t.Errorf("a rep without a zone lives in %v", got)
	}
}

func TestHolidaysCountOnlyWhereListed(t *testing.T) {
	for name, c := range map[string]struct {
		config string
		lead   Lead
		life   string
	}{
		"none by default": {"", Lead{}, `
			Wed 1 Jul 09:00 voicemail
			Thu 2 Jul 09:00 voicemail
			= attempt 3 of 7, Fri 3 Jul 08:00-10:00`},
		"the rep's country": {"holidays: {countries: [us]}", Lead{}, `
			Wed 1 Jul 09:00 voicemail
			Thu 2 Jul 09:00 voicemail
			= attempt 3 of 7, Mon 6 Jul 08:00-10:00
			because holiday day-off day-off`},
		"the lead's country, by zone": {"holidays: {countries: [US, CA]}", Lead{TZ: "America/Toronto"}, `
			Mon 29 Jun 09:00 voicemail
			Tue 30 Jun 09:00 voicemail
			= attempt 3 of 7, Thu 2 Jul 08:00-10:00
			because holiday`},
		"the lead's country, by phone": {"holidays: {countries: [CA]}", Lead{Phone: "+1 416 392 2489"}, `
			Mon 29 Jun 09:00 voicemail
			Tue 30 Jun 09:00 voicemail
			= attempt 3 of 7, Thu 2 Jul 08:00-10:00`},
		"not when it isn't listed": {"holidays: {countries: [US]}", Lead{TZ: "America/Toronto"}, `
			Mon 29 Jun 09:00 voicemail
			Tue 30 Jun 09:00 voicemail
			= attempt 3 of 7, Wed 1 Jul 08:00-10:00`},
		"dates of the team's own count for everybody": {`holidays: {dates: ["2026-07-01"]}`, Lead{TZ: "America/Toronto"}, `
			Mon 29 Jun 09:00 voicemail
			Tue 30 Jun 09:00 voicemail
			= attempt 3 of 7, Thu 2 Jul 08:00-10:00`},
		"Americans work on Columbus Day": {"holidays: {countries: [US]}", Lead{}, `
			Thu 8 Oct 09:00 voicemail
			Fri 9 Oct 09:00 voicemail
			= attempt 3 of 7, Mon 12 Oct 08:00-10:00`},
	} {
		t.Run(name, func(t *testing.T) { tellBy(t, rules(t, c.config), newYork(), c.lead, c.life) })
	}
}

func TestWorkingWeeks(t *testing.T) {
	for name, c := range map[string]struct {
		rep  Rep
		lead Lead
		life string
	}{
		"Sunday to Thursday": {Rep{TZ: "Asia/Dubai", Days: []int{0, 1, 2, 3, 4}}, Lead{}, `
			Wed 4 Mar 09:00 voicemail
			Thu 5 Mar 09:00 voicemail
			= attempt 3 of 7, Sun 8 Mar 08:00-10:00`},
		"the lead's Friday is the rep's Thursday evening, but the lead's Saturday is off": {newYork(),
			Lead{TZ: "Asia/Singapore"}, `
			Thu 5 Mar 20:15 voicemail
			Fri 6 Mar 20:15 voicemail
			= attempt 3 of 7, Mon 9 Mar 20:00-21:00
			because gap day-off day-off`},
		"no legal minute in the rep's hours: the nearest, and said so": {newYork(), Lead{TZ: "Asia/Singapore"}, `
			Tue 6 Jan 20:15 voicemail
			Wed 7 Jan 20:15 voicemail
			= attempt 3 of 7, Thu 8 Jan 20:30-21:30, outside your hours
			because outside zone`},
		"the lead's Monday morning is the rep's Sunday": {Rep{TZ: "America/Los_Angeles"}, Lead{TZ: "Pacific/Auckland"}, `
			Thu 5 Mar 08:30 voicemail
			Fri 6 Mar 08:30 voicemail
			= attempt 3 of 7, Tue 10 Mar 08:00-10:00
			because day-off day-off day-off`},
		"only Mondays, and never on the same date": {Rep{TZ: "America/Los_Angeles", Days: []int{1}},
			Lead{TZ: "Pacific/Auckland"}, `
			Tue 10 Mar 09:00 voicemail
			Wed 11 Mar 09:00 voicemail
			= attempt 3 of 7, Mon 16 Mar 20:00-21:00, outside your hours`},
	} {
		t.Run(name, func(t *testing.T) { tell(t, c.rep, c.lead, c.life) })
	}
}
