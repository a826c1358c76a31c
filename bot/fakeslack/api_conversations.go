package fakeslack

import (
	"encoding/json"
	"slices"
	"strings"
)

// methodConversationsOpen finds the direct messages with a person, or opens them.
func (s *Server) methodConversationsOpen(a args) (reply, *refusal) {
	if id := a.str("channel"); id != "" {
		if s.ims[id] == "" {
			return nil, refuse("channel_not_found", "conversations.open: the channel is a direct message")
		}
		return reply{"channel": map[string]any{"id": id}}, nil
	}
	ids := strings.Split(a.str("users"), ",")
	if ids[0] == "" {
		return nil, refuse("users_list_not_supplied", "conversations.open: users are given")
	}
	if len(ids) != 1 {
		return nil, refuse("invalid_user_combination",
			"conversations.open: this server plays direct messages with one person")
	}
	switch u := s.users[ids[0]]; {
	case u == nil:
		return nil, refuse("user_not_found", "conversations.open: the user exists")
	case u.Bot:
		return nil, refuse("cannot_dm_bot", "conversations.open: bots can't send direct messages to bots")
	case u.Deleted:
		return nil, refuse("user_disabled", "conversations.open: the user is not deactivated")
	case u.Stranger:
		return nil, refuse("user_not_visible", "conversations.open: the app may see the user")
	}
	// Slack says so when there is nothing to open.
	already := false
	for id, user := range s.ims {
		already = already || user == ids[0] && id != ""
	}
	out := reply{"channel": map[string]any{"id": s.dm(ids[0])}}
	if already {
		out["already_open"], out["no_op"] = true, true
	}
	return out, nil
}

// methodConversationsInfo tells of a channel, as far as the app may know it.
func (s *Server) methodConversationsInfo(a args) (reply, *refusal) {
	id := a.str("channel")
	if user := s.ims[id]; user != "" {
		return reply{"channel": map[string]any{"id": id, "is_im": true, "user": user, "is_archived": false,
			"is_user_deleted": s.users[user] != nil && s.users[user].Deleted}}, nil
	}
	c := s.channels[id]
	member := s.isMember(id, s.cfg.BotUserID)
	if c == nil || c.Private && !member {
		return nil, &refusal{code: "channel_not_found", lever: true} // what the app asks for, and can't know before
	}
	return reply{"channel": map[string]any{
		"id": c.ID, "name": c.Name, "name_normalized": c.Name, "is_channel": !c.Private, "is_group": c.Private,
		"is_private":  c.Private,
		"is_archived": c.Archived, "is_member": member, "num_members": len(c.Members), "context_team_id": s.cfg.TeamID,
	}}, nil
}

// methodHistory is how an app looks whether a message whose answer was lost was posted after all.
func (s *Server) methodHistory(a args) (reply, *refusal) {
	id := a.str("channel")
	if !s.channelExists(id) {
		return nil, refuse("channel_not_found", "conversations.history: the channel is named by its C… or D… id")
	}
	if !s.isMember(id, s.cfg.BotUserID) {
		return nil, refuse("not_in_channel", "conversations.history: the app is in the channel")
	}
	limit := a.num("limit", 100)
	if limit < 1 || limit > 999 {
		return nil, refuse("invalid_limit", "conversations.history: limit is 1 to 999")
	}
	oldest, latest := a.str("oldest"), a.str("latest")
	inclusive := a.flag("inclusive")
	// within tells whether a timestamp is in the range that was asked for.
	within := func(ts string) bool {
		if oldest != "" && (tsLess(ts, oldest) || ts == oldest && !inclusive) {
			return false
		}
		return latest == "" || !tsLess(latest, ts) && (ts != latest || inclusive)
	}
	// Newest first, without threads and what one person alone sees.
	byTS := map[string]*Message{}
	var stamps []string
	for _, m := range slices.Backward(s.messages[id]) {
		if m.Ephemeral == "" && !m.Deleted && (m.ThreadTS == "" || m.ThreadTS == m.TS) && within(m.TS) {
			byTS[m.TS] = m
			stamps = append(stamps, m.TS)
		}
	}
	page, next, bad := pageOf(stamps, a.str("cursor"), limit)
	if bad != nil {
		return nil, bad
	}
	return s.messagePage(page, byTS, next, a.flag("include_all_metadata")), nil
}

// messagePage is a page of messages. Without asking for it, an app learns of metadata the type alone. The lock is held.
func (s *Server) messagePage(page []string, byTS map[string]*Message, next string, metadata bool) reply {
	list := []any{}
	for _, ts := range page {
		w := s.wire(byTS[ts])
		if md := byTS[ts].Metadata; md != nil {
			if !metadata {
				var only struct {
					Type string `json:"event_type"`
				}
				_ = json.Unmarshal(md, &only)
				md, _ = json.Marshal(only)
			}
			w["metadata"] = md
		}
		list = append(list, w)
	}
	return reply{"messages": list, "has_more": next != "", "response_metadata": map[string]any{"next_cursor": next}}
}

// methodReplies lists a thread: the message that began it, then the replies, oldest first.
func (s *Server) methodReplies(a args) (reply, *refusal) {
	id, root := a.str("channel"), a.str("ts")
	if !s.channelExists(id) || !s.isMember(id, s.cfg.BotUserID) {
		return nil, refuse("channel_not_found", "conversations.replies: the app is in the channel, named by its id")
	}
	if s.find(id, root) == nil {
		return nil, refuse("thread_not_found", "conversations.replies: ts is that of the message that began the thread")
	}
	limit := a.num("limit", 1000)
	if limit < 1 || limit > 1000 {
		return nil, refuse("invalid_limit", "conversations.replies: limit is 1 to 1000")
	}
	byTS := map[string]*Message{}
	var stamps []string
	for _, m := range s.messages[id] {
		// The message that began it always comes along.
		late := a.str("oldest") == "" || tsLess(a.str("oldest"), m.TS)
		if m.Ephemeral == "" && !m.Deleted && (m.TS == root || m.ThreadTS == root && late) {
			byTS[m.TS] = m
			stamps = append(stamps, m.TS)
		}
	}
	page, next, bad := pageOf(stamps, a.str("cursor"), limit)
	if bad != nil {
		return nil, bad
	}
	return s.messagePage(page, byTS, next, a.flag("include_all_metadata")), nil
}

// tsLess compares timestamps, with or without a fraction, as numbers.
func tsLess(a, b string) bool {
	as, af, _ := strings.Cut(a, ".")
	bs, bf, _ := strings.Cut(b, ".")
	if len(as) != len(bs) {
		return len(as) < len(bs)
	}
	if as != bs {
		return as < bs
	}
	for len(af) < len(bf) {
		af += "0"
	}
	for len(bf) < len(af) {
		bf += "0"
	}
	return af < bf
}
