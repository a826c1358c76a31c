package store

import (
	"context"
	_ "embed"
	"errors"
	"fmt"

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
		asked, err := w.reindexAsked(ctx, t, rep)
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
func (w *Workspace) reindexAsked(ctx context.Context, t keyspace.Tag, rep string) (string, error) {
	var asked string
	err := w.space.s.Read(ctx, func(c redis.UniversalClient) error {
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
