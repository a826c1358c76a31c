package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/qualify"
	"github.com/followup-coach/followup/coach/whatif"
)

// mapTest logs one touch on a lead made for it and says what the rules make of it. The calls before it are placed where
// the plan wants them, so that the one in question is made at --at.
type mapTest struct {
	Outcome []string `arg:"positional,required" help:"As after log (voicemail, talked…); broken, missed; or a verdict."`

	Warm     bool `help:"They came to us."`
	Cold     bool `help:"They didn't. Neither is unknown, which runs as cold."`
	High     bool `help:"A lead of high potential."`
	Low      bool `help:"A lead of low potential."`
	Try      int  `default:"1" help:"The number of this call since the last talk."`
	Spoken   bool `help:"There was a talk before, which left no date."`
	Promised bool `help:"…in which they promised something. Means --spoken."`
	Gate     bool `help:"The three ticks before anything is sent are set."`

	Mode string `default:"balanced" help:"How hard the first day is worked: passive, balanced, assertive."`

	Zone      string `placeholder:"ZONE" help:"The lead's zone, like Europe/Berlin; the rep's when it isn't given."`
	RepZone   string `arg:"--rep-zone" default:"America/New_York" placeholder:"ZONE" help:"The rep's zone."`
	At        string `placeholder:"TIME" help:"When it happens, in the rep's zone, like \"2026-11-10 09:00\"; else now."`
	Agreed    string `placeholder:"TIME" help:"A call was agreed on for then, in the rep's zone. Means --spoken."`
	Next      string `placeholder:"TIME" help:"The touch agrees on a call for then, in the rep's zone."`
	Contracts string `placeholder:"TIME" help:"Of has-solution: when their contract ends, in the rep's zone."`
}

// usageError is a command line that means nothing.
type usageError string

func (e usageError) Error() string { return string(e) }

// timeLayout is how times are given, in the rep's zone.
const timeLayout = "2006-01-02 15:04"

// mapScene is a case that was played: the lead before and after, and what the rules said.
type mapScene struct {
	whatif.Played
	rules *coach.Rules // by which it was played
}

// Run plays the case now, unless --at says when.
func (c mapTest) Run(w world) error {
	rules, err := w.cli.Map.rules(w)
	if err != nil {
		return err
	}
	s, err := c.play(rules, time.Now())
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(w.out, s.words())
	return err
}

// touch is what happened, without its times.
func (c mapTest) touch(rules *coach.Rules) (coach.Touch, error) {
	word := strings.ToLower(strings.Join(c.Outcome, " "))
	if t, _, ok := whatif.TouchOf(rules, strings.Fields(word)); ok {
		return t, nil
	}
	// A slip of the finger is answered with the words it is close to.
	known := append(outcome.Words(), "broken", string(outcome.Missed))
	for _, v := range whatif.Verdicts {
		if !slices.Contains(known, v) { // some are touches as well
			known = append(known, v)
		}
	}
	if near := names.Near(word, known); len(near) > 0 {
		return coach.Touch{}, usageError(fmt.Sprintf("%q is no outcome; did you mean %s?", word, strings.Join(near, " or ")))
	}
	return coach.Touch{}, usageError(fmt.Sprintf("%q is no outcome; followup map lists them", word))
}

// play reads the flags and logs the case.
func (c mapTest) play(rules *coach.Rules, now time.Time) (s mapScene, err error) {
	rep := coach.Rep{ID: "U1", TZ: c.RepZone, Mode: coach.Mode(c.Mode)}
	s.rules = rules
	switch {
	case c.Warm && c.Cold:
		return s, usageError("--warm, --cold: expected one of them at most")
	case c.High && c.Low:
		return s, usageError("--high, --low: expected one of them at most")
	case !slices.Contains([]coach.Mode{coach.Passive, coach.Balanced, coach.Assertive}, rep.Mode):
		return s, usageError(fmt.Sprintf("--mode=%q: expected passive, balanced or assertive", c.Mode))
	}
	if s.Touch, err = c.touch(rules); err != nil {
		return s, err
	}
	if c.Try < 1 || c.Try > 20 {
		return s, usageError(fmt.Sprintf("--try=%d: expected 1 to 20", c.Try))
	}
	// An empty name would be UTC to Go, and a call at an hour nobody meant.
	repZone, err := time.LoadLocation(c.RepZone)
	if err != nil || c.RepZone == "" {
		return s, usageError(fmt.Sprintf("--rep-zone=%q: expected the name of a zone, like Europe/Berlin", c.RepZone))
	}
	if _, err := time.LoadLocation(c.Zone); err != nil {
		return s, usageError(fmt.Sprintf("--zone=%q: expected the name of a zone, like Europe/Berlin", c.Zone))
	}
	at, agreed := now.Truncate(time.Minute), time.Time{}
	for _, f := range []struct {
		flag, value string
		into        *time.Time
	}{{"--at", c.At, &at}, {"--agreed", c.Agreed, &agreed}, {"--next", c.Next, &s.Touch.Until},
		{"--contracts", c.Contracts, &s.Touch.Until}} {
		if f.value == "" {
			continue
		}
		if *f.into, err = time.ParseInLocation(timeLayout, f.value, repZone); err != nil {
			return s, usageError(fmt.Sprintf("%s=%q: expected a time like %q", f.flag, f.value, timeLayout))
		}
	}
	// There is nothing to break or miss without an appointment.
	if word := c.Outcome[0]; agreed.IsZero() && (word == "broken" || word == string(outcome.Missed)) {
		agreed = at
	}
	s.Touch.At, s.Touch.Logged = at, at
	// All three ticks: need, value, and that whoever gets it decides.
	if c.Gate {
		s.Touch.Gate = &qualify.Gate{Need: true, Value: true, Decides: true}
	}
	s.Played, err = whatif.Play(rules, whatif.Case{Lead: c.lead(), Touch: s.Touch, Try: c.Try, Spoken: c.Spoken,
		Promised: c.Promised, Agreed: agreed}, rep)
	// What the flags contradict is a mistake of the command line, with exit status 2.
	before := (*whatif.BeforeError)(nil)
	switch {
	case errors.Is(err, whatif.ErrNoSuchTry):
		return s, usageError(fmt.Sprintf("--try=%d: %v", c.Try, err))
	case errors.As(err, &before):
		return s, usageError(err.Error())
	case err != nil:
		return s, usageError(fmt.Sprintf("the rules refuse this: %v", err))
	}
	return s, nil
}

// lead is what the flags say of the lead. Neither flag of a pair leaves it unknown, as with a lead that was typed in a
// hurry.
func (c mapTest) lead() coach.Lead {
	l := coach.Lead{ID: "L1", Name: "Pat", TZ: c.Zone}
	switch {
	case c.Warm:
		l.Warmth = coach.Warm
	case c.Cold:
		l.Warmth = coach.Cold
	}
	switch {
	case c.High:
		l.Potential = coach.PotentialHigh
	case c.Low:
		l.Potential = coach.PotentialLow
	}
	return l
}
