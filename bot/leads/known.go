package leads

import (
	"context"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/store"
)

// originOf is what an Add form's lead has from the one that it follows from; the zero lead where it follows from none.
func (h *Handlers) originOf(ctx context.Context, req *request.Request, form request.Form) (coach.Lead, error) {
	origin, known := origins[form.Meta.Origin]
	if !known {
		return coach.Lead{}, nil
	}
	from, err := h.record.Lead(ctx, req, form.Meta.Lead)
	if err != nil {
		return coach.Lead{}, err
	}
	return origin(*from.Lead), nil
}

// KnownTapped gives a lead that exists what the Add form holds: [It's Acme Corp]. It keeps its name, and every fact
// that the form leaves open; what the form's lead has from the one that it follows from fills only what isn't known. A
// form that holds nothing new shows the lead. What can't be stays on the form.
func (h *Handlers) KnownTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	form, err := request.ReadForm(req)
	if err != nil || button.Lead == "" {
		return request.Response{}, request.ErrOutdated
	}
	from, err := h.originOf(ctx, req, form)
	if err != nil {
		return request.Response{}, err
	}
	on := factsOn(form)
	typed := said(on)
	stopped, refused := h.record.NumberStopped(ctx, req, coach.Lead{Phone: typed[fields.Phone]})
	page := record.PageTransition{
		Lead: button.Lead, Name: on[fields.Name],
		Write: func(seen store.Snapshot, was coach.Lead) (record.Result, error) {
			lead := was
			if err := input.SetFacts(&lead, completed(was, from, typed)); err != nil {
				return record.Result{}, err
			}
			if lead.Phone != was.Phone {
				if err := input.CheckNumber(*req.Rep, lead); err != nil {
					return record.Result{}, err
				}
			}
			return h.decideEdit(req, seen, lead, stopped)
		},
		Keep: func(seen store.Snapshot, problem string) slack.ModalViewRequest {
			return forms.StillKnown(h.reply.Reader(req), from, *seen.Lead, on, problem, form.Meta)
		},
		Next: func(seen store.Snapshot, saved *answers.Saved) slack.ModalViewRequest {
			if saved != nil {
				return answers.FormSaved(h.reply.Reader(req), *saved, nil)
			}
			return fields.ReplyPage("Lead", h.reply.Checked(req, h.record.Show(ctx, req, seen)))
		},
	}
	if refused != nil {
		return record.KeepPage(req, page, store.Snapshot{}, refused)
	}
	resp, _, err := h.record.LeavePage(ctx, req, page)
	// Whoever follows a contact may be a lead already, and the search is over then too.
	if err == nil && form.Meta.Origin == FromFollows {
		h.endSearch(ctx, req, form.Meta)
	}
	return resp, err
}

// A fact that the form leaves empty is not one that was taken away: people fill in what they know.

// said are the facts of a form that it says something about, without the name.
func said(on map[string]string) map[string]string {
	facts := make(map[string]string, len(on))
	for key, value := range on {
		if value != "" && key != fields.Name {
			facts[key] = value
		}
	}
	return facts
}

// completed are typed facts with those of another lead that neither they nor the lead itself say.
func completed(lead, from coach.Lead, typed map[string]string) map[string]string {
	known := make(map[string]string, len(typed))
	for _, fact := range facts.All() {
		value := fact.Value(from)
		if own, there := typed[fact.Key]; there {
			value = own
		} else if fact.Value(lead) != "" || fact.Key == fields.Name {
			continue
		}
		if value != "" {
			known[fact.Key] = value
		}
	}
	return known
}
