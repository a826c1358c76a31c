package numbers

import (
	"slices"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/tally"
)

// The figures of some touches, worked out by hand.
func TestNumbersByHand(t *testing.T) {
	r, rep := coach.DefaultRules(), coach.Rep{ID: "U1", TZ: "UTC"}
	monday := time.Date(2026, 1, 12, 9, 0, 0, 0, time.UTC)
	log := func(l coach.Lead, lines ...coach.Touch) coach.Lead {
		t.Helper()
		for _, x := range lines {
			x.Logged = x.At
			var err error
			if l, _, err = r.Log(l, nil, x, rep); err != nil {
				t.Fatal(x.Outcome, err)
			}
		}
		return l
	}
	at := func(o outcome.Outcome, after time.Duration) coach.Touch {
		return coach.Touch{Outcome: o, At: monday.Add(after)}
	}
	const day = 24 * time.Hour
	var of Counted
	counts := map[string]int{}
	for _, l := range []coach.Lead{
		// Warm, called after half an hour: voicemail, no answer, a talk, and as follow-ups no answer and a talk. Won.
		log(coach.Lead{ID: "a", Warmth: coach.Warm, Created: monday}, at(outcome.Voicemail, day/48),
			at(outcome.NoAnswer, day), at(outcome.Talked, 2*day), at(outcome.NoAnswer, 3*day), at(outcome.Talked, 4*day),
			at(outcome.Won, 5*day)),
		// Warm, written to after two hours, reached at once; they write and hear from us after three hours. Lost.
		log(coach.Lead{ID: "b", Warmth: coach.Warm, Created: monday}, at(outcome.Email, day/12),
			at(outcome.NotNow, day), at(outcome.Replied, 2*day),
			at(outcome.Voicemail, 2*day+3*time.Hour), at(outcome.NotInterested, 5*day)),
		// Cold: who is counted nowhere but among the calls. They call back without a date, and wait two days.
		log(coach.Lead{ID: "c", Warmth: coach.Cold, Created: monday}, at(outcome.Busy, day/48),
			at(outcome.Busy, day/24), at(outcome.CalledBack, day), at(outcome.Talked, 3*day)),
		// Of a list nobody knows since when it waited.
		log(coach.Lead{ID: "d", Warmth: coach.Warm, Created: monday, List: coach.Listed{Name: "leads.csv"}},
			at(outcome.Voicemail, day)),
	} {
		for _, name := range l.Course().Names() {
			counts[name]++
		}
		for k, n := range l.Progress.Counters.Mix {
			of.Recent.Mix[k] += n
		}
	}
	of.Ever, of.Leads = of.Recent, tally.SumsOf(counts)
	n := Of(of)
	// a: 5 calls, 2 of them follow-ups; b: 3 and 2; c: the second busy signal and a talk, which follows one up; d: 1.
	if n.Calls != 11 || n.FollowUps != (coach.Count{N: 5, Of: 11}) {
		t.Errorf("%d calls, follow-ups %+v", n.Calls, n.FollowUps)
	}
	if want := []Result{{outcome.Voicemail, 3}, {outcome.Talked, 3}, {outcome.NoAnswer, 2}, {outcome.Busy, 1},
		{outcome.NotNow, 1}, {outcome.NotInterested, 1}}; !slices.Equal(n.Results, want) {
		t.Errorf("results %+v", n.Results)
	}
	if n.Wins != (Wins{1, 5}) || n.Won != (coach.Count{N: 0, Of: 1}) || n.LostAll != 1 ||
		n.Lost[0] != (Result{outcome.NotInterested, 1}) {
		t.Errorf("wins %+v, lost %+v", n.Wins, n.Lost)
	}
	if n.First != (FirstCalls{Live: 1, Voicemail: 2, Nobody: 1}) {
		t.Errorf("first calls %+v", n.First)
	}
	if n.Responded != (coach.Count{N: 1, Of: 2}) || n.Middle != time.Hour {
		t.Errorf("responded %+v, half within %v", n.Responded, n.Middle)
	}
	if n.Answered != (coach.Count{N: 1, Of: 2}) {
		t.Errorf("answered %+v", n.Answered)
	}
}
