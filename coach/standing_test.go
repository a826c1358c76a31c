package coach

import (
	"testing"
	"time"
)

func TestBusy(t *testing.T) {
	for name, life := range map[string]string{
		"the first of the day is no try, the second is one, the third waits for the morning": `
			Tue 3 Mar 09:00 busy
			notes no-try
			calls 0 mails 0
			= redial 1, Tue 3 Mar 09:45-10:45
			Tue 3 Mar 09:45 busy
			calls 1 mails 0
			= redial 1, Tue 3 Mar 10:30-11:30
			mail 1
			Tue 3 Mar 10:30 busy
			calls 1 mails 0
			= redial 1, Wed 4 Mar 08:00-10:00
			Wed 4 Mar 09:00 busy
			Wed 4 Mar 09:45 busy
			notes same-try
			calls 1 mails 0
			= redial 1, Wed 4 Mar 10:30-11:30
			Wed 4 Mar 10:30 no-answer
			notes same-try
			calls 1 mails 0
			= attempt 2 of 7, Wed 4 Mar 16:00-17:30`,
		"after one busy signal the next call is the step's try": `
			Tue 3 Mar 09:00 busy
			Tue 3 Mar 09:45 voicemail
			calls 1 mails 0
			= attempt 2 of 7, Tue 3 Mar 16:00-17:30`,
		"a redial in lunch goes to two": `
			Tue 3 Mar 11:30 busy
			= redial 1, Tue 3 Mar 14:00-15:00
			because busy lunch`,
		"at the edge of lunch": `
			Tue 3 Mar 11:14 busy
			= redial 1, Tue 3 Mar 11:59-12:59
			Tue 3 Mar 11:15 busy
			= redial 1, Tue 3 Mar 14:00-15:00`,
		"a redial after hours goes to the next working day's morning": `
			Fri 6 Mar 16:50 busy
			= redial 1, Mon 9 Mar 08:00-10:00`,
		"a redial with half an hour left stays": `
			Fri 6 Mar 16:45 busy
			= redial 1, Fri 6 Mar 17:30-18:30`,
		"a redial on a day off": `
			Sat 7 Mar 10:00 busy
			= redial 1, Mon 9 Mar 08:00-10:00`,
		"a redial is exempt from the gap": `
			Mon 2 Mar 09:00 voicemail
			Mon 2 Mar 16:00 voicemail
			Tue 3 Mar 09:00 voicemail
			Wed 4 Mar 09:00 busy
			notes early no-try
			= redial 4, Wed 4 Mar 09:45-10:45`,
		"a new day counts anew": `
			Mon 2 Mar 09:00 busy
			Tue 3 Mar 09:00 busy
			notes no-try
			calls 0 mails 0`,
	} {
		t.Run(name, func(t *testing.T) { tell(t, newYork(), Lead{Warmth: Warm}, life) })
	}
}

func TestRedialOutsideTheLeadsLegalHours(t *testing.T) {
	late := Rep{TZ: "America/New_York", From: 12 * 60, To: 22 * 60}
	tell(t, late, Lead{}, `
		Tue 3 Mar 19:46 busy
		= redial 1, Wed 4 Mar 14:00-15:00`)
}

func TestBadNumber(t *testing.T) {
	tell(t, newYork(), Lead{Warmth: Warm}, `
		Thu 5 Mar 09:00 bad-number
		calls 1 mails 0
		= task, Mon 9 Mar 08:00-10:00
		because bad-number day-off day-off
		Mon 9 Mar 09:00 email
		= task, Mon 9 Mar 08:00-10:00
		Mon 9 Mar 09:30 resumed
		= attempt 2 of 7, Mon 9 Mar 09:30-10:30
		because past`)
	tell(t, newYork(), Lead{Warmth: Warm}, `
		Mon 2 Mar 09:00 bad-number
		= task, Wed 4 Mar 08:00-10:00
		Tue 3 Mar 15:00 voicemail
		= attempt 3 of 7, Wed 4 Mar 08:00-10:00`)
}

func TestSnooze(t *testing.T) {
	r := DefaultRules()
	ny := zone(t, "America/New_York")
	now := zoneTime(t, "2026-03-02T10:00:00-05:00")
	for _, c := range []struct {
		lead       Lead
		half, want string
	}{
		{Lead{}, "", "Thu 08:00"},
		{Lead{}, "afternoon", "Thu 16:00"},
		{Lead{TZ: "America/Los_Angeles"}, "", "Thu 11:00"},
		{Lead{TZ: "Europe/London"}, "afternoon", "Thu 11:00"},
	} {
		if got := r.SnoozeTo(c.lead, newYork(), now, zoneTime(t, "2026-03-05T00:00:00-05:00"),
			c.half).In(ny).Format("Mon 15:04"); got != c.want {
			t.Errorf("%v %s: %s", c.lead.TZ, c.half, got)
		}
	}
	if got := r.SnoozeTo(Lead{}, newYork(), now,
		zoneTime(t, "2026-03-07T00:00:00-05:00")).In(ny).Format("Mon 15:04"); got != "Sat 08:00" {
		t.Errorf("a snooze to a Saturday lands on %s", got)
	}
	if got := r.SnoozeTo(Lead{}, newYork(), now, now).In(ny).Format("Mon 15:04"); got != "Mon 16:00" {
		t.Errorf("a snooze to today lands on %s", got)
	}
	if got := r.SnoozeTo(Lead{}, newYork(), now.Add(9*time.Hour), now).In(ny).Format("Mon 15:04"); got != "Tue 08:00" {
		t.Errorf("a snooze to a day that is over lands on %s", got)
	}
	for name, life := range map[string]string{
		"to a day: its morning window": `
			Mon 2 Mar 09:30 snoozed until Thu 5 Mar 08:00
			= attempt 2 of 7, Thu 5 Mar 08:00-10:00
			because snooze`,
		"to an exact time, on a day off": `
			Mon 2 Mar 09:30 snoozed until Sat 7 Mar 11:00
			= attempt 2 of 7, Sat 7 Mar 11:00-12:00`,
		"to a Saturday: its morning window": `
			Mon 2 Mar 09:30 snoozed until Sat 7 Mar 08:00
			= attempt 2 of 7, Sat 7 Mar 08:00-10:00`,
		"never cuts the gap": `
			Mon 2 Mar 09:30 snoozed until Mon 2 Mar 11:00
			= attempt 2 of 7, Mon 2 Mar 16:00-17:30`,
		"the call after it ends it": `
			Mon 2 Mar 09:30 snoozed until Thu 5 Mar 08:00
			Wed 4 Mar 09:00 voicemail
			= attempt 3 of 7, Thu 5 Mar 08:00-10:00
			because gap`,
		"after a reply it is a date": `
			Mon 2 Mar 09:30 replied
			Mon 2 Mar 09:40 snoozed until Thu 5 Mar 08:00
			= attempt 2 of 7, Thu 5 Mar 08:00-10:00`,
		"an agreed call stands": `
			Mon 2 Mar 09:30 planned until Tue 3 Mar 10:00
			Mon 2 Mar 09:40 snoozed until Thu 5 Mar 08:00
			= commitment, Tue 3 Mar 10:00-11:00`,
		"never outside the law": `
			Mon 2 Mar 09:40 snoozed until Thu 5 Mar 07:00
			refused outside`,
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, newYork(), Lead{Warmth: Warm}, "Mon 2 Mar 09:00 voicemail\n"+life)
		})
	}
}

func TestLight(t *testing.T) {
	for name, c := range map[string]struct {
		lead Lead
		mode Mode
		life string
	}{
		"warm: one call and one mail, then the question with the next digest": {Lead{Warmth: Warm, Potential: PotentialLow},
			Assertive, `
			Fri 6 Mar 09:00 add
			= attempt 1 of 1, Fri 6 Mar 09:00-10:00
			Fri 6 Mar 09:10 voicemail
			mail 1
			= light-question, Mon 9 Mar 08:30
			because potential light`},
		"cold: two calls whatever the mode": {Lead{Warmth: Cold, Potential: PotentialLow}, Assertive, `
			Fri 6 Mar 09:10 voicemail
			mail 0
			= attempt 2 of 2, Mon 9 Mar 08:00-10:00
			Mon 9 Mar 08:10 voicemail
			= light-question, Mon 9 Mar 08:30`},
		"drop closes without asking why": {Lead{Warmth: Warm, Potential: PotentialLow}, Balanced, `
			Fri 6 Mar 09:10 voicemail
			Mon 9 Mar 08:40 verdict reason drop
			asks nothing
			= none`},
		"keep: one call in thirty days, and the question again": {Lead{Warmth: Warm, Potential: PotentialLow}, Balanced, `
			Fri 6 Mar 09:10 voicemail
			Mon 9 Mar 08:40 verdict reason keep
			= attempt 2 of 2, Wed 8 Apr 08:00-10:00
			because keep-light
			Wed 8 Apr 09:10 voicemail
			= light-question, Thu 9 Apr 08:30`},
		"full: the next unused step of zero-to-ten": {Lead{Warmth: Cold, Potential: PotentialLow}, Balanced, `
			Thu 5 Mar 09:10 voicemail
			Fri 6 Mar 09:10 voicemail
			Fri 6 Mar 09:40 verdict reason full
			= attempt 3 of 7, Mon 9 Mar 08:00-10:00`},
		"full, when that step's day is past: due now": {Lead{Warmth: Warm, Potential: PotentialLow}, Balanced, `
			Fri 6 Mar 09:10 voicemail
			Mon 9 Mar 13:40 verdict reason full
			= attempt 2 of 7, Mon 9 Mar 13:40-14:40
			because past`},
		"after a talk it is a follow-up like any other": {Lead{Warmth: Warm, Potential: PotentialLow}, Balanced, `
			Fri 6 Mar 09:10 talked
			= follow-up 1, Mon 9 Mar 08:00-10:00, needs a date`},
	} {
		t.Run(name, func(t *testing.T) {
			rep := newYork()
			rep.Mode = c.mode
			tell(t, rep, c.lead, c.life)
		})
	}
}

func TestReview(t *testing.T) {
	const six = `
		Mon 2 Mar 09:00 voicemail
		Mon 2 Mar 16:00 voicemail
		Tue 3 Mar 09:00 voicemail
		Fri 6 Mar 16:00 voicemail
		Wed 11 Mar 09:00 voicemail
		Wed 18 Mar 16:00 voicemail
		`
	const seven = six + `Mon 30 Mar 09:00 voicemail
		`
	for name, life := range map[string]string{
		"three days after the last call": seven + `
			= review, Thu 2 Apr 08:00
			because review`,
		"the tenth contact attempt, before the last step: no call until the verdict": six + `
			Thu 19 Mar 09:00 email
			Thu 19 Mar 10:00 email
			Thu 19 Mar 11:00 email
			Fri 20 Mar 11:00 email
			calls 6 mails 4
			= review, Mon 23 Mar 08:00
			because tenth day-off day-off`,
		"ten attempts after the last step: whichever is first": seven + `
			Mon 30 Mar 10:00 email
			Mon 30 Mar 10:01 email
			Mon 30 Mar 10:02 email
			= review, Tue 31 Mar 08:00
			because tenth`,
		"social touches and gifts are no contact attempts": six + `
			Thu 19 Mar 09:00 linkedin
			Thu 19 Mar 10:00 x
			Thu 19 Mar 11:00 gift
			Thu 19 Mar 12:00 visit
			calls 6 mails 0
			= attempt 7 of 7, Mon 30 Mar 08:00-10:00`,
		"extend: another ten-day step": seven + `
			Thu 2 Apr 09:00 verdict reason extend
			= attempt 8 of 8, Thu 9 Apr 16:00-17:30
			Thu 9 Apr 16:00 voicemail
			= review, Mon 13 Apr 08:00`,
		"a special delivery needs high potential": seven + `
			Thu 2 Apr 09:00 verdict reason special-delivery
			refused high potential`,
		"nurture: ninety days": seven + `
			Thu 2 Apr 09:00 verdict reason nurture
			= attempt 8 of 8, Wed 1 Jul 08:00-10:00`,
	} {
		t.Run(name, func(t *testing.T) { tell(t, newYork(), Lead{Warmth: Warm}, life) })
	}
}
