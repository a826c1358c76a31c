package bot

import (
	"context"
	"strings"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// closings are the outcomes that only a close can have, beside those that end a lead by themselves.
var closings = map[string]coach.Outcome{
	"lost": coach.Lost, "no-response": coach.NoResponse, "no response": coach.NoResponse, "noresponse": coach.NoResponse,
}

// closeLine ends a lead: "close <lead> won|lost|no-response|… [reason]". Without a way to end it, it opens the form.
func (b *Bot) closeLine(ctx context.Context, a *act, ln line) (answer, error) {
	if len(ln.ws) == 0 {
		return b.openWhichLead(ctx, a, "close")
	}
	s := newSeeker(ln, beforeClosing)
	return b.save(ctx, a, s.ask(), func(seen store.Seen) (store.Change, say.Saved, error) {
		none := func(err error) (store.Change, say.Saved, error) { return store.Change{}, say.Saved{}, err }
		f, err := s.find(seen)
		if err != nil {
			return none(err)
		}
		if f.lead == nil {
			return none(&unknownLead{name: f.name})
		}
		how, used := closingOf(f.rest)
		if used == 0 && len(f.rest) > 0 {
			return none(&badValue{
				what: "a way to end it", given: f.rest[0].Text,
				expected: "won, lost, no-response, not-interested, has-solution, not-fit or left-company",
				example:  "/followup close " + f.lead.Name + " won",
			})
		}
		if used == 0 {
			return none(b.asForm(say.CloseForm(b.reader(a), *f.lead, "", false, say.Meta{})))
		}
		return b.close(a, seen, ln, *f.lead, how, f.rest[used:])
	})
}

// close ends a lead. A no-response before five calls is saved and then asked about (S4.19): nothing stands before a
// save. Of a lead that has a solution already "next <day>" is when their contract ends; told afterwards it is added to
// the end that was saved.
func (b *Bot) close(a *act, seen store.Seen, ln line, l coach.Lead, how coach.Outcome,
	ws []words.Word) (store.Change, say.Saved, error) {
	t := touched{lead: &l, outcome: how, op: "close", reason: span(ln.text, ws)}
	if how == coach.HasSolution {
		p := readPhrase(ln.text, ws, dateContext(*a.rep, &l, a.now))
		if p.next != nil && p.at == nil && p.agenda == "" {
			t.reason, t.phrase.next = p.note, p.next
		}
		if l.Progress.Closed == how && t.phrase.next != nil {
			plan, err := b.contractEnds(a, l, t)
			if err != nil || plan.until.IsZero() {
				return store.Change{}, say.Saved{}, orErr(err, &noDate{words: t.phrase.next.words})
			}
			return b.explainClose(a, seen, l, t.reason, plan.until)
		}
	}
	return b.logTouch(a, seen, t)
}

func orErr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

func beforeClosing(ws []words.Word) int {
	if len(ws) > 0 && ws[0].Quoted {
		return 1
	}
	for i := 1; i < len(ws); i++ {
		if _, used := closingOf(ws[i:]); used > 0 {
			return i
		}
	}
	return len(ws)
}

// closingOf reads how a lead ends at the start of ws, and how many words that takes; 0 when it says none.
func closingOf(ws []words.Word) (coach.Outcome, int) {
	if len(ws) == 0 || ws[0].Quoted {
		return "", 0
	}
	for n := min(2, len(ws)); n > 0; n-- {
		if o, ok := closings[strings.ToLower(strings.Join(words.Texts(ws[:n]), " "))]; ok {
			return o, n
		}
	}
	o, used, ok := coach.ParseOutcome(texts(ws)...)
	for _, means := range coach.UnclearOutcomes(texts(ws)...) { // behind close it is the one that ends
		if means.Info().Ends {
			o, used, ok = means, 1, true
		}
	}
	if !ok || !o.Info().Ends {
		return "", 0
	}
	return o, used
}

// resumeLine lets a lead's cadence go on after a reply or a snooze: "resume <lead>".
func (b *Bot) resumeLine(ctx context.Context, a *act, ln line) (answer, error) {
	if len(ln.ws) == 0 {
		return b.openWhichLead(ctx, a, "resume")
	}
	s := newSeeker(ln, allWords)
	return b.save(ctx, a, s.ask(), func(seen store.Seen) (store.Change, say.Saved, error) {
		f, err := s.find(seen)
		if err == nil && f.lead == nil {
			err = &unknownLead{name: f.name}
		}
		if err != nil {
			return store.Change{}, say.Saved{}, err
		}
		return b.logTouch(a, seen, touched{lead: f.lead, outcome: coach.Resumed, op: "resume"})
	})
}
