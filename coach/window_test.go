package coach

import "testing"

func TestWindowsAreCutAndMoved(t *testing.T) {
	for name, c := range map[string]struct {
		config string
		rep    Rep
		lead   Lead
		life   string
	}{
		"cut to the rep's hours": {"", Rep{TZ: "America/New_York", From: 9 * 60, To: 17 * 60}, Lead{}, `
			Tue 3 Mar 09:10 voicemail
			Wed 4 Mar 09:10 voicemail
			= attempt 3 of 7, Thu 5 Mar 09:00-10:00
			because gap rep-hours
			Thu 5 Mar 09:10 voicemail
			= attempt 4 of 7, Mon 9 Mar 16:00-17:00`},
		"no overlap: the time in the rep's hours nearest to the window's start": {"",
			Rep{TZ: "America/New_York", From: 11 * 60, To: 15 * 60}, Lead{}, `
			Tue 3 Mar 11:10 voicemail
			Wed 4 Mar 11:10 voicemail
			= attempt 3 of 7, Thu 5 Mar 11:00-12:00
			because gap rep-hours
			Thu 5 Mar 11:10 voicemail
			= attempt 4 of 7, Mon 9 Mar 14:30-15:30`},
		"lunch binds that time": {"", Rep{TZ: "America/New_York", From: 12*60 + 30, To: 18 * 60}, Lead{}, `
			Tue 3 Mar 15:00 voicemail
			Wed 4 Mar 15:00 voicemail
			= attempt 3 of 7, Thu 5 Mar 14:00-15:00
			because gap rep-hours lunch`},
		"the law cuts a window that a team set": {`windows: {morning: {from: "06:00", to: "09:00"}}`,
			Rep{TZ: "America/New_York", From: 5 * 60, To: 18 * 60}, Lead{}, `
			Tue 3 Mar 08:10 voicemail
			Wed 4 Mar 08:10 voicemail
			= attempt 3 of 7, Thu 5 Mar 08:00-09:00
			because gap law`},
		"the law guards who works at night": {"", Rep{TZ: "America/New_York", From: 22 * 60, To: 6 * 60}, Lead{}, `
			Tue 3 Mar 20:00 voicemail
			Wed 4 Mar 20:00 voicemail
			= attempt 3 of 7, Thu 5 Mar 20:30-21:30, outside your hours`},
		"a night shift reaches a lead on the other side": {"",
			Rep{TZ: "America/New_York", From: 20 * 60, To: 28 * 60 % (24 * 60)}, Lead{TZ: "Asia/Tokyo"}, `
			Wed 4 Mar 10:00 voicemail
			Thu 5 Mar 10:00 voicemail
			= attempt 3 of 7, Fri 6 Mar 10:00-11:00
			because gap rep-hours`},
		"the nearest legal time is tomorrow's for them, today's for the rep": {"", Rep{TZ: "Pacific/Honolulu"},
			Lead{TZ: "Africa/Johannesburg"}, `
			Tue 3 Mar 20:00 voicemail
			Wed 4 Mar 20:00 voicemail
			= attempt 3 of 7, Thu 5 Mar 20:00-21:00`},
	} {
		t.Run(name, func(t *testing.T) { tellBy(t, rules(t, c.config), c.rep, c.lead, c.life) })
	}
}

// Elapsed time for minutes: 45 of them by the stopwatch, while the rep's clock jumps from 02:00 to 03:00.
func TestARedialOverAClockChange(t *testing.T) {
	tell(t, Rep{TZ: "America/New_York", Days: []int{0, 1, 2, 3, 4, 5, 6}, From: 1, To: 8 * 60}, Lead{TZ: "Asia/Tokyo"}, `
		Sun 8 Mar 15:30 busy
		= redial 1, Sun 8 Mar 16:15-17:15
		clock America/New_York
		= redial 1, Sun 8 Mar 03:15-04:15`)
}
