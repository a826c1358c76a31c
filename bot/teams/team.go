package teams

import (
	"context"
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/input/teamline"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// TeamLine is "team [list]|show|numbers|create|add|remove|manager|summary|library|tips|phrases|suspects|pause|resume
// …".
func (h *Handlers) TeamLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if _, err := h.record.Rep(ctx, req); err != nil {
		return request.Response{}, err
	}
	word, rest := teamline.ReadTeam(line.Words)
	line.Words = rest
	// Each of the others may write. Should the store hang, the person hears that it can't be told yet what became of it.
	// What an audit leaves in the trail is no change that anybody waits for.
	req.Writes = word != "list" && word != "audit" && word != "show" && word != "numbers"
	switch word {
	case "list":
		return h.teamList(ctx, req)
	case "create":
		return h.teamCreate(ctx, req, line)
	case "add", "remove":
		return h.teamMembers(ctx, req, line, word == "add")
	case "manager":
		return h.teamManager(ctx, req, line)
	case "summary":
		return h.teamSummary(ctx, req, line)
	case "library":
		return h.libraryLine(ctx, req, line)
	case "tips":
		return h.tipsLine(ctx, req, line)
	case "phrases":
		return h.phrasesLine(ctx, req, line)
	case "suspects":
		return h.suspectsLine(ctx, req, line)
	case "audit":
		teams, err := h.Teams(ctx)
		if err != nil {
			return request.Response{}, err
		}
		return auditLine(ctx, h.record, req, line, repsOf(teams, req.User))
	case "pause", "resume":
		teams, err := h.Teams(ctx)
		if err != nil {
			return request.Response{}, err
		}
		return holdLine(ctx, h.record, req, line, teams, word == "pause")
	case "handover":
		return h.HandOver(ctx, req, line)
	case "show":
		return h.Show(ctx, req, line)
	case "numbers":
		return h.Numbers(ctx, req, line)
	}
	return request.Response{}, &request.BadValue{What: "something to do with a team", Given: word,
		Expected: "show, numbers, create, add, remove, manager, handover, pause, summary, library, tips, phrases, " +
			"suspects, audit or list",
		Example: "/followup team create Sales #sales"}
}

// teamList shows the teams that somebody belongs to; who may set up teams sees all. Whether there are any at all
// decides what those who see none are advised to do. A team is marked as theirs only where they manage it.
func (h *Handlers) teamList(ctx context.Context, req *request.Request) (request.Response, error) {
	teams, err := h.Teams(ctx)
	if err != nil {
		return request.Response{}, err
	}
	var shown []setup.TeamLine
	for _, team := range teams {
		manages := slices.Contains(team.Managers, req.User)
		if manages || req.Person.Admin || slices.Contains(team.Reps, req.User) {
			shown = append(shown, setup.TeamLine{Team: team, Mine: manages})
		}
	}
	return h.reply.Say(req, setup.TeamList(h.reply.Reader(req), shown, len(teams) > 0))
}

// teamCreate is "team create <name> <#channel>". Names are compared as leads' names are, so that no two teams differ by
// case or marks alone. Who creates a team is its first manager; people named beside it are its first reps.
func (h *Handlers) teamCreate(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if !req.Person.Admin {
		return request.Response{}, request.ErrNoAdmin
	}
	named := teamline.ReadMentions(line.Words)
	given := teamline.TeamNames(named.Name)
	named.Name = given[len(given)-1]
	if slices.ContainsFunc(line.Words, func(w words.Word) bool { return w.Quoted }) {
		named.Name = given[0] // as it is
	}
	key := names.Normalize(named.Name)
	if key == "" || named.Channel == "" {
		return request.Response{}, &request.BadValue{What: "a new team", Given: strings.Join(words.Texts(line.Words), " "),
			Expected: "a name and the channel for its summary", Example: "/followup team create Sales #sales"}
	}
	teams, err := h.Teams(ctx)
	if err != nil {
		return request.Response{}, err
	}
	if slices.ContainsFunc(teams, func(team coach.Team) bool { return names.Normalize(team.Name) == key }) {
		// A second delivery meets the team that its first one made.
		if raw, done, err := h.record.Space().Directory.TeamAnswer(ctx, req.Key); err == nil && done {
			return request.DecodeResponse(raw)
		}
		return request.Response{}, &request.BadValue{What: "a new team's name", Given: named.Name,
			Expected: "there is a team of that name already", Example: "/followup team list"}
	}
	team := coach.Team{ID: store.NewID(), Name: named.Name, Channel: named.Channel, Managers: []string{req.User}}
	outbox, err := h.join(ctx, req, &team, named.People)
	if err != nil {
		return request.Response{}, err
	}
	return h.saveTeam(ctx, req, teamChange{team: team, op: opCreate, outbox: outbox,
		words: setup.TeamSaved(h.reply.Reader(req), "Created", team, nil, h.reply.NoPost(ctx, team.Channel))})
}
