package coach

import (
	"testing"

	"github.com/followup-coach/followup/coach/outcome"
)

func TestTalks(t *testing.T) {
	for name, life := range map[string]string{
		"a talk without a date: the counters start again, and so does the cadence": `
			Mon 2 Mar 09:00 voicemail
			Mon 2 Mar 16:00 email
			Tue 3 Mar 11:00 talked
			calls 0 mails 0
			= follow-up 1, Wed 4 Mar 08:00-10:00, needs a date
			Wed 4 Mar 09:00 no-answer
			= follow-up 2, Mon 9 Mar 16:00-17:30
			Mon 9 Mar 16:00 voicemail
			= follow-up 3, Mon 16 Mar 08:00-10:00
			Mon 16 Mar 09:00 voicemail
			= follow-up 4, Mon 23 Mar 16:00-17:30
			Mon 23 Mar 16:00 voicemail
			= follow-up 5, Thu 2 Apr 08:00-10:00
			Thu 2 Apr 09:00 voicemail
			= review, Mon 6 Apr 08:00`,
		"they called back: a talk, though no call of ours": `
			Mon 2 Mar 09:00 voicemail
			Mon 2 Mar 15:00 called-back
			calls 0 mails 0
			= follow-up 1, Tue 3 Mar 08:00-10:00, needs a date`,
		"a vague date needs one": `
			Mon 2 Mar 09:00 talked vague
			= follow-up 1, Tue 3 Mar 08:00-10:00, needs a date
			Mon 2 Mar 09:05 planned until Thu 5 Mar 16:00
			= commitment, Thu 5 Mar 16:00-17:00`,
		"a vague date after a voicemail needs one too, and the cadence stands": `
			Mon 2 Mar 09:00 voicemail vague
			= attempt 2 of 7, Mon 2 Mar 16:00-17:30, needs a date
			Mon 2 Mar 16:00 voicemail
			= attempt 3 of 7, Tue 3 Mar 08:00-10:00`,
		"a date spoken of without a call: the cadence stands, and a date is needed": `
			Mon 2 Mar 09:00 voicemail
			Mon 2 Mar 09:05 planned vague
			= attempt 2 of 7, Mon 2 Mar 16:00-17:30, needs a date`,
		"an agreed call is date enough": `
			Mon 2 Mar 09:00 talked until Thu 5 Mar 16:00
			Mon 2 Mar 09:05 planned vague
			= commitment, Thu 5 Mar 16:00-17:00`,
		"a plan without any date is none": `
			Mon 2 Mar 09:00 planned
			refused a date is missing`,
		"a meeting books": `
			Mon 2 Mar 09:00 meeting until Sat 7 Mar 10:00
			= commitment, Sat 7 Mar 10:00-11:00`,
		"not now: their date, else ninety days": `
			Mon 2 Mar 09:00 not-now
			= follow-up 1, Mon 1 Jun 08:00-10:00
			because row`,
		"not now with their date": `
			Mon 2 Mar 09:00 not-now until Thu 2 Apr 09:00
			= commitment, Thu 2 Apr 09:00-10:00`,
		"hasn't read it: a dated call within two working days": `
			Fri 6 Mar 09:00 not-reviewed
			= follow-up 1, Mon 9 Mar 08:00-10:00, needs a date`,
		"wants information: a dated call within two working days": `
			Mon 2 Mar 09:00 wants-info
			= follow-up 1, Tue 3 Mar 08:00-10:00, needs a date`,
		"sent to somebody else": `
			Mon 2 Mar 09:00 referral
			= follow-up 1, Tue 3 Mar 08:00-10:00, needs a date`,
		"no time counts as a try, marks them spoken, restarts nothing": `
			Mon 2 Mar 09:00 voicemail
			Mon 2 Mar 16:00 no-time
			calls 2 mails 0
			= follow-up 3, Tue 3 Mar 08:00-10:00`,
		"no time with their slot": `
			Mon 2 Mar 09:00 no-time until Wed 4 Mar 16:30
			= commitment, Wed 4 Mar 16:30-17:30`,
		"unavailable: the next working day, the other half": `
			Fri 6 Mar 09:00 unavailable
			= follow-up 2, Mon 9 Mar 16:00-17:30
			because row half day-off day-off`,
		"distracted: within two working days, in a quiet window": `
			Mon 2 Mar 15:00 distracted
			= follow-up 2, Tue 3 Mar 08:00-10:00`,
		"doesn't remember: three days": `
			Mon 2 Mar 15:00 no-memory
			= follow-up 2, Thu 5 Mar 08:00-10:00`,
		"unavailable on the seventh try: the review": `
			Mon 2 Mar 09:00 voicemail
			Mon 2 Mar 16:00 voicemail
			Tue 3 Mar 09:00 voicemail
			Fri 6 Mar 16:00 voicemail
			Wed 11 Mar 09:00 voicemail
			Wed 18 Mar 16:00 voicemail
			Mon 30 Mar 09:00 unavailable
			= review, Thu 2 Apr 08:00`,
		"a gatekeeper: the gap": `
			Mon 2 Mar 09:00 gatekeeper
			= attempt 2 of 7, Mon 2 Mar 16:00-17:30`,
		"a gatekeeper who names a time promises nothing for the prospect": `
			Mon 2 Mar 09:00 gatekeeper until Wed 4 Mar 12:30
			= attempt 2 of 7, Wed 4 Mar 12:30-13:30
			because given
			Wed 4 Mar 12:31 no-answer
			= attempt 3 of 7, Thu 5 Mar 08:00-10:00`,
	} {
		t.Run(name, func(t *testing.T) { tell(t, newYork(), Lead{Warmth: Warm}, life) })
	}
}

func TestEndings(t *testing.T) {
	for _, o := range []outcome.Outcome{outcome.Won, outcome.HasSolution, outcome.NotInterested, outcome.NotFit,
		outcome.LeftCompany, outcome.DoNotCall, outcome.NoResponse, outcome.Lost} {
		next := "none"
		if o == outcome.LeftCompany { // somebody follows them
			next = "task, Thu 5 Mar 08:00"
		}
		s := tell(t, newYork(), Lead{Warmth: Warm}, `
			Mon 2 Mar 09:00 talked until Thu 5 Mar 16:00
			Tue 3 Mar 09:00 `+string(o)+`
			= `+next+`
			notes closed
			Wed 4 Mar 09:00 voicemail
			refused closed as `+string(o)+`
			`)
		if a := s.r.Timers(s.lead, s.rep, s.now); !a.Shows.IsZero() && next == "none" || len(a.Timers) > 0 {
			t.Errorf("%s: still wants attention: %v", o, a)
		}
		_, _, err := s.r.Log(s.lead, s.history, Touch{Outcome: outcome.Voicemail, At: s.now}, s.rep)
		isErr(t, err, ErrClosed)
		_, _, err = s.r.Log(s.lead, s.history, Touch{Outcome: outcome.Reopened, At: s.now}, s.rep)
		if o == outcome.DoNotCall {
			isErr(t, err, ErrDoNotCall)
		} else if err != nil {
			t.Errorf("%s: %v", o, err)
		}
	}
	tell(t, newYork(), Lead{}, `
		Mon 2 Mar 09:00 no-answer
		notes runs-cold
		Tue 3 Mar 09:00 no-response
		asks close-reason
		Wed 4 Mar 09:00 reopened
		= attempt 2 of 8, Thu 5 Mar 08:00-10:00
		Wed 4 Mar 10:00 no-response reason budget
		asks nothing`)
	tell(t, newYork(), Lead{Warmth: Cold}, `
		Mon 2 Mar 09:00 voicemail
		Tue 3 Mar 09:00 voicemail
		Wed 4 Mar 09:00 voicemail
		Mon 9 Mar 09:00 voicemail
		Mon 16 Mar 09:00 voicemail
		Tue 17 Mar 09:00 no-response
		asks nothing`)
}

func TestWarmthIsAskedOnce(t *testing.T) {
	tell(t, newYork(), Lead{}, `
		Mon 2 Mar 09:00 voicemail
		asks warmth
		Tue 3 Mar 09:00 voicemail
		asks nothing`)
	tell(t, newYork(), Lead{Warmth: Cold}, `
		Mon 2 Mar 09:00 voicemail
		asks nothing
		notes `)
}

func TestReplied(t *testing.T) {
	for name, life := range map[string]string{
		"a reply stops the cadence until it is resumed": `
			Mon 2 Mar 09:00 voicemail
			Tue 3 Mar 11:00 replied
			calls 1 mails 0
			= needs-date, Tue 3 Mar 11:00
			at Mon 30 Mar 09:00
			= needs-date, Tue 3 Mar 11:00
			Mon 30 Mar 11:00 resumed
			= attempt 2 of 7, Tue 31 Mar 08:00-10:00
			because resumed`,
		"an outcome ends the waiting": `
			Mon 2 Mar 09:00 voicemail
			Tue 3 Mar 11:00 replied
			Wed 4 Mar 09:00 no-answer
			= attempt 3 of 7, Thu 5 Mar 08:00-10:00`,
		"a date ends it": `
			Mon 2 Mar 09:00 replied
			Mon 2 Mar 10:00 planned until Thu 5 Mar 09:30
			= commitment, Thu 5 Mar 09:30-10:30`,
		"a mail of ours doesn't": `
			Mon 2 Mar 09:00 replied
			Mon 2 Mar 10:00 email
			= needs-date, Mon 2 Mar 09:00`,
		"a reply before an agreed call leaves it standing": `
			Mon 2 Mar 09:00 talked until Thu 5 Mar 09:30
			Tue 3 Mar 09:00 replied
			= commitment, Thu 5 Mar 09:30-10:30`,
	} {
		t.Run(name, func(t *testing.T) { tell(t, newYork(), Lead{Warmth: Warm}, life) })
	}
}
