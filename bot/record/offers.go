package record

import (
	"errors"
	"slices"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/merge"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/script"
	"github.com/followup-coach/followup/coach/selfreport"
)

// Offers finds the times, words and scripts that a rep is offered after a touch, out of the rules alone.
type Offers struct {
	Rules   *coach.Rules
	phrases *Phrases // nil for the built-in ones alone
}

// First is the first time that would be offered for a booked call; zero where there is none.
func (o Offers) First(req *request.Request, l coach.Lead) time.Time {
	if slots := o.Rules.SlotsBut(l, *req.Rep, req.Now, time.Time{}, time.Time{}, 1, req.Agreed); len(slots) > 0 {
		return slots[0].At
	}
	return time.Time{}
}

// Script is a branch of the conversation tree as it is said to this lead; empty when there is none.
func (o Offers) Script(req *request.Request, l coach.Lead, branch string) script.Script {
	x, _ := o.Rules.Scripts().Branch(branch)
	s, _ := o.Rules.Scripts().Script(branch, o.Fill(req, l, x.Outcome).Values())
	return s
}

// Fill is what there is to put into the words of a script. The times in it are those that are offered after the
// outcome.
func (o Offers) Fill(req *request.Request, l coach.Lead, out outcome.Outcome) merge.Fields {
	return merge.Fields{
		Lead: l, Rep: *req.Rep, Me: req.Person.Full, Now: req.Now, Slots: o.Times(req, l, out),
		Cost: selfreport.CallBackCost(o.Rules.Limits(), req.Counters),
	}
}

// Times are three times for the next call after an outcome; none where the lead's day and the rep's hours never meet.
func (o Offers) Times(req *request.Request, l coach.Lead, out outcome.Outcome) []coach.Slot {
	if !l.Open() {
		return nil
	}
	from, to := o.Rules.Offer(l, *req.Rep, out, req.Now)
	return o.Rules.SlotsBut(l, *req.Rep, req.Now, from, to, 3, req.Agreed)
}

// timesAhead are the times offered for one to come that the note speaks of. An instant is offered as agreed, or as the
// next try where nobody was reached who could agree; anything wider as times inside it. The words stay in the note.
func (o Offers) timesAhead(req *request.Request, l coach.Lead, t TouchInput,
	slots func(words string) []coach.Slot) (times answers.Times) {
	d := t.Args.Ahead
	switch kind := t.Args.Plan(t.Outcome).Kind; kind {
	case input.PlanUnread:
		times = answers.Times{Words: d.Words, Wrong: d.Problem, Slots: slots("")}
		if d.Past {
			times.Passed = d.First()
		}
	case input.PlanAgreed, input.PlanTry:
		times.Offer = answers.OfferAgreed
		if kind == input.PlanTry {
			times.Offer = answers.OfferTry
		}
		if d.Kind != dates.Exact {
			times.Slots = []coach.Slot{{At: o.Rules.SnoozeTo(l, *req.Rep, req.Now, d.From)}}
		} else if times.Slots = o.begun(l, *req.Rep, d, req.Now); len(times.Slots) == 0 { // nobody may be called then
			times = answers.Times{Slots: slots("")}
		}
	case input.PlanSlots:
		times = answers.Times{Words: d.Words, DayOnly: d.Kind != dates.Vague, Slots: slots(d.Words)}
		if input.NobodyReached(t.Outcome) {
			times.Offer = answers.OfferTry
		}
	}
	return times
}

// nextAppointment is what a touch says of the next call. Until is zero where it is vague.
type nextAppointment struct {
	Until   time.Time     // the agreed instant
	vague   bool          // a date was spoken of and none is fixed…
	times   answers.Times // …by these words; its slots are what they can mean, where that is several instants
	reasons []coach.Reason
	readAs  string // a date that could have meant another one too
	given   bool   // Until was named without anybody agreeing to an hour
	theirs  bool   // the time could have been meant in the lead's zone: offer that
}

// appointment reads the next appointment of a touch. A date that cannot be is refused with the typed line; one
// without a time is never guessed: slots are offered for it after the save.
func (o Offers) appointment(req *request.Request, l coach.Lead, t TouchInput) (nextAppointment, error) {
	rep := *req.Rep
	if t.Outcome == outcome.HasSolution || t.Outcome == outcome.Explained {
		return ContractEnds(req, l, t)
	}
	if !t.ExactNext.IsZero() {
		reasons, err := o.Rules.CheckInstant(l, rep, t.ExactNext)
		return nextAppointment{Until: t.ExactNext.UTC(), reasons: reasons}, err
	}
	d := t.Args.Next
	if d == nil && input.ComesBack(t.Outcome, t.Args.Ahead) {
		d = t.Args.Ahead
	}
	switch {
	case d == nil:
		return nextAppointment{}, nil
	case input.ComesBack(t.Outcome, d):
		return nextAppointment{Until: o.Rules.SnoozeTo(l, rep, req.Now, d.From).UTC(), given: true}, nil
	case d.Kind == dates.Invalid:
		return o.impossible(req, l, t, d)
	case d.Past && t.Outcome == outcome.Planned:
		return nextAppointment{}, &request.DatePast{Words: d.Words, At: d.First()}
	case d.Past:
		return nextAppointment{vague: true, times: answers.Times{Words: d.Words, Passed: d.First()}}, nil
	case d.Kind != dates.Exact:
		return nextAppointment{vague: true, times: answers.Times{Words: d.Words, DayOnly: d.Kind != dates.Vague}}, nil
	}
	zone := l.Zone(rep, d.At)
	theirs := !d.Named && otherClock(d.At, zone.Loc, req.Reads().Location())
	reasons, err := o.Rules.CheckInstant(l, rep, d.At)
	var law *coach.LawError
	switch {
	case errors.As(err, &law) && t.Outcome != outcome.Planned && t.Outcome != outcome.Snoozed:
		// The call that was made is saved whatever was agreed on in it.
		return nextAppointment{vague: true, times: answers.Times{Words: d.Words, Law: law}, theirs: theirs}, nil
	case err != nil:
		return nextAppointment{}, request.WithLead(err, l)
	}
	readAs := ""
	if d.Ambiguous {
		readAs = d.Words
	}
	return nextAppointment{Until: d.At.UTC(), reasons: reasons, readAs: readAs, theirs: theirs}, nil
}

// ContractEnds reads when the contract of a lead ends that has a solution already. A day is enough for that, no call is
// booked; words that name none are given back as the plan's.
func ContractEnds(req *request.Request, l coach.Lead, t TouchInput) (nextAppointment, error) {
	d := t.Args.Next
	switch {
	case !t.ExactNext.IsZero():
		return nextAppointment{Until: t.ExactNext.UTC()}, nil
	case d == nil:
		return nextAppointment{}, nil
	case d.Kind == dates.Invalid || d.Kind == dates.Vague || d.Past: // the close is saved, the words are named
		return nextAppointment{times: answers.Times{Words: d.Words}}, nil
	}
	at := request.NoonThere(d.First().In(d.Zone), l, *req.Rep)
	if !at.After(req.Now) {
		return nextAppointment{times: answers.Times{Words: d.Words}}, nil
	}
	return nextAppointment{Until: at}, nil
}

// lawful are the instants to offer for one at which nobody may be called: the same time of day on the lead's clock,
// which was perhaps meant, then the nearest before and after.
func (o Offers) lawful(req *request.Request, l coach.Lead, p nextAppointment) (slots []coach.Slot) {
	law, rep, now := p.times.Law, *req.Rep, req.Now
	offers := []time.Time{law.Before, law.After}
	if mine := law.At.In(req.Reads().Location()); p.theirs {
		y, m, d := mine.Date()
		meant := time.Date(y, m, d, mine.Hour(), mine.Minute(), 0, 0, law.Zone.Loc)
		if _, err := o.Rules.CheckInstant(l, rep, meant); err == nil {
			offers = append([]time.Time{meant}, offers...)
		}
	}
	for _, at := range offers {
		if at.After(now) && !slices.ContainsFunc(slots, func(s coach.Slot) bool { return s.At.Equal(at) }) {
			slots = append(slots, coach.Slot{At: at})
		}
	}
	return slots
}

// begun offers the instant that unread words begin with, when it is one and a call may be made at it. It is only
// offered: what the rest of the words meant is for the rep to say.
func (o Offers) begun(l coach.Lead, rep coach.Rep, d *input.Date, now time.Time) []coach.Slot {
	if d.Kind != dates.Exact || d.Past || !d.At.After(now) {
		return nil
	}
	if _, err := o.Rules.CheckInstant(l, rep, d.At); err != nil {
		return nil
	}
	return []coach.Slot{{At: d.At}}
}

// otherClock reports whether two zones show different times at an instant: then a typed time can mean either.
func otherClock(at time.Time, x, y *time.Location) bool {
	_, a := at.In(x).Zone()
	_, b := at.In(y).Zone()
	return a != b
}
