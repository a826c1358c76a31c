package coach

import "testing"

func TestAllSevenTries(t *testing.T) {
	r := rules(t, `{holidays: {countries: [US, DE, JP, GB]}}`)
	for name, c := range map[string]struct {
		rep  Rep
		lead Lead
		life string
	}{
		"warm in New York, over the spring clock change, weekends, and one call two days late": {newYork(),
			Lead{Warmth: Warm}, `
			Mon 2 Mar 09:20 add
			= attempt 1 of 7, Mon 2 Mar 09:20-10:20
			because now
			Mon 2 Mar 09:25 voicemail
			= attempt 2 of 7, Mon 2 Mar 16:00-17:30
			because last warmth mode same-day
			mail 1
			Mon 2 Mar 16:10 voicemail
			= attempt 3 of 7, Tue 3 Mar 08:00-10:00
			because last gap morning
			Tue 3 Mar 08:05 no-answer
			= attempt 4 of 7, Fri 6 Mar 16:00-17:30
			because last gap half
			mail 2
			Fri 6 Mar 16:20 voicemail
			= attempt 5 of 7, Wed 11 Mar 08:00-10:00
			Fri 13 Mar 11:00 voicemail
			notes late
			= attempt 6 of 7, Fri 20 Mar 16:00-17:30
			Fri 20 Mar 16:00 voicemail
			= attempt 7 of 7, Mon 30 Mar 08:00-10:00
			Mon 30 Mar 09:59 voicemail
			calls 7 mails 0
			= review, Thu 2 Apr 08:00`},
		"cold in Berlin, Easter and the first of May in the way": {Rep{ID: "U1", TZ: "Europe/Berlin"}, Lead{Warmth: Cold}, `
			Thu 2 Apr 11:00 add
			= attempt 1 of 7, Thu 2 Apr 16:00-17:30
			because warmth open-window
			Thu 2 Apr 16:30 voicemail
			= attempt 2 of 7, Tue 7 Apr 08:00-10:00
			because last warmth mode next-day holiday day-off day-off holiday
			Tue 7 Apr 08:30 voicemail
			= attempt 3 of 7, Wed 8 Apr 08:00-10:00
			Wed 8 Apr 08:30 voicemail
			= attempt 4 of 7, Mon 13 Apr 16:00-17:30
			Mon 13 Apr 16:30 voicemail
			= attempt 5 of 7, Mon 20 Apr 08:00-10:00
			Fri 24 Apr 09:00 voicemail
			notes late
			= attempt 6 of 7, Mon 4 May 16:00-17:30
			because last gap half holiday day-off day-off
			Mon 4 May 16:30 voicemail
			= attempt 7 of 7, Fri 15 May 08:00-10:00
			because last gap half holiday
			Fri 15 May 09:00 no-answer
			= review, Mon 18 May 08:00`},
		"a rep in New York, the lead in London, over both their autumn clock changes": {newYork(),
			Lead{Warmth: Warm, TZ: "Europe/London"}, `
			Fri 23 Oct 14:00 add
			= attempt 1 of 7, Fri 23 Oct 14:00-15:00
			because now zone
			Fri 23 Oct 14:05 voicemail
			= attempt 2 of 7, Mon 26 Oct 14:00-15:00
			because next-day day-off day-off rep-hours lunch zone
			Mon 26 Oct 14:10 voicemail
			= attempt 3 of 7, Tue 27 Oct 14:00-15:00
			Tue 27 Oct 14:10 voicemail
			= attempt 4 of 7, Fri 30 Oct 14:00-15:00
			Fri 30 Oct 14:10 voicemail
			= attempt 5 of 7, Wed 4 Nov 14:00-15:00
			Wed 4 Nov 14:10 voicemail
			= attempt 6 of 7, Wed 11 Nov 14:00-15:00
			Wed 11 Nov 14:10 voicemail
			= attempt 7 of 7, Mon 23 Nov 14:00-15:00
			Mon 23 Nov 20:00 voicemail
			= review, Fri 27 Nov 13:00
			because review holiday`},
		"a lead in Tokyo, a holiday of theirs alone": {Rep{ID: "U1", TZ: "Europe/London"},
			Lead{Warmth: Warm, TZ: "Asia/Tokyo"}, `
			Thu 29 Oct 17:00 add
			= attempt 1 of 7, Thu 29 Oct 17:00-18:00
			Thu 29 Oct 17:10 voicemail
			= attempt 2 of 7, Fri 30 Oct 17:00-18:00
			because next-day rep-hours
			Fri 30 Oct 17:10 voicemail
			= attempt 3 of 7, Mon 2 Nov 17:00-18:00
			Mon 2 Nov 18:00 voicemail
			= attempt 4 of 7, Thu 5 Nov 17:00-18:00
			clock Europe/London
			= attempt 4 of 7, Thu 5 Nov 08:00-09:00`},
	} {
		t.Run(name, func(t *testing.T) { tellBy(t, r, c.rep, c.lead, c.life) })
	}
}
