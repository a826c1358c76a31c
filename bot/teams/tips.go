package teams

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/input/tipline"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/tips"
	"github.com/followup-coach/followup/store"
)

// tipsLine is "team tips [add|remove|mute|unmute …] [team:…]": the tips that a team's reps get beside the built-in
// ones, and those that they don't. Everybody in a team sees them; its managers change them.
func (h *Handlers) tipsLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	values, ws := words.KeyValues(line.Words, tipline.TeamTipKeys...)
	asked := tipline.ReadTeamTips(ws, values)
	// Should the store hang in a change, the person hears that nobody can tell yet whether it was saved.
	req.Writes = asked.Do != ""
	if asked.Do == "" {
		return h.showOwn(ctx, req, asked.Team, "team tips", func(team coach.Team) say.Reply {
			return library.TeamTips(h.reply.Reader(req), team, h.tipsBy(team, team.Muted), h.mayManage(req.Person, team))
		})
	}
	team, err := h.team(ctx, req, asked.Team, func(name string) string { return asked.Line() + " team:" + name })
	if err != nil {
		return request.Response{}, err
	}
	switch asked.Do {
	case tipline.TipAdd:
		return h.addTip(ctx, req, team, asked)
	case tipline.TipRemove:
		return h.removeTip(ctx, req, team, asked.ID)
	}
	return h.muteTip(ctx, req, team, asked.ID, asked.Do == tipline.TipMute)
}

// showOwn shows what a team has of its own to who is in it, or may set up teams. Who is in several and names none is
// asked which, with a button for each that runs the line with its name.
func (h *Handlers) showOwn(ctx context.Context, req *request.Request, name, line string,
	page func(coach.Team) say.Reply) (request.Response, error) {
	mine, some, err := h.libraries(ctx, req, name)
	unknown := err == nil && len(mine) == 0 && name != ""
	if unknown { // that there is one by that name which they don't see is said to nobody
		mine, some, err = h.libraries(ctx, req, "")
	}
	switch {
	case err != nil:
		return request.Response{}, err
	case unknown && len(mine) > 0:
		return request.Response{}, whichTeam(mine, name, func(team string) string { return line + " team:" + team })
	case len(mine) == 0:
		return h.reply.Say(req, setup.TeamList(h.reply.Reader(req), nil, some))
	case len(mine) > 1:
		return request.Response{}, whichTeam(mine, "", func(team string) string { return line + " team:" + team })
	}
	return h.reply.Say(req, page(mine[0]))
}

// tipsBy are tips by their ids; those that this version no longer has are left out.
func (h *Handlers) tipsBy(team coach.Team, ids []string) (tips []tips.Tip) {
	rules := h.record.Rules.TipsFor(coach.Rep{}, []coach.Team{team})
	for _, id := range ids {
		if tip, ok := rules.Tips().ByID(id); ok {
			tips = append(tips, tip)
		}
	}
	return tips
}

// addTip adds a typed tip. It is held to what the built-in ones are held to; what is wrong is said with a good one.
func (h *Handlers) addTip(ctx context.Context, req *request.Request, team coach.Team,
	asked tipline.TeamTips) (request.Response, error) {
	tip := asked.Tip
	tip.ID, tip.By = newTipID(), req.User
	return h.changeLibrary(ctx, req, team.ID, func(team coach.Team) (teamChange, error) {
		with, problem := h.withTip(team, tip)
		if problem == nil {
			return teamChange{team: with, op: opTips, words: library.TeamTipAdded(h.reply.Reader(req), with, tip)}, nil
		}
		refused := &request.BadValue{What: "a tip", Given: tip.Text, Expected: library.TipProblemWords(problem),
			Example: tipline.TeamTipExample}
		// A situation is a word of a short list: what was typed is answered with those that it is near to.
		if problem.Field == "for" {
			refused.What, refused.Given = "when a tip comes", asked.For
			refused.Expected = "one of first call, follow-up, agreed call and the like, in for:"
			if _, near := tipline.ReadSituation(asked.For); len(near) > 0 {
				refused.Expected = strings.Join(near, " or ") + "?"
			}
		}
		return teamChange{}, refused
	})
}

// newTipID is the id of a tip that is added. It begins as those of the built-in ones do: in a line a tip's id is told
// from other words by its digit, and one in twenty of [store.NewID] has none.
func newTipID() string { return "t0" + store.NewID() }

// opTips is a change of a team's tips in the audit trail.
const opTips = "team tips"

// withTip is the team with one more tip, or what is wrong with it.
func (h *Handlers) withTip(team coach.Team, tip tips.TeamTip) (coach.Team, *tips.Problem) {
	if problem := h.record.Rules.TipsFor(coach.Rep{}, []coach.Team{team}).Tips().Check(tip); problem != nil {
		return team, problem
	}
	with, ok := team.WithTip(tip)
	if !ok {
		return team, &tips.Problem{Field: "text",
			Want: "room for it: " + strconv.Itoa(tips.MaxTeamTips) + " are the most, so remove one first"}
	}
	return with, nil
}

// removeTip takes one of the team's own tips out, by its id or its number in the list. The answer has the line that
// adds it again.
func (h *Handlers) removeTip(ctx context.Context, req *request.Request, team coach.Team,
	id string) (request.Response, error) {
	// The list counts from 1, so a word that is no number, which reads as 0, names no entry.
	n, _ := strconv.Atoi(id)
	at := slices.IndexFunc(team.Tips, func(t tips.TeamTip) bool { return t.ID == id })
	if at < 0 && n > 0 && n <= len(team.Tips) {
		at = n - 1
	}
	if at < 0 {
		// A second delivery finds the tip gone that the first one took out, and gets its answer.
		if raw, done, err := h.record.Space().Directory.TeamAnswer(ctx, req.Key); err == nil && done {
			return request.DecodeResponse(raw)
		}
		return request.Response{}, &request.BadValue{What: "one of the team's own tips", Given: id,
			Expected: "its number in the list", Example: "/followup team tips remove 1"}
	}
	tip := team.Tips[at]
	return h.changeLibrary(ctx, req, team.ID, func(team coach.Team) (teamChange, error) {
		without, ok := team.WithoutTip(tip.ID)
		if !ok {
			return teamChange{}, request.ErrOutdated
		}
		// An id of a tip that is gone would stay in the record for good.
		without.Muted = coach.WithMuted(without.Muted, tip.ID, false)
		return teamChange{team: without, op: opTips, words: library.TeamTipRemoved(h.reply.Reader(req), without, tip)}, nil
	})
}

// muteTip mutes a tip for the reps of a team, or lifts that. One with more behind it than an opinion stays (handbook
// §5): a rep may still mute it for themselves.
func (h *Handlers) muteTip(ctx context.Context, req *request.Request, team coach.Team, id string,
	mute bool) (request.Response, error) {
	tips := h.tipsBy(team, []string{id})
	switch {
	case len(tips) == 0:
		return request.Response{}, &request.BadValue{What: "a tip", Given: id,
			Expected: "its name as [Source] shows it", Example: "/followup team tips mute t5"}
	case mute && !tips[0].TeamMay():
		return h.reply.Say(req, library.TipTooSure(h.reply.Reader(req), tips[0]))
	case mute == slices.Contains(team.Muted, id): // it is so already
		return h.reply.Say(req, library.TeamTipMuted(h.reply.Reader(req), team, tips[0], mute))
	}
	return h.changeLibrary(ctx, req, team.ID, func(team coach.Team) (teamChange, error) {
		team.Muted = coach.WithMuted(team.Muted, id, mute)
		return teamChange{team: team, op: opTips,
			words: library.TeamTipMuted(h.reply.Reader(req), team, tips[0], mute)}, nil
	})
}

// tipFields are the fields of the form by what a tip's problem calls them.
var tipFields = map[string]string{"text": fields.TipText, "for": fields.TipFor, "says": fields.TipSays,
	"topic": fields.TipTopic}

// TipForm adds the tip of the form.
func (h *Handlers) TipForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	tip := tips.TeamTip{ID: newTipID(), By: req.User, Text: fields.TidyInput(form.Text(fields.TipText)),
		For: form.Text(fields.TipFor), Says: fields.TidyInput(form.Text(fields.TipSays)),
		Topic: fields.TidyInput(form.Text(fields.TipTopic))}
	return h.addByForm(ctx, req, form, "Add a tip", func(team coach.Team) (teamChange, *wrongField) {
		with, problem := h.withTip(team, tip)
		if problem != nil {
			return teamChange{}, &wrongField{tipFields[problem.Field], library.TipProblemWords(problem)}
		}
		return teamChange{team: with, op: opTips, words: library.TeamTipAdded(h.reply.Reader(req), with, tip)}, nil
	})
}
