package record

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// Ask keeps the line and puts the question.
func (rec *Recorder) Ask(ctx context.Context, req *request.Request, q *input.Clarification) (request.Response, error) {
	raw, err := json.Marshal(q.Pending)
	if err != nil {
		return request.Response{}, fmt.Errorf("keep a line: %w", err)
	}
	var leads []coach.Lead
	if len(q.Leads) > 0 {
		if leads, err = rec.Space().Leads(ctx, req.User, q.Leads...); err != nil {
			return request.Response{}, err
		}
	}
	ref := store.NewID()
	if err := rec.Space().Park(ctx, req.User, ref, raw); err != nil {
		return request.Response{}, err
	}
	return reply.Say(rec.Reply.Checked(req, q.Say(rec.Reply.Reader(req), leads, ref)))
}

// Pending brings a kept line back. ok is false when it is older than a day or somebody else's.
func (rec *Recorder) Pending(ctx context.Context, req *request.Request,
	ref string) (p input.PendingCommand, ok bool, err error) {
	raw, ok, err := rec.Space().Parked(ctx, req.User, ref)
	if err != nil || !ok {
		return input.PendingCommand{}, false, err
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		return input.PendingCommand{}, false, fmt.Errorf("read a kept line: %w", err)
	}
	return p, true, nil
}
