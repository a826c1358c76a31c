package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/coach"
)

// mapHelp holds what the flags of map test say where a struct tag would be too long a line.
var mapHelp = kong.Vars{
	"outcome_help": "What happened, as after log: voicemail, no answer, talked…; or broken, missed, or a verdict after " +
		"a review.",
	"zone_help": "The lead's zone, like Europe/Berlin; the rep's when it isn't given.",
	"at_help":   `When it happens, in the rep's zone, like "2026-11-10 09:00"; now when it isn't given.`,
}

// mapTest logs one touch on a lead made for it and says what the rules make of it. The calls before it are placed where
// the plan wants them, so that the one in question is made at --at.
type mapTest struct {
	Outcome []string `arg:"" help:"${outcome_help}"`

	Warm     bool `xor:"warmth" help:"They came to us."`
	Cold     bool `xor:"warmth" help:"They didn't. Neither is unknown, which runs as cold."`
	High     bool `xor:"potential" help:"A lead of high potential."`
	Low      bool `xor:"potential" help:"A lead of low potential."`
	Try      int  `default:"1" help:"The number of this call since the last talk."`
	Spoken   bool `help:"There was a talk before, which left no date."`
	Promised bool `help:"…in which they promised something. Means --spoken."`
	Gate     bool `help:"The three ticks before anything is sent are set."`

	Mode string `default:"balanced" enum:"passive,balanced,assertive" help:"How hard the first day is worked: ${enum}."`

	Zone      string `placeholder:"ZONE" help:"${zone_help}"`
	RepZone   string `default:"America/New_York" placeholder:"ZONE" help:"The rep's zone."`
	At        string `placeholder:"TIME" help:"${at_help}"`
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
	// By which it was played, and for whom.
	rules *coach.Rules
	rep   coach.Rep
	// The same lead, the touch between them.
	before, after coach.Lead
	touch         coach.Touch
	logged        coach.Logged
}

// Run plays the case now, unless --at says when.
func (c mapTest) Run(w world, cli *commandLine) error {
	rules, err := cli.Map.rules(w)
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

// verdicts are the answers to a review or to the question about a short plan.
var verdicts = []string{"extend", "special-delivery", "step-back", "break-up", "nurture", "keep", "full", "drop"}

// touch is what happened, without its times.
func (c mapTest) touch() (coach.Touch, error) {
	word := strings.ToLower(strings.Join(c.Outcome, " "))
	switch o, used, ok := coach.ParseOutcome(strings.Fields(word)...); {
	// A broken appointment is a call to an agreed date that nobody answers.
	case word == "broken":
		return coach.Touch{Outcome: coach.NoAnswer}, nil
	case word == string(coach.Missed):
		return coach.Touch{Outcome: coach.Missed}, nil
	case slices.Contains(verdicts, word):
		return coach.Touch{Outcome: coach.Verdict, Verdict: word}, nil
	case ok && used == len(strings.Fields(word)):
		return coach.Touch{Outcome: o}, nil
	}
	// A slip of the finger is answered with the words it is close to.
	known := append(coach.OutcomeWords(), "broken", string(coach.Missed))
	for _, v := range verdicts {
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
	if s.touch, err = c.touch(); err != nil {
		return s, err
	}
	if c.Try < 1 || c.Try > 20 {
		return s, usageError(fmt.Sprintf("--try=%d: expected 1 to 20", c.Try))
	}
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
	}{{"--at", c.At, &at}, {"--agreed", c.Agreed, &agreed}, {"--next", c.Next, &s.touch.Until},
		{"--contracts", c.Contracts, &s.touch.Until}} {
		if f.value == "" {
			continue
		}
		if *f.into, err = time.ParseInLocation(timeLayout, f.value, repZone); err != nil {
			return s, usageError(fmt.Sprintf("%s=%q: expected a time like %q", f.flag, f.value, timeLayout))
		}
	}
	// There is nothing to break or miss without an appointment.
	if word := c.Outcome[0]; agreed.IsZero() && (word == "broken" || word == string(coach.Missed)) {
		agreed = at
	}
	s.rules, s.rep = rules, coach.Rep{ID: "U1", TZ: c.RepZone, Mode: coach.Mode(c.Mode)}
	s.touch.At, s.touch.Logged = at, at
	// All three ticks: need, value, and that whoever gets it decides.
	if c.Gate {
		s.touch.Gate = &coach.Gate{Need: true, Value: true, Decides: true}
	}
	// Promises and appointments come from a talk.
	c.Spoken = c.Spoken || c.Promised || !agreed.IsZero()
	if s.before, err = c.lead(rules, s.rep, at, agreed); err != nil {
		return s, err
	}
	if s.after, s.logged, err = rules.Log(s.before, nil, s.touch, s.rep); err != nil {
		return s, usageError(fmt.Sprintf("the rules refuse this: %v", err))
	}
	return s, nil
}

// longest is for how many days before a case its lead may have been made: more than any plan of the defaults takes.
const longest = 200

// lead is one that has been called often enough for the next call to come at the instant: it is made so many days
// before.
func (c mapTest) lead(rules *coach.Rules, rep coach.Rep, at, agreed time.Time) (coach.Lead, error) {
	l := coach.Lead{ID: "L1", Name: "Pat", TZ: c.Zone}
	switch {
	// Neither flag leaves it unknown, as with a lead that was typed in a hurry.
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
	// A lead whose call comes on the very day is preferred to one that is late.
	found := false
	var late coach.Lead // whose call at the instant comes after its day
	// Each day further back gives the lead a longer past; the first that fits is the one.
	for days := range longest {
		made, fits, err := c.called(rules, rep, l, at.AddDate(0, 0, -days), at, agreed)
		if err != nil {
			return l, err
		}
		if !fits {
			continue
		}
		s := rules.Next(made, rep, at)
		if there := s.Zone.Loc; !agreed.IsZero() || c.Try == 1 || !s.Due.After(at) &&
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
	return l, usageError(fmt.Sprintf("--try=%d: the plan has no such call", c.Try))
}

// called is the lead as made then, with all that goes before the touch at the instant; fits is false where that is too
// much for the time between.
func (c mapTest) called(rules *coach.Rules, rep coach.Rep, l coach.Lead, made, at,
	agreed time.Time) (_ coach.Lead, fits bool, err error) {
	l.Created = made
	// log adds a touch to the lead's past.
	log := func(t coach.Touch) (err error) {
		t.Logged = t.At
		if l, _, err = rules.Log(l, nil, t, rep); err != nil {
			return usageError(fmt.Sprintf("the rules refuse what goes before: %v", err))
		}
		return nil
	}
	// Everything before happens before the touch, and before the appointment it is about.
	end := at
	if !agreed.IsZero() && agreed.Before(at) {
		end = agreed
	}
	if c.Spoken {
		first := rules.Next(l, rep, made).Due
		// The first talk would come after the touch: not enough time between.
		if !first.Before(end) {
			return l, false, nil
		}
		t := coach.Touch{Outcome: coach.Talked, At: first}
		if c.Promised {
			t.Promises = []coach.Promise{{By: coach.Them, What: "what they promised"}}
		}
		if err := log(t); err != nil {
			return l, false, err
		}
	}
	// Calls are unanswered and made when the plan wants them.
	for l.Progress.Calls < c.Try-1 {
		s := rules.Next(l, rep, made)
		// The plan has no further call, or none before the touch.
		if s.Kind != coach.StepCall || !s.Due.Before(end) {
			return l, false, nil
		}
		if err := log(coach.Touch{Outcome: coach.NoAnswer, At: s.Due}); err != nil {
			return l, false, err
		}
	}
	// Without an appointment the calls are all that comes before.
	if agreed.IsZero() {
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
	return l, true, log(coach.Touch{Outcome: coach.Planned, At: said, Until: agreed})
}
