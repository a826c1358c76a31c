package record

import (
	"context"
	"errors"
	"slices"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store"
)

// DueNow are the first of those to call now, in the order of the morning message: twenty leads are looked at, of which
// only calls that are due, and allowed at this hour of the lead's day, remain.
func (rec *Recorder) DueNow(ctx context.Context, req *request.Request) ([]coach.Card, error) {
	req = req.Own()
	rep, err := rec.Rep(ctx, req)
	if err != nil {
		return nil, err
	}
	list, err := rec.Space().Records.DueLeads(ctx, req.User, req.Now, 20)
	if err != nil {
		return nil, err
	}
	d := notify.DigestFor(rec.Rules, rep, list.Leads, req.Now, nil)
	return slices.DeleteFunc(slices.Concat(d.Commitments, d.Cards, d.Later), func(c coach.Card) bool {
		if !c.Step.IsCall() || c.Step.State(req.Now) == coach.Later {
			return true
		}
		_, night := rec.Rules.CheckInstant(c.Lead, rep, req.Now) // nobody is called in the middle of theirs
		return night != nil
	}), nil
}

// NextInLine is the first card that is not the lead just dealt with; nil when there is none.
func NextInLine(line []coach.Card, but string) *coach.Card {
	for _, c := range line {
		if c.Lead.ID != but {
			return &c
		}
	}
	return nil
}

// OpenWhichLead opens the form that asks for the lead of a command typed without one. Where no form can be opened a
// sentence asks.
func (rec *Recorder) OpenWhichLead(ctx context.Context, req *request.Request,
	command string) (request.Response, error) {
	if _, err := rec.Rep(ctx, req); err != nil {
		return request.Response{}, err
	}
	resp, err := rec.Reply.Open(ctx, req, forms.LeadForm(rec.Reply.Reader(req), command))
	if errors.Is(err, request.ErrNoTrigger) && req.Kind != request.KindMessage { // there a button opens the form
		return rec.Reply.Say(req, problems.NoLead(rec.Reply.Reader(req), command))
	}
	return resp, err
}

// ShowForm is the result with a form that is needed before anything can be written.
func ShowForm(v slack.ModalViewRequest) Result { return Result{Form: &v} }

// OpenFor opens a form about one of the acting person's leads. The trigger lives three seconds, so the lead is read
// with all that any form shows, in one trip. The error is [request.ErrOutdated] for a lead that is gone or another's.
func (rec *Recorder) OpenFor(ctx context.Context, req *request.Request, lead string,
	form func(coach.Lead, coach.Rep, request.Meta) slack.ModalViewRequest) (request.Response, error) {
	if lead == "" {
		return request.Response{}, request.ErrOutdated
	}
	seen, err := rec.Read(ctx, req, store.Query{LeadID: lead, Counters: true, Agreed: true})
	if err != nil {
		return request.Response{}, err
	}
	if seen.Lead == nil {
		return request.Response{}, request.ErrOutdated
	}
	return rec.Reply.Open(ctx, req, form(*seen.Lead, seen.Rep, req.Meta()))
}

// AtField keeps the form open with a sentence at a field.
func AtField(req *request.Request, field, words string) request.Response {
	return request.Response{Errors: fields.FormErrors(req.Inputs(), map[string]string{field: words})}
}
