package record

import (
	"context"
	"errors"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// Lead reads one of the acting person's leads with the end of its history.
func (rec *Recorder) Lead(ctx context.Context, req *request.Request, id string) (store.Seen, error) {
	if id == "" {
		return store.Seen{}, request.ErrOutdated
	}
	seen, err := rec.Read(ctx, req, store.Ask{LeadID: id, Touches: ShownTouches, Tally: true, Agreed: true})
	if err == nil && seen.Lead == nil {
		err = request.ErrOutdated
	}
	return seen, err
}

// Rep reads the acting person's record.
func (rec *Recorder) Rep(ctx context.Context, req *request.Request) (coach.Rep, error) {
	if req.Rep != nil {
		return *req.Rep, nil
	}
	seen, err := rec.Read(ctx, req, store.Ask{})
	return seen.Rep, err
}

// ChangeLead is a change of the one lead that a button names.
func (rec *Recorder) ChangeLead(ctx context.Context, req *request.Request, id string,
	decide func(store.Seen, coach.Lead) (store.Change, say.Saved, error),
	render func(say.Saved) (request.Response, error)) (request.Response, error) {
	if id == "" {
		return request.Response{}, request.ErrOutdated
	}
	return Change(ctx, rec, req, store.Ask{LeadID: id, Touches: 1, Agreed: true},
		func(seen store.Seen) (store.Change, say.Saved, error) {
			if seen.Lead == nil {
				return store.Change{}, say.Saved{}, request.ErrOutdated
			}
			return decide(seen, *seen.Lead)
		}, render)
}

// Library is what the acting rep's teams have to tell.
func (rec *Recorder) Library(ctx context.Context, req *request.Request) ([]coach.Story, error) {
	rep, err := rec.Rep(ctx, req)
	if err != nil {
		return nil, err
	}
	return rec.Space().Library(ctx, rep.Teams...)
}

// ShownTouches is how much of a lead's history its card needs: three notes are shown, and not every touch has one.
const ShownTouches = 20

// ShowLead reads the one lead that a line names and shows something of it.
func (rec *Recorder) ShowLead(ctx context.Context, req *request.Request, ln input.Line, word string,
	show func(*request.Request, store.Seen) say.Reply) (request.Response, error) {
	if len(ln.Words) == 0 {
		return rec.OpenWhichLead(ctx, req, word)
	}
	seen, err := rec.FindLead(ctx, req, ln)
	if err != nil {
		return request.Response{}, err
	}
	return reply.Say(rec.Reply.Checked(req, show(req, seen)))
}

// FindLead finds the lead that all words of a line name, for a line that changes nothing.
func (rec *Recorder) FindLead(ctx context.Context, req *request.Request, ln input.Line) (store.Seen, error) {
	resolver := input.NewLeadResolver(ln, input.AllWords)
	ask := store.Ask{LeadID: ln.Resolution.Lead, Touches: ShownTouches, Agreed: ln.Word == "next",
		Tally: ln.Word == "prep"}
	if ask.LeadID == "" {
		ask.Names, ask.Index = []string{names.Normalize(input.Span(ln.Text, ln.Words))}, true
		resolver.Lens[ask.Names[0]] = len(ln.Words)
	}
	seen, err := rec.Read(ctx, req, ask)
	if err != nil {
		return seen, err
	}
	f, err := resolver.Find(seen)
	var at store.LookAt
	if errors.As(err, &at) {
		seen, err = rec.Read(ctx, req, store.Ask{LeadID: string(at), Touches: ShownTouches, Agreed: ln.Word == "next",
			Tally: ln.Word == "prep"})
		f.Lead = seen.Lead
	}
	switch {
	case err != nil:
		return seen, err
	case f.Lead == nil:
		return seen, &request.UnknownLead{Name: input.Span(ln.Text, ln.Words)}
	}
	return seen, nil
}
