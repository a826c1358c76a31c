package fakeslack

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

// Place says where an element is: in a message (channel and ts), in the modal on top (view id), or on the person's Home. BlockID
// narrows it when an action id stands in several blocks.
type Place struct {
	Channel, TS string
	View        string
	Home        bool
	BlockID     string
}

// In is the place of a message.
func In(m Message) Place { return Place{Channel: m.Channel, TS: m.TS} }

// Click uses an element: presses a button, or picks what v says in a menu, a picker or an input that dispatches. It finds the element
// in the blocks as they are now; Outcome.Failure says so when it is not there, and nothing is sent.
func (s *Server) Click(ctx context.Context, user string, at Place, actionID string, v ActionValue) Outcome {
	s.mu.Lock()
	e, why := s.clicked(user, at, actionID, v)
	s.mu.Unlock()
	if why != "" {
		return Outcome{Failure: why}
	}
	return s.await(ctx, e)
}

// clicked builds the block_actions envelope and hands it out. The lock is held.
func (s *Server) clicked(user string, at Place, actionID string, v ActionValue) (*envelope, string) {
	if why := s.cannot(user, at.Channel); why != "" {
		return nil, why
	}
	payload := s.interaction("block_actions", user)
	var list []any
	var picked values
	viewID := ""
	var show func()
	switch {
	case at.TS != "":
		m := s.find(at.Channel, at.TS)
		if m == nil || m.Ephemeral != "" && m.Ephemeral != user {
			return nil, "no such message"
		}
		list = decodeList(m.Blocks)
		picked = s.picksOf(m, user)
		payload["container"] = object{"type": "message", "message_ts": m.TS, "channel_id": m.Channel, "is_ephemeral": m.Ephemeral != ""}
		payload["channel"] = s.channelWire(m.Channel)
		show = func() {
			payload["response_url"] = s.grantHook("actions", user, m.Channel, m.TS)
			payload["state"] = object{"values": stateOf(list, picked)}
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
		o, err := el.option(v.Option, "")
		if err != nil {
			return nil, err.Error()
		}
		action["selected_option"] = o
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
		"type": kind, "token": "local-verification", "api_app_id": s.cfg.AppID, "enterprise": nil, "is_enterprise_install": false,
		"team": object{"id": s.cfg.TeamID, "domain": s.cfg.TeamDomain},
		"user": object{"id": user, "username": u.Name, "name": u.Name, "team_id": u.TeamID},
	}
}

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

// OpenHome opens the app's Home tab: the app gets app_home_opened, with the view if one is published.
func (s *Server) OpenHome(ctx context.Context, user string) Outcome {
	return s.openTab(ctx, user, "home")
}

// OpenMessages opens the app's Messages tab: the app gets app_home_opened without a view.
func (s *Server) OpenMessages(ctx context.Context, user string) Outcome {
	return s.openTab(ctx, user, "messages")
}

func (s *Server) openTab(ctx context.Context, user, tab string) Outcome {
	s.mu.Lock()
	if why := s.cannot(user, ""); why != "" {
		s.mu.Unlock()
		return Outcome{Failure: why}
	}
	event := object{"type": "app_home_opened", "user": user, "channel": s.dm(user), "tab": tab}
	if v := s.homes[user]; v != nil && tab == "home" {
		event["view"] = s.viewWire(v)
	}
	e := s.event(user, event)
	s.mu.Unlock()
	return s.await(ctx, e)
}

// Event sends the app any event of the Events API, for example tokens_revoked; inner is what stands under "event".
func (s *Server) Event(ctx context.Context, user string, inner json.RawMessage) Outcome {
	v, err := decode(inner)
	o, ok := v.(object)
	if err != nil || !ok {
		return Outcome{Failure: "an event is a JSON object"}
	}
	s.mu.Lock()
	e := s.event(user, o)
	s.mu.Unlock()
	return s.await(ctx, e)
}

// emit sends an event that no person waits for.
func (s *Server) emit(user string, inner object) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.event(user, inner)
}

// event wraps and dispatches an event. The lock is held.
func (s *Server) event(user string, inner object) *envelope {
	kind, _ := inner["type"].(string)
	inner["event_ts"] = s.newTS()
	return s.dispatch(&envelope{kind: typeEvents, name: kind, user: user}, object{
		"token": "local-verification", "team_id": s.cfg.TeamID, "api_app_id": s.cfg.AppID, "type": "event_callback",
		"event_id": s.newID("Ev"), "event_time": s.cfg.Now().Unix(), "is_ext_shared_channel": false,
		"authorizations": []any{object{"team_id": s.cfg.TeamID, "user_id": s.cfg.BotUserID, "is_bot": true, "is_enterprise_install": false, "enterprise_id": nil}},
		"event":          inner,
	})
}
