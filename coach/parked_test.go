package coach

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

// A parked lead has no step and asks for no attention until something happens on it; then its cadence begins there, and
// not with the day on which its list came in. Taken back, it is parked again (S0.7).
func TestParked(t *testing.T) {
	r, rep := DefaultRules(), Rep{ID: "U1", TZ: "America/New_York"}
	listed := time.Date(2026, 11, 9, 14, 0, 0, 0, time.UTC)
	now := time.Date(2026, 12, 14, 15, 0, 0, 0, time.UTC) // Monday, 10:00
	l := Lead{ID: "L1", Rep: "U1", Name: "Acme", Created: listed, List: Listed{Parked: true}}
	if step, attention := r.Plan(l, rep, now); step.Kind != StepNone || !attention.Shows.IsZero() ||
		len(attention.Timers) > 0 || !l.Parked() {
		t.Errorf("%+v, %+v", step, attention)
	}
	for _, o := range []outcome.Outcome{outcome.Resumed, outcome.Email, outcome.Voicemail, outcome.Snoozed} {
		touch := Touch{ID: "T1", Outcome: o, At: now, Logged: now, By: "U1"}
		if o == outcome.Snoozed {
			touch.Until = now.Add(48 * time.Hour)
		}
		is, logged, err := r.Log(l, nil, touch, rep)
		if err != nil {
			t.Fatal(o, err)
		}
		step := r.Next(is, rep, now)
		if is.Parked() || step.Kind != StepCall || step.Due.Before(now) {
			t.Errorf("%s: parked %v, %+v", o, is.Parked(), step)
		}
		if again := r.Replay(is, []Touch{logged.Touch}, rep); again.Parked() || !r.Next(again, rep, now).Due.Equal(step.Due) {
			t.Errorf("%s: replayed it is due %s, not %s", o, r.Next(again, rep, now).Due, step.Due)
		}
		if back := r.Replay(is, nil, rep); !back.Parked() || r.Next(back, rep, now).Kind != StepNone {
			t.Errorf("%s: not parked again", o)
		}
	}
}

// A lead on its way to another rep has no step and asks for no attention, an agreed call of its included: whoever works
// out the due times of all leads in that moment gives it none.
func TestALeadOnItsWayIsNobodysToCall(t *testing.T) {
	r, rep := DefaultRules(), Rep{ID: "U1", TZ: "America/New_York"}
	now := time.Date(2026, 12, 14, 15, 0, 0, 0, time.UTC)
	l := Lead{ID: "L1", Rep: "U1", Name: "Acme", Created: now}
	l.Progress.Commitment = &Commitment{At: now.Add(time.Hour), Made: now}
	if a := r.Timers(l, rep, now); len(a.Timers) == 0 {
		t.Fatalf("nothing is due anyway: %+v", a)
	}
	l.Leaving = "ho1"
	step, attention := r.Plan(l, rep, now)
	if timers := r.Timers(l, rep, now); step.Kind != StepNone || !attention.Shows.IsZero() ||
		len(attention.Timers)+len(timers.Timers) > 0 {
		t.Errorf("%+v, %+v, %+v", step, attention, timers)
	}
}
