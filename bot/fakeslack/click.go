package fakeslack

import (
	"context"
	"fmt"
	"slices"
)

// Place says where an element is: in a message (channel and ts), in the modal on top (view id), or on the person's
// Home. BlockID narrows it when an action id stands in several blocks.
type Place struct {
	Channel, TS string
	View        string
	Home        bool
	BlockID     string
}

// In is the place of a message.
func In(m Message) Place { return Place{Channel: m.Channel, TS: m.TS} }

// Click uses an element: presses a button, or picks what v says in a menu, a picker or an input that dispatches. It
// finds the element in the blocks as they are now; Outcome.Failure says so when it is not there, and nothing is sent.
func (s *Server) Click(ctx context.Context, user string, at Place, actionID string, v ActionValue) Outcome {
	s.mu.Lock()
	e, why := s.clicked(user, at, actionID, v)
	s.mu.Unlock()
	if why != "" {
		return Outcome{Failure: why}
	}
	return s.await(ctx, e)
}

// containerOf is the message that something was clicked in.
func containerOf(m *Message) object {
	c := object{"type": "message", "message_ts": m.TS, "channel_id": m.Channel, "is_ephemeral": m.Ephemeral != ""}
	if m.ThreadTS != "" {
		c["thread_ts"] = m.ThreadTS
	}
	return c
}

// clicked builds the block_actions envelope and hands it out. The lock is held.
func (s *Server) clicked(user string, at Place, actionID string, v ActionValue) (*envelope, string) {
	if why := s.cannot(user, at.Channel); why != "" {
		return nil, why
	}
	payload := s.interaction("block_actions", user)
	// The blocks as they are now, and what has been chosen in them so far.
	var list []any
	var picked values
	viewID := ""
	// Adds to the payload what the app is shown, once the choice is part of it.
	var show func()
	switch {
	// In a message: what somebody has chosen there is kept for each viewer.
	case at.TS != "":
		m := s.find(at.Channel, at.TS)
		if m == nil || m.Ephemeral != "" && m.Ephemeral != user {
			return nil, "no such message"
		}
		list = decodeList(m.Blocks)
		picked = s.picksOf(m, user)
		payload["container"] = containerOf(m)
		payload["channel"] = s.channelWire(m.Channel)
		show = func() {
			payload["response_url"] = s.grantHook("actions", user, m.Channel, m.TS)
			payload["state"] = object{"values": stateOf(list, picked)}
			// Slack sends no copy of an ephemeral message.
			if m.Ephemeral == "" {
				payload["message"] = s.wire(m)
			}
		}
	default:
		view := s.homes[user]
		if !at.Home {
			if view = s.top(user); view == nil || view.ID != at.View {
				return nil, "that view is not on top"
			}
			viewID = view.ID
		}
		if view == nil {
			return nil, "nothing is published on the Home tab"
		}
		list, picked = view.blocks(), view.picked
		payload["container"] = object{"type": "view", "view_id": view.ID}
		show = func() { payload["view"] = s.viewWire(view) }
	}
	// Looked for in the blocks as they are now: what was replaced can't be used.
	i := slices.IndexFunc(walkElements(list), func(e standing) bool {
		return e.action == actionID && (at.BlockID == "" || e.blockID == at.BlockID)
	})
	if i < 0 {
		return nil, fmt.Sprintf("no element %s there", actionID)
	}
	el := walkElements(list)[i]
	if el.input() && el.block["dispatch_action"] != true {
		return nil, "that input does not dispatch: Fill it and Submit the form"
	}
	if only, ok := el.element["visible_to_user_ids"].([]any); ok && !slices.Contains(only, any(user)) {
		return nil, "the person does not see that element"
	}
	action := object{"type": el.kind, "action_id": el.action, "block_id": el.blockID, "action_ts": s.newTS()}
	switch key, _ := stateKey(el.kind); {
	case el.kind == "button" || el.kind == "icon_button":
		for _, k := range []string{"text", "value", "style", "url"} {
			if el.element[k] != nil {
				action[k] = el.element[k]
			}
		}
	case el.kind == "overflow":
		o, err := el.option(v.Option)
		if err != nil {
			return nil, err.Error()
		}
		action["selected_option"] = o
	// Nothing that a person could do to it.
	case key == "":
		return nil, "this server does not play clicks on " + el.kind
	default:
		state, err := pick(el, v)
		if err != nil {
			return nil, err.Error()
		}
		picked.set(el.blockID, el.action, state)
		for k, x := range state {
			action[k] = x
		}
		for _, k := range []string{"placeholder", "initial_option", "initial_date", "initial_time"} {
			if el.element[k] != nil {
				action[k] = el.element[k]
			}
		}
	}
	show()
	payload["trigger_id"] = s.grantTrigger(user, viewID)
	payload["actions"] = []any{action}
	e := &envelope{kind: typeInteractive, name: "block_actions", user: user, channel: at.Channel}
	return s.dispatch(e, payload), ""
}

// picksOf holds what the user has chosen in a message; each viewer has their own. The lock is held.
func (s *Server) picksOf(m *Message, user string) values {
	key := m.Channel + " " + m.TS + " " + user
	if s.picks[key] == nil {
		s.picks[key] = values{}
	}
	return s.picks[key]
}

// interaction begins a payload of that type. The lock is held.
func (s *Server) interaction(kind, user string) object {
	u := s.users[user]
	return object{
		"type": kind, "token": "local-verification", "api_app_id": s.cfg.AppID, "enterprise": nil,
		"is_enterprise_install": false,
		"team":                  object{"id": s.cfg.TeamID, "domain": s.cfg.TeamDomain},
		"user":                  object{"id": user, "username": u.Name, "name": u.Name, "team_id": u.TeamID},
	}
}

// channelWire is a channel in payloads, where Slack hides the names of what is private.
func (s *Server) channelWire(id string) object {
	if c := s.channels[id]; c != nil {
		name := c.Name
		if c.Private {
			name = "privategroup"
		}
		return object{"id": id, "name": name}
	}
	return object{"id": id, "name": "directmessage"}
}

// Shortcut runs a global shortcut of the app.
func (s *Server) Shortcut(ctx context.Context, user, callbackID string) Outcome {
	return s.shortcut(ctx, user, "", func(p object) string {
		p["type"], p["callback_id"] = "shortcut", callbackID
		return ""
	})
}

// MessageShortcut runs a shortcut of the app on a message.
func (s *Server) MessageShortcut(ctx context.Context, user, callbackID, channel, ts string) Outcome {
	return s.shortcut(ctx, user, channel, func(p object) string {
		m := s.find(channel, ts)
		if m == nil || m.Ephemeral != "" {
			return "no such message"
		}
		p["type"], p["callback_id"], p["message_ts"] = "message_action", callbackID, ts
		p["channel"], p["message"] = s.channelWire(channel), s.wire(m)
		p["response_url"] = s.grantHook("app-actions", user, channel, ts)
		return ""
	})
}

// shortcut delivers a shortcut whose payload build completes.
func (s *Server) shortcut(ctx context.Context, user, channel string, build func(object) string) Outcome {
	s.mu.Lock()
	why := s.cannot(user, channel)
	if why != "" {
		s.mu.Unlock()
		return Outcome{Failure: why}
	}
	p := s.interaction("", user)
	if why = build(p); why != "" {
		s.mu.Unlock()
		return Outcome{Failure: why}
	}
	p["action_ts"], p["trigger_id"] = s.newTS(), s.grantTrigger(user, "")
	kind, _ := p["type"].(string)
	e := s.dispatch(&envelope{kind: typeInteractive, name: kind, user: user, channel: channel}, p)
	s.mu.Unlock()
	return s.await(ctx, e)
}
