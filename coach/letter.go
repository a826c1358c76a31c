package coach

import (
	"time"

	"github.com/followup-coach/followup/coach/absence"
)

// Letter is what one person writes to another through the coach: a message to a prospect that a colleague is to look
// at, or what they say to it (S2.24); or what the coach itself has to say at once. Nobody sees of a lead more than what
// stands in the text. Package notify has it on its way to its reader.
type Letter struct {
	ID    string    `json:"id"`
	From  string    `json:"from"` // Slack user id
	To    string    `json:"to"`   // a user, or a channel
	Text  string    `json:"text"`
	About string    `json:"about,omitempty"` // of an answer: what was asked about
	At    time.Time `json:"at"`

	// Shared: it asks who goes on with a prospect that both have; Text is the number or the address
	Shared bool `json:"shared,omitempty"`

	// Of a comment on a lead of the reader's: how the lead is called, and its id
	On     string `json:"on,omitempty"`
	OnLead string `json:"onlead,omitempty"`

	Back  string `json:"back,omitempty"`  // of one that comes back: whom it couldn't reach
	Owner string `json:"owner,omitempty"` // of one about a gift: the rep whose lead it is for…
	Lead  string `json:"lead,omitempty"`  // …and the lead

	// Of the coach's own about a lead whose name is Text, which has ended for the do-not-call list, or is back: who was
	// asked on another lead…
	Stopped  string    `json:"stopped,omitempty"`
	Released string    `json:"released,omitempty"` // …or has taken that back
	Call     time.Time `json:"call,omitzero"`      // and the agreed call that is off, or stands again

	Paused  string `json:"paused,omitempty"`  // of the coach's own: which manager has put the reader on hold…
	Resumed string `json:"resumed,omitempty"` // …or has ended that

	// Of the coach's own about leads that change hands: how many, and how many of them have an agreed call…
	Leads int `json:"leads,omitempty"`
	Calls int `json:"calls,omitempty"`
	// …of whom the reader has them now, who has the reader's, or whose wait since they left; and who decided so.
	Came    string   `json:"came,omitempty"`
	Went    []string `json:"went,omitempty"`
	Left    string   `json:"left,omitempty"`
	Decided string   `json:"decided,omitempty"`

	// Of the coach's own about who covers for From, who is away: what of it, and the colleague. The letter that asks has
	// the cover's id.
	Cover     absence.News `json:"cover,omitempty"`
	Colleague string       `json:"colleague,omitempty"`
}

// Own reports whether the letter is the coach's own, and no person's.
func (l Letter) Own() bool {
	return l.Stopped+l.Released+l.Paused+l.Resumed != "" || l.Leads > 0 || l.Cover != ""
}

// Answers reports whether the letter is an answer to another one.
func (l Letter) Answers() bool { return l.Back == "" && l.About != "" }

// Asked reports whether somebody was asked by the letter: it went to them, or to the channel in which they saw it.
func (l Letter) Asked(user, channel string) bool {
	return !l.Answers() && !l.Own() && l.Back == "" && l.From != "" &&
		(l.To == user || channel != "" && l.To == channel)
}
