package chase

import (
	"slices"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// What a review offers: a goodbye from the fifth call on (S4.19), a gift for high potential alone, and none while one
// is on its way (S2.22).
func TestWhatAReviewOffers(t *testing.T) {
	for _, c := range []struct {
		name          string
		lead          coach.Lead
		goodbye, gift bool
	}{
		{"four calls", coach.Lead{Progress: coach.Progress{Total: 4}}, false, false},
		{"five calls", coach.Lead{Progress: coach.Progress{Total: 5}}, true, false},
		{"high potential", coach.Lead{Potential: coach.PotentialHigh, Progress: coach.Progress{Total: 4}}, false, true},
		{"low potential", coach.Lead{Potential: coach.PotentialLow, Progress: coach.Progress{Total: 9}}, true, false},
		{"a gift was asked for", coach.Lead{Potential: coach.PotentialHigh, Progress: coach.Progress{Total: 5,
			Gift: &coach.GiftPlan{State: coach.GiftAsked}}}, true, false},
		{"a gift is on its way", coach.Lead{Potential: coach.PotentialHigh, Progress: coach.Progress{Total: 5,
			Gift: &coach.GiftPlan{State: coach.GiftApproved}}}, true, false},
	} {
		offered := Offered(coach.DefaultRules(), c.lead)
		if goodbye, gift := slices.Contains(offered, coach.VerdictBreakUp),
			slices.Contains(offered, coach.VerdictGift); goodbye !=
			c.goodbye || gift != c.gift {
			t.Errorf("%s: %v", c.name, offered)
		}
		if !slices.Contains(offered, coach.VerdictExtend) || !slices.Contains(offered, coach.VerdictNurture) {
			t.Errorf("%s: %v", c.name, offered)
		}
	}
}

// S4.16: a series is the last twelve calls and messages, oldest first, without what was decided in between.
func TestASeriesIsTheLastTwelve(t *testing.T) {
	at := time.Date(2026, 11, 9, 14, 0, 0, 0, time.UTC)
	var touches []coach.Touch
	for i := range 15 {
		touches = append(touches, coach.Touch{ID: string(rune('a' + i)), Outcome: outcome.NoAnswer,
			At: at.Add(time.Duration(i) * time.Hour)},
			coach.Touch{Outcome: outcome.Snoozed, At: at.Add(time.Duration(i)*time.Hour + time.Minute)})
	}
	slices.Reverse(touches)
	series := Series(touches)
	if len(series) != 12 || series[0].ID != "d" || series[11].ID != "o" {
		t.Errorf("%d touches: %+v", len(series), series)
	}
}

// S0.2: the hunch of the page behind a talk stands beside that talk, the next one's beside the next; one that stands
// behind no talk is left out.
func TestHunchesInTheSeries(t *testing.T) {
	at := time.Date(2026, 11, 9, 14, 0, 0, 0, time.UTC)
	touches := []coach.Touch{
		{Outcome: outcome.Details, At: at, Gut: 1},
		{Outcome: outcome.NoAnswer, At: at.Add(time.Hour)},
		{Outcome: outcome.Talked, At: at.Add(2 * time.Hour)},
		{Outcome: outcome.Details, At: at.Add(3 * time.Hour), Gut: 4},
		{Outcome: outcome.Talked, At: at.Add(4 * time.Hour), Gut: 2},
	}
	var got []int
	for _, touch := range Series(touches) {
		got = append(got, touch.Gut)
	}
	if len(got) != 3 || got[0] != 0 || got[1] != 4 || got[2] != 2 {
		t.Errorf("hunches %v", got)
	}
}

// A review looks at what came after the last talk alone: tries by their half of the lead's day, with noon in the later
// one, emails as none of them, and the kinds of reason that are still unused (C17).
func TestOfCountsSinceTheLastTalk(t *testing.T) {
	r, rep := coach.DefaultRules(), coach.Rep{ID: "U1", TZ: "America/New_York"}
	talked := time.Date(2026, 11, 9, 15, 0, 0, 0, time.UTC)
	tokyo := coach.Lead{TZ: "Asia/Tokyo", Progress: coach.Progress{Calls: 3, Mails: 1, TalkedAt: talked,
		Spoken: true}}
	there, err := time.LoadLocation(tokyo.TZ)
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, 11, day, hour, minute, 0, 0, there).UTC()
	}
	kinds := coach.WhyKinds()
	report := Of(r, tokyo, []coach.Touch{
		{Outcome: outcome.Email, At: at(13, 9, 0), Why: kinds[1]},
		{Outcome: outcome.NoAnswer, At: at(12, 12, 0), Try: 2},
		{Outcome: outcome.Voicemail, At: at(11, 11, 59), Try: 1, Why: kinds[0]},
		{Outcome: outcome.NoAnswer, At: at(14, 8, 0), Try: 3},
		{Outcome: outcome.Talked, At: talked, Try: 7, Why: kinds[2]},
		{Outcome: outcome.NoAnswer, At: talked.AddDate(0, 0, -1), Try: 6, Why: kinds[3]},
	}, rep, at(16, 9, 0))
	if report.Morning != 2 || report.Later != 1 || !slices.Equal(report.Used, kinds[:2]) ||
		!slices.Equal(report.Unused, kinds[2:]) {
		t.Errorf("%d before noon, %d after it, reasons %v, without %v", report.Morning, report.Later, report.Used,
			report.Unused)
	}
	if report.Calls != 3 || report.Mails != 1 || report.Minutes != 3*r.Limits().MinutesPerTry ||
		!report.Talked.Equal(talked) || len(report.Series) != 6 || report.Meter.Days != 6 {
		t.Errorf("%+v", report)
	}
}
