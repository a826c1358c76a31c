package record

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// formAsk is the read that finds the lead of the form: the one it was opened for, or the one of the typed name.
func formAsk(form request.Form) (store.Ask, *input.LeadResolver) {
	if form.Meta.Lead != "" {
		ask := store.Ask{LeadID: form.Meta.Lead, Touches: 1, Agreed: true}
		if form.Meta.Touch != "" {
			ask.Touches = ShownTouches // it must still be among them
		}
		return ask, nil
	}
	name := form.Text(say.FieldName)
	ln := input.Line{Text: name, Word: "log", Words: []words.Word{{Text: name, End: len(name), Quoted: true}}}
	k := input.NewLeadResolver(ln, input.AllWords)
	return k.Ask(), k
}

// formLead is the form's lead in what was read; nil for a new one. A name that several leads could have is asked about
// at the field.
func formLead(form request.Form, seen store.Seen, k *input.LeadResolver) (*coach.Lead, error) {
	if k == nil {
		if seen.Lead == nil {
			return nil, request.ErrOutdated
		}
		return seen.Lead, nil
	}
	f, err := k.Find(seen)
	var q *input.Clarification
	if errors.As(err, &q) {
		if q.Near {
			return nil, nil // a new lead, as the form says
		}
		return nil, &request.BadValue{What: "one lead's name", Given: k.Ln.Text,
			Expected: "several leads have this in their names, so give more of it", Field: say.FieldName}
	}
	return f.Lead, err
}

// SaveForm is [Change] for a form, which ends on the page "Saved", with the next lead in line; the message it was
// opened from is brought up to date behind it.
func (rec *Recorder) SaveForm(ctx context.Context, req *request.Request, form request.Form,
	fn func(seen store.Seen, l *coach.Lead) (store.Change, say.Saved, error)) (request.Response, error) {
	ask, k := formAsk(form)
	ask.Agreed = true // most forms can agree on a time
	line, err := rec.DueNow(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	var saved say.Saved
	resp, err := Change(ctx, rec, req, ask, func(seen store.Seen) (store.Change, say.Saved, error) {
		l, err := formLead(form, seen, k)
		if err != nil {
			return store.Change{}, say.Saved{}, err
		}
		return fn(seen, l)
	}, func(done say.Saved) (request.Response, error) {
		saved = done
		return reply.ShowForm(say.FormSaved(rec.Reply.Reader(req), done, NextInLine(line, done.Lead.ID)))
	})
	if err == nil && saved.Lead.ID != "" {
		rec.Reply.RefreshOrigin(req, form.Meta, saved)
	}
	return resp, err
}

// DueNow are the first of those to call now, in the order of the morning message.
func (rec *Recorder) DueNow(ctx context.Context, req *request.Request) ([]coach.Card, error) {
	rep, err := rec.Rep(ctx, req)
	if err != nil {
		return nil, err
	}
	leads, _, err := rec.Space().DueLeads(ctx, req.User, req.Now, 20)
	if err != nil {
		return nil, err
	}
	d := rec.Rules.Digest(rep, leads, req.Now, nil)
	return slices.DeleteFunc(slices.Concat(d.Commitments, d.Cards), func(c coach.Card) bool {
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
	resp, err := rec.Reply.Open(ctx, req, say.LeadForm(rec.Reply.Reader(req), command, ""))
	if errors.Is(err, request.ErrNoTrigger) {
		return reply.Say(say.NoLead(rec.Reply.Reader(req), command))
	}
	return resp, err
}

// AsForm is a form to open instead of an answer, on its way out of a change that was not made.
func (rec *Recorder) AsForm(v slack.ModalViewRequest) error { return &request.OpenForm{View: v} }

// FirstSlot is the first time that would be offered for a booked call.
func (rec *Recorder) FirstSlot(req *request.Request, l coach.Lead) time.Time {
	if slots := rec.Rules.SlotsBut(l, *req.Rep, req.Now, time.Time{}, time.Time{}, 1, req.Agreed); len(slots) > 0 {
		return slots[0].At
	}
	return time.Time{}
}

// OpenFor opens a form about one of the acting person's leads.
func (rec *Recorder) OpenFor(ctx context.Context, req *request.Request, lead string,
	form func(coach.Lead, coach.Rep, say.Meta) slack.ModalViewRequest) (request.Response, error) {
	if lead == "" {
		return request.Response{}, request.ErrOutdated
	}
	seen, err := rec.Read(ctx, req, store.Ask{LeadID: lead, Tally: true, Agreed: true})
	if err != nil {
		return request.Response{}, err
	}
	if seen.Lead == nil {
		return request.Response{}, request.ErrOutdated
	}
	return rec.Reply.Open(ctx, req, form(*seen.Lead, seen.Rep, req.Meta()))
}

// AtField keeps the form open with a sentence at a field.
func (rec *Recorder) AtField(req *request.Request, field, words string) request.Response {
	return request.Response{Errors: say.FormErrors(req.Inputs(), map[string]string{field: words})}
}
