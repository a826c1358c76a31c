package schedule

import (
	"errors"
	"time"
)

// Class sorts a failed call to Slack by what to do about it.
type Class string

const (
	Ambiguous   Class = "ambiguous"   // Slack may have the message: look before the next try
	RateLimited Class = "ratelimited" // refused, come back after RetryAfter; Slack has nothing
	Recipient   Class = "recipient"   // this person or channel cannot be written to; nobody else is concerned
	Payload     Class = "payload"     // Slack does not take this message as it is; plain text may pass
	Dead        Class = "dead"        // the token or the app is refused: no message of anybody will pass
	Transient   Class = "transient"   // never reached Slack, or refused this time; Slack has nothing
)

// delivery is what an error of a [Sender] may say about itself. Any error that does not is taken as [Ambiguous]: that
// is the only reading which can neither lose nor repeat a message.
type delivery interface {
	error
	DeliveryClass() string
}

func classOf(err error) Class {
	var d delivery
	if !errors.As(err, &d) {
		return Ambiguous
	}
	switch c := Class(d.DeliveryClass()); c {
	case RateLimited, Recipient, Payload, Dead, Transient:
		return c
	}
	return Ambiguous
}

// unsent reports whether Slack certainly has nothing after an error of this class.
func (c Class) unsent() bool { return c != Ambiguous }

// retryAfter is how long Slack asked to wait, or fallback when the error does not say.
func retryAfter(err error, fallback time.Duration) time.Duration {
	var r interface{ RetryAfter() time.Duration }
	if errors.As(err, &r) {
		if d := r.RetryAfter(); d > 0 {
			return d
		}
	}
	return fallback
}
