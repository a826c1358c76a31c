package record

import (
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// TouchInput is a touch that somebody made known, by a line, a tap or a form.
type TouchInput struct {
	Lead       *coach.Lead // nil: a new one of that name
	Name       string
	Like       bool // the lead was found by likeness
	Outcome    coach.Outcome
	Args       input.LogArgs
	Reason     string
	Op         string
	Resolution input.Resolution
	Line       *input.Line // of a typed line, to be kept when a question stands before it

	ExactAt   time.Time // from a form's picker, instead of phrase.at
	ExactNext time.Time // from a form's pickers, instead of phrase.next

	Details input.CallDetails
	Facts   map[string]string // what was said of the lead itself, by key
	Stopped bool              // the number among them belongs to somebody who asked not to be called
}

// LongAgo is the age from which a touch is asked about before it is saved.
const LongAgo = 7 * 24 * time.Hour

// RecordTouch turns a touch into a change and its answer: lead, history, what comes next and why. Whoever may agree on
// a time with it reads with Ask.Agreed, so that two calls at one time are told of.
func (rec *Recorder) RecordTouch(req *request.Request, seen store.Seen,
	t TouchInput) (c store.Change, saved say.Saved, err error) {
	rep := *req.Rep
	lead, created, err := rec.leadFor(req, t)
	if err != nil {
		return c, saved, err
	}
	was := lead
	if err := input.SetFacts(&lead, t.Facts); err != nil {
		return c, saved, err
	}
	if t.Stopped && lead.Phone != was.Phone {
		return c, saved, input.StoppedNumber(lead.Phone)
	}
	at, err := rec.touchedAt(req, t)
	if err != nil {
		return c, saved, err
	}
	touch := coach.Touch{
		ID: store.NewID(), Seq: int64(lead.Progress.Touches) + 1, Outcome: t.Outcome,
		At: at.UTC(), Logged: req.Now.UTC(), By: req.User, Note: t.Args.Note, Agenda: t.Args.Agenda, Reason: t.Reason,
		Promises: t.Details.Promises, Settled: t.Details.Settled, Material: t.Details.Material, Gate: t.Details.Gate,
		Together: t.Details.Together,
		Goal:     t.Details.Goal, Unsure: t.Details.Unsure, Given: t.Details.Given,
	}
	plan, err := rec.nextAppointment(req, lead, t)
	if err != nil {
		return c, saved, err
	}
	touch.Until, touch.Vague = plan.Until, plan.vague

	after, logged, err := rec.Rules.Log(lead, seen.Touches, touch, rep)
	if err != nil {
		return c, saved, request.WithLead(err, lead)
	}
	touch = logged.Touch
	c = rec.LeadChange(req, after, created)
	c.Op, c.Touch = opOf(t.Op, t.Outcome), &touch
	if t.Outcome == coach.DoNotCall {
		c.Undoable, c.Entry = false, ""
		c.Outbox = rec.doNotCall(req, after)
	}
	saved = say.Saved{
		Lead: after, Touch: touch, Step: rec.Rules.Next(after, rep, req.Now), Logged: logged, Change: c.Entry,
		Created: created,
		Theirs:  plan.theirs && plan.law == nil, Instant: plan.reasons, ReadAs: plan.readAs,
	}
	if say.FactsDiffer(was, lead) {
		saved.Was = &was
	}
	if next := after.Progress.Commitment; next != nil && next.At.Equal(touch.Until) {
		if twice, ok := rec.Rules.Twice(seen.Agreed, after.ID, next.At); ok {
			saved.Instant = append(saved.Instant, twice)
		}
	}
	if told := !touch.Until.IsZero() || touch.Agenda != "" || touch.Goal != ""; told &&
		rec.Rules.CloseHidden(after.Progress.Commitment) {
		saved.Instant = append(saved.Instant, coach.Reason{Code: coach.ReasonCloseHidden, Source: "S4.8"})
	}
	slots := func() []coach.Slot {
		from, to := plan.from, plan.to
		if from.IsZero() && to.IsZero() { // the words say nothing of when; the call map may
			from, to = rec.Rules.Offer(after, rep, t.Outcome, req.Now)
		}
		return rec.Rules.SlotsBut(after, rep, req.Now, from, to, 3, seen.Agreed)
	}
	switch {
	case t.Outcome == coach.HasSolution:
		saved.EndsOn = plan.words
	case plan.law != nil:
		saved.Vague, saved.Law, saved.Slots = plan.words, plan.law, rec.lawful(after, rep, plan, req.Now)
	case plan.vague && after.Open():
		saved.Vague, saved.DayOnly = plan.words, plan.dayOnly
		saved.Slots = slots()
	case t.Args.Unparsed != nil && after.Open():
		saved.Unread, saved.Slots = t.Args.Unparsed.Words, rec.begun(after, rep, t.Args.Unparsed.Start, req.Now)
	case (t.Outcome == coach.Meeting || t.Line != nil && input.OffersTimes[t.Outcome]) && after.Open() &&
		after.Progress.Commitment == nil:
		saved.Slots = slots() // on the page behind a card the times have their own place
	case t.Outcome == coach.WantsInfo && touch.Material != nil && !touch.Material.Shown && after.Progress.NeedsDate():
		saved.Slots = slots() // sending without a time to go through it together is an ending (S0.23)
	}
	saved.Found = rec.finding(req, after, touch, len(saved.Slots) > 0 || saved.Vague != "" || saved.Unread != "")
	return c, saved, nil
}

// opOf names a change in the journal: what was done, and of a touch its outcome.
func opOf(op string, o coach.Outcome) string {
	if op == "" {
		op = "log"
	}
	return op + " " + string(o)
}

// OutcomeIn is the outcome in the name of a change; empty when it was no touch.
func OutcomeIn(op string) coach.Outcome {
	_, o, _ := strings.Cut(op, " ")
	return coach.Outcome(o)
}

// doNotCall blocks a lead's number for the whole workspace.
func (rec *Recorder) doNotCall(req *request.Request, l coach.Lead) []store.Outbox {
	number := req.Rep.PhoneKey(l.Phone)
	if number == "" {
		return nil
	}
	return []store.Outbox{{Kind: store.OutboxBlock, By: req.User,
		Blocked: &store.Blocked{Phone: number, By: req.User, At: req.Now.UTC(), Rep: req.User, Lead: l.ID}}}
}

// leadFor is the lead a touch is about, a new one when there was none.
func (rec *Recorder) leadFor(req *request.Request, t TouchInput) (coach.Lead, bool, error) {
	if t.Lead != nil {
		return *t.Lead, false, nil
	}
	name := strings.Join(strings.Fields(t.Name), " ")
	if names.Normalize(name) == "" {
		return coach.Lead{}, false, request.ErrNoName
	}
	if len([]rune(name)) > input.NameMost {
		return coach.Lead{}, false, request.ErrLongName
	}
	return coach.Lead{ID: store.NewID(), Rep: req.User, Name: name, Created: req.Now.UTC()}, true, nil
}

// LeadChange is the change of a lead's record with all that follows from it.
func (rec *Recorder) LeadChange(req *request.Request, l coach.Lead, created bool) store.Change {
	c := store.Change{Entry: store.NewID(), Lead: &l, Attention: rec.Rules.Timers(l, *req.Rep, req.Now), Undoable: true}
	if created {
		c.Name = names.Normalize(l.Name)
	}
	return c
}

// ChangeFacts is the change of what people said of a lead.
func (rec *Recorder) ChangeFacts(req *request.Request, l coach.Lead) (store.Change, say.Saved, error) {
	c := rec.LeadChange(req, l, false)
	c.Op = "edit"
	return c, say.Saved{Lead: l, Step: rec.Rules.Next(l, *req.Rep, req.Now), Change: c.Entry}, nil
}

// touchedAt is when it happened: now, unless the rep said otherwise.
func (rec *Recorder) touchedAt(req *request.Request, t TouchInput) (time.Time, error) {
	at := req.Now
	switch {
	case !t.ExactAt.IsZero():
		at = t.ExactAt
	case t.Args.At != nil:
		d := t.Args.At
		if d.Kind == dates.Invalid {
			return at, &request.ImpossibleDate{Words: d.Words, Why: d.Problem}
		}
		at = input.Happened(d, *req.Rep, req.Now)
	default:
		return at, nil
	}
	if at.After(req.Now) {
		return at, &request.TouchInFuture{At: at}
	}
	if req.Now.Sub(at) > LongAgo && !t.Resolution.LongAgo && t.Line != nil {
		line := *t.Line
		fixed := line.Resolution
		fixed.LongAgo = true
		return at, &input.Clarification{Pending: input.PendingCommand{Text: line.Text, Fix: fixed},
			Say: func(to say.Reader, _ []coach.Lead, ref string) say.Reply {
				return say.LongAgo(to, at, req.Typed(), ref)
			}}
	}
	return at, nil
}
