package coach

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

// seven is a chase that reached nobody, up to its review on Thu 2 Apr 2026; New York's clocks go forward on Sun 8 Mar.
const seven = `
	Mon 2 Mar 09:00 voicemail
	Mon 2 Mar 16:00 voicemail
	Tue 3 Mar 09:00 voicemail
	Fri 6 Mar 16:00 voicemail
	Wed 11 Mar 09:00 voicemail
	Wed 18 Mar 16:00 voicemail
	Mon 30 Mar 09:00 voicemail
	= review, Thu 2 Apr 08:00
	`

// Each verdict of a review, whichever door it comes by, up to its end.
func TestVerdicts(t *testing.T) {
	for name, life := range map[string]string{
		"S2.20 one more call, ten days after the last, and once more": seven + `
			Thu 2 Apr 09:00 extend
			= attempt 8 of 8, Thu 9 Apr 16:00-17:30
			because last gap half
			Thu 9 Apr 16:00 no-answer
			= review, Mon 13 Apr 08:00
			Mon 13 Apr 09:00 extend
			= attempt 9 of 9, Mon 20 Apr 08:00-10:00
			Mon 20 Apr 09:00 no-answer
			= review, Thu 23 Apr 08:00
			tally tries 9 extends 2`,
		"S2.20 decided late: the day has passed, so now": seven + `
			Fri 17 Apr 09:00 extend
			= attempt 8 of 8, Fri 17 Apr 09:00-10:00`,
		"S1.25 a step back is quiet for ten days, then the digest asks again, on a working day": seven + `
			Thu 2 Apr 09:00 step-back
			= review, Mon 13 Apr 08:00
			because verdict day-off
			calls 7 mails 1
			at Mon 13 Apr 09:00
			= review, Mon 13 Apr 08:00`,
		"S1.26 answered within ten days: won by it": seven + `
			Thu 2 Apr 09:00 step-back
			Sun 12 Apr 20:00 replied
			notes back
			tally tries 7 stepbacks 1 stepbackswon 1
			Mon 13 Apr 09:00 resumed
			= attempt 8 of 12, Tue 14 Apr 08:00-10:00`,
		"S1.26 answered on the eleventh day: an answer, and not won by it": seven + `
			Thu 2 Apr 09:00 step-back
			Mon 13 Apr 09:00 called-back
			notes back
			= follow-up 1, Tue 14 Apr 08:00-10:00, needs a date
			tally tries 7 stepbacks 1`,
		"S1.31 a goodbye comes back ninety days after, in the morning": seven + `
			Thu 2 Apr 09:00 break-up
			notes
			= attempt 8 of 8, Wed 1 Jul 08:00-10:00
			because verdict
			calls 7 mails 1
			Wed 1 Jul 08:30 no-answer
			= review, Mon 6 Jul 08:00
			tally tries 8 goodbyes 1`,
		"S1.29 an answer within ten days is the goodbye's, once": seven + `
			Thu 2 Apr 09:00 break-up
			Sun 12 Apr 23:00 replied
			notes back
			Tue 14 Apr 10:00 talked
			notes
			tally tries 8 reached 1 goodbyes 1 goodbyeswon 1`,
		"S1.29 the call of somebody who was called within ten days is an answer as well": seven + `
			Thu 2 Apr 09:00 break-up
			Fri 10 Apr 09:00 talked
			notes back
			= follow-up 1, Mon 13 Apr 08:00-10:00, needs a date
			tally tries 8 reached 1 goodbyes 1 goodbyeswon 1`,
		"S4.19 a goodbye before five calls is said so": `
			Mon 2 Mar 09:00 voicemail
			Mon 2 Mar 09:30 break-up
			notes soon
			= attempt 2 of 2, Mon 1 Jun 08:00-10:00`,
		"nurture: ninety days over the clock change, moved off a day off": `
			Fri 16 Jan 09:00 voicemail
			Fri 23 Jan 09:00 nurture
			= attempt 2 of 2, Thu 23 Apr 08:00-10:00
			Sat 24 Jan 09:00 nurture
			= attempt 2 of 2, Fri 24 Apr 08:00-10:00
			Sun 25 Jan 09:00 nurture
			= attempt 2 of 2, Mon 27 Apr 08:00-10:00`,
		"nurture: the day they named, with its window": seven + `
			Thu 2 Apr 09:00 nurture until Tue 1 Sep 08:00
			= attempt 8 of 8, Tue 1 Sep 08:00-10:00
			because verdict`,
		"an answer while it rests": seven + `
			Thu 2 Apr 09:00 nurture
			Thu 4 Jun 09:00 replied
			notes back
			tally tries 7 rests 1 restswon 1`,
	} {
		t.Run(name, func(t *testing.T) { tell(t, newYork(), Lead{Warmth: Warm}, life) })
	}
}

// A gift on its way: asked for, agreed to or declined, sent (S2.22).
func TestGifts(t *testing.T) {
	high := Lead{Warmth: Warm, Potential: PotentialHigh}
	for name, life := range map[string]string{
		"agreed to it is a task, and delivered on a Thursday a call on Tuesday": seven + `
			Thu 2 Apr 09:00 verdict reason special-delivery gift basket
			= task, Tue 7 Apr 08:00
			Thu 2 Apr 10:00 verdict reason gift-approved
			= task, Fri 3 Apr 08:00
			Thu 9 Apr 15:00 gift
			= attempt 8 of 8, Tue 14 Apr 08:00-10:00
			because verdict
			Tue 14 Apr 09:00 talked
			notes back
			tally tries 8 reached 1 gifts 1 giftswon 1`,
		"declined, the review asks again with the next digest": seven + `
			Thu 2 Apr 09:00 verdict reason special-delivery gift basket
			Fri 3 Apr 17:00 verdict reason gift-declined
			= review, Mon 6 Apr 08:30
			because gift
			Mon 6 Apr 09:00 verdict reason gift-approved
			refused no gift`,
		"without a manager the rep decides": seven + `
			Thu 2 Apr 09:00 verdict reason special-delivery gift basket alone
			= task, Thu 2 Apr 09:00`,
		"a call meanwhile moves nothing": seven + `
			Thu 2 Apr 09:00 verdict reason special-delivery gift basket
			Thu 2 Apr 16:00 no-answer
			= task, Tue 7 Apr 08:00`,
		"a talk makes it needless": seven + `
			Thu 2 Apr 09:00 verdict reason special-delivery gift basket
			Thu 2 Apr 16:00 talked
			= follow-up 1, Fri 3 Apr 08:00-10:00, needs a date
			Thu 2 Apr 17:00 verdict reason gift-approved
			refused no gift`,
		"sent without asking, at the review: what was sent was sent": seven + `
			Thu 2 Apr 09:00 gift
			= attempt 8 of 8, Tue 7 Apr 08:00-10:00`,
		"in the middle of the plan it moves nothing": `
			Mon 2 Mar 09:00 voicemail
			Mon 2 Mar 10:00 gift
			= attempt 2 of 7, Mon 2 Mar 16:00-17:30`,
	} {
		t.Run(name, func(t *testing.T) { tell(t, newYork(), high, life) })
	}
}

// An answer is never refused: it brings back whoever was closed, but for who asked not to be called (product 4).
func TestAnswersAfterTheEnd(t *testing.T) {
	for _, end := range []string{"no-response", "lost", "not-interested", "has-solution", "not-fit", "left-company",
		"won"} {
		for _, o := range []string{"replied", "called-back", "talked", "meeting", "not-reviewed", "wants-info", "referral",
			"not-now"} {
			t.Run(end+" "+o, func(t *testing.T) {
				s := tell(t, newYork(), Lead{Warmth: Warm}, `
					Mon 2 Mar 09:00 voicemail
					Tue 3 Mar 09:00 `+end+`
					Fri 6 Mar 09:00 `+o)
				if s.err != nil || !s.lead.Open() || s.lead.Progress.Closed != "" || s.lead.Progress.ClosedReason != "" {
					t.Fatalf("%v, %+v", s.err, s.lead.Progress)
				}
				if len(s.last.Notes) == 0 || s.last.Notes[0].Code != ReasonBack || s.last.Notes[0].Word != end {
					t.Errorf("%+v", s.last.Notes)
				}
				if got := DefaultRules().Replay(s.lead, s.history, s.rep).Progress; got.Closed != "" {
					t.Error("a replay closes it")
				}
			})
		}
	}
	tell(t, newYork(), Lead{}, `
		Mon 2 Mar 09:00 do-not-call
		Tue 3 Mar 09:00 replied
		refused closed`)
	tell(t, newYork(), Lead{}, `
		Mon 2 Mar 09:00 no-response
		Tue 3 Mar 09:00 voicemail
		refused closed`)
	// Nine tries before are no reason to ask for a verdict at once.
	tell(t, newYork(), Lead{Warmth: Warm}, seven+`
		Mon 30 Mar 10:00 email
		Mon 30 Mar 11:00 email
		Thu 2 Apr 09:00 no-response
		Fri 3 Apr 09:00 replied
		= needs-date, Fri 3 Apr 09:00
		Fri 3 Apr 10:00 resumed
		= attempt 8 of 12, Mon 6 Apr 08:00-10:00
		Mon 6 Apr 09:00 no-answer
		= attempt 9 of 12, Thu 9 Apr 16:00-17:30`)
	// A goodbye before the close is what they came back after.
	tell(t, newYork(), Lead{Warmth: Warm}, seven+`
		Thu 2 Apr 09:00 break-up
		Fri 3 Apr 09:00 no-response
		Mon 6 Apr 09:00 replied
		notes back
		tally tries 7 goodbyes 1 goodbyeswon 1`)
}

// A do-not-call that is told late stands against whatever came after it and was logged first, also when the lead is
// worked out anew from its touches: an answer, another end, a lead that was opened again. What lifts it opens the lead.
func TestADoNotCallToldLateStands(t *testing.T) {
	for name, after := range map[string]string{
		"an answer": "Fri 6 Mar 09:00 replied", "a talk": "Fri 6 Mar 09:00 talked",
		"a deal": "Fri 6 Mar 09:00 won", "a refusal": "Fri 6 Mar 09:00 not-interested",
		"a solution that ends": "Fri 6 Mar 09:00 has-solution until Fri 4 Sep 09:00",
		"a task":               "Fri 6 Mar 09:00 left-company",
		"opened again": `Fri 6 Mar 09:00 lost
			Mon 9 Mar 09:00 reopened
			Mon 9 Mar 10:00 voicemail`,
		"a reason": `Fri 6 Mar 09:00 no-response
			Mon 9 Mar 09:00 explained reason price`,
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, newYork(), Lead{Warmth: Warm}, `
				Mon 2 Mar 09:00 voicemail
				`+after)
			total := s.lead.Progress.Total
			asked := s.history[0].At.AddDate(0, 0, 2)
			l, logged, err := s.r.Log(s.lead, s.history, Touch{ID: "late", Outcome: outcome.DoNotCall, At: asked,
				Logged: s.now.Add(time.Hour)}, s.rep)
			p := l.Progress
			if err != nil || p.Closed != outcome.DoNotCall || !p.ClosedAt.Equal(asked) || p.Task() != nil {
				t.Fatalf("%v, closed as %q at %v, task %v", err, p.Closed, p.ClosedAt, p.Task())
			}
			if p.Total < total { // the calls that were made stay calls
				t.Errorf("%d calls, and %d before", p.Total, total)
			}
			history := append(s.history, logged.Touch)
			if got := s.r.Replay(l, history, s.rep).Progress; got.Closed != outcome.DoNotCall {
				t.Errorf("a replay leaves it closed as %q", got.Closed)
			}
			lifted, _, err := s.r.Log(l, history, Touch{ID: "lift", Outcome: outcome.Reopened, Lifted: true,
				At: s.now.Add(2 * time.Hour), Logged: s.now.Add(2 * time.Hour)}, s.rep)
			if err != nil || !lifted.Open() {
				t.Errorf("lifted: %v, closed as %q", err, lifted.Progress.Closed)
			}
		})
	}
}

// How long a lead that came to us waited for us (S2.6).
func TestFirstResponse(t *testing.T) {
	for name, c := range map[string]struct {
		lead Lead
		life string
		want string
	}{
		"from the form to the first call": {warm,
			"Mon 2 Mar 09:00 add\nMon 2 Mar 11:30 voicemail\nTue 3 Mar 09:00 has-solution",
			"2h30m0s"},
		"an email counts": {warm, "Mon 2 Mar 09:00 add\nMon 2 Mar 09:10 email\nMon 2 Mar 11:30 voicemail", "10m0s"},
		"their own call does not": {warm, "Mon 2 Mar 09:00 add\nMon 2 Mar 09:10 called-back\nMon 2 Mar 11:00 talked",
			"2h0m0s"},
		"a late log of an earlier call": {warm,
			"Mon 2 Mar 09:00 add\nMon 2 Mar 16:00 voicemail\nMon 2 Mar 10:00 no-answer logged Mon 2 Mar 17:00",
			"1h0m0s"},
		"cold leads asked for nothing": {Lead{Warmth: Cold}, "Mon 2 Mar 09:00 add\nMon 2 Mar 11:30 voicemail", ""},
		"nothing was done yet":         {warm, "Mon 2 Mar 09:00 add", ""},
	} {
		s := tell(t, newYork(), c.lead, c.life)
		got := ""
		if took, ok := s.lead.firstResponse(); ok {
			got = took.String()
		}
		if got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
	s := tell(t, newYork(), warm, "Mon 2 Mar 09:00 add\nMon 2 Mar 11:30 voicemail\nTue 3 Mar 09:00 has-solution")
	if n := s.last.Notes; len(n) != 2 || n[1].Code != ReasonFirst || n[1].N != 150 {
		t.Errorf("%+v", n)
	}
}
