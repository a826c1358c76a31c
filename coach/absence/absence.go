// Package absence holds what is kept of somebody who is not at work, and of leads that were put off to later days
// because too many had gathered. It decides nothing: what falls due when is package coach's.
package absence

import (
	"slices"
	"time"

	"github.com/followup-coach/followup/coach/calendar"
)

// Absence is a stretch in which nothing of a rep falls due and nothing is sent to them. It is one value of the rep's,
// whatever the number of their leads: none of these is written when somebody leaves. The zero value is nobody's.
type Absence struct {
	Since time.Time `json:"since,omitzero"`
	// Until is the first day back on the rep's calendar, wherever they are by then; empty where nobody knows it.
	Until string    `json:"until,omitempty"` // 2006-01-02
	Back  time.Time `json:"back,omitzero"`   // when it ended; zero while it lasts
	By    string    `json:"by,omitempty"`    // the manager who has put them on hold; empty for who left by themselves
	// Gathered: it ended by itself, and what had gathered is still to be spread. It is put out beside the journal, so that
	// whoever takes the spread back isn't given another one.
	Gathered bool `json:"gathered,omitempty"`
	// Cover is who sees to what is due meanwhile. With the absence it ends.
	Cover Cover `json:"cover,omitzero"`
}

// Over is the absence from its end on.
func (a Absence) Over(at time.Time) Absence {
	a.Back, a.Cover = at, Cover{}
	return a
}

// Lasts reports whether it has begun and nobody has ended it: the cadences stand still, even when the first day back
// has come and what has gathered is not dealt with yet.
func (a Absence) Lasts() bool { return !a.Since.IsZero() && a.Back.IsZero() }

// Paused reports whether a manager has put the rep on hold, until a manager ends it.
func (a Absence) Paused() bool { return a.Lasts() && a.By != "" }

// FirstDay is the first day back; false where nobody knows it.
func (a Absence) FirstDay() (calendar.Date, bool) {
	d, err := calendar.Parse(a.Until)
	return d, err == nil
}

// Covers reports whether a date of the rep's is one on which they were away. Of the day on which they left it is not
// asked how much of it was left.
func (a Absence) Covers(d calendar.Date, clock *calendar.Clock) bool {
	if a.Since.IsZero() || d < calendar.DateIn(a.Since.Unix(), clock) {
		return false
	}
	end, known := a.FirstDay()
	if !a.Back.IsZero() {
		end, known = calendar.DateIn(a.Back.Unix(), clock), true
	}
	return !known || d < end
}

// Spread is a number of leads on its way to later days, by value, at most so many on each. The leads that it has moved
// name it ([Move]), and their moves count for as long as it stands on their rep's record, newest or not. Whoever takes
// it back takes it off the rep, and none of its moves counts any more.
type Spread struct {
	At    time.Time `json:"at,omitzero"`   // when it was asked for; its name
	Why   string    `json:"why,omitempty"` // [Away], [Backlog] or [Park]
	Open  bool      `json:"open,omitempty"`
	Entry string    `json:"entry,omitempty"` // of the journal, by which it is taken back
	Leads int       `json:"leads,omitempty"` // moved so far
	Last  string    `json:"last,omitempty"`  // the last day that has some, 2006-01-02
	// Before are the spreads before it that stand, by their names, newest first: at most [spreadsKept].
	Before []time.Time `json:"before,omitempty"`
}

// spreadsKept bounds how many spreads a rep's record names: of one before those, what was parked comes back.
const spreadsKept = 20

// After is the spread behind another one, whose moves go on counting. Two that are asked for at one instant have
// different names, for that of one that was taken back stands on its leads still; nonce tells them apart, by less than
// a millisecond.
func (s Spread) After(last Spread, nonce uint32) Spread {
	s.At = s.At.Truncate(time.Millisecond).Add(time.Duration(nonce%uint32(time.Millisecond)) + 1)
	if !last.At.IsZero() {
		s.Before = append([]time.Time{last.At}, last.Before...)
		s.Before = s.Before[:min(len(s.Before), spreadsKept)]
	}
	return s
}

// stands reports whether the moves of the spread of that name count.
func (s Spread) stands(name time.Time) bool {
	return name.Equal(s.At) || slices.ContainsFunc(s.Before, name.Equal)
}

// Reasons of a spread.
const (
	Away    = "away"    // their rep was away
	Backlog = "backlog" // too many were long overdue
	Park    = "park"    // the same, and nothing is due before somebody says so
)

// What an absence, its end and a spread are called in the rep's journal.
const (
	OpAway   = "away"
	OpBack   = "back"
	OpSpread = "spread"
)

// Move is what a spread has done to a lead: nothing but an agreed call is due before From, unless a touch since has
// begun another gap. It ends by itself; nothing is written for that.
type Move struct {
	By   time.Time `json:"by"` // the spread's At
	From time.Time `json:"from"`
	Why  string    `json:"why"`
}

// Moves are those of a lead, the newest first: that before stays, for when the newest spread is taken back.
type Moves []Move

// Of is the newest one that counts for whoever's newest spread is s; false for none.
func (m Moves) Of(s Spread) (Move, bool) {
	for _, one := range m {
		if s.stands(one.By) {
			return one, true
		}
	}
	return Move{}, false
}

// movesKept is how many are kept of a lead.
const movesKept = 2

// With is the moves with one more. One by the same spread takes the place of what it did before.
func (m Moves) With(one Move) Moves {
	out := Moves{one}
	for _, before := range m {
		if !before.By.Equal(one.By) && len(out) < movesKept {
			out = append(out, before)
		}
	}
	return out
}
