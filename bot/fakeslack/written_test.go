package fakeslack

import (
	"context"
	"slices"
	"strings"
	"testing"
)

// heard is the events of messages that the app was told of, as it got them.
func heard(s *Server) (list []string) {
	for _, e := range s.Ledger() {
		if e.Kind == KindEnvelope && e.Method == "message" || e.Kind == KindFailure && e.Method == "message" {
			list = append(list, string(e.Body))
		}
	}
	return list
}

// A message to the app reaches it where it subscribes and may read, and nowhere else.
func TestWrittenToTheApp(t *testing.T) {
	for name, c := range map[string]struct {
		cfg     Config
		tells   bool
		refused bool
	}{
		"subscribed":        {cfg: Config{Events: []string{"message.im"}}, tells: true},
		"not subscribed":    {cfg: Config{Events: []string{"user_change"}}},
		"without the scope": {cfg: Config{Events: []string{"message.im"}, Scopes: []string{"chat:write"}}},
		"read-only":         {cfg: Config{Events: []string{"message.im"}, ReadOnly: true}, refused: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := New(c.cfg)
			defer s.Close()
			s.AddUser(User{ID: "U1", Name: "ana"})
			m, out := s.Write(context.Background(), "U1", Written{Text: "acme voicemail"})
			if told := len(heard(s)) > 0; told != c.tells {
				t.Errorf("told %v: %+v", told, out)
			}
			if refused := strings.Contains(out.Failure, "turned off"); refused != c.refused {
				t.Errorf("refused %v: %+v", refused, out)
			}
			if c.refused {
				return
			}
			if _, out := s.Write(context.Background(), "U1", Written{Text: "x", Thread: "1.2"}); out.Failure == "" {
				t.Error("a thread that nothing began")
			}
			reply, _ := s.Write(context.Background(), "U1", Written{Text: "list", Thread: m.TS})
			if reply.ThreadTS != m.TS {
				t.Errorf("the reply stands in thread %q", reply.ThreadTS)
			}
			s.Edit(context.Background(), "U1", m.TS, "birch voicemail")
			if seen := s.Messages(s.DM("U1"), "U1"); seen[0].Text != "birch voicemail" || !seen[0].Edited {
				t.Errorf("after the edit %+v", seen[0])
			}
		})
	}
}

// Who comes and changes is told where the app subscribes to it and may read people, and nowhere else.
func TestPeopleAreToldOfBySubscription(t *testing.T) {
	for name, c := range map[string]struct {
		cfg  Config
		told []string
	}{
		"all":        {cfg: Config{}, told: []string{"team_join", "user_change"}},
		"subscribed": {cfg: Config{Events: []string{"user_change"}}, told: []string{"user_change"}},
		"with the scope": {cfg: Config{Events: []string{"team_join"}, Scopes: []string{"users:read"}},
			told: []string{"team_join"}},
		"without the scope": {cfg: Config{Events: []string{"team_join", "user_change"}, Scopes: []string{"chat:write"}}},
		"not subscribed":    {cfg: Config{Events: []string{"message.im"}}},
	} {
		t.Run(name, func(t *testing.T) {
			s := New(c.cfg)
			defer s.Close()
			s.Join(User{ID: "U1", Name: "ana"})
			s.UpdateUser(User{ID: "U1", Name: "ana", TZ: "Asia/Tokyo"})
			var told []string
			for _, e := range s.Ledger() {
				if e.Kind == KindEnvelope || e.Kind == KindFailure {
					told = append(told, e.Method)
				}
			}
			if !slices.Equal(told, c.told) {
				t.Errorf("told of %q, want %q", told, c.told)
			}
		})
	}
}
