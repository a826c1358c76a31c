package bot

import (
	"context"
	"errors"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// openWhichLead opens the form that asks for the lead of a command typed without one. Where no form can be opened a
// sentence asks.
func (b *Bot) openWhichLead(ctx context.Context, a *act, command string) (answer, error) {
	if _, err := b.rep(ctx, a); err != nil {
		return answer{}, err
	}
	ans, err := b.open(ctx, a, say.LeadForm(b.reader(a), command, ""))
	if errors.Is(err, errNoTrigger) {
		return saying(say.NoLead(b.reader(a), command))
	}
	return ans, err
}

// leadForm goes on with the command that the form asked a lead for: with the form of what the command still needs, with
// what it shows, or, where nothing more is needed, with the page "Saved". A name that is no lead's keeps the form open.
func (b *Bot) leadForm(ctx context.Context, a *act, s sheet) (answer, error) {
	name := s.text(say.FieldName)
	if name == "" {
		return b.atField(a, say.FieldName, say.ErrName), nil
	}
	seen, err := b.seekOnly(ctx, a, line{text: name, word: s.meta.Command,
		ws: []words.Word{{Text: name, End: len(name), Quoted: true}}})
	var unknown *unknownLead
	var q *asks
	switch {
	case errors.As(err, &unknown):
		return b.atField(a, say.FieldName, say.ErrUnknown(name)), nil
	case errors.As(err, &q):
		leads, err := b.space().Leads(ctx, a.user, q.leads...)
		if err != nil {
			return answer{}, err
		}
		return b.atField(a, say.FieldName, say.ErrWhich(name, leads, q.near)), nil
	case err != nil:
		return answer{}, err
	}
	lead := *seen.Lead
	switch to := b.reader(a); s.meta.Command {
	case "next":
		return showing(say.NextForm(to, lead, b.firstSlot(a, lead), a.rep.TZFixed, say.Meta{}))
	case "snooze":
		return showing(say.SnoozeForm(to, lead, say.Meta{}))
	case "close":
		return showing(say.CloseForm(to, lead, "", false, say.Meta{}))
	case "show":
		return showing(say.Message("Lead", b.checked(a, b.showReply(a, seen))))
	case "prep":
		r, err := b.prepReply(ctx, a, seen)
		if err != nil {
			return answer{}, err
		}
		return showing(say.Message("Prep", r))
	case "when":
		return showing(say.Message("What comes next", b.checked(a, b.whenReply(a, seen))))
	case "edit":
		return showing(say.EditForm(to, say.EditFields{Lead: lead, Page: say.PageMatters}))
	case "reopen":
		return b.onLead(ctx, a, lead.ID, func(seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
			return b.reopen(a, seen, l)
		}, func(done say.Saved) (answer, error) { return showing(say.FormSaved(b.reader(a), done, nil)) })
	case "resume":
		return b.onLead(ctx, a, lead.ID, func(seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
			return b.logTouch(a, seen, touched{lead: &l, outcome: coach.Resumed, op: "resume"})
		}, func(done say.Saved) (answer, error) { return showing(say.FormSaved(b.reader(a), done, nil)) })
	}
	return answer{}, errOutdated
}
