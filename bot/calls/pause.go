package calls

import (
	"context"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// PauseLine puts a lead on hold until it is resumed: "pause <lead>". With a day behind the name it is a snooze. Of one
// that is on hold nothing is written, and that is said.
func (h *Handlers) PauseLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if len(line.Words) == 0 {
		return h.record.OpenWhichLead(ctx, req, "pause")
	}
	resolver := input.NewLeadResolver(line, input.BeforeDate(line, dates.Context{Now: req.Now, Zone: req.Zone()}))
	tx := h.record.BeginKnown(ctx, req, line, resolver)
	for tx.Next() {
		if len(tx.Match.Rest) > 0 {
			tx.Try(h.decideSnoozeLine(req, tx.Seen, line, tx.Match))
			continue
		}
		tx.Try(h.decidePause(req, tx.Seen, tx.Lead))
	}
	if tx.Result.Nothing {
		return h.reply.Say(req, answers.OnHold(h.reply.Reader(req), h.record.Views.Card(req, *tx.Lead)))
	}
	return tx.Response()
}

// PausePicked puts the lead on hold that was picked in the form that asks which, and ends on the page "Saved". A lead
// that is gone or was closed since the form was opened is refused: [request.ErrOutdated], [coach.ErrClosed].
func (h *Handlers) PausePicked(ctx context.Context, req *request.Request, lead string) (request.Response, error) {
	resp, _, err := h.pausePage(ctx, req, lead)
	return resp, err
}

// slip is within when a second tap on the form is one of the finger.
const slip = 3 * time.Minute

// PauseTapped puts the lead of the Snooze form on hold by one tap on it, and brings the message up to date that the
// form was opened from.
func (h *Handlers) PauseTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	if req.View == nil {
		return request.Response{}, request.ErrOutdated
	}
	resp, done, err := h.pausePage(ctx, req, button.Lead)
	if err == nil && done.Nothing && req.Now.Sub(done.Saved.Lead.Progress.Waiting.Paused) < slip {
		return request.Response{}, nil // the first tap has shown the page
	}
	if err == nil && done.Change != nil {
		h.reply.RefreshOrigin(req, request.DecodeMeta(req.View.PrivateMetadata), done.Saved)
	}
	return resp, err
}

// pausePage puts a lead on hold and says so on a page.
func (h *Handlers) pausePage(ctx context.Context, req *request.Request,
	lead string) (request.Response, record.Result, error) {
	tx := h.record.BeginLead(ctx, req, record.LeadQuery(lead))
	for tx.Next() {
		res, err := h.decidePause(req, tx.Seen, tx.Lead)
		if err == nil {
			res, err = h.record.Views.Page(req, res)
		}
		tx.Try(res, err)
	}
	if tx.Result.Nothing {
		said := answers.OnHold(h.reply.Reader(req), h.record.Views.Card(req, *tx.Lead))
		resp, err := reply.ShowForm(fields.ReplyPage("Pause", h.reply.Checked(req, said)))
		return resp, tx.Result, err
	}
	resp, err := tx.Response()
	return resp, tx.Result, err
}

// decidePause is the one way to put a lead on hold: typed, picked and tapped.
func (h *Handlers) decidePause(req *request.Request, seen store.Snapshot, lead *coach.Lead) (record.Result, error) {
	if lead.Paused() {
		return record.Result{Nothing: true, Saved: answers.Saved{Lead: *lead}}, nil
	}
	return h.record.DecideTouch(req, seen, record.TouchInput{Lead: lead, Outcome: outcome.Paused, Op: "pause"})
}
