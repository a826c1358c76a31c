package teams

import (
	"context"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// managed is a team that the acting person may change, by its id.
func (h *Handlers) managed(ctx context.Context, req *request.Request, id string) (coach.Team, error) {
	team, found, err := h.record.Space().Directory.Team(ctx, id)
	switch {
	case err != nil:
		return team, err
	case !found:
		return team, request.ErrOutdated
	case !h.mayManage(req.Person, team):
		return team, request.ErrNoManager
	}
	return team, nil
}

// OpenForm opens a form that changes what a team has of its own, from a button with the team.
func (h *Handlers) OpenForm(form func(say.Reader, coach.Team, request.Meta) slack.ModalViewRequest) func(
	context.Context, *request.Request, request.Button) (request.Response, error) {
	return func(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
		team, err := h.managed(ctx, req, button.Lead)
		if err != nil {
			return request.Response{}, err
		}
		meta := req.Meta()
		// Whoever manages several teams is not asked again when the form is sent.
		meta.Team = team.ID
		return h.reply.Open(ctx, req, form(h.reply.Reader(req), team, meta))
	}
}

// wrongField is what is wrong in a form: the field, and what is expected there.
type wrongField struct{ field, want string }

// addByForm adds what a form holds to the team that it was opened for. What is wrong stays at its field, and nothing
// that was typed is lost. title is that of the page that says what was added.
func (h *Handlers) addByForm(ctx context.Context, req *request.Request, form request.Form, title string,
	decide func(coach.Team) (teamChange, *wrongField)) (request.Response, error) {
	req.Writes = true
	team, err := h.managed(ctx, req, form.Meta.Team)
	if err != nil {
		return request.Response{}, err
	}
	for try := 1; ; try++ {
		change, wrong := decide(team)
		if wrong != nil {
			// What the first delivery added is like this, which would be refused as a double.
			if raw, done, err := h.record.Space().Directory.TeamAnswer(ctx, req.Key); err == nil && done {
				return request.DecodeResponse(raw)
			}
			return record.AtField(req, wrong.field, "Expected: "+wrong.want), nil
		}
		page, err := reply.ShowForm(fields.ReplyPage(title, change.words))
		if err != nil {
			return request.Response{}, err
		}
		resp, err := h.saveTeamAs(ctx, req, change, page)
		if !store.TryAgain(ctx, try, err) {
			return resp, err
		}
		// Read anew: somebody may have filled the list, or taken the team from its manager.
		if team, err = h.managed(ctx, req, team.ID); err != nil {
			return request.Response{}, err
		}
	}
}
