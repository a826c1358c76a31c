package fakeslack

import (
	"encoding/json"
	"slices"
	"strings"
)

// Channel is a public or private channel. Direct messages with the bot are made on demand, see DM.
type Channel struct {
	ID, Name          string
	Private, Archived bool
	Members           []string // user ids; the bot's too when it has joined
}

// Message is one message as its channel keeps it.
type Message struct {
	Channel, TS, ThreadTS string
	User                  string // who posted it; the bot's user id for the app
	Text                  string
	Blocks                json.RawMessage // with the block and action ids that Slack fills in; nil without blocks
	Metadata              json.RawMessage // event_type and event_payload; nil without
	App                   string          // the name of another app that posted it, by its own bot; "" for anybody else
	Attachments           json.RawMessage // of another app's
	Ephemeral             string          // id of the only user who sees it; "" for everybody
	Edited, Deleted       bool
	Files                 []File // shared with it
	Command               string // the typed command, when the message is the echo of an in_channel answer
}

// conversations are the channels and direct messages, and what was said in them.
type conversations struct {
	channels map[string]*Channel
	// As they were added.
	chanOrder []string
	// Made when somebody writes first, as in Slack.
	ims      map[string]string // D… → user
	messages map[string][]*Message
	picks    map[string]values // what a user has chosen in a message's selects, see [Server.picksOf]
}

// AddChannel adds a channel, or replaces one with the same id.
func (s *Server) AddChannel(c Channel) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.channels[c.ID] == nil {
		s.chanOrder = append(s.chanOrder, c.ID)
	}
	c.Members = slices.Clone(c.Members)
	s.channels[c.ID] = &c
	s.changed()
}

// Channels returns the channels in the order they were added, without direct messages.
func (s *Server) Channels() []Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Channel
	for _, id := range s.chanOrder {
		out = append(out, *s.channels[id])
	}
	return out
}

// DM returns the D… id of the bot's direct messages with the user, and opens them if need be.
func (s *Server) DM(user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dm(user)
}

// dm finds the direct messages of the app with a person, and opens them when there are none. The lock is held.
func (s *Server) dm(user string) string {
	id := "D" + strings.TrimLeft(user, "UW")
	s.ims[id] = user
	return id
}

// isMember tells whether somebody is in a channel or one of the two of direct messages. The lock is held.
func (s *Server) isMember(channel, user string) bool {
	if c := s.channels[channel]; c != nil {
		return slices.Contains(c.Members, user)
	}
	return s.ims[channel] == user || s.ims[channel] != "" && user == s.cfg.BotUserID
}

// channelExists knows channels by their C… and direct messages by their D… ids. The lock is held.
func (s *Server) channelExists(id string) bool { return s.channels[id] != nil || s.ims[id] != "" }

// sees tells whether the user sees what is posted in the channel: members do, and everybody but a guest sees public
// channels.
func (s *Server) sees(channel, user string) bool {
	if s.isMember(channel, user) {
		return true
	}
	c, u := s.channels[channel], s.users[user]
	return c != nil && !c.Private && u != nil && !u.Restricted && !u.UltraRestricted
}

// Messages returns the channel as the viewer sees it, oldest first: without deleted messages and without what others
// alone may see.
func (s *Server) Messages(channel, viewer string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.sees(channel, viewer) {
		return nil
	}
	var out []Message
	for _, m := range s.messages[channel] {
		if !m.Deleted && (m.Ephemeral == "" || m.Ephemeral == viewer) {
			out = append(out, *m)
		}
	}
	return out
}

// Say posts what a person writes, or another app, into a channel and returns it. The app is not told: it listens to no
// messages but those of its own conversations, see Write.
func (s *Server) Say(m Message) Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return *s.put(&m)
}

// put stores a message under a new timestamp.
func (s *Server) put(m *Message) *Message {
	m.TS = s.newTS()
	s.messages[m.Channel] = append(s.messages[m.Channel], m)
	s.changed()
	return m
}

// find returns the message that is not deleted, or nil.
func (s *Server) find(channel, ts string) *Message {
	for _, m := range slices.Backward(s.messages[channel]) {
		if m.TS == ts && !m.Deleted {
			return m
		}
	}
	return nil
}

// wire is the message object of answers, history and interaction payloads.
func (s *Server) wire(m *Message) map[string]any {
	w := map[string]any{"type": "message", "user": m.User, "text": m.Text, "ts": m.TS, "team": s.cfg.TeamID}
	// An app finds its own messages by its bot_id.
	if m.User == s.cfg.BotUserID {
		w["bot_id"] = "B" + strings.TrimLeft(s.cfg.BotUserID, "UW")
		w["app_id"] = s.cfg.AppID
	}
	if m.App != "" {
		w["subtype"], w["username"], w["bot_id"] = "bot_message", m.App, "B0"+strings.ToUpper(m.App)
		delete(w, "user")
	}
	if m.Blocks != nil {
		w["blocks"] = m.Blocks
	}
	if m.Attachments != nil {
		w["attachments"] = m.Attachments
	}
	if len(m.Files) > 0 {
		var files []any
		for _, f := range m.Files {
			files = append(files, fileWire(f))
		}
		w["files"], w["upload"] = files, false
	}
	if m.ThreadTS != "" {
		w["thread_ts"] = m.ThreadTS
	}
	if m.Edited {
		w["edited"] = map[string]any{"user": m.User, "ts": m.TS}
	}
	return w
}
