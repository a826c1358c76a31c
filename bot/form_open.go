package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// open shows a form: on top of nothing with the act's trigger, in the place of the form that the click was made in.
func (b *Bot) open(ctx context.Context, a *act, v slack.ModalViewRequest) (answer, error) {
	if a.view != nil && a.view.Type == slack.VTModal {
		_, err := b.api().UpdateViewContext(ctx, v, "", a.view.Hash, a.view.ID)
		return answer{}, opened(err)
	}
	if a.trigger == "" {
		return answer{}, errNoTrigger
	}
	_, err := b.api().OpenViewContext(ctx, a.trigger, v)
	return answer{}, opened(err)
}

// opened sorts Slack's refusals: a trigger that was used or grew old is no fault of anybody, the person just taps
// again.
func opened(err error) error {
	var refused slack.SlackErrorResponse
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused):
		switch refused.Err {
		case "expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired", "trigger_exchanged",
			"hash_conflict", "not_found":
			return errNoTrigger
		}
	case unreachable(err):
		//nolint:errorlint // Slack was out of reach, not the store: the chain ends here
		return fmt.Errorf("%w: %v", errNoTrigger, withoutURL(err))
	}
	return fmt.Errorf("open a form: %w", err)
}

// meta is what a form needs to bring the clicked message up to date afterwards.
func (a *act) meta() say.Meta {
	switch {
	case a.kind != kindClick:
		return say.Meta{}
	case a.view != nil: // opened from a form that was opened from a message
		m := say.DecodeMeta(a.view.PrivateMetadata)
		return say.Meta{Channel: m.Channel, Message: m.Message, URL: m.URL}
	}
	m := say.Meta{URL: a.responseURL}
	if !a.ephemeral {
		m.Channel, m.Message = a.channel, a.messageTS
	} else {
		m.Message = a.surface() // an ephemeral message has no address: its kind says how to draw it anew
	}
	return m
}

// asForm is a form to open instead of an answer, on its way out of a change that was not made.
func (b *Bot) asForm(v slack.ModalViewRequest) error { return &openForm{view: v} }

type openForm struct{ view slack.ModalViewRequest }

func (*openForm) Error() string { return "a form is needed" }

// firstSlot is the first time that would be offered for a booked call.
func (b *Bot) firstSlot(a *act, l coach.Lead) time.Time {
	if slots := b.rules.SlotsBut(l, *a.rep, a.now, time.Time{}, time.Time{}, 1, a.agreed); len(slots) > 0 {
		return slots[0].At
	}
	return time.Time{}
}

// openLog opens the Log form with what a line said already.
func (b *Bot) openLog(ctx context.Context, a *act, with openLog) (answer, error) {
	rep, err := b.rep(ctx, a)
	if err != nil {
		return answer{}, err
	}
	in := say.LogFields{Note: with.note, Outcome: with.outcome, Fixed: rep.TZFixed, Meta: a.meta()}
	if with.lead != nil {
		in.Lead = *with.lead
	} else {
		in.Lead.Name = with.name
	}
	return b.open(ctx, a, say.LogForm(b.reader(a), in))
}

// openLogOf opens the Log form for a lead, or empty.
func (b *Bot) openLogOf(ctx context.Context, a *act, t tap) (answer, error) {
	if t.first == "" {
		return b.openLog(ctx, a, openLog{})
	}
	return b.openFor(ctx, a, t.first, func(l coach.Lead, rep coach.Rep, meta say.Meta) slack.ModalViewRequest {
		return say.LogForm(b.reader(a), say.LogFields{Lead: l, Fixed: rep.TZFixed, Meta: meta})
	})
}

func (b *Bot) openNextOf(ctx context.Context, a *act, t tap) (answer, error) {
	return b.openFor(ctx, a, t.first, func(l coach.Lead, rep coach.Rep, meta say.Meta) slack.ModalViewRequest {
		return say.NextForm(b.reader(a), l, b.firstSlot(a, l), rep.TZFixed, meta)
	})
}

func (b *Bot) openSnoozeOf(ctx context.Context, a *act, t tap) (answer, error) {
	return b.openFor(ctx, a, t.first, func(l coach.Lead, _ coach.Rep, meta say.Meta) slack.ModalViewRequest {
		return say.SnoozeForm(b.reader(a), l, meta)
	})
}

func (b *Bot) openCloseOf(ctx context.Context, a *act, t tap) (answer, error) {
	return b.openFor(ctx, a, t.first, func(l coach.Lead, _ coach.Rep, meta say.Meta) slack.ModalViewRequest {
		return say.CloseForm(b.reader(a), l, "", false, meta)
	})
}

// openWhy asks for the reason of a close that was saved without one.
func (b *Bot) openWhy(ctx context.Context, a *act, t tap) (answer, error) {
	return b.openFor(ctx, a, t.first, func(l coach.Lead, _ coach.Rep, meta say.Meta) slack.ModalViewRequest {
		return say.CloseForm(b.reader(a), l, l.Progress.Closed, true, meta)
	})
}

// openAdd opens the Add form.
func (b *Bot) openAdd(ctx context.Context, a *act, _ tap) (answer, error) {
	if _, err := b.rep(ctx, a); err != nil {
		return answer{}, err
	}
	return b.open(ctx, a, say.AddForm(b.reader(a), coach.Lead{}, a.meta()))
}

// openFor opens a form about one of the acting person's leads.
func (b *Bot) openFor(ctx context.Context, a *act, lead string,
	form func(coach.Lead, coach.Rep, say.Meta) slack.ModalViewRequest) (answer, error) {
	if lead == "" {
		return answer{}, errOutdated
	}
	seen, err := b.look(ctx, a, store.Ask{LeadID: lead, Tally: true, Agreed: true})
	if err != nil {
		return answer{}, err
	}
	if seen.Lead == nil {
		return answer{}, errOutdated
	}
	return b.open(ctx, a, form(*seen.Lead, seen.Rep, a.meta()))
}
