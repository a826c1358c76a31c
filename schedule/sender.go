package schedule

import (
	"context"

	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store/ledger"
)

// Sender carries a message to Slack. It is called by several workers at once, does its own pacing, and says in its
// errors (see package failure) what became of the message. The context's deadline lies inside the delivery's lease: a
// Sender that cannot post before it returns an error of class Transient instead of posting later.
type Sender interface {
	// Send posts m, with the delivery's hash in the message's metadata. It posts at most once.
	Send(ctx context.Context, d ledger.Delivery, to Recipient, m notify.Message) (ledger.Receipt, error)
	// Find looks the delivery's hash up in the newest pages of the conversation with the recipient.
	Find(ctx context.Context, d ledger.Delivery, to Recipient) (ledger.Receipt, bool, error)
	// Update replaces a message that was sent. Repeating it changes nothing.
	Update(ctx context.Context, r ledger.Receipt, to Recipient, m notify.Message) error
}

// Plain asks for a message as text without blocks. The engine wraps a message in it when Slack refused the blocks.
type Plain struct{ notify.Message }
