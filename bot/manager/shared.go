package manager

import (
	"context"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/managers"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/teamday"
)

// Shared is what the managers of the acting rep see of them, in the words in which they see it; "" where nobody manages
// them. The request's rep must have been read.
func (h *Handlers) Shared(ctx context.Context, req *request.Request) (string, error) {
	rep := *req.Rep
	teams, err := h.teams(ctx)
	if err != nil || len(coach.ManagersOf(teams, rep.ID)) == 0 {
		return "", err
	}
	records := h.record.Space().Records
	days, err := records.RepDays(ctx, []string{rep.ID}, req.Now)
	if err != nil || !days[0].Known {
		return "", err
	}
	counted, err := records.CountedSince(ctx, []coach.Rep{rep}, req.Now, weeksBefore)
	if err != nil {
		return "", err
	}
	// By the same functions as on their managers' side: nobody sees another figure.
	d := days[0]
	line := teamday.Of(h.record.Rules, d.Rep, d.Leads, d.Total, d.Week, req.Now)
	return managers.Shared(h.reply.Reader(req), line, teamday.FiguresOf(counted[rep.ID], line),
		Since(rep, req.Now)), nil
}
