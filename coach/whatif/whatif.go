// Package whatif explains the call map by playing a case of it: "third voicemail, a warm lead". A lead is made for the
// case ([Case]), with the calls before it where the plan wants them, the touch is logged, and what the rules said is
// told ([Play]). Nothing is stored. What changed rules would have made of what did happen is package mapdiff's.
package whatif

import (
	"errors"
	"fmt"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// Case is what is to be explained.
type Case struct {
	Lead  coach.Lead // its facts: warmth, potential, zone
	Touch coach.Touch

	Try      int  // the number of the call since the last talk, from 1
	LastTry  bool // in place of Try: the last call of the plan
	Spoken   bool // there was a talk before
	Promised bool // …in which they promised something

	Agreed time.Time // a call was agreed on for then; zero for none
}

// Played is a case that was played: the lead before and after it, what the rules said, and what comes next.
type Played struct {
	Rep           coach.Rep
	Before, After coach.Lead
	Touch         coach.Touch
	Logged        coach.Logged
	Row           coach.MapCase
	Mapped        bool // false: the map has no row for it
	Step          coach.Step
}

// ErrNoSuchTry says that the plan has no call of that number.
var ErrNoSuchTry = errors.New("the plan has no such call")

// BeforeError is a refusal of what goes before the touch.
type BeforeError struct{ Err error }

func (e *BeforeError) Error() string {
	return fmt.Sprintf("the rules refuse what goes before: %v", e.Err)
}

// Unwrap is the refusal itself.
func (e *BeforeError) Unwrap() error { return e.Err }

// mostTries is the number of the last call that a case may be of.
const mostTries = 20

// Play logs the touch of a case at its time. The error is [ErrNoSuchTry], a [*BeforeError], or the refusal of the touch
// by [coach.Rules.Log].
func Play(r *coach.Rules, c Case, rep coach.Rep) (p Played, err error) {
	if !c.LastTry {
		return play(r, c, rep)
	}
	for c.Try = 1; c.Try <= mostTries; c.Try++ {
		if p, err = play(r, c, rep); err != nil || p.Row.When.Last != nil && *p.Row.When.Last ||
			p.Step.Kind == coach.StepReview || p.Step.Kind == coach.StepLight {
			return p, err
		}
	}
	return p, ErrNoSuchTry
}

func play(r *coach.Rules, c Case, rep coach.Rep) (p Played, err error) {
	p.Rep, p.Touch = rep, c.Touch
	// Promises and appointments come from a talk.
	c.Spoken = c.Spoken || c.Promised || !c.Agreed.IsZero()
	if p.Before, err = leadOf(r, c, rep); err != nil {
		return p, err
	}
	p.Row, p.Mapped = r.MapFor(p.Before, c.Touch, rep)
	if p.After, p.Logged, err = r.Log(p.Before, nil, c.Touch, rep); err != nil {
		return p, err
	}
	// What comes next is asked of the lead as it is after the touch.
	p.Step = r.Next(p.After, rep, c.Touch.At)
	return p, nil
}

// longest is for how many days before a case its lead may have been made: more than any plan of the defaults takes.
const longest = 200

// leadOf is a lead that has been called often enough for the next call to come at the touch: it is made so many days
// before. One whose call comes on the very day is preferred to one that is late.
func leadOf(r *coach.Rules, c Case, rep coach.Rep) (coach.Lead, error) {
	found, at := false, c.Touch.At
	var late coach.Lead // whose call at the instant comes after its day
	// Each day further back gives the lead a longer past; the first that fits is the one.
	for days := range longest {
		made, fits, err := called(r, c, rep, at.AddDate(0, 0, -days))
		if err != nil {
			return c.Lead, err
		}
		if !fits {
			continue
		}
		s := r.Next(made, rep, at)
		if there := s.Zone.Loc; !c.Agreed.IsZero() || c.Try == 1 || !s.Due.After(at) &&
			s.Due.In(there).YearDay() == at.In(there).YearDay() {
			return made, nil
		}
		if !found && !s.Due.After(at) {
			late, found = made, true
		}
	}
	if found {
		return late, nil
	}
	return c.Lead, ErrNoSuchTry
}

// called is the lead as made then, with all that goes before the touch; fits is false where that is too much for the
// time between.
func called(r *coach.Rules, c Case, rep coach.Rep, made time.Time) (l coach.Lead, fits bool, err error) {
	l = c.Lead
	l.Created = made
	// log adds a touch to the lead's past.
	log := func(t coach.Touch) (err error) {
		t.Logged = t.At
		if l, _, err = r.Log(l, nil, t, rep); err != nil {
			return &BeforeError{err}
		}
		return nil
	}
	// Everything before happens before the touch, and before the appointment it is about.
	end := c.Touch.At
	if !c.Agreed.IsZero() && c.Agreed.Before(end) {
		end = c.Agreed
	}
	if c.Spoken {
		first := r.Next(l, rep, made).Due
		// The first talk would come after the touch: not enough time between.
		if !first.Before(end) {
			return l, false, nil
		}
		t := coach.Touch{Outcome: outcome.Talked, At: first}
		if c.Promised {
			t.Promises = []coach.Promise{{By: coach.Them, What: "what they promised"}}
		}
		if err := log(t); err != nil {
			return l, false, err
		}
	}
	// Calls are unanswered and made when the plan wants them.
	for l.Progress.Calls < c.Try-1 {
		s := r.Next(l, rep, made)
		// The plan has no further call, or none before the touch.
		if s.Kind != coach.StepCall || !s.Due.Before(end) {
			return l, false, nil
		}
		if err := log(coach.Touch{Outcome: outcome.NoAnswer, At: s.Due}); err != nil {
			return l, false, err
		}
	}
	// Without an appointment the calls are all that comes before.
	if c.Agreed.IsZero() {
		return l, true, nil
	}
	// The appointment is made right after what came last.
	said := made
	if p := l.Progress; p.LastTouch.After(said) {
		said = p.LastTouch
	}
	if !said.Before(end) {
		return l, false, nil
	}
	return l, true, log(coach.Touch{Outcome: outcome.Planned, At: said, Until: c.Agreed})
}

// Verdicts are the decisions that a case can be of: the answers to a review, and to the question about a short plan.
var Verdicts = []string{coach.VerdictExtend, coach.VerdictGift, coach.VerdictStepBack, coach.VerdictBreakUp,
	coach.VerdictNurture, "keep", "full",
	"drop"}

// TouchOf is what happened in a case by its words: an outcome as people say it, "broken" for an agreed call at which
// nobody was there, "missed", or a verdict. ok is false for other words.
func TouchOf(r *coach.Rules, words []string) (t coach.Touch, agreed, ok bool) {
	word := ""
	if len(words) == 1 {
		word = words[0]
	}
	switch word {
	case coach.RuleBroken:
		return coach.Touch{Outcome: outcome.NoAnswer}, true, true
	case string(outcome.Missed):
		return coach.Touch{Outcome: outcome.Missed}, true, true
	}
	for _, v := range Verdicts {
		if word == v {
			return coach.Touch{Outcome: outcome.Verdict, Verdict: v}, false, true
		}
	}
	if read := r.ReadOutcome(words); len(words) > 0 && read.Outcome != "" && read.Used == len(words) {
		return coach.Touch{Outcome: read.Outcome}, false, true
	}
	return coach.Touch{}, false, false
}
