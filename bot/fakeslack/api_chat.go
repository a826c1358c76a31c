package fakeslack

import (
	"encoding/json"
	"slices"
	"unicode/utf8"
)

const (
	truncatedText = 40000 // chat.postMessage cuts longer texts
	// Chat.update refuses longer texts; it does not cut them.
	updateText = 4000
	// postedText is how many characters of all blocks together the Web API takes. Slack documents no figure.
	postedText = 11_300
	// answerText is the same for the answer to a command or a button, of which Slack takes more.
	answerText = 1 << 20
)

// compose makes a message of a text and blocks, or says what Slack would not take. The texts of all blocks have most
// characters together. The lock is held.
func (s *Server) compose(text string, blocks, attachments json.RawMessage, most int) (*Message, *refusal) {
	if isNull(blocks) && isNull(attachments) && text == "" {
		return nil, refuse("no_text", "messages: there is a text, blocks or attachments")
	}
	m := &Message{Text: text}
	if isNull(blocks) {
		return m, nil
	}
	filled, faults := s.inspect(blocks, SurfaceMessage)
	if len(faults) > 0 {
		return nil, faults.refusal("invalid_blocks")
	}
	if v, _ := decode(blocks); chars(v) > most {
		return nil, refuse("msg_blocks_too_long", "messages: the texts of all blocks have some 11,000 characters together")
	}
	m.Blocks = filled
	return m, nil
}

// isNull tells whether blocks or attachments are as good as missing.
func isNull(raw json.RawMessage) bool {
	return len(raw) == 0 || string(raw) == "null" || string(raw) == "[]" || string(raw) == `""`
}

// recipient resolves the channel argument of a post; a user id stands for the direct messages with that user. The lock
// is held.
func (s *Server) recipient(id string) (string, *refusal) {
	if u := s.users[id]; u != nil {
		switch {
		case u.Bot:
			return "", refuse("cannot_dm_bot", "posting: bots can't send direct messages to bots")
		case u.Deleted:
			return "", refuse("channel_not_found", "posting: a deactivated person has no direct messages")
		case u.Stranger:
			return "", refuse("channel_not_found", "posting: the app may not write to people of other workspaces")
		}
		return s.dm(id), nil
	}
	c := s.channels[id]
	switch {
	case s.ims[id] != "":
		if u := s.users[s.ims[id]]; u != nil && u.Deleted {
			return "", refuse("channel_not_found", "posting: a deactivated person has no direct messages")
		}
	case c == nil:
		return "", refuse("channel_not_found", "posting: the channel exists and is named by its id")
	case c.Archived:
		return "", refuse("is_archived", "posting: the channel is not archived")
	// Members may post; the cases below are for apps that were not invited.
	case s.isMember(id, s.cfg.BotUserID):
	// Slack does not tell whether a private channel exists.
	case c.Private:
		return "", refuse("channel_not_found", "posting: a private channel is unknown to an app that is not in it")
	case !slices.Contains(s.scopes(), "chat:write.public"):
		return "", refuse("not_in_channel", "posting: the app is in the channel or has chat:write.public")
	}
	return id, nil
}

// parseMetadata checks message metadata: an event_type and an object of scalars, flat objects and arrays of them.
func parseMetadata(raw json.RawMessage) (json.RawMessage, *refusal) {
	if len(raw) == 0 || string(raw) == "null" || string(raw) == "{}" {
		return nil, nil
	}
	var m struct {
		Type    string         `json:"event_type"`
		Payload map[string]any `json:"event_payload"`
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, refuse("invalid_metadata_format",
			"message metadata: it is a JSON object with event_type and event_payload")
	}
	if m.Type == "" || m.Payload == nil {
		return nil, refuse("invalid_metadata_schema", "message metadata: event_type and event_payload are both there")
	}
	for _, v := range m.Payload {
		// A value alone and a list of one are looked at alike.
		list, isList := v.([]any)
		if !isList {
			list = []any{v}
		}
		for _, item := range list {
			if object, ok := item.(map[string]any); ok {
				for _, inner := range object {
					switch inner.(type) {
					case map[string]any, []any:
						return nil, refuse("invalid_metadata_schema",
							"message metadata: payload values are scalars, flat objects or arrays of flat objects")
					}
				}
			}
			if _, deep := item.([]any); deep {
				return nil, refuse("invalid_metadata_schema",
					"message metadata: payload values are scalars, flat objects or arrays of flat objects")
			}
		}
	}
	return raw, nil
}

// methodPostMessage posts as the app, to a channel or to a person by their id.
func (s *Server) methodPostMessage(a args) (reply, *refusal) {
	channel, bad := s.recipient(a.str("channel"))
	if bad != nil {
		return nil, bad
	}
	text := a.str("text")
	// Cut without a word, as Slack does.
	if utf8.RuneCountInString(text) > truncatedText {
		text = string([]rune(text)[:truncatedText])
	}
	m, bad := s.compose(text, a.json("blocks"), a.json("attachments"), postedText)
	if bad != nil {
		return nil, bad
	}
	if m.Metadata, bad = parseMetadata(a.json("metadata")); bad != nil {
		return nil, bad
	}
	m.Channel, m.User, m.ThreadTS = channel, s.cfg.BotUserID, a.str("thread_ts")
	s.put(m)
	s.posted("chat.postMessage", m)
	return s.postReply(m), nil
}

// posted notes a message that Slack took, with its metadata in the body. The lock is held.
func (s *Server) posted(method string, m *Message) {
	// Whose message it is: who sees an ephemeral one, else the person of the direct messages.
	user := m.Ephemeral
	if user == "" {
		user = s.ims[m.Channel]
	}
	// What the ledger keeps of it.
	said := map[string]any{"text": m.Text, "blocks": m.Blocks, "metadata": m.Metadata}
	if len(m.Files) > 0 {
		said["files"] = s.wire(m)["files"]
	}
	body, _ := json.Marshal(said)
	s.note(Entry{Kind: KindPost, Method: method, User: user, Channel: m.Channel, TS: m.TS, Body: body})
	// An app hears of its own messages too.
	switch method {
	case "chat.postMessage":
		s.tellMessage(m, s.cfg.BotUserID, nil)
	case "chat.update":
		s.tellChanged(m, *m)
	}
}

// postReply is the answer to a post: the message as Slack keeps it, with the metadata that only the app sees.
func (s *Server) postReply(m *Message) reply {
	w := s.wire(m)
	if m.Metadata != nil {
		w["metadata"] = m.Metadata
	}
	return reply{"channel": m.Channel, "ts": m.TS, "text": m.Text, "message": w}
}

// methodPostEphemeral shows a message to one person. It has no place in the history.
func (s *Server) methodPostEphemeral(a args) (reply, *refusal) {
	channel, bad := s.recipient(a.str("channel"))
	if bad != nil {
		return nil, bad
	}
	user := a.str("user")
	switch {
	case s.users[user] == nil:
		return nil, refuse("user_not_found", "chat.postEphemeral: the user exists")
	case !s.isMember(channel, user):
		return nil, refuse("user_not_in_channel", "chat.postEphemeral: the user is in the channel")
	}
	m, bad := s.compose(a.str("text"), a.json("blocks"), a.json("attachments"), postedText)
	if bad != nil {
		return nil, bad
	}
	m.Channel, m.User, m.Ephemeral, m.ThreadTS = channel, s.cfg.BotUserID, user, a.str("thread_ts")
	s.put(m)
	s.posted("chat.postEphemeral", m)
	return reply{"message_ts": m.TS}, nil
}

// own finds a message of the app that may be changed. The lock is held.
func (s *Server) own(method, channel, ts, code string) (*Message, *refusal) {
	if !s.channelExists(channel) {
		return nil, refuse("channel_not_found", method+": the channel is named by its C… or D… id, never by a user id")
	}
	m := s.find(channel, ts)
	if m == nil {
		return nil, refuse("message_not_found", method+": the message is there")
	}
	// It has no place in the channel that could be named.
	if m.Ephemeral != "" {
		return nil, refuse("message_not_found",
			method+": ephemeral messages can't be changed, only through their response_url")
	}
	if m.User != s.cfg.BotUserID {
		return nil, refuse(code, method+": an app changes its own messages only")
	}
	return m, nil
}

// methodUpdate changes a message in its place.
func (s *Server) methodUpdate(a args) (reply, *refusal) {
	m, bad := s.own("chat.update", a.str("channel"), a.str("ts"), "cant_update_message")
	if bad != nil {
		return nil, bad
	}
	if utf8.RuneCountInString(a.str("text")) > updateText {
		return nil, refuse("msg_too_long", "chat.update: text has at most 4000 characters")
	}
	fresh, bad := s.compose(a.str("text"), a.json("blocks"), a.json("attachments"), postedText)
	if bad != nil {
		return nil, bad
	}
	// Left out, the metadata stays.
	if a.has("metadata") {
		if m.Metadata, bad = parseMetadata(a.json("metadata")); bad != nil {
			return nil, bad
		}
	}
	// Blocks given replace the old ones; a text without blocks removes them; blocks without a text keep it.
	m.Blocks, m.Edited = fresh.Blocks, true
	if fresh.Text != "" {
		m.Text = fresh.Text
	}
	s.posted("chat.update", m)
	return s.postReply(m), nil
}

// methodDelete takes a message back. It stays in the ledger.
func (s *Server) methodDelete(a args) (reply, *refusal) {
	m, bad := s.own("chat.delete", a.str("channel"), a.str("ts"), "cant_delete_message")
	if bad != nil {
		return nil, bad
	}
	// Kept, so that the ledger's timestamps still lead to it.
	m.Deleted = true
	s.note(Entry{Kind: KindPost, Method: "chat.delete", Channel: m.Channel, TS: m.TS, Detail: "deleted"})
	return reply{"channel": m.Channel, "ts": m.TS}, nil
}
