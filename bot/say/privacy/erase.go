// Package privacy says what leaves and what goes for good: erasing a lead, files of one's own leads, and who did what
// to a lead. An answer has at most 40 words.
package privacy

import (
	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/coach"
)

// EraseForm asks whether a lead is to be erased, and names what goes and what nobody here can take back.
func EraseForm(to say.Reader, l coach.Lead, meta request.Meta) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "Erase this lead?", Submit: "Erase for good",
		Callback: fields.FormErase, Meta: meta}
	f.Meta.Lead, f.Meta.Version = l.ID, l.Version
	// What goes and what stays, before what nobody here can reach.
	f.Section(say.Who(l) + "\nEverything kept of them goes for good" + entries(l.Progress.Touches) + ". Counts and a " +
		"do-not-call stay.")
	f.Context("I can't reach messages already in Slack, backups, webhook receivers, and notes on other leads.")
	return f.View()
}

// entries counts what was logged.
func entries(n int) string {
	if n == 0 {
		return ""
	}
	return ", " + say.Counted(n, "entry")
}

// Erased says that a lead is gone. It is kept for a day with the change, so that it names nobody.
func Erased(to say.Reader, touches int) say.Reply {
	p := &say.Page{To: to}
	p.Section("✓ Erased: the lead" + entries(touches) + ". Your counts stay. That you did it is kept, without a name.")
	return p.Reply()
}
