package bot

import (
	"context"
	"errors"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// prepLine shows what to know before calling a lead: "prep <lead>".
func (b *Bot) prepLine(ctx context.Context, a *act, ln line) (answer, error) {
	if len(ln.ws) == 0 {
		return b.openWhichLead(ctx, a, "prep")
	}
	seen, err := b.seekOnly(ctx, a, ln)
	if err != nil {
		return answer{}, err
	}
	return b.prepOf(ctx, a, seen)
}

// prepTapped shows the prep of a card's lead, beneath the message.
func (b *Bot) prepTapped(ctx context.Context, a *act, t tap) (answer, error) {
	seen, err := b.leadOf(ctx, a, t.first)
	if err != nil {
		return answer{}, err
	}
	return b.prepOf(ctx, a, seen)
}

func (b *Bot) prepOf(ctx context.Context, a *act, seen store.Seen) (answer, error) {
	r, err := b.prepReply(ctx, a, seen)
	if err != nil {
		return answer{}, err
	}
	return saying(r)
}

// prepReply is a lead's prep. Nobody calls a closed lead: it is shown instead, with how it ended.
func (b *Bot) prepReply(ctx context.Context, a *act, seen store.Seen) (say.Reply, error) {
	if !seen.Lead.Open() {
		return b.checked(a, b.showReply(a, seen)), nil
	}
	shown, err := b.space().TipsShown(ctx, a.user)
	if err != nil {
		return say.Reply{}, err
	}
	if shown == nil {
		shown = map[string]time.Time{}
	}
	library, err := b.library(ctx, a)
	if err != nil {
		return say.Reply{}, err
	}
	pr := b.prep(a, seen, library, shown)
	if pr.Tip != nil {
		b.noteTipLater(a, pr.Tip.ID)
	}
	return b.checked(a, say.Prep(b.readerOn(a, onPrep), pr, say.PrepNews{})), nil
}

// noteTipLater counts a prep's tip as shown, behind the answer: should that fail, the tip comes once more, and a prep
// is worth more than a tip.
func (b *Bot) noteTipLater(a *act, id string) {
	rep, key, now := a.user, a.key+":tip", a.now
	b.later(func(ctx context.Context) {
		err := b.space().SetTip(ctx, rep, id, now, now, key, nil)
		var dup *store.DuplicateError
		if err != nil && !errors.As(err, &dup) {
			b.log.Warn("could not note a tip as shown", "error", err)
		}
	})
}

// prep puts a lead's prep together. With no shown there is no tip in it.
func (b *Bot) prep(a *act, seen store.Seen, library []coach.Story, shown map[string]time.Time) coach.Prep {
	more := coach.PrepInput{Me: a.who.full, Tally: seen.Tally, Library: library, Shown: shown}
	return b.rules.Prep(*seen.Lead, seen.Touches, *a.rep, more, a.now)
}

// prepNow reads a lead's prep. tip is the one that it had before.
func (b *Bot) prepNow(ctx context.Context, a *act, lead, tip string) (coach.Prep, error) {
	seen, err := b.leadOf(ctx, a, lead)
	if err != nil {
		return coach.Prep{}, err
	}
	library, err := b.library(ctx, a)
	if err != nil {
		return coach.Prep{}, err
	}
	return b.prepWith(a, seen, library, tip), nil
}

// prepWith is a prep that was shown before, with the tip that it had then.
func (b *Bot) prepWith(a *act, seen store.Seen, library []coach.Story, tip string) coach.Prep {
	pr := b.prep(a, seen, library, nil)
	if t, ok := b.rules.TipByID(tip); ok {
		pr.Tip = &t
	}
	return pr
}

// prepDrawn is a prep drawn anew where it stands: in the place of an ephemeral message, or of the card of a ping, which
// has a heading and a tip of its own.
func (b *Bot) prepDrawn(a *act, pr coach.Prep, news say.PrepNews, ping bool) (answer, error) {
	to := b.readerOn(a, onPrep)
	if !ping {
		return replacing(b.checked(a, say.Prep(to, pr, news)))
	}
	blocks := say.PingCard(to, pr, news)
	return onCard(pr.Lead.ID, b.checked(a, say.Reply{Text: say.Spoken(blocks), Blocks: blocks}))
}

// prepAfterUndo is a lead's prep after something on it was taken back, in the place of the prep that was tapped.
func (b *Bot) prepAfterUndo(ctx context.Context, a *act, lead string) (answer, error) {
	pr, err := b.prepNow(ctx, a, lead, "")
	if err != nil {
		return answer{}, err
	}
	return b.prepDrawn(a, pr, say.PrepNews{Undone: true}, !a.ephemeral && a.view == nil)
}
