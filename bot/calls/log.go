package calls

import (
	"context"
	"errors"
	"strings"

	"github.com/slack-go/slack"

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

// TapOutcome is a card's one tap: the outcome is saved and the card becomes ✓ in place.
func (h *Handlers) TapOutcome(o coach.Outcome) func(context.Context, *request.Request,
	request.Button) (request.Response, error) {
	return func(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
		return h.record.SaveTap(ctx, req, button, o, h.record.RenderTicked(req))
	}
}

// LogLine logs a touch: "log <lead> <outcome> [note…] [at <when>] [next <when> [agenda <text>]]". Without an outcome it
// opens the form.
func (h *Handlers) LogLine(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	if len(ln.Words) == 0 {
		return h.OpenLog(ctx, req, request.OpenLog{})
	}
	resolver := input.NewLeadResolver(ln, ln.BeforeOutcome)
	ask := resolver.Ask()
	ask.Said, ask.Agreed = input.SaidHash(ln), ln.MayAgree()
	numbers, _ := words.Attached(ln.Text, ln.Words, say.FieldPhone)
	stopped := false
	for _, n := range numbers {
		var err error
		if stopped, err = h.record.NumberStopped(ctx, req, map[string]string{n.Key: n.Value}); err != nil {
			return request.Response{}, err
		}
	}
	return h.record.Save(ctx, req, ask, func(seen store.Seen) (c store.Change, saved say.Saved, err error) {
		f, err := resolver.Find(seen)
		if err != nil {
			return c, saved, err
		}
		t, err := h.touchOf(req, ln, f)
		if err != nil {
			return c, saved, err
		}
		t.Stopped = stopped
		return h.record.RecordTouch(req, seen, t)
	})
}

// touchOf reads what follows the lead: the touch that it tells of. Keys among it are no words of the note: they say
// what is known of the lead, what was promised, and what was sent.
func (h *Handlers) touchOf(req *request.Request, ln input.Line, f input.Match) (record.TouchInput, error) {
	outcome, used := ln.OutcomeOf(f)
	var between []words.Word
	if used == 0 {
		o, n, at := ln.LaterOutcome(f)
		switch {
		case at == 0:
			return record.TouchInput{}, h.NoOutcome(req, ln, f)
		case ln.Resolution.Lead == "":
			return record.TouchInput{}, input.LeadOrNew(ln, f, o, at)
		}
		outcome, used, between = o, at-f.N+n, ln.Words[f.N:at]
	}
	t := record.TouchInput{Lead: f.Lead, Name: f.Name, Like: f.Like, Outcome: outcome, Resolution: ln.Resolution,
		Line: &ln}
	dates := input.DateContext(*req.Rep, f.Lead, req.Now)
	text, rest := ln.Text, f.Rest[used:]
	told, left, err := input.TakeAttributes(text, rest, dates)
	if err != nil {
		return record.TouchInput{}, err
	}
	if told.Facts != nil {
		text, rest = left, words.Lex(left)
	}
	t.Facts, t.Details = told.Facts, told.Details
	t.Args = input.ReadLogArgs(text, rest, dates)
	t.Args.Note = strings.TrimSpace(input.Span(ln.Text, between) + " " + t.Args.Note)
	return t, nil
}

// NoOutcome offers outcomes near a word of the line; with none near it opens the form with what was typed.
func (h *Handlers) NoOutcome(req *request.Request, ln input.Line, f input.Match) error {
	from := 1
	if f.N > 0 {
		from = f.N
	}
	for i := from; i < min(len(ln.Words), from+names.MaxWords); i++ { // a name has no more words, whatever was pasted
		if i > from && f.Lead != nil {
			break // after a known lead only the next word can be the outcome
		}
		near, question := input.NearOutcomes(ln.Words[i].Text), say.WhichOutcome
		if means := input.UnclearOutcomes(ln.Words[i:]); means != nil {
			near, question = means, say.UnclearOutcome
		}
		if len(near) == 0 {
			continue
		}
		fixed := ln.Resolution
		fixed.At, fixed.Name = i, f.N
		word := ln.Words[i].Text
		return &input.Clarification{Pending: input.PendingCommand{Text: ln.Text, Fix: fixed},
			Say: func(to say.Reader, _ []coach.Lead, ref string) say.Reply {
				return question(to, word, near, req.Typed(), ref)
			}}
	}
	if f.Lead == nil && f.N > 0 || f.N == 0 {
		f.Name = input.Span(ln.Text, ln.Words)
		f.Rest = nil
	}
	return &request.OpenLog{Lead: f.Lead, Name: f.Name, Note: input.Span(ln.Text, f.Rest)}
}

// OpenLog opens the Log form with what a line said already.
func (h *Handlers) OpenLog(ctx context.Context, req *request.Request, with request.OpenLog) (request.Response, error) {
	rep, err := h.record.Rep(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	in := say.LogFields{Note: with.Note, Outcome: with.Outcome, Fixed: rep.TZFixed, Meta: req.Meta()}
	if with.Lead != nil {
		in.Lead = *with.Lead
	} else {
		in.Lead.Name = with.Name
	}
	return h.reply.Open(ctx, req, say.LogForm(h.reply.Reader(req), in))
}

// OpenLogOf opens the Log form for a lead, or empty.
func (h *Handlers) OpenLogOf(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	if button.Lead == "" {
		return h.OpenLog(ctx, req, request.OpenLog{})
	}
	return h.record.OpenFor(ctx, req, button.Lead,
		func(l coach.Lead, rep coach.Rep, meta say.Meta) slack.ModalViewRequest {
			return say.LogForm(h.reply.Reader(req), say.LogFields{Lead: l, Fixed: rep.TZFixed, Meta: meta})
		})
}

// LogForm saves the Log form.
func (h *Handlers) LogForm(ctx context.Context, req *request.Request, s request.Form) (request.Response, error) {
	o := coach.Outcome(s.Text(say.FieldOutcome))
	if !o.Valid() || !o.Info().Typed {
		return h.record.AtField(req, say.FieldOutcome, say.ErrOutcome), nil
	}
	if s.Meta.Lead == "" && s.Text(say.FieldName) == "" {
		return h.record.AtField(req, say.FieldName, say.ErrName), nil
	}
	when := s.Instant(say.FieldWhen)
	resp, err := h.record.SaveForm(ctx, req, s, func(seen store.Seen, l *coach.Lead) (store.Change, say.Saved, error) {
		if l != nil {
			if hot, there := s.Values[say.FieldHot]; there && hot.Value != l.HotButton {
				changed := *l
				changed.HotButton = s.Text(say.FieldHot)
				l = &changed
			}
		}
		next := s.Instant(say.FieldNext)
		if !next.IsZero() && !next.After(req.Now) {
			return store.Change{}, say.Saved{}, &request.DatePast{Words: "The next call", At: next}
		}
		if req.Now.Sub(when) > record.LongAgo && !when.IsZero() && s.Meta.LongAgo != when.Unix() {
			return store.Change{}, say.Saved{}, h.record.AsForm(h.longAgoForm(req, s, l))
		}
		return h.record.RecordTouch(req, seen, record.TouchInput{
			Lead: l, Name: s.Text(say.FieldName), Outcome: o, Op: "log", ExactAt: request.NotAfter(when, req.Now),
			ExactNext: next,
			Args:      input.LogArgs{Note: s.Text(say.FieldNote), Agenda: s.Text(say.FieldAgenda)},
		})
	})
	var form *request.OpenForm
	if errors.As(err, &form) {
		return reply.ShowForm(form.View)
	}
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
