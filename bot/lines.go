package bot

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/input/factline"
	"github.com/followup-coach/followup/bot/lent"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// leadLine is a line without a command's word: "<lead>" shows, "<lead> <outcome> …" logs. Words that are neither are a
// lead with a mistyped outcome, or a mistyped command.
func (b *Bot) leadLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	ln := input.ReadLog(line)
	if ln.Plain != nil {
		if resp, done, err := b.kept.PlainLine(ctx, req, ln); done || err != nil {
			return resp, err
		}
	}
	if ln.Named != 1 { // one word with what happened behind it is a name, and no slip
		if question, err := b.kept.Mistyped(ctx, req, ln); err != nil || question != nil {
			if err != nil {
				return request.Response{}, err
			}
			return b.record.Ask(ctx, req, question)
		}
	}
	if ln.Logs {
		return b.calls.Log(ctx, req, ln)
	}
	if ln.Order && !b.isName(ctx, req, line) {
		return b.calls.Log(ctx, req, ln)
	}
	seen, question, err := b.record.FindLead(ctx, req, line, store.Query{})
	switch {
	case err != nil:
		return request.Response{}, err
	case question != nil:
		return b.record.Ask(ctx, req, question)
	case seen.Lead != nil && (line.Resolution.Lead == "" || line.Resolution.Name >= len(line.Words)):
		return b.reply.Say(req, b.record.Show(ctx, req, seen))
	}
	return b.strangeLine(ctx, req, ln)
}

// nameFirst carries out a command, unless a lead is called so: "next plc voicemail" is about Next plc. Commands that
// read leads before they do anything look for it on that trip to the store; those that only look ask for it once they
// find no lead, and the others on a trip of its own where more words follow.
func (b *Bot) nameFirst(run command) command {
	return func(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
		called := line.Called()
		if len(called.Names) == 0 {
			return run(ctx, req, line)
		}
		var resp request.Response
		var declined error
		if reads := input.ReadsLeads(line.Word); reads || input.OfKnownLead(line.Word) {
			if reads {
				req.Called = called.Names
			}
			resp, declined = run(ctx, req, line)
			if lead, is := errors.AsType[*request.CalledLead](declined); is {
				return b.leadLine(ctx, req, called.Line(lead.Name))
			}
			looked := reads && req.Called == nil
			if req.Called = nil; looked || !request.Declined(declined) {
				return resp, declined
			}
		}
		switch seen, err := b.record.Read(ctx, req, store.Query{Names: called.Names}); {
		case err != nil:
			return request.Response{}, err
		case seen.Lead != nil:
			return b.leadLine(ctx, req, called.Line(seen.Name))
		case declined != nil:
			return resp, declined
		}
		return run(ctx, req, line)
	}
}

// orElse is a command about a lead, which does what else its words ask for where no lead is called so.
func orElse(run command, other func(input.Line) (line input.Line, ok bool), do command) command {
	return func(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
		resp, err := run(ctx, req, line)
		if _, unknown := errors.AsType[*request.UnknownLead](err); unknown {
			if other, ok := other(line); ok {
				return do(ctx, req, other)
			}
		}
		return resp, err
	}
}

// called is what was said behind "go": of a call that was made, which is logged ("go birch voicemail"), or whom to go
// to.
func called(line input.Line) (said input.Line, ok bool) {
	said = input.ReadLine(line.Said())
	if said.Word == input.WordLead && input.ReadLog(said).Logs {
		return said, true
	}
	if len(line.Words) > 1 && slices.Contains([]string{"to", "with", "for", "at"}, line.Words[0].Lower) {
		return input.ReadLine("go " + line.Text[line.Words[1].Start:]), true
	}
	return said, false
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
		if line, ok := ln.MeetingBehind(m, b.record.Offers.Typed(req, seen.Lead)); ok {
			return b.tables.commands[line.Word](ctx, req, line)
		}
		if said := factline.Read(m.Rest); said != nil {
			return b.kept.OfferFacts(req, *seen.Lead, said)
		}
		if d := ln.DateBehind(m, b.record.Offers.Typed(req, seen.Lead)); d != nil {
			return b.kept.OfferDate(req, *seen.Lead, d)
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
	return b.reply.Say(req, problems.UnknownCommand(b.reply.Reader(req), first, near, req.Typed()))
}

// leadForm goes on with the command that the form asked a lead for: with the form of what the command still needs, with
// what it shows, or, where nothing more is needed, with the page "Saved". A lead that is gone keeps the form open.
func (b *Bot) leadForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	id := form.Text(fields.Name)
	if id == "" {
		return record.AtField(req, fields.Name, problems.ErrNoLead), nil
	}
	seen, err := b.record.Read(ctx, req, store.Query{LeadID: id, Touches: record.ShownTouches,
		Agreed: true, Counters: true}) // the form of an agreed call offers times, a prep the rep's own rates
	switch {
	case err != nil:
		return request.Response{}, err
	case seen.Lead == nil:
		return record.AtField(req, fields.Name, problems.ErrNoLead), nil
	}
	lead := *seen.Lead
	switch to := b.reply.Reader(req); form.Meta.Command {
	case "next":
		return reply.ShowForm(forms.NextForm(to, lead, b.record.Offers.First(req, lead), req.Rep.TZFixed, request.Meta{}))
	case "snooze":
		return reply.ShowForm(forms.SnoozeForm(to, lead, request.Meta{}))
	case "close":
		return reply.ShowForm(forms.CloseForm(to, lead, "", false, request.Meta{}))
	case "show":
		return reply.ShowForm(fields.ReplyPage("Lead", b.reply.Checked(req, b.record.Show(ctx, req, seen))))
	case "prep":
		r, err := b.preps.PrepReply(ctx, req, seen)
		if err != nil {
			return request.Response{}, err
		}
		return reply.ShowForm(fields.ReplyPage("Prep", b.reply.Checked(req, r)))
	case "when":
		return reply.ShowForm(fields.ReplyPage("What comes next", b.reply.Checked(req, b.record.Views.When(req, seen))))
	case "draft":
		return b.drafts.Picked(ctx, req, lead.ID)
	case "edit":
		return reply.ShowForm(forms.EditForm(to, forms.EditFields{Lead: lead, Page: fields.PageMatters}))
	case "review":
		return b.reviews.ReviewPicked(ctx, req, lead.ID)
	case "erase":
		return b.privacy.ErasePicked(ctx, req, lead.ID)
	case "history":
		return b.history.HistoryPicked(ctx, req, lead.ID)
	case "merge":
		return b.doubles.GoesPicked(req, lead)
	case forms.IntoLead:
		return b.doubles.StaysPicked(ctx, req, form.Meta.Other, lead.ID)
	case "reopen":
		return b.leads.ReopenPicked(ctx, req, lead.ID)
	case "pause":
		return b.calls.PausePicked(ctx, req, lead.ID)
	case "resume":
		return b.calls.ResumePicked(ctx, req, lead.ID)
	}
	return request.Response{}, request.ErrOutdated
}

// more is a card's overflow menu.
func (b *Bot) more(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	switch button.Part(0) {
	case ids.MorePrep:
		return b.preps.PrepTapped(ctx, req, button)
	case ids.MoreScript:
		return b.preps.ScriptOf(ctx, req, button)
	case ids.MoreShow:
		return b.leads.ShowTapped(ctx, req, button)
	case ids.MoreWhen:
		seen, err := b.record.Lead(ctx, req, button.Lead)
		if err != nil {
			return request.Response{}, err
		}
		return b.reply.Say(req, b.record.Views.When(req, seen))
	case ids.MoreMail:
		return b.calls.TapOutcome(outcome.Email)(ctx, req, button.Behind())
	case ids.MoreDraft:
		return b.drafts.DraftTapped(ctx, req, button.Behind())
	case ids.MoreNumber:
		return b.leads.OpenEditOf(ctx, req, button.Behind())
	case ids.MoreMove:
		return b.agreed.OpenNextOf(ctx, req, button)
	case ids.MoreLog:
		return b.calls.OpenLogOf(ctx, req, button)
	case ids.MoreSnooze:
		return b.calls.OpenSnoozeOf(ctx, req, button)
	case ids.MoreClose:
		return b.calls.OpenCloseOf(ctx, req, button)
	}
	return request.Response{}, request.ErrOutdated
}

// carry carries out a line, which may be about a lead that the acting person covers.
func carry(ctx context.Context, rec *record.Recorder, req *request.Request, line input.Line,
	run command) (request.Response, error) {
	if err := lent.Begin(ctx, rec, req, &line); err != nil {
		return request.Response{}, err
	}
	resp, err := run(ctx, req, line)
	again, err := lent.Theirs(ctx, rec, req, &line, err)
	if !again {
		return resp, err
	}
	return run(ctx, req, line)
}
