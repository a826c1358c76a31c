package fakeslack

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
)

// grants are the short-lived permissions that Slack hands out with an interaction.
type grants struct {
	triggers map[string]*trigger
	hooks    map[string]*hook
}

// trigger is the right to open one view, within three seconds of what a person did.
type trigger struct {
	user string
	at   time.Time
	used bool
	view string // the open view it came from, "" elsewhere
}

// grantTrigger makes the trigger_id of an interaction. The lock is held.
func (s *Server) grantTrigger(user, view string) string {
	id := fmt.Sprintf("%d.%d.%s", s.cfg.Now().UnixMilli(), len(s.triggers)+1,
		strings.ReplaceAll(uuid.NewString(), "-", ""))
	s.triggers[id] = &trigger{user: user, at: s.cfg.Now(), view: view}
	return id
}

// spend takes a trigger_id for the one time it is good for. The lock is held.
func (s *Server) spend(id string) (*trigger, *refusal) {
	t := s.triggers[id]
	switch {
	case t == nil:
		return nil, refuse("invalid_trigger_id", "trigger_id: it comes from an interaction")
	case t.used:
		return nil, refuse("exchanged_trigger_id", "trigger_id: it can be used once")
	case s.cfg.Now().Sub(t.at) > s.cfg.TriggerLife:
		return nil, refuse("expired_trigger_id", "trigger_id: it lives for 3 seconds")
	}
	t.used = true
	return t, nil
}

// hook is a response_url.
type hook struct {
	user, channel string
	ts            string // of the message it belongs to; "" for a command
	at            time.Time
	uses          int
}

// grantHook makes a response_url. kind is commands, actions or app-actions. The lock is held.
func (s *Server) grantHook(kind, user, channel, ts string) string {
	path := fmt.Sprintf("/hooks/%s/%s/%s", kind, s.cfg.TeamID, uuid.NewString())
	s.hooks[path] = &hook{user: user, channel: channel, ts: ts, at: s.cfg.Now()}
	return s.base + path
}

// hookPost is the body of a post to a response_url.
type hookPost struct {
	Text            string          `json:"text"`
	Blocks          json.RawMessage `json:"blocks"`
	Attachments     json.RawMessage `json:"attachments"`
	ResponseType    string          `json:"response_type"`
	ReplaceOriginal bool            `json:"replace_original"`
	DeleteOriginal  bool            `json:"delete_original"`
	ThreadTS        string          `json:"thread_ts"`
}

// useHook carries out one post to a response_url. The lock is held.
func (s *Server) useHook(path string, body []byte) *refusal {
	h := s.hooks[path]
	if h == nil {
		return refuse("no_service", "response_url: Slack made it")
	}
	if s.cfg.Now().Sub(h.at) > s.cfg.ResponseURLLife {
		return refuse("expired_url", "response_url: it lives for 30 minutes")
	}
	if h.uses >= responseURLUses {
		return refuse("used_url", "response_url: it can be used 5 times")
	}
	// Counted before the body is looked at: a bad post is a use as well.
	h.uses++
	var p hookPost
	if err := json.Unmarshal(body, &p); err != nil {
		return refuse("invalid_payload", "response_url: the body is a JSON object")
	}
	// Of a button: the message it is in. A command has none.
	var original *Message
	if h.ts != "" {
		original = s.find(h.channel, h.ts)
	}
	if p.DeleteOriginal {
		if original == nil {
			return refuse("message_not_found", "response_url: delete_original needs an original that is still there")
		}
		original.Deleted = true
		s.note(Entry{Kind: KindPost, Method: "response_url", User: h.user, Channel: h.channel, TS: h.ts, Detail: "deleted"})
		return nil
	}
	m, bad := s.compose(p.Text, p.Blocks, p.Attachments, answerText)
	if bad != nil {
		return bad
	}
	switch p.ResponseType {
	case "", "ephemeral", "in_channel":
	default:
		return refuse("invalid_arguments", "response_url: response_type is ephemeral or in_channel")
	}
	if p.ReplaceOriginal && original != nil {
		if original.Ephemeral != "" && p.ResponseType == "in_channel" {
			return refuse("invalid_arguments", "response_url: an ephemeral message can't be turned into an in_channel one")
		}
		original.Text, original.Blocks, original.Edited = m.Text, m.Blocks, true
		s.note(Entry{Kind: KindPost, Method: "response_url", User: h.user, Channel: h.channel, TS: h.ts, Detail: "replaced",
			Body: body})
		return nil
	}
	// The message is gone, so there is nothing to replace.
	if p.ReplaceOriginal && h.ts != "" {
		return refuse("message_not_found", "response_url: replace_original needs an original that is still there")
	}
	m.Channel, m.User, m.ThreadTS = h.channel, s.cfg.BotUserID, p.ThreadTS
	// Unless it says otherwise, only the person who acted sees the response.
	if p.ResponseType != "in_channel" {
		m.Ephemeral = h.user
	}
	s.put(m)
	s.note(Entry{Kind: KindPost, Method: "response_url", User: h.user, Channel: h.channel, TS: m.TS, Body: body})
	return nil
}
