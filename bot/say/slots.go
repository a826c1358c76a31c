package say

import (
	"slices"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach"
)

// Times to choose from, at most three, where words named no time. Text has them as date tokens; buttons and options,
// which know no tokens, in the reader's zone and in the lead's where the clocks differ.

// slots offers concrete times in place of words that are no date.
func (p *page) slots(s Saved) {
	words := "Which day and time?"
	switch {
	case s.Vague == "" && s.Touch.Material != nil:
		words = "When do you go through it together? Without a time, sending it ends the talk."
	case s.Law != nil:
		words = "“" + quote(s.Vague, 60) + "” isn't planned: " + quote(p.to.plainThere(s.Law.At, s.Law.Zone.Loc), 80) +
			" is outside " + p.to.span(s.Law.Hours()) + ", the hours in which people may be called."
	case s.Wrong != "":
		words = "“" + quote(s.Vague, 60) + "” isn't planned: " + quote(s.Wrong, 120)
	case !s.Passed.IsZero():
		words = "“" + quote(s.Vague, 60) + "” is " + p.to.when(s.Passed) + ", which has passed."
	case s.Vague != "" && s.DayOnly:
		words = "“" + quote(s.Vague, 60) + "” still needs a time of day."
	case s.Vague != "":
		words = "“" + quote(s.Vague, 60) + "” isn't a time I can hold anybody to."
	}
	if s.Touch.Outcome == "" { // an offer alone: nothing above it says what [Undo] takes back
		now := "needs a date"
		if s.Lead.Progress.Commitment != nil {
			now = "a new date is wanted; the call agreed before stays until then"
		}
		words = "✓ *Noted:* " + who(s.Lead) + " · " + now + "\n" + words
	}
	if len(s.Slots) == 0 {
		if slices.ContainsFunc(s.Step.Because, func(r coach.Reason) bool { return r.Code == coach.ReasonOutside }) {
			words += " Their day and your hours don't meet, so there's none to offer."
		}
		p.section(
			words +
				" Once you know it: `/followup next` with the lead, the day and the time, for example `/followup next Acme Thu " +
				"16:00`.")
		p.actions("slots", buttonFor(ActNextForm, Value(s.Lead.ID), "Another time…", plainName(s.Lead, 40)))
		return
	}
	switch s.Offer {
	case OfferAgreed:
		words = "Agreed on it? One tap books it:"
	case OfferTry:
		words = "One tap plans the next try:"
	default:
		words += " Offer one of these:"
	}
	// Text and buttons name the same times in the same order, so that "the second one" means one thing.
	zone := s.Step.Zone.Loc
	var buttons []slack.BlockElement
	var said []string
	for i, slot := range s.Slots {
		if i == 3 {
			break
		}
		words, act := p.to.slotWords(slot, zone), ActSlot
		switch s.Offer {
		case OfferAgreed:
			words = "Agreed: " + words
		case OfferTry:
			words, act = "Try again "+words, ActTryAt
		}
		b := button(numbered(act, i), Value(s.Lead.ID, strconv.FormatInt(slot.At.Unix(), 10)), words)
		if i < len(s.Places) && !sameClock(slot.At, p.to.zone(), s.Places[i]) {
			b.Text.Text += " (" + p.to.hourThere(slot.At.In(s.Places[i])) + " in " + place(s.Places[i]) + ")"
		}
		buttons = append(buttons, b)
		said = append(said, p.to.both(slot.At, zone)+p.to.marked(slot))
	}
	p.section(words + "\n" + joined(said, "or"))
	if s.Offer == OfferSlots {
		buttons = append(buttons, buttonFor(ActNextForm, Value(s.Lead.ID), "Another time…", plainName(s.Lead, 40)))
	}
	p.actions("slots", buttons...)
}

// marked is what speaks against a slot, "" for nothing. It is offered all the same.
func (to Reader) marked(slot coach.Slot) string {
	if slot.Marked.Code == "" {
		return ""
	}
	if m := to.reason(slot.Marked); m != "" {
		return " (" + m + ")"
	}
	return ""
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
