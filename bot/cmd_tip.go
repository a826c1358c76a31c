package bot

import (
	"context"
	"errors"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// tipLine shows a tip: "tip [topic]". Alone it is one for what is due today. It counts as shown, so that the digest
// brings another.
func (b *Bot) tipLine(ctx context.Context, a *act, ln line) (answer, error) {
	rep, err := b.rep(ctx, a)
	if err != nil {
		return answer{}, err
	}
	shown, err := b.space().TipsShown(ctx, a.user)
	if err != nil {
		return answer{}, err
	}
	topic := span(ln.text, ln.ws)
	tip, err := b.tip(ctx, a, rep, topic, shown)
	if err != nil {
		return answer{}, err
	}
	more := b.rules.MoreTips(rep, shown, a.now)
	switch {
	case tip == nil && (more || topic != ""):
		return saying(b.checked(a, say.NoTip(b.reader(a), topic, b.rules.TipTopics())))
	case tip != nil && sameDate(shown[tip.ID], a.now, rep.Location()): // asked for again
		return saying(b.checked(a, say.Tip(b.reader(a), *tip)))
	case !more:
		return saying(say.TipsEnough(b.reader(a), b.rules.Limits().TipsPerDay))
	}
	ans, err := saying(b.checked(a, say.Tip(b.reader(a), *tip)))
	if err != nil {
		return answer{}, err
	}
	return b.noteTip(ctx, a, tip.ID, a.now, ans)
}

// noteTip writes what became of a tip, with the answer for each further delivery of the act.
func (b *Bot) noteTip(ctx context.Context, a *act, id string, at time.Time, ans answer) (answer, error) {
	a.changes = true
	err := b.space().SetTip(ctx, a.user, id, at, a.now, a.key, ans.encode())
	var dup *store.DuplicateError
	switch {
	case errors.As(err, &dup):
		return decode(dup.Answer)
	case err != nil:
		return answer{}, err
	}
	return ans, nil
}

func sameDate(x, y time.Time, zone *time.Location) bool {
	return x.In(zone).Format(time.DateOnly) == y.In(zone).Format(time.DateOnly)
}

// tip chooses: by its short id, by topic the one shown longest ago, those at rest last, else the one that fits what is
// due.
func (b *Bot) tip(ctx context.Context, a *act, rep coach.Rep, topic string,
	shown map[string]time.Time) (*coach.Tip, error) {
	if t, ok := b.rules.TipByID(topic); ok {
		return &t, nil
	}
	if topic != "" {
		var best *coach.Tip
		for _, t := range b.rules.TipByTopic(topic) {
			if best == nil || lastShown(shown, t, a.now).Before(lastShown(shown, *best, a.now)) {
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

// lastShown is when a tip was shown; of one at rest, the end of that.
func lastShown(shown map[string]time.Time, t coach.Tip, now time.Time) time.Time {
	if rests := shown[coach.TipRest(t.ID)]; rests.After(now) {
		return rests
	}
	return shown[t.ID]
}

// tipRated answers 👍 and 👎: a tip that is not for this rep rests, one that is ends its rest. The metrics count both by
// tip.
func (b *Bot) tipRated(useful bool) func(context.Context, *act, tap) (answer, error) {
	return func(ctx context.Context, a *act, t tap) (answer, error) {
		if _, ok := b.rules.TipByID(t.first); !ok {
			return answer{}, errOutdated
		}
		ans, err := saying(say.TipThanks(b.reader(a), useful))
		if err != nil {
			return answer{}, err
		}
		var rests time.Time
		if !useful {
			rests = a.now.AddDate(0, 0, coach.TipRestDays)
		}
		if ans, err = b.noteTip(ctx, a, coach.TipRest(t.first), rests, ans); err == nil {
			b.counts.rated(t.first, useful)
		}
		return ans, err
	}
}

// helpLine is the short help, or a page of it: "help [topic]".
func (b *Bot) helpLine(_ context.Context, a *act, ln line) (answer, error) {
	return saying(b.checked(a, say.Help(b.reader(a), span(ln.text, ln.ws))))
}
