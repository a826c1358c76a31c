package cards

import (
	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
)

// What a rep's record says of the first steps, among what they are told once.
const (
	FirstOver  = "begun" // they were skipped
	FirstHours = "hours" // the form of their hours was saved, with whatever in it
	FirstTried = "tried" // a log was tried
	FirstTeam  = "led"   // those of somebody who leads a team were skipped
)

// First is how far somebody is with their first steps: when I may write, whom to call, one log to try. They are the
// same on the Home and behind the first command.
type First struct {
	Rep   coach.Rep
	Hours bool // they have said when they want to be written to
	Leads bool // they have some
	Tried bool // a log was tried
}

// FirstOf is how far a rep is; nil where their first steps are done or were skipped.
func FirstOf(rep coach.Rep, leads bool) *First {
	f := First{Rep: rep, Leads: leads, Tried: rep.Knows(FirstTried),
		Hours: !rep.DigestSet.IsZero() || len(rep.Days) > 0 || rep.From != rep.To || rep.Knows(FirstHours)}
	if rep.Knows(FirstOver) || f.Hours && f.Leads && f.Tried {
		return nil
	}
	return &f
}

// Buttons are the steps that are left, and the way past them. The likeliest is the first: without hours a message may
// come at night.
func (f First) Buttons() []slack.BlockElement {
	var row []*slack.ButtonBlockElement
	if !f.Hours {
		row = append(row, say.Button(ids.ActSettings, "", "Set my hours…"))
	}
	if !f.Leads {
		row = append(row, say.Button(ids.ActImport, "", "Add or import leads…"))
	}
	if !f.Tried {
		row = append(row, say.Button(ids.ActTry, "", "Try one log…"))
	}
	row[0].Style = slack.StylePrimary
	return phrases.Taps(append(row, say.Button(ids.ActBegun, "", "Skip"))...)
}

// FirstContact says what this is to somebody who has no lead yet, when it writes and who reads along, and what to do
// first.
func FirstContact(to say.Reader, f First) say.Reply {
	p := &say.Page{To: to}
	comes := "Your list comes on working days at " + to.Minutes(f.Rep.DigestMinute()) + "."
	if f.Rep.Off {
		comes = "Messages are paused. `/followup settings on` resumes them."
	}
	p.Section("*I'm Followup.* Tell me how a call went; I tell you whom to call next, when and why.\n" +
		comes + " Managers of your team can see what is done on your leads.")
	p.Actions("a", f.Buttons()...)
	return p.Reply()
}
