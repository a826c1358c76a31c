package bot

import (
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// touched is a touch that somebody made known, by a line, a tap or a form.
type touched struct {
	lead    *coach.Lead // nil: a new one of that name
	name    string
	like    bool // the lead was found by likeness
	outcome coach.Outcome
	phrase  phrase
	reason  string // why the lead was closed
	verdict string // what was decided after a review or light's question
	theirs  bool   // an agreed time, moved to the lead's zone
	op      string
	fix     fix
	line    *line // of a typed line, to be kept when a question stands before it

	exactAt   time.Time // from a form's picker, instead of phrase.at
	exactNext time.Time // from a form's pickers, instead of phrase.next

	came    came
	facts   map[string]string // what was said of the lead itself, by key
	stopped bool              // the number among them belongs to somebody who asked not to be called
}

// came is what a touch leaves behind besides its outcome, its note and its date.
type came struct {
	promises []coach.Promise
	settled  []coach.Settled
	material *coach.Material
	gate     *coach.Gate
	together *bool
	goal     string
	unsure   bool
	given    bool // the time was named by somebody who can't agree to it
}

// none reports whether nothing was left behind.
func (c came) none() bool {
	return len(c.promises)+len(c.settled) == 0 && c.material == nil && c.gate == nil && c.together == nil &&
		c.goal == "" && !c.unsure
}

// longAgo is the age from which a touch is asked about before it is saved.
const longAgo = 7 * 24 * time.Hour

// logTouch turns a touch into a change and its answer: lead, history, what comes next and why. Whoever may agree on a
// time with it reads with Ask.Agreed, so that two calls at one time are told of.
func (b *Bot) logTouch(a *act, seen store.Seen, t touched) (c store.Change, saved say.Saved, err error) {
	rep := *a.rep
	lead, created, err := b.leadFor(a, t)
	if err != nil {
		return c, saved, err
	}
	was := lead
	if err := setFacts(&lead, t.facts); err != nil {
		return c, saved, err
	}
	if t.stopped && lead.Phone != was.Phone {
		return c, saved, stoppedNumber(lead.Phone)
	}
	at, err := b.touchedAt(a, t)
	if err != nil {
		return c, saved, err
	}
	touch := coach.Touch{
		ID: store.NewID(), Seq: int64(lead.Progress.Touches) + 1, Outcome: t.outcome,
		At: at.UTC(), Logged: a.now.UTC(), By: a.user, Note: t.phrase.note, Agenda: t.phrase.agenda, Reason: t.reason,
		Verdict: t.verdict, Theirs: t.theirs,
		Promises: t.came.promises, Settled: t.came.settled, Material: t.came.material, Gate: t.came.gate,
		Together: t.came.together,
		Goal:     t.came.goal, Unsure: t.came.unsure, Given: t.came.given,
	}
	plan, err := b.planned(a, lead, t)
	if err != nil {
		return c, saved, err
	}
	touch.Until, touch.Vague = plan.until, plan.vague

	after, logged, err := b.rules.Log(lead, seen.Touches, touch, rep)
	if err != nil {
		return c, saved, withLead(err, lead)
	}
	touch = logged.Touch
	c = b.leadChange(a, after, created)
	c.Op, c.Touch = opOf(t.op, t.outcome), &touch
	if t.outcome == coach.DoNotCall {
		c.Undoable, c.Entry = false, ""
		c.Outbox = b.doNotCall(a, after)
	}
	saved = say.Saved{
		Lead: after, Touch: touch, Step: b.rules.Next(after, rep, a.now), Logged: logged, Change: c.Entry, Created: created,
		Theirs: plan.theirs && plan.law == nil, Instant: plan.reasons, ReadAs: plan.readAs,
	}
	if say.FactsDiffer(was, lead) {
		saved.Was = &was
	}
	if next := after.Progress.Commitment; next != nil && next.At.Equal(touch.Until) {
		if twice, ok := b.rules.Twice(seen.Agreed, after.ID, next.At); ok {
			saved.Instant = append(saved.Instant, twice)
		}
	}
	if told := !touch.Until.IsZero() || touch.Agenda != "" || touch.Goal != ""; told &&
		b.rules.CloseHidden(after.Progress.Commitment) {
		saved.Instant = append(saved.Instant, coach.Reason{Code: coach.ReasonCloseHidden, Source: "S4.8"})
	}
	slots := func() []coach.Slot {
		from, to := plan.from, plan.to
		if from.IsZero() && to.IsZero() { // the words say nothing of when; the call map may
			from, to = b.rules.Offer(after, rep, t.outcome, a.now)
		}
		return b.rules.SlotsBut(after, rep, a.now, from, to, 3, seen.Agreed)
	}
	switch {
	case t.outcome == coach.HasSolution:
		saved.EndsOn = plan.words
	case plan.law != nil:
		saved.Vague, saved.Law, saved.Slots = plan.words, plan.law, b.lawful(after, rep, plan, a.now)
	case plan.vague && after.Open():
		saved.Vague, saved.DayOnly = plan.words, plan.dayOnly
		saved.Slots = slots()
	case t.phrase.unread != nil && after.Open():
		saved.Unread, saved.Slots = t.phrase.unread.words, b.begun(after, rep, t.phrase.unread.start, a.now)
	case (t.outcome == coach.Meeting || t.line != nil && offersTimes[t.outcome]) && after.Open() &&
		after.Progress.Commitment == nil:
		saved.Slots = slots() // on the page behind a card the times have their own place
	case t.outcome == coach.WantsInfo && touch.Material != nil && !touch.Material.Shown && after.Progress.NeedsDate():
		saved.Slots = slots() // sending without a time to go through it together is an ending (S0.23)
	}
	saved.Found = b.found(a, after, touch)
	return c, saved, nil
}

// opOf names a change in the journal: what was done, and of a touch its outcome.
func opOf(op string, o coach.Outcome) string {
	if op == "" {
		op = "log"
	}
	return op + " " + string(o)
}

// outcomeIn is the outcome in the name of a change; empty when it was no touch.
func outcomeIn(op string) coach.Outcome {
	_, o, _ := strings.Cut(op, " ")
	return coach.Outcome(o)
}

// doNotCall blocks a lead's number for the whole workspace.
func (b *Bot) doNotCall(a *act, l coach.Lead) []store.Outbox {
	number := a.rep.PhoneKey(l.Phone)
	if number == "" {
		return nil
	}
	return []store.Outbox{{Kind: store.OutboxBlock, By: a.user,
		Blocked: &store.Blocked{Phone: number, By: a.user, At: a.now.UTC(), Rep: a.user, Lead: l.ID}}}
}

// leadFor is the lead a touch is about, a new one when there was none.
func (b *Bot) leadFor(a *act, t touched) (coach.Lead, bool, error) {
	if t.lead != nil {
		return *t.lead, false, nil
	}
	name := strings.Join(strings.Fields(t.name), " ")
	if names.Normalize(name) == "" {
		return coach.Lead{}, false, errNoName
	}
	if len([]rune(name)) > nameMost {
		return coach.Lead{}, false, errLongName
	}
	return coach.Lead{ID: store.NewID(), Rep: a.user, Name: name, Created: a.now.UTC()}, true, nil
}

// nameMost is the longest name of a lead, in characters.
const nameMost = 200

// leadChange is the change of a lead's record with all that follows from it.
func (b *Bot) leadChange(a *act, l coach.Lead, created bool) store.Change {
	c := store.Change{Entry: store.NewID(), Lead: &l, Attention: b.rules.Timers(l, *a.rep, a.now), Undoable: true}
	if created {
		c.Name = names.Normalize(l.Name)
	}
	return c
}

// facts is the change of what people said of a lead.
func (b *Bot) facts(a *act, l coach.Lead) (store.Change, say.Saved, error) {
	c := b.leadChange(a, l, false)
	c.Op = "edit"
	return c, say.Saved{Lead: l, Step: b.rules.Next(l, *a.rep, a.now), Change: c.Entry}, nil
}

// touchedAt is when it happened: now, unless the rep said otherwise.
func (b *Bot) touchedAt(a *act, t touched) (time.Time, error) {
	at := a.now
	switch {
	case !t.exactAt.IsZero():
		at = t.exactAt
	case t.phrase.at != nil:
		d := t.phrase.at
		if d.Kind == dates.Invalid {
			return at, &impossible{words: d.words, why: d.Problem}
		}
		at = happened(d, *a.rep, a.now)
	default:
		return at, nil
	}
	if at.After(a.now) {
		return at, &inFuture{at: at}
	}
	if a.now.Sub(at) > longAgo && !t.fix.LongAgo && t.line != nil {
		ln := *t.line
		fixed := ln.fix
		fixed.LongAgo = true
		return at, &asks{park: parked{Text: ln.text, Fix: fixed},
			say: func(to say.Reader, _ []coach.Lead, ref string) say.Reply {
				return say.LongAgo(to, at, a.typed(), ref)
			}}
	}
	return at, nil
}
