package notify

import (
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/cover"
)

// Covered is what falls due today of a colleague's who is away, for whoever covers for them. It is no part of the
// reader's own day, and in none of its counts.
type Covered struct {
	Owner string
	Cards []coach.Card // in the order of a morning message
	Total int          // how many there are, with those that nobody has read
}

// CoveredMost is how many due leads of one colleague are read for a list: what is beyond it is only counted.
const CoveredMost = 20

// CoveredFor is what is due of a colleague's leads, which the store has found up to the end of the reader's day; total
// is how many it has. What only their own rep decides about is not in it: reviews, and what is no call.
func CoveredFor(r *coach.Rules, owner coach.Rep, leads []coach.Lead, total int, now time.Time) Covered {
	d := DigestFor(r, cover.Worked(owner), leads, now, nil)
	c := Covered{Owner: owner.ID, Total: total - len(leads)}
	for _, card := range slices.Concat(d.Asks, d.Commitments, d.Cards, d.Later, d.Also) {
		if kind := card.Step.Kind; card.Step.IsCall() || kind == coach.StepDidIt || kind == coach.StepNeedsDate {
			c.Cards = append(c.Cards, card)
		}
	}
	c.Total += len(c.Cards)
	return c
}
