package phrases

import (
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach"
)

// Held is that somebody else in the workspace is after the same prospect. Of their lead nothing is said but this.
type Held struct {
	By, Name string    // Slack user id, and what they are called; of somebody of another team both are empty
	Number   bool      // what both have is a number, and not an address
	Called   time.Time // by them, the last time; zero for never, and of another team
	Until    time.Time // it is theirs until then; zero where it isn't
}

// Words say who it is and when they called. They stand in answers, in prep and on a lead's own page.
//
//	@Omar called this number 20 minutes ago. It's theirs until midnight.
func (h *Held) Words(to say.Reader) string {
	who, what := "A colleague", "address"
	if h.By != "" {
		who = say.Mention("@", h.By)
	}
	if h.Number {
		what = "number"
	}
	if h.Called.IsZero() || !h.Number { // nobody calls an address
		return who + " has this " + what + " too."
	}
	words := who + " called this number " + to.Ago(h.Called) + "."
	if h.Until.After(to.Now) {
		words += " It's theirs until " + to.Midnight(h.Until) + "."
	}
	return words
}

// Buttons are the one that asks them who goes on with it; none where nobody is named.
func (h *Held) Buttons(l coach.Lead) []slack.BlockElement {
	if h == nil || h.By == "" {
		return nil
	}
	name, _, _ := strings.Cut(strings.TrimSpace(h.Name), " ")
	if name == "" {
		name = "them"
	}
	return []slack.BlockElement{say.ButtonFor(ids.ActAskHolder, ids.Value(l.ID, h.By), "Ask "+say.Tidy(name, 20),
		say.PlainName(l, 40))}
}
