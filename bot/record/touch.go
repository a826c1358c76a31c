package record

import (
	"cmp"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/cover"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/phrase"
	"github.com/followup-coach/followup/coach/suspect"
	"github.com/followup-coach/followup/store"
)

// TouchInput is a touch that somebody made known, by a line, a tap or a form.
type TouchInput struct {
	// Lead is the one that the touch is about; nil makes a new one of that Name.
	Lead       *coach.Lead
	Name       string
	Outcome    outcome.Outcome
	Args       input.LogArgs
	Reason     string          // why the lead was closed
	Verdict    string          // what was decided after a review or the question of a short plan
	Lifted     bool            // a do-not-call is taken back
	Gift       *coach.GiftPlan // that is asked for
	Theirs     bool            // an agreed time, moved to the lead's zone
	Op         string          // names the change in the journal before its outcome; empty for "log"
	Resolution input.Resolution
	Line       *input.Line // of a typed line, to be kept when a question stands before it

	// Instants from the pickers of a form, which win over those among Args; zero where none was picked.
	ExactAt, ExactNext time.Time

	Sent    Sent // a message to the prospect
	Details input.CallDetails
	Facts   map[string]string // what was said of the lead itself, by key
	Stopped Stopped           // numbers of the do-not-call list that the one among them may be
}

// Sent is a message that went to a prospect. Its text is the touch's note, so that what repeats it can be found and
// whoever shows notes shows it.
type Sent struct {
	Subject, Text string
	Draft         string        // the text that it was made from, see [outreach.Text.Key]
	Why           coach.WhyKind // the kind of the reason that it gave
}

// LongAgo is the age from which a touch is asked about before it is saved: a date that far back is more often misread
// than meant.
const LongAgo = 7 * 24 * time.Hour

// DecideTouch turns a touch into a change and what is said of it: lead, history, what comes next and why. Whoever may
// agree on a time with it reads with the agreed calls, so that two calls at one time are found. Nothing is written: the
// result is for [Transaction.Try].
func (rec *Recorder) DecideTouch(req *request.Request, seen store.Snapshot, t TouchInput) (Result, error) {
	rep := *req.Rep
	created := t.Lead == nil
	lead, err := leadOf(req, t)
	if err != nil {
		return Result{}, err
	}
	// Facts come before the touch: a zone or a number among them decides when they may be called.
	was, at, wrongAt := lead, req.Now, ""
	d, gut, meet, next := t.Details, t.Details.Gut, coach.Meet{}, nextAppointment{}
	if len(t.Facts) > 0 {
		if err := input.SetFacts(&lead, t.Facts); err != nil {
			return Result{}, err
		}
		gut = hunch(t, lead)
	}
	lead = lead.WithPhones(rep)
	if lead.Phone != was.Phone {
		if err := t.Stopped.Refuses(req, lead); err != nil {
			return Result{}, err
		}
	}
	if t.Args.Next != nil {
		rec.Offers.place(req, &lead, t)
	}
	if t.Args.At != nil {
		wrongAt = t.unlikely()
	}
	if t.Args.At != nil || !t.ExactAt.IsZero() {
		var question *input.Clarification
		if at, question, err = touchedAt(req, t); err != nil || question != nil {
			return Result{Question: question}, err
		}
	}
	if t.Args.Next != nil || t.Args.Ahead != nil || !t.ExactNext.IsZero() {
		if next, err = rec.Offers.appointment(req, lead, t); err != nil {
			return Result{}, err
		}
		meet = next.meet(t.Args)
	}
	// Instants are stored in UTC: zones are a matter of whoever reads them.
	after, logged, err := rec.Rules.Log(lead, seen.Touches, coach.Touch{
		ID: store.NewID(), Seq: int64(lead.Progress.Touches) + 1, Outcome: t.Outcome,
		At: at.UTC(), Logged: req.Now.UTC(), By: req.User, Note: cmp.Or(t.Sent.Text, t.Args.Note),
		Subject: t.Sent.Subject, Draft: t.Sent.Draft, Why: t.Sent.Why, Agenda: t.Args.Agenda, Reason: t.Reason,
		Verdict: t.Verdict, Theirs: t.Theirs, Lifted: t.Lifted, Gift: t.Gift,
		Promises: d.Promises, Settled: d.Settled, Material: d.Material, Gate: d.Gate, Together: d.Together,
		Goal: d.Goal, Tentative: d.Tentative, Given: d.Given || next.given, Until: next.Until, Meet: meet, Gut: gut,
		Vague: next.vague && t.Outcome.Info().Group != outcome.NotReached,
	}, rep)
	if err != nil {
		return Result{}, request.WithLead(err, lead)
	}
	c, step := rec.PlanChange(req, after, created)
	after = *c.Lead // with what was read from its phone
	c.Op, c.Touch = cmp.Or(t.Op, "log")+" "+string(t.Outcome), &logged.Touch
	// Nobody can take back what somebody else asked for.
	if t.Outcome == outcome.DoNotCall {
		c.Undoable, c.Entry = false, ""
		c.Outbox = doNotCall(req, after)
	}
	if logged.Touch.Written() && after.ID != "" {
		c.Outbox = append(c.Outbox, prints(req, logged.Touch)...)
	}
	if t.Lifted {
		c.Undoable, c.Entry = false, ""
		c.Outbox = lifted(req, after)
	}
	saved := answers.Saved{
		Lead: after, Touch: logged.Touch, Step: step, Logged: logged, Change: c.Entry, Created: created,
		Theirs: next.theirs && next.times.Law == nil, Instant: next.reasons, ReadAs: next.readAs, WrongAt: wrongAt,
	}
	if facts.Differ(was, lead) {
		saved.Was = &was
	}
	if len(seen.Held) > 0 && t.Outcome.Info().Try { // whoever wrote competes with nobody on the line
		saved.Held = rec.Views.Held(req, seen.Held, lead, t.Lead)
	}
	if !saved.Touch.Until.IsZero() {
		tellOnce(rec.Rules, req, c, &saved)
	}
	if t.Line != nil && t.Args.At != nil && t.Line.Resolution == (input.Resolution{}) { // read once more it says the same
		saved.Timed = t.Line.Text
	}
	rec.Offers.offer(req, &saved, t, next, seen.Agreed)
	offered := len(saved.Times.Slots) > 0
	saved.Phrase = rec.Offers.Finding(req, saved.Lead, t.Outcome, offered || !logged.Touch.Until.IsZero(),
		written(seen.Lead, saved.Lead, logged.Touch)...)
	// The times are the question, and this one is asked after another talk. A colleague who covers is asked nothing.
	if q := saved.Logged.Question; req.Cover != nil || q != nil && q.Code == coach.AskHot && offered &&
		saved.Times.Offer == answers.OfferSlots {
		saved.Logged.Question, saved.Lead.Asked, c.Lead.Asked = nil, lead.Asked, lead.Asked
	}
	return Result{Change: c, Saved: saved}, nil
}

// doNotCall blocks a lead's numbers for the whole workspace. It travels by the outbox: a number's record lies in
// another shard than the rep's. nil for a lead without a number.
func doNotCall(req *request.Request, l coach.Lead) (items []store.Outbox) {
	for _, number := range l.Telephones(*req.Rep).Keys() {
		items = append(items, store.Outbox{Kind: store.OutboxBlock, By: req.User,
			Blocked: &store.Blocked{Phone: number, By: req.User, At: req.Now.UTC(), Rep: req.Owner, Lead: l.ID,
				Read: true}})
	}
	return items
}

// lifted takes back what was asked on a lead, and on those that have gone into it.
func lifted(req *request.Request, l coach.Lead) (items []store.Outbox) {
	for _, id := range l.IDs() {
		items = append(items, store.Outbox{Kind: store.OutboxUnblock, By: req.User, Rep: req.Owner, Lead: id})
	}
	return items
}

// prints are the fingerprints of what was written for those that a rep's teams keep, so that a colleague hears when
// theirs is like it (S2.23). A short one has none. They travel by the outbox: a team's records lie in another shard.
func prints(req *request.Request, t coach.Touch) (items []store.Outbox) {
	prints := phrase.Fingerprint(t.Note)
	if len(prints) == 0 || len(req.Rep.Teams) == 0 {
		return nil
	}
	return []store.Outbox{{ID: store.PrintsItem(t.ID), Kind: store.OutboxPrints, By: req.User, Rep: req.Owner, Touch: t.ID,
		At:    t.At,
		Teams: req.Rep.Teams, Prints: prints}}
}

// leadOf is the lead of a touch: a new one for a name that none has yet.
func leadOf(req *request.Request, t TouchInput) (coach.Lead, error) {
	if t.Lead != nil {
		return *t.Lead, nil
	}
	name := strings.Join(strings.Fields(t.Name), " ")
	if names.Normalize(name) == "" {
		return coach.Lead{}, request.ErrNoName
	}
	if len([]rune(name)) > input.NameMost {
		return coach.Lead{}, request.ErrLongName
	}
	return coach.Lead{ID: store.NewID(), Rep: req.User, Name: name, Created: req.Now.UTC()}, nil
}

// PlanChange is the change of a lead's record with all that follows from it, and the step that comes next. The step is
// worked out once: what is stored of it and what is said of it cannot differ.
func (rec *Recorder) PlanChange(req *request.Request, l coach.Lead, created bool) (*store.Change, coach.Step) {
	l = l.WithPhones(*req.Rep)
	step, attention := rec.Rules.Plan(l, *req.Rep, req.Now)
	if req.Rep.Away.Lasts() { // whoever covers is reminded also of what the rep has logged themselves
		attention = rec.Rules.Timers(l, cover.Plans(*req.Rep, req.Now), req.Now)
	}
	c := &store.Change{Entry: store.NewID(), Lead: &l, Attention: attention, Undoable: true}
	if created {
		c.Name = names.Normalize(l.Name)
	}
	return c, step
}

// DecideFacts is the change of what people said of a lead. It has no touch, and what comes next is planned again. A
// parked lead that has enough to speak for it by now goes on by itself. What somebody who asked not to be called is
// reached by from now on is blocked with what they were called by.
func (rec *Recorder) DecideFacts(req *request.Request, was, l coach.Lead) (Result, error) {
	l = suspect.Unparked(l, rec.Phrases.chased(*req.Rep), req.Now)
	c, step := rec.PlanChange(req, l, false)
	c.Op, c.Outbox = "edit", addedNumbers(req, was, *c.Lead)
	return Result{Change: c, Saved: answers.Saved{Lead: *c.Lead, Step: step, Change: c.Entry}}, nil
}

// touchedAt is when it happened by what the rep said of it. A typed time over a week ago is asked about.
func touchedAt(req *request.Request, t TouchInput) (time.Time, *input.Clarification, error) {
	at := t.ExactAt
	if d := t.Args.At; at.IsZero() {
		at = input.Happened(d, *req.Rep, req.Now)
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

// offer adds what is offered after a touch: times where none was agreed on and the words or the outcome ask for one,
// and what is to be said of an agreed one.
func (o Offers) offer(req *request.Request, saved *answers.Saved, t TouchInput, next nextAppointment,
	agreed []coach.Agreed) {
	l, touch := saved.Lead, saved.Touch
	if !touch.Until.IsZero() || touch.Agenda != "" || touch.Goal != "" { // an agreed time was spoken of
		o.remark(saved, agreed)
	}
	slots := func(words string) []coach.Slot { return o.inside(req, l, t.Outcome, words, agreed) }
	// The first case that fits wins: what the words say comes before what the outcome asks for.
	switch {
	case t.Outcome == outcome.HasSolution:
		saved.EndsOn = next.times.Words
	case next.times.Law != nil:
		saved.Times = next.times
		saved.Times.Slots = o.lawful(req, l, next)
	case next.vague && l.Open():
		if saved.Times = next.times; len(saved.Times.Slots) == 0 {
			saved.Times.Slots = slots(next.times.Words)
		}
		if t.Outcome.Info().Group == outcome.NotReached {
			saved.Times.Offer = answers.OfferTry
		}
	case t.Args.Ahead != nil && l.Open() && !next.given:
		saved.Times = o.timesAhead(req, l, t, slots)
	case (t.Outcome == outcome.Meeting || t.Line != nil && !next.given &&
		(typedOffers[t.Outcome] || input.OffersTimes[t.Outcome])) && l.Open() && l.Progress.Commitment == nil:
		saved.Times.Slots = slots("") // on the page behind a card the times have their own place
	case t.Outcome == outcome.WantsInfo && touch.Material != nil && !touch.Material.Shown && l.Progress.NeedsDate():
		saved.Times.Slots = slots("") // sending without a time to go through it together is an ending (S0.23)
	}
}

// typedOffers are the outcomes that are answered with times where they are typed without a date, besides those of
// [input.OffersTimes]: after a talk nobody hangs up without one (S0.19–S0.23).
var typedOffers = map[outcome.Outcome]bool{outcome.Talked: true, outcome.WantsInfo: true, outcome.CalledBack: true}

// remark adds what is to be said of an agreed time: that another call was agreed on for it, or that nobody told them
// the call is meant to close (S4.8).
func (o Offers) remark(saved *answers.Saved, agreed []coach.Agreed) {
	touch, c := saved.Touch, saved.Lead.Progress.Commitment
	if c != nil && c.At.Equal(touch.Until) {
		if twice, ok := o.Rules.Twice(agreed, saved.Lead.ID, c.At); ok {
			saved.Instant = append(saved.Instant, twice)
		}
	}
	if o.Rules.CloseHidden(c) {
		saved.Instant = append(saved.Instant, coach.Reason{Code: coach.ReasonCloseHidden, Source: "S4.8"})
	}
}

// written is what a touch has in people's own words: its note, its agenda, what was promised from our side, and what
// they care about where that is news. before is the lead as it was, nil for a new one.
func written(before *coach.Lead, after coach.Lead, t coach.Touch) []string {
	texts := []string{t.Note, t.Agenda}
	for _, p := range t.Promises {
		if p.By == coach.Us {
			texts = append(texts, p.What)
		}
	}
	if before == nil || before.HotButton != after.HotButton {
		texts = append(texts, after.HotButton)
	}
	return texts
}

// Finding is the first phrase in texts that is worth another word, in the order of the texts; nil for none. A vague one
// is mended by a date, agreed or offered, and of a closed lead nothing more is to be said.
func (o Offers) Finding(req *request.Request, l coach.Lead, out outcome.Outcome, dated bool,
	texts ...string) *answers.Found {
	if !l.Open() {
		return nil
	}
	book := o.Rules.Phrases()
	if o.phrases != nil && len(req.Rep.Teams) > 0 {
		book = o.phrases.Known(*req.Rep)
	}
	for _, text := range texts {
		if text == "" {
			continue
		}
		for _, f := range book.Review(text) {
			if f.Vague && dated {
				continue
			}
			return &answers.Found{Finding: f, Instead: book.Instead(f.ID, o.Fill(req, l, out).Values())}
		}
	}
	return nil
}
