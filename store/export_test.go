package store

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/codec"
)

// CountTrips counts the round trips of a store from now on: a command is one, a pipeline is one.
func (w *Workspace) CountTrips(ctx context.Context) (*atomic.Int64, error) {
	c, err := w.space.s.Client(ctx)
	n := new(atomic.Int64)
	if err == nil {
		c.AddHook(tripHook{n})
	}
	return n, err
}

type tripHook struct{ n *atomic.Int64 }

func (h tripHook) DialHook(next redis.DialHook) redis.DialHook { return next }
func (h tripHook) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		h.n.Add(1)
		return next(ctx, cmd)
	}
}
func (h tripHook) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		h.n.Add(1)
		return next(ctx, cmds)
	}
}

// RestoreLead is what an undo makes of a lead's record and the undo patch in its journal.
func RestoreLead(record, patch string) (string, error) {
	var l *coach.Lead
	return restore(record, patch, &l)
}

// UnblockNumber takes a number off the do-not-call list, as the outbox does.
func (d Directory) UnblockNumber(ctx context.Context, phone, by string, now time.Time) error {
	return d.unblockLead(ctx, Outbox{Phone: phone, By: by}, now)
}

// DoNotCall says whether a number is on the do-not-call list, and its record there.
func (d Directory) DoNotCall(ctx context.Context, phone string) (Blocked, bool, error) {
	found, err := d.BlockedAmong(ctx, []string{phone})
	if len(found) == 0 {
		return Blocked{}, false, err
	}
	return found[0], true, err
}

// WorkNamesOnce is one slice of the work on the index of a rep's names.
func (w Records) WorkNamesOnce(ctx context.Context, rep string) error {
	t := w.rep(rep)
	_, err := w.s.Run(ctx, namesScript, []string{t.Names(rep), t.Words(rep), t.Worded(rep), t.Audit(rep), t.Schema()},
		codec.Text, namesSlice)
	return err
}

// Answer is what was stored under a key, and whether the key was used.
func (w Records) Answer(ctx context.Context, rep, key string, now time.Time) ([]byte, bool, error) {
	seen, err := w.Read(ctx, Query{Rep: rep, Key: key, Now: now})
	return seen.Answer, seen.Answered, err
}

// DieAfter lets so many more trips of a store through and none behind them, as if its process had been killed. It
// returns how many it has let through so far.
func (w *Workspace) DieAfter(ctx context.Context, trips int64) (*atomic.Int64, error) {
	c, err := w.space.s.Client(ctx)
	n := new(atomic.Int64)
	if err == nil {
		c.AddHook(dyingHook{n, trips})
	}
	return n, err
}

type dyingHook struct {
	n    *atomic.Int64
	left int64
}

var errKilled = errors.New("killed")

func (h dyingHook) dead() bool {
	if h.n.Load() >= h.left {
		return true
	}
	h.n.Add(1)
	return false
}

func (h dyingHook) DialHook(next redis.DialHook) redis.DialHook { return next }
func (h dyingHook) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if h.dead() {
			cmd.SetErr(errKilled)
			return errKilled
		}
		return next(ctx, cmd)
	}
}
func (h dyingHook) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		if h.dead() {
			for _, cmd := range cmds {
				cmd.SetErr(errKilled)
			}
			return errKilled
		}
		return next(ctx, cmds)
	}
}
