package calls

import (
	"context"
	"time"

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

// ResumeLine lets a lead's cadence go on after a pause, a reply or a snooze: "resume <lead>". A closed lead is refused:
// it has to be opened again. Of one that nothing holds up nothing is written, and what comes next is said.
func (h *Handlers) ResumeLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if len(line.Words) == 0 {
		return h.record.OpenWhichLead(ctx, req, "resume")
	}
	resolver := input.NewLeadResolver(line, input.AllWords)
	tx := h.record.BeginKnown(ctx, req, line, resolver)
	for tx.Next() {
		tx.Try(h.decideResume(req, tx.Seen, tx.Lead))
	}
	if tx.Result.Nothing {
		return h.reply.Say(req, answers.GoesOn(h.reply.Reader(req), h.record.Views.Card(req, *tx.Lead)))
	}
	return tx.Response()
}

// ResumePicked lets the cadence of the lead that was picked in the form that asks which go on, and ends on the page
// "Saved". A lead that is gone or was closed since the form was opened is refused: [request.ErrOutdated],
// [coach.ErrClosed].
func (h *Handlers) ResumePicked(ctx context.Context, req *request.Request, lead string) (request.Response, error) {
	tx := h.record.BeginLead(ctx, req, record.LeadQuery(lead))
	for tx.Next() {
		res, err := h.decideResume(req, tx.Seen, tx.Lead)
		if err == nil {
			res, err = h.record.Views.Page(req, res)
		}
		tx.Try(res, err)
	}
	if tx.Result.Nothing {
		said := answers.GoesOn(h.reply.Reader(req), h.record.Views.Card(req, *tx.Lead))
		return reply.ShowForm(fields.ReplyPage("Resume", h.reply.Checked(req, said)))
	}
	return tx.Response()
}

// decideResume is the one way to let a lead's cadence go on: typed, and from the form that asks which lead.
func (h *Handlers) decideResume(req *request.Request, seen store.Snapshot, lead *coach.Lead) (record.Result, error) {
	moved := coach.HasReason(h.record.Rules.Next(*lead, *req.Rep, req.Now).Because, coach.ReasonMoved)
	if lead.Open() && !onHold(*lead, req.Now) && !moved {
		return record.Result{Nothing: true, Saved: answers.Saved{Lead: *lead}}, nil
	}
	return h.record.DecideTouch(req, seen, record.TouchInput{Lead: lead, Outcome: outcome.Resumed, Op: "resume"})
}

// onHold reports whether something keeps the calls from going on at now that a resume ends: a pause, a list that has
// parked the lead, a snooze, an answer or a talk without a date, a task.
func onHold(l coach.Lead, now time.Time) bool {
	w := l.Progress.Waiting
	return l.Parked() || l.Paused() || w.NeedsDate || w.Snoozed.After(now) || w.Kind == coach.WaitReply ||
		w.Kind == coach.WaitTask
}
