package leads

import (
	"context"
	"errors"

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
	return h.record.Save(ctx, req, resolver.Ask(), func(seen store.Seen) (store.Change, say.Saved, error) {
		f, err := resolver.Find(seen)
		if err == nil && f.Lead == nil {
			err = &request.UnknownLead{Name: f.Name}
		}
		if err == nil && len(f.Rest) > 0 {
			err = &request.UnknownLead{Name: input.Span(ln.Text, ln.Words)}
		}
		if err != nil {
			return store.Change{}, say.Saved{}, err
		}
		return h.Reopen(req, seen, *f.Lead)
	})
}

func (h *Handlers) Reopen(req *request.Request, seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
	return h.record.RecordTouch(req, seen, record.TouchInput{Lead: &l, Outcome: coach.Reopened, Op: "reopen"})
}

// ReopenTapped opens a closed lead again, in the place of its card.
func (h *Handlers) ReopenTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.record.ChangeLead(ctx, req, button.Lead,
		func(seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
			return h.Reopen(req, seen, l)
		}, h.record.RenderTicked(req))
}

// LeaveTask leaves the task of a closed lead at that.
func (h *Handlers) LeaveTask(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.record.ChangeLead(ctx, req, button.Lead,
		func(seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
			return h.taskDone(req, seen, l)
		}, h.record.RenderTicked(req))
}

func (h *Handlers) taskDone(req *request.Request, seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
	if l.Open() {
		return store.Change{}, say.Saved{}, request.WithLead(coach.ErrNoTask, l) // a dead number is replaced, not left
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
func (h *Handlers) followed(ctx context.Context, req *request.Request, m say.Meta) {
	second := *req
	second.Key += ":task"
	var done say.Saved
	_, err := h.record.ChangeLead(ctx, &second, m.Lead,
		func(seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
			if task := l.Progress.Task(); task == nil || task.Kind != coach.FindSuccessor {
				return store.Change{}, say.Saved{}, request.ErrNothing
			}
			return h.taskDone(&second, seen, l)
		}, func(s say.Saved) (request.Response, error) {
			done = s
			return request.Response{Text: s.Lead.ID}, nil
		})
	switch {
	case err == nil && done.Lead.ID != "":
		h.reply.RefreshOrigin(req, m, done)
	case err != nil && !request.Declined(err) && !errors.Is(err, request.ErrNothing):
		h.reply.Log.Warn("could not mark a task as done", "user", req.User, "error", err)
	}
}
