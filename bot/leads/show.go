package leads

import (
	"context"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/request"
)

// ShowLine shows a lead's card: "show <lead>".
func (h *Handlers) ShowLine(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	return h.record.ShowLead(ctx, req, ln, "show", h.record.Views.Show)
}

// WhenLine says what is next for a lead and why: "when <lead>".
func (h *Handlers) WhenLine(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	return h.record.ShowLead(ctx, req, ln, "when", h.record.Views.When)
}
