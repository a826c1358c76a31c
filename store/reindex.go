package store

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/wire"
)

var (
	//go:embed lua/reindex.lua
	reindexLua    string
	reindexScript = wire.Guarded(reindexLua)
)

// When a lead must be looked at was decided with the rep's settings of that moment. Settings that change it change no
// lead: the engine goes over them afterwards.

// reindexBatch is how many leads one write of a reindex sets.
const reindexBatch = 200

// Reindex works out anew when every lead of a rep that something may come due about must be looked at, after settings
// changed that it depends on. Leads are written in batches; one that somebody changes meanwhile is left to that change,
// which has read the new settings. It may be interrupted and called again; a due entry of kind reindex (Change.Reindex)
// is removed at its end, unless settings changed again.
func (w *Workspace) Reindex(ctx context.Context, rep string, fn func(coach.Rep, coach.Lead) coach.Attention) error {
	t := w.space.rep(rep)
	for {
		asked, err := reindexAsked(ctx, w.space.s, t, rep)
		if err != nil {
			return err
		}
		again, err := w.reindexOnce(ctx, rep, fn)
		if err != nil {
			return fmt.Errorf("reindex of %s: %w", rep, err)
		}
		if again {
			continue
		}
		if asked == "" {
			return nil
		}
		b := wire.NewBatch(t)
		member := ledger.Due{Kind: ledger.KindReindex, Rep: rep}
		b.Check("same", t.DueFor(), member.Member(), asked)
		ledger.Add(b, member)
		done, err := w.space.s.Write(ctx, b)
		if err != nil || done {
			return err
		}
		// Asked for anew while it ran: settings changed again.
	}
}

// reindexAsked is the instant of the request that waits, "" for none: a newer one differs from it.
func reindexAsked(ctx context.Context, s *Store, t keyspace.Tag, rep string) (string, error) {
	var asked string
	err := s.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		asked, err = c.HGet(ctx, t.DueFor(), ledger.Due{Kind: ledger.KindReindex, Rep: rep}.Member()).Result()
		return err
	})
	if errors.Is(err, redis.Nil) {
		return "", nil
	}
	return asked, err
}

// reindexOnce goes through all open leads and those with something left to do; again means that the rep's record
// changed under it.
func (w *Workspace) reindexOnce(ctx context.Context, rep string,
	fn func(coach.Rep, coach.Lead) coach.Attention) (again bool, err error) {
	t := w.space.rep(rep)
	seen, err := w.Records.Read(ctx, Query{Rep: rep})
	if err != nil || !seen.Known {
		return false, err
	}
	var ids []string
	err = w.space.s.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		ids, err = c.ZRange(ctx, t.Looks(rep), 0, -1).Result()
		return err
	})
	if err != nil {
		return false, err
	}
	for len(ids) > 0 {
		part := ids[:min(reindexBatch, len(ids))]
		ids = ids[len(part):]
		raw, err := w.Records.rawLeads(ctx, rep, part)
		if err != nil {
			return false, err
		}
		args := []any{rep, seen.repRaw, len(leadKinds), codec.Text}
		for i, r := range raw {
			l, err := leadOf(rep, part[i], r)
			if w.space.s.Passes(err) {
				continue
			}
			if err != nil {
				return false, err
			}
			if l == nil || !l.Open() && !hasOpenTask(*l) {
				continue
			}
			args = append(args, l.ID, r)
			if args, err = reindexArgs(args, *l, fn(seen.Rep, *l)); err != nil {
				return false, err
			}
		}
		reply, err := w.space.s.Run(ctx, reindexScript, []string{t.Reps(), t.Leads(rep), t.Looks(rep), t.Due(), t.DueFor(),
			t.Schema()}, args...)
		if err != nil {
			return false, err
		}
		if wire.Text(reply[0]) == "changed" {
			return true, nil
		}
	}
	return false, nil
}

// EachDue hands the leads of a rep to fn that something may come due about up to an instant, in batches. reach is asked
// for that instant again when they were handed out, until it says no later one. Leads with nothing due ever are left
// out, unless settings have changed that the due times don't follow yet: then every open lead comes. What can't be read
// is dealt with as [Workspace.EachLead] does. It costs what is due: one read of the ids for each instant, and one of
// the records for each batch.
func (w *Workspace) EachDue(ctx context.Context, rep string, reach func() time.Time,
	fn func([]coach.Lead) error) error {
	t := w.space.rep(rep)
	asked, err := reindexAsked(ctx, w.space.s, t, rep)
	if err != nil {
		return err
	}
	seen := map[string]bool{} // a lead may move on while others are read
	var broken []error
	for last := (time.Time{}); ; {
		to := reach()
		if !to.After(last) {
			return errors.Join(broken...)
		}
		from, until := "-inf", keyspace.MS(to)
		if !last.IsZero() {
			from = "(" + keyspace.MS(last)
		}
		if asked != "" {
			until = "+inf"
		}
		last = to
		var ids []string
		err := w.space.s.Read(ctx, func(c redis.UniversalClient) error {
			var err error
			ids, err = c.ZRangeByScore(ctx, t.Looks(rep), &redis.ZRangeBy{Min: from, Max: until}).Result()
			return err
		})
		if err != nil {
			return err
		}
		ids = slices.DeleteFunc(ids, func(id string) bool { return seen[id] })
		for part := range slices.Chunk(ids, readBatch) {
			raw, err := w.Records.rawLeads(ctx, rep, part)
			if err != nil {
				return err
			}
			leads := make([]coach.Lead, 0, len(part))
			for i, id := range part {
				seen[id] = true
				l, err := leadOf(rep, id, raw[i])
				if err != nil {
					if broken = append(broken, err); w.space.s.Passes(err) {
						continue
					}
					return err
				}
				if l != nil {
					leads = append(leads, *l)
				}
			}
			if err := fn(leads); err != nil {
				return errors.Join(append(broken, err)...)
			}
		}
	}
}

// reindexArgs appends what lua/reindex.lua takes for one lead after its id and record.
func reindexArgs(args []any, l coach.Lead, a coach.Attention) ([]any, error) {
	if !l.Open() {
		a.Timers = nil // no call of it is due
	}
	timers, err := timersOf(l, a)
	if err != nil {
		return nil, err
	}
	args = append(args, look(a))
	for _, d := range timers {
		if d.At.IsZero() {
			args = append(args, d.Member(), "", "")
			continue
		}
		args = append(args, d.Member(), keyspace.MS(d.At), keyspace.MS(d.For))
	}
	return args, nil
}
