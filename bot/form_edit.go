package bot

import (
	"context"
	"errors"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// leaving is a page of a form at the moment it is left, by a button to another page or by the form's own button.
type leaving struct {
	lead string
	// that the page gives the lead; empty when it has no such field
	name string
	// what is on the page; errSame or errNothing when nothing of it is new
	write func(store.Seen, coach.Lead) (store.Change, say.Saved, error)
	// what the store says is laid over the page, instead of drawing it anew
	over bool
	stay func(l coach.Lead, problem string) slack.ModalViewRequest // the page again, with all that was typed into it
	// the page that comes next; saved is nil when nothing was new
	goOn func(l coach.Lead, saved *say.Saved) slack.ModalViewRequest
}

// leavePage saves what is on a page, if anything of it is new, and shows the next one. Whatever stands in the way of
// that, the page stays with every word that was typed: of a form that was sent Slack keeps it beneath the error, of a
// click it is drawn anew.
func (b *Bot) leavePage(ctx context.Context, a *act, p leaving) (answer, error) {
	now := coach.Lead{ID: p.lead}
	var saved *say.Saved
	ans, err := b.named(p.name, func() (answer, error) {
		return change(ctx, b, a, store.Ask{LeadID: p.lead, Touches: shownTouches, Agreed: true},
			func(seen store.Seen) (store.Change, say.Saved, error) {
				if seen.Lead == nil {
					return store.Change{}, say.Saved{}, errOutdated
				}
				now = *seen.Lead
				return p.write(seen, now)
			}, func(done say.Saved) (answer, error) {
				saved = &done
				return showing(p.goOn(done.Lead, saved))
			})
	})
	var form *openForm
	switch {
	case err == nil || errors.Is(err, errOutdated):
		return ans, err
	case errors.Is(err, errSame), errors.Is(err, errNothing):
		return showing(p.goOn(now, nil))
	case errors.As(err, &form): // something is asked first
		return showing(form.view)
	}
	return b.stayOn(a, p, now, err)
}

// stayOn is what becomes of a page that can't be left. One that doesn't go with its lead any more is not drawn anew,
// for it would have other fields: the words are laid over it.
func (b *Bot) stayOn(a *act, p leaving, l coach.Lead, err error) (answer, error) {
	var outgrown *outgrown
	if a.kind != kindClick || errors.As(err, &outgrown) || p.over && !declined(err) {
		return answer{}, err
	}
	return answer{keep: func(_, short string) (answer, error) {
		return showing(p.stay(l, strings.TrimPrefix(short, "Not saved: "))) // the page says that
	}}, err
}

// editPage is a button to another page of the Edit form.
func (b *Bot) editPage(ctx context.Context, a *act, t tap) (answer, error) {
	s, err := filled(a)
	if err != nil || !editPages[t.part(0)] {
		return answer{}, errOutdated
	}
	return b.leaveEdit(ctx, a, s, func(l coach.Lead, saved *say.Saved) slack.ModalViewRequest {
		return say.EditForm(b.reader(a), say.EditFields{Lead: l, Page: t.part(0), Saved: saved, Meta: s.meta})
	})
}

// editForm saves the page of the Edit form that was sent, and ends on the page "Saved".
func (b *Bot) editForm(ctx context.Context, a *act, s sheet) (answer, error) {
	var done *say.Saved
	ans, err := b.leaveEdit(ctx, a, s, func(l coach.Lead, saved *say.Saved) slack.ModalViewRequest {
		if saved == nil {
			return say.EditedBefore(b.reader(a), l, s.meta.Change)
		}
		done = saved
		return say.FormSaved(b.reader(a), *saved, nil)
	})
	if err == nil && done != nil {
		b.afterForm(a, s.meta, *done)
	}
	return ans, err
}

func (b *Bot) leaveEdit(ctx context.Context, a *act, s sheet,
	goOn func(coach.Lead, *say.Saved) slack.ModalViewRequest) (answer, error) {
	typed := factsOn(s)
	stopped := false
	p := leaving{
		lead: s.meta.Lead, name: typed[say.FieldName],
		write: func(seen store.Seen, was coach.Lead) (store.Change, say.Saved, error) {
			l := was
			if err := setFacts(&l, typed); err != nil {
				return store.Change{}, say.Saved{}, err
			}
			return b.edit(a, seen, was, l, stopped)
		},
		stay: func(l coach.Lead, problem string) slack.ModalViewRequest {
			return say.EditForm(b.reader(a), say.EditFields{Lead: l, Page: s.meta.Page, Typed: typed, Problem: problem,
				Meta: s.meta})
		},
		goOn: goOn,
	}
	var err error
	if stopped, err = b.numberStopped(ctx, a, typed); err != nil {
		return b.stayOn(a, p, coach.Lead{ID: s.meta.Lead, Name: typed[say.FieldName]}, err)
	}
	return b.leavePage(ctx, a, p)
}

// factsOn are the fields of a page that are facts of a lead, by key; empty ones clear.
func factsOn(s sheet) map[string]string {
	out := make(map[string]string)
	for field := range s.values {
		if _, known := setters[field]; !known {
			continue
		}
		if out[field] = s.text(field); out[field] == say.Unset {
			out[field] = ""
		}
	}
	return out
}

// openHot opens the form that asks for the hot button alone.
func (b *Bot) openHot(ctx context.Context, a *act, t tap) (answer, error) {
	return b.openFor(ctx, a, t.first, func(l coach.Lead, _ coach.Rep, meta say.Meta) slack.ModalViewRequest {
		return say.HotForm(b.reader(a), l, meta)
	})
}

// hotForm saves the hot button.
func (b *Bot) hotForm(ctx context.Context, a *act, s sheet) (answer, error) {
	hot := s.text(say.FieldHot)
	if hot == "" {
		return b.atField(a, say.FieldHot, say.ErrHot), nil
	}
	return b.editForm(ctx, a, s)
}
