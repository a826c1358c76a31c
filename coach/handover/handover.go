// Package handover decides which leads of a rep go to which others, and how a lead is with its new rep. It writes
// nothing: package store moves leads, one by one.
package handover

import (
	"cmp"
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
)

// Which says which of a rep's leads go; the zero value is all of them, the closed ones too.
type Which string

// The kinds of leads that can be handed over by themselves.
const (
	All    Which = ""
	Open   Which = "open"
	Closed Which = "closed"
	Due    Which = "due" // what there is to do now or is overdue
	Warm   Which = "warm"
	Cold   Which = "cold" // also of unknown warmth, which runs as cold
	High   Which = "high"
	Low    Which = "low"
)

// Kinds are all of them, in the order in which they are offered.
func Kinds() []Which { return []Which{All, Open, Due, Warm, Cold, High, Low, Closed} }

// Has reports whether a lead is one of these; step is what it waits for. All but [All] and [Closed] are open ones.
func (w Which) Has(l coach.Lead, step coach.Step, now time.Time) bool {
	switch w {
	case All:
		return true
	case Closed:
		return !l.Open()
	case Open:
		return l.Open()
	case Due:
		return l.Open() && !step.Due.IsZero() && !step.Due.After(now)
	case Warm:
		return l.Open() && l.Warmth == coach.Warm
	case Cold:
		return l.Open() && l.Warmth != coach.Warm
	case High:
		return l.Open() && l.Potential == coach.PotentialHigh
	case Low:
		return l.Open() && l.Potential == coach.PotentialLow
	}
	return false
}

// How says how leads are shared out among several reps.
type How string

// The ways to share leads out.
const (
	InTurn    How = ""
	LeastBusy How = "least-busy" // to whoever has the fewest open leads by then
)

// Taker is a rep whom leads go to, and how many open ones they have.
type Taker struct {
	ID   string
	Open int
}

// Share is what one rep gets.
type Share struct {
	To    string
	Leads []coach.Lead
}

// Deal shares leads out, the most valuable ones first, so that nobody gets only what is left: those with an agreed
// call, then warm ones, then by potential, those who have been spoken to, and the oldest. In turn, each gets one more
// than another at most. Takers who get nothing have no share. The order of leads does not matter.
func Deal(leads []coach.Lead, to []Taker, how How) []Share {
	if len(to) == 0 {
		return nil
	}
	leads, takers := slices.Clone(leads), slices.Clone(to)
	slices.SortFunc(leads, func(a, b coach.Lead) int {
		return cmp.Or(-cmp.Compare(value(a), value(b)), a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
	shares := make([]Share, len(to))
	for i := range to {
		shares[i].To = to[i].ID
	}
	for i, l := range leads {
		at := i % len(takers)
		if how == LeastBusy {
			at = 0
			for j := range takers {
				if takers[j].Open < takers[at].Open {
					at = j
				}
			}
		}
		shares[at].Leads = append(shares[at].Leads, l)
		if l.Open() {
			takers[at].Open++
		}
	}
	return slices.DeleteFunc(shares, func(s Share) bool { return len(s.Leads) == 0 })
}

// value orders leads for [Deal].
func value(l coach.Lead) (n int) {
	p := l.Progress
	if !l.Open() {
		return 0
	}
	n = 1
	if p.Commitment != nil {
		n += 64
	}
	if l.Warmth == coach.Warm {
		n += 32
	}
	switch l.Potential {
	case coach.PotentialHigh:
		n += 16
	case coach.PotentialNormal:
		n += 8
	}
	if p.Spoken {
		n += 4
	}
	return n
}

// Fit is a lead as its new rep has it. What was read or known by way of the one before stays as it was: a number
// without a country code is one of that rep's country, and a lead whose clock nobody knows keeps theirs, since its days
// and windows were counted by it.
func Fit(l coach.Lead, from, to coach.Rep, now time.Time) coach.Lead {
	if l.Phone != "" {
		l = l.WithPhones(from)
	}
	if l.TZ == "" && from.TZ != to.TZ && l.Zone(from, now).From == coach.ZoneRep {
		l.TZ = from.TZ
	}
	return l
}

// Sum is what a share comes to.
type Sum struct {
	Leads, Open, Agreed int
	First               time.Time // the earliest agreed call still ahead; zero for none
}

// Count counts some leads.
func Count(leads []coach.Lead, now time.Time) (s Sum) {
	for _, l := range leads {
		s.Leads++
		if !l.Open() {
			continue
		}
		s.Open++
		if c := l.Progress.Commitment; c != nil && c.At.After(now) {
			if s.Agreed++; s.First.IsZero() || c.At.Before(s.First) {
				s.First = c.At
			}
		}
	}
	return s
}
