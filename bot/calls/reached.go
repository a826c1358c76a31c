package calls

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// OpenReached opens the page behind a card's [Reached…].
func (h *Handlers) OpenReached(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.record.OpenFor(ctx, req, button.Lead,
		func(l coach.Lead, rep coach.Rep, meta request.Meta) slack.ModalViewRequest {
			if aboutNow(l, req.Now) { // they are at it: nobody asks whether the agreed call is still to come
				h.reply.Async(func(ctx context.Context) {
					if err := h.record.Space().Drop(ctx, stillDue(l)); err != nil {
						h.reply.Log.Warn("could not call off a reminder", "error", err)
					}
				})
			}
			return h.reachedPage(req, l, rep, meta, time.Time{})
		})
}

// OpenTalked opens the same page for an agreed call that did happen: what is tapped happened at its time.
func (h *Handlers) OpenTalked(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.record.OpenFor(ctx, req, button.Lead,
		func(l coach.Lead, rep coach.Rep, meta request.Meta) slack.ModalViewRequest {
			at := button.Instant(0)
			if !at.Before(req.Now) {
				at = time.Time{}
			}
			return h.reachedPage(req, l, rep, meta, at)
		})
}

func (h *Handlers) reachedPage(req *request.Request, l coach.Lead, rep coach.Rep, meta request.Meta,
	at time.Time) slack.ModalViewRequest {
	c := coach.Card{Lead: l, Step: h.record.Rules.Next(l, rep, req.Now)}
	in := say.Reached{Card: c, At: at, Meta: meta}
	if at.IsZero() { // of a call that is over nothing is left to be said
		in.Script, in.Branches = h.record.Offers.Script(req, c, h.record.Rules.BranchOnLine(l, c.Step, req.Now)),
			h.record.Rules.OnLine()
	}
	return say.ReachedPage(h.reply.Reader(req), in)
}

// NextTurn shows what to say in the turn that the talk has taken, on the same page.
func (h *Handlers) NextTurn(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	if req.View == nil {
		return request.Response{}, request.ErrOutdated
	}
	seen, err := h.record.Lead(ctx, req, button.Lead)
	if err != nil {
		return request.Response{}, err
	}
	meta := request.DecodeMeta(req.View.PrivateMetadata)
	c := h.record.Views.Card(req, *seen.Lead)
	in := say.Reached{Card: c, Script: h.record.Offers.Script(req, c, button.Part(0)), Branches: h.record.Rules.OnLine(),
		Meta: meta}
	if meta.At > 0 {
		in.At = time.Unix(meta.At, 0)
	}
	return reply.ShowForm(say.ReachedPage(h.reply.Reader(req), in))
}

// Reached saves how a call went, with the one tap that says so, and shows what can be added.
func (h *Handlers) Reached(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	o := coach.Outcome(button.Part(1))
	if !o.Valid() || !o.Info().Typed || req.View == nil {
		return request.Response{}, request.ErrOutdated
	}
	meta := request.DecodeMeta(req.View.PrivateMetadata)
	resp, res, err := h.record.Change(ctx, req,
		store.Ask{LeadID: button.Lead, Touches: 1, Tally: true, Agreed: true},
		func(seen store.Seen) (record.Result, error) {
			at := time.Unix(meta.At, 0)
			if meta.At == 0 || !at.Before(req.Now) {
				at = time.Time{}
			}
			return h.record.TapOnce(req, seen, button, o, at)
		}, func(s say.Saved) (request.Response, error) {
			return reply.ShowForm(h.wrapPage(req, s, meta, say.Filled{}, ""))
		})
	switch {
	case err == nil && res.Tapped != nil:
		return h.reachedBefore(ctx, req, meta, res.Tapped)
	case err == nil && res.Change != nil:
		h.reply.RefreshOrigin(req, meta, res.Saved)
	}
	return resp, err
}

// reachedBefore answers a second tap: the same one is a slip of the finger and shows the page of the first, another
// meets a lead that has moved on.
func (h *Handlers) reachedBefore(ctx context.Context, req *request.Request, meta request.Meta,
	t *record.Tapped) (request.Response, error) {
	if !t.Slip(req.Now) {
		resp, err := h.record.TappedTwice(ctx, req, t)
		resp.Replace = true // nothing on the page is true any more
		return resp, err
	}
	s := say.Saved{Lead: t.Lead, Touch: t.Touch, Step: h.record.Rules.Next(t.Lead, *req.Rep, req.Now)}
	return reply.ShowForm(h.wrapPage(req, s, meta, say.Filled{}, ""))
}
