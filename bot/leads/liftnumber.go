package leads

import (
	"context"
	"slices"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// A lead that was erased, or closed long enough ago, is gone, and its do-not-call stays. Somebody who types the number
// takes it back: whose lead it was, a manager of a team they are in, or an admin, since both may have left. What was
// asked on a lead that is still there is lifted on that lead alone.

// lifter takes back what was asked about a number, without its lead.
type lifter struct {
	record *record.Recorder
	reply  *reply.Replier
}

// goneAsks is what was asked about a number on leads that are gone, as far as the acting person may take it back.
type goneAsks struct {
	first request.Stopped // of them
	leads []store.Asked
	other request.Stopped // who was asked besides, so that the number stays blocked; mostly nobody
}

// asksOf are those of a typed number. That no such number is blocked is [request.ErrOutdated]; otherwise it is an error
// where there are none: a *[request.Stopped] for a lead that is there, [request.ErrNotLifted] for others.
func (h lifter) asksOf(ctx context.Context, req *request.Request, typed string) (g goneAsks, err error) {
	rep, err := h.record.Rep(ctx, req)
	if err != nil {
		return g, err
	}
	lead := coach.Lead{Phone: typed}
	// Exactly the number: one that it may only mean is nobody's to lift.
	blocked, err := h.record.Space().Directory.BlockedAmong(ctx, lead.Telephones(rep).Keys())
	if err != nil {
		return g, err
	}
	if len(blocked) == 0 {
		return g, request.ErrOutdated
	}
	b, stays := blocked[0], request.ErrNotLifted
	for _, a := range b.Asked() {
		asked := request.Stopped{Number: b.Phone, By: a.By, At: a.At}
		may, err := record.MayLift(ctx, h.record.Space(), req.User, a.Rep)
		if err != nil {
			return g, err
		}
		lead, gone, err := h.standsIn(ctx, a, b.Phone)
		if err != nil {
			return g, err
		}
		switch {
		case gone && (may || req.Person.Admin):
			if len(g.leads) == 0 {
				g.first = asked
			}
			g.leads = append(g.leads, a)
			continue
		case !gone && may:
			asked.Rep, asked.Lead = a.Rep, lead
		}
		if g.other = asked; !gone {
			stays = &asked
		}
	}
	if len(g.leads) == 0 {
		return g, stays
	}
	return g, nil
}

// standsIn is the lead on which somebody was asked about a number, or that into which it has gone since.
func (h lifter) standsIn(ctx context.Context, a store.Asked, number string) (lead string, gone bool, err error) {
	if a.Lead == "" { // of a version that kept nothing but the number: whose it was can't be told
		return "", false, nil
	}
	// A lead that has gone into another one is found by its number there.
	keys := input.ContactKeys(coach.Lead{Phone: number}, coach.Rep{ID: a.Rep})
	found, err := h.record.Space().Records.Find(ctx, coach.Rep{ID: a.Rep}, nil, keys, []string{a.Lead})
	for _, l := range found.Leads {
		if slices.Contains(l.Lead.IDs(), a.Lead) {
			return l.Lead.ID, false, nil
		}
	}
	return "", true, err
}

// open opens the form for a typed number.
func (h lifter) open(ctx context.Context, req *request.Request, typed string) (request.Response, error) {
	g, err := h.asksOf(ctx, req, typed)
	if err != nil {
		return request.Response{}, err
	}
	// A form that is open already makes way for it.
	form := forms.LiftNumber(h.reply.Reader(req), g.first, req.Meta())
	if req.OnForm() || req.Kind == request.KindSubmit {
		return reply.ShowForm(form)
	}
	return h.reply.Open(ctx, req, form)
}

// lift takes back what was asked about a number on leads that are gone. The acting person's trail says that they
// did it, and the workspace's of which number, by its hash; a form that is sent twice gets the first response.
func (h lifter) lift(ctx context.Context, req *request.Request, typed string) (request.Response, error) {
	tx := h.record.Begin(ctx, req, store.Query{})
	// Who was asked is looked at within: a form that is delivered again finds nobody any more, and has its answer.
	for tx.Next() {
		g, err := h.asksOf(ctx, req, typed)
		if err != nil {
			tx.Try(record.Result{}, err)
			continue
		}
		// The list lies in another shard, to which the outbox takes it.
		c := &store.Change{Op: "lift", About: g.leads[0].Lead}
		for _, a := range g.leads {
			c.Outbox = append(c.Outbox, store.Outbox{Kind: store.OutboxUnblock, By: req.User, Rep: a.Rep, Lead: a.Lead,
				Phone: g.first.Number})
		}
		page, err := reply.ShowForm(fields.ReplyPage("Lift the block", h.reply.Checked(req,
			answers.NumberLifted(h.reply.Reader(req), g.other))))
		tx.Try(record.Result{Change: c, Response: &page}, err)
	}
	return tx.Response()
}
