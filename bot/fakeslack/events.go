package fakeslack

import (
	"context"
	"encoding/json"
	"slices"
)

// OpenHome opens the app's Home tab: the app gets app_home_opened, with the view if one is published. Where it does not
// subscribe to that, nobody is told and there is nothing to wait for.
func (s *Server) OpenHome(ctx context.Context, user string) Outcome {
	return s.openTab(ctx, user, "home")
}

// OpenMessages opens the app's Messages tab: the app gets app_home_opened without a view.
func (s *Server) OpenMessages(ctx context.Context, user string) Outcome {
	return s.openTab(ctx, user, "messages")
}

// openTab tells the app that a person looks at one of its tabs.
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
	if s.cfg.Events != nil && !slices.Contains(s.cfg.Events, "app_home_opened") {
		s.mu.Unlock()
		return Outcome{}
	}
	// An event is acked like a command, but nobody waits for what it says.
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
		"authorizations": []any{object{"team_id": s.cfg.TeamID, "user_id": s.cfg.BotUserID, "is_bot": true,
			"is_enterprise_install": false, "enterprise_id": nil}},
		"event": inner,
	})
}
