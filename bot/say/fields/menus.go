package fields

import (
	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
)

// Menus that share one row of a form, so that a page of six fields has room for them. Slack tells of each choice at
// once; it is read when the form is sent.

// rowMenu is a menu of pairs of value and words; none is chosen when no value matches.
func rowMenu(field, placeholder, chosen string, pairs ...[2]string) *slack.SelectBlockElement {
	e := &slack.SelectBlockElement{Type: slack.OptTypeStatic, ActionID: field,
		Placeholder: say.Label(placeholder, blockkit.MaxOption)}
	for _, p := range pairs {
		o := slack.NewOptionBlockObject(p[0], say.Label(p[1], blockkit.MaxOption), nil)
		e.Options = append(e.Options, o)
		if p[0] == chosen {
			e.InitialOption = o
		}
	}
	return e
}

// MeetMenu asks how they meet at the agreed time (S1.5); a phone call unless chosen otherwise.
func MeetMenu(chosen string) *slack.SelectBlockElement {
	return rowMenu(Meet, "How you meet", chosen, [2]string{coach.MeetCall, "Phone call"},
		[2]string{coach.MeetVisit, "Visit"}, [2]string{coach.MeetVideo, "Video call"})
}

// HunchMenu asks for the gut feeling about one more call (S0.2).
func HunchMenu(chosen string) *slack.SelectBlockElement {
	var pairs [][2]string
	for _, c := range phrases.FactOf(Gut).Choices {
		if !c.None {
			pairs = append(pairs, [2]string{c.Value, c.Words})
		}
	}
	return rowMenu(Hunch, "Your hunch, 1 to 5", chosen, pairs...)
}

// Lead asks for one of the reader's leads. The field asks what it offers as it is opened and at each letter that is
// typed into it. It starts with a lead, or with a new one that has nothing but a name; starts is false where there is
// none, or the name is longer than an option carries.
func (f *Form) Lead(words, hint string, optional bool, chosen coach.Lead) (starts bool) {
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, say.Label("Pick or type a name", 150), Name)
	e.MinQueryLength = new(int)
	if e.InitialOption = newLeadOption(chosen.Name); chosen.ID != "" {
		e.InitialOption = leadOption(chosen)
	}
	f.Input(Name, words, hint, optional, e)
	return e.InitialOption != nil
}

// LeadOptions are leads to pick one of, and behind them a new one of a name, unless that is no name.
func LeadOptions(leads []coach.Lead, added string) []*slack.OptionBlockObject {
	out := make([]*slack.OptionBlockObject, 0, len(leads)+1)
	for _, l := range leads {
		out = append(out, leadOption(l))
	}
	if o := newLeadOption(added); o != nil {
		out = append(out[:min(len(out), blockkit.MaxOptions-1)], o)
	}
	return out
}

// leadOption is a lead with its contact, "Acme Corp · Pat Doe", or with how it ended.
func leadOption(l coach.Lead) *slack.OptionBlockObject {
	words, beside := say.PlainName(l, say.NameLength), say.Tidy(l.Contact, say.NameLength)
	if !l.Open() {
		beside = l.Progress.Closed.Info().Short
	}
	if beside != "" {
		words += " · " + beside
	}
	return slack.NewOptionBlockObject(l.ID, say.Label(words, blockkit.MaxOption), nil)
}

// newLeadOption is a lead that is to be made: "New lead: Acme Corp". nil where that can't be an option.
func newLeadOption(name string) *slack.OptionBlockObject {
	name = TidyInput(name)
	if name == "" || blockkit.Len(request.NewLead+name) > blockkit.MaxValue {
		return nil
	}
	words := say.Label("New lead: "+say.Tidy(name, say.NameLength), blockkit.MaxOption)
	return slack.NewOptionBlockObject(request.NewLead+name, words, nil)
}
