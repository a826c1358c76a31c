// Package lending is what somebody does with the leads of a colleague who is away, as themselves. What is read and
// written is the owner's, in their shard and their journal, by who acts. Whether they may is decided by package cover,
// of what was read: before it is shown, and for a write of what the write is conditional on.
package lending

import (
	"slices"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/covered"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/cover"
	"github.com/followup-coach/followup/store"
)

// Rep is the rep of a request as their leads are worked on: as they are, or for a colleague who may see their leads,
// without the absence. Else it is a *[request.NotLent].
func Rep(req *request.Request, rep coach.Rep) (coach.Rep, error) {
	if req.Cover == nil {
		return rep, nil
	}
	if err := cover.May(actor(req), rep, cover.Show, req.Now); err != nil {
		return rep, &request.NotLent{Owner: req.Owner, Why: err}
	}
	return cover.Worked(rep), nil
}

// actor is who acts on a colleague's lead. Guests, bots and strangers come no further than the edge.
func actor(req *request.Request) cover.Actor {
	a := cover.Of(req.Cover.Self, req.Now)
	a.ID = req.User
	return a
}

// MayWrite is a *[request.NotLent] for a change that a colleague may not make. It goes by what it does, whatever
// button or line led to it, and by the record that the write is conditional on. Closes says that it ends an open lead.
func MayWrite(req *request.Request, seen store.Snapshot, c *store.Change, closes bool) error {
	if req.Cover == nil {
		return nil
	}
	if err := cover.May(actor(req), seen.Rep, actionOf(seen.Lead, c, closes), req.Now); err != nil {
		return &request.NotLent{Owner: req.Owner, Why: err}
	}
	return nil
}

// actionOf is what a change does, as package cover names it.
func actionOf(was *coach.Lead, c *store.Change, closes bool) cover.Action {
	// What weighs most comes first: a change may do several things at once.
	switch {
	case c.Rep != nil:
		return cover.Settings
	case c.Erase:
		return cover.Erase
	case c.Merge != nil:
		return cover.Merge
	case c.HandOver != nil, was != nil && c.Lead != nil && c.Lead.Rep != was.Rep:
		return cover.HandOver
	case closes: // a do-not-call is none of these endings
		return cover.Close
	case was == nil, c.Touch == nil, c.Rewritten != nil:
		return cover.Edit
	}
	return cover.ActionOf(c.Touch.Outcome)
}

// MayUndo lets a colleague take back what they have done themselves, while they cover, and nothing else.
func MayUndo(req *request.Request, was store.Before) error {
	if req.Cover == nil {
		return nil
	}
	why := cover.May(actor(req), was.Rep, cover.Log, req.Now)
	if why == nil && (was.By != req.User || was.LeadID == "") {
		why = cover.ErrNotTheirs
	}
	if why != nil {
		return &request.NotLent{Owner: req.Owner, Why: why}
	}
	return nil
}

// Kept is a line that is kept until a question about it is answered, with whose lead it is about.
func Kept(req *request.Request, p input.PendingCommand) input.PendingCommand {
	if req.Cover == nil {
		return p
	}
	// Its button is tapped up to a day later, by a request that knows nothing of this one.
	ref := func(lead string) string {
		if lead == req.Cover.Lead && lead != "" {
			return covered.Ref(lead, req.Owner)
		}
		return lead
	}
	p.Lead, p.Resolution.Lead = ref(p.Lead), ref(p.Resolution.Lead)
	p.Choices = slices.Clone(p.Choices)
	for i := range p.Choices {
		p.Choices[i].Lead = ref(p.Choices[i].Lead)
	}
	return p
}
