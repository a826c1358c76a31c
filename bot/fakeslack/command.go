package fakeslack

import (
	"context"
	"encoding/json"
	"strings"
)

// Command types a slash command: command is "/followup", text what follows. It is delivered as given; whether Slack has
// escaped mentions in it is the caller's business.
func (s *Server) Command(ctx context.Context, user, channel, command, text string) Outcome {
	s.mu.Lock()
	if why := s.cannot(user, channel); why != "" {
		s.mu.Unlock()
		return Outcome{Failure: why}
	}
	name := "directmessage"
	if c := s.channels[channel]; c != nil {
		// Slack tells no app the name of a private channel.
		if name = c.Name; c.Private {
			name = "privategroup"
		}
	}
	e := &envelope{kind: typeSlash, name: command, user: user, channel: channel}
	e.apply = func(payload json.RawMessage, out *Outcome) { s.answered(e, command, text, payload, out) }
	s.dispatch(e, map[string]any{
		"token": "local-verification", "team_id": s.cfg.TeamID, "team_domain": s.cfg.TeamDomain, "api_app_id": s.cfg.AppID,
		"is_enterprise_install": "false",
		"channel_id":            channel, "channel_name": name, "user_id": user, "user_name": s.users[user].Name,
		"command": command, "text": strings.TrimSpace(text), "response_url": s.grantHook("commands", user, channel, ""),
		"trigger_id": s.grantTrigger(user, ""),
	})
	s.mu.Unlock()
	return s.await(ctx, e)
}

// cannot says why the person can do nothing there; "" when they can. The lock is held.
func (s *Server) cannot(user, channel string) string {
	u := s.users[user]
	switch {
	case u == nil:
		return "no such person: " + user
	case u.Deleted:
		return "a deactivated person can do nothing"
	case channel != "" && !s.channelExists(channel):
		return "no such channel: " + channel
	case channel != "" && !s.sees(channel, user):
		return "the person is not in " + channel
	}
	return ""
}

// answered shows what the ack of a slash command says. The lock is held.
func (s *Server) answered(e *envelope, command, text string, payload json.RawMessage, out *Outcome) {
	if isNull(payload) || string(payload) == "{}" {
		return
	}
	var p struct {
		ResponseType string          `json:"response_type"`
		Text         string          `json:"text"`
		Blocks       json.RawMessage `json:"blocks"`
		Attachments  json.RawMessage `json:"attachments"`
	}
	// no notes why the answer is not shown.
	no := func(r *refusal) {
		s.note(Entry{Kind: KindRefusal, Method: "ack " + command, User: e.user, EnvelopeID: e.id, Rule: r.rule,
			Detail: strings.Join(append([]string{r.code}, r.messages...), ": ")})
		out.Failure = r.code
	}
	if err := json.Unmarshal(payload, &p); err != nil {
		no(refuse("invalid_payload", "slash commands: the ack's payload is a message"))
		return
	}
	switch p.ResponseType {
	case "", "ephemeral", "in_channel":
	default:
		no(refuse("invalid_arguments", "slash commands: response_type is ephemeral or in_channel"))
		return
	}
	m, bad := s.compose(p.Text, p.Blocks, p.Attachments, answerText)
	if bad != nil {
		no(bad)
		return
	}
	m.Channel, m.User = e.channel, s.cfg.BotUserID
	if p.ResponseType == "in_channel" {
		// Everybody sees what was typed above the answer to it.
		s.put(&Message{Channel: e.channel, User: e.user, Text: strings.TrimSpace(command + " " + text), Command: command})
	} else {
		m.Ephemeral = e.user
	}
	s.put(m)
	s.note(Entry{Kind: KindPost, Method: "ack " + command, User: e.user, Channel: e.channel, TS: m.TS, EnvelopeID: e.id,
		Body: payload})
	// A copy, since the message may still change.
	seen := *m
	out.Message = &seen
}
