package leads

import (
	"context"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// ReopenLine opens a closed lead again: "reopen <lead>". All words are the name. Somebody's wish not to be called
// stays.
func (h *Handlers) ReopenLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if len(line.Words) == 0 {
		return h.record.OpenWhichLead(ctx, req, "reopen")
	}
	resolver := input.NewLeadResolver(line, input.AllWords)
	tx := h.record.BeginKnown(ctx, req, line, resolver)
	for tx.Next() {
		if len(tx.Match.Rest) > 0 {
			return request.Response{}, &request.UnknownLead{Name: input.Span(line.Text, line.Words)}
		}
		tx.Try(h.DecideReopen(req, tx.Seen, *tx.Lead))
	}
	return tx.Response()
}

// ReopenTapped opens a closed lead again, in the place of its card.
func (h *Handlers) ReopenTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	tx := h.record.BeginLead(ctx, req, record.LeadQuery(button.Lead))
	for tx.Next() {
		res, err := h.DecideReopen(req, tx.Seen, *tx.Lead)
		tx.Try(h.record.Views.Ticked(req, res), err)
	}
	return tx.Response()
}

// DecideReopen is the one way to open a closed lead again: typed, tapped and from the form that asks which lead. The rules
// refuse it for an open lead and for one that asked not to be called.
func (h *Handlers) DecideReopen(req *request.Request, seen store.Snapshot, lead coach.Lead) (record.Result, error) {
	return h.record.DecideTouch(req, seen, record.TouchInput{Lead: &lead, Outcome: coach.Reopened, Op: "reopen"})
}

// LeaveTask ends the task of a closed lead undone, in the place of its card: nobody is looked for any more.
func (h *Handlers) LeaveTask(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	tx := h.record.BeginLead(ctx, req, record.LeadQuery(button.Lead))
	for tx.Next() {
		res, err := h.decideTaskDone(req, tx.Seen, *tx.Lead)
		tx.Try(h.record.Views.Ticked(req, res), err)
	}
	return tx.Response()
}

// decideTaskDone ends the task of a closed lead. An open lead's task is to find its number, which nothing but a new number or
// closing the lead ends: [coach.ErrNoTask].
func (h *Handlers) decideTaskDone(req *request.Request, seen store.Snapshot, lead coach.Lead) (record.Result, error) {
	if lead.Open() {
		return record.Result{}, request.WithLead(coach.ErrNoTask, lead)
	}
	return h.record.DecideTouch(req, seen, record.TouchInput{Lead: &lead, Outcome: coach.TaskDone, Op: "task"})
}
