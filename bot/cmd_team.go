package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// teamLine is "team create|add|remove|manager|summary|library|list …". Owners, admins and FOLLOWUP_ADMINS set up teams;
// a manager changes the teams they manage.
func (b *Bot) teamLine(ctx context.Context, a *act, ln line) (answer, error) {
	if _, err := b.rep(ctx, a); err != nil {
		return answer{}, err
	}
	word := "list"
	if len(ln.ws) > 0 {
		word, ln.ws = strings.ToLower(ln.ws[0].Text), ln.ws[1:]
	}
	a.changes = word != "list"
	switch word {
	case "list":
		return b.teamList(ctx, a)
	case "create":
		return b.teamCreate(ctx, a, ln)
	case "add", "remove":
		return b.teamMembers(ctx, a, ln, word == "add")
	case "manager":
		return b.teamManager(ctx, a, ln)
	case "summary":
		return b.teamSummary(ctx, a, ln)
	case "library":
		return b.libraryLine(ctx, a, ln)
	case "handover", "pause":
		return saying(say.NotBuilt(b.reader(a), "team "+word))
	}
	return answer{}, &badValue{what: "something to do with a team", given: word,
		expected: "create, add, remove, manager, summary, library or list", example: "/followup team create Sales #sales"}
}

// mayManage reports whether somebody may change a team.
func (b *Bot) mayManage(who person, t coach.Team) bool {
	return b.maySetUp(who) || slices.Contains(t.Managers, who.id)
}

// teamList shows the teams that somebody belongs to; who may set up teams sees all.
func (b *Bot) teamList(ctx context.Context, a *act) (answer, error) {
	teams, err := b.space().Teams(ctx)
	if err != nil {
		return answer{}, err
	}
	var shown []say.TeamLine
	for _, t := range teams {
		mine := slices.Contains(t.Managers, a.user)
		if mine || b.maySetUp(a.who) || slices.Contains(t.Reps, a.user) {
			shown = append(shown, say.TeamLine{Team: t, Mine: mine})
		}
	}
	return saying(b.checked(a, say.TeamList(b.reader(a), shown, len(teams) > 0)))
}

func (b *Bot) teamCreate(ctx context.Context, a *act, ln line) (answer, error) {
	if !b.maySetUp(a.who) {
		return answer{}, errNoAdmin
	}
	name, _, channel := mentions(ln)
	if names.Normalize(name) == "" || channel == "" {
		return answer{}, &badValue{what: "a new team", given: span(ln.text, ln.ws),
			expected: "a name and the channel for its summary", example: "/followup team create Sales #sales"}
	}
	teams, err := b.space().Teams(ctx)
	if err != nil {
		return answer{}, err
	}
	for _, t := range teams {
		if names.Normalize(t.Name) == names.Normalize(name) {
			return answer{}, &badValue{what: "a new team's name", given: name, expected: "there is a team of that name already",
				example: "/followup team list"}
		}
	}
	t := coach.Team{ID: store.NewID(), Name: name, Channel: channel}
	return b.saveTeam(ctx, a, t, "team create", nil, func(t coach.Team) say.Reply {
		return say.TeamSaved(b.reader(a), "Created", t, nil)
	})
}

// teamMembers adds reps to a team or takes them off. Being added makes somebody a rep.
func (b *Bot) teamMembers(ctx context.Context, a *act, ln line, joining bool) (answer, error) {
	t, people, err := b.teamAndPeople(ctx, a, ln, "add")
	if err != nil {
		return answer{}, err
	}
	kind, said := store.OutboxLeave, "Removed"
	if joining {
		kind, said = store.OutboxJoin, "Added"
	}
	var work []store.Outbox
	for _, id := range people {
		t.Reps = slices.DeleteFunc(slices.Clone(t.Reps), func(have string) bool { return have == id })
		if joining {
			if err := b.becomeRep(ctx, a, id); err != nil {
				return answer{}, err
			}
			t.Reps = append(t.Reps, id)
		}
		work = append(work, store.Outbox{Kind: kind, By: a.user, Team: t.ID, Rep: id})
	}
	return b.saveTeam(ctx, a, t, "team "+strings.ToLower(said), work, func(t coach.Team) say.Reply {
		return say.TeamSaved(b.reader(a), said, t, people)
	})
}

func (b *Bot) teamManager(ctx context.Context, a *act, ln line) (answer, error) {
	if !b.maySetUp(a.who) {
		return answer{}, errNoAdmin
	}
	t, people, err := b.teamAndPeople(ctx, a, ln, "manager")
	if err != nil {
		return answer{}, err
	}
	for _, id := range people {
		if err := b.member(ctx, id); err != nil {
			return answer{}, err
		}
		if !slices.Contains(t.Managers, id) {
			t.Managers = append(slices.Clone(t.Managers), id)
		}
	}
	return b.saveTeam(ctx, a, t, "team manager", nil, func(t coach.Team) say.Reply {
		return say.TeamSaved(b.reader(a), "Managers named", t, people)
	})
}

// becomeRep gives somebody a rep's record, so that their zone is known and their digest comes.
func (b *Bot) becomeRep(ctx context.Context, a *act, id string) error {
	if err := b.member(ctx, id); err != nil {
		return err
	}
	who, _ := b.people.get(id)
	_, _, err := b.space().Change(ctx, store.Ask{Rep: id, Now: a.now}, func(seen store.Seen) (store.Change, error) {
		if seen.Known && !seen.Rep.Gone && seen.Rep.TZ != "" {
			return store.Change{}, errNothing
		}
		rep := newRep(seen, who, a.now)
		return store.Change{Op: "rep", By: a.user, Now: a.now, Rep: &rep, NextDigest: b.rules.NextDigest(rep, a.now)}, nil
	})
	if errors.Is(err, errNothing) {
		return nil
	}
	return err
}

// member makes sure that somebody is a member of this workspace: no guest, no bot, nobody from elsewhere.
func (b *Bot) member(ctx context.Context, id string) error {
	who, known := b.people.get(id)
	if !known {
		var err error
		if who, err = b.lookUp(ctx, id); err != nil {
			return &badValue{what: "a member of this workspace", given: id,
				expected: "somebody picked from Slack's list when you type @", example: "/followup team add @rep"}
		}
	}
	if who.bot || who.guest || who.stranger || who.gone {
		return &badValue{what: "a rep", given: cmp.Or(who.name, id),
			expected: "a full member of this workspace: guests, bots and people of other companies have no leads here",
			example:  "/followup team add @rep"}
	}
	return nil
}

// teamAndPeople reads "[team's name] @person…". Without a name it is the only team that one may change.
func (b *Bot) teamAndPeople(ctx context.Context, a *act, ln line, word string) (coach.Team, []string, error) {
	name, people, _ := mentions(ln)
	if len(people) == 0 {
		return coach.Team{}, nil, &badValue{what: "a person", given: span(ln.text, ln.ws),
			expected: "somebody picked from Slack's list when you type @", example: "/followup team " + word + " @rep"}
	}
	t, err := b.team(ctx, a, name)
	return t, people, err
}

// team finds a team that one may change, by its name or because there is only one.
func (b *Bot) team(ctx context.Context, a *act, name string) (coach.Team, error) {
	teams, err := b.space().Teams(ctx)
	if err != nil {
		return coach.Team{}, err
	}
	var mine, named []coach.Team
	for _, t := range teams {
		if b.mayManage(a.who, t) {
			mine = append(mine, t)
		}
		if name != "" && names.Normalize(t.Name) == names.Normalize(name) {
			named = append(named, t)
		}
	}
	switch {
	case len(named) == 1 && b.mayManage(a.who, named[0]):
		return named[0], nil
	case len(named) == 1, len(mine) == 0 && len(teams) > 0:
		return coach.Team{}, errNoManager
	case name == "" && len(mine) == 1:
		return mine[0], nil
	case len(teams) == 0:
		return coach.Team{}, &badValue{what: "a team", given: name,
			expected: "there are no teams yet; an admin can start one", example: "/followup team create Sales #sales"}
	case name != "":
		return coach.Team{}, &badValue{what: "a team", given: name, expected: "one of those that `/followup team list` shows",
			example: "/followup team list"}
	}
	return coach.Team{}, &badValue{what: "a team", given: "",
		expected: "you manage several, so say which one before the @",
		example:  "/followup team add " + mine[0].Name + " @rep"}
}

// mentions takes a line apart into its plain words, the people and the last channel in it.
func mentions(ln line) (name string, people []string, channel string) {
	var plain []string
	for _, w := range ln.ws {
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

// saveTeam writes a team and answers; a repeated act gets its first answer.
func (b *Bot) saveTeam(ctx context.Context, a *act, t coach.Team, op string, work []store.Outbox,
	words func(coach.Team) say.Reply) (answer, error) {
	a.changes = true
	if raw, done, err := b.space().TeamAnswer(ctx, a.key); err != nil || done {
		if err != nil {
			return answer{}, err
		}
		return decode(raw)
	}
	ans, err := saying(b.checked(a, words(t)))
	if err != nil {
		return answer{}, err
	}
	_, err = b.space().SaveTeam(ctx, store.TeamChange{
		Team: t, By: a.user, Now: a.now, Op: op, Summary: b.rules.NextSummary(t, a.now), Outbox: work, Key: a.key,
		Answer: ans.encode(),
	})
	var dup *store.DuplicateError
	if errors.As(err, &dup) {
		return decode(dup.Answer)
	}
	if err == nil {
		b.kick()
	}
	return ans, err
}
