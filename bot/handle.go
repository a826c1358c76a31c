package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/socket"
	"github.com/followup-coach/followup/store"
)

// errOverloaded is the fate of an envelope that nobody could look at in time: nothing of it was saved.
var errOverloaded = fmt.Errorf("too much waits already: %w", store.ErrNotSaved)

// Busy answers an envelope that the socket turns away because too much waits already. It reads nothing and talks to
// nobody before it answers: a command gets its words back, a form stays open with what was typed, a click is answered
// behind the acknowledgement while there is room there.
func (b *Bot) Busy(e socket.Envelope) any {
	start := time.Now()
	req := identify(e, b.reply.Now())
	req.Label = b.tables.label(req)
	req.Person, _ = b.reply.People.Get(req.User)
	b.reply.Metrics.Handled(req.Kind, req.Label, resultOf(req, errOverloaded), time.Since(start))
	if (req.Kind == request.KindClick || req.Kind == request.KindShortcut) && len(b.reply.Slots) == cap(b.reply.Slots) {
		return nil
	}
	return b.finish(req, request.Response{}, errOverloaded)
}

// Results of a request, as metrics name them.
const (
	resultOK       = "ok"
	resultDeclined = "declined" // said no, in words: a word nobody knows, a lead nobody has, a guest
	resultUnknown  = "unknown"  // the store did not say whether it saved
	resultNotSaved = "notsaved"
	resultFailed   = "failed"
	resultPanic    = "panic"
)

// resultOf names what came of a request, for the metrics.
func resultOf(req *request.Request, err error) string {
	var p *panicError
	switch {
	case err == nil:
		return resultOK
	case errors.As(err, &p):
		return resultPanic
	case timedOut(req, err):
		return resultUnknown
	case errors.Is(err, store.ErrNotSaved), errors.Is(err, store.ErrConflict):
		return resultNotSaved
	case request.Declined(err):
		return resultDeclined
	default:
		return resultFailed
	}
}

// grace is how long after the budget an answer may still arrive before the edge speaks without it.
const grace = 300 * time.Millisecond

// Handle is the one edge: every envelope of Slack's goes through it, and what it returns is the payload of the
// acknowledgement, nil for a plain one. It recovers, names the request, checks who requests, bounds it in time, runs
// it, turns errors into words, delivers the answer, counts and logs. It never panics and always comes back within the
// budget and a little: what hangs longer is answered with "I can't tell yet" and looked up afterwards.
func (b *Bot) Handle(ctx context.Context, e socket.Envelope) any {
	start := time.Now() // how long it took is a matter of wall time, whatever the clock of the business says
	req := identify(e, b.reply.Now())
	req.Label = b.tables.label(req)

	ctx, cancel := context.WithTimeout(ctx, b.budget)
	defer cancel()
	type result struct {
		act    *request.Request
		answer request.Response
		err    error
	}
	done := make(chan result, 1)
	// What is tried writes into its own copy: it may still be at it when the edge has lost patience and speaks for it.
	tried := *req
	go func() {
		roomy(false)
		resp, err := b.attempt(ctx, &tried)
		done <- result{&tried, resp, err}
	}()
	patience := time.NewTimer(b.budget + grace)
	defer patience.Stop()

	var r result
	select {
	case r = <-done:
		req = r.act
	case <-patience.C:
		r.err = fmt.Errorf("no result within %s: %w", b.budget+grace, store.ErrUnknown)
	}
	payload := b.finish(req, r.answer, r.err)
	b.reply.Metrics.Handled(req.Kind, req.Label, resultOf(req, r.err), time.Since(start))
	return payload
}

// attempt runs a request and turns a panic in it into an error.
func (b *Bot) attempt(ctx context.Context, req *request.Request) (resp request.Response, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &panicError{value: r, stack: reply.Stack()}
		}
	}()
	h, ok := b.route(req)
	if !ok {
		return request.Response{}, nil // an event that nobody asked for
	}
	if !h.open {
		if err := b.authorize(ctx, req); err != nil {
			return request.Response{}, err
		}
	}
	return h.run(ctx, req)
}

// finish says what came of a request: the answer, or the error in words.
func (b *Bot) finish(req *request.Request, resp request.Response, err error) (payload any) {
	defer func() {
		if r := recover(); r != nil { // rendering an answer must not cost the acknowledgement
			b.reply.Metrics.Panicked("answer")
			b.reply.Log.Error("panic while answering", "kind", req.Kind, "name", req.Label, "panic", reply.PanicWords(r),
				"stack", reply.Stack())
			payload = plain(
				req,
				"Something went wrong on my side while I was answering. What you did may have been saved: `/followup` shows it.")
		}
	}()
	if err != nil {
		b.report(req, err)
		resp = b.explain(req, resp, err)
		if timedOut(req, err) {
			b.lookUpLater(req)
		}
	}
	return b.reply.Deliver(req, resp)
}

// report logs what an operator should know. Constant messages; no names, numbers or notes.
func (b *Bot) report(req *request.Request, err error) {
	attrs := []any{"kind", req.Kind, "name", req.Label, "user", req.User, "envelope", req.Envelope}
	var p *panicError
	switch {
	case errors.As(err, &p):
		b.reply.Metrics.Panicked(req.Kind)
		b.reply.Log.Error("panic while handling an act",
			append(attrs, "panic", reply.PanicWords(p.value), "stack", p.stack)...)
	case timedOut(req, err):
		b.reply.Log.Error("cannot tell whether a change was saved", append(attrs, "error", err)...)
	case errors.Is(err, store.ErrNotSaved), errors.Is(err, store.ErrConflict):
		b.reply.Log.Error("a change was not saved", append(attrs, "error", err)...)
	case resultOf(req, err) == resultFailed:
		b.reply.Log.Error("an act failed", append(attrs, "error", err)...)
	default:
		b.reply.Log.Debug("an act was declined", append(attrs, "result", resultOf(req, err))...)
	}
}

// plain is an acknowledgement with a bare sentence in it, for where nothing better can be built.
func plain(req *request.Request, text string) any {
	if req.Kind != request.KindCommand {
		return nil
	}
	raw, err := json.Marshal(map[string]string{"response_type": "ephemeral", "text": text})
	if err != nil {
		return nil
	}
	return json.RawMessage(raw)
}
