package fakeslack

import "context"

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
