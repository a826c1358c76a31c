package donotcall

import (
	"context"
	"errors"
	"slices"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/codec"
)

// Check holds every lead of the workspace against the do-not-call list, and puts right what differs: a lead that goes
// on although its number is blocked stops, and the number of one that was closed as do-not-call is blocked. A
// do-not-call is written in two shards, one after the other: a failover that loses writes may lose either of them, and
// a lead that was added while a block went from rep to rep may have been passed over. It looks at a batch of leads at
// a time, and doing it twice changes nothing more.
func (d List) Check(ctx context.Context) error {
	if err := d.Space.RenewBlocked(ctx, d.Now()); err != nil {
		return err
	}
	reps, err := d.Space.Records.Reps(ctx)
	if err != nil {
		return err
	}
	for _, rep := range reps {
		var failed error
		err := d.Space.EachLead(ctx, rep.ID, func(leads []coach.Lead) error {
			failed = d.checkBatch(ctx, rep, leads)
			return failed
		})
		// A damaged lead has nothing to be checked by, and its rep hears of it.
		if err != nil && (failed != nil || codec.DamagedIn(err) == nil) {
			return err
		}
	}
	return nil
}

// checkBatch is [List.Check] of some leads of a rep: the list is asked once for all of them. One whose history is
// damaged is passed over.
func (d List) checkBatch(ctx context.Context, rep coach.Rep, leads []coach.Lead) error {
	var numbers []string
	for _, l := range leads {
		if l.Phone == "" {
			continue
		}
		numbers = append(numbers, numbersOf(l, rep)...)
	}
	slices.Sort(numbers)
	blocked, err := d.Space.Directory.BlockedAmong(ctx, slices.Compact(numbers))
	if err != nil {
		return err
	}
	because := map[string]bool{} // "number lead": the number is on the list because of that lead
	for _, b := range blocked {
		for _, by := range b.Asked() {
			because[b.Phone+" "+by.Lead] = true
		}
		goesOn := func(l coach.Lead) bool { return (l.Open() || l.Progress.Task() != nil) && stops(b, l, rep) }
		if slices.ContainsFunc(leads, goesOn) {
			if err := d.Stop(ctx, rep, b); err != nil && codec.DamagedIn(err) == nil {
				return err
			}
		}
	}
	for _, l := range leads {
		missing := func(number string) bool {
			return !slices.ContainsFunc(l.IDs(), func(id string) bool { return because[number+" "+id] })
		}
		if slices.ContainsFunc(asked(l, rep), missing) {
			if err := d.blockAgain(ctx, rep, l.ID); err != nil && codec.DamagedIn(err) == nil {
				return err
			}
		}
	}
	return nil
}

// numbersOf is everything that a lead's numbers may be on the list as.
func numbersOf(l coach.Lead, rep coach.Rep) []string {
	numbers := l.Telephones(rep).Suspects()
	if old := rep.PhoneKey(l.Phone); old != "" {
		numbers = append(numbers, old)
	}
	return numbers
}

// asked are the numbers of a lead that must be on the list because of it: of one that was closed as do-not-call, and
// not because of another lead.
func asked(l coach.Lead, rep coach.Rep) []string {
	if l.Progress.Closed != outcome.DoNotCall || l.Progress.ClosedBy != "" {
		return nil
	}
	return l.Telephones(rep).Keys()
}

// blockAgain asks for the blocks of a lead as its do-not-call did. It is written with the lead's record, so that a
// do-not-call that is lifted meanwhile is blocked by nobody.
func (d List) blockAgain(ctx context.Context, rep coach.Rep, lead string) error {
	now := d.Now()
	_, _, err := d.Space.Change(ctx, store.Query{Rep: rep.ID, Now: now, LeadID: lead, Touches: -1},
		func(seen store.Snapshot) (store.Change, error) {
			if seen.Lead == nil || len(asked(*seen.Lead, seen.Rep)) == 0 {
				return store.Change{}, errStopped
			}
			l, by := *seen.Lead, rep.ID
			for _, t := range seen.Touches {
				if t.Outcome == outcome.DoNotCall {
					by = t.By
				}
			}
			ch := store.Change{Op: "block " + string(outcome.DoNotCall), Now: now, Lead: &l,
				Attention: d.Rules.Timers(l, seen.Rep, now)}
			for _, number := range asked(l, seen.Rep) {
				ch.Outbox = append(ch.Outbox, store.Outbox{Kind: store.OutboxBlock, By: by, Blocked: &store.Blocked{
					Phone: number, By: by, At: l.Progress.ClosedAt, Rep: rep.ID, Lead: l.ID, Read: true}})
			}
			return ch, nil
		})
	if errors.Is(err, errStopped) {
		return nil
	}
	return err
}
