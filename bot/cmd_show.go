package bot

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// shownTouches is how much of a lead's history its card needs: three notes are shown, and not every touch has one.
const shownTouches = 20

// showLine shows a lead's card: "show <lead>".
func (b *Bot) showLine(ctx context.Context, a *act, ln line) (answer, error) {
	return b.oneLead(ctx, a, ln, "show", b.showReply)
}

// whenLine says what is next for a lead and why: "when <lead>".
func (b *Bot) whenLine(ctx context.Context, a *act, ln line) (answer, error) {
	return b.oneLead(ctx, a, ln, "when", b.whenReply)
}

func (b *Bot) showReply(a *act, seen store.Seen) say.Reply {
	return say.Show(b.readerOn(a, onShow), say.ShowLead{Card: b.card(a, *seen.Lead), Notes: coach.Notes(seen.Touches)})
}

func (b *Bot) whenReply(a *act, seen store.Seen) say.Reply {
	return say.When(b.readerOn(a, onShow), b.card(a, *seen.Lead))
}

// card is a lead with what comes next for it.
func (b *Bot) card(a *act, l coach.Lead) coach.Card {
	return coach.Card{Lead: l, Step: b.rules.Next(l, *a.rep, a.now)}
}

// oneLead reads the one lead that a line names and shows something of it.
func (b *Bot) oneLead(ctx context.Context, a *act, ln line, word string,
	show func(*act, store.Seen) say.Reply) (answer, error) {
	if len(ln.ws) == 0 {
		return b.openWhichLead(ctx, a, word)
	}
	seen, err := b.seekOnly(ctx, a, ln)
	if err != nil {
		return answer{}, err
	}
	return saying(b.checked(a, show(a, seen)))
}

// seekOnly finds the lead that all words of a line name, for a line that changes nothing.
func (b *Bot) seekOnly(ctx context.Context, a *act, ln line) (store.Seen, error) {
	s := newSeeker(ln, allWords)
	ask := store.Ask{LeadID: ln.fix.Lead, Touches: shownTouches, Agreed: ln.word == "next", Tally: ln.word == "prep"}
	if ask.LeadID == "" {
		ask.Names, ask.Index = []string{names.Normalize(span(ln.text, ln.ws))}, true
		s.lens[ask.Names[0]] = len(ln.ws)
	}
	seen, err := b.look(ctx, a, ask)
	if err != nil {
		return seen, err
	}
	f, err := s.find(seen)
	var at store.LookAt
	if errors.As(err, &at) {
		seen, err = b.look(ctx, a, store.Ask{LeadID: string(at), Touches: shownTouches, Agreed: ln.word == "next",
			Tally: ln.word == "prep"})
		f.lead = seen.Lead
	}
	switch {
	case err != nil:
		return seen, err
	case f.lead == nil:
		return seen, &unknownLead{name: span(ln.text, ln.ws)}
	}
	return seen, nil
}

// leadLine is a line without a command's word: "<lead>" shows, "<lead> <outcome> …" logs.
func (b *Bot) leadLine(ctx context.Context, a *act, ln line) (answer, error) {
	if ln.fix.Outcome != "" || ln.beforeOutcome(ln.ws) > 0 {
		ans, err := b.logLine(ctx, a, ln)
		return ans, err
	}
	ans, err := b.oneLead(ctx, a, ln, "show", b.showReply)
	var none *unknownLead
	if !errors.As(err, &none) {
		return ans, err
	}
	return b.strangeLine(ctx, a, ln)
}

// strangeLine answers words that are neither a command nor a lead: a lead followed by a mistyped outcome, else a
// mistyped command.
func (b *Bot) strangeLine(ctx context.Context, a *act, ln line) (answer, error) {
	s := newSeeker(ln, allWords)
	seen, err := b.look(ctx, a, store.Ask{Names: s.candidates()})
	if err != nil {
		return answer{}, err
	}
	if seen.Lead != nil {
		f, err := s.find(seen)
		if err != nil {
			return answer{}, err
		}
		return answer{}, b.noOutcome(a, ln, f)
	}
	for i := 1; i < min(len(ln.ws), names.MaxWords+1); i++ {
		if len(nearOutcomes(ln.ws[i].Text)) > 0 {
			return answer{}, b.noOutcome(a, ln, named{rest: ln.ws})
		}
	}
	first := ln.ws[0].Text
	return saying(say.UnknownCommand(b.reader(a), first, b.nearCommands(first), a.typed()))
}

// nearCommands are the built commands that a mistyped word may have meant.
func (b *Bot) nearCommands(word string) []string {
	return names.Near(word, slices.Collect(maps.Keys(b.tables.commands)))
}

// openLog is a Log form to open instead of an answer, filled with what is known already.
type openLog struct {
	lead    *coach.Lead
	name    string
	note    string
	outcome coach.Outcome
}

func (*openLog) Error() string { return "a form is needed" }
