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
	return h.record.ChangeLead(ctx, req, button.Lead, func(_ store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
		l.Warmth = w
		return h.record.ChangeFacts(req, l)
	}, h.record.RenderAnswered(req, coach.AskWarmth, button.Part(0)))
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
	return h.record.NameTaken(values[say.FieldName], func() (request.Response, error) {
		return h.record.Save(ctx, req, resolver.Ask(), func(seen store.Seen) (store.Change, say.Saved, error) {
			none := func(err error) (store.Change, say.Saved, error) { return store.Change{}, say.Saved{}, err }
			f, err := resolver.Find(seen)
			switch {
			case err != nil:
				return none(err)
			case f.Lead == nil:
				return none(&request.UnknownLead{Name: f.Name})
			}
			l := *f.Lead
			if left := input.TakeFlags(append([]words.Word{{}}, f.Rest...), &l); len(left) > 1 {
				return none(&request.BadValue{What: "something to change", Given: input.Span(ln.Text, left[1:]),
					Expected: "name what it is, with a colon behind it",
					Example:  "/followup edit " + l.Name + ` hot:"fewer breakdowns" gut:4 warm`})
			}
			if len(values) == 0 && len(f.Rest) == 0 {
				return none(h.record.AsForm(say.EditForm(h.reply.Reader(req), say.EditFields{Lead: l, Page: say.PageMatters})))
			}
			if err := input.SetFacts(&l, values); err != nil {
				return none(err)
			}
			return h.edit(req, seen, *f.Lead, l, stopped)
		})
	})
}

// edit turns a lead with other facts into a change. Whatever depends on them, the hour at which it is due above all, is
// worked out anew. Of a lead whose number was dead a new one lets the calls go on. stopped says that the new number
// belongs to somebody who asked not to be called.
func (h *Handlers) edit(req *request.Request, seen store.Seen, was, l coach.Lead,
	stopped bool) (store.Change, say.Saved, error) {
	none := func(err error) (store.Change, say.Saved, error) { return store.Change{}, say.Saved{}, err }
	key := names.Normalize(l.Name)
	switch {
	case !say.FactsDiffer(was, l):
		return none(request.WithLead(request.ErrSame, was))
	case key == "":
		return none(request.ErrNoName)
	case len([]rune(l.Name)) > input.NameMost:
		return none(request.ErrLongName)
	case stopped && l.Phone != was.Phone:
		return none(input.StoppedNumber(l.Phone))
	}
	if task := l.Progress.Task(); l.Phone != was.Phone && l.Phone != "" && task != nil && task.Kind == coach.FindNumber &&
		l.Open() {
		c, saved, err := h.record.RecordTouch(req, seen, record.TouchInput{Lead: &l, Outcome: coach.Resumed, Op: "edit"})
		c.Name, saved.Was = key, &was
		return c, saved, err
	}
	c, saved, err := h.record.ChangeFacts(req, l)
	before, after := h.record.Rules.Next(was, *req.Rep, req.Now), saved.Step
	c.Name, saved.Was = key, &was
	saved.Moved = before.Kind != after.Kind || before.Number != after.Number || before.Of != after.Of ||
		!before.Due.Equal(after.Due)
	return c, saved, err
}

// OpenEditOf opens the Edit form from a button, on the page that it names.
func (h *Handlers) OpenEditOf(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	page := button.Part(0)
	if !editPages[page] {
		page = say.PageMatters
	}
	return h.record.OpenFor(ctx, req, button.Lead, func(l coach.Lead, _ coach.Rep, meta say.Meta) slack.ModalViewRequest {
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
	return h.leaveEdit(ctx, req, form, func(l coach.Lead, saved *say.Saved) slack.ModalViewRequest {
		return say.EditForm(h.reply.Reader(req), say.EditFields{Lead: l, Page: button.Part(0), Saved: saved, Meta: form.Meta})
	})
}

// EditForm saves the page of the Edit form that was sent, and ends on the page "Saved".
func (h *Handlers) EditForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	var done *say.Saved
	resp, err := h.leaveEdit(ctx, req, form, func(l coach.Lead, saved *say.Saved) slack.ModalViewRequest {
		if saved == nil {
			return say.EditedBefore(h.reply.Reader(req), l, form.Meta.Change)
		}
		done = saved
		return say.FormSaved(h.reply.Reader(req), *saved, nil)
	})
	if err == nil && done != nil {
		h.reply.RefreshOrigin(req, form.Meta, *done)
	}
	return resp, err
}

func (h *Handlers) leaveEdit(ctx context.Context, req *request.Request, form request.Form,
	goOn func(coach.Lead, *say.Saved) slack.ModalViewRequest) (request.Response, error) {
	typed := factsOn(form)
	stopped := false
	p := record.PageTransition{
		Lead: form.Meta.Lead, Name: typed[say.FieldName],
		Write: func(seen store.Seen, was coach.Lead) (store.Change, say.Saved, error) {
			l := was
			if err := input.SetFacts(&l, typed); err != nil {
				return store.Change{}, say.Saved{}, err
			}
			return h.edit(req, seen, was, l, stopped)
		},
		Keep: func(l coach.Lead, problem string) slack.ModalViewRequest {
			return say.EditForm(h.reply.Reader(req),
				say.EditFields{Lead: l, Page: form.Meta.Page, Typed: typed, Problem: problem,
					Meta: form.Meta})
		},
		Next: goOn,
	}
	var err error
	if stopped, err = h.record.NumberStopped(ctx, req, typed); err != nil {
		return h.record.KeepPage(req, p, coach.Lead{ID: form.Meta.Lead, Name: typed[say.FieldName]}, err)
	}
	return h.record.LeavePage(ctx, req, p)
}

// factsOn are the fields of a page that are facts of a lead, by key; empty ones clear.
func factsOn(form request.Form) map[string]string {
	out := make(map[string]string)
	for field := range form.Values {
		if _, known := input.Setters[field]; !known {
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
	return h.record.OpenFor(ctx, req, button.Lead, func(l coach.Lead, _ coach.Rep, meta say.Meta) slack.ModalViewRequest {
		return say.HotForm(h.reply.Reader(req), l, meta)
	})
}

// HotForm saves the hot button.
func (h *Handlers) HotForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	hot := form.Text(say.FieldHot)
	if hot == "" {
		return h.record.AtField(req, say.FieldHot, say.ErrHot), nil
	}
	return h.EditForm(ctx, req, form)
}
