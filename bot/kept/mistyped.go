package kept

import (
	"context"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/store"
)

// Mistyped is the question about a line that begins with a mistyped command, nil for any other: "lgo elm voicemail" is
// about Elm, and must make no lead of that name. Leads that the line could mean as it stands come first.
func (h *Handlers) Mistyped(ctx context.Context, req *request.Request,
	ln input.LogLine) (*input.Clarification, error) {
	command, sure, ok := ln.NearCommand()
	if !ok {
		return nil, nil
	}
	asTyped := input.NewLeadResolver(ln.Line, ln.BeforeOutcome)
	seen, m, err := h.record.ReadLead(ctx, req, asTyped, record.Query(asTyped.Query(), store.Query{}))
	if err != nil || seen.Lead != nil || m.Question != nil {
		return nil, err
	}
	if !sure {
		behind := ln.AfterCommand()
		seen, m, err = h.record.ReadLead(ctx, req, behind, record.Query(behind.Query(), store.Query{}))
		if err != nil || seen.Lead == nil && m.Question == nil {
			return nil, err
		}
	}
	return ln.Mistyped(command), nil
}

// PickCommand runs a kept line with the command that its first word was meant to be.
func (h *Handlers) PickCommand(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	if !input.IsCommand(button.Lead) {
		return request.Response{}, request.ErrOutdated
	}
	return h.runKept(ctx, req, button.Part(0), func(p *input.PendingCommand) error {
		p.Resolution.Command = button.Lead
		return nil
	})
}
