package talks

import (
	"context"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// WrapMore is [More…] on a wrap-up page: what the page holds is saved, and another page asks for the rest. What can't
// be saved keeps the page, with everything that was typed.
func (h *Handlers) WrapMore(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	// A button of one lead never saves the page of another.
	form, err := request.ReadForm(req)
	if err != nil || form.Meta.Lead != button.Lead {
		return request.Response{}, request.ErrOutdated
	}
	refused := h.checkDirectLine(ctx, req, form) // before the change, which must do nothing but decide
	resp, res, err := h.record.LeavePage(ctx, req, record.PageTransition{
		Lead: button.Lead,
		Write: func(seen store.Snapshot, l coach.Lead) (record.Result, error) {
			if refused != nil && stale(seen, form.Meta) == nil {
				return record.Result{}, refused
			}
			return h.wrapUp(req, seen, form, l)
		},
		// trouble with the store doesn't need the page rendered again: Slack keeps it beneath
		Over: true,
		Keep: func(seen store.Snapshot, problem string) slack.ModalViewRequest {
			return h.wrapPage(req, h.savedBefore(req, seen, form.Meta), form.Meta, filledIn(form), forms.NotYet(problem))
		},
		Next: func(seen store.Snapshot, saved *answers.Saved) slack.ModalViewRequest {
			if saved == nil {
				before := h.savedBefore(req, seen, form.Meta)
				saved = &before
			}
			return forms.MorePage(h.reply.Reader(req), forms.Wrap{Saved: *saved, Fixed: req.Rep.TZFixed, Meta: form.Meta})
		},
	})
	// The card that the call was made from still shows the step before the change.
	if err == nil && res.Change != nil {
		h.reply.RefreshOrigin(req, form.Meta, res.Saved)
	}
	return resp, err
}

// unfoldWrap shows or hides on a wrap-up page what to say now, with everything that was typed into it.
func (h *Handlers) unfoldWrap(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	form, err := request.ReadForm(req)
	if err != nil || form.Meta.Lead != button.Lead {
		return request.Response{}, request.ErrOutdated
	}
	// Nothing is written here: the page is rendered from what is stored and what was typed.
	seen, err := h.record.Lead(ctx, req, button.Lead)
	if err != nil {
		return request.Response{}, err
	}
	if err := stale(seen, form.Meta); err != nil {
		return request.Response{}, err
	}
	filled := filledIn(form)
	filled.Unfolded = button.Part(0) != library.Fold
	return reply.ShowForm(h.wrapPage(req, h.savedBefore(req, seen, form.Meta), form.Meta, filled, ""))
}

// WrapForm saves what a wrap-up page holds, and ends on the page "Saved". Slack keeps a form that is refused as it is,
// with the refusal at its field.
func (h *Handlers) WrapForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	if err := h.checkDirectLine(ctx, req, form); err != nil {
		return request.Response{}, err
	}
	return h.savePage(ctx, req, form, h.wrapUp)
}

// MoreForm saves the page with the rest, and ends on the page "Saved".
func (h *Handlers) MoreForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	return h.savePage(ctx, req, form, h.moreUp)
}

// savePage saves a page of the wrap-up. Where nothing was added it ends on the same page as if something was: the call
// itself is saved since the first tap.
func (h *Handlers) savePage(ctx context.Context, req *request.Request, form request.Form,
	decide func(*request.Request, store.Snapshot, request.Form, coach.Lead) (record.Result,
		error)) (request.Response, error) {
	// A page that is sent twice is one change: [added] knows what the first sending wrote.
	tx := h.record.BeginForm(ctx, req, form)
	for tx.Next() {
		if tx.Lead == nil { // no page of the wrap-up is without a lead
			return request.Response{}, request.ErrOutdated
		}
		tx.Try(decide(req, tx.Seen, form, *tx.Lead))
	}
	if !tx.Result.Nothing {
		return tx.Response()
	}
	seen, err := h.record.Lead(ctx, req, form.Meta.Lead)
	if err != nil {
		return request.Response{}, err
	}
	due, err := h.record.DueNow(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	return reply.ShowForm(answers.WrapSaved(h.reply.Reader(req), h.savedBefore(req, seen, form.Meta),
		record.NextInLine(due, form.Meta.Lead)))
}
