package teams

import (
	"context"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/input/teamline"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/ledger"
)

// teamSummary is "team summary [team's name] [now|weekly <day> <time>|daily <time>|off]"; alone it says how the summary
// is set. Where one manages several teams and names none, it is asked which. Times are those of the zone of whoever
// sets them, and stay so when that person moves.
func (h *Handlers) teamSummary(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	wanted, err := teamline.ReadSummary(line.Words)
	if err != nil {
		return request.Response{}, err
	}
	team, err := h.team(ctx, req, wanted.Name, func(team string) string {
		return "team summary " + team + " " + wanted.Line()
	})
	switch {
	case err != nil:
		return request.Response{}, err
	case wanted.Now:
		return h.summaryNow(ctx, req, team)
	case !wanted.Set:
		return h.reply.Say(req, setup.SummarySet(h.reply.Reader(req), team, h.noPost(ctx, team)))
	}
	team.Summary = wanted.Schedule
	if team.Summary.Every != "" {
		// Set keeps a time that is over today from being caught up with.
		team.Summary.TZ, team.Summary.Set = req.Zone().String(), req.Now.UTC()
		team.Summary.Locale = req.Person.Locale
	}
	return h.saveTeam(ctx, req, teamChange{team: team, op: "team summary",
		words: setup.SummarySet(h.reply.Reader(req), team, h.noPost(ctx, team))})
}

// noPost is why a team's channel can't be posted to; nothing is asked of Slack for a team that is sent nothing.
func (h *Handlers) noPost(ctx context.Context, team coach.Team) setup.NoPost {
	if team.Summary.Every == "" {
		return setup.MayPost
	}
	return h.reply.NoPost(ctx, team.Channel)
}

// summaryNow asks the scheduler for the team's summary; the next regular one comes as planned. Where no schedule was
// ever set, what the summary covers is reckoned in the zone of who asks. To a channel that can't be posted to nothing
// is sent on its way.
func (h *Handlers) summaryNow(ctx context.Context, req *request.Request, team coach.Team) (request.Response, error) {
	if no := h.reply.NoPost(ctx, team.Channel); no != setup.MayPost {
		return h.reply.Say(req, setup.SummarySent(h.reply.Reader(req), team, no))
	}
	req.Writes = true
	if team.Summary.TZ == "" {
		// For the answer alone: the team is not saved here.
		team.Summary.TZ = req.Zone().String()
	}
	due := ledger.Due{Kind: ledger.KindSummary, Team: team.ID, At: req.Now, For: req.Now}
	if err := h.record.Space().DueIndex.SetDue(ctx, due); err != nil {
		return request.Response{}, err
	}
	h.record.Wake(req.Now)
	return h.reply.Say(req, setup.SummarySent(h.reply.Reader(req), team, setup.MayPost))
}
