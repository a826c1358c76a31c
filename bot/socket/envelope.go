package socket

import (
	"context"
	"encoding/json"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
)

// Envelope is one delivery from Slack. Exactly one of Slash, Interaction and Event is set when slack-go understands the
// payload; none is when it does not, and Payload then holds whatever could be read.
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

// suggests reports whether a field asks what it offers. It does so at each letter, so that none waits for the one
// before it.
func (e Envelope) suggests() bool {
	return e.Interaction != nil && e.Interaction.Type == slack.InteractionTypeBlockSuggestion
}

// envelopeOf is the envelope in a frame. What can't be understood of it is acknowledged all the same, or Slack would
// deliver it again and again.
func envelopeOf(r socketmode.Request, now time.Time) Envelope {
	e := Envelope{ID: r.EnvelopeID, Type: r.Type, Payload: r.Payload, AcceptsPayload: r.AcceptsResponsePayload,
		Retry: r.RetryAttempt, RetryReason: r.RetryReason, At: now}
	switch r.Type {
	case socketmode.RequestTypeSlashCommands:
		var c slack.SlashCommand
		if json.Unmarshal(r.Payload, &c) == nil {
			e.Slash = &c
		}
	case socketmode.RequestTypeInteractive:
		var i slack.InteractionCallback
		if json.Unmarshal(r.Payload, &i) == nil {
			e.Interaction = &i
		}
	case socketmode.RequestTypeEventsAPI:
		if event, err := slackevents.ParseEvent(r.Payload, slackevents.OptionNoVerifyToken()); err == nil {
			e.Event = &event
		}
	}
	return e
}
