package leads

import (
	"context"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// ReopenLine opens a closed lead again: "reopen <lead>". Somebody's wish not to be called stays.
func (h *Handlers) ReopenLine(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	if len(ln.Words) == 0 {
		return h.record.OpenWhichLead(ctx, req, "reopen")
	}
	resolver := input.NewLeadResolver(ln, input.AllWords)
	return h.record.Save(ctx, req, ln, record.Query(resolver.Query(), store.Ask{}),
		func(seen store.Seen) (record.Result, error) {
			m, res, err := record.MatchKnown(resolver, seen)
			if err != nil || !m.Settled() {
				return res, err
			}
			if len(m.Rest) > 0 {
				return record.Result{}, &request.UnknownLead{Name: input.Span(ln.Text, ln.Words)}
			}
			return h.Reopen(req, seen, *m.Lead)
		}, h.record.Views.Saved(req))
}

// Reopen is the one way to open a closed lead again: typed, tapped and from the form that asks which lead.
func (h *Handlers) Reopen(req *request.Request, seen store.Seen, l coach.Lead) (record.Result, error) {
	return h.record.RecordTouch(req, seen, record.TouchInput{Lead: &l, Outcome: coach.Reopened, Op: "reopen"})
}

// ReopenTapped opens a closed lead again, in the place of its card.
func (h *Handlers) ReopenTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.record.ChangeLead(ctx, req, button.Lead,
		func(seen store.Seen, l coach.Lead) (record.Result, error) {
			return h.Reopen(req, seen, l)
		}, h.record.Views.Ticked(req))
}

// LeaveTask leaves the task of a closed lead at that.
func (h *Handlers) LeaveTask(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.record.ChangeLead(ctx, req, button.Lead,
		func(seen store.Seen, l coach.Lead) (record.Result, error) {
			return h.taskDone(req, seen, l)
		}, h.record.Views.Ticked(req))
}

// taskDone ends the task of a closed lead.
func (h *Handlers) taskDone(req *request.Request, seen store.Seen, l coach.Lead) (record.Result, error) {
	if l.Open() {
		return record.Result{}, request.WithLead(coach.ErrNoTask, l) // a dead number is replaced, not left
	}
	return h.record.RecordTouch(req, seen, record.TouchInput{Lead: &l, Outcome: coach.TaskDone, Op: "task"})
}

// Where a new lead comes from, the command that its form carries.
const (
	FromNamed   = "named"
	FromFollows = "follows"
)

// origins make what is known of a new lead from the one it comes from.
var origins = map[string]func(coach.Lead) coach.Lead{FromNamed: coach.Lead.Named, FromFollows: coach.Lead.Follower}

// followed marks the search for whoever follows a contact as done, after they were added. It is a change of its own:
// two leads are two records, and each of the two changes can be taken back for itself. Its key follows from the form's,
// so that a form that is delivered again finishes what was begun and does nothing twice. If it fails the new lead
// stays, and so does the task, which [Leave it] ends.
func (h *Handlers) followed(ctx context.Context, req *request.Request, m request.Meta) {
	second := *req
	second.Key += ":task"
	_, res, err := h.record.Change(ctx, &second, record.LeadQuery(m.Lead), record.OnLead(
		func(seen store.Seen, l coach.Lead) (record.Result, error) {
			if task := l.Progress.Task(); task == nil || task.Kind != coach.FindSuccessor {
				return record.Result{Nothing: true}, nil
			}
			return h.taskDone(&second, seen, l)
		}), func(s say.Saved) (request.Response, error) { return request.Response{Text: s.Lead.ID}, nil })
	switch {
	case err == nil && res.Change != nil:
		h.reply.RefreshOrigin(req, m, res.Saved)
	case err != nil && !request.Declined(err):
		h.reply.Log.Warn("could not mark a task as done", "user", req.User, "error", err)
	}
}
