package calls

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// LogLine logs a touch: "log <lead> <outcome> [note…] [at <when>] [next <when> [agenda <text>]]". Without an outcome it
// opens the form.
func (h *Handlers) LogLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if len(line.Words) == 0 {
		return h.OpenLog(ctx, req, coach.Lead{})
	}
	return h.Log(ctx, req, input.ReadLog(line))
}

// Log carries out a line that logs a touch: the word log is optional in front of a lead and an outcome. The same words
// within moments of each other are asked about, whether they are meant twice.
func (h *Handlers) Log(ctx context.Context, req *request.Request, line input.LogLine) (request.Response, error) {
	// A number that came with a name may be blocked, whoever asked for that.
	var stopped record.Stopped
	if line.Number != nil {
		var err error
		if stopped, err = h.record.NumberStopped(ctx, req, coach.Lead{Phone: line.Number[fields.Phone]}); err != nil {
			return request.Response{}, err
		}
	}
	// What takes the place of a change of one lead is about one lead.
	line.Lists = line.Lists && line.Resolution.Instead == ""
	// A list of leads is looked for where one lead does not explain the line: that takes reads of its own, which the
	// lines of every day are spared.
	tx := h.record.BeginLine(ctx, req, line.Line, line.Resolver(),
		store.Query{Said: input.SaidHash(line.Line), Agreed: line.Agrees})
	for tx.Next() {
		res, err := h.decideLog(req, tx.Seen, line, tx.Match, stopped)
		if line.Lists && err == nil && (unsure(res) || line.List == nil || len(line.List) > line.Named) {
			if each, err := h.Listed(ctx, req, line); err != nil || each != nil {
				return h.answerList(ctx, req, each, err)
			}
			res = fromList(line, res)
		}
		tx.Try(res, err)
	}
	if line.Lists && unsure(tx.Result) && tx.Result.Change == nil {
		if each, err := h.Listed(ctx, req, line); err != nil || each != nil {
			return h.answerList(ctx, req, each, err)
		}
	}
	return tx.Response()
}

// decideLog makes of a line what it says of the lead that it starts with. Stopped are the numbers of the do-not-call
// list that the one in it may be. Words between a known lead and the outcome are a note, or the rest of a new lead's
// name: that is asked first.
func (h *Handlers) decideLog(req *request.Request, seen store.Snapshot, line input.LogLine, m input.Match,
	stopped record.Stopped) (record.Result, error) {
	if line.Closes && m.Lead != nil && m.From == 0 && line.Resolution.Outcome == "" {
		if how, used := input.ClosedAs(m.Rest); used > 0 {
			typed, err := h.typedClosing(req, line.Line, *m.Lead, how, m.Rest[used:])
			if err != nil {
				return record.Result{}, err
			}
			return h.decideClose(req, seen, *m.Lead, typed)
		}
	}
	read := line.Read(m)
	switch {
	case read.Question != nil:
		return record.Result{Question: read.Question}, nil
	case read.Outcome == "":
		return h.NoOutcome(req, line, m), nil
	}
	if m.Lead == nil { // a detail is no part of a new lead's name
		if err := input.NoKeys(line.Line, m.From, m.Count); err != nil {
			return record.Result{}, err
		}
	}
	// A visit that is still ahead was not made: it is booked, and nothing is saved as if it had been. Only a line that
	// speaks of one is read for its date here.
	var when *input.Date
	var agenda string
	if read.Outcome == outcome.Visit {
		when, agenda = line.VisitAhead(read, h.record.Offers.DateContext(req, m.Lead))
	}
	if when != nil {
		return NewAgreed(h.record, h.reply).decideVisit(req, seen, line, m, when, agenda)
	}
	var details input.Attributes
	if read.Behind < len(line.Words) || len(read.Between) > 0 { // most lines end with what happened
		var err error
		if details, err = line.Behind(read, h.record.Offers.Typed(req, m.Lead)); err != nil {
			return record.Result{}, err
		}
	}
	return h.record.DecideTouch(req, seen, record.TouchInput{
		Lead: m.Lead, Name: m.Name, Outcome: read.Outcome, Resolution: line.Resolution, Line: &line.Line,
		Args: details.Args, Details: details.Details, Facts: details.Facts, Stopped: stopped,
	})
}

// NoOutcome offers outcomes near a word of the line; with none near it opens the form with what was typed.
func (h *Handlers) NoOutcome(req *request.Request, line input.LogLine, m input.Match) record.Result {
	if q := line.NoOutcome(m); q != nil {
		return record.Result{Question: q}
	}
	entered := forms.LogFields{Lead: coach.Lead{Name: input.Span(line.Text, line.Words)}, Fixed: req.Rep.TZFixed,
		Meta: req.Meta()}
	switch {
	case m.Lead != nil && m.Count > 0:
		entered.Lead, entered.Note = *m.Lead, line.Besides(m)
	case line.Order: // what happened is known, and not with whom
		entered.Lead, entered.Outcome, entered.Note = coach.Lead{}, line.First, line.Said()
	}
	return record.ShowForm(forms.LogForm(h.reply.Reader(req), entered))
}

// OpenElse opens the Log form with a kept line that meant none of the readings that were offered: with the lead where
// it is known, and with what was typed as the note.
func (h *Handlers) OpenElse(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	kept, ok, err := h.record.Pending(ctx, req, button.Lead)
	switch {
	case err != nil:
		return request.Response{}, err
	case !ok:
		return request.Response{}, request.ErrOutdated
	}
	seen, err := h.record.Read(ctx, req, store.Query{LeadID: kept.Lead})
	if err != nil {
		return request.Response{}, err
	}
	entered := forms.LogFields{Note: input.ReadLine(kept.Text).Said(), Fixed: seen.Rep.TZFixed, Meta: req.Meta()}
	if seen.Lead != nil {
		entered.Lead = *seen.Lead
	}
	return h.reply.Open(ctx, req, forms.LogForm(h.reply.Reader(req), entered))
}

// TapOutcome makes the handler of a card's one tap: the outcome is saved and the card becomes ✓ in place. A second tap
// on the same card logs nothing.
func (h *Handlers) TapOutcome(o outcome.Outcome) func(context.Context, *request.Request,
	request.Button) (request.Response, error) {
	return func(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
		tx := h.record.Begin(ctx, req, record.TapQuery(button, o))
		for tx.Next() {
			res, err := h.record.DecideTap(req, tx.Seen, button, o, time.Time{})
			tx.Try(h.record.Views.Ticked(req, res), err)
		}
		return tx.Response()
	}
}

// Emailed ticks the email that was due beside what an answer has saved: the new answer takes its place. A second tap
// ticks nothing.
func (h *Handlers) Emailed(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	tx := h.record.Begin(ctx, req, record.TapQuery(button, outcome.Email))
	for tx.Next() {
		res, err := h.record.DecideTap(req, tx.Seen, button, outcome.Email, time.Time{})
		tx.Try(h.record.Views.InPlace(req, res), err)
	}
	return tx.Response()
}

// OpenLog opens the Log form, for a lead where one is known; the zero lead leaves its name to be filled in. The error
// is [request.ErrNoTrigger] when Slack takes no form any more.
func (h *Handlers) OpenLog(ctx context.Context, req *request.Request, lead coach.Lead) (request.Response, error) {
	rep, err := h.record.Rep(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Open(ctx, req, forms.LogForm(h.reply.Reader(req),
		forms.LogFields{Lead: lead, Fixed: rep.TZFixed, Meta: req.Meta()}))
}

// OpenLogOf opens the Log form for the lead of a button, or empty for a button without one.
func (h *Handlers) OpenLogOf(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	if button.Lead == "" {
		return h.OpenLog(ctx, req, coach.Lead{})
	}
	return h.record.OpenFor(ctx, req, button.Lead,
		func(l coach.Lead, rep coach.Rep, meta request.Meta) slack.ModalViewRequest {
			return forms.LogForm(h.reply.Reader(req), forms.LogFields{Lead: l, Fixed: rep.TZFixed, Meta: meta})
		})
}

// LogForm saves the Log form. A hot button that differs from the lead's is stored with the touch; a time over a week
// ago is asked about first.
func (h *Handlers) LogForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	o := outcome.Outcome(form.Text(fields.Outcome))
	if !o.Valid() || !o.Info().Typed {
		return record.AtField(req, fields.Outcome, problems.ErrOutcome), nil
	}
	if form.Meta.Lead == "" && form.Text(fields.Name) == "" {
		return record.AtField(req, fields.Name, problems.ErrName), nil
	}
	_, name := form.Lead(fields.Name)
	when, next := form.Instant(fields.When), form.Instant(fields.Next)
	tx := h.record.BeginForm(ctx, req, form)
	for tx.Next() {
		l := withHot(tx.Lead, form)
		if err := input.CheckAhead("The next call", next, req.Now); err != nil {
			return request.Response{}, err
		}
		if asked := form.Meta.LongAgo == when.Unix(); isLongAgo(when, req.Now) && !asked {
			tx.Try(record.ShowForm(h.longAgoForm(req, form, l)), nil)
			continue
		}
		tx.Try(h.record.DecideTouch(req, tx.Seen, record.TouchInput{
			Lead: l, Name: name, Outcome: o, Op: "log",
			ExactAt: request.NotAfter(when, req.Now), ExactNext: next,
			Args: input.LogArgs{Note: form.Text(fields.Note), Agenda: form.Text(fields.Agenda)},
		}))
	}
	return tx.Response()
}

// longAgoForm is the Log form as it was sent, with the question whether a time over a week ago is meant. Sent once more
// it is saved.
func (h *Handlers) longAgoForm(req *request.Request, form request.Form, l *coach.Lead) slack.ModalViewRequest {
	entered := forms.LogFields{
		Outcome: outcome.Outcome(form.Text(fields.Outcome)), Note: form.Text(fields.Note),
		Agenda: form.Text(fields.Agenda), When: form.Instant(fields.When), Next: form.Instant(fields.Next),
		Fixed: req.Rep.TZFixed, LongAgo: true, Meta: form.Meta,
	}
	if l != nil {
		entered.Lead = *l
	} else {
		_, entered.Lead.Name = form.Lead(fields.Name)
	}
	return forms.LogForm(h.reply.Reader(req), entered)
}

// withHot is a lead with the hot button of a form that has the field: an empty field takes it away. The lead itself
// stays as it was read; nil, a new lead, stays nil.
func withHot(l *coach.Lead, form request.Form) *coach.Lead {
	hot, there := form.Values[fields.Hot]
	if l == nil || !there || hot.Value == l.HotButton {
		return l
	}
	changed := *l
	changed.HotButton = form.Text(fields.Hot)
	return &changed
}

// isLongAgo reports whether a picked time is so far back that a slip is likely; false where none was picked.
func isLongAgo(when, now time.Time) bool { return !when.IsZero() && now.Sub(when) > record.LongAgo }
