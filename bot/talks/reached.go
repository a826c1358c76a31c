package talks

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

// OpenReached opens the page behind a card's [Reached…]. A tap around the time of an agreed call is that call, so that
// nobody asks whether it is still to come.
func (h *Handlers) OpenReached(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.record.OpenFor(ctx, req, button.Lead,
		func(l coach.Lead, rep coach.Rep, meta request.Meta) slack.ModalViewRequest {
			if aboutNow(l.Progress.Commitment, req.Now) {
				h.dropQuestion(l)
			}
			return h.reachedPage(req, l, rep, meta, time.Time{})
		})
}

// OpenTalked opens the same page for an agreed call that did happen: what is tapped on it happened at that time.
func (h *Handlers) OpenTalked(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.record.OpenFor(ctx, req, button.Lead,
		func(l coach.Lead, rep coach.Rep, meta request.Meta) slack.ModalViewRequest {
			return h.reachedPage(req, l, rep, meta, ifPast(button.Instant(0), req.Now))
		})
}

// reachedPage is the page of a call. At is when it was, for one that is over; zero while they are on the line, which is
// when there is something to say.
func (h *Handlers) reachedPage(req *request.Request, l coach.Lead, rep coach.Rep, meta request.Meta,
	at time.Time) slack.ModalViewRequest {
	card := coach.Card{Lead: l.WithPhones(rep), Step: h.record.Rules.Next(l, rep, req.Now)}
	page := forms.Reached{Card: card, At: at, Meta: meta}
	if at.IsZero() {
		page.Branches = h.record.Rules.OnLine()
	}
	return forms.ReachedPage(h.reply.Reader(req), page)
}

// WhatToSay unfolds on the page what to say, with the turn that fits the call first, or folds it again. On the page
// after the call everything that was typed stays. Nothing is stored.
func (h *Handlers) WhatToSay(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	if req.View == nil {
		return request.Response{}, request.ErrOutdated
	}
	if req.View.CallbackID == fields.FormWrap {
		return h.unfoldWrap(ctx, req, button)
	}
	return h.turn(ctx, req, button.Lead, func(card coach.Card) string {
		if button.Part(0) == library.Fold {
			return ""
		}
		return h.record.Rules.BranchOnLine(card.Lead, card.Step, req.Now)
	})
}

// NextTurn shows on the same page what to say in the turn that the talk has taken. Nothing is stored, however often the
// turns change.
func (h *Handlers) NextTurn(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	if req.View == nil {
		return request.Response{}, request.ErrOutdated
	}
	return h.turn(ctx, req, button.Lead, func(coach.Card) string { return button.Part(0) })
}

// turn shows the page of a call again with one branch of the conversation tree unfolded, none for "".
func (h *Handlers) turn(ctx context.Context, req *request.Request, lead string,
	branch func(coach.Card) string) (request.Response, error) {
	seen, err := h.record.Lead(ctx, req, lead)
	if err != nil {
		return request.Response{}, err
	}
	card := h.record.Views.Card(req, *seen.Lead)
	page := forms.Reached{Card: card, Branches: h.record.Rules.OnLine(),
		Meta: request.DecodeMeta(req.View.PrivateMetadata)}
	if id := branch(card); id != "" {
		page.Script = h.record.Offers.Script(req, card.Lead, id)
	}
	if page.Meta.At > 0 {
		page.At = time.Unix(page.Meta.At, 0)
	}
	return reply.ShowForm(forms.ReachedPage(h.reply.Reader(req), page))
}

// Reached saves how a call went, with the one tap that says so, and shows what can be added. The card that the page was
// opened from is brought up to date behind the response.
func (h *Handlers) Reached(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	o := outcome.Outcome(button.Part(1))
	if !o.Valid() || !o.Info().Typed || req.View == nil {
		return request.Response{}, request.ErrOutdated
	}
	meta := request.DecodeMeta(req.View.PrivateMetadata)
	tx := h.record.Begin(ctx, req, store.Query{LeadID: button.Lead, Touches: 1, Counters: true, Agreed: true})
	for tx.Next() {
		var at time.Time
		if meta.At != 0 {
			at = ifPast(time.Unix(meta.At, 0), req.Now)
		}
		res, err := h.record.DecideTap(req, tx.Seen, button, o, at)
		if res.Change != nil {
			var resp request.Response
			resp, err = reply.ShowForm(h.wrapPage(req, res.Saved, meta, forms.WrapFields{}, ""))
			res.Response = &resp
		}
		tx.Try(res, err)
	}
	if tx.Result.Tapped != nil {
		return h.reachedBefore(ctx, req, meta, tx.Result.Tapped)
	}
	resp, err := tx.Response()
	if err == nil && tx.Result.Change != nil {
		h.reply.RefreshOrigin(req, meta, tx.Result.Saved)
	}
	return resp, err
}

// reachedBefore answers a second tap: the same one is a slip of the finger and shows the page of the first, another
// meets a lead that has moved on, so that nothing on the page is true any more.
func (h *Handlers) reachedBefore(ctx context.Context, req *request.Request, meta request.Meta,
	tapped *record.Tapped) (request.Response, error) {
	if !tapped.Slip(req.Now) {
		resp, err := h.record.TappedTwice(ctx, req, tapped)
		resp.Replace = true
		return resp, err
	}
	saved := answers.Saved{Lead: tapped.Lead, Touch: tapped.Touch,
		Step: h.record.Rules.Next(tapped.Lead, *req.Rep, req.Now)}
	return reply.ShowForm(h.wrapPage(req, saved, meta, forms.WrapFields{}, ""))
}

// dropQuestion calls off, behind the response, the question whether a lead's agreed call is still to come. Its timer
// speaks of whole seconds.
func (h *Handlers) dropQuestion(l coach.Lead) {
	due := ledger.Due{Kind: ledger.KindStill, Rep: l.Rep, Lead: l.ID, For: l.Progress.Commitment.At.Truncate(time.Second)}
	h.reply.Async(func(ctx context.Context) {
		if err := h.record.Space().DueIndex.Drop(ctx, due); err != nil {
			h.reply.Log.Warn("could not call off a reminder", "error", err)
		}
	})
}

// aboutNow reports whether an agreed call is the one that a tap now is about: nobody is later or earlier for a call
// than a quarter of an hour.
func aboutNow(agreed *coach.Commitment, now time.Time) bool {
	return agreed != nil && now.Sub(agreed.At).Abs() <= 15*time.Minute
}

// ifPast is an instant that is past; zero for one that isn't, which means now.
func ifPast(at, now time.Time) time.Time {
	if at.Before(now) {
		return at
	}
	return time.Time{}
}
