package store

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/marks"
)

// Who else has a prospect is looked up in the details of all reps (details.go): a few commands for each rep, whatever
// their leads, and all of them in one trip.

// Held is an open lead of another rep's: whose it is, what they share, and when it was called last. Nobody hears more.
type Held struct {
	Rep    coach.Rep
	Detail string
	Called time.Time // zero for never
	// Known is left to who asks: whether they may hear whose it is.
	Known bool
}

// HeldBy are the open leads of other reps that have one of some details; whoever is gone has none. It takes two trips,
// one where nobody has any. The cost grows with the reps, not with their leads.
func (w Records) HeldBy(ctx context.Context, others []coach.Rep, details []string) ([]Held, error) {
	found, _, err := w.sharing(ctx, others, details)
	if err != nil {
		return nil, err
	}
	return w.held(ctx, others, found)
}

// heldBeside is who else has a lead with a mark; stale says that the mark tells of somebody who hasn't. What can't be
// read is not worth failing a read for.
func (w Records) heldBeside(ctx context.Context, lead *coach.Lead, rep coach.Rep) (held []Held, stale bool) {
	byID, err := w.RepsBy(ctx, lead.Shared)
	if err != nil {
		return nil, false
	}
	reps := slices.Collect(maps.Values(byID))
	found, _, err := w.sharing(ctx, reps, w.s.reachOf(lead, rep))
	if err != nil {
		return nil, false
	}
	stale = slices.ContainsFunc(lead.Shared, func(rep string) bool {
		return !slices.ContainsFunc(found, func(f marks.Found) bool { return f.Rep == rep })
	})
	if held, err = w.held(ctx, reps, found); err != nil {
		return nil, false
	}
	return held, stale
}

// held reads the leads that were found, in one trip.
func (w Records) held(ctx context.Context, reps []coach.Rep, found []marks.Found) (out []Held, err error) {
	there := make(map[string]coach.Rep, len(reps))
	for _, r := range reps {
		if !r.Gone {
			there[r.ID] = r
		}
	}
	found = slices.DeleteFunc(found, func(f marks.Found) bool { return there[f.Rep].ID == "" })
	if len(found) == 0 {
		return nil, nil
	}
	raw := make([]*redis.StringCmd, len(found))
	err = w.s.Read(ctx, func(c redis.UniversalClient) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for i, f := range found {
				raw[i] = pipe.HGet(ctx, w.rep(f.Rep).Leads(f.Rep), f.ID)
			}
			return nil
		})
		return orNone(err)
	})
	if err != nil {
		return nil, err
	}
	for i, f := range found {
		l, err := leadOf(f.Rep, f.ID, raw[i].Val())
		switch {
		case err != nil && !w.s.Passes(err):
			return nil, err
		case err == nil && l != nil && l.Open():
			out = append(out, Held{Rep: there[f.Rep], Detail: f.Detail, Called: l.Progress.LastTry})
		}
	}
	return out, nil
}

const (
	// sharingMost is how many look-ups go in one trip.
	sharingMost = 5000
	// sharedMost is how many leads of one rep may have a number for each to have a mark: a switchboard has many.
	sharedMost = 50
)

// sharing finds the leads of some reps that have one of some details. Lacking are reps whose leads don't all have their
// details yet, with what stands there of them.
func (w Records) sharing(ctx context.Context, reps []coach.Rep,
	details []string) (out []marks.Found, lacking map[*coach.Rep]string, err error) {
	if len(details) == 0 {
		return nil, nil, nil
	}
	lacking = map[*coach.Rep]string{}
	// So many reps at once that a trip stays short.
	for part := range slices.Chunk(reps, max(1, sharingMost/len(details))) {
		states, found := make([]*redis.StringCmd, len(part)), make([][]*redis.StringSliceCmd, len(part))
		err := w.s.Read(ctx, func(c redis.UniversalClient) error {
			_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
				for i, rep := range part {
					t := w.rep(rep.ID)
					states[i], found[i] = pipe.Get(ctx, t.Detailed(rep.ID)), make([]*redis.StringSliceCmd, len(details))
					for k, d := range details {
						found[i][k] = pipe.ZRangeByLex(ctx, t.Details(rep.ID), wholly(d, sharedMost))
					}
				}
				return nil
			})
			return orNone(err) // nothing was made of somebody's yet
		})
		if err != nil {
			return nil, nil, err
		}
		for i, rep := range part {
			if state := states[i].Val(); state != detailsState(rep) {
				lacking[&part[i]] = state
			}
			for k, members := range found[i] {
				for _, m := range members.Val() {
					_, id, _ := strings.Cut(m, detailWhole)
					out = append(out, marks.Found{Lead: marks.Lead{Rep: rep.ID, ID: id}, Detail: details[k]})
				}
			}
		}
	}
	return out, lacking, nil
}

// reachOf are the numbers and addresses of a lead, as keys of details; none of a lead that is not there.
func (s *Store) reachOf(l *coach.Lead, rep coach.Rep) (keys []string) {
	if l == nil || s.details == nil {
		return nil
	}
	for _, d := range s.details(*l, rep) {
		if d.Reach {
			keys = append(keys, d.Key)
		}
	}
	return keys
}
