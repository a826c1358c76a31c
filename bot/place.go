package bot

import (
	"context"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
)

// drawn remembers for a moment how a message looks after a card in it was replaced. A click brings a copy of its
// message along, but of two quick clicks on two cards the second's copy may be older than the first's tick.
type drawn struct {
	mu   sync.Mutex
	byID map[string]drawing
}

type drawing struct {
	blocks []slack.Block
	at     time.Time
}

const (
	drawnFor  = time.Minute
	drawnMost = 500
)

// swap replaces a lead's card and reports false when the message has none of it.
func (d *drawn) swap(to say.Reader, id string, copied []slack.Block, lead string, with []slack.Block,
	wall time.Time) (say.Reply, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if have, ok := d.byID[id]; ok && wall.Sub(have.at) < drawnFor {
		copied = have.blocks
	}
	r, ok := say.ReplaceCard(to, copied, lead, with)
	if !ok {
		return r, false
	}
	if len(d.byID) >= drawnMost {
		for old, have := range d.byID {
			if wall.Sub(have.at) >= drawnFor || len(d.byID) >= drawnMost {
				delete(d.byID, old)
			}
		}
	}
	if d.byID == nil {
		d.byID = make(map[string]drawing)
	}
	d.byID[id] = drawing{r.Blocks, wall}
	return r, true
}

// inPlace puts an answer in the place of a lead's card in the message that was clicked.
func (b *Bot) inPlace(a *act, ans answer) (answer, bool) {
	return b.swapped(a, b.reader(a), a.channel+a.messageTS, a.message, ans)
}

// swapped puts an answer in the place of a lead's card among the blocks of a message; false, with the answer as it was,
// when it has none.
func (b *Bot) swapped(a *act, to say.Reader, id string, message []slack.Block, ans answer) (answer, bool) {
	with, err := blocksOf(ans.Blocks)
	if err != nil {
		return ans, false
	}
	r, ok := b.drawn.swap(to, id, message, ans.Card, with, time.Now())
	if !ok {
		return ans, false
	}
	whole, err := replacing(b.checked(a, r))
	return whole, err == nil
}

// anew draws an ephemeral message again after a tap on one of its cards, what came of the tap first.
func (b *Bot) anew(ctx context.Context, a *act, surface string, ans answer) (answer, bool) {
	switch surface {
	case onToday:
	case onShow, onPrep:
		ans.Replace = true
		return ans, true
	default:
		return ans, false
	}
	top, err := blocksOf(ans.Blocks)
	if err != nil {
		return ans, false
	}
	today, err := b.today(ctx, a)
	if err != nil {
		b.log.Warn("could not draw today's list anew", "error", err)
		return ans, false
	}
	blocks := append(say.OnlyTick(top), today.Blocks...)
	whole, err := replacing(b.checked(a, say.Reply{Text: say.Spoken(blocks), Blocks: blocks}))
	return whole, err == nil
}

// afterForm brings the message that a form was opened from up to date.
func (b *Bot) afterForm(a *act, m say.Meta, s say.Saved) {
	if m.URL == "" {
		return
	}
	b.later(func(ctx context.Context) {
		to := b.reader(a)
		if m.Channel == "" {
			to = b.readerOn(a, m.Message) // an ephemeral message, known by its surface
		}
		blocks := say.CardDone(to, s)
		ans, err := onCard(s.Lead.ID, b.checked(a, say.Reply{Text: say.Spoken(blocks), Blocks: blocks}))
		if err != nil {
			return
		}
		by := *a
		by.responseURL, by.changes = m.URL, false
		if m.Channel == "" {
			if ans, ok := b.anew(ctx, &by, m.Message, ans); ok && ans.Replace {
				b.respond(ctx, &by, ans, true)
			}
			return
		}
		copied, err := b.messageNow(ctx, m.Channel, m.Message)
		if err != nil {
			b.log.Warn("could not read the message a form was opened from", "error", err)
			return
		}
		if ans, ok := b.swapped(&by, b.reader(a), m.Channel+m.Message, copied, ans); ok {
			b.respond(ctx, &by, ans, true)
		}
	})
}

// messageNow reads how a message looks now.
func (b *Bot) messageNow(ctx context.Context, channel, ts string) ([]slack.Block, error) {
	h, err := b.api().GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
		ChannelID: channel, Latest: ts, Oldest: ts, Inclusive: true, Limit: 1,
	})
	if err != nil {
		return nil, err
	}
	for _, m := range h.Messages {
		if m.Timestamp == ts {
			return m.Blocks.BlockSet, nil
		}
	}
	return nil, nil
}

// pageOf shows a sentence where only a page can be shown.
func pageOf(ans answer) slack.ModalViewRequest {
	blocks, err := blocksOf(ans.Blocks)
	if err != nil || len(blocks) == 0 {
		blocks = []slack.Block{slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, ans.Text, false, false),
			nil, nil)}
	}
	return say.Message("Followup", say.Reply{Text: ans.Text, Blocks: blocks})
}
