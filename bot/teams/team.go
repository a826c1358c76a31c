package teams

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// maySetUp reports whether somebody may create teams and name managers.
func (h *Handlers) maySetUp(who request.Person) bool {
	return who.Admin || slices.Contains(h.admins, who.Id)
}

// TeamLine is "team create|add|remove|manager|summary|library|list …". Owners, admins and FOLLOWUP_ADMINS set up teams;
// a manager changes the teams they manage.
func (h *Handlers) TeamLine(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	if _, err := h.record.Rep(ctx, req); err != nil {
		return request.Response{}, err
	}
	word := "list"
	if len(ln.Words) > 0 {
		word, ln.Words = strings.ToLower(ln.Words[0].Text), ln.Words[1:]
	}
	req.Writes = word != "list"
	switch word {
	case "list":
		return h.teamList(ctx, req)
	case "create":
		return h.teamCreate(ctx, req, ln)
	case "add", "remove":
		return h.teamMembers(ctx, req, ln, word == "add")
	case "manager":
		return h.teamManager(ctx, req, ln)
	case "summary":
		return h.teamSummary(ctx, req, ln)
	case "library":
		return h.libraryLine(ctx, req, ln)
	case "handover", "pause":
		return h.reply.Say(req, say.NotBuilt(h.reply.Reader(req), "team "+word))
	}
	return request.Response{}, &request.BadValue{What: "something to do with a team", Given: word,
		Expected: "create, add, remove, manager, summary, library or list", Example: "/followup team create Sales #sales"}
}

// mayManage reports whether somebody may change a team.
func (h *Handlers) mayManage(who request.Person, t coach.Team) bool {
	return h.maySetUp(who) || slices.Contains(t.Managers, who.Id)
}

// teamList shows the teams that somebody belongs to; who may set up teams sees all.
func (h *Handlers) teamList(ctx context.Context, req *request.Request) (request.Response, error) {
	teams, err := h.record.Space().Teams(ctx)
	if err != nil {
		return request.Response{}, err
	}
	var shown []say.TeamLine
	for _, t := range teams {
		mine := slices.Contains(t.Managers, req.User)
		if mine || h.maySetUp(req.Person) || slices.Contains(t.Reps, req.User) {
			shown = append(shown, say.TeamLine{Team: t, Mine: mine})
		}
	}
	return h.reply.Say(req, say.TeamList(h.reply.Reader(req), shown, len(teams) > 0))
}

func (h *Handlers) teamCreate(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	if !h.maySetUp(req.Person) {
		return request.Response{}, request.ErrNoAdmin
	}
	name, _, channel := mentions(ln)
	if names.Normalize(name) == "" || channel == "" {
		return request.Response{}, &request.BadValue{What: "a new team", Given: input.Span(ln.Text, ln.Words),
			Expected: "a name and the channel for its summary", Example: "/followup team create Sales #sales"}
	}
	teams, err := h.record.Space().Teams(ctx)
	if err != nil {
		return request.Response{}, err
	}
	for _, t := range teams {
		if names.Normalize(t.Name) == names.Normalize(name) {
			return request.Response{}, &request.BadValue{What: "a new team's name", Given: name,
				Expected: "there is a team of that name already",
				Example:  "/followup team list"}
		}
	}
	t := coach.Team{ID: store.NewID(), Name: name, Channel: channel}
	return h.saveTeam(ctx, req, t, "team create", nil, func(t coach.Team) say.Reply {
		return say.TeamSaved(h.reply.Reader(req), "Created", t, nil)
	})
}

// teamMembers adds reps to a team or takes them off. Being added makes somebody a rep.
func (h *Handlers) teamMembers(ctx context.Context, req *request.Request, ln input.Line,
	joining bool) (request.Response, error) {
	t, people, err := h.teamAndPeople(ctx, req, ln, "add")
	if err != nil {
		return request.Response{}, err
	}
	kind, said := store.OutboxLeave, "Removed"
	if joining {
		kind, said = store.OutboxJoin, "Added"
	}
	var work []store.Outbox
	for _, id := range people {
		t.Reps = slices.DeleteFunc(slices.Clone(t.Reps), func(have string) bool { return have == id })
		if joining {
			if err := h.becomeRep(ctx, req, id); err != nil {
				return request.Response{}, err
			}
			t.Reps = append(t.Reps, id)
		}
		work = append(work, store.Outbox{Kind: kind, By: req.User, Team: t.ID, Rep: id})
	}
	return h.saveTeam(ctx, req, t, "team "+strings.ToLower(said), work, func(t coach.Team) say.Reply {
		return say.TeamSaved(h.reply.Reader(req), said, t, people)
	})
}

func (h *Handlers) teamManager(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	if !h.maySetUp(req.Person) {
		return request.Response{}, request.ErrNoAdmin
	}
	t, people, err := h.teamAndPeople(ctx, req, ln, "manager")
	if err != nil {
		return request.Response{}, err
	}
	for _, id := range people {
		if err := h.member(ctx, id); err != nil {
			return request.Response{}, err
		}
		if !slices.Contains(t.Managers, id) {
			t.Managers = append(slices.Clone(t.Managers), id)
		}
	}
	return h.saveTeam(ctx, req, t, "team manager", nil, func(t coach.Team) say.Reply {
		return say.TeamSaved(h.reply.Reader(req), "Managers named", t, people)
	})
}

// becomeRep gives somebody a rep's record, so that their zone is known and their digest comes.
func (h *Handlers) becomeRep(ctx context.Context, req *request.Request, id string) error {
	if err := h.member(ctx, id); err != nil {
		return err
	}
	who, _ := h.reply.People.Get(id)
	_, _, err := h.record.Space().Change(ctx, store.Ask{Rep: id, Now: req.Now},
		func(seen store.Seen) (store.Change, error) {
			if seen.Known && !seen.Rep.Gone && seen.Rep.TZ != "" {
				return store.Change{Nothing: true}, nil
			}
			rep := record.NewRep(seen, who, req.Now)
			return store.Change{Op: "rep", By: req.User, Now: req.Now, Rep: &rep,
				NextDigest: h.record.Rules.NextDigest(rep, req.Now)}, nil
		})
	return err
}

// member makes sure that somebody is a member of this workspace: no guest, no bot, nobody from elsewhere.
func (h *Handlers) member(ctx context.Context, id string) error {
	who, known := h.reply.People.Get(id)
	if !known {
		var err error
		if who, err = h.reply.LookUp(ctx, id); err != nil {
			return &request.BadValue{What: "a member of this workspace", Given: id,
				Expected: "somebody picked from Slack's list when you type @", Example: "/followup team add @rep"}
		}
	}
	if who.Bot || who.Guest || who.Stranger || who.Gone {
		return &request.BadValue{What: "a rep", Given: cmp.Or(who.Name, id),
			Expected: "a full member of this workspace: guests, bots and people of other companies have no leads here",
			Example:  "/followup team add @rep"}
	}
	return nil
}

// teamAndPeople reads "[team's name] @person…". Without a name it is the only team that one may change.
func (h *Handlers) teamAndPeople(ctx context.Context, req *request.Request, ln input.Line,
	word string) (coach.Team, []string, error) {
	name, people, _ := mentions(ln)
	if len(people) == 0 {
		return coach.Team{}, nil, &request.BadValue{What: "a person", Given: input.Span(ln.Text, ln.Words),
			Expected: "somebody picked from Slack's list when you type @", Example: "/followup team " + word + " @rep"}
	}
	t, err := h.team(ctx, req, name)
	return t, people, err
}

// team finds a team that one may change, by its name or because there is only one.
func (h *Handlers) team(ctx context.Context, req *request.Request, name string) (coach.Team, error) {
	teams, err := h.record.Space().Teams(ctx)
	if err != nil {
		return coach.Team{}, err
	}
	var mine, named []coach.Team
	for _, t := range teams {
		if h.mayManage(req.Person, t) {
			mine = append(mine, t)
		}
		if name != "" && names.Normalize(t.Name) == names.Normalize(name) {
			named = append(named, t)
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
			Expected: "one of those that `/followup team list` shows",
			Example:  "/followup team list"}
	}
	return coach.Team{}, &request.BadValue{What: "a team", Given: "",
		Expected: "you manage several, so say which one before the @",
		Example:  "/followup team add " + mine[0].Name + " @rep"}
}

// mentions takes a line apart into its plain words, the people and the last channel in it.
func mentions(ln input.Line) (name string, people []string, channel string) {
	var plain []string
	for _, w := range ln.Words {
		switch {
		case w.User != "":
			if !slices.Contains(people, w.User) {
				people = append(people, w.User)
			}
		case w.Channel != "":
			channel = w.Channel
		default:
			plain = append(plain, w.Text)
		}
	}
	return strings.Join(plain, " "), people, channel
}

// saveTeam writes a team and answers; a repeated request gets its first answer.
func (h *Handlers) saveTeam(ctx context.Context, req *request.Request, t coach.Team, op string, work []store.Outbox,
	words func(coach.Team) say.Reply) (request.Response, error) {
	req.Writes = true
	if raw, done, err := h.record.Space().TeamAnswer(ctx, req.Key); err != nil || done {
		if err != nil {
			return request.Response{}, err
		}
		return request.DecodeResponse(raw)
	}
	resp, err := h.reply.Say(req, words(t))
	if err != nil {
		return request.Response{}, err
	}
	_, err = h.record.Space().SaveTeam(ctx, store.TeamChange{
		Team: t, By: req.User, Now: req.Now, Op: op, Summary: h.record.Rules.NextSummary(t, req.Now), Outbox: work,
		Key:    req.Key,
		Answer: resp.Encode(),
	})
	if before, ok := store.Repeated(err); ok {
		return request.DecodeResponse(before)
	}
	if err == nil {
		h.record.Wake()
	}
	return resp, err
}
