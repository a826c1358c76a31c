// Package manager is what a manager sees of their reps and does about it, day by day: a line for each rep, one rep's
// page with what to help them with, and leads of theirs to read.
//
//	manager.go  "team show": the lines, and one rep's page
//	lead.go     a lead of a rep's, opened to read, and a comment on it
//	shared.go   the same figures, for the rep
//
// Who may: the managers of a team, of the reps who are in it. Whoever only sets teams up sees none of it, and no rep
// sees another one's. That is looked up for each request among the teams as they are; what a button carries names whose
// it is, and allows nothing.
package manager

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/input/teamline"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/managers"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/teamday"
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

// managed are the teams that somebody manages; [request.ErrNotShown] where there is none.
func (h *Handlers) managed(ctx context.Context, user string) ([]coach.Team, error) {
	teams, err := h.teams(ctx)
	if err != nil {
		return nil, err
	}
	teams = slices.DeleteFunc(slices.Clone(teams), func(t coach.Team) bool {
		return !slices.Contains(t.Managers, user)
	})
	if len(teams) == 0 {
		return nil, request.ErrNotShown
	}
	return teams, nil
}

// repsOf are the reps of some teams, each once, in the order in which they joined.
func repsOf(teams []coach.Team) (reps []string) {
	for _, t := range teams {
		for _, id := range t.Reps {
			if !slices.Contains(reps, id) {
				reps = append(reps, id)
			}
		}
	}
	return reps
}

// Show is "team show [team|@rep|lead]": the reps of the teams that one manages, those of one team, one rep's page, or a
// lead of theirs to read. "after <n>" at its end goes on behind so many reps.
func (h *Handlers) Show(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	teams, err := h.managed(ctx, req.User)
	if err != nil {
		return request.Response{}, err
	}
	// What is named decides: a rep, else a team, else a lead of one of the reps.
	ws, first := pageOf(line.Words)
	line.Words = ws
	named := teamline.ReadMentions(ws)
	reps := repsOf(teams)
	if len(named.People) > 0 {
		if len(named.People) > 1 || !slices.Contains(reps, named.People[0]) {
			return request.Response{}, request.ErrNotShown
		}
		reps = named.People
	}
	switch {
	case len(ws) == 0 || slices.Contains(mine, strings.ToLower(named.Name)) && len(named.People) == 0:
		return h.show(ctx, req, teams, first, "team show")
	case named.Name == "" && len(reps) == 1 && len(named.People) == 1:
		return h.rep(ctx, req, teams, reps[0])
	case len(named.People) == 0:
		if team, ok := teamNamed(teams, named.Name); ok {
			return h.show(ctx, req, []coach.Team{team}, first, "team show "+words.Quote(team.Name))
		}
	}
	line.Words = slices.DeleteFunc(slices.Clone(ws), func(w words.Word) bool { return w.User != "" })
	as, lead, err := record.LeadAmong(ctx, reps, h.record, req, line, "team show")
	if err != nil {
		return request.Response{}, err
	}
	return h.open(ctx, req, as.Owner, lead.ID)
}

// mine are words for all of one's teams.
var mine = []string{"all", "reps", "my reps", "team", "my team", "the team", "teams", "my teams", "everybody",
	"everyone", "today", "now"}

// pageOf takes "after <n>" off the end of a line.
func pageOf(ws []words.Word) ([]words.Word, int) {
	if n := len(ws); n > 1 && strings.EqualFold(ws[n-2].Text, "after") {
		if first, err := strconv.Atoi(ws[n-1].Text); err == nil && first >= 0 {
			return ws[:n-2], first
		}
	}
	return ws, 0
}

// teamNamed is the team of a name as it was typed.
func teamNamed(teams []coach.Team, given string) (coach.Team, bool) {
	for _, name := range teamline.TeamNames(given) {
		key := names.Normalize(name)
		for _, t := range teams {
			if key != "" && names.Normalize(t.Name) == key {
				return t, true
			}
		}
	}
	return coach.Team{}, false
}

// show is a page of the lines of some teams' reps.
func (h *Handlers) show(ctx context.Context, req *request.Request, teams []coach.Team, first int,
	typed string) (request.Response, error) {
	page, err := h.Page(ctx, req, teams, first, typed)
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Say(req, managers.Lines(h.reply.Reader(req), page))
}

// Page reads a page of lines. Its cost is that of the reps on it and what is due for them.
func (h *Handlers) Page(ctx context.Context, req *request.Request, teams []coach.Team, first int,
	typed string) (managers.Team, error) {
	reps := repsOf(teams)
	first = min(first, len(reps))
	// A page that nobody has any more is an empty one, with the number of reps that there are.
	page := managers.Team{First: first, Total: len(reps), Typed: typed}
	for _, t := range teams {
		page.Names = append(page.Names, t.Name)
	}
	// Those of other pages aren't read.
	days, err := h.record.Space().Records.RepDays(ctx, reps[first:min(first+managers.Reps, len(reps))], req.Now)
	for _, d := range days {
		line := teamday.Line{Rep: d.Rep}
		if d.Known {
			line = teamday.Of(h.record.Rules, d.Rep, d.Leads, d.Total, d.Week, req.Now)
		}
		page.Lines = append(page.Lines, line)
	}
	return page, err
}

const (
	weeksBefore = 4  // the figures are those of this week and so many before it
	comparedTo  = 50 // reps with whom one is compared at most
	leadsShown  = 8  // leads of a rep that may need a look
)

// rep is one rep's page.
func (h *Handlers) rep(ctx context.Context, req *request.Request, teams []coach.Team,
	id string) (request.Response, error) {
	// They are compared with those of their own teams, and of these only those that the reader manages.
	teams = slices.DeleteFunc(slices.Clone(teams), func(t coach.Team) bool { return !slices.Contains(t.Reps, id) })
	ids := slices.DeleteFunc(repsOf(teams), func(other string) bool { return other == id })
	all := append([]string{id}, ids[:min(len(ids), comparedTo)]...)
	days, err := h.record.Space().Records.RepDays(ctx, all, req.Now)
	if err != nil {
		return request.Response{}, err
	}
	reps := make([]coach.Rep, len(days))
	for i, d := range days {
		reps[i] = d.Rep
	}
	counted, err := h.record.Space().Records.CountedSince(ctx, reps, req.Now, weeksBefore)
	if err != nil {
		return request.Response{}, err
	}
	// The first is the rep, the others are those whom they are held against.
	page := managers.Rep{Line: teamday.Line{Rep: days[0].Rep}}
	var others []teamday.Figures
	for i, d := range days {
		if !d.Known {
			continue
		}
		line := teamday.Of(h.record.Rules, d.Rep, d.Leads, d.Total, d.Week, req.Now)
		figures := teamday.FiguresOf(counted[d.Rep.ID], line)
		if i > 0 {
			others = append(others, figures)
			continue
		}
		page.Line, page.Figures, page.Since = line, figures, Since(d.Rep, req.Now)
		page.Leads, page.More = h.look(d.Rep, d.Leads, req.Now)
	}
	if gap, ok := teamday.Behind(page.Figures, teamday.Sum(others)); ok {
		page.Behind = &gap
		page.Tip, _ = h.record.Rules.Tips().ByID(gap.Figure.Tip())
	}
	return h.reply.Say(req, managers.RepPage(h.reply.Reader(req), page))
}

// Since is when the first of the weeks began of which figures are counted, on the rep's calendar.
func Since(rep coach.Rep, now time.Time) time.Time {
	local := now.In(rep.Location())
	back := (int(local.Weekday())+6)%7 + 7*weeksBefore
	return rep.Midnight(now, -back)
}

// look are the leads of a rep that may need a look, the most urgent first.
func (h *Handlers) look(rep coach.Rep, leads []coach.Lead, now time.Time) (cards []coach.Card, more int) {
	// One list for each kind, so that within a kind they stand as they fell due.
	var by [teamday.None][]coach.Card
	for _, l := range leads {
		s := h.record.Rules.Next(l, rep, now)
		if k := teamday.Wants(s, now); k < teamday.None {
			by[k] = append(by[k], coach.Card{Lead: l.WithPhones(rep), Step: s})
		}
	}
	cards = slices.Concat(by[:]...)
	n := min(len(cards), leadsShown)
	return cards[:n], len(cards) - n
}
