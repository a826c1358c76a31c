package reply

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime/debug"
	"time"
)

// Pause waits, and reports false when ctx ended first.
func Pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// Unreachable reports whether the store could not be asked.
func Unreachable(err error) bool {
	var op net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, io.EOF) || errors.As(err, &op)
}

// asyncMost bounds what works behind the answers at one time; beyond it the next waits its turn.
const asyncMost = 256

// Async runs something behind the answer, at once or when its turn comes, and never makes the answer wait. A panic in
// it is logged and counted, as one in front of it would be.
func (r *Replier) Async(fn func(ctx context.Context)) {
	r.Background(func(ctx context.Context) {
		select {
		case r.Slots <- struct{}{}:
			defer func() { <-r.Slots }()
			fn(ctx)
		case <-ctx.Done():
		}
	})
}

// Background is [Replier.Async] for what mostly waits, so that it takes nobody's turn.
func (r *Replier) Background(fn func(ctx context.Context)) {
	r.async.Go(func() {
		defer func() {
			if shown := recover(); shown != nil {
				CountPanic("behind")
				r.Log.Error("panic behind an answer", "panic", PanicWords(shown), "stack", Stack())
			}
		}()
		fn(r.running)
	})
}

// PanicWords names a panic without the values that may be in it: they can be what people typed.
func PanicWords(v any) string {
	if err, ok := v.(error); ok {
		if _, ours := v.(interface{ RuntimeError() }); ours {
			return err.Error()
		}
	}
	return fmt.Sprintf("%T", v)
}

// Stack is the stack of the caller as text, for the log of a panic. It holds addresses and no values.
func Stack() string { return string(debug.Stack()) }
