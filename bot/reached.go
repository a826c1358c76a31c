package bot

import (
	"context"
	"errors"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// This file is what happens while somebody is on the line: [Reached…] on a card, and the one tap that saves how it
// went.

// openReached opens the page behind a card's [Reached…].
func (b *Bot) openReached(ctx context.Context, a *act, t tap) (answer, error) {
	return b.openFor(ctx, a, t.first, func(l coach.Lead, rep coach.Rep, meta say.Meta) slack.ModalViewRequest {
		if aboutNow(l, a.now) { // they are at it: nobody asks whether the agreed call is still to come
			b.later(func(ctx context.Context) {
				if err := b.space().Drop(ctx, stillDue(l)); err != nil {
					b.log.Warn("could not call off a reminder", "error", err)
				}
			})
		}
		return b.reachedPage(a, l, rep, meta, time.Time{})
	})
}

// openTalked opens the same page for an agreed call that did happen: what is tapped happened at its time.
func (b *Bot) openTalked(ctx context.Context, a *act, t tap) (answer, error) {
	return b.openFor(ctx, a, t.first, func(l coach.Lead, rep coach.Rep, meta say.Meta) slack.ModalViewRequest {
		at := t.instant(0)
		if !at.Before(a.now) {
			at = time.Time{}
		}
		return b.reachedPage(a, l, rep, meta, at)
	})
}

func (b *Bot) reachedPage(a *act, l coach.Lead, rep coach.Rep, meta say.Meta, at time.Time) slack.ModalViewRequest {
	c := coach.Card{Lead: l, Step: b.rules.Next(l, rep, a.now)}
	in := say.Reached{Card: c, At: at, Meta: meta}
	if at.IsZero() { // of a call that is over nothing is left to be said
		in.Script, in.Branches = b.script(a, c, b.rules.BranchOnLine(l, c.Step, a.now)), b.rules.OnLine()
	}
	return say.ReachedPage(b.reader(a), in)
}

// script is a branch of the conversation tree as it is said to this lead; empty when there is none.
func (b *Bot) script(a *act, c coach.Card, branch string) coach.Script {
	x, _ := b.rules.Branch(branch)
	s, _ := b.rules.Script(branch, b.fill(a, c, x.Outcome))
	return s
}

// fill is what there is to put into the words of a script. The times in it are those that are offered after the
// outcome.
func (b *Bot) fill(a *act, c coach.Card, o coach.Outcome) coach.Fill {
	return coach.Fill{
		Lead: c.Lead, Step: c.Step, Rep: *a.rep, Me: a.who.full, Now: a.now, Slots: b.offers(a, c.Lead, o),
		Cost: b.rules.CallBackCost(a.tally),
	}
}

// nextTurn shows what to say in the turn that the talk has taken, on the same page.
func (b *Bot) nextTurn(ctx context.Context, a *act, t tap) (answer, error) {
	if a.view == nil {
		return answer{}, errOutdated
	}
	seen, err := b.leadOf(ctx, a, t.first)
	if err != nil {
		return answer{}, err
	}
	meta := say.DecodeMeta(a.view.PrivateMetadata)
	c := b.card(a, *seen.Lead)
	in := say.Reached{Card: c, Script: b.script(a, c, t.part(0)), Branches: b.rules.OnLine(), Meta: meta}
	if meta.At > 0 {
		in.At = time.Unix(meta.At, 0)
	}
	return showing(say.ReachedPage(b.reader(a), in))
}

// reached saves how a call went, with the one tap that says so, and shows what can be added.
func (b *Bot) reached(ctx context.Context, a *act, t tap) (answer, error) {
	o := coach.Outcome(t.part(1))
	if !o.Valid() || !o.Info().Typed || a.view == nil {
		return answer{}, errOutdated
	}
	meta := say.DecodeMeta(a.view.PrivateMetadata)
	var saved say.Saved
	ans, err := change(ctx, b, a, store.Ask{LeadID: t.first, Touches: 1, Tally: true, Agreed: true},
		func(seen store.Seen) (store.Change, say.Saved, error) {
			at := time.Unix(meta.At, 0)
			if meta.At == 0 || !at.Before(a.now) {
				at = time.Time{}
			}
			return b.tapOnce(a, seen, t, o, at)
		}, func(s say.Saved) (answer, error) {
			saved = s
			return showing(b.wrapPage(a, s, meta, say.Filled{}, ""))
		})
	var before *tappedBefore
	if errors.As(err, &before) {
		return b.reachedBefore(ctx, a, meta, before)
	}
	if err == nil && saved.Lead.ID != "" {
		b.afterForm(a, meta, saved)
	}
	return ans, err
}

// reachedBefore answers a second tap: the same one is a slip of the finger and shows the page of the first, another
// meets a lead that has moved on.
func (b *Bot) reachedBefore(ctx context.Context, a *act, meta say.Meta, t *tappedBefore) (answer, error) {
	if !t.same || a.now.Sub(t.at) >= 3*time.Minute {
		ans, err := b.tappedTwice(ctx, a, t)
		ans.Replace = true // nothing on the page is true any more
		return ans, err
	}
	s := say.Saved{Lead: t.lead, Touch: t.touch, Step: b.rules.Next(t.lead, *a.rep, a.now)}
	return showing(b.wrapPage(a, s, meta, say.Filled{}, ""))
}
