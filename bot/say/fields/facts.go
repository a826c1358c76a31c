package fields

import (
	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/facts"
)

// Inputs for facts, built from the table of package coach/facts, so that Add, Edit and the command line know the same
// ones. What stands in a field is the stored value, not the words for it, for it comes back when the form is sent.

// FactInput is the field of a fact of a known lead. What is known can be cleared in it: Slack's menus can't be emptied.
func FactInput(f facts.Fact, value string) slack.BlockElement {
	if len(f.Choices) == 0 {
		return factText(f.Key, f.Ask.Example, value, coach.MaxFact)
	}
	var pairs [][2]string
	for _, c := range f.Choices {
		if c.None {
			c.Value = Unset
		}
		pairs = append(pairs, [2]string{c.Value, c.Words})
	}
	if value == "" {
		value = Unset
	}
	if f.Radio {
		return Radio(f.Key, value, pairs...)
	}
	return menu(f.Key, value, pairs...)
}

// NewFactInput is the field of a fact of a new lead, which needs no option for clearing it.
func NewFactInput(f facts.Fact, value string) slack.BlockElement {
	if len(f.Choices) == 0 {
		return factText(f.Key, f.Ask.Example, value, f.Add.Most)
	}
	var pairs [][2]string
	for _, c := range f.Choices {
		if c.Value != "" {
			pairs = append(pairs, [2]string{c.Value, c.Words})
		}
	}
	return Radio(f.Key, value, pairs...)
}

// factText is an input of one line, at most so many characters; it starts with the value without marks that nobody
// sees.
func factText(key, example, value string, most int) *slack.PlainTextInputBlockElement {
	return TextInput(key, TidyInput(value), example, false, most)
}

// menu is a select of a few words.
func menu(field, chosen string, pairs ...[2]string) *slack.SelectBlockElement {
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, say.Label("Pick one", 150), field)
	for _, p := range pairs {
		o := slack.NewOptionBlockObject(p[0], say.Label(p[1], blockkit.MaxOption), nil)
		e.Options = append(e.Options, o)
		if p[0] == chosen {
			e.InitialOption = o
		}
	}
	return e
}
