package record

import (
	"context"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// closes reports whether a change ends a lead that was open, or new.
func closes(was *coach.Lead, c *store.Change) bool {
	return c.Lead != nil && !c.Lead.Open() && (was == nil || was.Open()) && c.Lead.Progress.Closed != coach.DoNotCall
}

// nextBest is the lead that an hour which has become free is best spent on (S4.20): the first of those to call now. nil
// where there is none; what can't be read is not worth failing a save for.
func (rec *Recorder) nextBest(ctx context.Context, req *request.Request, but string) *coach.Card {
	if req.Owner != req.User {
		return nil
	}
	due, err := rec.DueNow(ctx, req)
	if err != nil {
		return nil
	}
	return NextInLine(due, but)
}

// mayReopen refuses an answer that would open a closed lead whose number is blocked by now: a *[request.Stopped]. All
// other answers open it (product 4). Opening it by name asks before.
func (rec *Recorder) mayReopen(ctx context.Context, req *request.Request, was *coach.Lead, c *store.Change) error {
	if was == nil || was.Open() || c.Lead == nil || !c.Lead.Open() || c.Touch == nil ||
		c.Touch.Outcome == coach.Reopened {
		return nil
	}
	return rec.MayBeCalled(ctx, req, *c.Lead)
}
