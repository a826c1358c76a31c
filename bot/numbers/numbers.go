// Package numbers answers "numbers" and "team numbers": what calls come to, with the number of cases behind each
// figure. Who may see what: a rep their own, the managers of a team those of its reps together. What is read are sums,
// one hash for each rep, however many leads they have.
package numbers

import (
	"context"
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/input/teamline"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/figures"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/numbers"
	"github.com/followup-coach/followup/store"
)

// Handlers carry out requests. Make them with [New].
type Handlers struct {
	record *record.Recorder
	reply  *reply.Replier
	teams  func(context.Context) ([]coach.Team, error)
}

// New makes the handlers of this slice; teams are all teams, with their managers.
func New(rec *record.Recorder, rep *reply.Replier, teams func(context.Context) ([]coach.Team, error)) *Handlers {
	return &Handlers{record: rec, reply: rep, teams: teams}
}

// Line is "numbers", or "numbers sources": what the sources say of them. "numbers team" is "team numbers".
func (h *Handlers) Line(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	seen, err := h.record.Read(ctx, req, store.Query{})
	if err != nil {
		return request.Response{}, err
	}
	// One word decides what is meant. What isn't understood is refused: a colleague's name must not lead to own numbers.
	to := h.reply.Reader(req)
	word := ""
	if len(line.Words) > 0 {
		word = strings.ToLower(line.Words[0].Text)
	}
	switch {
	case word == "sources" || word == "source" || word == "why":
		return h.reply.Say(req, figures.NumbersSources(to))
	case word == "team":
		line.Words = line.Words[1:]
		return h.Team(ctx, req, line)
	case word != "" && !slices.Contains(mine, word):
		return request.Response{}, &request.BadValue{What: "whose numbers", Given: word,
			Expected: "yours, or those of a team of yours", Example: "/followup team numbers"}
	}
	counted, err := h.record.Space().Sums.Together(ctx, []coach.Rep{seen.Rep}, req.Now)
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Say(req, figures.Numbers(to, numbers.Of(counted)))
}

// mine are words for one's own numbers.
var mine = []string{"me", "my", "mine", "own", "all", "now", "please"}

// repsMost is of how many reps numbers are added up.
const repsMost = 500

// Team is "team numbers [team]": those of the reps of all teams that one manages, or of one of them, together.
func (h *Handlers) Team(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	teams, err := h.teams(ctx)
	if err != nil {
		return request.Response{}, err
	}
	// Whoever only sets teams up sees none of it.
	teams = slices.DeleteFunc(slices.Clone(teams), func(t coach.Team) bool {
		return !slices.Contains(t.Managers, req.User)
	})
	if len(teams) == 0 {
		return request.Response{}, request.ErrNotShown
	}
	// One rep's numbers are their own, whoever asks.
	named := teamline.ReadMentions(line.Words)
	if len(named.People) > 0 {
		return request.Response{}, &request.BadValue{What: "whose numbers", Given: say.Mention("@", named.People[0]),
			Expected: "those of a team, for one rep's are their own", Example: "/followup team show @rep"}
	}
	if named.Name != "" && !slices.Contains(all, strings.ToLower(named.Name)) {
		if teams = teamNamed(teams, named.Name); len(teams) == 0 {
			return request.Response{}, request.ErrNotShown
		}
	}
	// A rep may be on several of them, and counts once.
	var called []string
	var ids []string
	for _, t := range teams {
		called = append(called, t.Name)
		for _, id := range t.Reps {
			if !slices.Contains(ids, id) && len(ids) < repsMost {
				ids = append(ids, id)
			}
		}
	}
	known, err := h.record.Space().Records.RepsBy(ctx, ids)
	if err != nil {
		return request.Response{}, err
	}
	// Somebody who was added and hasn't begun has no zone, and no weeks.
	var reps []coach.Rep
	for _, id := range ids {
		if rep, there := known[id]; there && rep.TZ != "" {
			reps = append(reps, rep)
		}
	}
	counted, err := h.record.Space().Sums.Together(ctx, reps, req.Now)
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Say(req, figures.TeamNumbers(h.reply.Reader(req), say.And(called), counted.Reps,
		numbers.Of(counted)))
}

// all are words for all of one's teams.
var all = []string{"all", "my team", "my teams", "team", "teams", "the team", "our team", "us"}

// teamNamed is the team of a name as it was typed, none where there is none.
func teamNamed(teams []coach.Team, given string) []coach.Team {
	for _, name := range teamline.TeamNames(given) {
		key := names.Normalize(name)
		for _, t := range teams {
			if key != "" && names.Normalize(t.Name) == key {
				return []coach.Team{t}
			}
		}
	}
	return nil
}
