package reviews

import (
	"context"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/outreach"
)

// A button names a verdict and carries the version of its card, which is not compared: a form shows what is stored, and
// what is saved is decided about the lead as it is then.

// OpenVerdict makes the handler of a card's verdict that needs a form.
func (h *Handlers) OpenVerdict(verdict string) func(context.Context, *request.Request,
	request.Button) (request.Response, error) {
	return func(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
		seen, err := h.record.Lead(ctx, req, button.Lead)
		switch {
		case err != nil:
			return request.Response{}, err
		case !seen.Lead.Open():
			return request.Response{}, request.WithLead(closedAs(*seen.Lead), *seen.Lead)
		}
		view, err := h.formOf(ctx, req, *seen.Lead, verdict, req.Meta())
		if err != nil {
			return request.Response{}, err
		}
		return h.reply.Open(ctx, req, view)
	}
}

// closedAs is why nothing is decided about a lead any more.
func closedAs(l coach.Lead) error {
	return &coach.ClosedError{Closed: l.Progress.Closed, At: l.Progress.ClosedAt}
}

// formOf is the form that a verdict needs. That of a step back or a goodbye is the draft of its email, which saves the
// verdict when it is marked as sent: a goodbye only with both its halves (S1.28). meta says which page the form takes
// the place of, and which card is brought up to date behind it.
func (h *Handlers) formOf(ctx context.Context, req *request.Request, l coach.Lead, verdict string,
	meta request.Meta) (slack.ModalViewRequest, error) {
	switch verdict {
	case coach.VerdictGift:
		return h.giftForm(ctx, req, l, meta)
	case coach.VerdictExtend:
		return texts.ExtendForm(h.reply.Reader(req), l, false, meta), nil
	}
	kind := outreach.StepBack
	if verdict == coach.VerdictBreakUp {
		kind = outreach.Goodbye
	}
	return h.draft(ctx, req, l.ID, kind, meta)
}

// ExtendForm saves one more call with why it is worth it (S2.20). A call that was asked for by a line gets its reason
// as a note of its own, so that undoing it leaves the call.
func (h *Handlers) ExtendForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	why := form.Text(fields.Reason)
	if why == "" {
		return record.AtField(req, fields.Reason, texts.ErrExtend), nil
	}
	o := outcome.Extend
	if form.Meta.Asked {
		o = outcome.Details
	}
	return h.save(ctx, req, form, record.TouchInput{Outcome: o, Args: input.LogArgs{Note: why}})
}

// OpenWhyMore opens the form for why one more call is worth it that was saved without a reason.
func (h *Handlers) OpenWhyMore(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.record.OpenFor(ctx, req, button.Lead,
		func(l coach.Lead, _ coach.Rep, meta request.Meta) slack.ModalViewRequest {
			return texts.ExtendForm(h.reply.Reader(req), l, true, meta)
		})
}
