package record

import (
	"context"
	"errors"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// PageTransition is a page of a form at the moment it is left, by a button to another page or by the form's own button.
type PageTransition struct {
	Lead string
	// that the page gives the lead; empty when it has no such field
	Name string
	// what is on the page; errSame or errNothing when nothing of it is new
	Write func(store.Seen, coach.Lead) (store.Change, say.Saved, error)
	// what the store says is laid over the page, instead of drawing it anew
	Over bool
	Keep func(l coach.Lead, problem string) slack.ModalViewRequest // the page again, with all that was typed into it
	// the page that comes next; saved is nil when nothing was new
	Next func(l coach.Lead, saved *say.Saved) slack.ModalViewRequest
}

// LeavePage saves what is on a page, if anything of it is new, and shows the next one. Whatever stands in the way of
// that, the page stays with every word that was typed: of a form that was sent Slack keeps it beneath the error, of a
// click it is rendered again.
func (rec *Recorder) LeavePage(ctx context.Context, req *request.Request, p PageTransition) (request.Response, error) {
	now := coach.Lead{ID: p.Lead}
	var saved *say.Saved
	resp, err := rec.NameTaken(p.Name, func() (request.Response, error) {
		return Change(ctx, rec, req, store.Ask{LeadID: p.Lead, Touches: ShownTouches, Agreed: true},
			func(seen store.Seen) (store.Change, say.Saved, error) {
				if seen.Lead == nil {
					return store.Change{}, say.Saved{}, request.ErrOutdated
				}
				now = *seen.Lead
				return p.Write(seen, now)
			}, func(done say.Saved) (request.Response, error) {
				saved = &done
				return reply.ShowForm(p.Next(done.Lead, saved))
			})
	})
	var form *request.OpenForm
	switch {
	case err == nil || errors.Is(err, request.ErrOutdated):
		return resp, err
	case errors.Is(err, request.ErrSame), errors.Is(err, request.ErrNothing):
		return reply.ShowForm(p.Next(now, nil))
	case errors.As(err, &form): // something is asked first
		return reply.ShowForm(form.View)
	}
	return rec.KeepPage(req, p, now, err)
}

// KeepPage is what becomes of a page that can't be left. One that doesn't go with its lead any more is not rendered again,
// for it would have other fields: the words are laid over it.
func (rec *Recorder) KeepPage(req *request.Request, p PageTransition, l coach.Lead,
	err error) (request.Response, error) {
	var outgrown *staleCall
	if req.Kind != request.KindClick || errors.As(err, &outgrown) || p.Over && !request.Declined(err) {
		return request.Response{}, err
	}
	return request.Response{Keep: func(_, short string) (request.Response, error) {
		return reply.ShowForm(p.Keep(l, strings.TrimPrefix(short, "Not saved: "))) // the page says that
	}}, err
}

// staleCall is the page of a call that doesn't go with its lead any more.
type staleCall struct{ error }

func (o *staleCall) Unwrap() error { return o.error }

// NewStaleCall marks a refusal as one that the page itself doesn't survive.
func NewStaleCall(err error) error { return &staleCall{err} }
