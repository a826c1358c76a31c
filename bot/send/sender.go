package send

import (
	"context"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/figures"
	"github.com/followup-coach/followup/bot/say/managers"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

// Sender says coach's messages to people: it renders them in the reader's zone and posts them.
type Sender struct {
	Poster *Poster
	Rules  *coach.Rules // whose numbers the sentences name
	Now    func() time.Time
}

// Reads is how somebody reads times: in which zone, by which locale, as Slack has it, and on which clock.
type Reads struct {
	Zone   *time.Location
	Locale string
	Clock  calendar.HourCycle
}

// Send posts m under an idempotency key to a person or a channel, with its buttons, or as plain text when Slack has
// refused the blocks.
func (s *Sender) Send(ctx context.Context, key, to string, reads Reads, m notify.Message,
	plain bool) (ledger.Receipt, error) {
	r, err := s.render(reads, m, plain)
	if err != nil {
		return ledger.Receipt{}, Failed("render", fmt.Errorf("%w: %w", errNotSent, err))
	}
	return s.Poster.Post(ctx, Post{To: to, Key: key, Urgent: urgent(m), Text: r.Text, Blocks: r.Blocks})
}

// Find looks the delivery with this key up in the conversation with to.
func (s *Sender) Find(ctx context.Context, key, to string) (ledger.Receipt, bool, error) {
	return s.Poster.Find(ctx, key, to)
}

// Update replaces a sent message by m.
func (s *Sender) Update(ctx context.Context, r ledger.Receipt, reads Reads, m notify.Message, plain bool) error {
	words, err := s.render(reads, m, plain)
	if err != nil {
		return Failed("render", fmt.Errorf("%w: %w", errNotSent, err))
	}
	if called, ok := m.(notify.Called); ok {
		return s.Poster.Change(ctx, called.Spot.URL, words.Text, words.Blocks)
	}
	return s.Poster.Update(ctx, r, words.Text, words.Blocks)
}

// urgent reports whether a message loses its worth by waiting behind digests.
func urgent(m notify.Message) bool {
	switch m.(type) {
	case notify.Ping, notify.Nudge, notify.Letter:
		return true
	}
	return false
}

// render turns m into blocks and text. What the check refuses goes out as text alone rather than not at all.
func (s *Sender) render(reads Reads, m notify.Message, plain bool) (r say.Reply, err error) {
	to := say.Reader{Zone: reads.Zone, Locale: reads.Locale, Cycle: reads.Clock, Now: s.Now(), Nonce: store.NewID(),
		Rules: s.Rules}
	switch m := m.(type) {
	case notify.Digest:
		r = cards.Digest(to, m)
	case notify.Nudge:
		r = cards.Nudge(to, m)
	case notify.Ping:
		r = cards.Ping(to, m)
	case notify.Called:
		if m.Spot.Surface != "" {
			to.Nonce = m.Spot.Surface + "-" + to.Nonce
		}
		if m.Spot.Posted {
			to.Nonce += request.PostedMark
		}
		r = cards.Called(to, m)
	case notify.Letter:
		r = texts.Letter(to, m)
	case notify.GiftAsk:
		r = texts.AskGift(to, m)
	case notify.GiftAnswer:
		r = texts.GiftAnswered(to, m)
	case notify.Moved:
		r = cards.Moved(to, m)
	case notify.Absent:
		r = cards.Absent(to, m)
	case notify.TeamDay:
		r = managers.Day(to, m)
	case notify.Summary:
		// A workspace that refuses the chart gets a line in its place.
		if r = figures.Summary(to, m); plain {
			r = figures.SummaryBars(to, m)
		}
	default:
		return r, fmt.Errorf("no words for %T", m)
	}
	if r, err = r.Checked(); err != nil || plain {
		r.Blocks = []slack.Block{}
	}
	return r, nil
}
