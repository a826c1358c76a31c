package coach

import "time"

// Message is what a rep or a channel gets without having asked: a plain value that bot renders and schedule sends. It
// is one of Digest, Nudge, Ping and Summary.
type Message interface{ isMessage() }

// Card is a lead with what comes next for it.
type Card struct {
	Lead Lead
	Step Step
}

// Digest is a rep's morning message. The three lists together hold at most Limits.DigestCards cards.
type Digest struct {
	Rep         string
	Date        string // rep-local, 2006-01-02: with the rep it names the deed
	Asks        []Card // needs a date; did it happen?
	Commitments []Card // by time
	Cards       []Card // calls, reviews, tasks and light's question: window closing soonest, warm, high, oldest first
	More        int    // how many others are due
	Tip         *Tip   // chosen for what is due; nil for none
	Late        bool   // sent more than an hour after its time
	// SelfReport is the rep's own figures, with the first digest of their week; nil for none.
	Mirror *SelfReport
}

// Empty reports whether there is nothing to say: no message is sent then.
func (d Digest) Empty() bool { return len(d.Asks)+len(d.Commitments)+len(d.Cards)+d.More == 0 }

// Nudge reminds of the second tries of the coming hour.
type Nudge struct {
	Rep   string
	Cards []Card // by due time
}

// Ping comes ten minutes before an agreed call; with Still, it is that message's update five minutes after the time.
type Ping struct {
	Rep   string
	Card  Card
	Prep  Prep // its Card is the Card above
	Still bool
}

// Summary is a team's totals for its channel: no rep's numbers, no notes.
type Summary struct {
	Team     Team
	From, To time.Time
	Totals   Totals
}

func (Digest) isMessage()  {}
func (Nudge) isMessage()   {}
func (Ping) isMessage()    {}
func (Summary) isMessage() {}
