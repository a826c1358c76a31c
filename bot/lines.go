package bot

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// leadLine is a line without a command's word: "<lead>" shows, "<lead> <outcome> …" logs. Words that are neither are a
// lead with a mistyped outcome, or a mistyped command.
func (b *Bot) leadLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	ln := input.ReadLog(line)
	if resp, done, err := b.plainLine(ctx, req, ln); done || err != nil {
		return resp, err
	}
	if question, err := b.mistyped(ctx, req, ln); err != nil || question != nil {
		if err != nil {
			return request.Response{}, err
		}
		return b.record.Ask(ctx, req, question)
	}
	if ln.Logs() {
		return b.calls.Log(ctx, req, ln)
	}
	if ln.Order() && !b.isName(ctx, req, line) {
		return b.calls.Log(ctx, req, ln)
	}
	seen, question, err := b.record.FindLead(ctx, req, line, store.Query{})
	switch {
	case err != nil:
		return request.Response{}, err
	case question != nil:
		return b.record.Ask(ctx, req, question)
	case seen.Lead != nil && (line.Resolution.Lead == "" || line.Resolution.Name >= len(line.Words)):
		return b.reply.Say(req, b.record.Views.Show(req, seen))
	}
	return b.strangeLine(ctx, req, ln)
}

// nameFirst carries out a command, unless a lead is called so: "next plc voicemail" is about Next plc. It takes a trip
// to the store where more words follow.
func (b *Bot) nameFirst(run command) command {
	return func(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
		called := line.Called()
		if len(called.Names) == 0 {
			return run(ctx, req, line)
		}
		switch seen, err := b.record.Read(ctx, req, store.Query{Names: called.Names}); {
		case err != nil:
			return request.Response{}, err
		case seen.Lead != nil:
			return b.leadLine(ctx, req, called.Line(seen.Name))
		}
		return run(ctx, req, line)
	}
}

// isName reports whether a line is the name of a lead and nothing else. A read that fails is found out by the next one.
func (b *Bot) isName(ctx context.Context, req *request.Request, line input.Line) bool {
	q := input.NewLeadResolver(line, input.AllWords).WholeLine()
	seen, err := b.record.Read(ctx, req, store.Query{Names: q.Names})
	return err == nil && seen.Lead != nil
}

// strangeLine answers words that are neither a command nor a lead: a lead followed by a command, a date or a mistyped
// outcome, else a mistyped command.
func (b *Bot) strangeLine(ctx context.Context, req *request.Request, ln input.LogLine) (request.Response, error) {
	resolver := ln.Strange(dates.Context{Now: req.Now, Zone: req.Zone()})
	seen, m, err := b.record.ReadLead(ctx, req, resolver, record.Query(resolver.Query(), store.Query{}))
	switch {
	case err != nil:
		return request.Response{}, err
	case m.Question != nil:
		return b.record.Ask(ctx, req, m.Question)
	case seen.Lead != nil:
		if line, ok := ln.CommandBehind(m); ok {
			return b.tables.commands[line.Word](ctx, req, line)
		}
		if d := ln.DateBehind(m, input.DateContext(*req.Rep, seen.Lead, req.Now)); d != nil {
			return b.offerDate(req, *seen.Lead, d)
		}
	}
	if seen.Lead != nil || ln.NoOutcome(input.Match{Rest: ln.Words}) != nil {
		if seen.Lead == nil {
			m = input.Match{Rest: ln.Words}
		}
		return b.record.Respond(ctx, req, request.Response{}, b.calls.NoOutcome(req, ln, m))
	}
	first := ln.Words[0].Text
	near := names.Near(first, slices.Collect(maps.Keys(b.tables.commands)))
	if req.Kind == request.KindMessage && len(near) == 0 { // hello, thanks
		return b.noLine(ctx, req)
	}
	return b.reply.Say(req, say.UnknownCommand(b.reply.Reader(req), first, near, req.Typed()))
}

// helpLine is the short help, or a page of it: "help [topic]".
func (b *Bot) helpLine(_ context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	return b.reply.Say(req, say.Help(b.reply.Reader(req), input.Span(ln.Text, ln.Words)))
}

// notBuilt answers a word that is reserved and does nothing yet.
func (b *Bot) notBuilt(_ context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	return b.reply.Say(req, say.NotBuilt(b.reply.Reader(req), ln.Word))
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
		return b.leads.ReopenPicked(ctx, req, lead.ID)
	case "resume":
		return b.calls.ResumePicked(ctx, req, lead.ID)
	}
	return request.Response{}, request.ErrOutdated
}

// again runs a kept line once more, decided: it was meant although it was said before, or although it is long ago.
func (b *Bot) again(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	return b.runKept(ctx, req, button.Lead, func(p *input.PendingCommand) error {
		p.Resolution.Again = true
		return nil
	})
}

// pickLead runs a kept line for the lead that was chosen.
func (b *Bot) pickLead(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	return b.runKept(ctx, req, button.Part(0), func(p *input.PendingCommand) error {
		p.Resolution.Lead = button.Lead
		return nil
	})
}

// meantNow corrects when a call was made: the change is taken back, and the line is run again as of now. Where
// something newer stands on the change, that is said and nothing is corrected.
func (b *Bot) meantNow(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	typed, err := url.QueryUnescape(button.Part(0))
	if err != nil || button.Lead == "" || typed == "" {
		return request.Response{}, request.ErrOutdated
	}
	_, err = b.record.TakeBack(ctx, req, store.UndoQuery{Entry: button.Lead, Key: req.Key + " back"})
	if _, repeated := store.Repeated(err); err != nil && !repeated {
		if errors.Is(err, store.ErrNothingToUndo) || errors.As(err, new(*store.NewerError)) {
			return b.reps.UndoTapped(ctx, req, button)
		}
		return request.Response{}, err
	}
	line := input.ReadLine(typed)
	line.Resolution.Now, line.Resolution.Again = true, true
	resp, err := b.tables.lines[line.Word](ctx, req, line)
	resp.Replace = req.OwnAnswer()
	return resp, err
}

// choose runs a kept line as it was meant.
func (b *Bot) choose(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	return b.runKept(ctx, req, button.Lead, func(p *input.PendingCommand) error {
		n, err := strconv.Atoi(button.Part(0))
		if err != nil || n < 0 || n >= len(p.Choices) {
			return request.ErrOutdated
		}
		p.Resolution = p.Choices[n]
		return nil
	})
}

// pickOutcome runs a kept line with the outcome that was meant.
func (b *Bot) pickOutcome(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	o := coach.Outcome(button.Lead)
	if !o.Valid() || !o.Info().Typed {
		return request.Response{}, request.ErrOutdated
	}
	return b.runKept(ctx, req, button.Part(0), func(p *input.PendingCommand) error {
		p.Resolution.Outcome = o
		return nil
	})
}

// createTyped runs a kept line with a new lead, none of those that were offered.
func (b *Bot) createTyped(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	return b.runKept(ctx, req, button.Lead, func(p *input.PendingCommand) error {
		p.Resolution.Create = true
		if len(p.Choices) > 0 { // the question says where the new name ends
			p.Resolution = p.Choices[0]
		}
		return nil
	})
}

// runKept runs a line that was kept when its question was asked. The question makes way for the answer.
func (b *Bot) runKept(ctx context.Context, req *request.Request, ref string,
	decided func(*input.PendingCommand) error) (request.Response, error) {
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
	if err := decided(&p); err != nil {
		return request.Response{}, err
	}
	line := p.Line()
	resp, err := b.tables.lines[line.Word](ctx, req, line)
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
