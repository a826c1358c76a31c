package input

import (
	"slices"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// OffersTimes are the outcomes after which the call map has a time agreed on, so that a line that names none is
// answered with some: two slots, not "next week" (S0.19–S0.21, S3.26).
var OffersTimes = map[coach.Outcome]bool{coach.Meeting: true, coach.NoTime: true, coach.Unavailable: true,
	coach.Distracted: true, coach.NotReviewed: true}

// MayAgree reports whether the line may agree on a time, or ask for one: it has the word next, is about something that
// asks for a time, or about something that was sent.
func (ln Line) MayAgree() bool {
	asks := func(o coach.Outcome) bool { return OffersTimes[o] || o == coach.WantsInfo }
	if asks(ln.Resolution.Outcome) || slices.ContainsFunc(ln.Words, func(w words.Word) bool { return w.Is("next") }) {
		return true
	}
	for i := range ln.Words[:min(len(ln.Words), names.MaxWords+1)] { // no name is longer
		if o, _, _ := coach.ParseOutcome(texts(ln.Words[i:])...); asks(o) {
			return true
		}
	}
	return false
}

// BeforeOutcome is how many words stand before the first known outcome: the name of a lead that nobody has yet.
func (ln Line) BeforeOutcome(ws []words.Word) int {
	if len(ws) > 0 && ws[0].Quoted {
		return 1
	}
	for i := 1; i < len(ws); i++ {
		if ln.Resolution.Outcome != "" && ln.Resolution.At == i {
			return i
		}
		said := texts(ws[i:])
		if _, _, ok := coach.ParseOutcome(said...); ok || coach.UnclearOutcomes(said...) != nil {
			return i
		}
	}
	return 0
}

// OutcomeOf is the outcome right after the name, and how many words it takes; 0 when there is none.
func (ln Line) OutcomeOf(f Match) (coach.Outcome, int) {
	if ln.Resolution.Outcome != "" && ln.Resolution.At == len(ln.Words)-len(f.Rest) {
		return ln.Resolution.Outcome, min(1, len(f.Rest))
	}
	if o, used, ok := coach.ParseOutcome(texts(f.Rest)...); ok {
		return o, used
	}
	return "", 0
}

// LaterOutcome is the outcome that follows a known lead's name after some other words, how many words it takes and
// where it stands; 0 when there is none within a name's reach. The words between are a note, or the rest of another
// name.
func (ln Line) LaterOutcome(f Match) (o coach.Outcome, used, at int) {
	if f.Lead == nil || f.N == 0 || ln.Resolution.Outcome != "" || len(f.Rest) < 2 || ln.Words[0].Quoted ||
		len(NearOutcomes(f.Rest[0].Text)) > 0 {
		return "", 0, 0
	}
	at = ln.BeforeOutcome(ln.Words[:min(len(ln.Words), names.MaxWords+1)])
	if at <= f.N {
		return "", 0, 0
	}
	o, used, ok := coach.ParseOutcome(texts(ln.Words[at:])...)
	if !ok {
		return "", 0, 0 // unclear: to be asked
	}
	return o, used, at
}

// LeadOrNew asks whether the words between a known lead and the outcome are a note or the rest of a new lead's name.
func LeadOrNew(ln Line, f Match, o coach.Outcome, at int) error {
	fixed := ln.Resolution
	fixed.Name = f.N
	lead, longer := *f.Lead, Span(ln.Text, ln.Words[:at])
	return &Clarification{Pending: PendingCommand{Text: ln.Text, Fix: fixed},
		Say: func(to say.Reader, _ []coach.Lead, ref string) say.Reply {
			return say.LeadOrNew(to, lead, longer, o, "/followup "+ln.Text, ref)
		}}
}

// NearOutcomes are the outcomes that a mistyped word may have meant, nearest first, at most three.
func NearOutcomes(word string) []coach.Outcome {
	var out []coach.Outcome
	seen := make(map[coach.Outcome]bool)
	for _, w := range names.Near(word, coach.OutcomeWords()) {
		o, _, ok := coach.ParseOutcome(w)
		if ok && !seen[o] {
			seen[o] = true
			out = append(out, o)
		}
	}
	return out
}

// UnclearOutcomes are the outcomes that the words may mean where they can't be told apart ("left"); nil when they can.
func UnclearOutcomes(ws []words.Word) []coach.Outcome { return coach.UnclearOutcomes(texts(ws)...) }

func texts(ws []words.Word) []string {
	n := min(len(ws), coach.LongestOutcome())
	out := make([]string, 0, n)
	for _, w := range ws[:n] {
		if w.Quoted {
			break // what is in quotes is no outcome
		}
		out = append(out, w.Text)
	}
	return out
}
