package leads

import (
	"context"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/store"
)

// ShowLine shows a lead's card with its last notes: "show <lead>". Closed leads are shown too, with how they ended.
func (h *Handlers) ShowLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	return h.record.ShowLead(ctx, req, line, "show", func(req *request.Request, seen store.Snapshot) say.Reply {
		return h.record.Show(ctx, req, seen)
	})
}

// WhenLine says what is next for a lead and why: "when <lead>". It changes nothing, so the step is worked out from the
// time at which it is asked.
func (h *Handlers) WhenLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	return h.record.ShowLead(ctx, req, line, "when", h.record.Views.When)
}

// ShowTapped shows a lead of a list.
func (h *Handlers) ShowTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	seen, err := h.record.Lead(ctx, req, button.Lead)
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Say(req, h.record.Show(ctx, req, seen))
}
