// Package history is all that was logged on a lead: page by page, and each entry with the way to correct it or to take
// it out. Nothing is changed before somebody has seen what that comes to.
package history

import (
	"context"
	"strconv"
	"strings"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/coach/correct"
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

// HistoryLine shows the newest of what was logged on a lead: "history <lead>".
func (h *Handlers) HistoryLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if len(line.Words) == 0 {
		return h.record.OpenWhichLead(ctx, req, "history")
	}
	seen, question, err := h.record.FindKnown(ctx, req, line, store.Query{Touches: -1})
	switch {
	case err != nil:
		return request.Response{}, err
	case question != nil:
		return h.record.Ask(ctx, req, question)
	}
	return h.reply.Say(req, h.words(req, seen, 1))
}

// PageTapped shows the page of a button, in the place of the one that was turned. Other messages keep what they say.
func (h *Handlers) PageTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	page, err := strconv.Atoi(button.Part(0))
	if err != nil {
		return request.Response{}, request.ErrOutdated
	}
	seen, err := h.read(ctx, req, button.Lead)
	if err != nil {
		return request.Response{}, err
	}
	resp, err := h.reply.Say(req, h.words(req, seen, page))
	// A lead's page that the history was opened from keeps what it says.
	turned := strings.HasSuffix(req.Name, ".next") || strings.HasSuffix(req.Name, ".prev")
	resp.Replace = req.OnForm() || req.OwnAnswer() && turned
	return resp, err
}

// HistoryPicked is that of the lead that was picked in the form that asks which.
func (h *Handlers) HistoryPicked(ctx context.Context, req *request.Request, lead string) (request.Response, error) {
	seen, err := h.read(ctx, req, lead)
	if err != nil {
		return request.Response{}, err
	}
	return reply.ShowForm(fields.ReplyPage("History", h.reply.Checked(req, h.words(req, seen, 1))))
}

// words are a page of what was logged on a lead. All of it is read for each page: a history is some dozens of entries,
// and a late one may belong on any of them.
func (h *Handlers) words(req *request.Request, seen store.Snapshot, page int) say.Reply {
	return cards.History(h.reply.Reader(req), cards.HistoryPage{Lead: *seen.Lead, Page: page,
		Entries: correct.Entries(seen.Touches), Opened: seen.Lead.Opened})
}

// read reads one of the acting person's leads with everything that was logged on it.
func (h *Handlers) read(ctx context.Context, req *request.Request, lead string) (store.Snapshot, error) {
	if lead == "" {
		return store.Snapshot{}, request.ErrOutdated
	}
	seen, err := h.record.Read(ctx, req, store.Query{LeadID: lead, Touches: -1})
	if err == nil && seen.Lead == nil {
		err = request.ErrOutdated
	}
	return seen, err
}
