// Package kept runs lines that wait: those that a question stands before, those that a button carries, and those in
// plain words that name no command. What is asked and offered keeps every word that was typed.
//
// A question keeps its line for a day under a reference ([record.Recorder.Keep]); its buttons carry the reference and
// what they decide, never the line. A tap brings the line back, decided, and runs it as if it had been typed so. Lines
// that mean something in plain words ("remind me to call Acme Thu 3pm") are offered as the command that does it; the
// button carries that command, with its dates in full, since it may be tapped on another day.
//
// A line that begins with a slip of a command ("lgo elm voicemail") makes no lead of that name: the command is offered
// first. Whose answer a button stands in decides whether it makes way for the new one.
package kept

import (
	"context"
	"net/url"
	"strconv"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/coach/outcome"
)

// Handlers are what people tap on questions about lines. Make them with [New].
type Handlers struct {
	record *record.Recorder
	reply  *reply.Replier
	run    Run
	refuse RefuseUndo
}

// Run carries out a line by the handler of its command.
type Run func(context.Context, *request.Request, input.Line) (request.Response, error)

// RefuseUndo says why a change can't be taken back, and hands on any other error.
type RefuseUndo func(*request.Request, error) (request.Response, error)

// New makes the handlers.
func New(rec *record.Recorder, rep *reply.Replier, run Run, refuse RefuseUndo) *Handlers {
	return &Handlers{record: rec, reply: rep, run: run, refuse: refuse}
}

// Again runs a kept line once more, decided: it was meant although it was said before, or although it is long ago.
func (h *Handlers) Again(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	return h.runKept(ctx, req, button.Lead, func(p *input.PendingCommand) error {
		p.Resolution.Again = true
		return nil
	})
}

// PickLead runs a kept line for the lead that was chosen.
func (h *Handlers) PickLead(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.runKept(ctx, req, button.Part(0), func(p *input.PendingCommand) error {
		p.Resolution.Lead = button.Lead
		return nil
	})
}

// MeantNow corrects when a call was made: the line is run again as of now, and takes the place of the change that it
// made, in one write. Where something newer stands on that change, this is said and nothing is corrected; where the
// line asks by now, its change stands until the question is answered.
func (h *Handlers) MeantNow(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	typed, err := url.QueryUnescape(button.Part(0))
	if err != nil || button.Lead == "" || typed == "" {
		return request.Response{}, request.ErrOutdated
	}
	line := input.ReadLine(typed)
	line.Resolution.Now, line.Resolution.Again, line.Resolution.Instead = true, true, button.Lead
	resp, refused, err := h.runInstead(ctx, req, line)
	resp.Replace = req.OwnAnswer() && !refused
	return resp, err
}

// runInstead runs a line that may take the place of a change. Refused says that it can't, and that the answer says why.
func (h *Handlers) runInstead(ctx context.Context, req *request.Request,
	line input.Line) (resp request.Response, refused bool, err error) {
	resp, err = h.run(ctx, req, line)
	if err == nil || line.Resolution.Instead == "" {
		return resp, false, err
	}
	resp, err = h.refuse(req, err)
	return resp, err == nil, err
}

// Choose runs a kept line as it was meant.
func (h *Handlers) Choose(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	return h.runKept(ctx, req, button.Lead, func(p *input.PendingCommand) error {
		n, err := strconv.Atoi(button.Part(0))
		if err != nil || n < 0 || n >= len(p.Choices) {
			return request.ErrOutdated
		}
		p.Resolution = p.Choices[n]
		return nil
	})
}

// PickOutcome runs a kept line with the outcome that was meant.
func (h *Handlers) PickOutcome(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	o := outcome.Outcome(button.Lead)
	if !o.Valid() || !o.Info().Typed {
		return request.Response{}, request.ErrOutdated
	}
	return h.runKept(ctx, req, button.Part(0), func(p *input.PendingCommand) error {
		p.Resolution.Outcome = o
		return nil
	})
}

// CreateTyped runs a kept line with a new lead, none of those that were offered.
func (h *Handlers) CreateTyped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.runKept(ctx, req, button.Lead, func(p *input.PendingCommand) error {
		p.Resolution.Create = true
		if len(p.Choices) > 0 { // the question says where the new name ends
			p.Resolution = p.Choices[0]
		}
		return nil
	})
}

// runKept runs a line that was kept when its question was asked. The question makes way for the answer.
func (h *Handlers) runKept(ctx context.Context, req *request.Request, ref string,
	decided func(*input.PendingCommand) error) (request.Response, error) {
	if ref == "" {
		return request.Response{}, request.ErrOutdated
	}
	req.Writes = true
	if _, err := h.record.Rep(ctx, req); err != nil {
		return request.Response{}, err
	}
	p, ok, err := h.record.Pending(ctx, req, ref)
	if err != nil {
		return request.Response{}, err
	}
	if !ok {
		return request.Response{}, request.ErrOutdated
	}
	asked := p.Resolution
	if err := decided(&p); err != nil {
		return request.Response{}, err
	}
	// A choice says what is meant, and not in the place of what it is said.
	p.Resolution.Instead, p.Resolution.Now = asked.Instead, asked.Now
	resp, _, err := h.runInstead(ctx, req, p.Line())
	resp.Replace = true
	return resp, err
}

// OfferForm answers a line that needs a form which Slack hasn't opened: a message can't open one, and a command's may
// be too late. The line is kept behind a button that does.
func (h *Handlers) OfferForm(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	ref, err := h.record.Keep(ctx, req, line.Pending(func(*input.Resolution) {}))
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Say(req, library.FormWaits(h.reply.Reader(req), ref, req.Kind == request.KindCommand && !req.Several))
}

// OpenKept opens the form that a written line asked for.
func (h *Handlers) OpenKept(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.runKept(ctx, req, button.Lead, func(*input.PendingCommand) error { return nil })
}
