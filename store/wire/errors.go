package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store/together"
)

var (
	// ErrNotSaved: Redis refused the write or it was never sent. Nothing was changed, and a person may be told so.
	ErrNotSaved = errors.New("not saved")
	// ErrUnknown: the write was sent and its answer is missing. It may or may not have been saved; a read of its key
	// tells once Redis answers again.
	ErrUnknown = errors.New("unknown whether saved")
	// ErrConflict: somebody else changed the record since it was read, so nothing was written. Read again.
	ErrConflict = errors.New("changed meanwhile")
	// ErrNameTaken: another lead of the rep has this normalized name. Nothing was written.
	ErrNameTaken = errors.New("name taken")
)

// DuplicateError says that the key was used before: the change is saved already. Answer is what was said then, empty
// where it wasn't stored; Entry is the nonce of that write ([Mark]).
type DuplicateError struct {
	Answer []byte
	Entry  string
}

func (e *DuplicateError) Error() string { return "already handled" }

// fate is what may have become of a command whose call returned an error.
type fate int

const (
	refused        fate = iota // Redis said no and did nothing; trying again may help
	refusedCommand             // Redis said no to this command as such (an ACL, a managed service)
	unsent                     // it never left
	ambiguous                  // it may have been carried out
)

// refusals are the answers with which Redis turns a command away before doing any of it, and which may pass.
var refusals = []string{
	"OOM", "MISCONF", "READONLY", "LOADING", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "NOREPLICAS", "BUSY ",
	"MOVED", "ASK ", "ERR max number of clients", "max number of clients",
}

var refusalsForGood = []string{"NOAUTH", "WRONGPASS", "NOPERM", "NOSCRIPT", "CROSSSLOT", "ERR unknown command",
	"ERR unknown check", newerSchema, "ERR invalid password", "ERR AUTH"}

// classify reads Redis' words and the network's. What it does not know may have been carried out: that is looked up,
// while a wrong "not saved" is believed.
func classify(err error) fate {
	var reply redis.Error
	if errors.As(err, &reply) {
		msg := reply.Error()
		for _, p := range refusals {
			if strings.HasPrefix(msg, p) {
				return refused
			}
		}
		for _, p := range refusalsForGood {
			if strings.HasPrefix(msg, p) {
				return refusedCommand
			}
		}
		// A script that failed half-way (a key of the wrong type) has done its first half.
		return ambiguous
	}
	var op *net.OpError
	switch {
	case errors.As(err, &op) && op.Op == "dial",
		errors.Is(err, together.ErrNotSent), errors.Is(err, redis.ErrPoolTimeout),
		errors.Is(err, redis.ErrPoolExhausted), errors.Is(err, redis.ErrClosed),
		strings.Contains(err.Error(), "all sentinels specified in configuration are unreachable"),
		strings.Contains(err.Error(), "cluster has no nodes"):
		return unsent
	}
	return ambiguous
}

// neverSent wraps an error of a step before any command: the caller's change is certainly not saved.
func neverSent(err error) error { return fmt.Errorf("%w: %w", ErrNotSaved, err) }

// attempts is what became of the tries of one command so far. A context carries it under [together.Writes] from
// [Conn.Run] to the hook at the bottom of go-redis.
type attempts struct{ ambiguous bool }

// sentHook notes for every single try whether it may have been carried out. Above it, go-redis follows a cluster's
// redirections and repeats some failures by itself, and only tells the last one.
type sentHook struct{}

func (sentHook) DialHook(next redis.DialHook) redis.DialHook { return next }

func (sentHook) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		err := next(ctx, cmd)
		note(ctx, err)
		return err
	}
}

func (sentHook) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		err := next(ctx, cmds)
		note(ctx, err)
		return err
	}
}

// note remembers an attempt that may have been carried out; later refusals don't take that back.
func note(ctx context.Context, err error) {
	if err == nil || errors.Is(err, redis.Nil) {
		return
	}
	if a, ok := ctx.Value(together.Writes{}).(*attempts); ok && classify(err) == ambiguous {
		a.ambiguous = true
	}
}

// worthRepeating says that the same command may fare better in a moment.
func worthRepeating(err error) bool {
	switch classify(err) {
	case refused:
		return !redis.HasErrorPrefix(err, "OOM") && !redis.HasErrorPrefix(err, "MISCONF")
	case unsent:
		return true
	case ambiguous:
		var timeout net.Error
		return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &timeout)
	}
	return false
}
