package record

import (
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
)

// Offers finds the times, words and scripts that a rep is offered after a touch, out of the rules alone.
type Offers struct {
	Rules *coach.Rules
}

// First is the first time that would be offered for a booked call; zero where there is none.
func (o Offers) First(req *request.Request, l coach.Lead) time.Time {
	if slots := o.Rules.SlotsBut(l, *req.Rep, req.Now, time.Time{}, time.Time{}, 1, req.Agreed); len(slots) > 0 {
		return slots[0].At
	}
	return time.Time{}
}

// finding is the first phrase in what was written down about a talk that is worth another word: in the note, else in
// the agenda. nil for none. A vague one is mended by a date, agreed or offered, and of a closed lead nothing more is to
// be said.
func (o Offers) finding(req *request.Request, l coach.Lead, t coach.Touch, offered bool) *say.Found {
	if !l.Open() {
		return nil
	}
	for _, text := range []string{t.Note, t.Agenda} {
		if text == "" {
			continue
		}
		for _, f := range o.Rules.Review(text) {
			if f.Vague && (offered || !t.Until.IsZero()) {
				continue
			}
			fill := o.Fill(req, coach.Card{Lead: l, Step: o.Rules.Next(l, *req.Rep, req.Now)}, t.Outcome)
			return &say.Found{Finding: f, Instead: o.Rules.Instead(f.ID, fill)}
		}
	}
	return nil
}

// Script is a branch of the conversation tree as it is said to this lead; empty when there is none.
func (o Offers) Script(req *request.Request, c coach.Card, branch string) coach.Script {
	x, _ := o.Rules.Branch(branch)
	s, _ := o.Rules.Script(branch, o.Fill(req, c, x.Outcome))
	return s
}

// Fill is what there is to put into the words of a script. The times in it are those that are offered after the
// outcome.
func (o Offers) Fill(req *request.Request, c coach.Card, out coach.Outcome) coach.Fill {
	return coach.Fill{
		Lead: c.Lead, Step: c.Step, Rep: *req.Rep, Me: req.Person.Full, Now: req.Now, Slots: o.Times(req, c.Lead, out),
		Cost: o.Rules.CallBackCost(req.Tally),
	}
}

// Times are three times for the next call after an outcome; none where the lead's day and the rep's hours never meet.
func (o Offers) Times(req *request.Request, l coach.Lead, out coach.Outcome) []coach.Slot {
	if !l.Open() {
		return nil
	}
	from, to := o.Rules.Offer(l, *req.Rep, out, req.Now)
	return o.Rules.SlotsBut(l, *req.Rep, req.Now, from, to, 3, req.Agreed)
}

// remark adds what is to be said of an agreed time: that another call was agreed on for it, or that nobody told them
// the call is meant to close (S4.8).
func (o Offers) remark(saved *say.Saved, agreed []coach.Agreed) {
	touch, c := saved.Touch, saved.Lead.Progress.Commitment
	if c != nil && c.At.Equal(touch.Until) {
		if twice, ok := o.Rules.Twice(agreed, saved.Lead.ID, c.At); ok {
			saved.Instant = append(saved.Instant, twice)
		}
	}
	spoken := !touch.Until.IsZero() || touch.Agenda != "" || touch.Goal != ""
	if spoken && o.Rules.CloseHidden(c) {
		saved.Instant = append(saved.Instant, coach.Reason{Code: coach.ReasonCloseHidden, Source: "S4.8"})
	}
}

// offer adds the times to offer where none was agreed on and the words or the outcome ask for one.
func (o Offers) offer(req *request.Request, saved *say.Saved, t TouchInput, next NextAppointment,
	agreed []coach.Agreed) {
	l, rep, touch := saved.Lead, *req.Rep, saved.Touch
	slots := func() []coach.Slot {
		from, to := next.from, next.to
		if from.IsZero() && to.IsZero() { // the words say nothing of when; the call map may
			from, to = o.Rules.Offer(l, rep, t.Outcome, req.Now)
		}
		return o.Rules.SlotsBut(l, rep, req.Now, from, to, 3, agreed)
	}
	// The first case that fits wins: what the words say comes before what the outcome asks for.
	switch {
	case t.Outcome == coach.HasSolution:
		saved.EndsOn = next.words
	case next.law != nil:
		saved.Vague, saved.Law, saved.Slots = next.words, next.law, o.lawful(l, rep, next, req.Now)
	case next.vague && l.Open():
		saved.Vague, saved.DayOnly = next.words, next.dayOnly
		saved.Slots = slots()
	case t.Args.Unparsed != nil && l.Open():
		saved.Unread, saved.Slots = t.Args.Unparsed.Words, o.begun(l, rep, t.Args.Unparsed.Start, req.Now)
	case (t.Outcome == coach.Meeting || t.Line != nil && input.OffersTimes[t.Outcome]) && l.Open() &&
		l.Progress.Commitment == nil:
		saved.Slots = slots() // on the page behind a card the times have their own place
	case t.Outcome == coach.WantsInfo && touch.Material != nil && !touch.Material.Shown && l.Progress.NeedsDate():
		saved.Slots = slots() // sending without a time to go through it together is an ending (S0.23)
	}
}
