package whatif

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// at is a Tuesday morning in the middle of a month without holidays.
var at = time.Date(2026, 11, 17, 14, 0, 0, 0, time.UTC)

var rep = coach.Rep{ID: "U1", TZ: "America/New_York"}

// A case is played at its own time by a lead whose past fits it: so many calls since the last talk, and what was said
// to have been before.
func TestPlayMakesThePast(t *testing.T) {
	r := coach.DefaultRules()
	for _, c := range []struct {
		name  string
		c     Case
		calls int
	}{
		{"first call", Case{Try: 1, Touch: coach.Touch{Outcome: outcome.Voicemail, At: at}}, 0},
		{"third call", Case{Try: 3, Touch: coach.Touch{Outcome: outcome.NoAnswer, At: at}}, 2},
		{"third call, a warm lead", Case{Lead: coach.Lead{Warmth: coach.Warm}, Try: 3,
			Touch: coach.Touch{Outcome: outcome.NoAnswer, At: at}}, 2},
		{"after a talk", Case{Try: 2, Spoken: true, Touch: coach.Touch{Outcome: outcome.NoAnswer, At: at}}, 1},
		{"after a promise", Case{Try: 1, Promised: true, Touch: coach.Touch{Outcome: outcome.NotReviewed, At: at}}, 0},
		{"at an agreed time", Case{Try: 1, Agreed: at, Touch: coach.Touch{Outcome: outcome.Talked, At: at}}, 0},
	} {
		p, err := Play(r, c.c, rep)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		before := p.Before.Progress
		talked := c.c.Spoken || c.c.Promised || !c.c.Agreed.IsZero()
		if before.Calls != c.calls || before.Spoken != talked || before.LastTouch.After(at) {
			t.Errorf("%s: %d calls before, spoken %v, the last at %v", c.name, before.Calls, before.Spoken, before.LastTouch)
		}
		if promised := len(before.Promises) > 0; promised != c.c.Promised {
			t.Errorf("%s: promised %v", c.name, promised)
		}
		if agreed := before.Commitment != nil && before.Commitment.At.Equal(at); agreed != !c.c.Agreed.IsZero() {
			t.Errorf("%s: agreed %v", c.name, before.Commitment)
		}
		if p.After.Progress.LastOutcome != c.c.Touch.Outcome || !p.Mapped || p.Row.Row != string(c.c.Touch.Outcome) {
			t.Errorf("%s: ends with %s, by the row %q", c.name, p.After.Progress.LastOutcome, p.Row.Row)
		}
		if next := r.Next(p.After, rep, at); next.Kind != p.Step.Kind || !next.Due.Equal(p.Step.Due) {
			t.Errorf("%s: %s at %v comes next, told was %s at %v", c.name, next.Kind, next.Due, p.Step.Kind, p.Step.Due)
		}
	}
}

// The last call of the plan is found by itself, and the number of one that no plan has is refused.
func TestPlayKnowsTheEndOfThePlan(t *testing.T) {
	r := coach.DefaultRules()
	last, err := Play(r, Case{LastTry: true, Touch: coach.Touch{Outcome: outcome.NoAnswer, At: at}}, rep)
	if err != nil || last.Step.Kind != coach.StepReview {
		t.Fatalf("after the last call comes %s, %v", last.Step.Kind, err)
	}
	one := Case{Try: last.After.Progress.Calls, Touch: coach.Touch{Outcome: outcome.NoAnswer, At: at}}
	if p, err := Play(r, one, rep); err != nil || p.Step.Kind != coach.StepReview {
		t.Errorf("call %d by its number: %s, %v", one.Try, p.Step.Kind, err)
	}
	one.Try += 2 // the call that ends a plan may be made once more, while the review waits
	if _, err := Play(r, one, rep); !errors.Is(err, ErrNoSuchTry) {
		t.Errorf("call %d: %v", one.Try, err)
	}
}

// What the rules refuse is told apart: the touch itself, or what was to go before it.
func TestPlayTellsRefusals(t *testing.T) {
	r := coach.DefaultRules()
	long := strings.Repeat("x", coach.MaxNote+1)
	before := (*BeforeError)(nil)
	_, err := Play(r, Case{Try: 1, Touch: coach.Touch{Outcome: outcome.Talked, At: at, Note: long}}, rep)
	if !errors.Is(err, coach.ErrNoteTooLong) || errors.As(err, &before) {
		t.Errorf("the touch itself: %v", err)
	}
	closed := coach.Lead{Progress: coach.Progress{Closed: outcome.DoNotCall}}
	_, err = Play(r, Case{Lead: closed, Spoken: true, Try: 1, Touch: coach.Touch{Outcome: outcome.Talked, At: at}}, rep)
	if !errors.Is(err, coach.ErrDoNotCall) || !errors.As(err, &before) {
		t.Errorf("what goes before: %v", err)
	}
}

// What happened is read from an outcome as people say it, from what becomes of an agreed call, and from every verdict;
// other words are none.
func TestTouchOf(t *testing.T) {
	r := coach.DefaultRules()
	for words, want := range map[string]outcome.Outcome{"voicemail": outcome.Voicemail, "no answer": outcome.NoAnswer,
		"broken": outcome.NoAnswer, "missed": outcome.Missed} {
		got, agreed, ok := TouchOf(r, strings.Fields(words))
		if wants := words == "broken" || words == "missed"; !ok || got.Outcome != want || agreed != wants {
			t.Errorf("%s: %s, agreed %v, %v", words, got.Outcome, agreed, ok)
		}
	}
	for _, v := range Verdicts {
		if got, agreed, ok := TouchOf(r, []string{v}); !ok || agreed || got.Outcome != outcome.Verdict || got.Verdict != v {
			t.Errorf("%s: %+v, %v", v, got, ok)
		}
	}
	for _, words := range []string{"", "voicemail twice", "giraffe"} {
		if got, _, ok := TouchOf(r, strings.Fields(words)); ok {
			t.Errorf("%q is %s", words, got.Outcome)
		}
	}
}
