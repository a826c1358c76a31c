package home

import (
	"context"
	"slices"
	"time"

	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	words "github.com/followup-coach/followup/bot/say/homes"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// The first steps of somebody new. The log that is tried is worked out from a lead that nobody keeps, so that nothing
// of it can be in leads, figures or the audit trail.

const (
	begun    = "begun"        // among what a rep is told once: the first steps
	beginFor = 48 * time.Hour // how long they stand there beside leads
)

// begin is how far somebody is with their first steps; nil where they are done, were skipped, or never began.
func (h *Handlers) begin(req *request.Request, day words.Day, known, manages bool) *words.Begin {
	rep := *req.Rep
	b := words.Begin{Rep: rep, Hours: !rep.DigestSet.IsZero() || len(rep.Days) > 0 || rep.From != rep.To,
		Leads: day.Leads, Lead: req.Person.Admin && !manages}
	// Whoever has leads for longer than that has begun, and older reps than the steps have never seen them.
	switch {
	case rep.Knows(begun):
		return nil
	case known && b.Leads && req.Now.Sub(rep.Since) > beginFor:
		return nil
	}
	return &b
}

// Begun ends the first steps, for good.
func (h *Handlers) Begun(ctx context.Context, req *request.Request, _ request.Button) (request.Response, error) {
	// A tap is an act, so that whoever was new is a rep from here on.
	tx := h.record.Begin(ctx, req, store.Query{})
	for tx.Next() {
		rep := *req.Rep
		if !rep.Knows(begun) {
			rep = rep.TellOnce(begun)
		}
		tx.Try(record.Result{Response: &request.Response{}, Change: &store.Change{Op: "rep", Rep: &rep}}, nil)
	}
	_, err := tx.Response() // the Home is drawn without them, which says it
	return request.Response{}, err
}

// Try opens a page on which a log is tried, and shows there what a log of that outcome would be answered with. Nothing
// is read but the rep, and nothing is written.
func (h *Handlers) Try(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	seen, err := h.record.Space().Records.Read(ctx, store.Query{Rep: req.User, Now: req.Now})
	if err != nil {
		return request.Response{}, err
	}
	rep, _ := record.NewRep(seen, req.Person, req.Now)
	req.Rep = &rep
	lead := words.Sample(rep)
	lead.Created = req.Now
	o := outcome.Outcome(button.Lead)
	if o == "" {
		return h.reply.Open(ctx, req, words.TryPage(h.reply.Reader(req), h.record.Views.Card(req, lead)))
	}
	if !slices.Contains(words.TryOutcomes(), o) {
		return request.Response{}, request.ErrOutdated
	}
	// The rules decide, as they would for a lead that is kept.
	touch := coach.Touch{ID: "sample", Outcome: o, At: req.Now, Logged: req.Now, By: req.User}
	after, logged, err := h.record.Rules.Log(lead, nil, touch, rep)
	if err != nil {
		return request.Response{}, err
	}
	logged.Question = nil // one try is answered, and asks nothing
	return reply.ShowForm(words.TriedPage(h.reply.Reader(req), answers.Saved{Lead: after, Touch: logged.Touch,
		Step: h.record.Rules.Next(after, rep, req.Now), Logged: logged}))
}
