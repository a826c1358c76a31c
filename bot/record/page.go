package record

import (
	"context"
	"errors"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// PageTransition is a page of a form at the moment it is left, by a button to another page or by the form's own button.
type PageTransition struct {
	Lead  string // its id
	Name  string // that the page gives the lead; empty when it has no such field
	Write func(store.Snapshot, coach.Lead) (Result, error)
	Over  bool // trouble with the store is laid over the page, instead of rendering it again
	// Keep is the page again, with all that was typed into it and a problem on top.
	Keep func(seen store.Snapshot, problem string) slack.ModalViewRequest
	// Next is the page that comes next; saved is nil when nothing was new.
	Next func(seen store.Snapshot, saved *answers.Saved) slack.ModalViewRequest
}

// LeavePage saves what is on a page, if anything of it is new, and shows the next one. Whatever stands in the way of
// that, the page stays with every word that was typed: of a form that was sent Slack keeps it beneath the error, of a
// click it is rendered again. The result is empty for a request that is delivered again.
func (rec *Recorder) LeavePage(ctx context.Context, req *request.Request,
	p PageTransition) (request.Response, Result, error) {
	// The next page is rendered from what the write was decided on, so that it shows the lead as it is afterwards.
	tx := rec.BeginLead(ctx, req, store.Query{LeadID: p.Lead, Touches: ShownTouches, Agreed: true})
	for tx.Next() {
		res, err := p.Write(tx.Seen, *tx.Lead)
		if err == nil && res.Change != nil {
			if newReach(tx.Seen.Lead, res.Change.Lead) {
				TellOthers(ctx, req, rec, tx.Seen.Lead, &res.Saved, false)
			}
			var resp request.Response
			resp, err = reply.ShowForm(p.Next(tx.Seen, &res.Saved))
			res.Response = &resp
		}
		tx.Try(res, err)
	}
	resp, res, err := tx.response, tx.Result, tx.err
	switch {
	case err == nil && res.Nothing:
		resp, err = reply.ShowForm(p.Next(tx.Seen, nil))
	case err == nil && res.Form != nil: // something is asked first
		resp, err = reply.ShowForm(*res.Form)
	case err != nil && !res.Stale && !errors.Is(err, request.ErrOutdated):
		resp, err = KeepPage(req, p, tx.Seen, err)
	}
	return resp, res, err
}

// KeepPage is what becomes of a page that can't be left: of a click it is rendered again with what was typed, of a form
// that was sent Slack keeps it.
func KeepPage(req *request.Request, p PageTransition, seen store.Snapshot,
	err error) (request.Response, error) {
	if req.Kind != request.KindClick || p.Over && !request.Declined(err) {
		return request.Response{}, err
	}
	if seen.Lead == nil { // the store did not say
		seen.Lead = &coach.Lead{ID: p.Lead, Name: p.Name}
	}
	return request.Response{Keep: func(_, short string) slack.ModalViewRequest {
		return p.Keep(seen, strings.TrimPrefix(short, "Not saved: ")) // the page says that
	}}, err
}
