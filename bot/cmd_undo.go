package bot

import (
	"context"
	"errors"
	"slices"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// undoLine takes back the newest change that stands, and with each repetition one more, for 24 hours.
func (b *Bot) undoLine(ctx context.Context, a *act, _ line) (answer, error) {
	return b.undo(ctx, a, "")
}

// undoTapped takes back the change of its own answer, if nothing newer touched that lead.
func (b *Bot) undoTapped(ctx context.Context, a *act, t tap) (answer, error) {
	if t.part(0) == "" {
		return answer{}, errOutdated
	}
	return b.undo(ctx, a, t.part(0))
}

// undo takes back one journal entry, or the newest. Where newer changes of the same lead stand on it, they are listed
// instead.
func (b *Bot) undo(ctx context.Context, a *act, entry string) (answer, error) {
	a.changes = true
	if _, err := b.rep(ctx, a); err != nil {
		return answer{}, err
	}
	var before store.Before
	e, err := b.space().Undo(ctx, store.UndoAsk{
		Rep: a.user, By: a.user, Now: a.now, Entry: entry, Key: a.key,
		Restore: func(was store.Before) (store.Restored, error) {
			before = was
			r := store.Restored{NextDigest: b.rules.NextDigest(was.Rep, a.now)}
			if was.Lead != nil {
				r.Attention = b.rules.Timers(*was.Lead, was.Rep, a.now)
			}
			return r, nil
		},
	})
	var dup *store.DuplicateError
	var newer *store.NewerError
	switch {
	case errors.As(err, &dup):
		return b.undoneBefore(ctx, a)
	case errors.As(err, &newer):
		return saying(b.checked(a, say.UndoBlocked(b.reader(a), coach.Lead{Name: newer.Entries[0].LeadName},
			touchesOf(newer.Entries))))
	case errors.Is(err, store.ErrNothingToUndo) && entry == "":
		return saying(say.UndoNothing(b.reader(a)))
	case errors.Is(err, store.ErrNothingToUndo):
		return saying(say.UndoRefused(b.reader(a), "it's taken back already, or more than 24 hours old"))
	case err != nil:
		return answer{}, err
	}
	b.kick()
	return b.undone(ctx, a, e, before)
}

// undoneBefore answers an undo that is delivered again. Its answer follows from the records, so none was kept.
func (b *Bot) undoneBefore(ctx context.Context, a *act) (answer, error) {
	journal, err := b.space().Journal(ctx, a.user, a.now, 0)
	if err != nil {
		return answer{}, err
	}
	i := slices.IndexFunc(journal, func(e store.Entry) bool { return e.Undoes != "" })
	if i < 0 {
		return saying(say.LookedUp(b.reader(a), true, a.typed()))
	}
	of := slices.IndexFunc(journal, func(e store.Entry) bool { return e.ID == journal[i].Undoes })
	if of < 0 {
		return saying(say.LookedUp(b.reader(a), true, a.typed()))
	}
	seen, err := b.space().Read(ctx, store.Ask{Rep: a.user, Now: a.now, LeadID: journal[of].LeadID})
	if err != nil {
		return answer{}, err
	}
	return b.undone(ctx, a, journal[of], store.Before{Entry: journal[of], Rep: seen.Rep, Lead: seen.Lead})
}

// undone says what was taken back. The card of a lead that is still there takes the place of its tick, a prep that of
// the prep.
func (b *Bot) undone(ctx context.Context, a *act, e store.Entry, before store.Before) (answer, error) {
	if before.Lead == nil {
		lead := coach.Lead{Name: e.LeadName}
		if e.LeadID == "" {
			return saying(b.checked(a, say.SettingsUndone(b.reader(a), before.Rep)))
		}
		ans, err := saying(b.checked(a, say.Undone(b.reader(a), whatOf(e.Op), say.Saved{Lead: lead}, true)))
		ans.Replace = a.ephemeral
		return ans, err
	}
	s := say.Saved{Lead: *before.Lead, Step: b.rules.Next(*before.Lead, before.Rep, a.now)}
	if a.kind == kindClick && a.surface() == onPrep && s.Lead.Open() {
		return b.prepUndone(ctx, a, e.LeadID)
	}
	if a.kind == kindClick && !a.ephemeral && a.view == nil {
		blocks := say.Card(b.reader(a), coach.Card{Lead: s.Lead, Step: s.Step})
		return onCard(e.LeadID, say.Reply{Text: say.Spoken(blocks), Blocks: blocks})
	}
	ans, err := saying(b.checked(a, say.Undone(b.reader(a), whatOf(e.Op), s, false)))
	ans.Replace = a.ephemeral || a.onForm() // a form about what was taken back has nothing left to say
	return ans, err
}

// whatOf is a journal entry in words: the outcome that was logged, or what was done.
func whatOf(op string) string {
	if o := outcomeIn(op); o != "" {
		return "“" + o.Info().Label + "”"
	}
	switch op {
	case "edit":
		return "the change"
	case "add":
		return "the lead"
	}
	return op
}

func touchesOf(entries []store.Entry) []coach.Touch {
	out := make([]coach.Touch, 0, len(entries))
	for _, e := range entries {
		o := outcomeIn(e.Op)
		if o == "" {
			o = coach.Outcome(e.Op)
		}
		out = append(out, coach.Touch{Outcome: o, At: e.At})
	}
	return out
}
