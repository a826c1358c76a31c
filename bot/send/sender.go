package send

import (
	"context"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// Sender says coach's messages to people: it renders them in the reader's zone and posts them.
type Sender struct {
	Poster *Poster
	Space  func() *store.Workspace
	Rules  *coach.Rules // whose numbers the sentences name
	Now    func() time.Time
}

// Send posts m for the deed, with its buttons, or as plain text when Slack has refused the blocks.
func (s *Sender) Send(ctx context.Context, d store.Deed, to string, m coach.Message,
	plain bool) (store.Receipt, error) {
	r, err := s.words(ctx, m, plain)
	if err != nil {
		return store.Receipt{}, Failed("render", fmt.Errorf("%w: %w", errNotSent, err))
	}
	return s.Poster.Post(ctx, Post{To: to, Deed: d.Key, Urgent: urgent(m), Text: r.Text, Blocks: r.Blocks})
}

// Find looks for the deed's message.
func (s *Sender) Find(ctx context.Context, d store.Deed, to string) (store.Receipt, bool, error) {
	return s.Poster.Find(ctx, d.Key, to)
}

// Update replaces a sent message by m.
func (s *Sender) Update(ctx context.Context, r store.Receipt, m coach.Message, plain bool) error {
	words, err := s.words(ctx, m, plain)
	if err != nil {
		return Failed("render", fmt.Errorf("%w: %w", errNotSent, err))
	}
	return s.Poster.Update(ctx, r, words.Text, words.Blocks)
}

// urgent messages lose their worth by waiting behind digests.
func urgent(m coach.Message) bool {
	switch m.(type) {
	case coach.Ping, coach.Nudge:
		return true
	}
	return false
}

func (s *Sender) words(ctx context.Context, m coach.Message, plain bool) (say.Reply, error) {
	var r say.Reply
	switch m := m.(type) {
	case coach.Digest:
		to, err := s.reader(ctx, m.Rep)
		if err != nil {
			return r, err
		}
		r = say.Digest(to, m)
	case coach.Nudge:
		to, err := s.reader(ctx, m.Rep)
		if err != nil {
			return r, err
		}
		r = say.Nudge(to, m)
	case coach.Ping:
		to, err := s.reader(ctx, m.Rep)
		if err != nil {
			return r, err
		}
		r = say.Ping(to, m)
	case coach.Summary:
		zone, err := time.LoadLocation(m.Team.Summary.TZ)
		if err != nil {
			zone = time.UTC
		}
		to := say.Reader{Zone: zone, Now: s.Now(), Nonce: store.NewID(), Rules: s.Rules}
		if r = say.Summary(to, m); plain {
			r = say.SummaryBars(to, m)
		}
	default:
		return r, fmt.Errorf("no words for %T", m)
	}
	r, err := r.Checked()
	if err != nil || plain {
		r.Blocks = []slack.Block{}
	}
	return r, nil
}

func (s *Sender) reader(ctx context.Context, rep string) (say.Reader, error) {
	r, _, err := s.Space().Rep(ctx, rep)
	if err != nil {
		return say.Reader{}, err
	}
	return say.Reader{Zone: r.Location(), Now: s.Now(), Nonce: store.NewID(), Rules: s.Rules}, nil
}
