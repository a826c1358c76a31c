package bot

import (
	"context"
	"errors"
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

// leadLine is a line without a command's word: "<lead>" shows, "<lead> <outcome> …" logs.
func (b *Bot) leadLine(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	if ln.Resolution.Outcome != "" || ln.BeforeOutcome(ln.Words) > 0 {
		resp, err := b.calls.LogLine(ctx, req, ln)
		return resp, err
	}
	resp, err := b.record.ShowLead(ctx, req, ln, "show", b.record.ShowReply)
	var none *request.UnknownLead
	if !errors.As(err, &none) {
		return resp, err
	}
	return b.strangeLine(ctx, req, ln)
}

// strangeLine answers words that are neither a command nor a lead: a lead followed by a mistyped outcome, else a
// mistyped command.
func (b *Bot) strangeLine(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	resolver := input.NewLeadResolver(ln, input.AllWords)
	seen, err := b.record.Read(ctx, req, store.Ask{Names: resolver.Candidates()})
	if err != nil {
		return request.Response{}, err
	}
	if seen.Lead != nil {
		f, err := resolver.Find(seen)
		if err != nil {
			return request.Response{}, err
		}
		return request.Response{}, b.calls.NoOutcome(req, ln, f)
	}
	for i := 1; i < min(len(ln.Words), names.MaxWords+1); i++ {
		if len(input.NearOutcomes(ln.Words[i].Text)) > 0 {
			return request.Response{}, b.calls.NoOutcome(req, ln, input.Match{Rest: ln.Words})
		}
	}
	first := ln.Words[0].Text
	return reply.Say(say.UnknownCommand(b.reply.Reader(req), first, b.nearCommands(first), req.Typed()))
}

// nearCommands are the built commands that a mistyped word may have meant.
func (b *Bot) nearCommands(word string) []string {
	return names.Near(word, slices.Collect(maps.Keys(b.tables.commands)))
}

// helpLine is the short help, or a page of it: "help [topic]".
func (b *Bot) helpLine(_ context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	return reply.Say(b.reply.Checked(req, say.Help(b.reply.Reader(req), input.Span(ln.Text, ln.Words))))
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
		return reply.Say(say.NotBuilt(b.reply.Reader(req), ln.Word))
	}
	resp, err := run(ctx, req, ln)
	var said *request.AlreadySaid
	if errors.As(err, &said) {
		again := ln.Resolution
		again.Again = true
		err = &input.Clarification{Pending: input.PendingCommand{Text: ln.Text, Fix: again},
			Say: func(to say.Reader, _ []coach.Lead, ref string) say.Reply {
				return say.Again(to, said.At, "/followup "+ln.Text, ref)
			}}
	}
	var log *request.OpenLog
	if errors.As(err, &log) {
		return b.calls.OpenLog(ctx, req, *log)
	}
	var form *request.OpenForm
	if errors.As(err, &form) {
		return b.reply.Open(ctx, req, form.View)
	}
	var q *input.Clarification
	if errors.As(err, &q) {
		return b.record.Ask(ctx, req, q)
	}
	return resp, err
}

// leadForm goes on with the command that the form asked a lead for: with the form of what the command still needs, with
// what it shows, or, where nothing more is needed, with the page "Saved". A name that is no lead's keeps the form open.
func (b *Bot) leadForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	name := form.Text(say.FieldName)
	if name == "" {
		return b.record.AtField(req, say.FieldName, say.ErrName), nil
	}
	seen, err := b.record.FindLead(ctx, req, input.Line{Text: name, Word: form.Meta.Command,
		Words: []words.Word{{Text: name, End: len(name), Quoted: true}}})
	var unknown *request.UnknownLead
	var q *input.Clarification
	switch {
	case errors.As(err, &unknown):
		return b.record.AtField(req, say.FieldName, say.ErrUnknown(name)), nil
	case errors.As(err, &q):
		leads, err := b.record.Space().Leads(ctx, req.User, q.Leads...)
		if err != nil {
			return request.Response{}, err
		}
		return b.record.AtField(req, say.FieldName, say.ErrWhich(name, leads, q.Near)), nil
	case err != nil:
		return request.Response{}, err
	}
	lead := *seen.Lead
	switch to := b.reply.Reader(req); form.Meta.Command {
	case "next":
		return reply.ShowForm(say.NextForm(to, lead, b.record.FirstSlot(req, lead), req.Rep.TZFixed, say.Meta{}))
	case "snooze":
		return reply.ShowForm(say.SnoozeForm(to, lead, say.Meta{}))
	case "close":
		return reply.ShowForm(say.CloseForm(to, lead, "", false, say.Meta{}))
	case "show":
		return reply.ShowForm(say.Message("Lead", b.reply.Checked(req, b.record.ShowReply(req, seen))))
	case "prep":
		r, err := b.preps.PrepReply(ctx, req, seen)
		if err != nil {
			return request.Response{}, err
		}
		return reply.ShowForm(say.Message("Prep", r))
	case "when":
		return reply.ShowForm(say.Message("What comes next", b.reply.Checked(req, b.record.WhenReply(req, seen))))
	case "edit":
		return reply.ShowForm(say.EditForm(to, say.EditFields{Lead: lead, Page: say.PageMatters}))
	case "reopen":
		return b.record.ChangeLead(ctx, req, lead.ID, func(seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
			return b.leads.Reopen(req, seen, l)
		}, func(done say.Saved) (request.Response, error) {
			return reply.ShowForm(say.FormSaved(b.reply.Reader(req), done, nil))
		})
	case "resume":
		return b.record.ChangeLead(ctx, req, lead.ID, func(seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
			return b.record.RecordTouch(req, seen, record.TouchInput{Lead: &l, Outcome: coach.Resumed, Op: "resume"})
		}, func(done say.Saved) (request.Response, error) {
			return reply.ShowForm(say.FormSaved(b.reply.Reader(req), done, nil))
		})
	}
	return request.Response{}, request.ErrOutdated
}
