package teams

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/qualify"
)

// opSuspects is a change of whom a team chases in the audit trail.
const opSuspects = "team suspects"

// suspectParts are the parts of what a team says, in the order in which they are set.
var suspectParts = []string{qualify.PartOften, qualify.PartSeldom, qualify.PartFit, qualify.PartPark}

// suspectsLine is "team suspects [team's name] [often:…] [seldom:…] [fit:…] [park:on|off]": whom a team chases (S2.7,
// S2.8), and whether rows of a list that nothing speaks for wait (S0.7).
// Everybody in the team sees it; its managers change it. Empty quotes clear a part.
func (h *Handlers) suspectsLine(ctx context.Context, req *request.Request,
	line input.Line) (request.Response, error) {
	values, ws := words.KeyValues(line.Words, append([]string{"team"}, suspectParts...)...)
	name := values["team"]
	if name == "" {
		name = input.Span(line.Text, ws)
	}
	delete(values, "team")
	if err := h.strayParts(ctx, line.Words, ws, name); err != nil {
		return request.Response{}, err
	}
	// Should the store hang in a change, the person hears that nobody can tell yet whether it was saved.
	if req.Writes = len(values) > 0; !req.Writes {
		return h.showOwn(ctx, req, name, "team suspects", func(team coach.Team) say.Reply {
			return library.TeamSuspects(h.reply.Reader(req), team, h.mayManage(req.Person, team))
		})
	}
	team, err := h.team(ctx, req, name, func(name string) string {
		again := "team suspects"
		for _, part := range suspectParts {
			if v, given := values[part]; given {
				again += " " + part + ":" + words.Quote(v)
			}
		}
		return again + " team:" + name
	})
	if err != nil {
		return request.Response{}, err
	}
	return h.changeLibrary(ctx, req, team.ID, func(team coach.Team) (teamChange, error) {
		change, wrong := withSuspects(h.reply.Reader(req), team, values)
		if wrong == nil {
			return change, nil
		}
		return teamChange{}, &request.BadValue{What: library.SuspectPart(wrong.Part), Given: wrong.Given,
			Expected: wrong.Want, Example: library.SuspectsExample}
	})
}

// strayParts refuses what would be taken for a team's name and is none: a part that there is none of or that has no
// colon, and words that stand behind a part without quotes around them. ws are those of all words that belong to no
// part. A team's name with a slip in it stands in front of the parts.
func (h *Handlers) strayParts(ctx context.Context, all, ws []words.Word, name string) error {
	colon := "" // the first part without one, as it is typed rightly
	for i, w := range ws {
		if key := w.Key(); key != "" {
			return &request.BadValue{What: "a part that I know", Given: key,
				Expected: "I know " + strings.Join(suspectParts, ", ") + " and team", Example: library.SuspectsExample}
		}
		part, value, equals := strings.Cut(strings.ToLower(w.Text), "=")
		if !slices.Contains(suspectParts, part) || w.Quoted || colon != "" {
			continue
		}
		// "park on": what it is set to is the next word.
		if !equals && i+1 < len(ws) {
			value = ws[i+1].Text
		}
		colon = part + ":" + cmp.Or(value, "…")
	}
	behind := len(ws) > 0 && len(ws) < len(all) && ws[0] != all[0]
	if colon == "" && !behind {
		return nil
	}
	// A team may be called like a part.
	teams, err := h.Teams(ctx)
	if _, found := teamNamed(teams, name); err != nil || found {
		return err
	}
	wrong := &request.BadValue{What: "a team", Given: name, Expected: "several words need quotes around them",
		Example: library.SuspectsExample}
	if colon != "" {
		wrong.Expected, wrong.Example = "a part has a colon behind it", "/followup team suspects "+colon
	}
	return wrong
}

// withSuspects is a team that chases whom the values of the parts say, those that are given.
func withSuspects(to say.Reader, team coach.Team, values map[string]string) (teamChange, *qualify.Problem) {
	parked := team.Suspects.Park
	// What moves from one side to the other is taken off before it is put on.
	for _, part := range suspectParts {
		if _, given := values[part]; given {
			team.Suspects, _ = team.Suspects.With(part, "")
		}
	}
	for _, part := range suspectParts {
		typed, given := values[part]
		if !given {
			continue
		}
		var wrong *qualify.Problem
		if team.Suspects, wrong = team.Suspects.With(part, typed); wrong != nil {
			return teamChange{}, wrong
		}
	}
	// Leads are their reps' to change: what is parked by now is started by them, not by this.
	return teamChange{team: team, op: opSuspects,
		words: library.SuspectsSaved(to, team, parked && !team.Suspects.Park)}, nil
}

// SuspectsForm takes what the form says.
func (h *Handlers) SuspectsForm(ctx context.Context, req *request.Request,
	form request.Form) (request.Response, error) {
	values := map[string]string{}
	for _, part := range suspectParts { // the fields are called like the parts
		values[part] = fields.TidyInput(form.Text(part))
	}
	return h.addByForm(ctx, req, form, library.SuspectsTitle, func(team coach.Team) (teamChange, *wrongField) {
		change, wrong := withSuspects(h.reply.Reader(req), team, values)
		if wrong != nil {
			return teamChange{}, &wrongField{wrong.Part, wrong.Want}
		}
		return change, nil
	})
}
