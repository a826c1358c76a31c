package fakeslack

import (
	"context"
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
