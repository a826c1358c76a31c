package teams

import (
	"context"
	"slices"

	"github.com/followup-coach/followup/bot/input/teamline"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store"
)

// Teams are all teams. One that was made before whoever makes a team managed it has its maker from the audit trail,
// where that still tells; the next change of the team keeps it.
func (h *Handlers) Teams(ctx context.Context) ([]coach.Team, error) {
	teams, err := h.record.Space().Directory.Teams(ctx)
	if err != nil || !slices.ContainsFunc(teams, func(t coach.Team) bool { return len(t.Managers) == 0 }) {
		return teams, err
	}
	trail, err := h.record.Space().History.Audit(ctx, "", 0)
	if err != nil {
		return nil, err
	}
	for i := range teams {
		for _, e := range trail {
			if len(teams[i].Managers) == 0 && e.Op == opCreate && e.LeadID == "team:"+teams[i].ID && e.By != "" {
				teams[i].Managers = []string{e.By}
			}
		}
	}
	return teams, nil
}

// opCreate is the making of a team in the audit trail.
const opCreate = "team create"

// team finds a team that one may change: the one of that name, or without a name the only one. That a team exists is no
// secret, so whoever may not change it hears just that. Where several could be meant it is asked which; line makes the
// line that names one of them.
func (h *Handlers) team(ctx context.Context, req *request.Request, name string,
	line func(team string) string) (coach.Team, error) {
	teams, err := h.Teams(ctx)
	if err != nil {
		return coach.Team{}, err
	}
	var mine []coach.Team
	for _, team := range teams {
		if h.mayManage(req.Person, team) {
			mine = append(mine, team)
		}
	}
	named, found := teamNamed(teams, name)
	switch {
	case found && h.mayManage(req.Person, named):
		return named, nil
	case found, len(mine) == 0 && len(teams) > 0:
		return coach.Team{}, request.ErrNoManager
	case name == "" && len(mine) == 1:
		return mine[0], nil
	case len(teams) == 0:
		return coach.Team{}, &request.BadValue{What: "a team", Given: name,
			Expected: "there are no teams yet; an admin can start one", Example: "/followup team create Sales #sales"}
	}
	return coach.Team{}, whichTeam(mine, name, line)
}

// teamNamed is the team of a name as it was typed, with the words that people put around one ("the East team").
func teamNamed(teams []coach.Team, given string) (coach.Team, bool) {
	for _, name := range teamline.TeamNames(given) {
		key := names.Normalize(name)
		for _, team := range teams {
			if key != "" && names.Normalize(team.Name) == key {
				return team, true
			}
		}
	}
	return coach.Team{}, false
}

// whichTeam asks which of the teams that somebody manages is meant: all of them for a line that names none, else those
// with a name near the one that was given.
func whichTeam(mine []coach.Team, given string, line func(team string) string) error {
	list := make([]string, len(mine))
	for i, team := range mine {
		list[i] = team.Name
	}
	if given != "" {
		words := teamline.TeamNames(given)
		if list = names.Near(words[len(words)-1], list); len(list) == 0 {
			return &request.BadValue{What: "a team", Given: given, Expected: "one of those that `/followup team list` shows",
				Example: "/followup team list"}
		}
	}
	which := &request.WhichTeam{Given: given, Teams: list}
	for _, name := range list {
		which.Lines = append(which.Lines, line(words.Quote(name)))
	}
	return which
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
	return h.saveTeamAs(ctx, req, change, resp)
}

// saveTeamAs writes a team with a response that is made already.
func (h *Handlers) saveTeamAs(ctx context.Context, req *request.Request, change teamChange,
	resp request.Response) (request.Response, error) {
	_, err := h.record.Space().Directory.SaveTeam(ctx, store.TeamChange{
		Team: change.team, By: req.User, Now: req.Now, Op: change.op, Outbox: change.outbox,
		Summary: notify.NextSummary(change.team, req.Now),
		Key:     req.Key, Answer: resp.Encode(),
	})
	if before, ok := store.Repeated(err); ok {
		return request.DecodeResponse(before)
	}
	h.record.Phrases.Forget() // also where nobody can tell whether it was saved
	if err == nil {
		h.record.Wake(req.Now)
	}
	return resp, err
}
