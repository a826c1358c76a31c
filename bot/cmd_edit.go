package bot

import (
	"context"
	"errors"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// editLine changes what is known of a lead: "edit <lead> hot:"…" gut:4 prefers:mail name:"…" warm". With nothing to
// change it opens the form, without a lead it asks for one.
func (b *Bot) editLine(ctx context.Context, a *act, ln line) (answer, error) {
	values, rest := words.KeyValues(ln.ws, words.EditKeys...)
	if err := nothingBehind(rest, `empty quotes clear what is there: hot:""`,
		`/followup edit Acme hot:"fewer breakdowns"`); err != nil {
		return answer{}, err
	}
	if len(rest) == 0 {
		return b.openWhichLead(ctx, a, "edit")
	}
	stopped, err := b.numberStopped(ctx, a, values)
	if err != nil {
		return answer{}, err
	}
	ln.ws = rest
	s := newSeeker(ln, beforeFlags)
	return b.named(values[say.FieldName], func() (answer, error) {
		return b.save(ctx, a, s.ask(), func(seen store.Seen) (store.Change, say.Saved, error) {
			none := func(err error) (store.Change, say.Saved, error) { return store.Change{}, say.Saved{}, err }
			f, err := s.find(seen)
			switch {
			case err != nil:
				return none(err)
			case f.lead == nil:
				return none(&unknownLead{name: f.name})
			}
			l := *f.lead
			if left := takeFlags(append([]words.Word{{}}, f.rest...), &l); len(left) > 1 {
				return none(&badValue{what: "something to change", given: span(ln.text, left[1:]),
					expected: "name what it is, with a colon behind it",
					example:  "/followup edit " + l.Name + ` hot:"fewer breakdowns" gut:4 warm`})
			}
			if len(values) == 0 && len(f.rest) == 0 {
				return none(b.asForm(say.EditForm(b.reader(a), say.EditFields{Lead: l, Page: say.PageMatters})))
			}
			if err := setFacts(&l, values); err != nil {
				return none(err)
			}
			return b.edit(a, seen, *f.lead, l, stopped)
		})
	})
}

// beforeFlags is how many words stand before the warm, cold, high, low and normal at the end: the name of a lead that
// nobody has.
func beforeFlags(ws []words.Word) int {
	return len(takeFlags(ws, new(coach.Lead)))
}

// edit turns a lead with other facts into a change. Whatever depends on them, the hour at which it is due above all, is
// worked out anew. Of a lead whose number was dead a new one lets the calls go on. stopped says that the new number
// belongs to somebody who asked not to be called.
func (b *Bot) edit(a *act, seen store.Seen, was, l coach.Lead, stopped bool) (store.Change, say.Saved, error) {
	none := func(err error) (store.Change, say.Saved, error) { return store.Change{}, say.Saved{}, err }
	key := names.Normalize(l.Name)
	switch {
	case !say.FactsDiffer(was, l):
		return none(&aboutLead{errSame, was})
	case key == "":
		return none(errNoName)
	case len([]rune(l.Name)) > nameMost:
		return none(errLongName)
	case stopped && l.Phone != was.Phone:
		return none(stoppedNumber(l.Phone))
	}
	if task := l.Progress.Task(); l.Phone != was.Phone && l.Phone != "" && task != nil && task.Kind == coach.FindNumber &&
		l.Open() {
		c, saved, err := b.logTouch(a, seen, touched{lead: &l, outcome: coach.Resumed, op: "edit"})
		c.Name, saved.Was = key, &was
		return c, saved, err
	}
	c, saved, err := b.facts(a, l)
	before, after := b.rules.Next(was, *a.rep, a.now), saved.Step
	c.Name, saved.Was = key, &was
	saved.Moved = before.Kind != after.Kind || before.Number != after.Number || before.Of != after.Of ||
		!before.Due.Equal(after.Due)
	return c, saved, err
}

// named runs a change that may give a lead another name, and says so when that name is taken.
func (b *Bot) named(name string, run func() (answer, error)) (answer, error) {
	ans, err := run()
	if errors.Is(err, store.ErrNameTaken) {
		return ans, &nameTaken{name: name}
	}
	return ans, err
}

// openEditOf opens the Edit form from a button, on the page that it names.
func (b *Bot) openEditOf(ctx context.Context, a *act, t tap) (answer, error) {
	page := t.part(0)
	if !editPages[page] {
		page = say.PageMatters
	}
	return b.openFor(ctx, a, t.first, func(l coach.Lead, _ coach.Rep, meta say.Meta) slack.ModalViewRequest {
		return say.EditForm(b.reader(a), say.EditFields{Lead: l, Page: page, Meta: meta})
	})
}

var editPages = map[string]bool{say.PageMatters: true, say.PageContact: true, say.PageKind: true}
