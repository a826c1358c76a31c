package leads

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/record/lending"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// AddLine makes a new lead: "add <lead> [warm|cold] [high|low] [phone:…] [contact:…] …". Alone it opens the form.
func (h *Handlers) AddLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if len(line.Words) == 0 {
		return h.openAdd(ctx, req)
	}
	lead, err := input.ReadNewLead(line)
	switch {
	case err != nil:
		return request.Response{}, err
	case line.Resolution.Lead != "":
		return h.addToKnown(ctx, req, line)
	}
	return h.addLead(ctx, req, lead, &adding{line: line})
}

// addToKnown goes on with a line that adds a lead which turned out to exist: what it says of the lead is changed there,
// and where it says nothing the lead is shown.
func (h *Handlers) addToKnown(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	known := line.OfKnown("edit")
	if len(known.Words) == 1 {
		known.Word = "show"
		return h.ShowLine(ctx, req, known)
	}
	return h.EditLine(ctx, req, known)
}

// OpenAdd opens the empty Add form.
func (h *Handlers) OpenAdd(ctx context.Context, req *request.Request, _ request.Button) (request.Response, error) {
	return h.openAdd(ctx, req)
}

// openAdd opens the Add form. Whoever asks for it is a rep from then on, as with every command.
func (h *Handlers) openAdd(ctx context.Context, req *request.Request) (request.Response, error) {
	if _, err := h.record.Rep(ctx, req); err != nil {
		return request.Response{}, err
	}
	return h.reply.Open(ctx, req, forms.AddForm(h.reply.Reader(req), coach.Lead{}, req.Meta()))
}

// How a new lead follows from another one at the same company, for [Handlers.OpenAddFrom].
const (
	FromNamed   = "named"   // the contact named somebody else to talk to
	FromFollows = "follows" // the contact left, and this one has the job now
)

// origins make what is known of a new lead from the one that it follows from.
var origins = map[string]func(coach.Lead) coach.Lead{FromNamed: coach.Lead.Named, FromFollows: coach.Lead.Follower}

// OpenAddFrom opens the Add form for somebody at the company of a lead, with what follows from that lead filled in.
func (h *Handlers) OpenAddFrom(origin string) func(context.Context, *request.Request,
	request.Button) (request.Response, error) {
	return func(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
		return h.record.OpenFor(ctx, req, button.Lead,
			func(from coach.Lead, _ coach.Rep, meta request.Meta) slack.ModalViewRequest {
				meta.Lead, meta.Origin = from.ID, origin
				return forms.AddForm(h.reply.Reader(req), origins[origin](from), meta)
			})
	}
}

// AddForm saves a new lead. One that follows from another lead has what is known of that one (company, industry, who
// introduced them) besides what was filled in. The form says which lead it is, and that is looked up among the acting
// person's own.
func (h *Handlers) AddForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	lead, err := h.originOf(ctx, req, form)
	if err != nil {
		return request.Response{}, err
	}
	if form.Text(fields.Name) == "" {
		return record.AtField(req, fields.Name, problems.ErrName), nil
	}
	if err := input.SetFacts(&lead, factsOn(form)); err != nil {
		return request.Response{}, err
	}
	rep, err := h.record.Rep(ctx, req)
	if err == nil {
		err = input.CheckNumber(rep, lead)
	}
	if err != nil {
		return request.Response{}, err
	}
	from := adding{form: &form}
	resp, err := h.addLead(ctx, req, lead, &from)
	if err == nil && !from.doubted && form.Meta.Origin == FromFollows {
		h.endSearch(ctx, req, form.Meta)
	}
	return resp, err
}

// adding is what a new lead was said in: a typed line, or a form.
type adding struct {
	line input.Line
	form *request.Form

	doubted bool // it was asked about and not added
}

// asked reports whether a lead was asked about before, and is meant to be added: by a button beneath the line, or by
// sending the form once more with the same name, number and address.
func (a adding) asked(lead coach.Lead) bool {
	if a.form != nil {
		return a.form.Meta.Text == identity(lead)
	}
	return a.line.Resolution.Create
}

// identity is by what a lead may be taken for another.
func identity(l coach.Lead) string { return strings.Join([]string{l.Name, l.Phone, l.Email}, "\n") }

// doubt asks whether a lead is one that exists: beneath a line, or on the form as it was sent. The zero result where it
// is none.
func (h *Handlers) doubt(ctx context.Context, req *request.Request, seen store.Snapshot, lead coach.Lead,
	a adding) (record.Result, error) {
	q := a.line.Known(lead.Name, lending.Found(seen, *req.Rep))
	switch {
	case q == nil, a.form != nil && (q.Question != input.KnownLead || !q.Create): // a form's field holds a name
		return record.Result{}, nil
	case a.form == nil:
		return record.Result{Question: q}, nil
	}
	leads, err := h.record.Candidates(ctx, req, q)
	if err != nil || len(leads) == 0 {
		return record.Result{}, err
	}
	// What was asked about goes along: changed in the form, it is another lead and asked about anew.
	meta := a.form.Meta
	meta.Text = identity(lead)
	return record.ShowForm(forms.KnownForm(h.reply.Reader(req), lead, leads, q.ByDetail, meta)), nil
}

// addLead saves a new lead. One of a name that a lead has is refused with *[request.NameTaken], and what a line says
// is offered to that lead. It is asked once where another could be meant: one that the name is a slip of or a part of,
// or that has its number or mail address. A number that asked not to be called is refused in the whole workspace.
func (h *Handlers) addLead(ctx context.Context, req *request.Request, lead coach.Lead,
	from *adding) (request.Response, error) {
	lead.Name = strings.Join(strings.Fields(lead.Name), " ")
	if err := checkName(lead.Name); err != nil {
		return request.Response{}, err
	}
	if err := input.CheckFacts(lead); err != nil {
		return request.Response{}, err
	}
	if err := h.record.MayBeCalled(ctx, req, lead); err != nil {
		return request.Response{}, err
	}
	q := store.Query{Names: []string{names.Normalize(lead.Name)}, Index: true}
	asks := !from.asked(lead)
	if asks {
		if lead.Phone != "" || lead.Email != "" {
			rep, err := h.record.Rep(ctx, req) // a number is read in their country
			if err != nil {
				return request.Response{}, err
			}
			q.Details = input.ContactKeys(lead, rep)
		}
	}
	tx := h.record.Begin(ctx, req, q)
	for tx.Next() {
		var res record.Result
		var err error
		// Asked of what was read for this decision: another request may have added the same lead meanwhile.
		if asks {
			res, err = h.doubt(ctx, req, tx.Seen, lead, *from)
		}
		if from.doubted = res.Question != nil || res.Form != nil; !from.doubted && err == nil {
			res, err = h.decideAdd(req, tx.Seen, lead)
		}
		if err == nil && req.Kind == request.KindSubmit && res.Form == nil {
			record.TellOthers(ctx, req, h.record, nil, &res.Saved, true)
			res, err = h.record.Views.Page(req, res)
		}
		tx.Try(res, err)
	}
	return tx.Response()
}

// decideAdd makes a lead a new record.
func (h *Handlers) decideAdd(req *request.Request, seen store.Snapshot, lead coach.Lead) (record.Result, error) {
	if seen.Lead != nil {
		return record.Result{}, &request.NameTaken{Name: seen.Lead.Name}
	}
	lead.ID, lead.Rep, lead.Created = store.NewID(), req.User, req.Now.UTC()
	change, step := h.record.PlanChange(req, lead, true)
	change.Op = "add"
	return record.Result{Change: change,
		Saved: answers.Saved{Lead: *change.Lead, Step: step, Change: change.Entry, Created: true}}, nil
}

// checkName refuses a name that can't be found again, and one of more than [input.NameMost] characters.
func checkName(name string) error {
	switch {
	case names.Normalize(name) == "":
		return request.ErrNoName
	case len([]rune(name)) > input.NameMost:
		return request.ErrLongName
	}
	return nil
}

// endSearch marks the search for whoever follows a contact as done, after they were added. It is a change of its own:
// two leads are two records, and each of the two changes can be taken back for itself. Its key follows from the form's,
// so that a form that is delivered again finishes what was begun and does nothing twice. If it fails the new lead
// stays, and so does the task, which [Leave it] ends.
func (h *Handlers) endSearch(ctx context.Context, req *request.Request, meta request.Meta) {
	second := *req
	second.Key += ":task"
	tx := h.record.BeginLead(ctx, &second, record.LeadQuery(meta.Lead))
	for tx.Next() {
		if task := tx.Lead.Progress.Task(); task == nil || task.Kind != coach.FindSuccessor {
			return
		}
		tx.Try(h.decideTaskDone(&second, tx.Seen, *tx.Lead))
	}
	switch _, err := tx.Response(); {
	case err == nil && tx.Result.Change != nil:
		h.reply.RefreshOrigin(req, meta, tx.Result.Saved)
	case err != nil && !request.Declined(err):
		h.reply.Log.Warn("could not mark a task as done", "user", req.User, "error", err)
	}
}
