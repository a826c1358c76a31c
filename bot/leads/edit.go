package leads

import (
	"context"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// AnswerWarmth stores who came to whom; the cadence follows from it.
func (h *Handlers) AnswerWarmth(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	w := coach.Warmth(button.Part(0))
	if w != coach.Warm && w != coach.Cold {
		return request.Response{}, request.ErrOutdated
	}
	return h.record.ChangeLead(ctx, req, button.Lead, func(_ store.Seen, l coach.Lead) (record.Result, error) {
		l.Warmth = w
		return h.record.ChangeFacts(req, l)
	}, h.record.Views.Answered(req, coach.AskWarmth, button.Part(0)))
}

// EditLine changes what is known of a lead: "edit <lead> hot:"…" gut:4 prefers:mail name:"…" warm". With nothing to
// change it opens the form, without a lead it asks for one.
func (h *Handlers) EditLine(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	values, rest := words.KeyValues(ln.Words, words.EditKeys...)
	if err := input.NothingBehind(rest, `empty quotes clear what is there: hot:""`,
		`/followup edit Acme hot:"fewer breakdowns"`); err != nil {
		return request.Response{}, err
	}
	if len(rest) == 0 {
		return h.record.OpenWhichLead(ctx, req, "edit")
	}
	stopped, err := h.record.NumberStopped(ctx, req, values)
	if err != nil {
		return request.Response{}, err
	}
	ln.Words = rest
	resolver := input.NewLeadResolver(ln, input.BeforeFlags)
	return h.record.Save(ctx, req, ln, record.Query(resolver.Query(), store.Ask{}),
		func(seen store.Seen) (record.Result, error) {
			m, res, err := record.MatchKnown(resolver, seen)
			if err != nil || !m.Settled() {
				return res, err
			}
			l := *m.Lead
			if left := input.TakeFlags(append([]words.Word{{}}, m.Rest...), &l); len(left) > 1 {
				return record.Result{}, &request.BadValue{What: "something to change", Given: input.Span(ln.Text, left[1:]),
					Expected: "name what it is, with a colon behind it",
					Example:  "/followup edit " + l.Name + ` hot:"fewer breakdowns" gut:4 warm`}
			}
			if len(values) == 0 && len(m.Rest) == 0 {
				return record.ShowForm(say.EditForm(h.reply.Reader(req), say.EditFields{Lead: l, Page: say.PageMatters})), nil
			}
			if err := input.SetFacts(&l, values); err != nil {
				return record.Result{}, err
			}
			return h.edit(req, seen, *m.Lead, l, stopped)
		}, h.record.Views.Saved(req))
}

// edit turns a lead with other facts into a change. Whatever depends on them, the hour at which it is due above all, is
// worked out anew. Of a lead whose number was dead a new one lets the calls go on. stopped says that the new number
// belongs to somebody who asked not to be called.
func (h *Handlers) edit(req *request.Request, seen store.Seen, was, l coach.Lead,
	stopped bool) (record.Result, error) {
	key := names.Normalize(l.Name)
	switch {
	case !coach.FactsDiffer(was, l):
		return record.Result{Nothing: true, Saved: say.Saved{Lead: was}}, nil
	case key == "":
		return record.Result{}, request.ErrNoName
	case len([]rune(l.Name)) > input.NameMost:
		return record.Result{}, request.ErrLongName
	case stopped && l.Phone != was.Phone:
		return record.Result{}, input.StoppedNumber(l.Phone)
	}
	if task := l.Progress.Task(); l.Phone != was.Phone && l.Phone != "" && task != nil && task.Kind == coach.FindNumber &&
		l.Open() {
		res, err := h.record.RecordTouch(req, seen, record.TouchInput{Lead: &l, Outcome: coach.Resumed, Op: "edit"})
		if err == nil {
			res.Change.Name, res.Saved.Was = key, &was
		}
		return res, err
	}
	res, err := h.record.ChangeFacts(req, l)
	if err != nil {
		return res, err
	}
	before, after := h.record.Rules.Next(was, *req.Rep, req.Now), res.Saved.Step
	res.Change.Name, res.Saved.Was = key, &was
	res.Saved.Moved = before.Kind != after.Kind || before.Number != after.Number || before.Of != after.Of ||
		!before.Due.Equal(after.Due)
	return res, nil
}

// OpenEditOf opens the Edit form from a button, on the page that it names.
func (h *Handlers) OpenEditOf(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	page := button.Part(0)
	if !editPages[page] {
		page = say.PageMatters
	}
	return h.record.OpenFor(ctx, req, button.Lead,
		func(l coach.Lead, _ coach.Rep, meta request.Meta) slack.ModalViewRequest {
			return say.EditForm(h.reply.Reader(req), say.EditFields{Lead: l, Page: page, Meta: meta})
		})
}

var editPages = map[string]bool{say.PageMatters: true, say.PageContact: true, say.PageKind: true}

// EditPage is a button to another page of the Edit form.
func (h *Handlers) EditPage(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	form, err := request.ReadForm(req)
	if err != nil || !editPages[button.Part(0)] {
		return request.Response{}, request.ErrOutdated
	}
	resp, _, err := h.leaveEdit(ctx, req, form, func(l coach.Lead, saved *say.Saved) slack.ModalViewRequest {
		return say.EditForm(h.reply.Reader(req), say.EditFields{Lead: l, Page: button.Part(0), Saved: saved, Meta: form.Meta})
	})
	return resp, err
}

// EditForm saves the page of the Edit form that was sent, and ends on the page "Saved".
func (h *Handlers) EditForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	resp, res, err := h.leaveEdit(ctx, req, form, func(l coach.Lead, saved *say.Saved) slack.ModalViewRequest {
		if saved == nil {
			return say.EditedBefore(h.reply.Reader(req), l, form.Meta.Change)
		}
		return say.FormSaved(h.reply.Reader(req), *saved, nil)
	})
	if err == nil && res.Change != nil {
		h.reply.RefreshOrigin(req, form.Meta, res.Saved)
	}
	return resp, err
}

// leaveEdit saves a page of the Edit form and shows the next one, of the lead as it is then.
func (h *Handlers) leaveEdit(ctx context.Context, req *request.Request, form request.Form,
	next func(coach.Lead, *say.Saved) slack.ModalViewRequest) (request.Response, record.Result, error) {
	typed := factsOn(form)
	stopped, refused := h.record.NumberStopped(ctx, req, typed)
	p := record.PageTransition{
		Lead: form.Meta.Lead, Name: typed[say.FieldName],
		Write: func(seen store.Seen, was coach.Lead) (record.Result, error) {
			l := was
			if err := input.SetFacts(&l, typed); err != nil {
				return record.Result{}, err
			}
			return h.edit(req, seen, was, l, stopped)
		},
		Keep: func(seen store.Seen, problem string) slack.ModalViewRequest {
			return say.EditForm(h.reply.Reader(req), say.EditFields{
				Lead: *seen.Lead, Page: form.Meta.Page, Typed: typed, Problem: problem, Meta: form.Meta})
		},
		Next: func(seen store.Seen, saved *say.Saved) slack.ModalViewRequest {
			if saved != nil {
				return next(saved.Lead, saved)
			}
			return next(*seen.Lead, nil)
		},
	}
	if refused != nil {
		resp, err := record.KeepPage(req, p, store.Seen{}, refused)
		return resp, record.Result{}, err
	}
	return h.record.LeavePage(ctx, req, p)
}

// factsOn are the fields of a page that are facts of a lead, by key; empty ones clear.
func factsOn(form request.Form) map[string]string {
	out := make(map[string]string)
	for field := range form.Values {
		if _, known := coach.FactFor(field); !known {
			continue
		}
		if out[field] = form.Text(field); out[field] == say.Unset {
			out[field] = ""
		}
	}
	return out
}

// OpenHot opens the form that asks for the hot button alone.
func (h *Handlers) OpenHot(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	return h.record.OpenFor(ctx, req, button.Lead,
		func(l coach.Lead, _ coach.Rep, meta request.Meta) slack.ModalViewRequest {
			return say.HotForm(h.reply.Reader(req), l, meta)
		})
}

// HotForm saves the hot button.
func (h *Handlers) HotForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	hot := form.Text(say.FieldHot)
	if hot == "" {
		return record.AtField(req, say.FieldHot, say.ErrHot), nil
	}
	return h.EditForm(ctx, req, form)
}
