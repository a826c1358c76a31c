package teams

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/input/teamline"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// libraryLine is "team library [add|remove …] [team:…]": what the team has to tell to prospects (S1.18–S1.20).
// Everybody in a team may add to it; its managers and whoever added an entry take it out again.
func (h *Handlers) libraryLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	values, ws := words.KeyValues(line.Words, teamline.StoryKeys...)
	word := ""
	if len(ws) > 0 {
		word, ws = strings.ToLower(ws[0].Text), ws[1:]
	}
	req.Writes = word != ""
	mine, some, err := h.libraries(ctx, req, values["team"])
	if err != nil {
		return request.Response{}, err
	}
	switch {
	// The name of a team that one may not see is answered as one that no team has.
	case len(mine) == 0 && values["team"] != "":
		return request.Response{}, &request.BadValue{What: "a team of yours", Given: values["team"],
			Expected: "one of those that `/followup team list` shows", Example: "/followup team list"}
	case len(mine) == 0:
		return h.reply.Say(req, setup.TeamList(h.reply.Reader(req), nil, some))
	case word == "":
		return h.reply.Say(req, library.Library(h.reply.Reader(req), mine))
	case word == "add":
		return h.libraryAdd(ctx, req, mine, ws, values)
	case word == "remove":
		return h.libraryRemove(ctx, req, mine, ws)
	}
	return request.Response{}, &request.BadValue{What: "something to do with the library", Given: word,
		Expected: "add, remove, or nothing to see it", Example: teamline.StoryExample}
}

// libraries are the teams whose library somebody may see, in the order of the list: their own, and all for who may set
// up teams; with a name only the one that has it. some reports whether there are teams at all. The name of
// somebody else's team leaves mine empty, as one that no team has.
func (h *Handlers) libraries(ctx context.Context, req *request.Request,
	name string) (mine []coach.Team, some bool, err error) {
	teams, err := h.Teams(ctx)
	if err != nil {
		return nil, false, err
	}
	for _, team := range teams {
		sees := team.Has(req.User) || req.Person.Admin
		if sees && (name == "" || names.Normalize(team.Name) == names.Normalize(name)) {
			mine = append(mine, team)
		}
	}
	return mine, len(teams) > 0, nil
}

// libraryAdd adds an entry: "add [story|timely|news] "<text>" [industry:…] [problem:…] [until:…] [team:…]". Timely ones
// and news without a last day grow old by themselves (S1.18, S1.19). An admin's own team comes before all the others
// they see; who is left with several has to say which one.
func (h *Handlers) libraryAdd(ctx context.Context, req *request.Request, mine []coach.Team, ws []words.Word,
	values map[string]string) (request.Response, error) {
	story, err := teamline.ReadStory(ws, values, input.DateContext(*req.Rep, nil, req.Now))
	if err != nil {
		return request.Response{}, err
	}
	// Made here, not in the decision: a change that is decided again adds the same entry.
	story.ID, story.By = store.NewID(), req.User
	growsOld := values["until"] == ""
	if growsOld {
		story.Until = h.record.Rules.StoryUntil(story.Kind, req.Now)
	}
	own := slices.DeleteFunc(slices.Clone(mine), func(team coach.Team) bool { return !team.Has(req.User) })
	if len(own) > 0 {
		mine = own
	}
	if len(mine) > 1 {
		return request.Response{}, &request.BadValue{What: "one of your teams",
			Expected: "you belong to several, so say which one with team:",
			Example:  teamline.StoryExample + ` team:"` + mine[0].Name + `"`}
	}
	return h.changeLibrary(ctx, req, mine[0].ID, func(team coach.Team) (teamChange, error) {
		// What has expired makes room; what still holds is never pushed out.
		with, ok := team.WithStory(story, req.Now)
		if !ok {
			return teamChange{}, &request.BadValue{What: "one more entry", Given: story.Text,
				Expected: "the library is full with " + strconv.Itoa(coach.MaxStories) + " entries: take one out first",
				Example:  "/followup team library remove 1"}
		}
		return teamChange{team: with, op: "team library add",
			words: library.LibraryAdded(h.reply.Reader(req), with, story, growsOld)}, nil
	})
}

// libraryRemove takes an entry out: "remove <n or id>", n as the list counts, on through all the teams it shows. The
// answer has the line that would add it again.
func (h *Handlers) libraryRemove(ctx context.Context, req *request.Request, mine []coach.Team,
	ws []words.Word) (request.Response, error) {
	given := strings.Join(words.Texts(ws), " ")
	team, story, found := entryOf(mine, given)
	switch {
	case !found:
		return request.Response{}, &request.BadValue{What: "an entry", Given: given,
			Expected: "give the number that the list shows before it", Example: "/followup team library remove 1"}
	case story.By != req.User && !h.mayManage(req.Person, team):
		return request.Response{}, request.ErrNotYours
	}
	return h.changeLibrary(ctx, req, team.ID, func(team coach.Team) (teamChange, error) {
		// Somebody else may have taken it out since it was found.
		without, ok := team.WithoutStory(story.ID)
		if !ok {
			return teamChange{}, request.ErrOutdated
		}
		return teamChange{team: without, op: "team library remove",
			words: library.LibraryRemoved(h.reply.Reader(req), without, story)}, nil
	})
}

// entryOf finds an entry by its number among all that are shown, counted from 1, or by its id.
func entryOf(shown []coach.Team, given string) (coach.Team, coach.Story, bool) {
	n, _ := strconv.Atoi(given)
	for _, team := range shown {
		for _, story := range team.Stories {
			if n--; n == 0 || story.ID == given {
				return team, story, true
			}
		}
	}
	return coach.Team{}, coach.Story{}, false
}

// changeLibrary changes a team's library, from the team as it is by then: where somebody else was quicker, the change
// is decided again. A second delivery finds its own change made, which reads as a mistake (nothing left to take out),
// so its first response is looked for before a refusal is given.
func (h *Handlers) changeLibrary(ctx context.Context, req *request.Request, id string,
	decide func(coach.Team) (teamChange, error)) (request.Response, error) {
	for try := 1; ; try++ {
		team, found, err := h.record.Space().Directory.Team(ctx, id)
		switch {
		case err != nil:
			return request.Response{}, err
		case !found:
			return request.Response{}, request.ErrOutdated
		}
		change, err := decide(team)
		if err != nil {
			if raw, done, errAnswer := h.record.Space().Directory.TeamAnswer(ctx, req.Key); errAnswer == nil && done {
				return request.DecodeResponse(raw)
			}
			return request.Response{}, err
		}
		resp, err := h.saveTeam(ctx, req, change)
		if !store.TryAgain(ctx, try, err) {
			return resp, err
		}
	}
}
