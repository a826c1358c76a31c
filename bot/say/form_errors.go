package say

import (
	"time"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach"
)

// Errors at the fields of a form, at most 300 characters each ([FormErrors] cuts them). Slack shows them as plain
// text: nothing is escaped, names are cleaned and cut, and an instant is in the rep's zone in words.

// Texts at the fields of a form. They know no tokens: times are the rep's local time in words.
const (
	ErrOutcome = "Pick what happened."
	ErrName    = "A lead needs a name, for example Acme Corp."
	ErrReason  = "Fewer than five calls so far. Say in a few words why it ends now."
	ErrDate    = "Pick a day."
)

// Texts at the fields of the Settings form.
const (
	ErrClock = "Pick a time."
	ErrDays  = "Pick at least one day."
	ErrHours = "Working hours end on the same day, at least an hour after they begin."
	ErrZone  = "I don't know that place. Try a big city nearby, like Chicago or Berlin."
)

// ErrPhone is for a number that cannot be dialled, typed or filled in.
var ErrPhone = factOf(coach.FactPhone).Expected

// Texts for the end of their contract.
const (
	ErrEnds  = "A contract's end belongs to “Has a solution”. Leave it empty otherwise."
	ErrEnded = "That day is in the past."
)

// ErrNext is for an agreed call in the past.
func ErrNext(to Reader, at time.Time) string {
	return "That's in the past: " + to.words(at) + "."
}

// ErrWhen is for a call that happened later than now.
func ErrWhen(to Reader, at time.Time) string {
	return "That's in the future: " + to.words(at) + ". A call to come belongs below."
}

// ErrLaw is for an instant at which nobody may be called; it names the nearest ones to come at which one may.
func ErrLaw(to Reader, e *coach.LawError) string {
	words := blockkit.Plain(to.outsideHours(e))
	var nearest []string
	for _, at := range []time.Time{e.Before, e.After} {
		if at.After(to.Now) {
			nearest = append(nearest, to.words(at))
		}
	}
	if len(nearest) == 0 {
		return words
	}
	return words + " Try " + joined(nearest, "or") + "."
}

// ErrNote is for a note that is too long.
func ErrNote(n int) string {
	return "The note has " + thousands(n) + " characters, " + thousands(coach.MaxNote) + " at most."
}

// ErrClosed is for a lead that is over.
func ErrClosed(to Reader, l coach.Lead) string {
	p := l.Progress
	switch {
	case p.Closed != coach.DoNotCall:
		return plainName(l, 60) + " is closed: " + closedResult(p.Closed) + " (" + to.words(p.ClosedAt) + ")."
	case p.ClosedBy != "":
		return plainName(l, 60) + " asked a colleague of yours not to be called (" + to.words(p.ClosedAt) + ")."
	}
	return plainName(l, 60) + " asked not to be called (" + to.words(p.ClosedAt) + ")."
}

// ErrWhich is for a name that several leads could have, or, near, that only resembles theirs.
func ErrWhich(named string, candidates []coach.Lead, near bool) string {
	names := make([]string, len(candidates))
	for i, l := range candidates {
		names[i] = plainName(l, 40)
	}
	if near {
		return "No lead called " + tidy(named, 60) + ". Did you mean " + joined(names, "or") + "?"
	}
	return "Several leads fit: " + joined(names, "or") + ". Give more of the name."
}

// ErrUnknown is for a name that is near no lead's.
func ErrUnknown(named string) string {
	return "No lead called " + tidy(named, 60) + ". The command add makes a new one."
}

// What stands against a wrap-up page that is sent after all.
const (
	ErrTakenBack = "The call was undone meanwhile, so nothing of this is saved. It stays here for you to copy."
	ErrMaterial  = "Say what it is, for example Price list."
)

// ErrOpened is for the end of a lead that is open again.
func ErrOpened(l coach.Lead) string {
	return plainName(l, 60) + " was reopened meanwhile. What you wrote stays here for you to copy."
}

// ErrTaken is for the name of a lead that exists.
func ErrTaken(named string) string {
	return "You have a lead called " + tidy(named, 60) + " already."
}
