package reviews

import (
	"context"
	"errors"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/chase"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// ReviewLine shows the facts of a chase and the verdicts: "review <lead>". A lead may be decided about at any time. It
// is a form; where none can be opened, a message with the same facts and buttons.
func (h *Handlers) ReviewLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if len(line.Words) == 0 {
		return h.record.OpenWhichLead(ctx, req, "review")
	}
	seen, question, err := h.record.FindKnown(ctx, req, line, store.Query{})
	switch {
	case err != nil:
		return request.Response{}, err
	case question != nil:
		return h.record.Ask(ctx, req, question)
	}
	r, err := h.of(ctx, req, seen.Lead.ID)
	if err != nil {
		return request.Response{}, err
	}
	resp, err := h.reply.Open(ctx, req, texts.ReviewForm(h.reply.Reader(req), r, req.Meta()))
	if errors.Is(err, request.ErrNoTrigger) {
		return h.reply.Say(req, texts.Review(h.reply.ReaderOn(req, request.OnShow), r))
	}
	return resp, err
}

// of reads a lead with its whole history: what was done since the last talk is counted, not kept.
func (h *Handlers) of(ctx context.Context, req *request.Request, lead string) (texts.ReviewOf, error) {
	if lead == "" {
		return texts.ReviewOf{}, request.ErrOutdated
	}
	seen, err := h.record.Read(ctx, req, store.Query{LeadID: lead, Touches: -1})
	switch {
	case err != nil:
		return texts.ReviewOf{}, err
	case seen.Lead == nil:
		return texts.ReviewOf{}, request.ErrOutdated
	}
	return texts.ReviewOf{Card: h.record.Views.Card(req, *seen.Lead),
		Chase: chase.Of(h.record.Rules, *seen.Lead, seen.Touches, *req.Rep, req.Now)}, nil
}

// OpenReview opens the form for the lead of a button.
func (h *Handlers) OpenReview(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	r, err := h.of(ctx, req, button.Lead)
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Open(ctx, req, texts.ReviewForm(h.reply.Reader(req), r, req.Meta()))
}

// ReviewPicked is the form for the lead that was picked in the form that asks which.
func (h *Handlers) ReviewPicked(ctx context.Context, req *request.Request, lead string) (request.Response, error) {
	r, err := h.of(ctx, req, lead)
	if err != nil {
		return request.Response{}, err
	}
	return reply.ShowForm(texts.ReviewForm(h.reply.Reader(req), r, request.Meta{}))
}

// ReviewForm goes on with the verdict that was chosen: with the form that it needs, or, where it needs none, it is
// saved.
func (h *Handlers) ReviewForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	verdict := form.Text(fields.Verdict)
	switch verdict {
	case coach.VerdictNurture:
		return h.save(ctx, req, form, record.TouchInput{Outcome: outcome.Nurture})
	case coach.VerdictExtend, coach.VerdictStepBack, coach.VerdictBreakUp, coach.VerdictGift:
	default:
		return record.AtField(req, fields.Verdict, texts.ErrVerdict), nil
	}
	seen, err := h.record.Lead(ctx, req, form.Meta.Lead)
	if err != nil {
		return request.Response{}, err
	}
	view, err := h.formOf(ctx, req, *seen.Lead, verdict, form.Meta)
	if err != nil {
		return request.Response{}, err
	}
	return reply.ShowForm(view)
}

// save logs a verdict of the form's lead and ends on the page "Saved".
func (h *Handlers) save(ctx context.Context, req *request.Request, form request.Form,
	t record.TouchInput) (request.Response, error) {
	tx := h.record.BeginForm(ctx, req, form)
	for tx.Next() {
		if tx.Lead == nil { // the forms have no field for a new one
			return request.Response{}, request.ErrOutdated
		}
		t.Lead, t.Op = tx.Lead, "review"
		res, err := h.record.DecideTouch(req, tx.Seen, t)
		if err == nil && res.Change != nil && t.Outcome == outcome.Details { // a reason, which books no call
			var resp request.Response
			resp, err = reply.ShowForm(fields.ReplyPage("Saved",
				h.reply.Checked(req, answers.Logged(h.reply.Reader(req), res.Saved))))
			res.Response = &resp
		}
		tx.Try(res, err)
	}
	return tx.Response()
}
