package fields

import (
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// GroupNames are the headings under which outcomes stand in a menu.
var GroupNames = map[outcome.Group]string{
	outcome.NotReached: "Not reached", outcome.ReachedShort: "Reached, but short", outcome.LiveTalk: "Talked",
	outcome.CameToUs: "They came to us", outcome.Ended: "Closed", outcome.OtherTouch: "Other than a call",
}

// OutcomeSelect lists every outcome that a rep may log, in plain words, by group.
func OutcomeSelect(chosen outcome.Outcome, reached bool) *slack.SelectBlockElement {
	order := []outcome.Group{outcome.NotReached, outcome.ReachedShort, outcome.LiveTalk, outcome.CameToUs, outcome.Ended,
		outcome.OtherTouch}
	if reached {
		order = []outcome.Group{outcome.LiveTalk, outcome.ReachedShort, outcome.CameToUs, outcome.Ended, outcome.NotReached,
			outcome.OtherTouch}
	}
	return GroupedSelect(Outcome, chosen, order, func(o outcome.Info) bool { return o.Typed })
}

// GroupedSelect is a menu of outcomes under headings, in the order given. takes says which of them it has.
func GroupedSelect(field string, chosen outcome.Outcome, order []outcome.Group,
	takes func(outcome.Info) bool) *slack.SelectBlockElement {
	e := slack.NewOptionsGroupSelectBlockElement(slack.OptTypeStatic, say.Label("Pick one", 150), field)
	for _, g := range order {
		var options []*slack.OptionBlockObject
		for _, o := range outcome.All() {
			if o.Group != g || !takes(o) {
				continue
			}
			option := slack.NewOptionBlockObject(string(o.Code), say.Label(o.Label, blockkit.MaxOption), nil)
			options = append(options, option)
			if o.Code == chosen {
				e.InitialOption = option
			}
		}
		if len(options) > 0 {
			e.OptionGroups = append(e.OptionGroups, slack.NewOptionGroupBlockElement(say.Label(GroupNames[g], 75), options...))
		}
	}
	return e
}

// SlotChoice lists offered times in the reader's words, with the evidence against a day beside it.
func SlotChoice(to say.Reader, slots []coach.Slot, zone *time.Location, chosen string) *slack.RadioButtonsBlockElement {
	e := slack.NewRadioButtonsBlockElement(Slot)
	said := map[string]bool{} // one source is quoted once (S4.10)
	for i, s := range slots {
		if i == 3 {
			break
		}
		o := slack.NewOptionBlockObject(strconv.FormatInt(s.At.Unix(), 10),
			say.Label(to.SlotWords(s, zone), blockkit.MaxOption),
			nil)
		if m := phrases.Reason(to, s.Marked); m != "" && !said[m] {
			said[m] = true
			o.Description = say.Label(say.Sentence(m), blockkit.MaxOption)
		}
		e.Options = append(e.Options, o)
	}
	e.Options = append(e.Options, slack.NewOptionBlockObject(noSlot, say.Label("No time yet", blockkit.MaxOption), nil))
	for _, o := range e.Options {
		if o.Value == chosen {
			e.InitialOption = o
		}
	}
	return e
}

// noSlot is the value of Slot where no time was agreed on.
const noSlot = "0"
