package teams

import (
	"context"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// team finds a team that one may change: the one of that name, or without a name the only one. That a team exists is no
// secret, so whoever may not change it hears just that.
func (h *Handlers) team(ctx context.Context, req *request.Request, name string) (coach.Team, error) {
	teams, err := h.record.Space().Directory.Teams(ctx)
	if err != nil {
		return coach.Team{}, err
	}
	var mine, named []coach.Team
	for _, team := range teams {
		if h.mayManage(req.Person, team) {
			mine = append(mine, team)
		}
		if name != "" && names.Normalize(team.Name) == names.Normalize(name) {
			named = append(named, team)
		}
	}
	switch {
	case len(named) == 1 && h.mayManage(req.Person, named[0]):
		return named[0], nil
	case len(named) == 1, len(mine) == 0 && len(teams) > 0:
		return coach.Team{}, request.ErrNoManager
	case name == "" && len(mine) == 1:
		return mine[0], nil
	case len(teams) == 0:
		return coach.Team{}, &request.BadValue{What: "a team", Given: name,
			Expected: "there are no teams yet; an admin can start one", Example: "/followup team create Sales #sales"}
	case name != "":
		return coach.Team{}, &request.BadValue{What: "a team", Given: name,
			Expected: "one of those that `/followup team list` shows", Example: "/followup team list"}
	}
	return coach.Team{}, &request.BadValue{What: "a team", Given: "",
		Expected: "you manage several, so say which one before the @",
		Example:  "/followup team add " + mine[0].Name + " @rep"}
}

// teamChange is a team as it shall be, and what goes with it.
type teamChange struct {
	team   coach.Team
	op     string         // in the audit trail
	outbox []store.Outbox // carried out after the write, by whoever gets to it
	words  say.Reply      // said when it is saved
}

// saveTeam writes a team with its response, which a second delivery of the request gets again. When somebody else
// changed the team since it was read the error is [store.ErrConflict] and nothing is written.
func (h *Handlers) saveTeam(ctx context.Context, req *request.Request, change teamChange) (request.Response, error) {
	req.Writes = true
	// The response is looked up first, so that a second delivery is not refused for what its first one changed.
	if raw, done, err := h.record.Space().Directory.TeamAnswer(ctx, req.Key); err != nil || done {
		if err != nil {
			return request.Response{}, err
		}
		return request.DecodeResponse(raw)
	}
	resp, err := h.reply.Say(req, change.words)
	if err != nil {
		return request.Response{}, err
	}
	_, err = h.record.Space().Directory.SaveTeam(ctx, store.TeamChange{
		Team: change.team, By: req.User, Now: req.Now, Op: change.op, Outbox: change.outbox,
		Summary: h.record.Rules.NextSummary(change.team, req.Now),
		Key:     req.Key, Answer: resp.Encode(),
	})
	if before, ok := store.Repeated(err); ok {
		return request.DecodeResponse(before)
	}
	if err == nil {
		h.record.Wake(req.Now)
	}
	return resp, err
}
