package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/followup-coach/followup/bot/socket"
	"github.com/followup-coach/followup/store"
)

// grace is how long after the budget an answer may still arrive before the edge speaks without it.
const grace = 300 * time.Millisecond

// Handle is the one edge: every envelope of Slack's goes through it, and what it returns is the payload of the
// acknowledgement, nil for a plain one. It recovers, names the act, checks who acts, bounds it in time, runs it, turns
// errors into words, delivers the answer, counts and logs. It never panics and always comes back within the budget and
// a little: what hangs longer is answered with "I can't tell yet" and looked up afterwards.
func (b *Bot) Handle(ctx context.Context, e socket.Envelope) any {
	start := time.Now() // how long it took is a matter of wall time, whatever the clock of the business says
	a := identify(e, b.now())
	a.label = b.label(a)

	ctx, cancel := context.WithTimeout(ctx, b.budget)
	defer cancel()
	type result struct {
		act    *act
		answer answer
		err    error
	}
	done := make(chan result, 1)
	// What is tried writes into its own copy: it may still be at it when the edge has lost patience and speaks for it.
	tried := *a
	go func() {
		ans, err := b.attempt(ctx, &tried)
		done <- result{&tried, ans, err}
	}()
	patience := time.NewTimer(b.budget + grace)
	defer patience.Stop()

	var r result
	select {
	case r = <-done:
		a = r.act
	case <-patience.C:
		r.err = fmt.Errorf("no result within %s: %w", b.budget+grace, store.ErrUnknown)
	}
	payload := b.finish(a, r.answer, r.err)
	b.counts.acted(a.kind, a.label, resultOf(a, r.err), time.Since(start))
	return payload
}

// attempt runs an act and turns a panic in it into an error.
func (b *Bot) attempt(ctx context.Context, a *act) (ans answer, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &panicError{value: r, stack: stack()}
		}
	}()
	h, ok := b.route(a)
	if !ok {
		return answer{}, nil // an event that nobody asked for
	}
	if !h.open {
		if err := b.authorize(ctx, a); err != nil {
			return answer{}, err
		}
	}
	return h.run(ctx, a)
}

// finish says what came of an act: the answer, or the error in words.
func (b *Bot) finish(a *act, ans answer, err error) (payload any) {
	defer func() {
		if r := recover(); r != nil { // rendering an answer must not cost the acknowledgement
			b.counts.panicked("answer")
			b.log.Error("panic while answering", "kind", a.kind, "name", a.label, "panic", panicWords(r), "stack", stack())
			payload = plain(
				a, "Something went wrong on my side while I was answering. What you did may have been saved: `/followup` shows it.")
		}
	}()
	if err != nil {
		b.report(a, err)
		ans = b.explain(a, ans, err)
		if hung(a, err) {
			b.lookUpLater(a)
		}
	}
	return b.deliver(a, ans)
}

// report logs what an operator should know. Constant messages; no names, numbers or notes.
func (b *Bot) report(a *act, err error) {
	attrs := []any{"kind", a.kind, "name", a.label, "user", a.user, "envelope", a.envelope}
	var p *panicError
	switch {
	case errors.As(err, &p):
		b.counts.panicked(a.kind)
		b.log.Error("panic while handling an act", append(attrs, "panic", panicWords(p.value), "stack", p.stack)...)
	case hung(a, err):
		b.log.Error("cannot tell whether a change was saved", append(attrs, "error", err)...)
	case errors.Is(err, store.ErrNotSaved), errors.Is(err, store.ErrConflict):
		b.log.Error("a change was not saved", append(attrs, "error", err)...)
	case resultOf(a, err) == resultFailed:
		b.log.Error("an act failed", append(attrs, "error", err)...)
	default:
		b.log.Debug("an act was declined", append(attrs, "result", resultOf(a, err))...)
	}
}

// handler is what the edge runs for one command, click, form or event.
type handler struct {
	run  func(ctx context.Context, a *act) (answer, error)
	open bool // not a person acting on the app, so nobody to authorize: Slack telling us something
}

// on makes a handler of two steps: parse reads what was asked for out of the act and touches nothing, run carries it
// out.
func on[P any](parse func(*act) (P, error), run func(context.Context, *act, P) (answer, error)) handler {
	return handler{run: func(ctx context.Context, a *act) (answer, error) {
		p, err := parse(a)
		if err != nil {
			return answer{}, err
		}
		return run(ctx, a, p)
	}}
}

// panicError is a panic of a handler on its way to the edge.
type panicError struct {
	value any
	stack string
}

func (p *panicError) Error() string { return "panic: " + panicWords(p.value) }

// panicWords names a panic without the values that may be in it: they can be what people typed.
func panicWords(v any) string {
	if err, ok := v.(error); ok {
		if _, ours := v.(interface{ RuntimeError() }); ours {
			return err.Error()
		}
	}
	return fmt.Sprintf("%T", v)
}

func stack() string { return string(debug.Stack()) }

// plain is an acknowledgement with a bare sentence in it, for where nothing better can be built.
func plain(a *act, text string) any {
	if a.kind != kindCommand {
		return nil
	}
	raw, err := json.Marshal(map[string]string{"response_type": "ephemeral", "text": text})
	if err != nil {
		return nil
	}
	return json.RawMessage(raw)
}
