package teams

import (
	"context"
	"strconv"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/input/phraseline"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/phrase"
)

// phrasesLine is "team phrases [add|remove …] [team:…]": what a team's reps are asked not to say, besides what is built
// in. Everybody in a team sees the phrases; its managers change them.
func (h *Handlers) phrasesLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	values, ws := words.KeyValues(line.Words, phraseline.Keys...)
	asked := phraseline.Read(ws, values)
	// Should the store hang in a change, the person hears that nobody can tell yet whether it was saved.
	req.Writes = asked.Do != ""
	if asked.Do == "" {
		return h.showOwn(ctx, req, asked.Team, "team phrases", func(team coach.Team) say.Reply {
			return library.TeamPhrases(h.reply.Reader(req), team, h.mayManage(req.Person, team))
		})
	}
	// Who manages several teams is asked with a button for each, which runs the line with that team's name.
	team, err := h.team(ctx, req, asked.Team, func(name string) string { return asked.Line() + " team:" + name })
	switch {
	case err != nil:
		return request.Response{}, err
	case asked.Do == phraseline.Add:
		return h.addPhrase(ctx, req, team, asked.Phrase)
	}
	return h.removePhrase(ctx, req, team, asked.Phrase.Words)
}

// opPhrases is a change of a team's phrases in the audit trail.
const opPhrases = "team phrases"

// addPhrase adds a phrase. What is wrong with it is said with a good one.
func (h *Handlers) addPhrase(ctx context.Context, req *request.Request, team coach.Team,
	added phrase.TeamPhrase) (request.Response, error) {
	added.By = req.User
	return h.changeLibrary(ctx, req, team.ID, func(team coach.Team) (teamChange, error) {
		// Checked on the team as it is by then: somebody else may have added the same, or the last that there is room for.
		with, problem := team.Phrases.With(added)
		if problem == nil {
			team.Phrases = with
			return teamChange{team: team, op: opPhrases,
				words: library.TeamPhraseAdded(h.reply.Reader(req), team, added)}, nil
		}
		refused := &request.BadValue{What: "a phrase", Given: added.Words, Expected: problem.Want,
			Example: phraseline.Example}
		if problem.Instead {
			refused.What, refused.Given = "what to say instead", added.Instead
		}
		return teamChange{}, refused
	})
}

// removePhrase takes a phrase out, by its words or its number in the list. The answer has the line that adds it again.
func (h *Handlers) removePhrase(ctx context.Context, req *request.Request, team coach.Team,
	given string) (request.Response, error) {
	// Turned into words once: decided again, the same number would be the next phrase.
	said := given
	if n, err := strconv.Atoi(given); err == nil && n > 0 && n <= len(team.Phrases) {
		said = team.Phrases[n-1].Words
	}
	return h.changeLibrary(ctx, req, team.ID, func(team coach.Team) (teamChange, error) {
		// A second delivery gets the answer of its first one, which took the phrase out.
		without, gone, ok := team.Phrases.Without(said)
		if !ok {
			return teamChange{}, &request.BadValue{What: "one of the team's phrases", Given: given,
				Expected: "its words, or its number in the list", Example: "/followup team phrases remove 1"}
		}
		team.Phrases = without
		return teamChange{team: team, op: opPhrases,
			words: library.TeamPhraseRemoved(h.reply.Reader(req), team, gone)}, nil
	})
}

// PhraseForm adds the phrase of the form.
func (h *Handlers) PhraseForm(ctx context.Context, req *request.Request,
	form request.Form) (request.Response, error) {
	added := phrase.TeamPhrase{Words: fields.TidyInput(form.Text(fields.PhraseWords)),
		Instead: fields.TidyInput(form.Text(fields.PhraseInstead)), By: req.User}
	return h.addByForm(ctx, req, form, "Add a phrase", func(team coach.Team) (teamChange, *wrongField) {
		with, problem := team.Phrases.With(added)
		switch {
		case problem == nil:
			team.Phrases = with
			return teamChange{team: team, op: opPhrases,
				words: library.TeamPhraseAdded(h.reply.Reader(req), team, added)}, nil
		case problem.Instead:
			return teamChange{}, &wrongField{fields.PhraseInstead, problem.Want}
		}
		return teamChange{}, &wrongField{fields.PhraseWords, problem.Want}
	})
}
