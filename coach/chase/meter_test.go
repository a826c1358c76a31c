package chase

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// The meter counts what was done since the last talk (S1.23) and holds the first day against what it asks for (S2.15).
func TestMeter(t *testing.T) {
	r, rep := coach.DefaultRules(), coach.Rep{ID: "U1", TZ: "America/New_York"}
	loc := rep.Location()
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, loc) }
	type did struct {
		o  outcome.Outcome
		at time.Time
	}
	for name, c := range map[string]struct {
		warmth coach.Warmth
		did    []did
		now    time.Time
		want   Meter
	}{
		"nothing yet": {coach.Warm, nil, at(10, 9), Meter{}},
		"the first of two, the email due": {coach.Warm, []did{{outcome.Voicemail, at(10, 9)}}, at(10, 9),
			Meter{Calls: 1, FirstDay: true, OfCalls: 2, OfMails: 1}},
		"both calls, the email sent": {coach.Warm, []did{{outcome.Voicemail, at(10, 9)}, {outcome.Email, at(10, 10)},
			{outcome.NoAnswer, at(10, 16)}},
			at(10, 17), Meter{Calls: 2, Mails: 1, FirstDay: true, OfCalls: 2, OfMails: 1}},
		"cold: the second comes the next day": {coach.Cold, []did{{outcome.NoAnswer, at(10, 9)}}, at(10, 9),
			Meter{Calls: 1, FirstDay: true, OfCalls: 1, OfMails: 1}},
		"the second day is none": {coach.Warm, []did{{outcome.Voicemail, at(10, 9)}}, at(11, 9),
			Meter{Calls: 1, Days: 1, OfCalls: 1}},
		"twelve days": {coach.Warm, []did{{outcome.Voicemail, at(10, 9)}, {outcome.NoAnswer, at(10, 16)},
			{outcome.NoAnswer, at(11, 9)},
			{outcome.Email, at(11, 10)}}, at(22, 9), Meter{Calls: 3, Mails: 1, Days: 12, OfCalls: 3, OfMails: 1}},
		"days in a list are none of the chase": {coach.Cold, []did{{outcome.NoAnswer, at(20, 9)},
			{outcome.NoAnswer, at(23, 9)}},
			at(25, 9),
			Meter{Calls: 2, Days: 5, OfCalls: 2}},
		"after a talk it begins again": {coach.Warm,
			[]did{{outcome.Voicemail, at(10, 9)}, {outcome.Talked, at(12, 9)}, {outcome.NoAnswer, at(13, 9)}},
			at(16, 9), Meter{Calls: 1, Days: 4, OfCalls: 1}},
		"a talk on the first day ends it": {coach.Warm, []did{{outcome.Voicemail, at(10, 9)}, {outcome.Talked, at(10, 16)}},
			at(10, 17), Meter{}},
	} {
		l := coach.Lead{ID: "l", Rep: rep.ID, Name: "Acme", Warmth: c.warmth, Created: at(10, 8).UTC()}
		for _, d := range c.did {
			var err error
			if l, _, err = r.Log(l, nil, coach.Touch{Outcome: d.o, At: d.at.UTC(), Logged: d.at.UTC()}, rep); err != nil {
				t.Fatal(name, err)
			}
		}
		if got := Measure(r, l, rep, c.now); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
