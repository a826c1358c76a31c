package coach

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

func TestAgreedCalls(t *testing.T) {
	const agreed = `
		Tue 3 Mar 09:00 talked until Thu 5 Mar 16:00
		= commitment, Thu 5 Mar 16:00-17:00
		because commitment
		`
	for name, life := range map[string]string{
		"unlogged: the question": `
			at Thu 5 Mar 16:59
			= commitment, Thu 5 Mar 16:00-17:00
			at Thu 5 Mar 17:00
			= did-it-happen, Thu 5 Mar 17:00
			because commitment unlogged`,
		"it took place": `
			Thu 5 Mar 16:00 talked logged Fri 6 Mar 08:40
			notes kept
			calls 0 mails 0
			= follow-up 1, Fri 6 Mar 08:00-10:00, needs a date`,
		"no answer: broken by the prospect, gap 1, then 3, 5, 7, 10 and the review": `
			Thu 5 Mar 16:00 no-answer logged Thu 5 Mar 16:20
			notes broken
			calls 1 mails 0
			= follow-up 2, Fri 6 Mar 08:00-10:00
			Fri 6 Mar 09:00 voicemail
			= follow-up 3, Mon 9 Mar 16:00-17:30
			Mon 9 Mar 16:00 voicemail
			= follow-up 4, Mon 16 Mar 08:00-10:00
			Mon 16 Mar 09:00 voicemail
			= follow-up 5, Mon 23 Mar 16:00-17:30
			Mon 23 Mar 16:00 voicemail
			= follow-up 6, Thu 2 Apr 08:00-10:00
			Thu 2 Apr 08:00 voicemail
			= review, Mon 6 Apr 08:00`,
		"no answer, said when the day it leads to is past: due now": `
			Thu 5 Mar 16:00 no-answer logged Fri 6 Mar 11:00
			= follow-up 2, Fri 6 Mar 11:00-12:00
			because gap past`,
		"no answer, said on the Saturday after: due on Monday": `
			Thu 5 Mar 16:00 no-answer logged Sat 7 Mar 11:00
			= follow-up 2, Mon 9 Mar 08:00-09:00`,
		"broken again: gap 1 again": `
			Thu 5 Mar 16:00 no-answer
			Fri 6 Mar 09:00 voicemail
			= follow-up 3, Mon 9 Mar 16:00-17:30
			Mon 9 Mar 16:10 no-time until Wed 11 Mar 10:00
			= commitment, Wed 11 Mar 10:00-11:00
			Wed 11 Mar 10:00 no-answer
			notes broken
			= follow-up 5, Thu 12 Mar 08:00-10:00
			Thu 12 Mar 09:00 no-answer
			= follow-up 6, Mon 16 Mar 16:00-17:30`,
		"missed by the rep: due now and no try": `
			Fri 6 Mar 10:15 missed
			calls 0 mails 0
			= follow-up 1, Fri 6 Mar 10:15-11:15
			because missed`,
		"missed, said at night: the next legal time in the rep's hours": `
			Fri 6 Mar 21:15 missed
			= follow-up 1, Mon 9 Mar 08:00-09:00`,
		"unanswered for two working days: no answer at nobody's fault, the next morning": `
			at Mon 9 Mar 23:59
			= did-it-happen, Thu 5 Mar 17:00
			at Tue 10 Mar 00:00
			= follow-up 2, Tue 10 Mar 08:00-10:00
			because lapsed
			Tue 10 Mar 08:30 voicemail
			notes
			calls 2 mails 0
			= follow-up 3, Fri 13 Mar 16:00-17:30`,
		"a try before the agreed time counts and leaves it standing": `
			Wed 4 Mar 09:00 voicemail
			calls 1 mails 0
			= commitment, Thu 5 Mar 16:00-17:00`,
		"a new date replaces the old one": `
			Wed 4 Mar 09:00 planned until Fri 6 Mar 10:00
			= commitment, Fri 6 Mar 10:00-11:00`,
		"busy at the agreed time: dialled again before anything is asked, and then broken": `
			Thu 5 Mar 15:58 busy
			notes no-try
			= redial 1, Thu 5 Mar 16:43-17:43
			at Thu 5 Mar 18:00
			= redial 1, Thu 5 Mar 16:43-17:43
			Thu 5 Mar 16:45 no-answer
			notes broken
			= follow-up 2, Fri 6 Mar 08:00-10:00`,
		"they picked up at the agreed time but had no time: not broken": `
			Thu 5 Mar 16:00 no-time
			notes
			= follow-up 2, Mon 9 Mar 08:00-10:00`,
		"Talked may still be said after the question lapsed": `
			Wed 11 Mar 09:00 voicemail
			Thu 5 Mar 16:00 talked logged Wed 11 Mar 10:00
			notes replay kept
			calls 1 mails 0
			= follow-up 2, Mon 16 Mar 16:00-17:30`,
	} {
		t.Run(name, func(t *testing.T) { tell(t, newYork(), Lead{Warmth: Warm}, agreed+life) })
	}
}

func TestAgreedTimesObeyTheLawAlone(t *testing.T) {
	r, rep := DefaultRules(), newYork()
	lead := Lead{TZ: "America/Los_Angeles"}
	la := zone(t, "America/Los_Angeles")
	said := time.Date(2026, 3, 3, 9, 0, 0, 0, la)
	for _, c := range []struct {
		at            string
		ok            bool
		before, after string
		reasons       string
	}{
		{"2026-03-05T09:00", true, "", "", ""},
		{"2026-03-07T09:00", true, "", "", "day-off"},
		{"2026-03-05T16:00", true, "", "", "rep-hours"},
		{"2026-03-05T12:30", true, "", "", "lunch"},
		{"2026-03-05T08:00", true, "", "", ""},
		{"2026-03-05T20:59", true, "", "", "rep-hours"}, // midnight in New York comes at 21:00
		{"2026-03-05T07:59", false, "2026-03-04T20:30", "2026-03-05T08:00", ""},
		{"2026-03-05T21:00", false, "2026-03-05T20:30", "2026-03-06T08:00", ""},
	} {
		at, _ := time.ParseInLocation("2006-01-02T15:04", c.at, la)
		got, err := r.CheckInstant(lead, rep, at)
		var codes strings.Builder
		for _, x := range got {
			codes.WriteString(x.Code)
		}
		if codes.String() != c.reasons || (err == nil) != c.ok {
			t.Errorf("%s: %v %v", c.at, got, err)
		}
		var law *LawError
		if errors.As(err, &law) {
			if b, a := law.Before.In(la).Format("2006-01-02T15:04"),
				law.After.In(la).Format("2006-01-02T15:04"); b != c.before || a != c.after {
				t.Errorf("%s: nearest %s and %s", c.at, b, a)
			}
		}
		_, _, err = r.Log(lead, nil, Touch{Outcome: outcome.Meeting, At: said, Until: at}, rep)
		if (err == nil) != c.ok {
			t.Errorf("%s: logging says %v", c.at, err)
		}
	}
}

func TestPingsAndNudges(t *testing.T) {
	r, rep := DefaultRules(), newYork()
	ny := zone(t, rep.TZ)
	at := func(h, m int) time.Time { return time.Date(2026, 3, 5, h, m, 0, 0, ny).UTC() }
	booked, _, err := r.Log(Lead{ID: "L1"}, nil, Touch{Outcome: outcome.Talked, At: at(9, 0), Until: at(16, 0)}, rep)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		now  time.Time
		want []Timer
	}{
		{at(9, 0), []Timer{{TimerPing, at(15, 50), at(16, 0)}, {TimerStill, at(16, 5), at(16, 0)}}},
		{at(15, 55), []Timer{{TimerPing, at(15, 55), at(16, 0)}, {TimerStill, at(16, 5), at(16, 0)}}},
		{at(16, 2), []Timer{{TimerStill, at(16, 5), at(16, 0)}}},
		{at(16, 30), nil},
	} {
		if a := r.Timers(booked, rep, c.now); dump(a.Timers) != dump(c.want) {
			t.Errorf("at %s: %s", c.now.In(ny).Format("15:04"), dump(a.Timers))
		}
	}
	east := time.Date(2026, 3, 5, 16, 0, 0, 0, ny)
	if l, logged, err := r.Log(Lead{}, nil, Touch{Outcome: outcome.Talked, At: at(9, 0).In(ny), Until: east},
		rep); err != nil ||
		l.Progress.Commitment.At != east.UTC() || l.Progress.TalkedAt.Location() != time.UTC ||
		logged.Touch.At.Location() != time.UTC {
		t.Errorf("instants are kept in UTC: %s %v", dump(l.Progress), err)
	}
	off := rep
	off.Off = true
	if a := r.Timers(booked, off, at(9, 0)); len(a.Timers) > 0 || a.Shows.IsZero() {
		t.Errorf("off: %v", a)
	}
	tried, _, err := r.Log(Lead{ID: "L2", Warmth: Warm}, nil, Touch{Outcome: outcome.Voicemail, At: at(9, 0)}, rep)
	if err != nil {
		t.Fatal(err)
	}
	if a := r.Timers(tried, rep, at(9, 0)); dump(a.Timers) != dump([]Timer{{TimerNudge, at(15, 50), at(16, 0)}}) {
		t.Errorf("nudge: %s", dump(a.Timers))
	}
}
