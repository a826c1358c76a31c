package teams

import (
	"context"
	"strings"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// teamSummary is "team summary [team's name] [now|weekly <day> <time>|daily <time>|off]"; alone it says how the summary
// is set. The name is needed where one manages several teams. Times are those of the zone of whoever sets them, and
// stay so when that person moves.
func (h *Handlers) teamSummary(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	at := input.SummaryAt(line.Words)
	team, err := h.team(ctx, req, strings.Join(words.Texts(line.Words[:at]), " "))
	if err != nil {
		return request.Response{}, err
	}
	switch {
	case at == len(line.Words):
		return h.reply.Say(req, say.SummarySet(h.reply.Reader(req), team))
	case line.Words[at].Is("now"):
		return h.summaryNow(ctx, req, team)
	}
	if team.Summary, err = input.ReadSchedule(line.Words[at:]); err != nil {
		return request.Response{}, err
	}
	if team.Summary.Every != "" {
		// Set keeps a time that is over today from being caught up with.
		team.Summary.TZ, team.Summary.Set = req.Zone().String(), req.Now.UTC()
	}
	return h.saveTeam(ctx, req, teamChange{team: team, op: "team summary",
		words: say.SummarySet(h.reply.Reader(req), team)})
}

// summaryNow asks the scheduler for the team's summary; the next regular one comes as planned. Where no
// schedule was ever set, what the summary covers is reckoned in the zone of who asks.
func (h *Handlers) summaryNow(ctx context.Context, req *request.Request, team coach.Team) (request.Response, error) {
	req.Writes = true
	if team.Summary.TZ == "" {
		// For the answer alone: the team is not saved here.
		team.Summary.TZ = req.Zone().String()
	}
	due := store.Due{Kind: store.KindSummary, Team: team.ID, At: req.Now, For: req.Now}
	if err := h.record.Space().DueIndex.SetDue(ctx, due); err != nil {
		return request.Response{}, err
	}
	h.record.Wake(req.Now)
	return h.reply.Say(req, say.SummarySent(h.reply.Reader(req), team))
}
