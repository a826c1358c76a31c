package coach

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

// The meter counts what was done since the last talk (S1.23) and holds the first day against what it asks for (S2.15).
func TestMeter(t *testing.T) {
	r, rep := DefaultRules(), Rep{ID: "U1", TZ: "America/New_York"}
	loc := rep.Location()
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, loc) }
	type did struct {
		o  outcome.Outcome
		at time.Time
	}
	for name, c := range map[string]struct {
		warmth Warmth
		did    []did
		now    time.Time
		want   Meter
	}{
		"nothing yet": {Warm, nil, at(10, 9), Meter{}},
		"the first of two, the email due": {Warm, []did{{outcome.Voicemail, at(10, 9)}}, at(10, 9),
			Meter{Calls: 1, FirstDay: true, OfCalls: 2, OfMails: 1}},
		"both calls, the email sent": {Warm, []did{{outcome.Voicemail, at(10, 9)}, {outcome.Email, at(10, 10)},
			{outcome.NoAnswer, at(10, 16)}},
			at(10, 17), Meter{Calls: 2, Mails: 1, FirstDay: true, OfCalls: 2, OfMails: 1}},
		"cold: the second comes the next day": {Cold, []did{{outcome.NoAnswer, at(10, 9)}}, at(10, 9),
			Meter{Calls: 1, FirstDay: true, OfCalls: 1, OfMails: 1}},
		"the second day is none": {Warm, []did{{outcome.Voicemail, at(10, 9)}}, at(11, 9),
			Meter{Calls: 1, Days: 1, OfCalls: 1}},
		"twelve days": {Warm, []did{{outcome.Voicemail, at(10, 9)}, {outcome.NoAnswer, at(10, 16)},
			{outcome.NoAnswer, at(11, 9)},
			{outcome.Email, at(11, 10)}}, at(22, 9), Meter{Calls: 3, Mails: 1, Days: 12, OfCalls: 3, OfMails: 1}},
		"days in a list are none of the chase": {Cold, []did{{outcome.NoAnswer, at(20, 9)}, {outcome.NoAnswer, at(23, 9)}},
			at(25, 9),
			Meter{Calls: 2, Days: 5, OfCalls: 2}},
		"after a talk it begins again": {Warm,
			[]did{{outcome.Voicemail, at(10, 9)}, {outcome.Talked, at(12, 9)}, {outcome.NoAnswer, at(13, 9)}},
			at(16, 9), Meter{Calls: 1, Days: 4, OfCalls: 1}},
		"a talk on the first day ends it": {Warm, []did{{outcome.Voicemail, at(10, 9)}, {outcome.Talked, at(10, 16)}},
			at(10, 17), Meter{}},
	} {
		l := Lead{ID: "l", Rep: rep.ID, Name: "Acme", Warmth: c.warmth, Created: at(10, 8).UTC()}
		for _, d := range c.did {
			var err error
			if l, _, err = r.Log(l, nil, Touch{Outcome: d.o, At: d.at.UTC(), Logged: d.at.UTC()}, rep); err != nil {
				t.Fatal(name, err)
			}
		}
		if got := r.Meter(l, rep, c.now); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// S1.30: the fourth call that reached nobody says once that no answer is not a no; a talk before it, and it never does.
func TestNoAnswerIsNotANo(t *testing.T) {
	r, rep := DefaultRules(), Rep{ID: "U1", TZ: "America/New_York"}
	said := func(outcomes ...outcome.Outcome) (calls []int) {
		at := time.Date(2026, 11, 10, 9, 0, 0, 0, rep.Location()).UTC()
		l := Lead{ID: "l", Rep: rep.ID, Name: "Acme", Warmth: Warm, Created: at}
		for i, o := range outcomes {
			var out Logged
			var err error
			if l, out, err = r.Log(l, nil, Touch{Outcome: o, At: at, Logged: at}, rep); err != nil {
				t.Fatal(err)
			}
			if hasCode(out.Notes, ReasonNotANo) {
				calls = append(calls, i+1)
			}
			at = at.AddDate(0, 0, 1)
		}
		return calls
	}
	for _, c := range []struct {
		name     string
		outcomes []outcome.Outcome
		want     []int
	}{
		{"six tries", []outcome.Outcome{outcome.Voicemail, outcome.NoAnswer, outcome.NoAnswer, outcome.Voicemail,
			outcome.NoAnswer, outcome.NoAnswer}, []int{4}},
		{"an email is no call", []outcome.Outcome{outcome.Voicemail, outcome.Email, outcome.NoAnswer, outcome.NoAnswer,
			outcome.NoAnswer}, []int{5}},
		{"an assistant is nobody", []outcome.Outcome{outcome.Voicemail, outcome.NoAnswer, outcome.NoAnswer,
			outcome.Gatekeeper}, []int{4}},
		{"reached at the fourth", []outcome.Outcome{outcome.Voicemail, outcome.NoAnswer, outcome.NoAnswer, outcome.Talked},
			nil},
		{"follow-ups", []outcome.Outcome{outcome.Talked, outcome.NoAnswer, outcome.NoAnswer, outcome.NoAnswer,
			outcome.NoAnswer}, nil},
	} {
		got := said(c.outcomes...)
		if len(got) != len(c.want) || len(got) > 0 && got[0] != c.want[0] {
			t.Errorf("%s: said at %v, want %v", c.name, got, c.want)
		}
	}
}
