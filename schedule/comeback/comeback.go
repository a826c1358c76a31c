// Package comeback brings reps back from an absence, and spreads over their working days what has gathered.
//
// An absence ends by itself when the rep's first working day back begins. What the coach has held back is then due all
// at once, so that it is spread: at most so many leads a day, by value (package spread). A spread is asked for by one
// change of the rep's record, which says that it is open; its leads are moved in batches after that. Whoever is
// interrupted is followed by somebody else, who sees by the leads' own records how far it has come, and goes on.
package comeback

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/spread"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/ledger"
)

// Desk is where reps come back to.
type Desk struct {
	Space *store.Workspace
	Rules *coach.Rules
	Now   func() time.Time

	Moved func() // tests: told after each batch
}

// Return does what an entry of kind [ledger.KindReturn] asks for: it ends the absence of a rep whose first day back has
// come, and goes on with a spread that is open, to its end. It may be interrupted and done again.
func (d Desk) Return(ctx context.Context, due ledger.Due) error {
	for try := 1; ; try++ {
		now := d.Now()
		seen, err := d.Space.Records.Read(ctx, store.Query{Rep: due.Rep, Now: now})
		if err != nil {
			return err
		}
		rep := seen.Rep
		switch back := d.comes(rep, now); {
		case rep.Spread.Open:
			err = d.spread(ctx, rep, now)
		case rep.Away.Gathered:
			if err = d.ask(ctx, seen, now); err == nil {
				continue
			}
		case back.After(now):
			next := due
			next.At, next.For = back, back
			return d.Space.DueIndex.Reschedule(ctx, &next, due)
		case !rep.Away.Lasts() || back.IsZero():
			return d.Space.DueIndex.Drop(ctx, due)
		default:
			if err = d.end(ctx, seen, now); err == nil {
				continue
			}
		}
		if !store.TryAgain(ctx, try, err) {
			return err
		}
	}
}

// end ends an absence whose first day back has come. What has gathered is spread by a change of its own, which can be
// taken back alone: nobody is away again by that.
func (d Desk) end(ctx context.Context, seen store.Snapshot, now time.Time) error {
	rep := seen.Rep
	rep.Away = rep.Away.Over(now)
	rep.Away.Gathered = true
	return d.Space.Write(ctx, seen, store.Change{Op: absence.OpBack, Now: now, Rep: &rep, KeepDigest: true, Reindex: true})
}

// ask asks for the spread of what has gathered.
func (d Desk) ask(ctx context.Context, seen store.Snapshot, now time.Time) error {
	rep := seen.Rep
	rep.Spread = absence.Spread{At: now, Why: absence.Away, Open: true, Entry: store.NewID()}.After(rep.Spread,
		rand.Uint32())
	return d.Space.Write(ctx, seen, store.Change{Op: absence.OpSpread, Now: now, Rep: &rep, KeepDigest: true,
		Reindex: true, Entry: rep.Spread.Entry, Undoable: true})
}

// batch is how many leads one write moves.
const batch = 50

// spread moves what the spread of a rep's record has not moved yet.
func (d Desk) spread(ctx context.Context, rep coach.Rep, now time.Time) error {
	plan := spread.New(d.Rules, rep, now)
	err := d.Space.EachDue(ctx, rep.ID, plan.Reach, func(leads []coach.Lead) error {
		for _, l := range leads {
			plan.Add(l)
		}
		return nil
	})
	if err != nil && codec.DamagedIn(err) == nil { // what can't be read is moved nowhere
		return err
	}
	through := rep.Spread
	for ids := range slices.Chunk(plan.Order(), batch) {
		err := d.Space.Move(ctx, rep.ID, &through, ids, func(rep coach.Rep, leads []coach.Lead) []store.Moved {
			moved := make([]store.Moved, len(leads))
			for i, l := range leads {
				l, _ = plan.Move(l)
				moved[i] = store.Moved{Lead: l, Attention: d.Rules.Timers(l, rep, now)}
			}
			through.Leads, through.Last = plan.Moved, plan.Last
			return moved
		})
		if err != nil {
			return err
		}
		if d.Moved != nil {
			d.Moved()
		}
	}
	through.Open, through.Leads, through.Last = false, plan.Moved, plan.Last
	return d.Space.Move(ctx, rep.ID, &through, nil, func(coach.Rep, []coach.Lead) []store.Moved { return nil })
}

// comes is when somebody who is away is back at work: zero for who isn't away, now at the earliest for who is back.
func (d Desk) comes(rep coach.Rep, now time.Time) time.Time {
	at := rep.Returns()
	if at.IsZero() || at.After(now) {
		return at
	}
	works, clock := d.Rules.WorkDays(rep), calendar.ClockOf(rep.Location())
	for days := range workWithin {
		if works(calendar.DateIn(now.Unix(), clock) + calendar.Date(days)) {
			if days == 0 {
				return now
			}
			return rep.Midnight(now, days)
		}
	}
	return now
}

// workWithin is within how many days somebody works again, holidays or not.
const workWithin = 45
