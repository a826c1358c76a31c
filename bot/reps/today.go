package reps

import (
	"context"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/request"
)

// TodayLine answers "/followup" and "today": what is due now and today, and what was logged today. Today
// is the date in the rep's zone.
func (h *Handlers) TodayLine(ctx context.Context, req *request.Request, _ input.Line) (request.Response, error) {
	shown, err := h.record.Today(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Say(req, shown)
}

// TodayTapped shows today's list below the message that was tapped, which stays: what it said then is not what is due
// now.
func (h *Handlers) TodayTapped(ctx context.Context, req *request.Request, _ request.Button) (request.Response, error) {
	shown, err := h.record.Today(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Say(req, shown)
}
