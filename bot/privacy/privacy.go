// Package privacy is what leaves and what goes for good: a rep's own leads as files, everything that is kept of one
// person, and erasing it. Each file holds the command, the button and the form of one thing.
//
// All of it is about the acting person's own leads, and leaves its line in their audit trail.
package privacy

import (
	"context"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/privacy"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// Handlers carry out requests. Make them with [New].
type Handlers struct {
	record *record.Recorder
	reply  *reply.Replier
}

// New makes the handlers of this slice.
func New(rec *record.Recorder, rep *reply.Replier) *Handlers {
	return &Handlers{record: rec, reply: rep}
}

// EraseLine asks whether a lead is to be erased: "erase <lead>". All words are the name.
func (h *Handlers) EraseLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if len(line.Words) == 0 {
		return h.record.OpenWhichLead(ctx, req, "erase")
	}
	seen, question, err := h.record.FindOwn(ctx, req, line)
	switch {
	case err != nil:
		return request.Response{}, err
	case question != nil:
		return h.record.Ask(ctx, req, question)
	}
	return h.openErase(ctx, req, *seen.Lead)
}

// EraseTapped asks it from a button.
func (h *Handlers) EraseTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.ErasePicked(ctx, req, button.Lead)
}

// ErasePicked asks it of the lead with an id.
func (h *Handlers) ErasePicked(ctx context.Context, req *request.Request, lead string) (request.Response, error) {
	seen, err := h.record.Lead(ctx, req, lead)
	if err != nil {
		return request.Response{}, err
	}
	return h.openErase(ctx, req, *seen.Lead)
}

// openErase opens the form that confirms it.
func (h *Handlers) openErase(ctx context.Context, req *request.Request, lead coach.Lead) (request.Response, error) {
	// A form that is open already makes way for it; elsewhere it opens by itself.
	form := privacy.EraseForm(h.reply.Reader(req), lead, req.Meta())
	if req.OnForm() || req.Kind == request.KindSubmit {
		return reply.ShowForm(form)
	}
	return h.reply.Open(ctx, req, form)
}

// EraseForm erases the lead. What is said of it names nobody, since it is kept for a day; a form that is sent twice
// gets it twice.
func (h *Handlers) EraseForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	// With all touches: those that are messages have fingerprints elsewhere, which go behind the change.
	tx := h.record.BeginLead(ctx, req, store.Query{LeadID: form.Meta.Lead, Touches: -1})
	for tx.Next() {
		said := h.reply.Checked(req, privacy.Erased(h.reply.Reader(req), len(tx.Seen.Touches)))
		page, err := reply.ShowForm(fields.ReplyPage("Erased", said))
		tx.Try(record.Result{Change: &store.Change{Op: "erase", Lead: tx.Lead, Erase: true}, Response: &page}, err)
	}
	return tx.Response()
}
