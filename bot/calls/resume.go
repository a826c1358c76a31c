package calls

import (
	"context"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// ResumeLine lets a lead's cadence go on after a reply or a snooze: "resume <lead>". A closed lead is refused: it has
// to be opened again.
func (h *Handlers) ResumeLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if len(line.Words) == 0 {
		return h.record.OpenWhichLead(ctx, req, "resume")
	}
	resolver := input.NewLeadResolver(line, input.AllWords)
	return h.record.Save(ctx, req, line, record.Query(resolver.Query(), store.Query{}),
		func(seen store.Snapshot) (record.Result, error) {
			m, res, err := record.MatchKnown(resolver, seen)
			if err != nil || !m.Settled() {
				return res, err
			}
			return h.Resume(req, seen, *m.Lead)
		}, h.record.Views.Saved(req))
}

// Resume is the one way to let a lead's cadence go on: typed, and from the form that asks which lead.
func (h *Handlers) Resume(req *request.Request, seen store.Snapshot, lead coach.Lead) (record.Result, error) {
	return h.record.RecordTouch(req, seen, record.TouchInput{Lead: &lead, Outcome: coach.Resumed, Op: "resume"})
}
