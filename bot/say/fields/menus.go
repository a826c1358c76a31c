package fields

import (
	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
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
