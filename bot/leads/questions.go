package leads

import (
	"context"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/coach"
)

// AnswerWarmth stores who came to whom: a warm lead came by itself, a cold one did not. The cadence follows from it.
func (h *Handlers) AnswerWarmth(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	warmth := coach.Warmth(button.Part(0))
	if warmth != coach.Warm && warmth != coach.Cold {
		return request.Response{}, request.ErrOutdated
	}
	tx := h.record.BeginLead(ctx, req, record.LeadQuery(button.Lead))
	for tx.Next() {
		lead := *tx.Lead
		lead.Warmth = warmth
		res, err := h.record.DecideFacts(req, *tx.Lead, lead)
		tx.Try(h.record.Views.Answered(req, res, coach.AskWarmth, button.Part(0)), err)
	}
	return tx.Response()
}

// OpenHot opens the form that asks for the hot button alone: what the prospect cares about most, in their words.
func (h *Handlers) OpenHot(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	return h.record.OpenFor(ctx, req, button.Lead,
		func(lead coach.Lead, _ coach.Rep, meta request.Meta) slack.ModalViewRequest {
			return forms.HotForm(h.reply.Reader(req), lead, meta)
		})
}

// HotForm saves the hot button, as a page of the Edit form is saved. An empty one is refused at its field: only
// the Edit form clears it.
func (h *Handlers) HotForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	hot := form.Text(fields.Hot)
	if hot == "" {
		return record.AtField(req, fields.Hot, cards.ErrHot), nil
	}
	return h.EditForm(ctx, req, form)
}
