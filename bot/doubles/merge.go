package doubles

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/doubles"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// MergeForm makes one lead of two. What it comes to is worked out anew, from what is stored now: where something
// happened on one of them since it was shown, it is shown once more instead.
func (h *Handlers) MergeForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	tx := h.record.Begin(ctx, req, store.Query{LeadID: form.Meta.Lead, Touches: -1})
	for tx.Next() {
		tx.Try(h.decide(ctx, req, tx.Seen, form))
	}
	return tx.Response()
}

// decide is the change that makes one lead of two, with its answer.
func (h *Handlers) decide(ctx context.Context, req *request.Request, stays store.Snapshot,
	form request.Form) (record.Result, error) {
	goes, err := h.record.Read(ctx, req, store.Query{LeadID: idOf(form.Meta.Other), Touches: -1})
	if err != nil {
		return record.Result{}, err
	}
	if stays.Lead == nil || goes.Lead == nil {
		name, other, _ := strings.Cut(form.Meta.Text, "\n")
		if stays.Lead != nil {
			name = other
		}
		return record.ShowForm(fields.ReplyPage("Not merged", h.reply.Checked(req,
			answers.MergeGone(h.reply.Reader(req), name)))), nil
	}
	if versioned(*goes.Lead) != form.Meta.Other || stays.Lead.Version != form.Meta.Version {
		return record.ShowForm(h.form(req, stays, goes, form.Meta, true)), nil
	}
	// Nothing of the form is taken over but which two leads are meant.
	one := h.one(req, stays, goes)
	if one.Lead.Open() { // it may have a number that it hadn't
		if err := h.record.MayBeCalled(ctx, req, one.Lead); err != nil {
			return record.Result{}, err
		}
	}
	c, step := h.record.PlanChange(req, one.Lead, false)
	c.Op, c.Touch = "merge", one.Stop
	c.Merge = &store.Merge{Gone: goes, Moved: one.Moved}
	if asked(*stays.Lead) || asked(*goes.Lead) {
		c.Outbox = append(blocks(req, *stays.Lead, *c.Lead), blocks(req, *goes.Lead, *c.Lead)...)
	}
	// The answer is kept with the change, since it names a lead that is gone then.
	saved := answers.Saved{Lead: *c.Lead, Step: step, Change: c.Entry}
	page, err := reply.ShowForm(fields.ReplyPage("Merged", h.reply.Checked(req,
		answers.Merged(h.reply.Reader(req), saved, *goes.Lead))))
	return record.Result{Change: c, Saved: saved, Response: &page}, err
}

// one is what two leads become at the request's instant.
func (h *Handlers) one(req *request.Request, stays, goes store.Snapshot) doubles.One {
	return doubles.Merge(h.record.Rules, doubles.Side{Lead: *stays.Lead, Touches: stays.Touches},
		doubles.Side{Lead: *goes.Lead, Touches: goes.Touches}, *req.Rep, store.NewID(), req.Now)
}

// form is the form that says what becomes of two leads. Anew says that it was shown before, of other ones.
func (h *Handlers) form(req *request.Request, stays, goes store.Snapshot, meta request.Meta,
	anew bool) slack.ModalViewRequest {
	one := h.one(req, stays, goes)
	meta.Lead, meta.Version, meta.Other = stays.Lead.ID, stays.Lead.Version, versioned(*goes.Lead)
	meta.Text = stays.Lead.Name + "\n" + goes.Lead.Name // for when one of them is gone
	return forms.MergeForm(h.reply.Reader(req), forms.Merging{Stays: *stays.Lead, Goes: *goes.Lead, One: one,
		Step: h.record.Rules.Next(one.Lead, *req.Rep, req.Now), Anew: anew, Meta: meta})
}

// asked reports whether somebody was asked on a lead not to call again.
func asked(l coach.Lead) bool {
	return l.Progress.Closed == outcome.DoNotCall && l.Progress.ClosedBy == ""
}

// blocks put the numbers of one of two leads on the do-not-call list, where that is new for it: whoever asked not to
// be called is reached by the numbers of both. It is done in that lead's name, so that an undo takes it back with it.
func blocks(req *request.Request, l, one coach.Lead) (items []store.Outbox) {
	if l.Progress.Closed == outcome.DoNotCall {
		return nil
	}
	for _, number := range l.Telephones(*req.Rep).Keys() {
		items = append(items, store.Outbox{Kind: store.OutboxBlock, By: req.User, Blocked: &store.Blocked{Phone: number,
			By: req.User, At: one.Progress.ClosedAt, Rep: req.User, Lead: l.ID, Read: true}})
	}
	return items
}
