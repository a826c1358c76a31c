package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"github.com/followup-coach/followup/bot/handover"
	"github.com/followup-coach/followup/bot/home"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/lent"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/socket"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/store"
)

// errOverloaded is the fate of an envelope that nobody could look at in time: nothing of it was saved.
var errOverloaded = fmt.Errorf("too much waits already: %w", store.ErrNotSaved)

// Busy answers an envelope that the socket turns away because too much waits already. It reads nothing and talks to
// nobody before it answers: a command gets its words back, a form stays open with what was typed, a click is answered
// behind the acknowledgement while there is room there.
func (b *Bot) Busy(e socket.Envelope) any {
	start := time.Now()
	req := b.identify(e)
	req.Person, _ = b.reply.People.Get(req.User)
	if req.Kind == request.KindMessage && req.Retry < lastRetry {
		b.metrics.handled(req, resultOf(req, errOverloaded), start)
		return socket.Unacked // it comes again
	}
	if (req.Kind == request.KindClick || req.Kind == request.KindShortcut) && len(b.reply.Slots) == cap(b.reply.Slots) {
		b.metrics.handled(req, resultOf(req, errOverloaded), start)
		return nil
	}
	return b.finish(attempt{req: req, err: errOverloaded}, start)
}

// requestMetrics keeps the metrics of requests at hand. Their labels come from closed sets, so their number is bounded.
type requestMetrics struct {
	counted sync.Map // requestLabels -> *metrics.Counter
	timed   sync.Map // kind -> *metrics.PrometheusHistogram
}

// requestLabels are one series of followup_acts_total.
type requestLabels struct{ kind, name, result string }

// buckets are upper bounds in seconds. Slack gives up after three, so nothing above matters.
var buckets = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2, 2.5, 3}

// handled counts a request by what came of it, and measures how long the person waited, in seconds of wall time.
func (m *requestMetrics) handled(req *request.Request, result string, start time.Time) {
	labels := requestLabels{req.Kind, req.Label, result}
	counter, ok := m.counted.Load(labels)
	if !ok {
		counter, _ = m.counted.LoadOrStore(labels, metrics.GetOrCreateCounter(
			fmt.Sprintf(`followup_acts_total{kind=%q,name=%q,result=%q}`, labels.kind, labels.name, result)))
	}
	counter.(*metrics.Counter).Inc()
	hist, ok := m.timed.Load(req.Kind)
	if !ok {
		hist, _ = m.timed.LoadOrStore(req.Kind, metrics.GetOrCreatePrometheusHistogramExt(
			fmt.Sprintf(`followup_act_seconds{kind=%q}`, req.Kind), buckets))
	}
	hist.(*metrics.PrometheusHistogram).Update(time.Since(start).Seconds())
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

// suggestBudget bounds what a field asks while somebody types: with grace it is told within a second.
const suggestBudget = 600 * time.Millisecond

// leastBudget is what is left to an envelope however long it has waited.
const leastBudget = 500 * time.Millisecond

// Handle is the one edge: every envelope of Slack's goes through it, and what it returns is the payload of the
// acknowledgement, nil for a plain one. It recovers, names the request, checks who requests, bounds it in time, runs
// it, turns errors into words, delivers the answer, counts and logs. It never panics and always comes back within the
// budget and a little: what hangs longer is answered with "I can't tell yet" and looked up afterwards.
func (b *Bot) Handle(ctx context.Context, e socket.Envelope) any {
	start := time.Now() // how long it took is a matter of wall time, whatever the clock of the business says
	req := b.identify(e)
	if req.Kind == request.KindMessage {
		// The delivery that is answered just now speaks for this one.
		if payload, busy := b.reply.Posting(req); busy {
			return acked(payload)
		}
	}

	// What it has waited behind others is gone from Slack's three seconds.
	budget := b.budget
	if req.Kind == request.KindSuggest {
		budget = min(budget, suggestBudget)
	}
	if waited := start.Sub(e.At); !e.At.IsZero() && waited > 0 {
		budget = max(budget-waited, leastBudget)
	}
	ctx, cancel := context.WithTimeout(ctx, budget)
	defer cancel()
	done := make(chan attempt, 1)
	// What is tried writes into its own copy: it may still be at it when the edge has lost patience and speaks for it.
	go b.try(ctx, *req, done)
	patience := time.NewTimer(budget + grace)
	defer patience.Stop()

	select {
	case tried := <-done:
		return b.finish(tried, start)
	case <-patience.C:
		return b.finish(attempt{req: req,
			err: fmt.Errorf("no result within %s: %w", budget+grace, store.ErrUnknown)}, start)
	}
}

// attempt is a request and what came of it.
type attempt struct {
	req  *request.Request
	resp request.Response
	err  error
}

// try runs a request and tells what came of it, a panic in it as an error.
func (b *Bot) try(ctx context.Context, req request.Request, done chan<- attempt) {
	roomy(false)
	tried := attempt{req: &req}
	defer func() {
		if r := recover(); r != nil {
			tried.err = &panicError{value: r, stack: reply.Stack()}
		}
		done <- tried
	}()
	h, ok := b.route(&req)
	if !ok {
		return // an event that nobody asked for
	}
	if !h.open {
		if tried.err = b.authorize(ctx, &req); tried.err != nil {
			return
		}
	}
	if tried.err = lent.Enter(ctx, b.record, &req); tried.err != nil {
		return
	}
	if h.command != nil {
		tried.resp, tried.err = carry(ctx, b.record, &req, h.line, h.command)
		if errors.Is(tried.err, request.ErrNoTrigger) {
			tried.resp, tried.err = b.kept.OfferForm(ctx, &req, h.line)
		}
	} else {
		tried.resp, tried.err = h.run(ctx, &req)
	}
	if tried.err != nil {
		tried.err = handover.Went(ctx, b.record, &req, tried.err)
	}
	tried.resp = lent.Answer(&req, tried.resp)
	if req.Kind == request.KindClick && req.Surface() == request.OnSeveral && ids.Kind(req.Name) != ids.ActUndoAll {
		tried.resp.Replace = false
	}
}

// route finds the handler of a request. ok is false for what needs no answer at all: an event nobody listens to.
func (b *Bot) route(req *request.Request) (h handler, ok bool) {
	switch req.Kind {
	case request.KindCommand:
		if req.Name == unreadableName {
			return handler{run: unreadable, open: true}, true
		}
		return b.routeLine(req), true
	case request.KindMessage:
		return b.routeMessage(req), true
	case request.KindClick:
		if h, ok := b.tables.clicks[ids.Kind(req.Name)]; ok {
			return h, true
		}
		return handler{run: gone(b.reply)}, true
	case request.KindSubmit:
		if h, ok := b.tables.forms[req.Name]; ok {
			return h, true
		}
		return handler{run: goneForm(b.reply)}, true
	case request.KindShortcut:
		if h, ok := b.tables.shortcuts[req.Name]; ok {
			return h, true
		}
		return handler{run: gone(b.reply)}, true
	case request.KindEvent:
		h, ok := b.tables.slackChanges[req.Name]
		return h, ok
	case request.KindSuggest:
		h, ok := b.tables.suggestions[req.Name]
		return h, ok
	default:
		return handler{}, false
	}
}

// routeLine reads a typed text and finds its handler: that of its command, which names the request from here on, or
// where it has several lines the one that splits them.
func (b *Bot) routeLine(req *request.Request) handler {
	line := input.ReadLine(words.Unescape(req.Text))
	req.Name, req.Label = line.Word, line.Word
	if line.Several {
		return handler{command: b.severalLines, line: line}
	}
	return handler{command: b.tables.lines[line.Word], line: line}
}

// finish says what came of a request, the answer or the error in words, and counts it.
func (b *Bot) finish(tried attempt, start time.Time) (payload any) {
	req, result := tried.req, resultOK
	defer func() {
		if r := recover(); r != nil { // rendering an answer must not cost the acknowledgement
			reply.CountPanic("answer")
			b.reply.Log.Error("panic while answering", "kind", req.Kind, "name", req.Label, "panic", reply.PanicWords(r),
				"stack", reply.Stack())
			payload = b.plain(
				req,
				"Something went wrong on my side while I was answering. What you did may have been saved: `/followup` shows it.")
		}
		b.metrics.handled(req, result, start)
	}()
	if tried.err != nil {
		result = resultOf(req, tried.err)
		b.report(req, tried.err, result)
		if silent(req, tried.err) {
			return nil
		}
		tried.resp = b.explain(req, tried.resp, tried.err)
		if timedOut(req, tried.err) {
			b.lookUpLater(req, b.try)
		}
	}
	// A Home that somebody has before them is drawn again behind what was changed, and where a tap on it came to nothing,
	// for it is out of date. What a tap there has saved, it shows with the answer.
	if onHome := req.View != nil && !req.OnForm(); req.Writes && tried.err == nil && !onHome ||
		onHome && (tried.err != nil || req.Writes && !tried.resp.Saved()) {
		select { // without waiting
		case b.home.Changes <- home.Change{User: req.User}:
		default:
		}
	}
	return acked(b.reply.Deliver(req, tried.resp))
}

// acked is the payload of an acknowledgement, or word to the socket that it must wait.
func acked(payload any) any {
	if payload == reply.Unposted {
		return socket.Unacked
	}
	return payload
}

// report logs what an operator should know. Constant messages; no names, numbers or notes.
func (b *Bot) report(req *request.Request, err error, result string) {
	attrs := []any{"kind", req.Kind, "name", req.Label, "user", req.User, "envelope", req.Envelope}
	var p *panicError
	switch {
	case errors.As(err, &p):
		reply.CountPanic(req.Kind)
		b.reply.Log.Error("panic while handling a request",
			append(attrs, "panic", reply.PanicWords(p.value), "stack", p.stack)...)
	case timedOut(req, err):
		b.reply.Log.Error("cannot tell whether a change was saved", append(attrs, "error", err)...)
	case errors.Is(err, store.ErrNotSaved), errors.Is(err, store.ErrConflict):
		b.reply.Log.Error("a change was not saved", append(attrs, "error", err)...)
	case result == resultFailed:
		b.reply.Log.Error("a request failed", append(attrs, "error", err)...)
	default:
		b.reply.Log.Debug("a request was declined", append(attrs, "result", result)...)
	}
}

// plain is an acknowledgement with a bare sentence in it, for where nothing better can be built.
func (b *Bot) plain(req *request.Request, text string) any {
	if req.Kind == request.KindMessage {
		return acked(b.reply.Deliver(req, request.Response{Text: text}))
	}
	if req.Kind != request.KindCommand {
		return nil
	}
	raw, err := json.Marshal(map[string]string{"response_type": "ephemeral", "text": text})
	if err != nil {
		return nil
	}
	return json.RawMessage(raw)
}

// requestStack is room for what a request has on its stack, in bytes.
const requestStack = 96 << 10

// roomy makes the stack of its goroutine large enough for a request while there is next to nothing on it. A new
// goroutine begins with a stack so small that a request would outgrow it five times, and each time everything on it
// would be moved: a tenth of what a log costs. The room is never used; that the function might use it is what makes the
// stack grow.
//
//go:noinline
func roomy(use bool) (used byte) {
	if use {
		var room [requestStack]byte
		fill(&room)
		used = room[0]
	}
	return used
}

//go:noinline
func fill(room *[requestStack]byte) { clear(room[:]) }
