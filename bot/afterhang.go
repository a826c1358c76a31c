package bot

import (
	"context"
	"time"

	"github.com/followup-coach/followup/bot/lent"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/store"
)

const (
	lookUpEvery = 500 * time.Millisecond
	lookUpFor   = 25 * time.Minute // a response_url works for thirty
	// a command that sat in Redis' buffers while it hung may still run just after it is back
	lookUpSettle = time.Second
)

// lookUpLater finds out what became of a change after the store did not say: once it answers again, the request's
// dedupe record tells, and the person gets one more answer. Nothing is done again: what was not saved is theirs to send
// again. Try runs a request that was saved and has no kept answer, which is answered then as a second delivery is; nil
// where there is none.
func (b *Bot) lookUpLater(req *request.Request, try func(context.Context, request.Request, chan<- attempt)) {
	if req.Kind == request.KindEvent || req.User == "" {
		return
	}
	b.reply.Background(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, lookUpFor)
		defer cancel()
		raw, saved, err := b.lookUpAnswer(ctx, req)
		if err != nil {
			b.reply.Log.Error("could not find out whether a change was saved", "kind", req.Kind, "name", req.Label, "user",
				req.User,
				"error", err)
			return
		}
		if saved && len(raw) == 0 {
			resp := b.reply.Made(req, problems.LookedUp(b.reply.Reader(req), true, req.Typed()))
			ask, cancel := context.WithTimeout(ctx, b.budget)
			if made := answeredAgain(ask, try, *req); !made.Empty() {
				resp = made
			}
			cancel()
			b.deliverLate(ctx, req, resp)
			return
		}
		if saved {
			resp, err := request.DecodeResponse(raw)
			if err != nil {
				b.reply.Log.Error("a kept answer cannot be read", "error", err)
				return
			}
			b.deliverLate(ctx, req, resp)
			return
		}
		r, _, _ := b.words(req, request.ErrNotSavedAfterAll)
		b.deliverLate(ctx, req, b.reply.Made(req, r))
	})
}

// answeredAgain is the answer of a second delivery of a request; empty where it has none.
func answeredAgain(ctx context.Context, try func(context.Context, request.Request, chan<- attempt),
	req request.Request) request.Response {
	if try == nil {
		return request.Response{}
	}
	done := make(chan attempt, 1)
	req.Rep = nil // it is read anew
	try(ctx, req, done)
	tried := <-done
	if tried.err != nil {
		return request.Response{}
	}
	return tried.resp
}

// lookUpAnswer asks for the request's kept answer until the store answers, and a second time a moment after it said
// there is none.
func (b *Bot) lookUpAnswer(ctx context.Context, req *request.Request) (raw []byte, saved bool, err error) {
	settled := false
	for {
		if !reply.Pause(ctx, lookUpEvery) {
			return nil, false, ctx.Err()
		}
		ask, cancel := context.WithTimeout(ctx, b.budget)
		var seen store.Snapshot
		seen, err = b.record.Space().Records.Read(ask, store.Query{Rep: req.Owner, Now: req.Now, Key: req.Key})
		if raw, saved = seen.Answer, seen.Answered; err == nil && !saved {
			raw, saved, err = b.record.Space().Directory.TeamAnswer(ask, req.Key)
		}
		cancel()
		switch {
		case err != nil && ctx.Err() != nil:
			return nil, false, err
		case err != nil:
			settled = false // gone again: what was in flight may still be
		case saved || settled:
			return raw, saved, nil
		default:
			settled = true
			if !reply.Pause(ctx, lookUpSettle) {
				return nil, false, ctx.Err()
			}
		}
	}
}

// deliverLate brings an answer after the acknowledgement is gone.
func (b *Bot) deliverLate(ctx context.Context, req *request.Request, resp request.Response) {
	resp = lent.Answer(req, resp)
	switch req.Kind {
	case request.KindMessage:
		b.reply.PostLate(ctx, req, resp)
	case request.KindSubmit:
		if len(resp.View) > 0 {
			b.reply.DeliverInView(ctx, req, resp)
			return
		}
		b.reply.Tell(ctx, req, resp) // the form is still open with what was typed: a page would take it away
	case request.KindClick:
		if !req.OnForm() || req.ResponseURL != "" {
			b.reply.DeliverClick(ctx, req, resp)
			return
		}
		v, err := resp.MadePage() // the form has another page by now, which said that nobody can tell
		if err != nil || v == nil {
			b.reply.Tell(ctx, req, resp) // that page may hold what was typed: a sentence would take it away
			return
		}
		b.reply.Show(ctx, req, *v, "", resp)
	default:
		b.reply.Tell(ctx, req, resp)
	}
}
