// Package failure names what can go wrong when a message is handed to Slack, sorted by what can be done about it.
//
// There is one list of classes. Whoever talks to Slack (bot/send) puts every error into one of them, and whoever
// decides what becomes of a message (schedule) reads nothing else of it. An error without a class is [Ambiguous]: that
// is the only reading that can neither lose a message nor repeat one.
package failure

import (
	"errors"
	"fmt"
	"time"
)

// Class sorts failed calls by what can be done about them.
type Class string

const (
	Ambiguous   Class = "ambiguous"   // Slack may have the message: look before the next try
	RateLimited Class = "ratelimited" // refused, come back after RetryAfter; Slack has nothing
	Recipient   Class = "recipient"   // this person or channel can't be written to; nobody else is concerned
	Payload     Class = "payload"     // Slack doesn't take this message as it is; plain text may pass
	Gone        Class = "gone"        // the message to change is no longer there
	Dead        Class = "dead"        // the token, the app or its scopes are refused: no message of anybody passes
	// Account: refused by a word that Slack has for the token and for the recipient alike. Slack has nothing, and only
	// asking whether the token works tells which of the two it is.
	Account   Class = "account"
	Transient Class = "transient" // never reached Slack, or refused for the moment; Slack has nothing
)

// Classes lists every class, for counters.
func Classes() []Class {
	return []Class{Ambiguous, RateLimited, Recipient, Payload, Gone, Dead, Account, Transient}
}

// Unsent reports whether Slack certainly has nothing after a failure of this class.
func (c Class) Unsent() bool { return c != Ambiguous }

// Final reports whether a failure of this class comes again with every further try.
func (c Class) Final() bool { return c == Recipient || c == Payload || c == Gone }

// Error is a failed call of Slack's Web API.
type Error struct {
	Method string
	Class  Class
	Code   string        // Slack's own word; empty when it had none
	After  time.Duration // of RateLimited: how long Slack wants to be left alone; zero when it didn't say
	Err    error
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %s: %v", e.Method, e.Class, e.Err) }
func (e *Error) Unwrap() error { return e.Err }

// ClassOf is the class of any error; [Ambiguous] for one that has none.
func ClassOf(err error) Class {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Class
	}
	return Ambiguous
}

// RetryAfter is how long Slack asked to wait, or fallback when the error doesn't say.
func RetryAfter(err error, fallback time.Duration) time.Duration {
	if e, ok := errors.AsType[*Error](err); ok && e.After > 0 {
		return e.After
	}
	return fallback
}
