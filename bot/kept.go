package bot

import (
	"context"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
)

// again runs a kept line once more, decided: it was meant although it was said before, or although it is long ago.
func (b *Bot) again(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	return b.runKept(ctx, req, button.Lead, func(f *input.Resolution) { f.Again = true })
}

// pickLead runs a kept line for the lead that was chosen.
func (b *Bot) pickLead(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	return b.runKept(ctx, req, button.Part(0), func(f *input.Resolution) { f.Lead = button.Lead })
}

// pickOutcome runs a kept line with the outcome that was meant.
func (b *Bot) pickOutcome(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	o := coach.Outcome(button.Lead)
	if !o.Valid() || !o.Info().Typed {
		return request.Response{}, request.ErrOutdated
	}
	return b.runKept(ctx, req, button.Part(0), func(f *input.Resolution) { f.Outcome = o })
}

// createTyped runs a kept line with a new lead, none of those that were offered.
func (b *Bot) createTyped(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	return b.runKept(ctx, req, button.Lead, func(f *input.Resolution) { f.Create = true })
}

// runKept runs a line that was kept when its question was asked. The question makes way for the answer.
func (b *Bot) runKept(ctx context.Context, req *request.Request, ref string,
	decided func(*input.Resolution)) (request.Response, error) {
	if ref == "" {
		return request.Response{}, request.ErrOutdated
	}
	req.Writes = true
	if _, err := b.record.Rep(ctx, req); err != nil {
		return request.Response{}, err
	}
	p, ok, err := b.record.Pending(ctx, req, ref)
	if err != nil {
		return request.Response{}, err
	}
	if !ok {
		return request.Response{}, request.ErrOutdated
	}
	click, label := req.Name, req.Label
	decided(&p.Fix)
	line := input.ReadLine(p.Text)
	line.Resolution = p.Fix
	resp, err := b.runLine(ctx, req, line)
	req.Name, req.Label = click, label
	resp.Replace = true
	return resp, err
}

// openToday shows today's list.
func (b *Bot) openToday(ctx context.Context, req *request.Request, _ request.Button) (request.Response, error) {
	shown, err := b.record.Today(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	return reply.Say(shown)
}

// showTapped shows a lead of a list.
func (b *Bot) showTapped(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	seen, err := b.record.Lead(ctx, req, button.Lead)
	if err != nil {
		return request.Response{}, err
	}
	return reply.Say(b.reply.Checked(req, b.record.ShowReply(req, seen)))
}

// more is a card's overflow menu.
func (b *Bot) more(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	switch button.Part(0) {
	case say.MorePrep:
		return b.preps.PrepTapped(ctx, req, button)
	case say.MoreShow:
		return b.showTapped(ctx, req, button)
	case say.MoreWhen:
		seen, err := b.record.Lead(ctx, req, button.Lead)
		if err != nil {
			return request.Response{}, err
		}
		return reply.Say(b.reply.Checked(req, b.record.WhenReply(req, seen)))
	case say.MoreLog:
		return b.calls.OpenLogOf(ctx, req, button)
	case say.MoreSnooze:
		return b.calls.OpenSnoozeOf(ctx, req, button)
	case say.MoreClose:
		return b.calls.OpenCloseOf(ctx, req, button)
	}
	return request.Response{}, request.ErrOutdated
}
