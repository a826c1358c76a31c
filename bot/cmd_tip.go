package bot

import (
	"context"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
)

// tipLine shows a tip: "tip [topic]". Alone it is one for what is due today.
func (b *Bot) tipLine(ctx context.Context, a *act, ln line) (answer, error) {
	rep, err := b.rep(ctx, a)
	if err != nil {
		return answer{}, err
	}
	topic := span(ln.text, ln.ws)
	tip, err := b.tip(ctx, a, rep, topic)
	if err != nil {
		return answer{}, err
	}
	if tip == nil {
		return saying(b.checked(a, say.NoTip(b.reader(a), topic, b.rules.TipTopics())))
	}
	return saying(b.checked(a, say.Tip(b.reader(a), *tip)))
}

// tip chooses: by its short id, by topic the one shown longest ago, else the one that fits what is due.
func (b *Bot) tip(ctx context.Context, a *act, rep coach.Rep, topic string) (*coach.Tip, error) {
	if t, ok := b.rules.TipByID(topic); ok {
		return &t, nil
	}
	shown, err := b.space().TipsShown(ctx, a.user)
	if err != nil {
		return nil, err
	}
	if topic != "" {
		var best *coach.Tip
		for _, t := range b.rules.TipByTopic(topic) {
			if best == nil || shown[t.ID].Before(shown[best.ID]) {
				best = &t
			}
		}
		return best, nil
	}
	y, m, d := a.now.In(rep.Location()).Date()
	leads, _, err := b.space().DueLeads(ctx, a.user, time.Date(y, m, d+1, 0, 0, 0, 0, rep.Location()), dueMost)
	if err != nil {
		return nil, err
	}
	if tip := b.rules.Digest(rep, leads, a.now, shown).Tip; tip != nil {
		return tip, nil
	}
	return b.rules.TipFor([]coach.Card{{Step: coach.Step{Kind: coach.StepCall}}}, shown, a.now, rep), nil
}

// tipRated thanks for 👍 and 👎; the metrics count them by tip.
func tipRated(useful bool) func(*Bot, context.Context, *act, tap) (answer, error) {
	return func(b *Bot, _ context.Context, a *act, t tap) (answer, error) {
		if _, ok := b.rules.TipByID(t.first); !ok {
			return answer{}, errOutdated
		}
		b.counts.rated(t.first, useful)
		return saying(say.TipThanks(b.reader(a), useful))
	}
}

// helpLine is the short help, or a page of it: "help [topic]".
func (b *Bot) helpLine(_ context.Context, a *act, ln line) (answer, error) {
	return saying(b.checked(a, say.Help(b.reader(a), span(ln.text, ln.ws))))
}
