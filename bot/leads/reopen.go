package leads

import (
	"context"
	"errors"
	"slices"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// ReopenLine opens a closed lead again: "reopen <lead>". All words are the name. Of one that asked not to be called it
// opens the form that lifts that; a manager names the lead's owner too: "reopen <lead> @rep". The number of one that is
// gone will do in the place of its name.
func (h *Handlers) ReopenLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	// A mention stands anywhere in the line: it is no word of a lead's name.
	owner := ""
	if i := slices.IndexFunc(line.Words, func(w words.Word) bool { return w.User != "" }); i >= 0 {
		owner = line.Words[i].User
		line.Words = slices.Delete(slices.Clone(line.Words), i, i+1)
	}
	if len(line.Words) == 0 {
		return h.record.OpenWhichLead(ctx, req, "reopen")
	}
	as, err := h.record.For(ctx, req, owner)
	if err != nil {
		return request.Response{}, err
	}
	// The lead is read ahead of the change: whether its number is blocked, and which form it needs, depend on it.
	seen, question, err := h.record.FindOwn(ctx, as, line)
	switch {
	case err != nil:
		// A number that no lead has may be that of one who was erased.
		number := input.Span(line.Text, line.Words)
		if resp, lift := (lifter{h.record, h.reply}).open(ctx, req, number); !errors.Is(lift, request.ErrOutdated) {
			return resp, lift
		}
		return request.Response{}, err
	case question != nil:
		return h.record.Ask(ctx, as, question)
	case seen.Lead.Progress.Closed == outcome.DoNotCall:
		return h.openLift(ctx, req, as, *seen.Lead)
	case as.Owner != as.User:
		return request.Response{}, request.ErrNotOwner
	}
	return h.reopen(ctx, req, *seen.Lead, func(_ *request.Request, res record.Result) (record.Result, error) {
		return res, nil // said where the line was typed
	})
}

// ReopenTapped opens a closed lead again, in the place of its card.
func (h *Handlers) ReopenTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.reopenOf(ctx, req, button.Lead, func(req *request.Request, res record.Result) (record.Result, error) {
		return h.record.Views.Ticked(req, res), nil
	})
}

// ReopenPicked opens the lead that was picked in the form that asks which, and ends on the page "Saved".
func (h *Handlers) ReopenPicked(ctx context.Context, req *request.Request, lead string) (request.Response, error) {
	return h.reopenOf(ctx, req, lead, h.record.Views.Page)
}

// view gives a result the response that shows it where it belongs.
type view func(*request.Request, record.Result) (record.Result, error)

// reopenOf opens the lead with an id again, or the form that lifts its do-not-call.
func (h *Handlers) reopenOf(ctx context.Context, req *request.Request, id string, show view) (request.Response, error) {
	seen, err := h.record.Lead(ctx, req, id)
	switch {
	case err != nil:
		return request.Response{}, err
	case seen.Lead.Progress.Closed == outcome.DoNotCall:
		return h.openLift(ctx, req, req, *seen.Lead)
	}
	return h.reopen(ctx, req, *seen.Lead, show)
}

// reopen is the one way to open a closed lead again: typed, tapped and from the form that asks which lead. The rules
// refuse it for an open lead; a number that somebody else's prospect asked not to call refuses it too.
func (h *Handlers) reopen(ctx context.Context, req *request.Request, lead coach.Lead,
	show view) (request.Response, error) {
	if err := h.record.MayBeCalled(ctx, req, lead); err != nil {
		return request.Response{}, err
	}
	tx := h.record.BeginLead(ctx, req, record.LeadQuery(lead.ID))
	for tx.Next() {
		res, err := h.record.DecideTouch(req, tx.Seen,
			record.TouchInput{Lead: tx.Lead, Outcome: outcome.Reopened, Op: "reopen"})
		if err == nil {
			res, err = show(req, res)
		}
		tx.Try(res, err)
	}
	return tx.Response()
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

// decideTaskDone ends the task of a closed lead. An open lead's task is to find its number, which nothing but a new
// number or closing the lead ends: [coach.ErrNoTask].
func (h *Handlers) decideTaskDone(req *request.Request, seen store.Snapshot, lead coach.Lead) (record.Result, error) {
	if lead.Open() {
		return record.Result{}, request.WithLead(coach.ErrNoTask, lead)
	}
	return h.record.DecideTouch(req, seen, record.TouchInput{Lead: &lead, Outcome: outcome.TaskDone, Op: "task"})
}
