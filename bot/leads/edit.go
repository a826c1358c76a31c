package leads

import (
	"context"
	"maps"
	"slices"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// EditLine changes what is known of a lead: "edit <lead> hot:"…" gut:4 prefers:mail name:"…" warm". With nothing to
// change it opens the form, without a lead it asks for one. Empty quotes clear a fact. A name that exists wins over the
// flags at the end, so that "edit Warm Homes" finds it.
func (h *Handlers) EditLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	values, rest, err := input.ReadEdit(line)
	if err != nil {
		return request.Response{}, err
	}
	if len(rest) == 0 {
		return h.record.OpenWhichLead(ctx, req, "edit")
	}
	// The list of stopped numbers is read once, ahead of the change: that may be decided several times.
	stopped, err := h.record.NumberStopped(ctx, req, coach.Lead{Phone: values[fields.Phone]})
	if err != nil {
		return request.Response{}, err
	}
	line.Words = rest
	resolver := input.NewLeadResolver(line, input.BeforeFlags)
	tx := h.record.BeginKnown(ctx, req, line, resolver)
	for tx.Next() {
		tx.Try(h.decideEditLine(req, tx.Seen, line, tx.Match, values, stopped))
	}
	return tx.Response()
}

// decideEditLine gives the lead of a line the facts and the flags behind its name; the form where there are none.
func (h *Handlers) decideEditLine(req *request.Request, seen store.Snapshot, line input.Line, m input.Match,
	values map[string]string, stopped record.Stopped) (record.Result, error) {
	if len(values) == 0 && len(m.Rest) == 0 {
		return record.ShowForm(forms.EditForm(h.reply.Reader(req),
			forms.EditFields{Lead: *m.Lead, Page: fields.PageMatters})), nil
	}
	lead := *m.Lead
	if line.Adds {
		values = besides(lead, seen.Rep, values)
	}
	// The flags are taken off the end of a name; the empty word stands for the name, which is read already.
	if left := input.TakeFlags(append([]words.Word{{}}, m.Rest...), &lead); len(left) > 1 {
		return record.Result{}, &request.BadValue{What: "something to change", Given: input.Span(line.Text, left[1:]),
			Expected: "name what it is, with a colon behind it",
			Example:  "/followup edit " + lead.Name + ` hot:"fewer breakdowns" gut:4 warm`}
	}
	if err := input.SetFacts(&lead, values); err != nil {
		return record.Result{}, err
	}
	return h.decideEdit(req, seen, lead, stopped)
}

// besides are the facts of a line that was to add a lead which exists: a number stands beside the ones that are known,
// since whoever typed it may not have had them in mind. One that is among them, however it is typed, changes nothing.
func besides(l coach.Lead, rep coach.Rep, values map[string]string) map[string]string {
	number := values[fields.Phone]
	if number == "" || l.Phone == "" {
		return values
	}
	values = maps.Clone(values) // a change may be decided several times
	known := l.Telephones(rep).Keys()
	// What can't be read as a number is kept as it is typed.
	values[fields.Phone] = l.Phone + ", " + number
	keys := coach.Lead{Phone: number}.Telephones(rep).Keys()
	if len(keys) > 0 && !slices.ContainsFunc(keys, func(key string) bool { return !slices.Contains(known, key) }) {
		values[fields.Phone] = l.Phone
	}
	return values
}

// OpenEditOf opens the Edit form from a button, on the page that it names.
func (h *Handlers) OpenEditOf(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.record.OpenFor(ctx, req, button.Lead,
		func(lead coach.Lead, _ coach.Rep, meta request.Meta) slack.ModalViewRequest {
			return forms.EditForm(h.reply.Reader(req), forms.EditFields{Lead: lead, Page: button.Part(0), Meta: meta})
		})
}

// EditPage is a button to another page of the Edit form. The page that is left is saved first, so that nothing typed is
// lost; [Undo] of each page takes back what was on it.
func (h *Handlers) EditPage(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	form, err := request.ReadForm(req)
	if err != nil || button.Part(0) == "" {
		return request.Response{}, request.ErrOutdated
	}
	resp, _, err := h.leaveEdit(ctx, req, form, func(lead coach.Lead, saved *answers.Saved) slack.ModalViewRequest {
		return forms.EditForm(h.reply.Reader(req), forms.EditFields{
			Lead: lead, Page: button.Part(0), Saved: saved, Meta: form.Meta})
	})
	return resp, err
}

// EditForm saves the page of the Edit form that was sent, and ends on the page "Saved"; where that page had nothing
// new, it says what the pages before it saved. The message that the form was opened from is brought up to date behind
// it.
func (h *Handlers) EditForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	resp, res, err := h.leaveEdit(ctx, req, form, func(lead coach.Lead, saved *answers.Saved) slack.ModalViewRequest {
		if saved == nil {
			return forms.EditedBefore(h.reply.Reader(req), lead, form.Meta.Change)
		}
		return answers.FormSaved(h.reply.Reader(req), *saved, nil)
	})
	if err == nil && res.Change != nil {
		h.reply.RefreshOrigin(req, form.Meta, res.Saved)
	}
	return resp, err
}

// leaveEdit saves a page of the Edit form and shows the next one, of the lead as it is then. saved is nil where the
// page had nothing new. Whether the number may be called is looked up before the write, in the list of the whole
// workspace; when that list can't be read the page stays with what was typed.
func (h *Handlers) leaveEdit(ctx context.Context, req *request.Request, form request.Form,
	next func(lead coach.Lead, saved *answers.Saved) slack.ModalViewRequest) (request.Response, record.Result, error) {
	typed := factsOn(form)
	stopped, refused := h.record.NumberStopped(ctx, req, coach.Lead{Phone: typed[fields.Phone]})
	page := record.PageTransition{
		Lead: form.Meta.Lead, Name: typed[fields.Name],
		Write: func(seen store.Snapshot, was coach.Lead) (record.Result, error) {
			lead := was
			if err := input.SetFacts(&lead, typed); err != nil {
				return record.Result{}, err
			}
			// On a form what can't be read stays at its field, where it can be mended.
			if lead.Phone != was.Phone {
				if err := input.CheckNumber(*req.Rep, lead); err != nil {
					return record.Result{}, err
				}
			}
			return h.decideEdit(req, seen, lead, stopped)
		},
		Keep: func(seen store.Snapshot, problem string) slack.ModalViewRequest {
			return forms.EditForm(h.reply.Reader(req), forms.EditFields{
				Lead: *seen.Lead, Page: form.Meta.Page, Typed: typed, Problem: problem, Meta: form.Meta})
		},
		Next: func(seen store.Snapshot, saved *answers.Saved) slack.ModalViewRequest {
			if saved != nil {
				return next(saved.Lead, saved)
			}
			return next(*seen.Lead, nil)
		},
	}
	// Kept without a read: what was typed must not depend on a store that just failed.
	if refused != nil {
		resp, err := record.KeepPage(req, page, store.Snapshot{}, refused)
		return resp, record.Result{}, err
	}
	return h.record.LeavePage(ctx, req, page)
}

// factsOn are the fields of a page that are facts of a lead, by key; an empty one, or the menu's choice of none, clears
// the fact.
func factsOn(form request.Form) map[string]string {
	known := make(map[string]string)
	for field := range form.Values {
		if _, known := facts.For(field); !known && !facts.IsKept(field) {
			continue
		}
		if known[field] = form.Text(field); known[field] == fields.Unset {
			known[field] = ""
		}
	}
	return known
}

// decideEdit turns a lead with other facts into a change. Whatever depends on them, the hour at which it is due above
// all, is worked out again, and the answer says so when it moved. A new number for a lead whose number was dead lets
// the calls go on. stopped are the numbers of the do-not-call list that the new one may be.
func (h *Handlers) decideEdit(req *request.Request, seen store.Snapshot, lead coach.Lead,
	stopped record.Stopped) (record.Result, error) {
	was := *seen.Lead
	if !facts.Differ(was, lead) {
		// An entry that changes nothing would be one that [Undo] takes back without effect.
		return record.Result{Nothing: true, Saved: answers.Saved{Lead: was}}, nil
	}
	if err := checkName(lead.Name); err != nil {
		return record.Result{}, err
	}
	renumbered := lead.Phone != was.Phone
	lead = lead.WithPhones(*req.Rep)
	if renumbered {
		if err := stopped.Refuses(req, lead); err != nil {
			return record.Result{}, err
		}
	}
	task := lead.Progress.Task()
	found := renumbered && len(lead.Phones.Numbers) > 0 && task != nil && task.Kind == coach.FindNumber && lead.Open()
	var res record.Result
	var err error
	if found {
		goesOn := outcome.Resumed
		if lead.Paused() { // it stays on hold
			goesOn = outcome.TaskDone
		}
		res, err = h.record.DecideTouch(req, seen, record.TouchInput{Lead: &lead, Outcome: goesOn, Op: "edit"})
	} else {
		res, err = h.record.DecideFacts(req, was, lead)
	}
	if err != nil {
		return res, err
	}
	res.Change.Name, res.Change.Was = names.Normalize(lead.Name), names.Normalize(was.Name)
	res.Saved.Was = &was
	if !found { // the touch says itself what comes next
		res.Saved.Phrase = h.record.Offers.Finding(req, lead, "", true, changed(was.HotButton, lead.HotButton))
		res.Saved.Moved = moved(h.record.Rules.Next(was, *req.Rep, req.Now), res.Saved.Step)
	}
	return res, nil
}

// changed is a text that is another one than before; "" for the same.
func changed(before, after string) string {
	if before == after {
		return ""
	}
	return after
}

// moved reports whether another step is due, or the same one at another time.
func moved(before, after coach.Step) bool {
	return before.Kind != after.Kind || before.Number != after.Number || before.Of != after.Of ||
		!before.Due.Equal(after.Due)
}
