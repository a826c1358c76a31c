package home

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	words "github.com/followup-coach/followup/bot/say/homes"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// The first steps of somebody new. The log that is tried is worked out from a lead that nobody keeps, so that nothing
// of it can be in leads, figures or the audit trail.

// beginFor is how long the first steps stand beside leads. Whoever has leads for longer has begun, and older reps than
// the steps have never seen them.
const beginFor = 48 * time.Hour

// begin adds the first steps of somebody to their day; none where they are done, were skipped, or never began. Whoever
// only leads a team has those of a team alone.
func (h *Handlers) begin(req *request.Request, day *words.Day, known bool, teams []coach.Team) {
	rep := *req.Rep
	if old := known && day.Leads && req.Now.Sub(rep.Since) > beginFor; !old && (day.Leads || len(teams) == 0) {
		day.Begin = cards.FirstOf(rep, day.Leads)
	}
	empty := slices.IndexFunc(teams, func(t coach.Team) bool { return len(t.Reps) == 0 })
	switch {
	case rep.Knows(cards.FirstTeam):
	case empty >= 0:
		day.Lead = &words.Lead{Team: teams[empty].Name}
	case len(teams) == 0 && req.Person.Admin:
		day.Lead = &words.Lead{}
	}
}

// Begun ends the first steps, for good: those of whoever leads a team, where the button names them, else a rep's own.
func (h *Handlers) Begun(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	if err := h.tell(ctx, req, cmp.Or(button.Lead, cards.FirstOver)); err != nil || req.View != nil {
		return request.Response{}, err // the Home is drawn without them, which says it
	}
	shown, err := h.record.Today(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	resp := h.reply.Made(req, shown)
	resp.Replace = true
	return resp, nil
}

// tell notes something among what a rep is told once. A tap is an act, so that whoever was new is a rep from here on.
func (h *Handlers) tell(ctx context.Context, req *request.Request, code string) error {
	if code != cards.FirstOver && code != cards.FirstTeam && code != cards.FirstTried {
		return request.ErrOutdated
	}
	tx := h.record.Begin(ctx, req, store.Query{})
	for tx.Next() {
		rep := *req.Rep
		if !rep.Knows(code) {
			rep = rep.TellOnce(code)
		}
		tx.Try(record.Result{Response: &request.Response{}, Change: &store.Change{Op: "rep", Rep: &rep,
			KeepDigest: true}}, nil)
	}
	_, err := tx.Response()
	return err
}

// Try opens a page on which a log is tried, and shows there what a log of that outcome would be answered with. Nothing
// is read but the rep, and nothing is written but that they have tried.
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
	if err := h.tell(ctx, req, cards.FirstTried); err != nil {
		return request.Response{}, err
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
