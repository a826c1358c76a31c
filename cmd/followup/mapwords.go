package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/merge"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/script"
	"github.com/followup-coach/followup/coach/selfreport"
)

// words tells a case that was played: which line of the map it is, what to do, what comes next, and each reason with
// its source.
func (s mapScene) words() string {
	var b strings.Builder
	// line writes one line; a head stands at the first of those that belong together.
	line := func(head, format string, args ...any) {
		fmt.Fprintf(&b, "%-8s %s\n", head, fmt.Sprintf(format, args...))
	}
	// list writes reasons with their source rules, and leaves out those without words.
	list := func(head string, reasons []coach.Reason) {
		for _, r := range reasons {
			words := phrases.Plainly(s.reader(), r)
			if words == "" {
				continue
			}
			if r.Source != "" {
				words += " [" + r.Source + "]"
			}
			line(head, "%s", words)
			head = ""
		}
	}
	line("case", "%s", s.what())
	line("at", "%s", s.both(s.Touch.At, s.Before.Zone(s.Rep, s.Touch.At)))
	if c, ok := s.rules.MapFor(s.Before, s.Touch, s.Rep); ok {
		s.row(line, c)
	} else {
		// Of what has no line, like an email, the rules plan what follows by themselves.
		line("row", "none: the map says nothing about it")
	}
	// What comes next is asked of the lead as it is after the touch.
	step := s.rules.Next(s.After, s.Rep, s.Touch.At)
	line("next", "%s", cards.PlainStep(s.reader(), coach.Card{Lead: s.After, Step: step}))
	if !step.Due.IsZero() {
		line("due", "%s", s.both(step.Due, step.Zone))
	}
	list("because", step.Because)
	if step.Mail > 0 {
		line("mail", "number %d is due beside it", step.Mail)
	}
	// What the response to the log would offer, in the same order.
	if s.After.Progress.NeedsDate() {
		for i, slot := range s.slots(s.After) {
			line([]string{"offered", "", ""}[i], "%s", s.both(slot.At, step.Zone))
		}
	}
	list("notes", s.Logged.Notes)
	if q := s.Logged.Question; q != nil {
		line("asks", "%s", questions[q.Code])
	}
	return b.String()
}

// slots are the times offered after the touch.
func (s mapScene) slots(l coach.Lead) []coach.Slot {
	from, to := s.rules.Offer(l, s.Rep, s.Touch.Outcome, s.Touch.At)
	return s.rules.Slots(l, s.Rep, s.Touch.At, from, to, 3)
}

// row is the line of the map and what it names.
func (s mapScene) row(line func(head, format string, args ...any), c coach.MapCase) {
	when := caseWords(c.When)
	if when == "" {
		when = "every other case"
	}
	line("row", "%s: %s [%s]", c.Row, when, c.Source)
	line("do", "%s", orDash(c.Activity))
	// A touch that brings a date is due then, whatever the row says; one that ends the lead has no date.
	if ends := s.Touch.Outcome.Info().Ends; !s.Touch.Until.IsZero() && !ends {
		c.When.Dated = new(true)
	}
	line("rule", "%s", dueWords(c))
	if tip, ok := s.rules.Tips().ByID(c.Tip); ok {
		line("tip", "%s: %s", tip.ID, tip.Text)
		line("", "%s, %s, strength %s. Against it: %s", tip.Author, tip.Source, tip.Strength, tip.Against)
	}
	said, ok := s.rules.Scripts().Script(c.Branch, merge.Fields{Lead: s.Before, Rep: s.Rep, Now: s.Touch.At,
		Slots: s.slots(s.Before), Cost: selfreport.CallBackCost(s.rules.Limits(), coach.Counters{})}.Values())
	if !ok {
		return
	}
	line("branch", "%s: %s", c.Branch, said.Branch.Title)
	// A branch is shown by the first thing to say in it.
	first := slices.IndexFunc(said.Lines, func(l script.Line) bool { return l.Say != "" })
	if first < 0 && len(said.Lines) > 0 {
		first = 0 // nothing to say: what to mind
	}
	if first >= 0 {
		line("", "%s", cmp.Or(said.Lines[first].Say, said.Lines[first].Note))
	}
}

// questions are what the rep is asked once after the save.
var questions = map[string]string{
	coach.AskWarmth:      "did they contact us first? [S0.4]",
	coach.AskPromise:     "was the promise kept? [S3.1]",
	coach.AskTogether:    "was going through it together tried? [S3.26]",
	coach.AskHot:         "what do they care about most? [S3.22]",
	coach.AskOpen:        "is the deal still open? [S2.3]",
	coach.AskEnds:        "when does their contract end? [§3c]",
	coach.AskMore:        "why one more call? [S2.20]",
	coach.AskCloseReason: "why give up before the fifth call? [S4.19]",
}

// what names the case: the outcome, the number of the try, and the lead.
func (s mapScene) what() string {
	words := []string{s.Touch.Outcome.Info().Label}
	if s.Touch.Outcome == outcome.Verdict {
		words[0] = "Decided: " + s.Touch.Verdict
	}
	if n := s.Logged.Touch.Try; n > 0 {
		words = append(words, fmt.Sprintf("try %d", n))
	}
	// What the rules assume is named too, for it decides as much as what was given.
	warmth := string(s.Before.Warmth)
	if warmth == "" {
		warmth = "warmth unknown"
	}
	potential := string(s.Before.Potential)
	if potential == "" {
		potential = "normal"
	}
	words = append(words, warmth, potential+" potential", string(s.Rep.ModeOrDefault())+" mode")
	if s.Before.Progress.Spoken {
		words = append(words, "spoken before")
	}
	if cm := s.Before.Progress.Commitment; cm != nil {
		words = append(words, "agreed on "+cm.At.In(s.reader().Zone).Format(shownLayout))
	}
	return strings.Join(words, ", ")
}

// shownLayout names the zone, because times of two people are compared.
const shownLayout = "Mon 2 Jan 2006, 15:04 MST"

// both is an instant on the rep's clock, and on the lead's where that differs.
func (s mapScene) both(at time.Time, z coach.LeadZone) string {
	mine, theirs := at.In(s.reader().Zone).Format(shownLayout), at.In(z.Loc).Format(shownLayout)
	// One time is enough where both clocks read the same.
	if mine == theirs {
		return mine + ", for both"
	}
	return mine + " for the rep; " + theirs + " for the lead"
}

// reader reads the case as the rep would, on their clock.
func (s mapScene) reader() say.Reader { return say.Reader{Zone: s.Rep.Location(), Now: s.Touch.At} }
