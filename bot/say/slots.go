package say

import (
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach"
)

// Times to choose from, at most three, where words named no time. They stand on buttons and options alone, in the
// reader's zone; where the lead's clock differs, one line says what it will read.

// timeLines ask for the next time in the place of what comes next, which they name as what happens otherwise.
func (s savedView) timeLines() []string {
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
func (s savedView) timeQuestion() string {
	switch {
	case s.Vague == "" && s.Touch.Material != nil:
		return "When do you go through it together?"
	case s.DayOnly:
		return "At what time?"
	}
	return "When do you talk next?"
}

// unplanned says why a time that was named is not planned; nothing where it was only vague.
func (s savedView) unplanned() []string {
	switch {
	case s.Law != nil:
		return []string{"Not planned: " + s.to.outsideHours(s.Law)}
	case s.Wrong != "":
		return []string{"Not planned: “" + quote(s.Vague, 60) + "”. " + sentence(quote(s.Wrong, 120))}
	case !s.Passed.IsZero():
		return []string{"Not planned: “" + quote(s.Vague, 60) + "” is in the past."}
	}
	return nil
}

// otherwise is what comes when nobody names a time.
func (s savedView) otherwise() string {
	st := s.Step
	switch {
	case s.Touch.Outcome == "", !s.Lead.Open(), st.Due.IsZero():
		return ""
	case st.Kind == coach.StepCommitment:
		return "Otherwise the agreed call stays: " + s.to.both(st.Due, st.Zone.Loc)
	case !st.IsCall():
		return ""
	}
	words := "Otherwise " + s.stepWords()
	if !s.Touch.At.IsZero() && days(s.Touch.At.In(s.to.zone()), st.Due.In(s.to.zone())) == 1 {
		words += ", the day after"
	}
	return words + ": " + s.to.due(st, st.Zone.Loc)
}

// clocksThere are the offered times by the lead's clock where it differs, in the order of the buttons.
func (s savedView) clocksThere() string {
	zone := s.Step.Zone.Loc
	if zone == nil || len(s.Places) > 0 {
		return ""
	}
	var times []string
	for _, slot := range s.Slots[:min(len(s.Slots), 3)] {
		if sameClock(slot.At, s.to.zone(), zone) {
			return ""
		}
		there, words := slot.At.In(zone), ""
		if days(slot.At.In(s.to.zone()), there) != 0 {
			words = there.Format("Mon ")
		}
		times = append(times, words+s.to.hourThere(there))
	}
	if len(times) == 0 {
		return ""
	}
	return "(" + joined(times, "or") + " in " + quote(place(zone), 40) + ")"
}

// slotButtons are the offered times, each a tap, and the way to another one.
func (s savedView) slotButtons() []slack.BlockElement {
	var buttons []slack.BlockElement
	for i, slot := range s.Slots[:min(len(s.Slots), 3)] {
		words, act := s.to.words(slot.At), ActSlot
		switch s.Offer {
		case OfferAgreed:
			words = "Agreed: " + s.to.soonWords(slot.At)
		case OfferTry:
			if words, act = "Try again "+s.to.soonWords(slot.At), ActTryAt; len(words) > mostLabel {
				words = "Try " + s.to.soonWords(slot.At)
			}
		default:
			if i < len(s.Places) {
				words = s.to.soonWords(slot.At) + " (" + place(s.Places[i]) + ")"
			}
		}
		b := button(numbered(act, i), Value(s.Lead.ID, strconv.FormatInt(slot.At.Unix(), 10)), words)
		b.AccessibilityLabel = blockkit.Truncate(words+": "+plainName(s.Lead, 40), blockkit.MaxButton)
		buttons = append(buttons, b)
	}
	if s.asksTime() {
		buttons = append(buttons, buttonFor(ActNextForm, Value(s.Lead.ID), "Other time…", plainName(s.Lead, 40)))
	}
	return buttons
}

// mostLabel is how long the label of a button may be.
const mostLabel = 24

// soonWords is an instant to come for a button with a word in front of it: the weekday within a week, else the date.
func (to Reader) soonWords(at time.Time) string {
	local := at.In(to.zone())
	switch n := days(to.Now.In(to.zone()), local); {
	case n == 0:
		return "today " + to.hour(at)
	case n > 0 && n < 7:
		return local.Format("Mon ") + to.hour(at)
	}
	return to.shortDate(local) + ", " + to.hour(at)
}

// slotWords are a slot on a button: the reader's time, and theirs where it differs.
func (to Reader) slotWords(slot coach.Slot, zone *time.Location) string {
	words := to.words(slot.At)
	if zone != nil && !sameClock(slot.At, to.zone(), zone) {
		words += " (" + to.hourThere(slot.At.In(zone)) + " there)"
	}
	return words
}

// slotChoice lists offered times in the reader's words, with the evidence against a day beside it.
func (to Reader) slotChoice(slots []coach.Slot, zone *time.Location, chosen string) *slack.RadioButtonsBlockElement {
	e := slack.NewRadioButtonsBlockElement(FieldSlot)
	for i, s := range slots {
		if i == 3 {
			break
		}
		o := slack.NewOptionBlockObject(strconv.FormatInt(s.At.Unix(), 10), label(to.slotWords(s, zone), blockkit.MaxOption),
			nil)
		if m := to.reason(s.Marked); m != "" {
			o.Description = label(sentence(m), blockkit.MaxOption)
		}
		e.Options = append(e.Options, o)
	}
	e.Options = append(e.Options, slack.NewOptionBlockObject(noSlot, label("No time yet", blockkit.MaxOption), nil))
	for _, o := range e.Options {
		if o.Value == chosen {
			e.InitialOption = o
		}
	}
	return e
}
