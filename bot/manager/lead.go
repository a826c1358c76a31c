package manager

import (
	"context"
	"errors"
	"slices"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/managers"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/chase"
	"github.com/followup-coach/followup/store"
)

// Who may is asked again in each step: when a lead is opened, when a comment is begun, and when that is sent. In
// between somebody may have stopped to manage its rep, or the lead may have gone to another one.

// manages refuses whoever manages no team of a rep's.
func (h *Handlers) manages(ctx context.Context, user, rep string) error {
	teams, err := h.managed(ctx, user)
	if err == nil && (rep == "" || !slices.Contains(repsOf(teams), rep)) {
		err = request.ErrNotShown
	}
	return err
}

// Open shows the lead of a button.
func (h *Handlers) Open(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	if err := h.manages(ctx, req.User, button.Part(0)); err != nil {
		return request.Response{}, err
	}
	if _, err := h.record.Rep(ctx, req); err != nil {
		return request.Response{}, err
	}
	return h.open(ctx, req, button.Part(0), button.Lead)
}

// open shows a lead of a rep's, to whom it may be shown. That it was opened is kept before.
func (h *Handlers) open(ctx context.Context, req *request.Request, rep, lead string) (request.Response, error) {
	if lead == "" {
		return request.Response{}, request.ErrOutdated
	}
	space := h.record.Space()
	seen, err := space.Records.Read(ctx, store.Query{Rep: rep, LeadID: lead, Now: req.Now, Touches: -1})
	switch {
	case err != nil:
		return request.Response{}, err
	case seen.Lead == nil || !seen.Known:
		return request.Response{}, request.ErrOutdated
	}
	if rep != req.User { // their own they may look at as often as they like
		if err := space.Open(ctx, rep, lead, req.User, req.Now); errors.Is(err, store.ErrNoLead) {
			return request.Response{}, request.ErrOutdated
		} else if err != nil {
			return request.Response{}, err
		}
	}
	// Who else has the lead and how probable it is are left to its rep.
	l, rules := *seen.Lead, h.record.Rules
	// The times are the reader's, what comes next is its rep's.
	page := managers.LeadPage(h.reply.Reader(req), cards.ShowLead{
		Card:  coach.Card{Lead: l.WithPhones(seen.Rep), Step: rules.Next(l, seen.Rep, req.Now)},
		Notes: coach.Notes(seen.Touches), Series: chase.Series(seen.Touches),
		Meter: chase.Measure(rules, l, seen.Rep, req.Now), Theirs: rep != req.User}, rep)
	return h.over(ctx, req, fields.ReplyPage("Lead", h.reply.Checked(req, page)))
}

// over opens a page, on top of the one that the request comes from.
func (h *Handlers) over(ctx context.Context, req *request.Request,
	v slack.ModalViewRequest) (request.Response, error) {
	if req.OnForm() {
		_, err := h.reply.OnTop(ctx, req, v)
		return request.Response{}, err
	}
	return h.reply.Open(ctx, req, v)
}

// OpenComment opens the form for a comment on the lead of a button.
func (h *Handlers) OpenComment(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	// Nothing is written before the form is sent, and whoever looks into it has been told of the lead already.
	rep := button.Part(0)
	l, _, err := h.lead(ctx, req, rep, button.Lead)
	if err != nil {
		return request.Response{}, err
	}
	return h.over(ctx, req, managers.CommentForm(h.reply.Reader(req), l, rep, request.Meta{Lead: l.ID, Rep: rep}))
}

// lead is a rep's lead, for whom manages them.
func (h *Handlers) lead(ctx context.Context, req *request.Request, rep, id string) (l coach.Lead, of coach.Rep,
	err error) {
	if err := h.manages(ctx, req.User, rep); err != nil {
		return l, of, err
	}
	seen, err := h.record.Space().Records.Read(ctx, store.Query{Rep: rep, LeadID: id, Now: req.Now})
	if err == nil && (id == "" || seen.Lead == nil) {
		err = request.ErrOutdated
	}
	if err != nil {
		return l, of, err
	}
	return *seen.Lead, seen.Rep, nil
}

// Comment sends what the form holds to the lead's rep: a letter, delivered once. Whether the acting person may is asked
// again, and the lead's name is the one that it has by then.
func (h *Handlers) Comment(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	req.Writes = true
	rep := form.Meta.Rep
	l, of, err := h.lead(ctx, req, rep, form.Meta.Lead)
	if err != nil {
		return request.Response{}, err
	}
	text := form.Text(fields.Comment)
	switch {
	case text == "":
		return record.AtField(req, fields.Comment, managers.ErrComment), nil
	case of.Gone:
		return record.AtField(req, fields.Comment, managers.ErrGone), nil
	}
	// A second delivery of the form gets the first one's page.
	resp, err := reply.ShowForm(fields.ReplyPage("Sent", h.reply.Checked(req,
		managers.CommentSent(h.reply.Reader(req), rep, of.Off))))
	if err != nil {
		return request.Response{}, err
	}
	// In the rep's trail first: a comment that is out stands there.
	_, _, err = h.record.Space().Change(ctx, store.Query{Rep: rep, Now: req.Now, Key: req.Key},
		func(store.Snapshot) (store.Change, error) {
			return store.Change{Op: "comment", By: req.User, Now: req.Now, About: l.ID, Key: req.Key,
				Answer: resp.Encode()}, nil
		})
	if _, again := store.Repeated(err); err != nil && !again {
		return request.Response{}, err
	}
	err = h.record.Space().PostLetter(ctx, coach.Letter{ID: store.NewID(), From: req.User, To: rep, Text: text,
		At: req.Now.UTC(), On: say.NameOf(l), OnLead: l.ID}, req.Now, req.Key, resp.Encode())
	if before, ok := store.Repeated(err); ok {
		return request.DecodeResponse(before)
	}
	if err == nil {
		h.record.Wake(req.Now)
	}
	return resp, err
}
