package notify

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/coach"
)

// A block begins with the call that was agreed on for now; then the window that closes soonest, warm, high, the oldest.
// What is no call, comes later, sleeps or was passed over isn't in it.
func TestTheOrderOfABlock(t *testing.T) {
	rep := newYork()
	leads := salesFloor(t, rep, map[string]coach.Lead{
		"cold": {Warmth: coach.Cold}, "warm": {Warmth: coach.Warm}, "old": {Warmth: coach.Cold},
		"high":    {Warmth: coach.Cold, Potential: coach.PotentialHigh},
		"overdue": {Warmth: coach.Cold}, "west": {Warmth: coach.Cold, TZ: "America/Chicago"},
		"agreed": {}, "later": {}, "replied": {}, "closed": {}, "passed": {Warmth: coach.Cold},
		"asleep": {Warmth: coach.Cold, TZ: "Asia/Tokyo"},
	}, map[string]string{
		"cold":    "Tue 3 Mar 09:00 add\nTue 3 Mar 09:05 voicemail",
		"warm":    "Tue 3 Mar 13:00 add\nTue 3 Mar 13:05 voicemail",
		"high":    "Tue 3 Mar 09:00 add\nTue 3 Mar 14:05 voicemail",
		"old":     "Mon 2 Mar 09:00 add\nTue 3 Mar 09:05 voicemail",
		"overdue": "Mon 2 Mar 09:00 add\nMon 2 Mar 09:05 voicemail",
		"west":    "Tue 3 Mar 09:00 add\nTue 3 Mar 09:05 voicemail",
		"passed":  "Tue 3 Mar 09:00 add\nTue 3 Mar 09:05 voicemail",
		"asleep":  "Tue 3 Mar 09:00 add\nTue 3 Mar 09:05 voicemail",
		"agreed":  "Tue 3 Mar 09:00 talked until Wed 4 Mar 09:30",
		"later":   "Tue 3 Mar 09:00 talked until Wed 4 Mar 11:00",
		"replied": "Tue 3 Mar 09:00 replied",
		"closed":  "Tue 3 Mar 09:00 not-fit",
	})
	b := BlockFor(coach.DefaultRules(), rep, leads, zoneTime(t, "2026-03-04T09:30:00-05:00"),
		func(l coach.Lead) bool { return l.ID == "passed" })
	if got := ids(b.Calls); got != "agreed overdue warm high old cold west" {
		t.Errorf("calls: %s", got)
	}
	if got := ids(b.Skipped); got != "passed" {
		t.Errorf("passed over: %s", got)
	}
	if b.Next == nil || b.Next.Lead.ID != "later" || !b.NextAt.Equal(b.Next.Step.Due) {
		t.Errorf("next: %+v at %s", b.Next, b.NextAt)
	}
}

// What comes next comes when it may be called: not when it was due, and at night on the next day.
func TestWhatComesAfterABlock(t *testing.T) {
	rep := newYork()
	leads := salesFloor(t, rep, map[string]coach.Lead{"overdue": {Warmth: coach.Cold}},
		map[string]string{"overdue": "Mon 2 Mar 09:00 add\nMon 2 Mar 09:05 voicemail"})
	for now, want := range map[string]string{
		"2026-03-04T06:30:00-05:00": "2026-03-04T08:00:00-05:00",
		"2026-03-04T21:30:00-05:00": "2026-03-05T08:00:00-05:00",
	} {
		b := BlockFor(coach.DefaultRules(), rep, leads, zoneTime(t, now), func(coach.Lead) bool { return false })
		if len(b.Calls) != 0 || b.Next == nil || !b.NextAt.Equal(zoneTime(t, want)) {
			t.Errorf("at %s comes %+v at %s, want %s", now, b.Next, b.NextAt, want)
		}
	}
}

// Nobody is in a block at an hour at which they may not be called, wherever they and their rep are.
func TestABlockWakesNobody(t *testing.T) {
	r := coach.DefaultRules()
	called := 0
	rapid.Check(t, func(t *rapid.T) {
		rep, lead := aRep(t), aLead(t)
		at := lead.Created
		for range rapid.IntRange(0, 3).Draw(t, "touches") {
			x := aTouch(t, at)
			if next, _, err := r.Log(lead, nil, x, rep); err == nil {
				lead, at = next, x.At
			}
		}
		now := at.Add(time.Duration(rapid.IntRange(0, 5*24*60).Draw(t, "minute")) * time.Minute)
		b := BlockFor(r, rep, []coach.Lead{lead}, now, func(coach.Lead) bool { return false })
		for _, c := range b.Calls {
			called++
			if h := now.In(c.Step.Zone.Loc).Hour(); h < 8 || h >= 21 {
				t.Fatalf("%s is called at %d o'clock in %s", c.Lead.Name, h, c.Step.Zone.Loc)
			}
		}
	})
	if called == 0 {
		t.Error("nobody was called at all")
	}
}
