package coach

import "testing"

func TestFirstCall(t *testing.T) {
	for name, c := range map[string]struct {
		lead Lead
		life string
	}{
		"warm: now": {Lead{Warmth: Warm}, `
			Tue 3 Mar 12:30 add
			= attempt 1 of 7, Tue 3 Mar 12:30-13:30`},
		"warm at night: the rep's morning": {Lead{Warmth: Warm}, `
			Tue 3 Mar 22:30 add
			= attempt 1 of 7, Wed 4 Mar 08:00-09:00`},
		"warm on Saturday: Monday": {Lead{Warmth: Warm}, `
			Sat 7 Mar 10:00 add
			= attempt 1 of 7, Mon 9 Mar 08:00-09:00
			because now day-off day-off`},
		"warm with less than half an hour left: the next day": {Lead{Warmth: Warm}, `
			Tue 3 Mar 17:31 add
			= attempt 1 of 7, Wed 4 Mar 08:00-09:00`},
		"warm with exactly half an hour left: now": {Lead{Warmth: Warm}, `
			Tue 3 Mar 17:30 add
			= attempt 1 of 7, Tue 3 Mar 17:30-18:30`},
		"warm in Los Angeles before anybody may be called there": {Lead{Warmth: Warm, TZ: "America/Los_Angeles"}, `
			clock America/Los_Angeles
			Tue 3 Mar 06:00 add
			= attempt 1 of 7, Tue 3 Mar 08:00-09:00`},
		"cold in an open window: now": {Lead{Warmth: Cold}, `
			Tue 3 Mar 08:40 add
			= attempt 1 of 7, Tue 3 Mar 08:40-10:00`},
		"cold between the windows: the next one": {Lead{Warmth: Cold}, `
			Tue 3 Mar 10:00 add
			= attempt 1 of 7, Tue 3 Mar 16:00-17:30`},
		"cold after the last window: tomorrow's first": {Lead{Warmth: Cold}, `
			Tue 3 Mar 17:30 add
			= attempt 1 of 7, Wed 4 Mar 08:00-10:00`},
		"unknown warmth runs as cold": {Lead{}, `
			Fri 6 Mar 18:00 add
			= attempt 1 of 7, Mon 9 Mar 08:00-10:00
			because warmth open-window day-off day-off`},
	} {
		t.Run(name, func(t *testing.T) { tell(t, newYork(), c.lead, c.life) })
	}
}

func TestSecondTryOfDayZero(t *testing.T) {
	for name, c := range map[string]struct {
		mode Mode
		lead Lead
		rep  Rep
		life string
	}{
		"warm before noon: the same day at four": {Balanced, Lead{Warmth: Warm}, newYork(), `
			Tue 3 Mar 11:59 voicemail
			= attempt 2 of 7, Tue 3 Mar 16:00-17:30
			because warmth mode same-day`},
		"noon is afternoon: the next morning": {Balanced, Lead{Warmth: Warm}, newYork(), `
			Tue 3 Mar 12:00 voicemail
			= attempt 2 of 7, Wed 4 Mar 08:00-10:00`},
		"high potential, cold: the same day": {Balanced, Lead{Warmth: Cold, Potential: PotentialHigh}, newYork(), `
			Tue 3 Mar 09:00 voicemail
			= attempt 2 of 7, Tue 3 Mar 16:00-17:30
			because warmth potential mode same-day`},
		"cold: the next morning": {Balanced, Lead{Warmth: Cold}, newYork(), `
			Tue 3 Mar 09:00 voicemail
			= attempt 2 of 7, Wed 4 Mar 08:00-10:00`},
		"assertive: everyone the same day": {Assertive, Lead{Warmth: Cold}, newYork(), `
			Tue 3 Mar 09:00 voicemail
			= attempt 2 of 7, Tue 3 Mar 16:00-17:30`},
		"passive: nobody": {Passive, Lead{Warmth: Warm, Potential: PotentialHigh}, newYork(), `
			Tue 3 Mar 09:00 voicemail
			= attempt 2 of 7, Wed 4 Mar 08:00-10:00
			because next-day`},
		"hours end at four: half an hour before, three hours later": {Balanced, Lead{Warmth: Warm},
			Rep{TZ: "America/New_York", From: 480, To: 960}, `
			Tue 3 Mar 09:00 voicemail
			= attempt 2 of 7, Tue 3 Mar 15:30-16:30
			because same-day rep-hours`},
		"hours end at four and the first was just before noon: exactly room": {Balanced, Lead{Warmth: Warm},
			Rep{TZ: "America/New_York", From: 480, To: 925}, `
			Tue 3 Mar 11:55 voicemail
			= attempt 2 of 7, Tue 3 Mar 14:55-15:55`},
		"no three hours left: the next morning": {Balanced, Lead{Warmth: Warm},
			Rep{TZ: "America/New_York", From: 480, To: 924}, `
			Tue 3 Mar 11:55 voicemail
			= attempt 2 of 7, Wed 4 Mar 08:00-10:00`},
		"hours begin at five in the afternoon: the nearest afternoon time": {Balanced, Lead{Warmth: Warm},
			Rep{TZ: "America/New_York", From: 17 * 60, To: 21 * 60}, `
			Tue 3 Mar 09:00 voicemail
			= attempt 2 of 7, Tue 3 Mar 17:00-18:00`},
		"the lead's afternoon lies in the rep's night": {Balanced, Lead{Warmth: Warm, TZ: "America/New_York"},
			Rep{TZ: "Europe/London"}, `
			Tue 3 Mar 10:00 voicemail
			= attempt 2 of 7, Wed 4 Mar 08:00-10:00`},
		"the first on a Saturday: no second on it": {Balanced, Lead{Warmth: Warm}, newYork(), `
			Sat 7 Mar 09:00 voicemail
			= attempt 2 of 7, Mon 9 Mar 08:00-10:00`},
		"sooner than three hours is noted, never refused": {Balanced, Lead{Warmth: Warm}, newYork(), `
			Tue 3 Mar 09:00 voicemail
			Tue 3 Mar 09:30 no-answer
			notes early-soon
			= attempt 3 of 7, Wed 4 Mar 08:00-10:00`},
		"the same day against the rule is noted": {Passive, Lead{Warmth: Warm}, newYork(), `
			Tue 3 Mar 09:00 voicemail
			Tue 3 Mar 15:00 no-answer
			notes early
			= attempt 3 of 7, Wed 4 Mar 08:00-10:00`},
	} {
		t.Run(name, func(t *testing.T) {
			c.rep.Mode = c.mode
			tell(t, c.rep, c.lead, c.life)
		})
	}
}

func TestGaps(t *testing.T) {
	const upTo3 = `
		Tue 3 Mar 09:00 voicemail
		Tue 3 Mar 16:00 voicemail
		Wed 4 Mar 09:00 voicemail
		`
	for name, life := range map[string]string{
		"an early call uses up its step and is noted": `
			Thu 5 Mar 09:00 voicemail
			notes early not-a-no
			= attempt 5 of 7, Tue 10 Mar 16:00-17:30`,
		"a late call moves the rest": `
			Tue 10 Mar 15:00 voicemail
			notes late not-a-no
			= attempt 5 of 7, Mon 16 Mar 08:00-10:00`,
		"mails and social touches never move a call": `
			Thu 5 Mar 09:00 email
			Thu 5 Mar 09:05 linkedin
			calls 3 mails 1
			= attempt 4 of 7, Mon 9 Mar 16:00-17:30`,
		"a call logged late is put where it belongs, and everything is worked out again": `
			Mon 9 Mar 16:10 voicemail
			= attempt 5 of 7, Mon 16 Mar 08:00-10:00
			Fri 6 Mar 09:00 voicemail logged Mon 9 Mar 17:00
			notes replay early
			= attempt 6 of 7, Mon 16 Mar 08:00-10:00`,
	} {
		t.Run(name, func(t *testing.T) { tell(t, newYork(), Lead{Warmth: Warm}, upTo3+life) })
	}
}

func TestTheHalfOfTheDayIsTheLeads(t *testing.T) {
	tell(t, newYork(), Lead{Warmth: Cold, TZ: "America/Los_Angeles"}, `
		Mon 2 Mar 09:00 voicemail
		Tue 3 Mar 09:00 voicemail
		Wed 4 Mar 11:30 voicemail
		= attempt 4 of 7, Mon 9 Mar 14:30-15:30
		because gap half rep-hours zone
		Mon 9 Mar 14:30 voicemail
		= attempt 5 of 7, Mon 16 Mar 08:00-10:00`)
}

func TestMails(t *testing.T) {
	tell(t, newYork(), Lead{Warmth: Warm}, `
		Tue 3 Mar 09:00 voicemail
		mail 1
		Tue 3 Mar 16:00 voicemail
		mail 1
		Tue 3 Mar 16:05 email
		mail 0
		Wed 4 Mar 09:00 voicemail
		mail 2
		calls 3 mails 1`)
	tell(t, newYork(), Lead{Warmth: Warm}, `
		Tue 3 Mar 09:00 voicemail
		Tue 3 Mar 16:00 voicemail
		Wed 4 Mar 09:00 voicemail
		mail 2
		Wed 4 Mar 09:30 email
		mail 0`)
}

func TestSocial(t *testing.T) {
	r := DefaultRules()
	for _, c := range []struct {
		name string
		mode Mode
		lead Lead
		want bool
	}{
		{"warm on day 0", Balanced, Lead{Warmth: Warm}, true},
		{"cold: off", Balanced, Lead{Warmth: Cold}, false},
		{"passive: none", Passive, Lead{Warmth: Warm}, false},
		{"made already", Balanced, Lead{Warmth: Warm, Progress: Progress{Social: true}}, false},
		{"after day 0", Balanced, Lead{Warmth: Warm, Progress: Progress{Step: 2, Calls: 2}}, false},
		{"light", Balanced, Lead{Warmth: Warm, Potential: PotentialLow}, false},
	} {
		rep := newYork()
		rep.Mode = c.mode
		c.lead.Created = zoneTime(t, "2026-03-03T09:00:00-05:00")
		if got := r.Next(c.lead, rep, c.lead.Created).Social; got != c.want {
			t.Errorf("%s: social %v", c.name, got)
		}
	}
}
