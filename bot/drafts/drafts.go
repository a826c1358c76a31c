package drafts

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/drafts"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/outreach"
	"github.com/followup-coach/followup/coach/phrase"
	"github.com/followup-coach/followup/store"
)

// Drafts carries out what is about the words to send. Make it with [NewDrafts].
type Drafts struct {
	record *record.Recorder
	reply  *reply.Replier
}

// NewDrafts makes the handlers of messages to prospects.
func NewDrafts(rec *record.Recorder, rep *reply.Replier) *Drafts {
	return &Drafts{record: rec, reply: rep}
}

// chaseTouches is how much of a lead's history a draft needs: the calls and emails since the last talk, of which there
// are seldom more than ten, with what was decided in between.
const chaseTouches = 60

// query reads a lead for a draft: its chase so far, and what times are taken.
func query(lead string) store.Query {
	return store.Query{LeadID: lead, Touches: chaseTouches, Agreed: true}
}

// DraftLine opens the message that is due for a lead, or the one that is named: "draft <lead> [mail|linkedin|step-back|
// goodbye]". Words that name none are asked about.
func (h *Drafts) DraftLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if len(line.Words) == 0 && line.Resolution.Lead == "" {
		return h.record.OpenWhichLead(ctx, req, "draft")
	}
	resolver := input.NewLeadResolver(line, input.BeforeDraft)
	seen, m, err := h.record.ReadLead(ctx, req, resolver, record.Query(resolver.Query(), query("")))
	switch {
	case err != nil:
		return request.Response{}, err
	case m.Question != nil:
		return h.record.Ask(ctx, req, m.Question)
	case m.Lead == nil:
		return request.Response{}, &request.UnknownLead{Name: m.Name}
	}
	seen.Lead = m.Lead
	kind, ok := input.DraftNamed(m.Rest)
	if !ok {
		return h.reply.Say(req, texts.WhichDraft(h.reply.Reader(req), *m.Lead, strings.Join(words.Texts(m.Rest), " ")))
	}
	return h.open(ctx, req, seen, kind)
}

// DraftTapped opens the message of a button: its lead, and the kind behind it; without one the message that is due.
func (h *Drafts) DraftTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.Open(ctx, req, button.Lead, outreach.Kind(button.Part(0)))
}

// Open opens the form with a message to a lead, of a kind or, with an empty one, of the kind that is due. From a page
// it lies on top, so that [Back] leads back there.
func (h *Drafts) Open(ctx context.Context, req *request.Request, lead string,
	kind outreach.Kind) (request.Response, error) {
	if lead == "" || kind != "" && kind.Outcome() == "" {
		return request.Response{}, request.ErrOutdated
	}
	seen, err := h.record.Read(ctx, req, query(lead))
	if err != nil {
		return request.Response{}, err
	}
	if seen.Lead == nil {
		return request.Response{}, request.ErrOutdated
	}
	return h.open(ctx, req, seen, kind)
}

// Picked is the form for a lead that was picked in another form, in that one's place.
func (h *Drafts) Picked(ctx context.Context, req *request.Request, lead string) (request.Response, error) {
	seen, err := h.record.Read(ctx, req, query(lead))
	if err != nil {
		return request.Response{}, err
	}
	if seen.Lead == nil {
		return request.Response{}, request.ErrOutdated
	}
	// No kind is named in the form for the lead, so it is the message that is due.
	form, none, err := h.form(ctx, req, seen, "", req.Meta())
	switch {
	case err != nil:
		return request.Response{}, err
	case none != nil:
		return reply.ShowForm(fields.ReplyPage("Draft", h.reply.Checked(req, *none)))
	}
	return reply.ShowForm(form)
}

// Form is the form with a message to a lead, for a page in whose place it comes: what is sent from it goes to where
// meta came from. Where there is nothing to write it is a page that says so.
func (h *Drafts) Form(ctx context.Context, req *request.Request, lead string, kind outreach.Kind,
	meta request.Meta) (slack.ModalViewRequest, error) {
	seen, err := h.record.Read(ctx, req, query(lead))
	if err == nil && seen.Lead == nil {
		err = request.ErrOutdated
	}
	if err != nil {
		return slack.ModalViewRequest{}, err
	}
	form, none, err := h.form(ctx, req, seen, kind, meta)
	if none != nil {
		return fields.ReplyPage("Draft", h.reply.Checked(req, *none)), nil
	}
	return form, err
}

// open shows the form with a message to a lead that was read.
func (h *Drafts) open(ctx context.Context, req *request.Request, seen store.Snapshot,
	kind outreach.Kind) (request.Response, error) {
	form, none, err := h.form(ctx, req, seen, kind, req.Meta())
	switch {
	case err != nil:
		return request.Response{}, err
	case none != nil:
		return h.reply.Beside(ctx, req, "Draft", *none)
	case req.OnForm():
		if _, err := h.reply.OnTop(ctx, req, form); err == nil {
			return request.Response{}, nil
		}
		h.reply.Log.Warn("could not lay a draft over a form", "error", err) // then it takes the form's place
	}
	return h.reply.Open(ctx, req, form)
}

// form is the form with a message to a lead that was read; where there is nothing to write, the words for that.
func (h *Drafts) form(ctx context.Context, req *request.Request, seen store.Snapshot,
	kind outreach.Kind, meta request.Meta) (form slack.ModalViewRequest, none *say.Reply, err error) {
	lead := seen.Lead.WithPhones(*req.Rep)
	switch closed := lead.Progress.Closed; {
	case closed == outcome.DoNotCall:
		return form, nil, request.WithLead(coach.ErrDoNotCall, lead)
	case closed != "":
		return form, nil, request.WithLead(coach.ErrClosed, lead)
	}
	switch kind {
	case "":
		kind = drafts.Due(lead, h.record.Rules.Next(lead, *req.Rep, req.Now), req.Now)
	case outreach.Email: // whichever is due
		kind = drafts.MailDue(lead)
	}
	draft, another, ok, err := h.draft(ctx, req, seen, kind, nil)
	switch {
	case err != nil:
		return form, nil, err
	case !ok:
		words := texts.NoDraft(h.reply.Reader(req), lead, kind)
		return form, &words, nil
	}
	page := texts.DraftPage{Lead: lead, Draft: draft, Another: another, Meta: meta}
	return page.Form(h.reply.Reader(req)), nil, nil
}

// DraftForm keeps what was sent: the text in the field, as the note of the email, connection request or goodbye that it
// was. A goodbye without one of its halves keeps the form open, with a word at the field (S1.28).
func (h *Drafts) DraftForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	sent := record.Sent{Subject: form.Text(fields.Subject), Text: form.Text(fields.Message)}
	kind, why := texts.ReadDraftMeta(form.Meta, &sent.Draft)
	switch {
	case kind.Outcome() == "" || form.Meta.Lead == "":
		return request.Response{}, request.ErrOutdated
	case sent.Text == "":
		return record.AtField(req, fields.Message, texts.ErrNothingSent), nil
	}
	// Checked before the write: a message that is out can't be mended any more.
	if lacks := phrase.ReadGoodbye(sent.Text).Lacks(); kind == outreach.Goodbye && len(lacks) > 0 {
		return record.AtField(req, fields.Message, texts.ErrGoodbye(lacks)), nil
	}
	sent.Why = why
	tx := h.record.BeginForm(ctx, req, form)
	for tx.Next() {
		if before, ok := alreadySent(tx, form, sent); ok { // the same form, sent twice
			before.Step = h.record.Rules.Next(before.Lead, *req.Rep, req.Now)
			resp, err := reply.ShowForm(answers.FormSaved(h.reply.Reader(req), before, nil))
			tx.Try(record.Result{Nothing: true, Saved: before, Response: &resp}, err)
			continue
		}
		tx.Try(h.record.DecideTouch(req, tx.Seen,
			record.TouchInput{Lead: tx.Lead, Outcome: kind.Outcome(), Op: "log", Sent: sent}))
	}
	// The message that the form came from was brought up to date by the first delivery.
	if tx.Result.Nothing {
		return *tx.Result.Response, nil
	}
	resp, err := tx.Response()
	if err == nil && tx.Result.Change != nil {
		h.reply.RefreshAnswer(req, form.Meta, tx.Result.Saved)
	}
	return resp, err
}

// alreadySent reports whether the last thing kept of a lead is the message of a form that was sent before, and what was
// said of it.
func alreadySent(tx *record.Transaction, form request.Form, sent record.Sent) (answers.Saved, bool) {
	if tx.Lead == nil || tx.Lead.Version == form.Meta.Version || len(tx.Seen.Touches) == 0 {
		return answers.Saved{}, false
	}
	last := tx.Seen.Touches[len(tx.Seen.Touches)-1]
	if last.Draft != sent.Draft || last.Note != sent.Text || last.Subject != sent.Subject {
		return answers.Saved{}, false
	}
	return answers.Saved{Lead: *tx.Lead, Touch: last}, true
}
