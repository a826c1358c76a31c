// Package logged reads out of the journal what was done: the names of its changes, and the touches of a day that stand.
package logged

import (
	"cmp"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// Correct and TakeOut name a change of something that was logged before, each in front of what it is now.
const (
	Correct = "correct"
	TakeOut = "takeout"
)

// erase is the change that forgets a lead; until the journal is rewritten, the name stands in older entries.
const erase = "erase"

// stop begins the name of a change that ends a lead because of what was said on another one.
const stop = "stop"

// Outcome is the outcome in the name of a change; empty when it was no touch.
func Outcome(op string) outcome.Outcome {
	_, o, _ := strings.Cut(op, " ")
	return outcome.Outcome(o)
}

// Since are the touches since midnight that stand, newest first, as the journal has them: a lead may have changed
// since, and its name there is the one that it had.
func Since(journal []store.Entry, midnight time.Time) []cards.Done {
	var out []cards.Done
	// The newest entry comes first, so that a correction is seen before what it corrects; of several the last one counts.
	amended := map[string]outcome.Outcome{} // by touch: what it is by a correction
	gone := map[string]bool{}               // leads that were erased: nothing is said of them
	for _, e := range journal {
		if gone[e.LeadID] = gone[e.LeadID] || e.Op == erase; gone[e.LeadID] {
			continue
		}
		// "log voicemail", "stop not-fit", "correct talked": what was done, and the outcome.
		o := Outcome(e.Op)
		word, _, _ := strings.Cut(e.Op, " ")
		if word == stop { // said on another lead: nobody has done anything on this one
			continue
		}
		if word == Correct || word == TakeOut {
			if amended[e.TouchID] == "" && !e.Undone {
				amended[e.TouchID] = o
			}
			continue
		}
		o = cmp.Or(amended[e.TouchID], o)
		if e.Undone || e.Undoes != "" || e.TouchID == "" || o == "" || e.LeadName == "" || e.At.Before(midnight) ||
			o == outcome.TakenOut || o == outcome.Calling ||
			o == outcome.Details || o == outcome.Explained {
			continue // the last three belong to a call that stands there by itself
		}
		done := cards.Done{Lead: coach.Lead{ID: e.LeadID, Name: e.LeadName}, Touch: coach.Touch{Outcome: o, At: e.At}}
		if e.Undoable {
			done.Change = e.ID
		}
		out = append(out, done)
	}
	return out
}
