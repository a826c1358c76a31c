package bot

import (
	"context"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// nextLine books a commitment: "next <lead> <when> [agenda …]". A date without a time is never guessed: slots are
// offered.
func (b *Bot) nextLine(ctx context.Context, a *act, ln line) (answer, error) {
	if len(ln.ws) == 0 {
		return b.openWhichLead(ctx, a, "next")
	}
	s := newSeeker(ln, b.beforeDate(a, ln))
	ask := s.ask()
	ask.Said, ask.Agreed = saidHash(ln), true
	return change(ctx, b, a, ask, func(seen store.Seen) (store.Change, say.Saved, error) {
		f, err := s.find(seen)
		if err == nil && f.lead != nil && len(f.rest) == 0 {
			err = b.asForm(say.NextForm(b.reader(a), *f.lead, b.firstSlot(a, *f.lead), a.rep.TZFixed, say.Meta{}))
		}
		if err != nil {
			return store.Change{}, say.Saved{}, err
		}
		d, agenda, err := b.dateAfter(a, ln, f)
		if err != nil {
			return store.Change{}, say.Saved{}, err
		}
		return b.logTouch(a, seen, touched{
			lead: f.lead, name: f.name, like: f.like, outcome: coach.Planned, op: "next", fix: ln.fix,
			phrase: phrase{next: d, agenda: agenda},
		})
	}, b.agreedOrOffered(a))
}

// agreedOrOffered dresses an agreed call as every saved touch. Where only a day was named nothing is agreed yet: the
// answer is the offer of times, after the line of a new lead if there is one.
func (b *Bot) agreedOrOffered(a *act) func(say.Saved) (answer, error) {
	return func(s say.Saved) (answer, error) {
		if !s.Touch.Vague {
			return b.logged(a)(s)
		}
		s.Touch = coach.Touch{}
		r := say.Logged(b.reader(a), s)
		if !s.Created && len(r.Blocks) > 1 {
			r.Blocks = r.Blocks[1:]
			r.Text = say.Spoken(r.Blocks)
		}
		return saying(b.checked(a, r))
	}
}

// snoozeLine moves a lead: "snooze <lead> <when>". A day is enough: it lands in that day's morning window.
func (b *Bot) snoozeLine(ctx context.Context, a *act, ln line) (answer, error) {
	if len(ln.ws) == 0 {
		return b.openWhichLead(ctx, a, "snooze")
	}
	s := newSeeker(ln, b.beforeDate(a, ln))
	return b.save(ctx, a, s.ask(), func(seen store.Seen) (store.Change, say.Saved, error) {
		none := func(err error) (store.Change, say.Saved, error) { return store.Change{}, say.Saved{}, err }
		f, err := s.find(seen)
		if err != nil {
			return none(err)
		}
		if f.lead == nil {
			return none(&unknownLead{name: f.name})
		}
		if len(f.rest) == 0 {
			return none(b.asForm(say.SnoozeForm(b.reader(a), *f.lead, say.Meta{})))
		}
		d, _, err := b.dateAfter(a, ln, f)
		if err != nil {
			return none(err)
		}
		return b.snooze(a, seen, *f.lead, d)
	})
}

// snooze writes a snooze to a date as it was read; what is too vague for one is asked about with slots.
func (b *Bot) snooze(a *act, seen store.Seen, l coach.Lead, d *dated) (store.Change, say.Saved, error) {
	t := touched{lead: &l, outcome: coach.Snoozed, op: "snooze"}
	switch {
	case d.Kind == dates.Vague:
		return store.Change{}, say.Saved{}, &vagueDay{words: d.words, name: l.Name}
	case d.Past:
		return store.Change{}, say.Saved{}, &inPast{words: d.words, at: firstOf(d)}
	case d.Kind == dates.Exact:
		t.exactNext = d.At
	case d.Kind == dates.Part && d.From.In(d.Zone).Hour() >= eveningHour:
		t.exactNext = d.From
	case d.Kind == dates.Part && d.From.In(d.Zone).Hour() >= 12:
		t.exactNext = b.rules.SnoozeTo(l, *a.rep, a.now, d.From, "afternoon")
	default:
		t.exactNext = b.rules.SnoozeTo(l, *a.rep, a.now, d.From)
	}
	return b.logTouch(a, seen, t)
}

// eveningHour is when no window of a working day is left: a snooze to an evening is one to its first minute.
const eveningHour = 18

// dateAfter reads the date that follows the lead's name.
func (b *Bot) dateAfter(a *act, ln line, f named) (*dated, string, error) {
	when, agenda := cutAgenda(ln.text, f.rest)
	if len(when) == 0 {
		return nil, "", &noDate{words: span(ln.text, f.rest)}
	}
	d := readDate(ln.text, when, dateContext(*a.rep, f.lead, a.now), dates.Read)
	switch d.Kind {
	case dates.None:
		return nil, "", &noDate{words: d.words}
	case dates.Invalid:
		return nil, "", &impossible{words: d.words, why: d.Problem}
	}
	return d, agenda, nil
}

// beforeDate is how many words stand before a date that goes on to the end or to the agenda: the name of a lead nobody
// has yet. The zone does not matter for that.
func (b *Bot) beforeDate(a *act, ln line) func([]words.Word) int {
	return func(ws []words.Word) int {
		if len(ws) > 0 && ws[0].Quoted {
			return 1
		}
		when, _ := cutAgenda(ln.text, ws)
		for i := 1; i < len(when); i++ {
			if d := readDate(ln.text, when[i:], dates.Context{Now: a.now, Zone: a.zone()}, dates.Read); d.Kind != dates.None {
				return i
			}
		}
		return len(when)
	}
}
