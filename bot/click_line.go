package bot

import (
	"context"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
)

// again runs a kept line once more, decided: it was meant although it was said before, or although it is long ago.
func (b *Bot) again(ctx context.Context, a *act, t tap) (answer, error) {
	return b.runKept(ctx, a, t.first, func(f *fix) { f.Again = true })
}

// pickLead runs a kept line for the lead that was chosen.
func (b *Bot) pickLead(ctx context.Context, a *act, t tap) (answer, error) {
	return b.runKept(ctx, a, t.part(0), func(f *fix) { f.Lead = t.first })
}

// pickOutcome runs a kept line with the outcome that was meant.
func (b *Bot) pickOutcome(ctx context.Context, a *act, t tap) (answer, error) {
	o := coach.Outcome(t.first)
	if !o.Valid() || !o.Info().Typed {
		return answer{}, errOutdated
	}
	return b.runKept(ctx, a, t.part(0), func(f *fix) { f.Outcome = o })
}

// createTyped runs a kept line with a new lead, none of those that were offered.
func (b *Bot) createTyped(ctx context.Context, a *act, t tap) (answer, error) {
	return b.runKept(ctx, a, t.first, func(f *fix) { f.Create = true })
}

// runKept runs a line that was kept when its question was asked. The question makes way for the answer.
func (b *Bot) runKept(ctx context.Context, a *act, ref string, decided func(*fix)) (answer, error) {
	if ref == "" {
		return answer{}, errOutdated
	}
	a.changes = true
	if _, err := b.rep(ctx, a); err != nil {
		return answer{}, err
	}
	p, ok, err := b.unpark(ctx, a, ref)
	if err != nil {
		return answer{}, err
	}
	if !ok {
		return answer{}, errOutdated
	}
	click, label := a.name, a.label
	decided(&p.Fix)
	ln := readLine(p.Text)
	ln.fix = p.Fix
	ans, err := b.runLine(ctx, a, ln)
	a.name, a.label = click, label
	ans.Replace = true
	return ans, err
}

// openToday shows today's list.
func (b *Bot) openToday(ctx context.Context, a *act, _ tap) (answer, error) {
	shown, err := b.todayReply(ctx, a)
	if err != nil {
		return answer{}, err
	}
	return saying(shown)
}

// showTapped shows a lead of a list.
func (b *Bot) showTapped(ctx context.Context, a *act, t tap) (answer, error) {
	seen, err := b.leadOf(ctx, a, t.first)
	if err != nil {
		return answer{}, err
	}
	return saying(b.checked(a, b.showReply(a, seen)))
}

// more is a card's overflow menu.
func (b *Bot) more(ctx context.Context, a *act, t tap) (answer, error) {
	switch t.part(0) {
	case say.MorePrep:
		return b.prepTapped(ctx, a, t)
	case say.MoreShow:
		return b.showTapped(ctx, a, t)
	case say.MoreWhen:
		seen, err := b.leadOf(ctx, a, t.first)
		if err != nil {
			return answer{}, err
		}
		return saying(b.checked(a, b.whenReply(a, seen)))
	case say.MoreLog:
		return b.openLogOf(ctx, a, t)
	case say.MoreSnooze:
		return b.openSnoozeOf(ctx, a, t)
	case say.MoreClose:
		return b.openCloseOf(ctx, a, t)
	}
	return answer{}, errOutdated
}
