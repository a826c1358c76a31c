package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// logLine logs a touch: "log <lead> <outcome> [note…] [at <when>] [next <when> [agenda <text>]]". Without an outcome it
// opens the form.
func (b *Bot) logLine(ctx context.Context, a *act, ln line) (answer, error) {
	if len(ln.ws) == 0 {
		return b.openLog(ctx, a, openLog{})
	}
	s := newSeeker(ln, ln.beforeOutcome)
	ask := s.ask()
	ask.Said, ask.Agreed = saidHash(ln), ln.mayAgree()
	numbers, _ := words.Attached(ln.text, ln.ws, say.FieldPhone)
	stopped := false
	for _, n := range numbers {
		var err error
		if stopped, err = b.numberStopped(ctx, a, map[string]string{n.Key: n.Value}); err != nil {
			return answer{}, err
		}
	}
	return b.save(ctx, a, ask, func(seen store.Seen) (c store.Change, saved say.Saved, err error) {
		f, err := s.find(seen)
		if err != nil {
			return c, saved, err
		}
		t, err := b.touchOf(a, ln, f)
		if err != nil {
			return c, saved, err
		}
		t.stopped = stopped
		return b.logTouch(a, seen, t)
	})
}

// touchOf reads what follows the lead: the touch that it tells of. Keys among it are no words of the note: they say
// what is known of the lead, what was promised, and what was sent.
func (b *Bot) touchOf(a *act, ln line, f named) (touched, error) {
	outcome, used := ln.outcomeOf(f)
	var between []words.Word
	if used == 0 {
		o, n, at := ln.laterOutcome(f)
		switch {
		case at == 0:
			return touched{}, b.noOutcome(a, ln, f)
		case ln.fix.Lead == "":
			return touched{}, leadOrNew(ln, f, o, at)
		}
		outcome, used, between = o, at-f.n+n, ln.ws[f.n:at]
	}
	t := touched{lead: f.lead, name: f.name, like: f.like, outcome: outcome, fix: ln.fix, line: &ln}
	dates := dateContext(*a.rep, f.lead, a.now)
	text, rest := ln.text, f.rest[used:]
	told, left, err := takeTold(text, rest, dates)
	if err != nil {
		return touched{}, err
	}
	if told.facts != nil {
		text, rest = left, words.Lex(left)
	}
	t.facts, t.came = told.facts, told.came
	t.phrase = readPhrase(text, rest, dates)
	t.phrase.note = strings.TrimSpace(span(ln.text, between) + " " + t.phrase.note)
	return t, nil
}

// offersTimes are the outcomes after which the call map has a time agreed on, so that a line that names none is
// answered with some: two slots, not "next week" (S0.19–S0.21, S3.26).
var offersTimes = map[coach.Outcome]bool{coach.Meeting: true, coach.NoTime: true, coach.Unavailable: true,
	coach.Distracted: true, coach.NotReviewed: true}

// mayAgree reports whether the line may agree on a time, or ask for one: it has the word next, is about something that
// asks for a time, or about something that was sent.
func (ln line) mayAgree() bool {
	asks := func(o coach.Outcome) bool { return offersTimes[o] || o == coach.WantsInfo }
	if asks(ln.fix.Outcome) || slices.ContainsFunc(ln.ws, func(w words.Word) bool { return w.Is("next") }) {
		return true
	}
	for i := range ln.ws[:min(len(ln.ws), names.MaxWords+1)] { // no name is longer
		if o, _, _ := coach.ParseOutcome(texts(ln.ws[i:])...); asks(o) {
			return true
		}
	}
	return false
}

// beforeOutcome is how many words stand before the first known outcome: the name of a lead that nobody has yet.
func (ln line) beforeOutcome(ws []words.Word) int {
	if len(ws) > 0 && ws[0].Quoted {
		return 1
	}
	for i := 1; i < len(ws); i++ {
		if ln.fix.Outcome != "" && ln.fix.At == i {
			return i
		}
		said := texts(ws[i:])
		if _, _, ok := coach.ParseOutcome(said...); ok || coach.UnclearOutcomes(said...) != nil {
			return i
		}
	}
	return 0
}

// outcomeOf is the outcome right after the name, and how many words it takes; 0 when there is none.
func (ln line) outcomeOf(f named) (coach.Outcome, int) {
	if ln.fix.Outcome != "" && ln.fix.At == len(ln.ws)-len(f.rest) {
		return ln.fix.Outcome, min(1, len(f.rest))
	}
	if o, used, ok := coach.ParseOutcome(texts(f.rest)...); ok {
		return o, used
	}
	return "", 0
}

// laterOutcome is the outcome that follows a known lead's name after some other words, how many words it takes and
// where it stands; 0 when there is none within a name's reach. The words between are a note, or the rest of another
// name.
func (ln line) laterOutcome(f named) (o coach.Outcome, used, at int) {
	if f.lead == nil || f.n == 0 || ln.fix.Outcome != "" || len(f.rest) < 2 || ln.ws[0].Quoted ||
		len(nearOutcomes(f.rest[0].Text)) > 0 {
		return "", 0, 0
	}
	at = ln.beforeOutcome(ln.ws[:min(len(ln.ws), names.MaxWords+1)])
	if at <= f.n {
		return "", 0, 0
	}
	o, used, ok := coach.ParseOutcome(texts(ln.ws[at:])...)
	if !ok {
		return "", 0, 0 // unclear: to be asked
	}
	return o, used, at
}

// leadOrNew asks whether the words between a known lead and the outcome are a note or the rest of a new lead's name.
func leadOrNew(ln line, f named, o coach.Outcome, at int) error {
	fixed := ln.fix
	fixed.Name = f.n
	lead, longer := *f.lead, span(ln.text, ln.ws[:at])
	return &asks{park: parked{Text: ln.text, Fix: fixed}, say: func(to say.Reader, _ []coach.Lead, ref string) say.Reply {
		return say.LeadOrNew(to, lead, longer, o, "/followup "+ln.text, ref)
	}}
}

// noOutcome offers outcomes near a word of the line; with none near it opens the form with what was typed.
func (b *Bot) noOutcome(a *act, ln line, f named) error {
	from := 1
	if f.n > 0 {
		from = f.n
	}
	for i := from; i < min(len(ln.ws), from+names.MaxWords); i++ { // a name has no more words, whatever was pasted
		if i > from && f.lead != nil {
			break // after a known lead only the next word can be the outcome
		}
		near, put := nearOutcomes(ln.ws[i].Text), say.WhichOutcome
		if means := coach.UnclearOutcomes(texts(ln.ws[i:])...); means != nil {
			near, put = means, say.UnclearOutcome
		}
		if len(near) == 0 {
			continue
		}
		fixed := ln.fix
		fixed.At, fixed.Name = i, f.n
		word := ln.ws[i].Text
		return &asks{park: parked{Text: ln.text, Fix: fixed}, say: func(to say.Reader, _ []coach.Lead, ref string) say.Reply {
			return put(to, word, near, a.typed(), ref)
		}}
	}
	if f.lead == nil && f.n > 0 || f.n == 0 {
		f.name = span(ln.text, ln.ws)
		f.rest = nil
	}
	return &openLog{lead: f.lead, name: f.name, note: span(ln.text, f.rest)}
}

// nearOutcomes are the outcomes that a mistyped word may have meant, nearest first, at most three.
func nearOutcomes(word string) []coach.Outcome {
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
