package calls

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// wrapWith is the wrap-up page that was clicked, with everything that was typed into it and a sentence on top.
func (h *Handlers) wrapWith(req *request.Request, seen store.Seen, l coach.Lead,
	words string) (page slack.ModalViewRequest, on bool) {
	if req.View == nil || req.View.CallbackID != say.FormWrap {
		return page, false
	}
	form, err := request.ReadForm(req)
	if err != nil {
		return page, false
	}
	if seen.Lead = &l; !goesWithLead(seen, form.Meta) {
		return page, false // rendered again it would have other fields
	}
	return h.wrapPage(req, h.savedBefore(req, seen, form.Meta), form.Meta, filledIn(form), words), true
}

// wrapPage is the page after an outcome was saved with one tap.
func (h *Handlers) wrapPage(req *request.Request, s say.Saved, meta request.Meta, filled say.Filled,
	problem string) slack.ModalViewRequest {
	o := s.Touch.Outcome
	w := say.Wrap{
		Saved: s, Slots: h.record.Offers.Times(req, s.Lead, o),
		Filled: filled, Problem: problem, Fixed: req.Rep.TZFixed, NoSend: !h.record.Rules.MultiCall(), Meta: meta,
	}
	onLine := meta.At == 0 // else it's told of a call that is over
	if onLine {
		w.Script = h.record.Offers.Script(req, coach.Card{Lead: s.Lead, Step: s.Step}, h.record.Rules.BranchAfter(o))
	}
	if onLine && o == coach.NotReviewed {
		cost := h.record.Rules.CallBackCost(req.Tally)
		w.Cost = &cost
	}
	return say.WrapPage(h.reply.Reader(req), w)
}

// filledIn is what a wrap-up page holds.
func filledIn(form request.Form) say.Filled {
	f := say.Filled{
		Slot: form.Text(say.FieldSlot), Agenda: form.Text(say.FieldAgenda), Hot: form.Text(say.FieldHot),
		Promise: form.Text(say.FieldPromise),
		Note:    form.Text(say.FieldNote), Phone: form.Text(say.FieldPhone), Reason: form.Text(say.FieldReason),
		Next: form.Instant(say.FieldNext),
		Day:  form.Values[say.FieldDay].SelectedDate, Agreed: form.Text(say.FieldAgreed), How: form.Text(say.FieldHow),
		Material: form.Text(say.FieldMaterial),
		Pointer:  form.Text(say.FieldPointer), Link: form.Text(say.FieldLink), Sure: form.Text(say.FieldSure),
		Goal: form.Text(say.FieldGoal),
	}
	for _, o := range form.Values[say.FieldTicks].SelectedOptions {
		f.Ticks = append(f.Ticks, o.Value)
	}
	return f
}

// agreedTime is the agreed time: the one that was picked, or one of those offered.
func agreedTime(f say.Filled) time.Time {
	if !f.Next.IsZero() {
		return f.Next
	}
	return request.ParseInstant(f.Slot)
}

// WrapForm saves what a wrap-up page holds, and ends on the page "Saved".
func (h *Handlers) WrapForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	if err := h.directLine(ctx, req, form); err != nil {
		return request.Response{}, err
	}
	resp, res, err := h.record.SaveForm(ctx, req, form, func(seen store.Seen, l *coach.Lead) (record.Result, error) {
		return h.wrapUp(req, seen, form, *l)
	})
	return h.wrapped(ctx, req, form, resp, res, err)
}

// MoreForm saves the page with the rest.
func (h *Handlers) MoreForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	resp, res, err := h.record.SaveForm(ctx, req, form, func(seen store.Seen, l *coach.Lead) (record.Result, error) {
		return h.moreUp(req, seen, form, *l)
	})
	return h.wrapped(ctx, req, form, resp, res, err)
}

// wrapped ends a wrap-up where nothing was added, on the same page as if something was.
func (h *Handlers) wrapped(ctx context.Context, req *request.Request, form request.Form, resp request.Response,
	res record.Result, err error) (request.Response, error) {
	if err != nil || !res.Nothing {
		return resp, err
	}
	seen, err := h.record.Lead(ctx, req, form.Meta.Lead)
	if err != nil {
		return request.Response{}, err
	}
	line, err := h.record.DueNow(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	return reply.ShowForm(say.FormSaved(h.reply.Reader(req), h.savedBefore(req, seen, form.Meta),
		record.NextInLine(line, form.Meta.Lead)))
}

// WrapMore is [More…]: what the page holds is saved, and another one asks for the rest. What can't be saved keeps the
// page, with everything that was typed.
func (h *Handlers) WrapMore(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	form, err := request.ReadForm(req)
	if err != nil || form.Meta.Lead != button.Lead {
		return request.Response{}, request.ErrOutdated
	}
	refused := h.directLine(ctx, req, form)
	resp, res, err := h.record.LeavePage(ctx, req, record.PageTransition{
		Lead: button.Lead,
		Write: func(seen store.Seen, l coach.Lead) (record.Result, error) {
			if refused != nil && stale(seen, form.Meta) == nil {
				return record.Result{}, refused
			}
			return h.wrapUp(req, seen, form, l)
		},
		Over: true,
		Keep: func(seen store.Seen, problem string) slack.ModalViewRequest {
			return h.wrapPage(req, h.savedBefore(req, seen, form.Meta), form.Meta, filledIn(form), say.NotYet(problem))
		},
		Next: func(seen store.Seen, done *say.Saved) slack.ModalViewRequest {
			if done == nil {
				before := h.savedBefore(req, seen, form.Meta)
				done = &before
			}
			return say.MorePage(h.reply.Reader(req), say.Wrap{Saved: *done, Fixed: req.Rep.TZFixed, Meta: form.Meta})
		},
	})
	if err == nil && res.Change != nil {
		h.reply.RefreshOrigin(req, form.Meta, res.Saved)
	}
	return resp, err
}

// savedBefore is what a wrap-up page tells of a call that was saved before it was drawn.
func (h *Handlers) savedBefore(req *request.Request, seen store.Seen, meta request.Meta) say.Saved {
	s := say.Saved{Lead: *seen.Lead, Step: h.record.Rules.Next(*seen.Lead, *req.Rep, req.Now),
		Touch: coach.Touch{Outcome: coach.Outcome(meta.Outcome)}}
	for _, t := range slices.Backward(seen.Touches) {
		if t.ID == meta.Touch || meta.Touch == "" && t.Outcome == s.Touch.Outcome {
			s.Touch = t
			break
		}
	}
	return s
}

// stale says what has become of a lead since the page was drawn that doesn't go with it: the call was taken back, or
// the lead was ended or opened again by something else. What the page holds would have to be dropped or put where it
// doesn't belong then.
func stale(seen store.Seen, meta request.Meta) error {
	l, ends := *seen.Lead, coach.Outcome(meta.Outcome).Info().Ends
	switch {
	case meta.Touch != "" && !slices.ContainsFunc(seen.Touches, func(t coach.Touch) bool { return t.ID == meta.Touch }):
		return request.WithLead(request.ErrCallGone, l)
	case l.Open() && ends:
		return request.WithLead(coach.ErrOpen, l)
	case !l.Open() && string(l.Progress.Closed) != meta.Outcome:
		return request.WithLead(coach.ErrClosed, l)
	}
	return nil
}

// goesWithLead reports whether a page still goes with its lead.
func goesWithLead(seen store.Seen, meta request.Meta) bool { return stale(seen, meta) == nil }

// added reports whether what is on a page was added since it was drawn, by a first tap on the button that is tapped
// now.
func added(seen store.Seen, meta request.Meta, t record.TouchInput) bool {
	if seen.Lead.Version == meta.Version {
		return false
	}
	for _, x := range slices.Backward(seen.Touches) {
		switch {
		case x.ID == meta.Touch:
			return false
		case x.Outcome == t.Outcome && x.Note == t.Args.Note && x.Agenda == t.Args.Agenda && x.Until.Equal(t.ExactNext) &&
			x.Reason == t.Reason &&
			x.Goal == t.Details.Goal && x.Unsure == t.Details.Unsure && sameMaterial(x.Material, t.Details.Material) &&
			slices.EqualFunc(x.Promises, t.Details.Promises,
				func(a, b coach.Promise) bool { return a.By == b.By && a.What == b.What }):
			return true
		}
	}
	return false
}

func sameMaterial(a, b *coach.Material) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Name == b.Name && a.Pointer == b.Pointer && a.Link == b.Link && a.Shown == b.Shown
}

// directLine checks a number that was typed into a wrap-up page as one of a new lead is checked.
func (h *Handlers) directLine(ctx context.Context, req *request.Request, form request.Form) error {
	l := coach.Lead{Phone: form.Text(say.FieldPhone)}
	if err := input.CheckFacts(l); err != nil {
		return err
	}
	return h.record.MayBeCalled(ctx, req, l)
}

// wrapUp turns what a wrap-up page holds into a change.
func (h *Handlers) wrapUp(req *request.Request, seen store.Seen, form request.Form,
	l coach.Lead) (record.Result, error) {
	if err := stale(seen, form.Meta); err != nil {
		return record.Result{Stale: true}, err
	}
	f, o := filledIn(form), coach.Outcome(form.Meta.Outcome)
	t := record.TouchInput{Lead: &l, Outcome: coach.Details, Op: "wrap", ExactNext: agreedTime(f),
		Args: input.LogArgs{Note: f.Note, Agenda: f.Agenda}}
	if !t.ExactNext.IsZero() && !t.ExactNext.After(req.Now) {
		return record.Result{}, &request.DatePast{Words: "The next call", At: t.ExactNext}
	}
	facts, was := false, l
	if f.Hot != "" && f.Hot != l.HotButton {
		l.HotButton, facts = f.Hot, true
	}
	if f.Phone != "" && f.Phone != l.Phone {
		l.Phone, facts = f.Phone, true
	}
	t.Details.Promises = input.ReadPromises(f.Promise, input.DateContext(*req.Rep, &l, req.Now))
	if len(t.Details.Promises) > coach.MaxPromises {
		return record.Result{}, &request.BadValue{What: "that many promises",
			Expected: "at most " + strconv.Itoa(coach.MaxPromises) + " at once",
			Field:    say.FieldPromise}
	}
	t.Details.Given = o == coach.Gatekeeper && !t.ExactNext.IsZero()
	if o == coach.WantsInfo {
		m, err := materialOf(f)
		if err != nil {
			return record.Result{}, err
		}
		t.Details.Gate, t.Details.Material = gateOf(f), m
		if q := h.firstAsk(form, t); len(q) > 0 {
			meta := form.Meta
			meta.Asked = true
			return record.ShowForm(h.wrapPage(req, h.savedBefore(req, seen, meta), meta, f,
				say.AskFirst(h.reply.Reader(req), q))), nil
		}
	}
	if !l.Open() {
		t.Outcome, t.Op, t.Reason = coach.Explained, "explain", f.Reason
		if t.Reason == "" {
			t.Reason = l.Progress.ClosedReason
		}
		ends, err := dayPicked(form, say.FieldDay, *req.Rep, l, req.Now)
		if err != nil {
			return record.Result{}, err
		}
		t.ExactNext = ends
		if f.Reason == "" && f.Day == "" && f.Note == "" || added(seen, form.Meta, t) {
			return record.Result{Nothing: true}, nil
		}
		return h.record.RecordTouch(req, seen, t)
	}
	switch {
	case (!t.Details.None() || !t.ExactNext.IsZero() || f.Note != "" || f.Agenda != "") && !added(seen, form.Meta, t):
		res, err := h.record.RecordTouch(req, seen, t)
		if facts {
			res.Saved.Was = &was
		}
		return res, err
	case facts:
		res, err := h.record.ChangeFacts(req, l)
		res.Saved.Was, res.Saved.Touch = &was, coach.Touch{Outcome: coach.Details, At: req.Now}
		return res, err
	}
	return record.Result{Nothing: true}, nil
}

// moreUp turns the page with the rest into a change.
func (h *Handlers) moreUp(req *request.Request, seen store.Seen, form request.Form,
	l coach.Lead) (record.Result, error) {
	if err := stale(seen, form.Meta); err != nil {
		return record.Result{Stale: true}, err
	}
	f := filledIn(form)
	t := record.TouchInput{Lead: &l, Outcome: coach.Details, Op: "wrap"}
	if f.Link != "" && !input.OnWeb(f.Link) {
		return record.Result{}, &request.BadValue{What: "a link", Given: f.Link,
			Expected: "an address that begins with https://",
			Field:    say.FieldLink}
	}
	m, err := materialOf(f)
	if err != nil {
		return record.Result{}, err
	}
	t.Details.Material = m
	if c := l.Progress.Commitment; c != nil {
		h.aboutAgreed(req, &t, f, *c)
	}
	if t.Details.None() && t.ExactNext.IsZero() || added(seen, form.Meta, t) {
		return record.Result{Nothing: true}, nil
	}
	return h.record.RecordTouch(req, seen, t)
}

// aboutAgreed is what the page says of the agreed call. What is taken back of it, a yes that was missing or a goal that
// is another, is the call agreed on anew for the same time.
func (h *Handlers) aboutAgreed(req *request.Request, t *record.TouchInput, f say.Filled, c coach.Commitment) {
	unsure, goal := c.Unsure, c.Goal
	if f.Sure != "" {
		unsure = f.Sure == say.No
	}
	switch f.Goal {
	case coach.GoalClose:
		goal = coach.GoalClose
	case say.No:
		goal = ""
	}
	switch {
	case (c.Unsure && !unsure || c.Goal != "" && goal == "") && c.At.After(req.Now):
		t.ExactNext, t.Args.Agenda, t.Details.Unsure, t.Details.Goal = c.At, c.Agenda, unsure, goal
	default:
		t.Details.Unsure = unsure && !c.Unsure
		if goal != c.Goal {
			t.Details.Goal = goal
		}
	}
}

// gateOf is the gate as it was filled in; nil when nobody did.
func gateOf(f say.Filled) *coach.Gate {
	if len(f.Ticks) == 0 && f.Agreed == "" {
		return nil
	}
	g := &coach.Gate{
		Need: slices.Contains(f.Ticks, say.TickNeed), Value: slices.Contains(f.Ticks, say.TickValue),
		Decides: slices.Contains(f.Ticks, say.TickDecides),
	}
	if f.Agreed != "" {
		yes := f.Agreed == say.Yes
		g.Agreed = &yes
	}
	return g
}

// materialOf is what they were given; nil for nothing. What is shown or sent needs no name of its own, a page or a link
// of something does.
func materialOf(f say.Filled) (*coach.Material, error) {
	name := strings.Join(strings.Fields(f.Material), " ")
	if name == "" {
		name = say.HowName(f.How)
	}
	switch {
	case name != "":
		return &coach.Material{Name: name, Link: f.Link, Pointer: f.Pointer, Shown: f.How != "" && f.How != say.HowSend}, nil
	case f.Link != "" || f.Pointer != "":
		return nil, &request.BadValue{What: "the name of what they got", Expected: say.ErrMaterial, Field: say.FieldMaterial}
	}
	return nil, nil
}

// firstAsk is what to find out before something is sent (S0.25): the missing ticks, and a time to go through it
// together. It is asked once; saved a second time, the page is taken at its word.
func (h *Handlers) firstAsk(form request.Form, t record.TouchInput) []string {
	m := t.Details.Material
	if m == nil || m.Shown || form.Meta.Asked {
		return nil
	}
	var g coach.Gate
	if t.Details.Gate != nil {
		g = *t.Details.Gate
	}
	var out []string
	for _, q := range g.Missing() {
		out = append(out, q.Ask)
	}
	if t.ExactNext.IsZero() {
		out = append(out, say.AskReview)
	}
	return out
}
