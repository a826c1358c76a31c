package coach

import (
	"strings"
	"testing"

	"github.com/followup-coach/followup/coach/outcome"
)

// Each row is a sentence of the product contract, shortened, and a life that it decides. The answers were worked out by
// hand from the sentence; 2 March 2026 is a Monday.
type promise struct {
	rule   string
	rep    Rep
	lead   Lead
	config string
	life   string
}

func keep(t *testing.T, promises []promise) {
	t.Helper()
	for _, p := range promises {
		t.Run(p.rule, func(t *testing.T) {
			if p.rep.TZ == "" {
				p.rep.TZ = "America/New_York"
			}
			tellBy(t, rules(t, p.config), p.rep, p.lead, p.life)
		})
	}
}

var (
	warm = Lead{Warmth: Warm}
	cold = Lead{Warmth: Cold}
)

func TestContractWords(t *testing.T) {
	for _, o := range []string{"talked", "meeting", "not-reviewed", "wants-info", "referral", "not-now", "called-back"} {
		keep(t, []promise{{"both counters start again after the live talk " + o, Rep{}, warm, "", `
			Mon 2 Mar 09:00 voicemail
			Mon 2 Mar 09:05 email
			Mon 2 Mar 16:00 ` + o + ` until Thu 5 Mar 16:00
			calls 0 mails 0
			mail 0
			= commitment, Thu 5 Mar 16:00-17:00
			Wed 4 Mar 09:00 voicemail
			calls 1 mails 0`}})
	}
	for _, o := range []string{"no-time", "unavailable", "distracted", "no-memory"} {
		keep(t, []promise{{"reached short counts as a try, marks spoken, restarts nothing: " + o, Rep{}, warm, "", `
			Mon 2 Mar 09:00 voicemail
			Mon 2 Mar 09:05 email
			Mon 2 Mar 16:00 ` + o + `
			calls 2 mails 1
			Mon 2 Mar 16:20 planned until Thu 5 Mar 16:00
			Tue 3 Mar 09:00 voicemail
			calls 3 mails 1
			mail 2`}})
	}
	for _, o := range []string{"voicemail", "no-answer", "gatekeeper"} {
		keep(t, []promise{{"not reached: still an attempt, the gap stands: " + o, Rep{}, warm, "", `
			Tue 3 Mar 09:00 ` + o + `
			calls 1 mails 0
			= attempt 2 of 7, Tue 3 Mar 16:00-17:30`}})
	}
	for _, o := range []string{"email", "linkedin", "x", "visit", "gift"} {
		keep(t, []promise{{"mails and social touches never move a call: " + o, Rep{}, warm, "", `
			Tue 3 Mar 09:00 voicemail
			Tue 3 Mar 16:00 voicemail
			Wed 4 Mar 09:00 voicemail
			Fri 6 Mar 09:00 ` + o + `
			= attempt 4 of 7, Mon 9 Mar 16:00-17:30`}})
	}
}

func TestContractWorkingDaysAndHours(t *testing.T) {
	losAngeles, allDays := Rep{TZ: "America/Los_Angeles"}, []int{0, 1, 2, 3, 4, 5, 6}
	keep(t, []promise{
		{"a working weekday on the rep's date and on the lead's: Auckland's Monday is Los Angeles' Sunday", losAngeles,
			Lead{TZ: "Pacific/Auckland", Warmth: Cold}, "", `
			Thu 5 Mar 09:00 voicemail
			= attempt 2 of 7, Fri 6 Mar 08:00-10:00
			Fri 6 Mar 09:00 voicemail
			= attempt 3 of 7, Tue 10 Mar 08:00-10:00
			clock America/Los_Angeles
			= attempt 3 of 7, Mon 9 Mar 12:00-14:00`},
		{"Los Angeles' Friday is Auckland's Saturday", losAngeles, Lead{TZ: "Pacific/Auckland", Warmth: Warm}, "", `
			clock America/Los_Angeles
			Fri 6 Mar 12:00 add
			= attempt 1 of 7, Mon 9 Mar 12:00-13:00`},
		{"own working days bind both dates", Rep{Days: []int{0, 1, 2, 3, 4}}, cold, "", `
			Thu 5 Mar 09:00 voicemail
			= attempt 2 of 7, Sun 8 Mar 08:00-10:00`},
		{"the window is cut to the rep's hours: Halifax is an hour ahead", Rep{}, Lead{TZ: "America/Halifax", Warmth: Cold},
			"", `
			Tue 3 Mar 09:30 voicemail
			= attempt 2 of 7, Wed 4 Mar 09:00-10:00`},
		{"and at its end: Chicago is an hour behind", Rep{}, Lead{TZ: "America/Chicago", Warmth: Cold}, "", `
			Mon 2 Mar 09:00 voicemail
			Tue 3 Mar 09:00 voicemail
			Wed 4 Mar 09:00 voicemail
			= attempt 4 of 7, Mon 9 Mar 16:00-17:00`},
		{"no overlap: nearest to the window's start, until the clocks give one (São Paulo, New York in summer)", Rep{},
			Lead{TZ: "America/Sao_Paulo", Warmth: Cold}, "", `
			Thu 5 Mar 10:30 voicemail
			= attempt 2 of 7, Fri 6 Mar 10:00-11:00
			Fri 6 Mar 10:10 voicemail
			= attempt 3 of 7, Mon 9 Mar 09:00-10:00`},
		{"no legal minute in the rep's hours at all: the legal time nearest to them", Rep{},
			Lead{TZ: "Asia/Singapore", Warmth: Cold}, "", `
			Mon 2 Mar 20:30 voicemail
			= attempt 2 of 7, Tue 3 Mar 20:30-21:30, outside your hours
			Tue 3 Mar 20:30 voicemail
			= attempt 3 of 7, Wed 4 Mar 20:30-21:30, outside your hours
			Wed 4 Mar 20:30 voicemail
			= attempt 4 of 7, Mon 9 Mar 20:00-21:00`},
		{"half an hour before the law closes", Rep{From: 9 * 60, To: 21 * 60}, warm, "", `
			Tue 3 Mar 20:30 add
			= attempt 1 of 7, Tue 3 Mar 20:30-21:30
			Tue 3 Mar 20:31 add
			= attempt 1 of 7, Wed 4 Mar 09:00-10:00`},
		{"the rep's hours begin in the hour that the clocks skip", Rep{Days: allDays, From: 2*60 + 30, To: 5 * 60},
			Lead{TZ: "Pacific/Auckland", Warmth: Cold}, "", `
			Sat 7 Mar 20:30 voicemail
			= attempt 2 of 7, Sun 8 Mar 20:00-21:00
			because rep-hours`},
		{"and in the hour that they show twice: the first", Rep{Days: allDays, From: 90, To: 5 * 60},
			Lead{TZ: "Pacific/Auckland", Warmth: Cold}, "", `
			Sat 31 Oct 19:00 voicemail
			= attempt 2 of 7, Sun 1 Nov 18:30-19:30
			Sun 1 Nov 18:40 voicemail
			= attempt 3 of 7, Mon 2 Nov 19:30-20:30`},
		{"forty-five minutes are elapsed time while the rep's clocks move", Rep{Days: allDays, From: 0, To: 6 * 60},
			Lead{TZ: "Pacific/Auckland"}, "", `
			Sun 8 Mar 19:30 busy
			= redial 1, Sun 8 Mar 20:15-21:15
			clock America/New_York
			= redial 1, Sun 8 Mar 03:15-04:15`},
		{"a lead's country counts only if listed: Good Friday in London", Rep{}, Lead{TZ: "Europe/London", Warmth: Cold}, "",
			`
			Thu 2 Apr 14:10 voicemail
			= attempt 2 of 7, Fri 3 Apr 14:00-15:00`},
		{"listed, it does; Easter Monday too", Rep{}, Lead{TZ: "Europe/London", Warmth: Cold}, "holidays: {countries: [GB]}",
			`
			Thu 2 Apr 14:10 voicemail
			= attempt 2 of 7, Tue 7 Apr 14:00-15:00`},
	})
}

func TestContractAdd(t *testing.T) {
	london := Lead{TZ: "Europe/London", Warmth: Cold}
	keep(t, []promise{
		{"a warm lead is due now, lunch or not", Rep{}, warm, "", `
			Tue 3 Mar 13:00 add
			= attempt 1 of 7, Tue 3 Mar 13:00-14:00`},
		{"outside hours: the next legal time in the rep's hours", Rep{}, Lead{TZ: "America/Los_Angeles", Warmth: Warm}, "", `
			Fri 6 Mar 15:00 add
			= attempt 1 of 7, Mon 9 Mar 08:00-09:00`},
		{"a cold one now, if a window is open", Rep{}, cold, "", `
			Tue 3 Mar 17:29 add
			= attempt 1 of 7, Tue 3 Mar 17:29-17:30`},
		{"else in the next window: London's morning is over at one", Rep{}, london, "", `
			Tue 3 Mar 13:00 add
			= attempt 1 of 7, Tue 3 Mar 16:00-17:30`},
		{"and at ten exactly", Rep{}, london, "", `
			Tue 3 Mar 10:00 add
			= attempt 1 of 7, Tue 3 Mar 16:00-17:30`},
		{"London's morning still ahead: its nearest time in New York's hours, after lunch", Rep{}, london, "", `
			Tue 3 Mar 06:00 add
			= attempt 1 of 7, Tue 3 Mar 14:00-15:00`},
		{"after the last window: tomorrow's first", Rep{}, london, "", `
			Tue 3 Mar 17:30 add
			= attempt 1 of 7, Wed 4 Mar 14:00-15:00`},
	})
}

func TestContractCadence(t *testing.T) {
	keep(t, []promise{
		{"day 0 twice, then 1, 3, 5, 7, 10 after the last call, the other half of the day from gap 3 on", Rep{}, warm, "", `
			Mon 4 May 09:00 voicemail
			= attempt 2 of 7, Mon 4 May 16:00-17:30
			Mon 4 May 16:00 voicemail
			= attempt 3 of 7, Tue 5 May 08:00-10:00
			Tue 5 May 08:00 voicemail
			= attempt 4 of 7, Fri 8 May 16:00-17:30
			Fri 8 May 16:00 voicemail
			= attempt 5 of 7, Wed 13 May 08:00-10:00
			Wed 13 May 08:00 voicemail
			= attempt 6 of 7, Wed 20 May 16:00-17:30
			Wed 20 May 16:00 voicemail
			= attempt 7 of 7, Mon 1 Jun 08:00-10:00
			Mon 1 Jun 08:00 voicemail
			= review, Thu 4 Jun 08:00`},
		{"the other half than the last try really was; noon is afternoon", Rep{}, warm, "", `
			Mon 2 Mar 09:00 voicemail
			Mon 2 Mar 16:00 voicemail
			Tue 3 Mar 12:00 voicemail
			= attempt 4 of 7, Fri 6 Mar 08:00-10:00
			Fri 6 Mar 11:59 voicemail
			= attempt 5 of 7, Wed 11 Mar 16:00-17:30`},
		{"16:00 outside the rep's hours: the nearest time in the lead's afternoon", Rep{From: 8 * 60, To: 15*60 + 45}, warm,
			"", `
			Tue 3 Mar 11:00 voicemail
			= attempt 2 of 7, Tue 3 Mar 15:15-16:15`},
		{"and at least three hours later", Rep{From: 8 * 60, To: 15 * 60}, warm, "", `
			Tue 3 Mar 11:31 voicemail
			= attempt 2 of 7, Wed 4 Mar 08:00-10:00`},
		{"exactly three", Rep{From: 8 * 60, To: 15 * 60}, warm, "", `
			Tue 3 Mar 11:30 voicemail
			= attempt 2 of 7, Tue 3 Mar 14:30-15:30`},
		{"not in lunch: no room on that day", Rep{From: 8 * 60, To: 14*60 + 15}, warm, "", `
			Tue 3 Mar 08:30 voicemail
			= attempt 2 of 7, Wed 4 Mar 08:00-10:00`},
		{"the lead's noon, not the rep's: noon in New York is nine in Los Angeles", Rep{},
			Lead{TZ: "America/Los_Angeles", Warmth: Warm}, "", `
			Tue 3 Mar 09:00 voicemail
			= attempt 2 of 7, Tue 3 Mar 14:30-15:30`},
		{"from Los Angeles to New York, four is in both days", Rep{TZ: "America/Los_Angeles"},
			Lead{TZ: "America/New_York", Warmth: Warm}, "", `
			Tue 3 Mar 11:10 voicemail
			= attempt 2 of 7, Tue 3 Mar 16:00-17:30`},
		{"the next working day", Rep{}, warm, "", `
			Fri 6 Mar 12:00 voicemail
			= attempt 2 of 7, Mon 9 Mar 08:00-10:00`},
		{"high potential has the same-day try though cold", Rep{}, Lead{Warmth: Cold, Potential: PotentialHigh}, "", `
			Tue 3 Mar 09:00 voicemail
			= attempt 2 of 7, Tue 3 Mar 16:00-17:30`},
		{"an early call uses up its step", Rep{}, warm, "", `
			Mon 2 Mar 09:00 voicemail
			Mon 2 Mar 16:00 voicemail
			Tue 3 Mar 09:00 voicemail
			Wed 4 Mar 09:00 voicemail
			notes early not-a-no
			= attempt 5 of 7, Mon 9 Mar 16:00-17:30`},
		{"a late one moves the rest", Rep{}, warm, "", `
			Mon 2 Mar 09:00 voicemail
			Mon 2 Mar 16:00 voicemail
			Tue 3 Mar 09:00 voicemail
			Mon 9 Mar 17:00 voicemail
			notes late not-a-no
			= attempt 5 of 7, Mon 16 Mar 08:00-10:00`},
		{"three days are three days, on a Saturday too: not early", Rep{}, warm, "", `
			Mon 2 Mar 09:00 voicemail
			Mon 2 Mar 16:00 voicemail
			Wed 4 Mar 09:00 voicemail
			Sat 7 Mar 09:00 voicemail
			notes not-a-no
			= attempt 5 of 7, Thu 12 Mar 16:00-17:30`},
		{"touches count in the order in which they happened", Rep{}, cold, "", `
			Mon 2 Mar 09:00 voicemail
			Wed 4 Mar 09:00 voicemail
			Tue 3 Mar 16:00 voicemail logged Wed 4 Mar 09:05
			calls 3 mails 0
			= attempt 4 of 7, Mon 9 Mar 16:00-17:30`},
		{"mails after calls 1 and 3, the first vanishes when the next is due", Rep{}, cold, "", `
			Mon 2 Mar 09:00 voicemail
			mail 1
			Tue 3 Mar 09:00 voicemail
			mail 1
			Wed 4 Mar 09:00 voicemail
			mail 2
			Wed 4 Mar 09:05 email
			mail 0
			Mon 9 Mar 16:00 voicemail
			mail 0`},
		{"call 2, made by the second busy signal, has no mail; call 3 has", Rep{}, cold, "", `
			Mon 2 Mar 09:00 voicemail
			Mon 2 Mar 09:05 email
			Tue 3 Mar 09:00 busy
			Tue 3 Mar 09:45 busy
			calls 2 mails 1
			mail 0
			Tue 3 Mar 10:30 no-answer
			calls 2 mails 1
			Wed 4 Mar 09:00 no-answer
			mail 2`},
	})
}

func TestWhoseDayOff(t *testing.T) {
	for _, c := range []struct {
		rule, rep, lead, last, want string
	}{
		{"one date for both: the week is the rep's", "America/New_York", "America/New_York", "2026-03-06T12:30:00-05:00",
			"rep 2026-03-07, rep 2026-03-08"},
		{"London's weekend is New York's", "America/New_York", "Europe/London", "2026-03-06T14:30:00Z",
			"rep 2026-03-07, rep 2026-03-08"},
		{"Auckland's weekend is a day ahead, and its Monday is Los Angeles' Sunday", "America/Los_Angeles",
			"Pacific/Auckland",
			"2026-03-06T09:00:00+13:00", "lead 2026-03-07, lead 2026-03-08, rep 2026-03-08"},
	} {
		l := Lead{TZ: c.lead, Warmth: Cold, Progress: Progress{Calls: 1, Step: 1, LastTry: zoneTime(t, c.last),
			LastOutcome: outcome.Voicemail}}
		var got []string
		for _, r := range DefaultRules().Next(l, Rep{TZ: c.rep}, zoneTime(t, c.last)).Because {
			if r.Code == ReasonDayOff {
				got = append(got, r.Word+" "+r.At.Format("2006-01-02"))
			}
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %s", c.rule, s)
		}
	}
}
