// Package notify composes what people get without having asked, as plain values: a rep's morning [Digest], a [Nudge]
// before a second try, a [Ping] before an agreed call, what becomes of a gift, a team's [Summary], and a [Letter] that
// one person writes to another through the coach. Each is one [Message]. When it goes out and that it does so once is
// package schedule's, its words and blocks are package bot's.
package notify

import (
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/prep"
	"github.com/followup-coach/followup/coach/reach"
	"github.com/followup-coach/followup/coach/selfreport"
	"github.com/followup-coach/followup/coach/teamday"
	"github.com/followup-coach/followup/coach/tips"
)

// Message is what a rep or a channel gets without having asked: a plain value that bot renders and schedule sends. It
// is one of [Digest], [Nudge], [Ping], [Called], [Summary], [TeamDay], [GiftAsk], [GiftAnswer], [Letter],
// [Moved] and [Absent].
type Message interface{ isMessage() }

// MostDMs is how many messages a day a rep gets at most: as many as the installation allows, fewer if they want fewer.
// Reminders of agreed calls and answers are not among them.
func MostDMs(l coach.Limits, rep coach.Rep) int {
	if rep.DMs == 0 {
		return l.DMsPerDay
	}
	return min(rep.DMs, l.DMsPerDay)
}

// Digest is a rep's morning message. The first four lists together hold at most [coach.Limits].DigestCards cards: those
// that are shown with their buttons.
type Digest struct {
	Rep         string
	Date        string       // rep-local, 2006-01-02: with the rep it names the delivery
	Asks        []coach.Card // needs a date; did it happen? reviews and light's question
	Commitments []coach.Card // by time
	Cards       []coach.Card // calls that can be made now: window closing soonest, warm, high, oldest first
	Later       []coach.Card // calls of later today in the same order, then tasks
	// Also is the rest of today in the order of the others, at the end what can't be called in the rep's hours at all.
	Also []coach.Card
	More int // how many others are due that nobody has looked at
	// Still are those of Also that are named because they stand still, in the first digest of the rep's week.
	Still []coach.Card
	Tip   *tips.Tip // chosen for what is due; nil for none
	// Hints are lines of how for the first cards of somebody new, by the lead's id (S1.4); see [advice.Hints].
	Hints map[string]tips.Tip
	Late  bool // sent more than an hour after its time
	// SelfReport is the rep's own figures, with the first digest of their week; nil for none.
	SelfReport *selfreport.Report
	// Learned is what the rep's own calls have overturned, in the first digest after that; nil for nothing.
	Learned *reach.Learned
	// Spread is what had gathered during an absence and was spread this morning; nil for nothing.
	Spread *absence.Spread
	// Backlog is how many calls are overdue for so long that it is offered to spread them, 0 where it isn't.
	Backlog int
	// Damaged are the names of due leads that can't be read, "" for one that nobody knows any more.
	Damaged []string
	// Covered is what is due of colleagues who are away, and for whom the rep covers. It is in no count of theirs.
	Covered []Covered
}

// Empty reports whether there is nothing to say: no message is sent then.
func (d Digest) Empty() bool { return d.Total()+len(d.Damaged)+len(d.Covered) == 0 }

// Total is how many leads the digest speaks of.
func (d Digest) Total() int {
	return len(d.Asks) + len(d.Commitments) + len(d.Cards) + len(d.Later) + len(d.Also) + d.More
}

// Shown are the cards with buttons, in their order.
func (d Digest) Shown() []coach.Card { return slices.Concat(d.shown()...) }

func (d Digest) shown() [][]coach.Card {
	return [][]coach.Card{d.Asks, d.Commitments, d.Cards, d.Later}
}

// Nudge reminds of the second tries of the coming hour. Of leads that a colleague covers it goes to them, as a [Ping]
// and a [Called] do.
type Nudge struct {
	Rep   string       // whose leads they are
	Cards []coach.Card // by due time
	Theirs
}

// Theirs says of a message that it goes to a colleague, who covers for the rep whose leads it is about.
type Theirs struct {
	Owner string // that rep; empty where it goes to themselves
}

// Ping comes ten minutes before an agreed call; with Still, it is that message's update five minutes after the time.
type Ping struct {
	Rep   string
	Card  coach.Card
	Prep  prep.Prep // its Card is the Card above
	Still bool
	Theirs
}

// CalledAfter is how long after [Calling now] the same message asks what came of the call.
const CalledAfter = 2 * time.Minute

// Called asks what came of a call that a rep said they were making. It takes the place of the message in which they
// said so, and never comes as one of its own. Where the lead is closed by then, it says that; one that is gone has no
// card.
type Called struct {
	Rep  string
	Card coach.Card
	Spot Spot
	Theirs
}

// Spot is a message that somebody has tapped in, as it is changed afterwards.
type Spot struct {
	URL     string // changes it for half an hour
	Message string // its ts
	Surface string // what it is, for a tap on it; empty for a card among others
	Posted  bool   // it stands among the bot's messages for good
	By      string `json:",omitempty"` // the colleague who covers and has tapped; empty for the lead's own rep
}

// SpotOf names what is kept of the message in which a rep said that they are calling a lead.
func SpotOf(lead string) string { return "called-" + lead }

// GiftAsk asks a manager about a gift that one of their reps wants to send (S2.22); GiftAnswer brings the answer back
// to the rep.
type (
	GiftAsk struct {
		Rep, Manager string
		Card         coach.Card
	}
	GiftAnswer struct {
		Rep  string
		Card coach.Card
	}
)

// Summary is a team's totals for its channel: no rep's numbers, no notes.
type Summary struct {
	Team     coach.Team
	From, To time.Time
	Totals   Totals
}

// TeamDay is how the reps of a team stand, for one of its managers, on the day of the team's summary.
type TeamDay struct {
	Team coach.Team
	// From and To are the days of which calls are counted, the week until the one before the message; To is the last of
	// them.
	From, To time.Time
	ThisWeek bool // they are of the week in which the message comes, which each rep sees too
	Lines    []teamday.Line
	More     int // reps who have no line here
}

// Empty reports whether there is nothing to say: nobody called and nothing is due.
func (d TeamDay) Empty() bool {
	return !slices.ContainsFunc(d.Lines, func(l teamday.Line) bool {
		return l.Calls+l.Due+l.Agreed+l.Undated+l.Reviews+l.More > 0
	})
}

// Letter is a letter between two people on its way to its reader.
type Letter struct {
	coach.Letter
	Card coach.Card // of one about a gift: its lead, as it is when the letter is read

	Asks CoverAsk // of one that asks whether its reader covers for somebody
}

// CoverAsk is what somebody is asked to cover: how many leads fall due until when.
type CoverAsk struct {
	Due   int
	Until string // the first day back, 2006-01-02
}

func (Digest) isMessage()     {}
func (Nudge) isMessage()      {}
func (Ping) isMessage()       {}
func (GiftAsk) isMessage()    {}
func (GiftAnswer) isMessage() {}
func (Letter) isMessage()     {}
func (Called) isMessage()     {}
func (Summary) isMessage()    {}
func (TeamDay) isMessage()    {}
func (Moved) isMessage()      {}
func (Absent) isMessage()     {}
