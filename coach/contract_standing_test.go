package coach

import "testing"

func TestContractLight(t *testing.T) {
	lowWarm, lowCold := Lead{Warmth: Warm, Potential: PotentialLow}, Lead{Warmth: Cold, Potential: PotentialLow}
	keep(t, []promise{
		{"warm: one call and one mail, asked in the first digest after it", Rep{Mode: Assertive}, lowWarm, "", `
			Fri 6 Mar 09:00 voicemail
			mail 1
			= light-question, Mon 9 Mar 08:30`},
		{"before the digest of the same day", Rep{}, lowWarm, "", `
			Fri 6 Mar 08:10 voicemail
			= light-question, Fri 6 Mar 08:30`},
		{"cold: two calls, the second the next working day in the morning", Rep{Mode: Assertive}, lowCold, "", `
			Fri 6 Mar 09:00 voicemail
			mail 0
			= attempt 2 of 2, Mon 9 Mar 08:00-10:00
			Mon 9 Mar 09:00 voicemail
			= light-question, Tue 10 Mar 08:30`},
		{"keep: one call in thirty days, morning, and no mail", Rep{}, lowWarm, "", `
			Fri 6 Mar 09:00 voicemail
			Fri 6 Mar 09:05 email
			Mon 9 Mar 08:40 verdict reason keep
			= attempt 2 of 2, Wed 8 Apr 08:00-10:00
			mail 0
			Wed 8 Apr 09:00 voicemail
			mail 0
			= light-question, Thu 9 Apr 08:30`},
		{"full: the next unused step", Rep{}, lowCold, "", `
			Mon 2 Mar 09:00 voicemail
			Tue 3 Mar 08:10 voicemail
			= light-question, Tue 3 Mar 08:30
			Tue 3 Mar 08:40 verdict reason full
			= attempt 3 of 7, Wed 4 Mar 08:00-10:00`},
		{"full after keep: the step after the calls that were made", Rep{}, lowWarm, "", `
			Fri 6 Mar 09:00 voicemail
			Mon 9 Mar 08:40 verdict reason keep
			Wed 8 Apr 09:00 voicemail
			Wed 8 Apr 09:30 verdict reason full
			= attempt 3 of 7, Thu 9 Apr 08:00-10:00`},
		{"full instead of keep: the second step, due now as its day is past", Rep{}, lowWarm, "", `
			Fri 6 Mar 09:00 voicemail
			Mon 9 Mar 08:40 verdict reason keep
			Mon 9 Mar 10:40 verdict reason full
			= attempt 2 of 7, Mon 9 Mar 10:40-11:40
			because same-day past`},
		{"drop", Rep{}, lowCold, "", `
			Mon 2 Mar 09:00 voicemail
			Tue 3 Mar 09:00 voicemail
			Wed 4 Mar 08:40 verdict reason drop
			asks nothing
			= none`},
	})
}

func TestContractAfterTalk(t *testing.T) {
	const three = `
		Mon 2 Mar 09:00 voicemail
		Mon 2 Mar 16:00 voicemail
		Tue 3 Mar 09:00 voicemail
		`
	keep(t, []promise{
		{"next working day morning, then 3, 5, 7, 10 and the review", Rep{}, cold, "", `
			Fri 1 May 15:00 called-back
			= follow-up 1, Mon 4 May 08:00-10:00, needs a date
			Mon 4 May 09:00 voicemail
			= follow-up 2, Thu 7 May 16:00-17:30
			Thu 7 May 16:00 voicemail
			= follow-up 3, Tue 12 May 08:00-10:00
			Tue 12 May 09:00 voicemail
			= follow-up 4, Tue 19 May 16:00-17:30
			Tue 19 May 16:00 voicemail
			= follow-up 5, Fri 29 May 08:00-10:00
			Fri 29 May 09:00 voicemail
			= review, Mon 1 Jun 08:00`},
		{"a gatekeeper: the time given, else the gap", Rep{}, cold, "", three + `
			Mon 9 Mar 16:00 gatekeeper until Tue 10 Mar 11:00
			= attempt 5 of 7, Tue 10 Mar 11:00-12:00
			Tue 10 Mar 11:00 gatekeeper
			= attempt 6 of 7, Tue 17 Mar 16:00-17:30`},
		{"no time, no slot: the gap", Rep{}, cold, "", three + `
			Mon 9 Mar 16:00 no-time
			= follow-up 5, Mon 16 Mar 08:00-10:00`},
		{"unavailable: the next working day, the other half", Rep{}, cold, "", three + `
			Fri 6 Mar 16:00 unavailable
			= follow-up 5, Mon 9 Mar 08:00-10:00
			Mon 9 Mar 09:00 voicemail
			= follow-up 6, Mon 16 Mar 16:00-17:30`},
		{"doesn't remember: gap 3", Rep{}, cold, "", three + `
			Mon 9 Mar 16:00 no-memory
			= follow-up 5, Thu 12 Mar 08:00-10:00`},
		{"no time at the agreed time restarts nothing: the cadence's next gap is 5", Rep{}, cold, "", three + `
			Tue 3 Mar 10:00 planned until Thu 5 Mar 16:00
			Thu 5 Mar 16:00 no-time
			calls 4 mails 0
			= follow-up 5, Tue 10 Mar 08:00-10:00`},
		{"a wrong number at the agreed time restarts nothing either", Rep{}, cold, "", three + `
			Tue 3 Mar 10:00 planned until Thu 5 Mar 16:00
			Thu 5 Mar 16:00 bad-number
			= task, Mon 9 Mar 08:00-10:00
			Fri 6 Mar 09:00 resumed
			= attempt 5 of 7, Tue 10 Mar 08:00-10:00`},
	})
}

func TestContractReview(t *testing.T) {
	const seven = `
		Mon 4 May 09:00 voicemail
		Tue 5 May 09:00 voicemail
		Wed 6 May 09:00 voicemail
		Mon 11 May 16:00 voicemail
		Mon 18 May 09:00 voicemail
		Mon 25 May 16:00 voicemail
		`
	keep(t, []promise{
		{"the last call's rep-local date + 3, at the start of the rep's hours",
			Rep{TZ: "America/Los_Angeles", From: 9 * 60, To: 18 * 60},
			Lead{TZ: "Pacific/Auckland", Warmth: Cold}, "", seven + `
			Tue 9 Jun 09:00 voicemail
			clock America/Los_Angeles
			= review, Thu 11 Jun 09:00`},
		{"moved to a working day", Rep{}, cold, "", seven + `
			Thu 4 Jun 09:00 voicemail
			= review, Mon 8 Jun 08:00`},
		{"at the tenth contact attempt the next working day, no call meanwhile", Rep{}, cold, "", seven + `
			Tue 26 May 09:00 email
			Tue 26 May 09:10 email
			Tue 26 May 09:20 email
			= attempt 7 of 7, Thu 4 Jun 08:00-10:00
			Fri 29 May 09:20 email
			calls 6 mails 4
			= review, Mon 1 Jun 08:00`},
		{"a redial waits for the verdict as well", Rep{}, cold, "", seven + `
			Tue 26 May 09:00 email
			Tue 26 May 09:10 email
			Tue 26 May 09:20 email
			Thu 4 Jun 09:00 busy
			= redial 7, Thu 4 Jun 09:45-10:45
			Thu 4 Jun 09:10 email
			= review, Fri 5 Jun 08:00`},
		{"an agreed call missed by the rep is due now, review or not", Rep{}, cold, "", seven + `
			Tue 26 May 09:00 email
			Tue 26 May 09:10 email
			Tue 26 May 09:20 email
			Tue 26 May 09:30 email
			Wed 27 May 09:30 planned until Thu 28 May 11:00
			= commitment, Thu 28 May 11:00-12:00
			Thu 28 May 14:00 missed
			= attempt 7 of 7, Thu 28 May 14:00-15:00
			Thu 28 May 14:10 no-answer
			= review, Wed 27 May 08:00`},
	})
}

func TestContractCommitments(t *testing.T) {
	const agreed = `
		Tue 3 Mar 09:00 talked until Thu 5 Mar 16:00
		`
	keep(t, []promise{
		{"it beats the cadence", Rep{}, cold, "", `
			Mon 2 Mar 09:00 voicemail
			Mon 2 Mar 10:00 planned until Tue 10 Mar 11:30
			= commitment, Tue 10 Mar 11:30-12:30`},
		{"it may lie on a day off, in lunch, after hours", Rep{}, cold, "", `
			Mon 2 Mar 09:00 planned until Sun 8 Mar 12:30
			= commitment, Sun 8 Mar 12:30-13:30
			Mon 2 Mar 09:10 planned until Sat 7 Mar 20:45
			= commitment, Sat 7 Mar 20:45-21:45
			Mon 2 Mar 09:20 planned until Sat 7 Mar 21:00
			refused outside`},
		{"no answer: gap 1, then 3, 5, 7, 10, then the review; broken again starts at 1 again", Rep{}, cold, "", agreed + `
			Thu 5 Mar 16:00 no-answer
			= follow-up 2, Fri 6 Mar 08:00-10:00
			Fri 6 Mar 09:00 no-answer
			= follow-up 3, Mon 9 Mar 16:00-17:30
			Mon 9 Mar 16:00 no-answer
			= follow-up 4, Mon 16 Mar 08:00-10:00
			Mon 16 Mar 08:00 planned until Tue 17 Mar 10:00
			Tue 17 Mar 10:00 voicemail
			notes broken
			= follow-up 5, Wed 18 Mar 08:00-10:00
			Wed 18 Mar 09:00 voicemail
			= follow-up 6, Mon 23 Mar 16:00-17:30`},
		{"broken in an untalked cadence, too: gap 1", Rep{}, cold, "", `
			Mon 2 Mar 09:00 voicemail
			Tue 3 Mar 09:00 voicemail
			Wed 4 Mar 09:00 voicemail
			Wed 4 Mar 09:10 planned until Thu 5 Mar 16:00
			Thu 5 Mar 16:00 no-answer
			= attempt 5 of 9, Fri 6 Mar 08:00-10:00
			Fri 6 Mar 09:00 no-answer
			= attempt 6 of 9, Mon 9 Mar 16:00-17:30`},
		{"said in the digest of the next morning: its window is open until ten", Rep{}, cold, "", agreed + `
			Thu 5 Mar 16:00 no-answer logged Fri 6 Mar 08:40
			= follow-up 2, Fri 6 Mar 08:40-10:00`},
		{"a result already past is due now", Rep{}, cold, "", agreed + `
			Thu 5 Mar 16:00 no-answer logged Fri 6 Mar 10:00
			= follow-up 2, Fri 6 Mar 10:00-11:00`},
		{"missed by the rep: due now, no try, lunch or not", Rep{}, cold, "", agreed + `
			Fri 6 Mar 12:40 missed
			calls 0 mails 0
			= follow-up 1, Fri 6 Mar 12:40-13:40
			Fri 6 Mar 12:45 voicemail
			calls 1 mails 0
			= follow-up 2, Mon 9 Mar 08:00-10:00`},
		{"unanswered for two working days: no answer, at nobody's fault, the next morning; then 3", Rep{}, cold, "",
			agreed + `
			at Fri 6 Mar 08:30
			= did-it-happen, Thu 5 Mar 17:00
			at Mon 9 Mar 23:59
			= did-it-happen, Thu 5 Mar 17:00
			at Tue 10 Mar 00:00
			= follow-up 2, Tue 10 Mar 08:00-10:00
			Tue 10 Mar 09:00 voicemail
			calls 2 mails 0
			= follow-up 3, Fri 13 Mar 16:00-17:30`},
		{"unanswered over a holiday: two working days all the same", Rep{}, cold, `holidays: {dates: ["2026-03-09"]}`,
			agreed + `
			at Tue 10 Mar 23:59
			= did-it-happen, Thu 5 Mar 17:00
			at Wed 11 Mar 00:00
			= follow-up 2, Wed 11 Mar 08:00-10:00`},
		{"the next morning begins on the rep's clock: Dubai's is over by then, its evening is Los Angeles' morning",
			Rep{TZ: "America/Los_Angeles"},
			Lead{TZ: "Asia/Dubai", Warmth: Cold}, "", `
			Tue 3 Mar 20:10 talked until Mon 9 Mar 20:00
			at Thu 12 Mar 10:59
			= did-it-happen, Mon 9 Mar 21:00
			at Thu 12 Mar 11:00
			= follow-up 2, Thu 12 Mar 19:00-20:00`},
		{"unanswered in a cadence without a talk: the next morning, then 3, too", Rep{}, cold, "", `
			Mon 2 Mar 09:00 voicemail
			Tue 3 Mar 09:00 voicemail
			Wed 4 Mar 09:00 voicemail
			Wed 4 Mar 09:10 planned until Thu 5 Mar 16:00
			at Tue 10 Mar 00:00
			= attempt 5 of 9, Tue 10 Mar 08:00-10:00
			because lapsed
			Tue 10 Mar 09:00 voicemail
			calls 5 mails 0
			= attempt 6 of 9, Fri 13 Mar 16:00-17:30`},
		{"it did happen: a talk at the agreed time", Rep{}, cold, "", agreed + `
			Thu 5 Mar 16:00 talked logged Fri 6 Mar 08:35 until Wed 11 Mar 09:00
			notes kept
			= commitment, Wed 11 Mar 09:00-10:00`},
	})
}

func TestContractRepliesBusyAndBadNumbers(t *testing.T) {
	keep(t, []promise{
		{"a reply is no try, no step is due", Rep{}, warm, "", `
			Mon 2 Mar 09:00 voicemail
			Mon 2 Mar 09:10 email
			Mon 2 Mar 11:00 replied
			calls 1 mails 1
			= needs-date, Mon 2 Mar 11:00`},
		{"resume: the next attempt, next working day morning", Rep{}, warm, "", `
			Mon 2 Mar 09:00 voicemail
			Mon 2 Mar 11:00 replied
			Fri 6 Mar 11:00 resumed
			= attempt 2 of 7, Mon 9 Mar 08:00-10:00`},
		{"a vague date is no date", Rep{}, warm, "", `
			Mon 2 Mar 09:00 replied vague
			= needs-date, Mon 2 Mar 09:00
			Mon 2 Mar 10:00 planned vague
			= needs-date, Mon 2 Mar 09:00`},
		{"a redial in forty-five minutes, exempt from the gap", Rep{}, cold, "", `
			Mon 2 Mar 09:00 voicemail
			Tue 3 Mar 08:00 busy
			= redial 2, Tue 3 Mar 08:45-09:45`},
		{"per lead and day: a voicemail between two busy signals changes nothing", Rep{}, warm, "", `
			Tue 3 Mar 09:00 busy
			calls 0 mails 0
			Tue 3 Mar 09:45 voicemail
			calls 1 mails 0
			Tue 3 Mar 16:00 busy
			calls 2 mails 0
			= redial 2, Tue 3 Mar 16:45-17:45
			Tue 3 Mar 16:45 busy
			calls 2 mails 0
			= redial 2, Wed 4 Mar 08:00-10:00`},
		{"a step never counts twice through busy", Rep{}, warm, "", `
			Tue 3 Mar 09:00 busy
			Tue 3 Mar 09:45 busy
			calls 1 mails 0
			Tue 3 Mar 10:30 busy
			Wed 4 Mar 08:00 busy
			Wed 4 Mar 08:45 busy
			calls 1 mails 0`},
		{"the day is the rep's: Tokyo's midnight in Chicago's morning", Rep{TZ: "Asia/Tokyo", From: 0, To: 24 * 60},
			Lead{TZ: "America/Chicago"}, "", `
			Mon 2 Mar 08:30 busy
			Mon 2 Mar 09:15 busy
			notes no-try
			calls 0 mails 0
			= redial 1, Mon 2 Mar 10:00-11:00`},
		{"in lunch: two o'clock", Rep{}, warm, "", `
			Tue 3 Mar 13:00 busy
			= redial 1, Tue 3 Mar 14:00-15:00
			Tue 3 Mar 13:20 busy
			= redial 1, Tue 3 Mar 14:05-15:05`},
		{"lunch ends outside the rep's hours: the next working day morning", Rep{From: 8 * 60, To: 14 * 60}, warm, "", `
			Fri 6 Mar 11:30 busy
			= redial 1, Mon 9 Mar 08:00-10:00`},
		{"before the rep's hours, or the law's: the next working day morning", Rep{From: 9 * 60, To: 18 * 60}, warm, "", `
			Tue 3 Mar 08:00 busy
			= redial 1, Wed 4 Mar 09:00-10:00
			Tue 3 Mar 08:15 busy
			calls 1 mails 0
			= redial 1, Tue 3 Mar 09:00-10:00`},
		{"a dead number: a task in two calendar days, in the morning, no redial", Rep{}, warm, "", `
			Tue 3 Mar 09:00 bad-number
			calls 1 mails 0
			= task, Thu 5 Mar 08:00-10:00`},
		{"and over the weekend", Rep{}, warm, "", `
			Fri 6 Mar 09:00 bad-number
			= task, Mon 9 Mar 08:00-10:00`},
	})
}
