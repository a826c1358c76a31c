package coach

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/coach/outcome"
)

// paused is a lead of New York after touches, with a pause from one instant to another; to is zero for one that lasts.
func paused(t *testing.T, from, to string, touches ...Touch) Lead {
	t.Helper()
	lead := Lead{ID: "L1", Warmth: Cold, Created: zoneTime(t, "2026-03-02T08:30:00-05:00")}
	touches = append(touches, Touch{Outcome: outcome.Paused, At: zoneTime(t, from)})
	if to != "" {
		touches = append(touches, Touch{Outcome: outcome.Resumed, At: zoneTime(t, to)})
	}
	for _, x := range touches {
		next, _, err := propertyRules.Log(lead, nil, x, newYork())
		if err != nil {
			t.Fatal(x.Outcome, err)
		}
		lead = next
	}
	return lead
}

// What was left of the gap when the pause began is still to pass when it ends, and lands in the window that the call
// was to have; what was due then is due at once.
func TestAPauseKeepsWhatWasLeftOfTheGap(t *testing.T) {
	r, rep := propertyRules, newYork()
	called := func(o outcome.Outcome, at string) Touch { return Touch{Outcome: o, At: zoneTime(t, at)} }
	vm := called(outcome.Voicemail, "2026-03-02T09:00:00-05:00") // a cold lead: the second try on Tuesday at 8:00
	gatekeeper := called(outcome.Gatekeeper, "2026-03-02T09:00:00-05:00")
	gatekeeper.Until = zoneTime(t, "2026-03-05T16:00:00-05:00")
	for name, c := range map[string]struct {
		touches  []Touch
		from, to string
		want     string
	}{
		"a day was left": {[]Touch{vm},
			"2026-03-02T09:00:00-05:00", "2026-03-17T10:00:00-04:00", "2026-03-18T09:00:00-04:00"},
		"the night was left, over a weekend": {[]Touch{vm},
			"2026-03-02T17:00:00-05:00", "2026-03-20T18:00:00-04:00", "2026-03-23T08:00:00-04:00"},
		"it was due": {[]Touch{vm},
			"2026-03-03T08:30:00-05:00", "2026-03-17T11:00:00-04:00", "2026-03-17T11:00:00-04:00"},
		"it was due, at night": {[]Touch{vm},
			"2026-03-03T08:30:00-05:00", "2026-03-17T22:00:00-04:00", "2026-03-18T08:00:00-04:00"},
		"a named time stands": {[]Touch{gatekeeper},
			"2026-03-02T10:00:00-05:00", "2026-03-03T10:00:00-05:00", "2026-03-05T16:00:00-05:00"},
		"a named time has passed": {[]Touch{gatekeeper},
			"2026-03-02T10:00:00-05:00", "2026-03-17T10:00:00-04:00", "2026-03-17T10:00:00-04:00"},
		"a redial": {[]Touch{called(outcome.Busy, "2026-03-02T09:00:00-05:00")},
			"2026-03-02T09:15:00-05:00", "2026-03-03T10:00:00-05:00", "2026-03-03T10:30:00-05:00"},
		"a task that was due": {[]Touch{called(outcome.BadNumber, "2026-03-02T09:00:00-05:00")},
			"2026-03-05T09:00:00-05:00", "2026-03-17T10:00:00-04:00", "2026-03-17T10:00:00-04:00"},
	} {
		held := paused(t, c.from, "", c.touches...)
		if s := r.Next(held, rep, zoneTime(t, c.to)); s.Kind != StepNone || !held.Paused() {
			t.Errorf("%s: due while it is paused: %v", name, s)
		}
		if a := r.Timers(held, rep, zoneTime(t, c.to)); !a.Shows.IsZero() || len(a.Timers) > 0 {
			t.Errorf("%s: looked at while it is paused: %v", name, a)
		}
		lead := paused(t, c.from, c.to, c.touches...)
		if s := r.Next(lead, rep, zoneTime(t, c.to)); !s.Due.Equal(zoneTime(t, c.want)) || lead.Paused() {
			t.Errorf("%s: due %s, want %s", name, s.Due.In(rep.Location()), c.want)
		}
	}
}

// A call, an answer, and whatever else says what comes next ends a pause; a mail doesn't, nor a date that is agreed on.
func TestWhatEndsAPause(t *testing.T) {
	at := "2026-03-09T10:00:00-04:00"
	for o, ends := range map[outcome.Outcome]bool{
		outcome.Voicemail: true, outcome.Busy: true, outcome.Talked: true, outcome.CalledBack: true, outcome.Replied: true,
		outcome.Won: true, outcome.Snoozed: true, outcome.Nurture: true, outcome.Resumed: true,
		outcome.Email: false, outcome.LinkedIn: false, outcome.Visit: false, outcome.Planned: false, outcome.Paused: false,
	} {
		x := Touch{Outcome: o, At: zoneTime(t, at)}
		if o == outcome.Planned || o == outcome.Snoozed {
			x.Until = zoneTime(t, "2026-03-12T16:00:00-04:00")
		}
		lead := paused(t, "2026-03-03T10:00:00-05:00", "")
		next, logged, err := propertyRules.Log(lead, nil, x, newYork())
		if err != nil {
			t.Fatal(o, err)
		}
		told := o != outcome.Resumed && HasReason(logged.Notes, ReasonPaused)
		if next.Paused() == ends || told != (ends && o != outcome.Resumed) {
			t.Errorf("%s: paused %v, said %v", o, next.Paused(), told)
		}
		if o == outcome.Planned {
			if s := propertyRules.Next(next, newYork(), x.At); s.Kind != StepCommitment ||
				len(propertyRules.Timers(next, newYork(), x.At).Timers) == 0 {
				t.Errorf("an agreed call on a lead that is paused: %v", s)
			}
		}
	}
}

// Nothing comes sooner through a pause than it would have without it: what was left then has passed at least.
func TestNoPauseCutsAGap(t *testing.T) {
	r := propertyRules
	rapid.Check(t, func(t *rapid.T) {
		rep, lead := aRep(t), aLead(t)
		at := lead.Created
		for range rapid.IntRange(0, 5).Draw(t, "touches") {
			x := aTouch(t, at)
			if next, _, err := r.Log(lead, nil, x, rep); err == nil {
				lead, at = next, x.At
			}
		}
		from := at.Add(time.Duration(rapid.IntRange(0, 9*24*60).Draw(t, "from")) * time.Minute)
		to := from.Add(time.Duration(rapid.IntRange(0, 40*24*60).Draw(t, "for")) * time.Minute)
		lead = lead.After(r, Touch{Outcome: outcome.Resumed, At: from}, rep) // nothing else is waited for, and no pause
		before := r.Next(lead, rep, from)
		if lead.Progress.Commitment != nil || lead.Progress.Waiting.Kind == WaitGiven || before.Kind == StepNeedsDate ||
			HasReason(before.Because, ReasonSnooze) {
			return
		}
		lead = lead.After(r, Touch{Outcome: outcome.Paused, At: from}, rep)
		lead = lead.After(r, Touch{Outcome: outcome.Resumed, At: to}, rep)
		after := r.Next(lead, rep, to)
		left := max(before.Due.Sub(from), 0)
		due := after.Due
		if after.Kind == StepReview { // it is of a day
			due = rep.Midnight(due, 1)
		}
		if after.Kind != before.Kind || due.Before(to.Add(left)) && !after.Until.IsZero() || due.Before(before.Due) {
			t.Fatalf("%s left of %v at %s; resumed %s: %v", left, before, from, to, after)
		}
		if left > 0 { // else it is due at once, in what is left of its window
			obeys(t, r, lead, rep, to)
		}
	})
}
