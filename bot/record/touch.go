package record

import (
	"cmp"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// TouchInput is a touch that somebody made known, by a line, a tap or a form.
type TouchInput struct {
	// Lead is the one that the touch is about; nil makes a new one of that Name.
	Lead       *coach.Lead
	Name       string
	Like       bool // the lead was found by likeness
	Outcome    coach.Outcome
	Args       input.LogArgs
	Reason     string // why the lead was closed
	Verdict    string // what was decided after a review or the question of a short plan
	Theirs     bool   // an agreed time, moved to the lead's zone
	Op         string // names the change in the journal before its outcome; empty for "log"
	Resolution input.Resolution
	Line       *input.Line // of a typed line, to be kept when a question stands before it

	// Instants from the pickers of a form, which win over those among Args; zero where none was picked.
	ExactAt, ExactNext time.Time

	Details input.CallDetails
	Facts   map[string]string // what was said of the lead itself, by key
	Stopped bool              // the number among them belongs to somebody who asked not to be called
}

// LongAgo is the age from which a touch is asked about before it is saved: a date that far back is more often misread
// than meant.
const LongAgo = 7 * 24 * time.Hour

// DecideTouch turns a touch into a change and what is said of it: lead, history, what comes next and why. Whoever may
// agree on a time with it reads with the agreed calls, so that two calls at one time are found. Nothing is written: the
// result is for [Transaction.Try].
func (rec *Recorder) DecideTouch(req *request.Request, seen store.Snapshot, t TouchInput) (Result, error) {
	rep := *req.Rep
	lead, created, err := leadFor(req, t)
	if err != nil {
		return Result{}, err
	}
	// Facts come before the touch: a zone or a number among them decides when they may be called.
	was := lead
	if err := input.SetFacts(&lead, t.Facts); err != nil {
		return Result{}, err
	}
	if t.Stopped && lead.Phone != was.Phone {
		return Result{}, input.StoppedNumber(lead.Phone)
	}
	rec.Offers.place(req, &lead, t)
	wrongAt := t.unlikely()
	at, question, err := touchedAt(req, t)
	if err != nil || question != nil {
		return Result{Question: question}, err
	}
	next, err := rec.Offers.appointment(req, lead, t)
	if err != nil {
		return Result{}, err
	}
	after, logged, err := rec.Rules.Log(lead, seen.Touches, t.touch(req, lead, at, next), rep)
	if err != nil {
		return Result{}, request.WithLead(err, lead)
	}
	c, step := rec.PlanChange(req, after, created)
	c.Op, c.Touch = cmp.Or(t.Op, "log")+" "+string(t.Outcome), &logged.Touch
	// Nobody can take back what somebody else asked for.
	if t.Outcome == coach.DoNotCall {
		c.Undoable, c.Entry = false, ""
		c.Outbox = doNotCall(req, after)
	}
	saved := say.Saved{
		Lead: after, Touch: logged.Touch, Step: step, Logged: logged, Change: c.Entry, Created: created,
		Theirs: next.theirs && next.law == nil, Instant: next.reasons, ReadAs: next.readAs,
		WrongAt: wrongAt,
	}
	if coach.FactsDiffer(was, lead) {
		saved.Was = &was
	}
	rec.Offers.remark(&saved, seen.Agreed)
	rec.Offers.offer(req, &saved, t, next, seen.Agreed)
	saved.Phrase = rec.Offers.finding(req, after, logged.Touch, len(saved.Slots) > 0)
	return Result{Change: c, Saved: saved}, nil
}

// touch is the touch as it is logged. Instants are stored in UTC: zones are a matter of whoever reads them.
func (t TouchInput) touch(req *request.Request, lead coach.Lead, at time.Time, next NextAppointment) coach.Touch {
	d := t.Details
	return coach.Touch{
		ID: store.NewID(), Seq: int64(lead.Progress.Touches) + 1, Outcome: t.Outcome,
		At: at.UTC(), Logged: req.Now.UTC(), By: req.User, Note: t.Args.Note, Agenda: t.Args.Agenda, Reason: t.Reason,
		Verdict: t.Verdict, Theirs: t.Theirs,
		Promises: d.Promises, Settled: d.Settled, Material: d.Material, Gate: d.Gate, Together: d.Together,
		Goal: d.Goal, Tentative: d.Tentative, Given: d.Given || next.given, Until: next.Until, Vague: next.vague &&
			t.Outcome.Info().Group != coach.NotReached,
	}
}

// OutcomeIn is the outcome in the name of a change; empty when it was no touch.
func OutcomeIn(op string) coach.Outcome {
	_, o, _ := strings.Cut(op, " ")
	return coach.Outcome(o)
}

// doNotCall blocks a lead's number for the whole workspace. It travels by the outbox: the number's record lies in
// another shard than the rep's. nil for a lead without a number.
func doNotCall(req *request.Request, l coach.Lead) []store.Outbox {
	number := req.Rep.PhoneKey(l.Phone)
	if number == "" {
		return nil
	}
	return []store.Outbox{{Kind: store.OutboxBlock, By: req.User,
		Blocked: &store.Blocked{Phone: number, By: req.User, At: req.Now.UTC(), Rep: req.User, Lead: l.ID}}}
}

// leadFor is the lead a touch is about, a new one when there was none.
func leadFor(req *request.Request, t TouchInput) (coach.Lead, bool, error) {
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

// PlanChange is the change of a lead's record with all that follows from it, and the step that comes next.
func (rec *Recorder) PlanChange(req *request.Request, l coach.Lead, created bool) (*store.Change, coach.Step) {
	step, attention := rec.Rules.Plan(l, *req.Rep, req.Now)
	c := &store.Change{Entry: store.NewID(), Lead: &l, Attention: attention, Undoable: true}
	if created {
		c.Name = names.Normalize(l.Name)
	}
	return c, step
}

// DecideFacts is the change of what people said of a lead. It has no touch, and what comes next is planned again.
func (rec *Recorder) DecideFacts(req *request.Request, l coach.Lead) (Result, error) {
	c, step := rec.PlanChange(req, l, false)
	c.Op = "edit"
	return Result{Change: c, Saved: say.Saved{Lead: l, Step: step, Change: c.Entry}}, nil
}

// touchedAt is when it happened: now, unless the rep said otherwise. A typed time over a week ago is asked about.
func touchedAt(req *request.Request, t TouchInput) (time.Time, *input.Clarification, error) {
	at := req.Now
	switch {
	case !t.ExactAt.IsZero():
		at = t.ExactAt
	case t.Args.At != nil:
		d := t.Args.At
		at = input.Happened(d, *req.Rep, req.Now)
	default:
		return at, nil, nil
	}
	if at.After(req.Now) {
		return at, nil, &request.TouchInFuture{At: at}
	}
	if req.Now.Sub(at) > LongAgo && !t.Resolution.LongAgo && t.Line != nil {
		return at, &input.Clarification{Question: input.LongAgo, At: at,
			Pending: t.Line.Pending(func(res *input.Resolution) { res.LongAgo = true })}, nil
	}
	return at, nil, nil
}
