package schedule

import (
	"context"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// Sender carries a message to Slack. It is called by several workers at once, does its own pacing, and says in its
// errors (see [Class]) what became of the message. The context's deadline lies inside the deed's lease: a Sender that
// cannot post before it returns a [Transient] error instead of posting later.
type Sender interface {
	// Send posts m to a person (U…) or a channel (C…), with the deed's hash in the message's metadata. It posts at most
	// once.
	Send(ctx context.Context, d store.Deed, to string, m coach.Message) (store.Receipt, error)
	// Find looks for the deed's hash in the newest pages of the conversation with to.
	Find(ctx context.Context, d store.Deed, to string) (store.Receipt, bool, error)
	// Update replaces a message that was sent. Repeating it changes nothing.
	Update(ctx context.Context, r store.Receipt, m coach.Message) error
}

// Plain asks for a message as text without blocks. The engine wraps a message in it when Slack refused the blocks.
type Plain struct{ coach.Message }
