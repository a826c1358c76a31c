package say

import (
	"strings"
	"time"

	"github.com/followup-coach/followup/coach"
)

// The first line of an answer: ✓, what the store now has, of whom. The contact person isn't repeated, for whoever
// logged a call has just talked to them.

// noteWords is how many words of a note an answer gives back; the lead's page has all of it.
const noteWords = 10

// line says what the store now has, with the note below it.
func (s savedView) line() string { return s.withNote(s.head()) }

// first is [savedView.line] with what is to be said of the call's day: it came early or late.
func (s savedView) first() string {
	words := s.head()
	if aside := s.aside(); aside != "" {
		words += ". " + aside
	}
	return s.withNote(words)
}

// withNote is a line with the beginning of the note below it.
func (s savedView) withNote(line string) string {
	if note := few(s.Touch.Note, noteWords); note != "" {
		line += "\n" + quoted(note, noteLength)
	}
	return line
}

// whom is the lead by its bold name, with a word that it is new.
func (s savedView) whom() string {
	words := "*" + name(s.Lead) + "*"
	if s.Created && s.Touch.Outcome != "" {
		words += " (new lead)"
	}
	return words
}

// verbs are the words that begin the line of what is no call.
var verbs = map[coach.Outcome]string{
	coach.Planned: "Booked", coach.Snoozed: "Snoozed", coach.Resumed: "Resumed", coach.Reopened: "Reopened",
	coach.TaskDone: "Done",
}

// head is the line without the note. Changes that are no call have a verb of their own; a call is named by its result.
func (s savedView) head() string {
	t := s.Touch
	if verb := verbs[t.Outcome]; verb != "" {
		if t.Lifted {
			return s.lifted()
		}
		words := "✓ " + verb + ": " + s.whom()
		if t.Outcome == coach.Snoozed && !s.Step.Due.Equal(t.Until) { // else the next line says until when
			words += " until " + s.to.both(t.Until, s.Step.Zone.Loc)
		}
		return words
	}
	switch t.Outcome {
	case "":
		return s.headWithoutCall()
	case coach.Details:
		return "✓ Saved: " + s.whom() + s.details()
	case coach.Missed:
		return "✓ Noted: " + s.whom() + ", agreed call missed"
	case coach.DoNotCall:
		return "✓ Saved: " + s.whom() + ", do not call" + s.happened()
	}
	if info := t.Outcome.Info(); info.Ends || t.Outcome == coach.Lost || t.Outcome == coach.NoResponse {
		words := "✓ Closed: " + s.whom() + ", " + closedResult(t.Outcome)
		if t.Reason != "" {
			words += " (" + quote(few(t.Reason, noteWords), shortLength) + ")"
		}
		return words + s.happened()
	}
	return "✓ Saved: " + s.whom() + ", " + shortly(t.Outcome) + s.happened()
}

// headWithoutCall is the line of a change that logs nothing: a new lead, other facts, a date that is wanted.
func (s savedView) headWithoutCall() string {
	switch {
	case s.Was != nil:
		return "✓ Changed: " + s.whom()
	case s.Vague != "" && !s.Created:
		if s.Lead.Progress.Commitment != nil {
			return "✓ Noted: " + s.whom() + " wants a new date; the agreed call stays until then"
		}
		return "✓ Noted: " + s.whom() + " needs a date"
	}
	words := "✓ Added: " + s.whom()
	for _, w := range []string{string(s.Lead.Warmth), potentialWords[s.Lead.Potential]} {
		if w != "" {
			words += ", " + w
		}
	}
	return words
}

// potentialWords say a potential that changes the plan.
var potentialWords = map[coach.Potential]string{
	coach.PotentialHigh: "high potential", coach.PotentialLow: "low potential",
}

// happened is when it was, where that is not just now.
func (s savedView) happened() string {
	gap := s.to.Now.Sub(s.Touch.At)
	if s.Touch.At.IsZero() || gap <= 2*time.Minute && gap >= -2*time.Minute {
		return ""
	}
	return ", " + s.to.when(s.Touch.At)
}

// closedResult is how a lead ended, in running text.
func closedResult(o coach.Outcome) string {
	switch o {
	case coach.NoResponse, coach.Lost:
		return closedWords(o)
	}
	return shortly(o)
}

// aside is what is to be said of the day of a call: it came ahead of its gap or behind its day. It takes the place of
// the reason (S2.19, S2.18).
func (s savedView) aside() string {
	for _, n := range s.Logged.Notes {
		switch {
		case n.Code == coach.ReasonEarly && n.N == 0:
			return "Early: the plan says " + counted(n.Of, "day") + " after the last try."
		case n.Code == coach.ReasonEarly:
			return "Early: " + counted(n.N, "day") + " after the last try, the plan says " + thousands(n.Of) + "."
		case n.Code == coach.ReasonEarlyHours:
			return "Early: " + length(n.N) + " after the last try, the plan says " + length(n.Of) + "."
		case n.Code == coach.ReasonLate:
			return "Late by " + counted(n.Days, "day") + ", so the plan moves along."
		}
	}
	return ""
}

// details is what a talk left behind: a date, promises, material.
func (s savedView) details() string {
	t := s.Touch
	var parts []string
	switch {
	case t.Given:
		parts = append(parts, "call at "+s.to.both(t.Until, s.Step.Zone.Loc))
	case !t.Until.IsZero():
		parts = append(parts, "agreed call")
	case t.Agenda != "":
		parts = append(parts, "agenda: "+quote(t.Agenda, shortLength))
	}
	for _, x := range t.Promises {
		side := "they'll "
		if x.By == coach.Us {
			side = "you'll "
		}
		parts = append(parts, side+s.to.promised(x))
	}
	if m := t.Material; m != nil {
		how := "sent: "
		if m.Shown {
			how = "shown: "
		}
		parts = append(parts, how+document(*m))
	}
	if t.Tentative {
		parts = append(parts, "not confirmed yet")
	}
	if len(parts) == 0 {
		return ""
	}
	return ", " + strings.Join(parts, " · ")
}
