package socket

import (
	"context"
	"encoding/json"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
)

// Envelope is one delivery from Slack. Exactly one of Slash, Interaction and Event is set when slack-go understood the
// payload; none is when it did not, and Payload then holds whatever could be read.
type Envelope struct {
	ID             string
	Type           string // slash_commands, interactive, events_api, or what Slack called it
	Payload        json.RawMessage
	AcceptsPayload bool // whether the acknowledgement may carry an answer
	Retry          int  // 0 for the first delivery of an event
	RetryReason    string
	At             time.Time // wall time of receipt

	Slash       *slack.SlashCommand
	Interaction *slack.InteractionCallback
	Event       *slackevents.EventsAPIEvent
}

// Unacked is what a [Handler] returns for an envelope that it has not dealt with yet: it is not acknowledged, so that
// Slack delivers it again. Only events come again for certain.
var Unacked any = unacked{}

type unacked struct{}

// Handler deals with one envelope and returns what its acknowledgement carries, nil for a plain one, or [Unacked]. It
// is called on a worker, one envelope of a person after the other; it must return well within the three seconds that
// Slack waits.
type Handler func(ctx context.Context, e Envelope) any

// User is the Slack id of the person behind the envelope, empty when there is none.
func (e Envelope) User() string {
	switch {
	case e.Slash != nil:
		return e.Slash.UserID
	case e.Interaction != nil:
		return e.Interaction.User.ID
	case e.Event != nil: // what somebody writes stands in one order with what they do
		if m, ok := e.Event.InnerEvent.Data.(*slackevents.MessageEvent); ok {
			return m.User
		}
	}
	return ""
}

// fromEvent is the envelope in what slack-go hands out; false for what needs no acknowledgement, such as a hello.
func fromEvent(evt socketmode.Event, now time.Time) (Envelope, bool) {
	e := Envelope{At: now}
	// What slack-go could not decode is acknowledged all the same, or Slack would deliver it again and again.
	if evt.Type == socketmode.EventTypeErrorBadMessage {
		bad, ok := evt.Data.(*socketmode.ErrorBadMessage)
		if !ok {
			return e, false
		}
		var r socketmode.Request
		_ = json.Unmarshal(bad.Message, &r) // whatever can be read of it; without an id there is nothing to answer
		evt.Request = &r
	}
	r := evt.Request
	if r == nil || r.EnvelopeID == "" {
		return e, false
	}
	e.ID, e.Type, e.Payload = r.EnvelopeID, r.Type, r.Payload
	e.AcceptsPayload, e.Retry, e.RetryReason = r.AcceptsResponsePayload, r.RetryAttempt, r.RetryReason
	switch data := evt.Data.(type) {
	case slack.SlashCommand:
		e.Slash = &data
	case slack.InteractionCallback:
		e.Interaction = &data
	case slackevents.EventsAPIEvent:
		e.Event = &data
	}
	return e, true
}
