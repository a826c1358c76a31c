// Package together has the scripts that are asked for at the same time go to Redis in one pipeline. Each costs both
// sides a read and a write of the socket less that way.
//
// One that is alone goes at once, on the goroutine of who asks. What is asked for while one is on its way goes with the
// next pipeline, as soon as there is an answer. So nothing ever waits for company.
//
// In a pipeline those that write go first, or they would outdate what is read in it; and of these whoever has least
// time left, so that among many who change the same thing nobody is too slow again and again.
//
// It is a hook at the bottom of go-redis, on the client of one node, below a cluster's redirections: a pipeline never
// holds commands for two nodes. Those who ask are strangers to each other. Each has an answer or an error of its own,
// and gives up by its own context, which is nobody else's: the pipeline goes on.
package together

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	// most is how many scripts one pipeline carries, and room for how many may wait for one. A crowd of the bot's is 64.
	most, room = 64, 1024
	// patience bounds a pipeline, of which nobody else could say for how long it is worth waiting.
	patience = 2 * time.Second
)

// ErrNotSent says that a script has never left: there was no room for it, or who asked gave up before there was.
var ErrNotSent = errors.New("redis: not sent")

// Writes is the key of a value in the context of a script that writes, whatever the value.
type Writes struct{}

// Hook is the way to one node.
type Hook struct {
	client *redis.Client

	mu      sync.Mutex
	busy    bool // something is on its way
	waiting []*asked
}

// New is the hook for a client, to be added behind those that look at single commands.
func New(client *redis.Client) *Hook { return &Hook{client: client} }

// asked is a script that goes with a pipeline. It is a copy of the one that was asked for: who has given up may go on
// with that while the pipeline still writes its answer here.
type asked struct {
	cmd    *redis.Cmd
	done   chan struct{}
	writes bool
	until  time.Time // when who asked gives up; the zero time, which is before all others, where they don't
}

// before is the order in which scripts stand in a pipeline.
func (a *asked) before(b *asked) int {
	switch {
	case a.writes && b.writes:
		return a.until.Compare(b.until)
	case a.writes:
		return -1
	case b.writes:
		return 1
	}
	return 0
}

// DialHook leaves dialling alone.
func (h *Hook) DialHook(next redis.DialHook) redis.DialHook { return next }

// ProcessPipelineHook leaves pipelines alone, its own among them.
func (h *Hook) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

// ProcessHook carries scripts, and leaves everything else alone: what is asked for one by one is rare, or big.
func (h *Hook) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		script, ok := cmd.(*redis.Cmd)
		if !ok || cmd.Name() != "evalsha" {
			return next(ctx, cmd)
		}
		a, err := h.ask(ctx, script)
		switch {
		case err != nil:
		case a == nil:
			defer h.answered()
			return next(ctx, cmd)
		default:
			err = h.wait(ctx, a, script)
		}
		script.SetErr(err)
		return err
	}
}

// ask is the place of a script in a pipeline to come; nil where nothing is on its way, so that it may go by itself.
func (h *Hook) ask(ctx context.Context, script *redis.Cmd) (*asked, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case !h.busy:
		h.busy = true
		return nil, nil
	case len(h.waiting) >= room:
		return nil, fmt.Errorf("%w: too much waits already", ErrNotSent)
	}
	a := &asked{done: make(chan struct{}), cmd: redis.NewCmd(context.Background(), script.Args()...),
		writes: ctx.Value(Writes{}) != nil}
	a.until, _ = ctx.Deadline()
	h.waiting = append(h.waiting, a)
	return a, nil
}

// wait waits for the answer, or until who asked gives up.
func (h *Hook) wait(ctx context.Context, a *asked, script *redis.Cmd) error {
	select {
	case <-a.done:
		script.SetVal(a.cmd.Val())
		return a.cmd.Err()
	case <-ctx.Done():
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if i := slices.Index(h.waiting, a); i >= 0 {
		h.waiting = slices.Delete(h.waiting, i, i+1)
		return fmt.Errorf("%w: %w", ErrNotSent, ctx.Err())
	}
	return ctx.Err() // it may be carried out
}

// answered sends what has been asked for meanwhile.
func (h *Hook) answered() {
	if next := h.next(); len(next) > 0 {
		go h.carry(next)
	}
}

// carry sends one pipeline after the other until nothing waits.
func (h *Hook) carry(batch []*asked) {
	for ; len(batch) > 0; batch = h.next() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		pipe := h.client.Pipeline()
		slices.SortStableFunc(batch, (*asked).before)
		for _, a := range batch {
			_ = pipe.Process(ctx, a.cmd) // is queued
		}
		_, _ = pipe.Exec(ctx) // each command has its error
		cancel()
		for _, a := range batch {
			close(a.done)
		}
	}
}

// next takes what goes with the next pipeline; nothing is on its way any more when there is none.
func (h *Hook) next() []*asked {
	h.mu.Lock()
	defer h.mu.Unlock()
	batch := h.waiting[:min(most, len(h.waiting))]
	h.waiting, h.busy = slices.Clone(h.waiting[len(batch):]), len(batch) > 0
	return batch
}
