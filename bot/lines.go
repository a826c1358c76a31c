package bot

import (
	"context"
	"maps"
	"slices"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// leadLine is a line without a command's word: "<lead>" shows, "<lead> <outcome> …" logs. Words that are neither are a
// lead with a mistyped outcome, or a mistyped command.
func (b *Bot) leadLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	ln := input.ReadLog(line)
	if question, err := b.mistyped(ctx, req, ln); err != nil || question != nil {
		if err != nil {
			return request.Response{}, err
		}
		return b.record.Ask(ctx, req, question)
	}
	if ln.Resolution.Outcome != "" || ln.BeforeOutcome(ln.Words) > 0 {
		return b.calls.Log(ctx, req, ln)
	}
	seen, question, err := b.record.FindLead(ctx, req, line, store.Query{})
	switch {
	case err != nil:
		return request.Response{}, err
	case question != nil:
		return b.record.Ask(ctx, req, question)
	case seen.Lead != nil:
		return b.reply.Say(req, b.record.Views.Show(req, seen))
	}
	return b.strangeLine(ctx, req, ln)
}

// strangeLine answers words that are neither a command nor a lead: a lead followed by a mistyped outcome, else a
// mistyped command.
func (b *Bot) strangeLine(ctx context.Context, req *request.Request, ln input.LogLine) (request.Response, error) {
	resolver := input.NewLeadResolver(ln.Line, input.AllWords)
	seen, m, err := b.record.ReadLead(ctx, req, resolver, record.Query(resolver.Query(), store.Query{}))
	if err != nil {
		return request.Response{}, err
	}
	if seen.Lead != nil || ln.NoOutcome(input.Match{Rest: ln.Words}) != nil {
		if seen.Lead == nil {
			m = input.Match{Rest: ln.Words}
		}
		return b.record.Respond(ctx, req, request.Response{}, b.calls.NoOutcome(req, ln, m))
	}
	first := ln.Words[0].Text
	near := names.Near(first, slices.Collect(maps.Keys(b.tables.commands)))
	return b.reply.Say(req, say.UnknownCommand(b.reply.Reader(req), first, near, req.Typed()))
}

// helpLine is the short help, or a page of it: "help [topic]".
func (b *Bot) helpLine(_ context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	return b.reply.Say(req, say.Help(b.reply.Reader(req), input.Span(ln.Text, ln.Words)))
}

// typed runs what was typed after /followup.
func (b *Bot) typed(ctx context.Context, req *request.Request) (request.Response, error) {
	return b.runLine(ctx, req, input.ReadLine(words.Unescape(req.Text)))
}

// runLine runs a line, typed now or kept from before.
func (b *Bot) runLine(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	req.Name, req.Label = ln.Word, ln.Word
	run := command(b.leadLine)
	if ln.Word != input.WordLead {
		run = b.tables.commands[ln.Word]
	}
	if run == nil {
		return b.reply.Say(req, say.NotBuilt(b.reply.Reader(req), ln.Word))
	}
	return run(ctx, req, ln)
}

// leadForm goes on with the command that the form asked a lead for: with the form of what the command still needs, with
// what it shows, or, where nothing more is needed, with the page "Saved". A name that is no lead's keeps the form open.
func (b *Bot) leadForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	name := form.Text(say.FieldName)
	if name == "" {
		return record.AtField(req, say.FieldName, say.ErrName), nil
	}
	seen, question, err := b.record.FindLead(ctx, req, input.Named(name, form.Meta.Command),
		store.Query{Agreed: true, Counters: true}) // the form of an agreed call offers times, a prep the rep's own rates
	switch {
	case err != nil:
		return request.Response{}, err
	case question != nil:
		leads, err := b.record.Candidates(ctx, req, question)
		if err != nil {
			return request.Response{}, err
		}
		return record.AtField(req, say.FieldName, say.ErrWhich(name, leads, question.Near)), nil
	case seen.Lead == nil:
		return record.AtField(req, say.FieldName, say.ErrUnknown(name)), nil
	}
	lead := *seen.Lead
	switch to := b.reply.Reader(req); form.Meta.Command {
	case "next":
		return reply.ShowForm(say.NextForm(to, lead, b.record.Offers.First(req, lead), req.Rep.TZFixed, request.Meta{}))
	case "snooze":
		return reply.ShowForm(say.SnoozeForm(to, lead, request.Meta{}))
	case "close":
		return reply.ShowForm(say.CloseForm(to, lead, "", false, request.Meta{}))
	case "show":
		return reply.ShowForm(say.Message("Lead", b.reply.Checked(req, b.record.Views.Show(req, seen))))
	case "prep":
		r, err := b.preps.PrepReply(ctx, req, seen)
		if err != nil {
			return request.Response{}, err
		}
		return reply.ShowForm(say.Message("Prep", b.reply.Checked(req, r)))
	case "when":
		return reply.ShowForm(say.Message("What comes next", b.reply.Checked(req, b.record.Views.When(req, seen))))
	case "edit":
		return reply.ShowForm(say.EditForm(to, say.EditFields{Lead: lead, Page: say.PageMatters}))
	case "reopen":
		return b.record.ChangeLead(ctx, req, lead.ID, func(seen store.Snapshot, l coach.Lead) (record.Result, error) {
			return b.leads.Reopen(req, seen, l)
		}, func(done say.Saved) (request.Response, error) {
			return reply.ShowForm(say.FormSaved(b.reply.Reader(req), done, nil))
		})
	case "resume":
		return b.record.ChangeLead(ctx, req, lead.ID, func(seen store.Snapshot, l coach.Lead) (record.Result, error) {
			return b.calls.Resume(req, seen, l)
		}, func(done say.Saved) (request.Response, error) {
			return reply.ShowForm(say.FormSaved(b.reply.Reader(req), done, nil))
		})
	}
	return request.Response{}, request.ErrOutdated
}

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
	decided(&p.Resolution)
	resp, err := b.runLine(ctx, req, p.Line())
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
	return b.reply.Say(req, shown)
}

// showTapped shows a lead of a list.
func (b *Bot) showTapped(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	seen, err := b.record.Lead(ctx, req, button.Lead)
	if err != nil {
		return request.Response{}, err
	}
	return b.reply.Say(req, b.record.Views.Show(req, seen))
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
		return b.reply.Say(req, b.record.Views.When(req, seen))
	case say.MoreLog:
		return b.calls.OpenLogOf(ctx, req, button)
	case say.MoreSnooze:
		return b.calls.OpenSnoozeOf(ctx, req, button)
	case say.MoreClose:
		return b.calls.OpenCloseOf(ctx, req, button)
	}
	return request.Response{}, request.ErrOutdated
}
