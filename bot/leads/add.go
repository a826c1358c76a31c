package leads

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// OpenAddFrom opens the Add form for somebody at the company of a lead, with what follows from it.
func (h *Handlers) OpenAddFrom(how string) func(context.Context, *request.Request,
	request.Button) (request.Response, error) {
	return func(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
		return h.record.OpenFor(ctx, req, button.Lead,
			func(l coach.Lead, _ coach.Rep, meta request.Meta) slack.ModalViewRequest {
				meta.Lead, meta.Origin = l.ID, how
				return say.AddForm(h.reply.Reader(req), origins[how](l), meta)
			})
	}
}

// AddLine makes a new lead: "add <lead> [warm|cold] [high|low] [phone:…] [contact:…] …". Alone it opens the form.
func (h *Handlers) AddLine(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	if len(ln.Words) == 0 {
		return h.OpenAdd(ctx, req, request.Button{})
	}
	values, rest := words.KeyValues(ln.Words, words.LeadKeys...)
	if err := input.NothingBehind(rest, "leave it out when there is nothing to say",
		"/followup add Acme phone:+12125550100"); err != nil {
		return request.Response{}, err
	}
	var l coach.Lead
	if err := input.SetFacts(&l, values); err != nil {
		return request.Response{}, err
	}
	rest = input.TakeFlags(rest, &l)
	if err := input.NothingBetween(ln.Words, rest); err != nil {
		return request.Response{}, err
	}
	l.Name = input.Span(ln.Text, rest)
	if l.Name == "" {
		l.Name = l.Company
	}
	if l.Name == "" {
		l.Name = l.Contact
	}
	resp, _, err := h.addLead(ctx, req, l, h.record.Views.Saved(req))
	return resp, err
}

// addLead saves a new lead. A lead of that very name is shown instead; a near miss is created all the same, for add
// says new.
func (h *Handlers) addLead(ctx context.Context, req *request.Request, l coach.Lead,
	render record.Render) (request.Response, record.Result, error) {
	l.Name = strings.Join(strings.Fields(l.Name), " ")
	key := names.Normalize(l.Name)
	switch {
	case key == "":
		return request.Response{}, record.Result{}, request.ErrNoName
	case len([]rune(l.Name)) > input.NameMost:
		return request.Response{}, record.Result{}, request.ErrLongName
	}
	if err := input.CheckFacts(l); err != nil {
		return request.Response{}, record.Result{}, err
	}
	if err := h.record.MayBeCalled(ctx, req, l); err != nil {
		return request.Response{}, record.Result{}, err
	}
	return h.record.Change(ctx, req, store.Ask{Names: []string{key}},
		func(seen store.Seen) (record.Result, error) {
			if seen.Lead != nil {
				return record.Result{}, &request.NameTaken{Name: seen.Lead.Name}
			}
			made := l
			made.ID, made.Rep, made.Created = store.NewID(), req.User, req.Now.UTC()
			c, step := h.record.LeadChange(req, made, true)
			c.Op = "add"
			return record.Result{Change: c,
				Saved: say.Saved{Lead: made, Step: step, Change: c.Entry, Created: true}}, nil
		}, render)
}

// OpenAdd opens the Add form.
func (h *Handlers) OpenAdd(ctx context.Context, req *request.Request, _ request.Button) (request.Response, error) {
	if _, err := h.record.Rep(ctx, req); err != nil {
		return request.Response{}, err
	}
	return h.reply.Open(ctx, req, say.AddForm(h.reply.Reader(req), coach.Lead{}, req.Meta()))
}

// AddForm saves a new lead. One that comes from another lead has what follows from it besides what was filled in.
func (h *Handlers) AddForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	p := coach.PotentialNormal
	if v := form.Text(say.FieldPotential); v != "normal" {
		p = coach.Potential(v)
	}
	var l coach.Lead
	if origin, there := origins[form.Meta.Origin]; there {
		from, err := h.record.Lead(ctx, req, form.Meta.Lead)
		if err != nil {
			return request.Response{}, err
		}
		l = origin(*from.Lead)
	}
	l.Name, l.Contact, l.Phone, l.Email = form.Text(say.FieldName), form.Text(say.FieldContact), form.Text(say.FieldPhone),
		form.Text(say.FieldEmail)
	l.Warmth, l.Potential = coach.Warmth(form.Text(say.FieldWarmth)), p
	if l.Name == "" {
		return record.AtField(req, say.FieldName, say.ErrName), nil
	}
	resp, _, err := h.addLead(ctx, req, l, func(done say.Saved) (request.Response, error) {
		return reply.ShowForm(say.FormSaved(h.reply.Reader(req), done, nil))
	})
	if err == nil && form.Meta.Origin == FromFollows {
		h.followed(ctx, req, form.Meta)
	}
	return resp, err
}
