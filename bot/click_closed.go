package bot

import (
	"context"
	"errors"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// reopenLine opens a closed lead again: "reopen <lead>". Somebody's wish not to be called stays.
func (b *Bot) reopenLine(ctx context.Context, a *act, ln line) (answer, error) {
	if len(ln.ws) == 0 {
		return b.openWhichLead(ctx, a, "reopen")
	}
	s := newSeeker(ln, allWords)
	return b.save(ctx, a, s.ask(), func(seen store.Seen) (store.Change, say.Saved, error) {
		f, err := s.find(seen)
		if err == nil && f.lead == nil {
			err = &unknownLead{name: f.name}
		}
		if err == nil && len(f.rest) > 0 {
			err = &unknownLead{name: span(ln.text, ln.ws)}
		}
		if err != nil {
			return store.Change{}, say.Saved{}, err
		}
		return b.reopen(a, seen, *f.lead)
	})
}

func (b *Bot) reopen(a *act, seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
	return b.logTouch(a, seen, touched{lead: &l, outcome: coach.Reopened, op: "reopen"})
}

// reopenTapped opens a closed lead again, in the place of its card.
func (b *Bot) reopenTapped(ctx context.Context, a *act, t tap) (answer, error) {
	return b.onLead(ctx, a, t.first, func(seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
		return b.reopen(a, seen, l)
	}, b.ticked(a))
}

// leaveTask leaves the task of a closed lead at that.
func (b *Bot) leaveTask(ctx context.Context, a *act, t tap) (answer, error) {
	return b.onLead(ctx, a, t.first, func(seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
		return b.taskDone(a, seen, l)
	}, b.ticked(a))
}

func (b *Bot) taskDone(a *act, seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
	if l.Open() {
		return store.Change{}, say.Saved{}, withLead(coach.ErrNoTask, l) // a dead number is replaced, not left
	}
	return b.logTouch(a, seen, touched{lead: &l, outcome: coach.TaskDone, op: "task"})
}

// Where a new lead comes from, the command that its form carries.
const (
	fromNamed   = "named"
	fromFollows = "follows"
)

// origins make what is known of a new lead from the one it comes from.
var origins = map[string]func(coach.Lead) coach.Lead{fromNamed: coach.Lead.Named, fromFollows: coach.Lead.Follower}

// openAddFrom opens the Add form for somebody at the company of a lead, with what follows from it.
func openAddFrom(how string) func(*Bot, context.Context, *act, tap) (answer, error) {
	return func(b *Bot, ctx context.Context, a *act, t tap) (answer, error) {
		return b.openFor(ctx, a, t.first, func(l coach.Lead, _ coach.Rep, meta say.Meta) slack.ModalViewRequest {
			meta.Lead, meta.Command = l.ID, how
			return say.AddForm(b.reader(a), origins[how](l), meta)
		})
	}
}

// followed marks the search for whoever follows a contact as done, after they were added. It is a change of its own:
// two leads are two records, and each of the two changes can be taken back for itself. Its key follows from the form's,
// so that a form that is delivered again finishes what was begun and does nothing twice. If it fails the new lead
// stays, and so does the task, which [Leave it] ends.
func (b *Bot) followed(ctx context.Context, a *act, m say.Meta) {
	second := *a
	second.key += ":task"
	var done say.Saved
	_, err := b.onLead(ctx, &second, m.Lead, func(seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
		if task := l.Progress.Task(); task == nil || task.Kind != coach.FindSuccessor {
			return store.Change{}, say.Saved{}, errNothing
		}
		return b.taskDone(&second, seen, l)
	}, func(s say.Saved) (answer, error) {
		done = s
		return answer{Text: s.Lead.ID}, nil
	})
	switch {
	case err == nil && done.Lead.ID != "":
		b.afterForm(a, m, done)
	case err != nil && !declined(err) && !errors.Is(err, errNothing):
		b.log.Warn("could not mark a task as done", "user", a.user, "error", err)
	}
}
