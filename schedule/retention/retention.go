// Package retention takes leads away that were closed so long ago that the installation no longer keeps them. It does
// nothing unless the configuration says for how long they are kept (limits.keep_closed).
package retention

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/codec"
)

// batch is how many leads of a rep go together: the rep's audit list is walked over once for each.
const batch = 500

// Keeper takes away what is kept no longer. All fields are required.
type Keeper struct {
	Space *store.Workspace
	Rules *coach.Rules
	Now   func() time.Time
	Log   *slog.Logger // hears how many leads went, and of nobody in particular
}

// Clear takes the leads of every rep away that were closed before the days that they are kept. It may be interrupted
// and called again.
func (k Keeper) Clear(ctx context.Context) error {
	days := k.Rules.Limits().KeepClosed
	if days == 0 {
		return nil
	}
	now := k.Now()
	reps, err := k.Space.Records.Reps(ctx)
	if err != nil {
		return err
	}
	gone := 0
	for _, rep := range reps {
		var old []string
		err := k.Space.EachLead(ctx, rep.ID, func(leads []coach.Lead) error {
			for _, l := range leads {
				if outlived(l, now.AddDate(0, 0, -days)) {
					old = append(old, l.ID)
				}
			}
			return nil
		})
		// Of a damaged lead nobody knows when it was closed; it stays until it is put right.
		if err != nil && codec.DamagedIn(err) == nil {
			return err
		}
		for part := range slices.Chunk(old, batch) {
			n, err := k.Space.Forget(ctx, rep.ID, now, part...)
			if gone += n; err != nil {
				return err
			}
		}
	}
	if gone > 0 {
		k.Log.Info("closed leads were taken away, as limits.keep_closed says", "leads", gone, "days", days)
	}
	return nil
}

// outlived reports whether a lead was closed before an instant, has nothing left to do, and nothing was logged on it
// since. One on which somebody asked not to be called stays: it says who was asked and when, and without it nobody
// could take that back.
func outlived(l coach.Lead, before time.Time) bool {
	p := l.Progress
	if l.Open() || p.Task() != nil || p.Closed == outcome.DoNotCall && p.ClosedBy == "" {
		return false
	}
	return p.ClosedAt.Before(before) && p.LastTouch.Before(before)
}
