// Package learning lets reps' own calls overturn what the sources say about when to call (handbook 5, no. 4). Once a
// day it looks at what each rep's calls come to, and writes down what that teaches, where it is something new: due
// times and offered times go by it from then on, and the rep's next morning message says so. It reads sums alone, so
// that it costs what there are reps and not what there are leads or calls.
package learning

import (
	"context"
	"log/slog"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/reach"
	"github.com/followup-coach/followup/store"
)

// Teacher looks at the calls of reps. All fields are required.
type Teacher struct {
	Space *store.Workspace
	Rules *coach.Rules
	Now   func() time.Time
	Log   *slog.Logger // hears how many reps have learned something, and of nobody in particular
}

// OpLearned is what it is called in a rep's journal that their calls have overturned something.
const OpLearned = "learned"

// Teach looks at the calls of every rep. It may be interrupted and called again, and reads no lead.
func (t Teacher) Teach(ctx context.Context) error {
	reps, err := t.Space.Records.Reps(ctx)
	if err != nil {
		return err
	}
	taught := 0
	for _, rep := range reps {
		if rep.Gone {
			continue
		}
		changed, err := t.teach(ctx, rep)
		if err != nil {
			return err
		}
		if changed {
			taught++
		}
	}
	if taught > 0 {
		t.Log.Info("calls have overturned, or no longer overturn, when the sources advise to call", "reps", taught)
	}
	return nil
}

// teach looks at the calls of one rep. A record that is changed meanwhile is read and decided upon again.
func (t Teacher) teach(ctx context.Context, rep coach.Rep) (changed bool, err error) {
	now := t.Now()
	figures, err := t.Space.Records.Figures(ctx, rep, now)
	if err != nil {
		return false, err
	}
	advised := coach.AdvisedHours(t.Rules)
	if _, changed = reach.Learn(figures.Hours, advised, rep.Learned, now); !changed {
		return false, nil
	}
	ask := store.Query{Rep: rep.ID, Now: now}
	_, _, err = t.Space.Change(ctx, ask, func(seen store.Snapshot) (store.Change, error) {
		rep := seen.Rep
		rep.Learned, _ = reach.Learn(figures.Hours, advised, rep.Learned, now)
		return store.Change{Op: OpLearned, Now: now, Rep: &rep, KeepDigest: true, Reindex: true}, nil
	})
	return err == nil, err
}
