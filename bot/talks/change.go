package talks

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/qualify"
	"github.com/followup-coach/followup/store"
)

// wrapUp turns the fields of a wrap-up page into a change: a touch, facts of the lead, or nothing new. The page of a
// call that ended the lead explains that end.
func (h *Handlers) wrapUp(req *request.Request, seen store.Snapshot, form request.Form,
	l coach.Lead) (record.Result, error) {
	if err := stale(seen, form.Meta); err != nil {
		return record.Result{Stale: true}, err
	}
	filled := filledIn(form)
	// A lead may have been ended by the tap that opened this page, or by somebody else since: neither is opened again.
	if !l.Open() {
		return h.explainEnd(req, seen, form, l)
	}
	// Undo and the page "Saved" compare with the lead as it was before its facts changed.
	was := l
	facts := takeFacts(&l, filled)
	touch, err := wrapTouch(outcome.Outcome(form.Meta.Outcome), filled, l, *req.Rep, req.Now)
	if err != nil {
		return record.Result{}, err
	}
	// The page asks once what to find out before something is sent (S0.25); saved a second time, it is believed.
	if questions := beforeSending(touch, h.record.Phrases.Fit(*req.Rep)); len(questions) > 0 && !form.Meta.Asked {
		meta := form.Meta
		meta.Asked = true
		return record.ShowForm(h.wrapPage(req, h.savedBefore(req, seen, meta), meta, filled,
			forms.AskFirst(questions))), nil
	}
	// Facts travel with the touch where there is one, so that one undo takes both back.
	switch {
	case says(touch) && !added(seen, form.Meta, touch):
		res, err := h.record.DecideTouch(req, seen, touch)
		if facts {
			res.Saved.Was = &was
		}
		return res, err
	case facts:
		res, err := h.record.DecideFacts(req, was, l)
		res.Saved.Was, res.Saved.Touch = &was, coach.Touch{Outcome: outcome.Details, At: req.Now}
		if l.HotButton != was.HotButton {
			res.Saved.Phrase = h.record.Offers.Finding(req, l, outcome.Details, true, l.HotButton)
		}
		return res, err
	}
	return record.Result{Nothing: true}, nil
}

// explainEnd adds what the page of a call that ended the lead says of that end.
func (h *Handlers) explainEnd(req *request.Request, seen store.Snapshot, form request.Form,
	l coach.Lead) (record.Result, error) {
	filled := filledIn(form)
	ends, err := input.PickedEnd(form, fields.Day, *req.Rep, l, req.Now)
	if err != nil {
		return record.Result{}, err
	}
	touch := record.Explained(l, filled.Reason, ends, input.LogArgs{Note: filled.Note})
	// A page that is sent empty, or once more, is no change: there would be an undo that takes nothing back.
	if filled.Reason == "" && ends.IsZero() && filled.Note == "" || added(seen, form.Meta, touch) {
		return record.Result{Nothing: true}, nil
	}
	return h.record.DecideTouch(req, seen, touch)
}

// moreUp turns the page with the rest into a change.
func (h *Handlers) moreUp(req *request.Request, seen store.Snapshot, form request.Form,
	l coach.Lead) (record.Result, error) {
	if err := stale(seen, form.Meta); err != nil {
		return record.Result{Stale: true}, err
	}
	touch, err := moreTouch(filledIn(form), l, req.Now)
	if err != nil {
		return record.Result{}, err
	}
	if touch.Details.None() && touch.ExactNext.IsZero() || added(seen, form.Meta, touch) {
		return record.Result{Nothing: true}, nil
	}
	return h.record.DecideTouch(req, seen, touch)
}

// checkDirectLine refuses a direct line that was typed into a wrap-up page for the reasons that a new lead's number is
// refused.
func (h *Handlers) checkDirectLine(ctx context.Context, req *request.Request, form request.Form) error {
	l := coach.Lead{Phone: form.Text(fields.Phone)}
	// Of a number without a country the rep's own settings say where it is.
	rep, err := h.record.Rep(ctx, req)
	if err == nil {
		err = input.CheckNumber(rep, l)
	}
	if err != nil {
		return err
	}
	return h.record.MayBeCalled(ctx, req, l)
}

// takeFacts gives a lead the hot button, the direct line and the hunch of a page, and reports whether either is new. An
// empty field takes nothing away.
func takeFacts(l *coach.Lead, filled forms.WrapFields) bool {
	was := *l
	if filled.Hot != "" {
		l.HotButton = filled.Hot
	}
	if filled.Phone != "" {
		l.Phone = filled.Phone
	}
	// What the gut says of them now is what closing compares with (S0.2).
	if hunch := coach.ReadHunch(filled.Hunch); hunch > 0 {
		l.Gut = hunch
	}
	return l.HotButton != was.HotButton || l.Phone != was.Phone || l.Gut != was.Gut
}

// wrapTouch is the touch that a wrap-up page adds to an open lead. O is how the call went. Days in promises are read on
// the rep's clock. A time that is past and more than [coach.MaxPromises] promises are refused.
func wrapTouch(o outcome.Outcome, filled forms.WrapFields, l coach.Lead, rep coach.Rep,
	now time.Time) (record.TouchInput, error) {
	touch := record.TouchInput{Lead: &l, Outcome: outcome.Details, Op: "wrap", ExactNext: agreedTime(filled),
		Args: input.LogArgs{Note: filled.Note, Agenda: filled.Agenda}}
	touch.Details.Gut = coach.ReadHunch(filled.Hunch)
	if !touch.ExactNext.IsZero() {
		touch.Args.Meet.By = filled.Meet
	}
	// The time may have passed while the page was open.
	if err := input.CheckAhead("The next call", touch.ExactNext, now); err != nil {
		return record.TouchInput{}, err
	}
	touch.Details.Promises = input.ReadPromises(filled.Promise, input.DateContext(rep, &l, now))
	if len(touch.Details.Promises) > coach.MaxPromises {
		return record.TouchInput{}, &request.BadValue{What: "that many promises",
			Expected: "at most " + strconv.Itoa(coach.MaxPromises) + " at once", Field: fields.Promise}
	}
	// A time that somebody else gave is no agreement with the lead.
	touch.Details.Given = o == outcome.Gatekeeper && !touch.ExactNext.IsZero()
	// Only who wants to read something first has fields for material.
	if o != outcome.WantsInfo {
		return touch, nil
	}
	material, err := materialOf(filled)
	if err != nil {
		return record.TouchInput{}, err
	}
	touch.Details.Gate, touch.Details.Material = gateOf(filled), material
	return touch, nil
}

// moreTouch is the touch that the page with the rest adds: what they were given, and what it says of the agreed call.
func moreTouch(filled forms.WrapFields, l coach.Lead, now time.Time) (record.TouchInput, error) {
	touch := record.TouchInput{Lead: &l, Outcome: outcome.Details, Op: "wrap"}
	if filled.Link != "" && !input.OnWeb(filled.Link) {
		return record.TouchInput{}, &request.BadValue{What: "a link", Given: filled.Link,
			Expected: "an address that begins with https://", Field: fields.Link}
	}
	material, err := materialOf(filled)
	if err != nil {
		return record.TouchInput{}, err
	}
	touch.Details.Material = material
	if agreed := l.Progress.Commitment; agreed != nil {
		touch = withAgreed(touch, filled, *agreed, now)
	}
	return touch, nil
}

// withAgreed adds to a touch what a page says of the agreed call: whether they said yes to it, and what it is for. Less
// than is stored (a yes after all, a goal withdrawn) replaces the agreed call by one at the same time; more is added to
// it.
func withAgreed(touch record.TouchInput, filled forms.WrapFields, agreed coach.Commitment,
	now time.Time) record.TouchInput {
	unsure, goal := agreed.Tentative, agreed.Goal
	if filled.Sure != "" {
		unsure = filled.Sure == forms.No
	}
	switch filled.Goal {
	case coach.GoalClose:
		goal = coach.GoalClose
	case forms.No:
		goal = ""
	}
	if less := agreed.Tentative && !unsure || agreed.Goal != "" && goal == ""; less && agreed.At.After(now) {
		touch.ExactNext, touch.Args.Agenda = agreed.At, agreed.Agenda
		touch.Details.Tentative, touch.Details.Goal = unsure, goal
		return touch
	}
	touch.Details.Tentative = unsure && !agreed.Tentative
	if goal != agreed.Goal {
		touch.Details.Goal = goal
	}
	return touch
}

// agreedTime is the agreed time: the one that was picked, else one of those offered; zero for none.
func agreedTime(filled forms.WrapFields) time.Time {
	if !filled.Next.IsZero() {
		return filled.Next
	}
	return request.ParseInstant(filled.Slot)
}

// gateOf is the answers to what is asked before something is sent; nil where there is none.
func gateOf(filled forms.WrapFields) *qualify.Gate {
	if len(filled.Ticks) == 0 && filled.Agreed == "" {
		return nil
	}
	gate := &qualify.Gate{
		Need: slices.Contains(filled.Ticks, forms.TickNeed), Value: slices.Contains(filled.Ticks, forms.TickValue),
		Decides: slices.Contains(filled.Ticks, forms.TickDecides), Fits: slices.Contains(filled.Ticks, forms.TickFits),
	}
	if filled.Agreed != "" {
		yes := filled.Agreed == forms.Yes
		gate.Agreed = &yes
	}
	return gate
}

// materialOf is what they were given; nil for nothing. The way it was shown or sent is name enough; a page number or a
// link alone is refused, for nobody would know what it belongs to.
func materialOf(filled forms.WrapFields) (*coach.Material, error) {
	name := strings.Join(strings.Fields(filled.Material), " ")
	if name == "" {
		name = forms.HowName(filled.How)
	}
	switch {
	case name != "":
		shown := filled.How != "" && filled.How != forms.HowSend
		return &coach.Material{Name: name, Link: filled.Link, Pointer: filled.Pointer, Shown: shown}, nil
	case filled.Link != "" || filled.Pointer != "":
		return nil, &request.BadValue{What: "the name of what they got", Expected: problems.ErrMaterial,
			Field: fields.Material}
	}
	return nil, nil
}

// beforeSending is what to find out before something is sent (S0.25, S3.17): the missing ticks, and a time to go
// through it together. What is shown while they are on the line needs none of it.
func beforeSending(touch record.TouchInput, criteria string) []string {
	material := touch.Details.Material
	if material == nil || material.Shown {
		return nil
	}
	var gate qualify.Gate
	if touch.Details.Gate != nil {
		gate = *touch.Details.Gate
	}
	var questions []string
	for _, missing := range gate.Missing(criteria) {
		questions = append(questions, missing.Ask)
	}
	if touch.ExactNext.IsZero() {
		questions = append(questions, forms.AskReview)
	}
	return questions
}

// says reports whether a touch holds anything worth adding.
func says(touch record.TouchInput) bool {
	return !touch.Details.None() || !touch.ExactNext.IsZero() || touch.Args.Note != "" || touch.Args.Agenda != ""
}

// added reports whether a page's touch was added since the page was rendered: by a first tap on the same button.
func added(seen store.Snapshot, meta request.Meta, touch record.TouchInput) bool {
	if seen.Lead.Version == meta.Version {
		return false
	}
	for _, stored := range slices.Backward(seen.Touches) {
		switch {
		case stored.ID == meta.Touch:
			return false
		case same(stored, touch):
			return true
		}
	}
	return false
}

// same reports whether a stored touch says what a page's says. Ids and instants that are given on saving don't count.
func same(stored coach.Touch, touch record.TouchInput) bool {
	details := touch.Details
	return stored.Outcome == touch.Outcome && stored.Note == touch.Args.Note && stored.Agenda == touch.Args.Agenda &&
		stored.Until.Equal(touch.ExactNext) && stored.Reason == touch.Reason &&
		stored.Goal == details.Goal && stored.Tentative == details.Tentative &&
		stored.Gut == details.Gut && stored.Meet == touch.Args.Meet &&
		sameMaterial(stored.Material, details.Material) &&
		slices.EqualFunc(stored.Promises, details.Promises,
			func(a, b coach.Promise) bool { return a.By == b.By && a.What == b.What })
}

// sameMaterial compares what they were given, but for when.
func sameMaterial(a, b *coach.Material) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Name == b.Name && a.Pointer == b.Pointer && a.Link == b.Link && a.Shown == b.Shown
}
