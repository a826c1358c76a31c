// Package covering reads, for messages that nobody has asked for, what somebody sees to for colleagues who are away,
// and who it is that sees to what. Whether a cover stands is decided by package cover, of the records as they are read;
// whoever covers for nobody costs no read.
package covering

import (
	"context"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/cover"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store"
)

// Desk reads the store. Like the schedule it changes nothing of what it reads.
type Desk struct {
	Space *store.Workspace
	Rules *coach.Rules
}

// Due is what is due of the colleagues for whom a rep covers at an instant, up to the end of the rep's own day; those
// of whom nothing is due are left out. Of each it reads [notify.CoveredMost] leads and counts the others.
func (d Desk) Due(ctx context.Context, self coach.Rep, now time.Time) (all []notify.Covered, err error) {
	if len(self.Covers) == 0 {
		return nil, nil
	}
	reps, err := d.Space.Records.RepsBy(ctx, cover.Whom(self))
	if err != nil {
		return nil, err
	}
	owners, _ := cover.Owners(self, reps, now)
	for _, owner := range owners {
		end := self.Midnight(now, 1).Add(-time.Millisecond) // the store compares inclusively
		due, err := d.Space.Records.DueLeads(ctx, owner.ID, end, notify.CoveredMost)
		if err != nil {
			return nil, err
		}
		if c := notify.CoveredFor(d.Rules, owner, due.Leads, due.Total, now); c.Total > 0 {
			all = append(all, c)
		}
	}
	return all, nil
}

// Colleague is who sees at an instant to the leads of a rep who is away, by their record; false where nobody does.
func (d Desk) Colleague(ctx context.Context, owner coach.Rep, now time.Time) (who coach.Rep, covers bool, err error) {
	c := owner.Away.Cover
	if stands := cover.May(cover.Actor{ID: c.By}, owner, cover.Show, now) == nil; !stands {
		return who, false, nil
	}
	who, known, err := d.Space.Records.Rep(ctx, c.By)
	if err != nil || !known {
		return who, false, err
	}
	return who, cover.May(cover.Of(who, now), owner, cover.Show, now) == nil, nil
}
