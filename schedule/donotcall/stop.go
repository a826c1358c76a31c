// Package donotcall sees to it that a prospect who asked one rep not to be called is called by nobody: it stops the
// leads of others with that number, and holds what is stored against the list once a day, since a lead and its number
// lie in two shards.
package donotcall

import (
	"context"
	"errors"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/codec"
)

// List is the do-not-call list of a workspace beside its leads. All fields are required.
type List struct {
	Space *store.Workspace
	Rules *coach.Rules
	Now   func() time.Time
}

// errStopped ends a change of a lead that is over already.
var errStopped = errors.New("the lead is closed already")

// stops reports whether a lead must end because of a blocked number: it is one of the lead's, as it is read now or as
// versions before read it, and somebody was asked on another lead. A lead that is open although its own owner was asked
// has been lifted, and the list hears of that next.
func stops(b store.Blocked, l coach.Lead, rep coach.Rep) bool {
	_, besides := b.Besides(l)
	return besides && (l.Telephones(rep).Covers(b.Phone) || l.Phone != "" && rep.PhoneKey(l.Phone) == b.Phone)
}

// Stop ends those leads of a rep that have a number whose owner asked somebody in the workspace not to be called: the
// open ones, and closed ones that would come up again, such as with the end of a contract. Each end is a touch like any
// other, by whoever was asked and at that time, so that the lead itself says why it is over; it is in the rep's audit
// trail and can't be taken back with undo; the rep is told, unless it was they who were asked. A lead whose history is
// damaged is an error once the others have stopped.
func (d List) Stop(ctx context.Context, rep coach.Rep, b store.Blocked) error {
	var ids []string
	err := d.Space.Records.LiveLeads(ctx, rep.ID, func(leads []coach.Lead) error {
		for _, l := range leads {
			if stops(b, l, rep) {
				ids = append(ids, l.ID)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	var damage error
	for _, id := range ids {
		now := later(d.Now(), b.At)
		_, _, err := d.Space.Change(ctx, store.Query{Rep: rep.ID, Now: now, LeadID: id, Touches: -1},
			func(seen store.Snapshot) (store.Change, error) {
				if seen.Lead == nil || !seen.Lead.Open() && seen.Lead.Progress.Task() == nil {
					return store.Change{}, errStopped
				}
				l, logged, err := d.Rules.Log(*seen.Lead, seen.Touches, coach.Touch{
					ID: store.NewID(), Outcome: outcome.DoNotCall, By: b.By, ByOtherLead: true,
					At: later(b.At, seen.Lead.Progress.ClosedAt), Logged: now,
				}, seen.Rep)
				return store.Change{
					Op: "stop " + string(outcome.DoNotCall), By: b.By, Now: now,
					Lead: &l, Touch: &logged.Touch, Attention: d.Rules.Timers(l, seen.Rep, now),
					Letters: letter(*seen.Lead, coach.Letter{Stopped: b.By}, now),
				}, err
			})
		switch {
		case err == nil, errors.Is(err, errStopped):
		case codec.DamagedIn(err) != nil:
			damage = err
		default:
			return err
		}
	}
	return damage
}

// letter tells a lead's rep what others have done to it; none where it was they themselves. The call that was agreed
// on, if any, is named.
func letter(l coach.Lead, told coach.Letter, now time.Time) []coach.Letter {
	if told.Stopped == l.Rep || told.Released == l.Rep {
		return nil
	}
	told.ID, told.From, told.To, told.Text, told.At = store.NewID(), l.Rep, l.Rep, l.Name, now
	told.Owner, told.Lead = l.Rep, l.ID
	if c := l.Progress.Commitment; c != nil {
		told.Call = c.At
	}
	return []coach.Letter{told}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
