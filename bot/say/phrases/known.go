package phrases

import (
	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach"
)

// KnownButtons say which of some leads a new one is: "It's Acme Corp". Each carries its lead and what else is given.
func KnownButtons(action string, leads []coach.Lead, carried ...string) []*slack.ButtonBlockElement {
	buttons := make([]*slack.ButtonBlockElement, 0, len(leads)+1)
	for i, words := range LeadLabels(leads, MostLabel-len("It's ")) {
		value := ids.Value(append([]string{leads[i].ID}, carried...)...)
		b := say.Button(say.Numbered(action, i), value, "It's "+words)
		b.AccessibilityLabel = blockkit.Truncate("It's "+say.PlainName(leads[i], 60), blockkit.MaxButton)
		buttons = append(buttons, b)
	}
	return buttons
}

// LeadLabels are leads on buttons of at most so many characters, each by its name, with its contact where that fits or
// the name alone says too little: two buttons never read the same.
func LeadLabels(leads []coach.Lead, most int) []string {
	labels := make([]string, len(leads))
	used := map[string]bool{}
	for i, l := range leads {
		full, contact := say.PlainName(l, 50), say.Tidy(l.Contact, 20)
		if contact != "" && l.Contact != l.Name {
			full += " · " + contact
		}
		words := full
		if blockkit.Len(full) > most {
			words = say.PlainName(l, most)
		}
		// Two leads of one name differ by their contacts, even where that makes the label longer.
		if used[words] {
			words = full
		}
		used[words], labels[i] = true, words
	}
	return labels
}
