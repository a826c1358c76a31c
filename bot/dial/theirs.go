package dial

import (
	"context"

	"github.com/followup-coach/followup/bot/logged"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/cover"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store"
)

// A block belongs to whoever makes the calls. The leads that they cover for colleagues come behind their own, each
// worked on as if its rep were there, and only a tap on such a card is a request about a colleague's lead.

// own is the request as one about the acting person's own block.
func own(req *request.Request) *request.Request {
	if req.Cover == nil {
		return req
	}
	as := req.Own()
	as.Rep = &req.Cover.Self
	return as
}

// leaves calls off the question about a lead whose card leaves the message, once it is known that the acting person may
// see that lead. From there on the request is about their own block.
func (h *Handlers) leaves(ctx context.Context, req *request.Request, lead string) error {
	if req.Cover != nil { // a button is no right to it
		if _, err := h.record.Rep(ctx, req); err != nil {
			return err
		}
	}
	if err := h.askNoMore(ctx, req, lead); err != nil {
		return err
	}
	*req = *own(req)
	return nil
}

// addTheirs adds to a turn what is to be called of the colleagues for whom the rep covers, and what they have done
// there today.
func (h *Handlers) addTheirs(ctx context.Context, req *request.Request, self coach.Rep, turn *cards.Turn,
	named []coach.Lead, passed func(coach.Lead) bool) error {
	owners, err := h.record.Lent.Owners(ctx, req, self)
	if err != nil || len(owners) == 0 {
		return err
	}
	// A card says by its lead whose it is, and is worked on by that rep's record.
	turn.Owners = map[string]coach.Rep{}
	space := h.record.Space()
	for _, owner := range owners {
		turn.Owners[owner.ID] = cover.Worked(owner)
		due, err := space.Records.DueLeads(ctx, owner.ID, self.Midnight(req.Now, 1), notify.CoveredMost)
		if err != nil {
			return err
		}
		// Whether it is time to work is asked of the hours of whoever calls, which their own block says.
		b := notify.BlockFor(h.record.Rules, cover.Worked(owner), with(due.Leads, named, owner.ID), req.Now, passed)
		turn.Block.Calls = append(turn.Block.Calls, b.Calls...)
		turn.Block.Skipped = append(turn.Block.Skipped, b.Skipped...)
		if b.Next != nil && (turn.Block.Next == nil || b.NextAt.Before(turn.Block.NextAt)) {
			turn.Block.Next, turn.Block.NextAt = b.Next, b.NextAt
		}
		// What others have done there is no work of theirs.
		journal, err := space.History.Journal(ctx, owner.ID, req.Now, journalMost)
		if err != nil {
			return err
		}
		var mine []store.Entry
		for _, e := range journal {
			if e.By == req.User {
				mine = append(mine, e)
			}
		}
		turn.Done = append(turn.Done, logged.Since(mine, self.Midnight(req.Now, 0))...)
	}
	return nil
}
