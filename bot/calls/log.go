package calls

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// TapOutcome is a card's one tap: the outcome is saved and the card becomes ✓ in place.
func (h *Handlers) TapOutcome(o coach.Outcome) func(context.Context, *request.Request,
	request.Button) (request.Response, error) {
	return func(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
		return h.record.SaveTap(ctx, req, button, o, h.record.Views.Ticked(req))
	}
}

// LogLine logs a touch: "log <lead> <outcome> [note…] [at <when>] [next <when> [agenda <text>]]". Without an outcome it
// opens the form.
func (h *Handlers) LogLine(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	if len(ln.Words) == 0 {
		return h.OpenLog(ctx, req, coach.Lead{})
	}
	return h.Log(ctx, req, input.ReadLog(ln))
}

// Log carries out a line that logs a touch.
func (h *Handlers) Log(ctx context.Context, req *request.Request, ln input.LogLine) (request.Response, error) {
	resolver := input.NewLeadResolver(ln.Line, ln.BeforeOutcome)
	q := record.Query(resolver.Query(), store.Ask{Said: input.SaidHash(ln.Line), Agreed: ln.MayAgree()})
	stopped, err := h.record.NumberStopped(ctx, req, ln.Number())
	if err != nil {
		return request.Response{}, err
	}
	return h.record.Save(ctx, req, ln.Line, q, func(seen store.Seen) (record.Result, error) {
		m, res, err := record.Match(resolver, seen)
		if err != nil || !m.Settled() {
			return res, err
		}
		outcome, used := ln.Outcome(m)
		var between []words.Word
		if used == 0 {
			o, n, at := ln.LaterOutcome(m)
			switch {
			case at == 0:
				return h.NoOutcome(req, ln, m), nil
			case ln.Resolution.Lead == "":
				return record.Result{Question: ln.LeadOrNew(m, o, at)}, nil
			}
			outcome, used, between = o, at-m.Count+n, ln.Words[m.Count:at]
		}
		t := record.TouchInput{Lead: m.Lead, Name: m.Name, Like: m.Similar, Outcome: outcome, Resolution: ln.Resolution,
			Line: &ln.Line, Stopped: stopped}
		told, err := ln.Behind(len(ln.Words)-len(m.Rest)+used, input.DateContext(*req.Rep, m.Lead, req.Now))
		if err != nil {
			return record.Result{}, err
		}
		t.Facts, t.Details, t.Args = told.Facts, told.Details, told.Args
		t.Args.Note = strings.TrimSpace(input.Span(ln.Text, between) + " " + t.Args.Note)
		return h.record.RecordTouch(req, seen, t)
	}, h.record.Views.Saved(req))
}

// NoOutcome offers outcomes near a word of the line; with none near it opens the form with what was typed.
func (h *Handlers) NoOutcome(req *request.Request, ln input.LogLine, m input.Match) record.Result {
	if q := ln.NoOutcome(m); q != nil {
		return record.Result{Question: q}
	}
	lead, note := coach.Lead{Name: input.Span(ln.Text, ln.Words)}, ""
	if m.Lead != nil && m.Count > 0 {
		lead, note = *m.Lead, input.Span(ln.Text, m.Rest)
	}
	return record.ShowForm(say.LogForm(h.reply.Reader(req),
		say.LogFields{Lead: lead, Note: note, Fixed: req.Rep.TZFixed, Meta: req.Meta()}))
}

// OpenLog opens the Log form, for a lead where one is known.
func (h *Handlers) OpenLog(ctx context.Context, req *request.Request, lead coach.Lead) (request.Response, error) {
	rep, err := h.record.Rep(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Open(ctx, req, say.LogForm(h.reply.Reader(req),
		say.LogFields{Lead: lead, Fixed: rep.TZFixed, Meta: req.Meta()}))
}

// OpenLogOf opens the Log form for a lead, or empty.
func (h *Handlers) OpenLogOf(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	if button.Lead == "" {
		return h.OpenLog(ctx, req, coach.Lead{})
	}
	return h.record.OpenFor(ctx, req, button.Lead,
		func(l coach.Lead, rep coach.Rep, meta request.Meta) slack.ModalViewRequest {
			return say.LogForm(h.reply.Reader(req), say.LogFields{Lead: l, Fixed: rep.TZFixed, Meta: meta})
		})
}

// LogForm saves the Log form.
func (h *Handlers) LogForm(ctx context.Context, req *request.Request, s request.Form) (request.Response, error) {
	o := coach.Outcome(s.Text(say.FieldOutcome))
	if !o.Valid() || !o.Info().Typed {
		return record.AtField(req, say.FieldOutcome, say.ErrOutcome), nil
	}
	if s.Meta.Lead == "" && s.Text(say.FieldName) == "" {
		return record.AtField(req, say.FieldName, say.ErrName), nil
	}
	when := s.Instant(say.FieldWhen)
	resp, _, err := h.record.SaveForm(ctx, req, s, func(seen store.Seen, l *coach.Lead) (record.Result, error) {
		if l != nil {
			if hot, there := s.Values[say.FieldHot]; there && hot.Value != l.HotButton {
				changed := *l
				changed.HotButton = s.Text(say.FieldHot)
				l = &changed
			}
		}
		next := s.Instant(say.FieldNext)
		if !next.IsZero() && !next.After(req.Now) {
			return record.Result{}, &request.DatePast{Words: "The next call", At: next}
		}
		if req.Now.Sub(when) > record.LongAgo && !when.IsZero() && s.Meta.LongAgo != when.Unix() {
			return record.ShowForm(h.longAgoForm(req, s, l)), nil
		}
		return h.record.RecordTouch(req, seen, record.TouchInput{
			Lead: l, Name: s.Text(say.FieldName), Outcome: o, Op: "log", ExactAt: request.NotAfter(when, req.Now),
			ExactNext: next,
			Args:      input.LogArgs{Note: s.Text(say.FieldNote), Agenda: s.Text(say.FieldAgenda)},
		})
	})
	return resp, err
}

// longAgoForm is the Log form as it was sent, with the question whether a time over a week ago is meant. Sent once more
// it is saved.
func (h *Handlers) longAgoForm(req *request.Request, form request.Form, l *coach.Lead) slack.ModalViewRequest {
	in := say.LogFields{
		Outcome: coach.Outcome(form.Text(say.FieldOutcome)), Note: form.Text(say.FieldNote),
		Agenda: form.Text(say.FieldAgenda),
		When:   form.Instant(say.FieldWhen), Next: form.Instant(say.FieldNext), Fixed: req.Rep.TZFixed, LongAgo: true,
		Meta: form.Meta,
	}
	if form.Meta.Lead != "" {
		in.Lead = *l
	} else {
		in.Lead.Name = form.Text(say.FieldName)
	}
	return say.LogForm(h.reply.Reader(req), in)
}
