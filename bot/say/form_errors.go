package say

import (
	"time"

	"github.com/followup-coach/followup/coach"
)

// Errors at the fields of a form, at most 300 characters each ([FormErrors] cuts them). Slack shows them as plain
// text: nothing is escaped, names are cleaned and cut, and an instant is in the rep's zone in words.

// Texts at the fields of a form. They know no tokens: times are the rep's local time in words.
const (
	ErrOutcome = "Pick what happened."
	ErrName    = "A lead needs a name, for example Acme Corp."
	ErrReason  = "Fewer than five calls were made so far. Say in a few words why it ends now."
	ErrDate    = "Pick a day."
)

// ErrPhone is for a number that cannot be dialled, typed or filled in.
var ErrPhone = factOf(coach.FactPhone).Expected

// Texts for the end of their contract.
const (
	ErrEnds  = "A contract's end belongs to “Already has a solution”. Leave it empty otherwise."
	ErrEnded = "That day has passed. A contract to come back for ends ahead of us."
)

// ErrNext is for an agreed call in the past.
func ErrNext(to Reader, at time.Time) string {
	return "That's " + to.words(at) + ", which has passed. The next call needs a time ahead."
}

// ErrWhen is for a call that happened later than now.
func ErrWhen(to Reader, at time.Time) string {
	return "That's " + to.words(at) + ", still ahead. Here goes when it happened; a call to come belongs below."
}

// ErrLaw is for an instant at which nobody may be called; it names the nearest ones to come at which one may.
func ErrLaw(to Reader, e *coach.LawError) string {
	words := "That's " + to.plainThere(e.At, e.Zone.Loc) + ", when people may not be called."
	var nearest []string
	for _, at := range []time.Time{e.Before, e.After} {
		if at.After(to.Now) {
			nearest = append(nearest, to.words(at))
		}
	}
	if len(nearest) == 0 {
		return words
	}
	return words + " Try " + joined(nearest, "or") + " your time."
}

// plainThere is an instant by the lead's clock with its place, without tokens.
func (to Reader) plainThere(at time.Time, zone *time.Location) string {
	if zone == nil {
		return to.words(at)
	}
	return to.hourThere(at.In(zone)) + " in " + place(zone)
}

// ErrNote is for a note that is too long.
func ErrNote(n int) string {
	return "The note has " + thousands(n) + " characters; " + thousands(coach.MaxNote) + " is the most I can keep."
}

// ErrClosed is for a lead that is over.
func ErrClosed(to Reader, l coach.Lead) string {
	p := l.Progress
	switch {
	case p.Closed != coach.DoNotCall:
		return plainName(l, 60) + " is closed, " + lower(closedWords(p.Closed)) + " (" + to.words(p.ClosedAt) + ")."
	case p.ClosedBy != "":
		return plainName(l, 60) + " told a colleague of yours not to call any more (" + to.words(p.ClosedAt) +
			"). Nothing is logged for them since then."
	}
	return plainName(l, 60) + " asked not to be called any more (" + to.words(p.ClosedAt) +
		"). Nothing is logged for them since then."
}

// ErrWhich is for a name that several leads could have, or, near, that only resembles theirs.
func ErrWhich(named string, candidates []coach.Lead, near bool) string {
	names := make([]string, len(candidates))
	for i, l := range candidates {
		names[i] = plainName(l, 40)
	}
	if near {
		return "I know no " + tidy(named, 60) + ". Did you mean " + joined(names, "or") + "?"
	}
	return "Several leads fit: " + joined(names, "or") + ". Give more of the name."
}

// ErrUnknown is for a name that is near no lead's.
func ErrUnknown(named string) string {
	return "I find no lead called " + tidy(named, 60) + ". The command add makes a new one."
}

// What stands against a wrap-up page that is sent after all.
const (
	ErrTakenBack = "The call that this belongs to was taken back meanwhile, so nothing of this is saved. It stays here " +
		"for you to copy."
	ErrMaterial = "Where in it, and where it is, belong to something: say what it is, for example Price list."
)

// ErrOpened is for the end of a lead that is open again.
func ErrOpened(l coach.Lead) string {
	return plainName(
		l, 60) + " was opened again meanwhile, so there's no end to explain. What is written here stays for you to copy."
}

// ErrTaken is for the name of a lead that exists.
func ErrTaken(named string) string {
	return "You have a lead called " + tidy(named, 60) + " already."
}
