package teamday

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// A rep stands as their leads do, each counted once for what it waits for.
func TestOf(t *testing.T) {
	r, rep := coach.DefaultRules(), coach.Rep{ID: "U1", TZ: "America/New_York"}
	monday := time.Date(2026, 11, 9, 14, 0, 0, 0, time.UTC)
	now := monday.AddDate(0, 0, 3) // Thursday 9:00
	lead := func(touches ...coach.Touch) coach.Lead {
		l := coach.Lead{ID: "L", Rep: "U1", Warmth: coach.Warm, Created: monday}
		return r.Replay(l, touches, rep)
	}
	touch := func(o outcome.Outcome, at, until time.Time) coach.Touch {
		return coach.Touch{ID: "T", Seq: 1, Outcome: o, At: at, Logged: at, Until: until}
	}
	leads := []coach.Lead{
		lead(), // due since Monday
		lead(touch(outcome.Voicemail, monday, time.Time{})),              // the second try was due then
		lead(touch(outcome.Talked, now.Add(-time.Hour), time.Time{})),    // without a date
		lead(touch(outcome.Talked, monday, now.Add(3*time.Hour))),        // agreed for today
		lead(touch(outcome.Talked, monday, now.Add(-4*time.Hour))),       // was agreed for today
		lead(touch(outcome.NotInterested, now.Add(-time.Hour), now)),     // closed
		lead(touch(outcome.Voicemail, now.Add(-time.Hour), time.Time{})), // later today
	}
	got := Of(r, rep, leads, 9, coach.Counters{Unsorted: 20, Reached: 7, OnTime: 3}, now)
	want := Line{Rep: rep, Known: true, Calls: 20, Reached: 7, Due: got.Due, Overdue: 2, Agreed: 2, Undated: 1, More: 2}
	if got.Rep.ID != want.Rep.ID || got.Calls != 20 || got.Reached != 7 || got.Overdue != 2 || got.Agreed != 2 ||
		got.Undated != 1 || got.More != 2 || got.Reviews != 0 || got.Due < got.Overdue {
		t.Errorf("%+v", got)
	}
	var kinds []Attention
	for _, l := range leads {
		kinds = append(kinds, Wants(r.Next(l, rep, now), now))
	}
	for i, want := range []Attention{Overdue, Overdue, Undated, Agreed, Agreed, None, None} {
		if kinds[i] != want {
			t.Errorf("lead %d: %d, want %d", i, kinds[i], want)
		}
	}
}

// What managers see is made of shared counts and of what is due, whatever else is counted of a rep (S4.15).
func TestHabitsAreNoPart(t *testing.T) {
	all := map[string]int{}
	for _, c := range (coach.Counters{}).Counts() {
		all[c.Name] = 7
	}
	whole := coach.CountersOf(all)
	shared := coach.Counters{Unsorted: whole.Unsorted, Mix: whole.Mix, Reached: whole.Reached, Shared: whole.Shared}
	r, rep := coach.DefaultRules(), coach.Rep{ID: "U1"}
	if a, b := Of(r, rep, nil, 0, whole, time.Time{}), Of(r, rep, nil, 0, shared,
		time.Time{}); a.Calls != b.Calls || a.Reached != b.Reached || FiguresOf(whole, a) !=
		FiguresOf(shared, b) {
		t.Errorf("%+v, %+v", a, b)
	}
}
