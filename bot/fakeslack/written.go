package fakeslack

import (
	"context"
	"slices"

	"github.com/google/uuid"
)

// Written is a message of a person to the app, in its direct messages.
type Written struct {
	Text   string // as Slack hands it to apps: escaped, with mentions and links marked up
	Thread string // ts of the message that begins the thread; "" outside of threads
	Also   bool   // a reply in a thread, "also sent to the channel"
	Files  []File // shared with it
}

// Write writes to the app. Where it subscribes to message.im, the app gets the event and the outcome is what came of
// that; elsewhere nobody is told, and nothing is to be waited for.
func (s *Server) Write(ctx context.Context, user string, w Written) (Message, Outcome) {
	s.mu.Lock()
	channel := s.dm(user)
	why := s.cannot(user, channel)
	switch {
	case why == "" && s.cfg.ReadOnly:
		why = "Sending messages to this app has been turned off."
	case why == "" && w.Thread != "" && s.find(channel, w.Thread) == nil:
		why = "no such message to begin a thread with"
	}
	if why != "" {
		s.mu.Unlock()
		return Message{}, Outcome{Failure: why}
	}
	// A message with a file comes under a subtype and without the id that Slack's clients give to what is typed.
	m := s.put(&Message{Channel: channel, User: user, Text: w.Text, ThreadTS: w.Thread, Files: w.Files})
	more := object{"client_msg_id": uuid.NewString()}
	if len(w.Files) > 0 {
		more = object{"subtype": "file_share"}
	}
	root := s.find(channel, w.Thread)
	if w.Also && root != nil { // it has the id that clients give, and brings what it answers along
		more["subtype"], more["root"] = "thread_broadcast", s.wire(root)
	}
	e, sent := s.tellMessage(m, user, more), *m
	if w.Also && root != nil { // Slack says then that the reply was changed, which it wasn't
		s.tellChanged(m, sent)
	}
	s.mu.Unlock()
	if e == nil {
		return sent, Outcome{}
	}
	return sent, s.await(ctx, e)
}

// Edit changes a message that a person has written to the app; the app hears of it as of a message that was changed.
func (s *Server) Edit(ctx context.Context, user, ts, text string) Outcome {
	s.mu.Lock()
	m := s.find(s.dm(user), ts)
	if m == nil || m.User != user {
		s.mu.Unlock()
		return Outcome{Failure: "no such message of theirs"}
	}
	before := *m
	m.Text, m.Edited = text, true
	e := s.tellChanged(m, before)
	s.changed()
	s.mu.Unlock()
	if e == nil {
		return Outcome{}
	}
	return s.await(ctx, e)
}

// hearsMessages tells whether the app gets the messages of its conversations with people. The lock is held.
func (s *Server) hearsMessages(channel string) bool {
	return s.ims[channel] != "" && slices.Contains(s.cfg.Events, "message.im") &&
		slices.Contains(s.scopes(), "im:history")
}

// tellMessage sends the event of a new message, with more fields; nil where the app doesn't hear of it. The lock is
// held.
func (s *Server) tellMessage(m *Message, user string, more object) *envelope {
	if !s.hearsMessages(m.Channel) {
		return nil
	}
	// The fields of the message stand at the top of the event, beside those of the conversation.
	event := s.wire(m)
	event["channel"], event["channel_type"] = m.Channel, "im"
	for k, v := range more {
		event[k] = v
	}
	return s.event(user, event)
}

// tellChanged sends the event of a message that was changed; nil where the app doesn't hear of it. The lock is held.
func (s *Server) tellChanged(m *Message, before Message) *envelope {
	if !s.hearsMessages(m.Channel) {
		return nil
	}
	return s.event(m.User, object{
		"type": "message", "subtype": "message_changed", "hidden": true, "channel": m.Channel, "channel_type": "im",
		"ts": s.newTS(), "message": s.wire(m), "previous_message": s.wire(&before),
	})
}
