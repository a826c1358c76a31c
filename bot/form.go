package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// formTable is the forms that can be sent, by callback id.
func (b *Bot) formTable() map[string]handler {
	return map[string]handler{
		say.FormLog:    on(filled, b.logForm),
		say.FormNext:   on(filled, b.nextForm),
		say.FormSnooze: on(filled, b.snoozeForm),
		say.FormClose:  on(filled, b.closeForm),
		say.FormAdd:    on(filled, b.addForm),
		say.FormEdit:   on(filled, b.editForm),
		say.FormHot:    on(filled, b.hotForm),
		say.FormLead:   on(filled, b.leadForm),
		say.FormWrap:   on(filled, b.wrapForm),
		say.FormMore:   on(filled, b.moreForm),
		say.FormGap:    on(filled, b.gapForm),
		say.FormDone:   {run: closed},
	}
}

// shortcutTable is what Slack's shortcuts open, by callback id.
func (b *Bot) shortcutTable() map[string]handler {
	return map[string]handler{
		"followup_log": {run: func(ctx context.Context, a *act) (answer, error) { return b.openLog(ctx, a, openLog{}) }},
	}
}

// closed lets a page go.
func closed(context.Context, *act) (answer, error) { return answer{}, nil }

// sheet is a form as it was sent: what was filled in, by field, and what the form carried along.
type sheet struct {
	values map[string]slack.BlockAction
	meta   say.Meta
}

func filled(a *act) (sheet, error) {
	s := sheet{values: make(map[string]slack.BlockAction)}
	if a.view == nil {
		return s, errUnreadable
	}
	s.meta = say.DecodeMeta(a.view.PrivateMetadata)
	if a.view.State == nil {
		return s, nil
	}
	for block, actions := range a.view.State.Values {
		for _, v := range actions {
			s.values[say.FieldOf(block)] = v
		}
	}
	return s, nil
}

// text is what was typed into a field, or chosen in it.
func (s sheet) text(field string) string {
	v := s.values[field]
	if v.SelectedOption.Value != "" {
		return v.SelectedOption.Value
	}
	return strings.TrimSpace(v.Value)
}

// instant is what a date and time picker says; zero when it was left empty.
func (s sheet) instant(field string) time.Time {
	if at := s.values[field].SelectedDateTime; at > 0 && at < lastInstant {
		return time.Unix(at, 0).UTC()
	}
	return time.Time{}
}

// formAsk is the read that finds the lead of the form: the one it was opened for, or the one of the typed name.
func formAsk(s sheet) (store.Ask, *seeker) {
	if s.meta.Lead != "" {
		ask := store.Ask{LeadID: s.meta.Lead, Touches: 1, Agreed: true}
		if s.meta.Touch != "" {
			ask.Touches = shownTouches // it must still be among them
		}
		return ask, nil
	}
	name := s.text(say.FieldName)
	ln := line{text: name, word: "log", ws: []words.Word{{Text: name, End: len(name), Quoted: true}}}
	k := newSeeker(ln, allWords)
	return k.ask(), k
}

// formLead is the form's lead in what was read; nil for a new one. A name that several leads could have is asked about at
// the field.
func formLead(s sheet, seen store.Seen, k *seeker) (*coach.Lead, error) {
	if k == nil {
		if seen.Lead == nil {
			return nil, errOutdated
		}
		return seen.Lead, nil
	}
	f, err := k.find(seen)
	var q *asks
	if errors.As(err, &q) {
		if q.near {
			return nil, nil // a new lead, as the form says
		}
		return nil, &badValue{what: "one lead's name", given: k.ln.text,
			expected: "several leads have this in their names, so give more of it", field: say.FieldName}
	}
	return f.lead, err
}

// saveForm is [change] for a form, which ends on the page "Saved", with the next lead in line; the message it was
// opened from is brought up to date behind it.
func (b *Bot) saveForm(ctx context.Context, a *act, s sheet,
	fn func(seen store.Seen, l *coach.Lead) (store.Change, say.Saved, error)) (answer, error) {
	ask, k := formAsk(s)
	ask.Agreed = true // most forms can agree on a time
	line, err := b.dueNow(ctx, a)
	if err != nil {
		return answer{}, err
	}
	var saved say.Saved
	ans, err := change(ctx, b, a, ask, func(seen store.Seen) (store.Change, say.Saved, error) {
		l, err := formLead(s, seen, k)
		if err != nil {
			return store.Change{}, say.Saved{}, err
		}
		return fn(seen, l)
	}, func(done say.Saved) (answer, error) {
		saved = done
		return showing(say.FormSaved(b.reader(a), done, nextInLine(line, done.Lead.ID)))
	})
	if err == nil && saved.Lead.ID != "" {
		b.afterForm(a, s.meta, saved)
	}
	return ans, err
}

// dueNow are the first of those to call now, in the order of the morning message.
func (b *Bot) dueNow(ctx context.Context, a *act) ([]coach.Card, error) {
	rep, err := b.rep(ctx, a)
	if err != nil {
		return nil, err
	}
	leads, _, err := b.space().DueLeads(ctx, a.user, a.now, 20)
	if err != nil {
		return nil, err
	}
	d := b.rules.Digest(rep, leads, a.now, nil)
	return slices.DeleteFunc(slices.Concat(d.Commitments, d.Cards), func(c coach.Card) bool {
		if !c.Step.IsCall() || c.Step.State(a.now) == coach.Later {
			return true
		}
		_, night := b.rules.CheckInstant(c.Lead, rep, a.now) // nobody is called in the middle of theirs
		return night != nil
	}), nil
}

// nextInLine is the first card that is not the lead just dealt with; nil when there is none.
func nextInLine(line []coach.Card, but string) *coach.Card {
	for _, c := range line {
		if c.Lead.ID != but {
			return &c
		}
	}
	return nil
}
