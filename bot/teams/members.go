package teams

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/input/teamline"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// teamMembers is "team add|remove [team's name] <@rep>…". Being added makes somebody a rep. The outbox carries the
// membership on to each rep's own record, which is in another shard, and does it even when this process dies now.
// Nobody is added by a line that names somebody who can't be a rep: the team is written once, with all or with none.
func (h *Handlers) teamMembers(ctx context.Context, req *request.Request, line input.Line,
	joining bool) (request.Response, error) {
	word := "remove"
	if joining {
		word = "add"
	}
	team, people, err := h.teamAndPeople(ctx, req, line, word)
	if err != nil {
		return request.Response{}, err
	}
	done := "Removed"
	if joining {
		done = "Added"
	}
	// Written with the team, so that a membership is either in both records in the end or in none.
	var outbox []store.Outbox
	for _, id := range people {
		// Taken off first in both cases: nobody is in a team twice.
		team.Reps = slices.DeleteFunc(slices.Clone(team.Reps), func(have string) bool { return have == id })
		if !joining {
			outbox = append(outbox, store.Outbox{Kind: store.OutboxLeave, By: req.User, Team: team.ID, Rep: id})
		}
	}
	if joining {
		if outbox, err = h.join(ctx, req, &team, people); err != nil {
			return request.Response{}, err
		}
	}
	return h.saveTeam(ctx, req, teamChange{team: team, op: "team " + strings.ToLower(done), outbox: outbox,
		words: setup.TeamSaved(h.reply.Reader(req), done, team, people, setup.MayPost)})
}

// join puts people into a team, of which they are no reps yet, and returns what carries that on to their own records.
func (h *Handlers) join(ctx context.Context, req *request.Request, team *coach.Team,
	people []string) (outbox []store.Outbox, err error) {
	for _, id := range people {
		if err := h.becomeRep(ctx, req, id); err != nil {
			return nil, err
		}
		team.Reps = append(team.Reps, id)
		outbox = append(outbox, store.Outbox{Kind: store.OutboxJoin, By: req.User, Team: team.ID, Rep: id})
	}
	return outbox, nil
}

// teamManager is "team manager [team's name] <@user>…". It only ever adds managers; one who is named already stays.
// Nobody becomes a rep by being named.
func (h *Handlers) teamManager(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if !req.Person.Admin {
		return request.Response{}, request.ErrNoAdmin
	}
	team, people, err := h.teamAndPeople(ctx, req, line, "manager")
	if err != nil {
		return request.Response{}, err
	}
	for _, id := range people {
		if _, err := h.member(ctx, id); err != nil {
			return request.Response{}, err
		}
		if !slices.Contains(team.Managers, id) {
			team.Managers = append(slices.Clone(team.Managers), id)
		}
	}
	return h.saveTeam(ctx, req, teamChange{team: team, op: "team manager",
		words: setup.TeamSaved(h.reply.Reader(req), "Managers named", team, people, setup.MayPost)})
}

// teamAndPeople reads "[team's name] <@person>…", the name before or behind. Without a name it is the only team that
// one may change. word is the command's, for the example in a refusal and the question which team.
func (h *Handlers) teamAndPeople(ctx context.Context, req *request.Request, line input.Line,
	word string) (coach.Team, []string, error) {
	named := teamline.ReadMentions(line.Words)
	if len(named.People) == 0 {
		return coach.Team{}, nil, &request.BadValue{What: "a person", Given: strings.Join(words.Texts(line.Words), " "),
			Expected: "somebody picked from Slack's list when you type @", Example: "/followup team " + word + " @rep"}
	}
	team, err := h.team(ctx, req, named.Name, func(team string) string {
		line := "team " + word + " " + team
		for _, id := range named.People {
			line += " <@" + id + ">"
		}
		return line
	})
	return team, named.People, err
}

// becomeRep gives somebody a rep's record, so that their zone is known and their digest comes. A rep who left the
// workspace and is back gets a record again; one who has a zone keeps what they set. It is a change of its own, before
// the team's: should that fail, the rep has a record without a lead, to whom nothing is sent.
func (h *Handlers) becomeRep(ctx context.Context, req *request.Request, id string) error {
	who, err := h.member(ctx, id)
	if err != nil {
		return err
	}
	_, _, err = h.record.Space().Change(ctx, store.Query{Rep: id, Now: req.Now},
		func(seen store.Snapshot) (store.Change, error) {
			if seen.Known && !seen.Rep.Gone && seen.Rep.TZ != "" {
				return store.Change{Nothing: true}, nil
			}
			rep, _ := record.NewRep(seen, who, req.Now)
			return store.Change{Op: "rep", By: req.User, Now: req.Now, Rep: &rep,
				NextDigest: h.record.Rules.NextDigest(rep, req.Now)}, nil
		})
	return err
}

// member finds a full member of this workspace: no guest, no bot, nobody of another company (Slack Connect). Slack is
// asked only about people who are not known yet.
func (h *Handlers) member(ctx context.Context, id string) (request.Person, error) {
	who, known := h.reply.People.Get(id)
	if !known {
		// An id that Slack does not know and a look-up that failed read alike: the person picks again.
		var err error
		if who, err = h.reply.LookUp(ctx, id); err != nil {
			return who, &request.BadValue{What: "a member of this workspace", Given: id,
				Expected: "somebody picked from Slack's list when you type @", Example: "/followup team add @rep"}
		}
	}
	if who.Bot || who.Guest || who.Stranger || who.Gone {
		return who, &request.BadValue{What: "a rep", Given: cmp.Or(who.Name, id),
			Expected: "a full member of this workspace: guests, bots and people of other companies have no leads here",
			Example:  "/followup team add @rep"}
	}
	return who, nil
}
