package coach

import (
	"slices"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

// What a review offers: a goodbye from the fifth call on (S4.19), a gift for high potential alone, and none while one
// is on its way (S2.22).
func TestWhatAReviewOffers(t *testing.T) {
	for _, c := range []struct {
		name          string
		lead          Lead
		goodbye, gift bool
	}{
		{"four calls", Lead{Progress: Progress{Total: 4}}, false, false},
		{"five calls", Lead{Progress: Progress{Total: 5}}, true, false},
		{"high potential", Lead{Potential: PotentialHigh, Progress: Progress{Total: 4}}, false, true},
		{"low potential", Lead{Potential: PotentialLow, Progress: Progress{Total: 9}}, true, false},
		{"a gift was asked for", Lead{Potential: PotentialHigh, Progress: Progress{Total: 5,
			Gift: &GiftPlan{State: GiftAsked}}}, true, false},
	} {
		offered := DefaultRules().Offered(c.lead)
		if goodbye, gift := slices.Contains(offered, VerdictBreakUp), slices.Contains(offered, VerdictGift); goodbye !=
			c.goodbye || gift != c.gift {
			t.Errorf("%s: %v", c.name, offered)
		}
		if !slices.Contains(offered, VerdictExtend) || !slices.Contains(offered, VerdictNurture) {
			t.Errorf("%s: %v", c.name, offered)
		}
	}
}

// A review that nobody answers stands on five working days, and then on the first one of each week (product 4).
func TestAReviewRests(t *testing.T) {
	rep := Rep{ID: "U1", TZ: "America/New_York"}
	due := time.Date(2026, 11, 11, 13, 0, 0, 0, time.UTC) // a Wednesday
	for day, rests := range map[int]bool{11: false, 13: false, 16: false, 17: false, 18: true, 20: true, 23: false,
		24: true} {
		at := time.Date(2026, 11, day, 13, 30, 0, 0, time.UTC)
		if got := DefaultRules().reviewRests(rep, Step{Kind: StepReview, Due: due}, at); got != rests {
			t.Errorf("%s: rests %v", at.Format("Mon 2 Jan"), got)
		}
	}
	if DefaultRules().reviewRests(rep, Step{Kind: StepCall, Due: due}, due.AddDate(0, 0, 30)) {
		t.Error("a call rests")
	}
}

// S4.16: a series is the last twelve calls and messages, oldest first, without what was decided in between.
func TestASeriesIsTheLastTwelve(t *testing.T) {
	at := time.Date(2026, 11, 9, 14, 0, 0, 0, time.UTC)
	var touches []Touch
	for i := range 15 {
		touches = append(touches, Touch{ID: string(rune('a' + i)), Outcome: outcome.NoAnswer,
			At: at.Add(time.Duration(i) * time.Hour)},
			Touch{Outcome: outcome.Snoozed, At: at.Add(time.Duration(i)*time.Hour + time.Minute)})
	}
	slices.Reverse(touches)
	series := Series(touches)
	if len(series) != 12 || series[0].ID != "d" || series[11].ID != "o" {
		t.Errorf("%d touches: %+v", len(series), series)
	}
}
