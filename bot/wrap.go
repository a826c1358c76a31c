package bot

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// This file is the wrap-up: what a call left behind, added to a touch that is saved already.

// wrapPage is the page after an outcome was saved with one tap.
func (b *Bot) wrapPage(a *act, s say.Saved, meta say.Meta, filled say.Filled, problem string) slack.ModalViewRequest {
	o := s.Touch.Outcome
	w := say.Wrap{
		Saved: s, Slots: b.offers(a, s.Lead, o),
		Filled: filled, Problem: problem, Fixed: a.rep.TZFixed, NoSend: !b.rules.MultiCall(), Meta: meta,
	}
	onLine := meta.At == 0 // else it's told of a call that is over
	if onLine {
		w.Script = b.script(a, coach.Card{Lead: s.Lead, Step: s.Step}, b.rules.BranchAfter(o))
	}
	if onLine && o == coach.NotReviewed {
		cost := b.rules.CallBackCost(a.tally)
		w.Cost = &cost
	}
	return say.WrapPage(b.reader(a), w)
}

// offers are three times for the next call after an outcome; none where the lead's day and the rep's hours never meet.
func (b *Bot) offers(a *act, l coach.Lead, o coach.Outcome) []coach.Slot {
	if !l.Open() {
		return nil
	}
	from, to := b.rules.Offer(l, *a.rep, o, a.now)
	return b.rules.SlotsBut(l, *a.rep, a.now, from, to, 3, a.agreed)
}

// filledIn is what a wrap-up page holds.
func filledIn(s sheet) say.Filled {
	f := say.Filled{
		Slot: s.text(say.FieldSlot), Agenda: s.text(say.FieldAgenda), Hot: s.text(say.FieldHot),
		Promise: s.text(say.FieldPromise),
		Note:    s.text(say.FieldNote), Phone: s.text(say.FieldPhone), Reason: s.text(say.FieldReason),
		Next: s.instant(say.FieldNext),
		Day:  s.values[say.FieldDay].SelectedDate, Agreed: s.text(say.FieldAgreed), How: s.text(say.FieldHow),
		Material: s.text(say.FieldMaterial),
		Pointer:  s.text(say.FieldPointer), Link: s.text(say.FieldLink), Sure: s.text(say.FieldSure),
		Goal: s.text(say.FieldGoal),
	}
	for _, o := range s.values[say.FieldTicks].SelectedOptions {
		f.Ticks = append(f.Ticks, o.Value)
	}
	return f
}

// next is the agreed time: the one that was picked, or one of those offered.
func next(f say.Filled) time.Time {
	if !f.Next.IsZero() {
		return f.Next
	}
	return instantOf(f.Slot)
}

// wrapForm saves what a wrap-up page holds, and ends on the page "Saved".
func (b *Bot) wrapForm(ctx context.Context, a *act, s sheet) (answer, error) {
	if err := b.directLine(ctx, a, s); err != nil {
		return answer{}, err
	}
	ans, err := b.saveForm(ctx, a, s, func(seen store.Seen, l *coach.Lead) (store.Change, say.Saved, error) {
		return b.wrapUp(a, seen, s, *l)
	})
	return b.wrapped(ctx, a, s, ans, err)
}

// moreForm saves the page with the rest.
func (b *Bot) moreForm(ctx context.Context, a *act, s sheet) (answer, error) {
	ans, err := b.saveForm(ctx, a, s, func(seen store.Seen, l *coach.Lead) (store.Change, say.Saved, error) {
		return b.moreUp(a, seen, s, *l)
	})
	return b.wrapped(ctx, a, s, ans, err)
}

// wrapped ends a wrap-up: on a page that asks something first, or, when nothing was added, on the same page as if
// something was.
func (b *Bot) wrapped(ctx context.Context, a *act, s sheet, ans answer, err error) (answer, error) {
	var form *openForm
	switch {
	case errors.As(err, &form):
		return showing(form.view)
	case !errors.Is(err, errNothing):
		return ans, err
	}
	seen, err := b.leadOf(ctx, a, s.meta.Lead)
	if err != nil {
		return answer{}, err
	}
	line, err := b.dueNow(ctx, a)
	if err != nil {
		return answer{}, err
	}
	return showing(say.FormSaved(b.reader(a), b.savedBefore(a, seen, s.meta), nextInLine(line, s.meta.Lead)))
}

// wrapMore is [More…]: what the page holds is saved, and another one asks for the rest. What can't be saved keeps the
// page, with everything that was typed.
func (b *Bot) wrapMore(ctx context.Context, a *act, t tap) (answer, error) {
	s, err := filled(a)
	if err != nil || s.meta.Lead != t.first {
		return answer{}, errOutdated
	}
	refused := b.directLine(ctx, a, s)
	var seen store.Seen
	var saved *say.Saved
	ans, err := b.leavePage(ctx, a, leaving{
		lead: t.first,
		write: func(now store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
			seen = now
			if err := movedOn(seen, s.meta); refused != nil && err == nil {
				return store.Change{}, say.Saved{}, refused
			}
			return b.wrapUp(a, seen, s, l)
		},
		over: true,
		stay: func(_ coach.Lead, problem string) slack.ModalViewRequest {
			return b.wrapPage(a, b.savedBefore(a, seen, s.meta), s.meta, filledIn(s), say.NotYet(problem))
		},
		goOn: func(_ coach.Lead, done *say.Saved) slack.ModalViewRequest {
			if saved = done; done == nil {
				before := b.savedBefore(a, seen, s.meta)
				done = &before
			}
			return say.MorePage(b.reader(a), say.Wrap{Saved: *done, Fixed: a.rep.TZFixed, Meta: s.meta})
		},
	})
	if err == nil && saved != nil {
		b.afterForm(a, s.meta, *saved)
	}
	return ans, err
}

// savedBefore is what a wrap-up page tells of a call that was saved before it was drawn.
func (b *Bot) savedBefore(a *act, seen store.Seen, meta say.Meta) say.Saved {
	s := say.Saved{Lead: *seen.Lead, Step: b.rules.Next(*seen.Lead, *a.rep, a.now),
		Touch: coach.Touch{Outcome: coach.Outcome(meta.Outcome)}}
	for _, t := range slices.Backward(seen.Touches) {
		if t.ID == meta.Touch || meta.Touch == "" && t.Outcome == s.Touch.Outcome {
			s.Touch = t
			break
		}
	}
	return s
}

// movedOn says what has become of a lead since the page was drawn that doesn't go with it: the call was taken back, or
// the lead was ended or opened again by something else. What the page holds would have to be dropped or put where it
// doesn't belong then.
func movedOn(seen store.Seen, meta say.Meta) error {
	l, ends := *seen.Lead, coach.Outcome(meta.Outcome).Info().Ends
	switch {
	case meta.Touch != "" && !slices.ContainsFunc(seen.Touches, func(t coach.Touch) bool { return t.ID == meta.Touch }):
		return leftBehind(withLead(errCallGone, l))
	case l.Open() && ends:
		return leftBehind(withLead(coach.ErrOpen, l))
	case !l.Open() && string(l.Progress.Closed) != meta.Outcome:
		return leftBehind(withLead(coach.ErrClosed, l))
	}
	return nil
}

// outgrown is the page of a call that doesn't go with its lead any more.
type outgrown struct{ error }

func (o *outgrown) Unwrap() error { return o.error }

// stands reports whether a page still goes with its lead.
func stands(seen store.Seen, meta say.Meta) bool { return movedOn(seen, meta) == nil }

// added reports whether what is on a page was added since it was drawn, by a first tap on the button that is tapped
// now.
func added(seen store.Seen, meta say.Meta, t touched) bool {
	if seen.Lead.Version == meta.Version {
		return false
	}
	for _, x := range slices.Backward(seen.Touches) {
		switch {
		case x.ID == meta.Touch:
			return false
		case x.Outcome == t.outcome && x.Note == t.phrase.note && x.Agenda == t.phrase.agenda && x.Until.Equal(t.exactNext) &&
			x.Reason == t.reason &&
			x.Goal == t.came.goal && x.Unsure == t.came.unsure && sameMaterial(x.Material, t.came.material) &&
			slices.EqualFunc(x.Promises, t.came.promises,
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
func (b *Bot) directLine(ctx context.Context, a *act, s sheet) error {
	l := coach.Lead{Phone: s.text(say.FieldPhone)}
	if err := checkFacts(l); err != nil {
		return err
	}
	return b.mayBeCalled(ctx, a, l)
}

// wrapUp turns what a wrap-up page holds into a change; errNothing when it holds nothing new.
func (b *Bot) wrapUp(a *act, seen store.Seen, s sheet, l coach.Lead) (store.Change, say.Saved, error) {
	none := func(err error) (store.Change, say.Saved, error) { return store.Change{}, say.Saved{}, err }
	if err := movedOn(seen, s.meta); err != nil {
		return none(err)
	}
	f, o := filledIn(s), coach.Outcome(s.meta.Outcome)
	t := touched{lead: &l, outcome: coach.Details, op: "wrap", exactNext: next(f),
		phrase: phrase{note: f.Note, agenda: f.Agenda}}
	if !t.exactNext.IsZero() && !t.exactNext.After(a.now) {
		return none(&inPast{words: "The next call", at: t.exactNext})
	}
	facts, was := false, l
	if f.Hot != "" && f.Hot != l.HotButton {
		l.HotButton, facts = f.Hot, true
	}
	if f.Phone != "" && f.Phone != l.Phone {
		l.Phone, facts = f.Phone, true
	}
	t.came.promises = readPromises(f.Promise, dateContext(*a.rep, &l, a.now))
	if len(t.came.promises) > coach.MaxPromises {
		return none(&badValue{what: "that many promises", expected: "at most " + strconv.Itoa(coach.MaxPromises) + " at once",
			field: say.FieldPromise})
	}
	t.came.given = o == coach.Gatekeeper && !t.exactNext.IsZero()
	if o == coach.WantsInfo {
		m, err := materialOf(f)
		if err != nil {
			return none(err)
		}
		t.came.gate, t.came.material = gateOf(f), m
		if q := b.firstAsk(s, t); len(q) > 0 {
			meta := s.meta
			meta.Asked = true
			return none(b.asForm(b.wrapPage(a, b.savedBefore(a, seen, meta), meta, f, say.AskFirst(b.reader(a), q))))
		}
	}
	if !l.Open() {
		t.outcome, t.op, t.reason = coach.Explained, "explain", f.Reason
		if t.reason == "" {
			t.reason = l.Progress.ClosedReason
		}
		ends, err := s.day(say.FieldDay, *a.rep, l, a.now)
		if err != nil {
			return none(err)
		}
		t.exactNext = ends
		if f.Reason == "" && f.Day == "" && f.Note == "" || added(seen, s.meta, t) {
			return none(errNothing)
		}
		return b.logTouch(a, seen, t)
	}
	switch {
	case (!t.came.none() || !t.exactNext.IsZero() || f.Note != "" || f.Agenda != "") && !added(seen, s.meta, t):
		c, saved, err := b.logTouch(a, seen, t)
		if facts {
			saved.Was = &was
		}
		return c, saved, err
	case facts:
		c, saved, err := b.facts(a, l)
		saved.Was, saved.Touch = &was, coach.Touch{Outcome: coach.Details, At: a.now}
		return c, saved, err
	}
	return none(errNothing)
}

// moreUp turns the page with the rest into a change.
func (b *Bot) moreUp(a *act, seen store.Seen, s sheet, l coach.Lead) (store.Change, say.Saved, error) {
	none := func(err error) (store.Change, say.Saved, error) { return store.Change{}, say.Saved{}, err }
	if err := movedOn(seen, s.meta); err != nil {
		return none(err)
	}
	f := filledIn(s)
	t := touched{lead: &l, outcome: coach.Details, op: "wrap"}
	if f.Link != "" && !onWeb(f.Link) {
		return none(&badValue{what: "a link", given: f.Link, expected: "an address that begins with https://",
			field: say.FieldLink})
	}
	m, err := materialOf(f)
	if err != nil {
		return none(err)
	}
	t.came.material = m
	if c := l.Progress.Commitment; c != nil {
		b.aboutAgreed(a, &t, f, *c)
	}
	if t.came.none() && t.exactNext.IsZero() || added(seen, s.meta, t) {
		return none(errNothing)
	}
	return b.logTouch(a, seen, t)
}

// aboutAgreed is what the page says of the agreed call. What is taken back of it, a yes that was missing or a goal that
// is another, is the call agreed on anew for the same time.
func (b *Bot) aboutAgreed(a *act, t *touched, f say.Filled, c coach.Commitment) {
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
	case (c.Unsure && !unsure || c.Goal != "" && goal == "") && c.At.After(a.now):
		t.exactNext, t.phrase.agenda, t.came.unsure, t.came.goal = c.At, c.Agenda, unsure, goal
	default:
		t.came.unsure = unsure && !c.Unsure
		if goal != c.Goal {
			t.came.goal = goal
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
		return nil, &badValue{what: "the name of what they got", expected: say.ErrMaterial, field: say.FieldMaterial}
	}
	return nil, nil
}

// firstAsk is what to find out before something is sent (S0.25): the missing ticks, and a time to go through it
// together. It is asked once; saved a second time, the page is taken at its word.
func (b *Bot) firstAsk(s sheet, t touched) []string {
	m := t.came.material
	if m == nil || m.Shown || s.meta.Asked {
		return nil
	}
	var g coach.Gate
	if t.came.gate != nil {
		g = *t.came.gate
	}
	var out []string
	for _, q := range g.Missing() {
		out = append(out, q.Ask)
	}
	if t.exactNext.IsZero() {
		out = append(out, say.AskReview)
	}
	return out
}

// leftBehind marks a refusal as one that the page itself doesn't survive.
func leftBehind(err error) error { return &outgrown{err} }
