package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
)

// Touched is a lead that something was logged on, with all of its touches, oldest first, in order of logging.
type Touched struct {
	Lead    coach.Lead
	Touches []coach.Touch
}

const (
	// touchedBatch is how many leads one trip brings the touches of. A history is some dozens of touches.
	touchedBatch = 50
	// touchedSlack is how far the clocks of two replicas may lie apart, whose lines stand in one list.
	touchedSlack = time.Hour
)

// EachTouched hands the leads of a rep on which something was logged since an instant to fn, each once, in batches and
// in no order; leads that are gone are left out. They are found in the rep's audit list, read from its end, so that the
// cost is what has happened since, and not what there is. It reads and writes nothing. What is logged meanwhile may be
// left out.
func (w *Workspace) EachTouched(ctx context.Context, rep string, since time.Time, fn func([]Touched) error) error {
	var ids []string
	seen := map[string]bool{}
	err := w.History.walk(ctx, w.space.rep(rep), rep, func(e logEntry) bool {
		// The touch of an undo is the one that it took off.
		if logged := e.touch != "" && !strings.HasPrefix(e.undo, undoOf); logged && e.lead != "" && !seen[e.lead] &&
			!e.at.Before(since) {
			seen[e.lead] = true
			ids = append(ids, e.lead)
		}
		return !e.at.Before(since.Add(-touchedSlack))
	})
	if err != nil {
		return err
	}
	for part := range slices.Chunk(ids, touchedBatch) {
		leads, err := w.Records.Leads(ctx, rep, part...)
		if err != nil {
			return err
		}
		touched, err := w.touchesOf(ctx, rep, leads)
		if err != nil {
			return err
		}
		if err := fn(touched); err != nil {
			return err
		}
	}
	return nil
}

// touchesOf reads the touches of some leads of a rep, which share a slot, in one trip.
func (w *Workspace) touchesOf(ctx context.Context, rep string, leads []coach.Lead) ([]Touched, error) {
	found := make([]*redis.StringSliceCmd, len(leads))
	err := w.space.s.read(ctx, func(c *client) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for i, l := range leads {
				found[i] = pipe.LRange(ctx, w.space.rep(rep).touches(rep, l.ID), 0, -1)
			}
			return nil
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	out := make([]Touched, len(leads))
	for i, l := range leads {
		out[i] = Touched{Lead: l, Touches: make([]coach.Touch, len(found[i].Val()))}
		for n, raw := range found[i].Val() {
			if err := decode(raw, &out[i].Touches[n]); err != nil {
				return nil, fmt.Errorf("touch of lead %s: %w", l.ID, err)
			}
		}
	}
	return out, nil
}
