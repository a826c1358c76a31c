package drafts

import (
	"context"
	"slices"

	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach/drafts"
	"github.com/followup-coach/followup/coach/outreach"
	"github.com/followup-coach/followup/store"
)

// AnotherText shows the next text of the kind in the place of a draft's form. Words that were changed are not thrown
// away by one tap: the form stays with them and says so, and the second tap means it.
func (h *Drafts) AnotherText(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	form, err := request.ReadForm(req)
	if err != nil || form.Meta.Lead == "" || form.Meta.Lead != button.Lead {
		return request.Response{}, request.ErrOutdated
	}
	var key string
	kind, why := texts.ReadDraftMeta(form.Meta, &key)
	if kind.Outcome() == "" {
		return request.Response{}, request.ErrOutdated
	}
	print, shown := texts.ReadAnother(button.Part)
	_, id := texts.CutDraftKey(key)
	typed := drafts.Draft{Text: outreach.Text{Kind: kind, ID: id, Subject: form.Text(fields.Subject),
		Body: form.Text(fields.Message)}, Why: why}
	seen, err := h.record.Read(ctx, req, query(form.Meta.Lead))
	switch {
	case err != nil:
		return request.Response{}, err
	case seen.Lead == nil:
		return request.Response{}, request.ErrOutdated
	}
	page := texts.DraftPage{Lead: *seen.Lead, Shown: shown, Meta: form.Meta}
	if texts.DraftPrint(typed) != print && !form.Meta.Asked {
		page.Draft, page.Print, page.Meta.Asked, page.Another = typed, print, true, true
		page.Notice = texts.ChangedDraft
		return reply.ShowForm(page.Form(h.reply.Reader(req)))
	}
	page.Meta.Asked = false
	page.Shown = append(slices.Clone(shown), key)
	next, another, ok, err := h.draft(ctx, req, seen, kind, page.Shown)
	switch {
	case err != nil:
		return request.Response{}, err
	case !ok:
		return request.Response{}, request.ErrOutdated
	}
	page.Draft, page.Another = next, another
	return reply.ShowForm(page.Form(h.reply.Reader(req)))
}

// draft is the next text of a kind for a lead, after those that were shown already; another reports whether there is
// one more beside it.
func (h *Drafts) draft(ctx context.Context, req *request.Request, seen store.Snapshot, kind outreach.Kind,
	shown []string) (d drafts.Draft, another, ok bool, err error) {
	stories, err := h.record.Library(ctx, req)
	if err != nil {
		return d, false, false, err
	}
	lead := seen.Lead.WithPhones(*req.Rep)
	in := drafts.Data{
		Lead: lead, Touches: seen.Touches, Rep: *req.Rep, Me: req.Person.Full, Library: stories,
		Slots: h.record.Offers.Times(req, lead, kind.Outcome()), Shown: shown, Now: req.Now,
	}
	if d, ok = drafts.Make(h.record.Rules, kind, in); !ok {
		return d, false, false, nil
	}
	in.Shown = append(slices.Clone(shown), d.Key())
	more, found := drafts.Make(h.record.Rules, kind, in)
	return d, found && more.ID != d.ID, true, nil
}

// Source says what the text of a draft's form rests on.
func (h *Drafts) Source(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	kind, id := texts.CutDraftKey(button.Part(0))
	source, ok := h.record.Rules.Messages().Source(kind, id)
	if !ok {
		return request.Response{}, request.ErrOutdated
	}
	return h.reply.Beside(ctx, req, "Source",
		library.Sourced(h.reply.Reader(req), texts.DraftTitles[kind], []string{source}))
}
