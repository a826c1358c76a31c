package answers

import (
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
)

// Times to choose from, at most three, where words named no time. They stand on buttons and options alone, in the
// reader's zone; where the lead's clock differs, one line says what it will read.

// Times are what is offered for the next call, and why: of words that should have been a date and time, what they lack.
type Times struct {
	Words   string           // that name no time to book; empty where there were none
	DayOnly bool             // they name a day or a part of one; only the time is missing
	Wrong   string           // what is wrong with the date that they name, in one sentence
	Passed  time.Time        // they name an instant that has passed
	Law     *coach.LawError  // they name an instant at which the lead may not be called
	Slots   []coach.Slot     // three offers, or the time that the note names
	Places  []*time.Location // in which each of Slots is what was typed, where that can mean several times
	Offer   Offer            // what choosing one of Slots means
}

// Offer is what choosing an offered time means.
type Offer int

// What an offered time is.
const (
	OfferSlots  Offer = iota // a time to agree on
	OfferAgreed              // the time that the note says was agreed on
	OfferTry                 // when to try again: nobody was reached who could agree
)

// timeLines ask for the next time in the place of what comes next, which they name as what happens otherwise.
//
//	*When do you talk next?* (17:00, 17:30 or 16:00 in Tokyo) Otherwise attempt 1: now (18:02 in Tokyo)
func (s SavedView) timeLines() []string {
	lines := s.unplanned()
	words := "*" + s.timeQuestion() + "*"
	if there := s.clocksThere(); there != "" {
		words += " " + there
	}
	if otherwise := s.otherwise(); otherwise != "" {
		words += " " + otherwise
	}
	return append(lines, words)
}

// timeQuestion asks for what is missing.
func (s SavedView) timeQuestion() string {
	switch {
	case s.Times.Words == "" && s.Touch.Material != nil:
		return "When do you go through it together?"
	case s.Times.DayOnly:
		return "At what time?"
	}
	return "When do you talk next?"
}

// unplanned says why a time that was named is not planned; nothing where it was only vague.
func (s SavedView) unplanned() []string {
	switch {
	case s.Times.Law != nil:
		return []string{"Not planned: " + phrases.OutsideHours(s.To, s.Times.Law)}
	case s.Times.Wrong != "":
		return []string{"Not planned: “" + say.Quote(s.Times.Words, 60) + "”. " + say.Sentence(say.Quote(s.Times.Wrong, 120))}
	case !s.Times.Passed.IsZero():
		return []string{"Not planned: “" + say.Quote(s.Times.Words, 60) + "” is in the past."}
	}
	return nil
}

// otherwise is what comes when nobody names a time.
func (s SavedView) otherwise() string {
	st := s.Step
	switch {
	case s.Touch.Outcome == "", !s.Lead.Open(), st.Due.IsZero():
		return ""
	case st.Kind == coach.StepCommitment:
		return "Otherwise the " + say.Lower(phrases.AgreedName(st.Commitment)) + " stays: " + s.To.Both(st.Due, st.Zone.Loc)
	case !st.IsCall():
		return ""
	}
	words := "Otherwise " + stepWords(s.To, st)
	if !s.Touch.At.IsZero() && say.Days(s.Touch.At.In(s.To.Location()), st.Due.In(s.To.Location())) == 1 {
		words += ", the day after"
	}
	return words + ": " + due(s.To, st, st.Zone.Loc)
}

// clocksThere are the offered times by the lead's clock where it differs, in the order of the buttons.
func (s SavedView) clocksThere() string {
	zone := s.Step.Zone.Loc
	if zone == nil || len(s.Times.Places) > 0 {
		return ""
	}
	var times []string
	for _, slot := range s.Times.Slots[:min(len(s.Times.Slots), 3)] {
		if say.SameClock(slot.At, s.To.Location(), zone) {
			return ""
		}
		there, words := slot.At.In(zone), ""
		if say.Days(slot.At.In(s.To.Location()), there) != 0 {
			words = there.Format("Mon ")
		}
		times = append(times, words+s.To.HourThere(there))
	}
	if len(times) == 0 {
		return ""
	}
	return "(" + say.Joined(times, "or") + " in " + say.Quote(say.Place(zone), 40) + ")"
}

// slotButtons are the offered times, each a tap, and the way to another one.
func (s SavedView) slotButtons() []slack.BlockElement {
	var buttons []slack.BlockElement
	for i, slot := range s.Times.Slots[:min(len(s.Times.Slots), 3)] {
		words, act := s.To.Words(slot.At), ids.ActSlot
		switch s.Times.Offer {
		case OfferAgreed:
			words = "Agreed: " + s.To.SoonWords(slot.At)
		case OfferTry:
			if words, act = "Try again "+s.To.SoonWords(slot.At), ids.ActTryAt; len(words) > phrases.MostLabel {
				words = "Try " + s.To.SoonWords(slot.At)
			}
		default:
			if i < len(s.Times.Places) {
				words = s.To.SoonWords(slot.At) + " (" + say.Place(s.Times.Places[i]) + ")"
			}
		}
		b := say.Button(say.Numbered(act, i), ids.Value(s.Lead.ID, strconv.FormatInt(slot.At.Unix(), 10)), words)
		b.AccessibilityLabel = blockkit.Truncate(words+": "+say.PlainName(s.Lead, 40), blockkit.MaxButton)
		buttons = append(buttons, b)
	}
	if s.asksTime() {
		buttons = append(buttons, say.ButtonFor(ids.ActNextForm, ids.Value(s.Lead.ID), "Other time…",
			say.PlainName(s.Lead, 40)))
	}
	return buttons
}
