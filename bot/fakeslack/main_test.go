package fakeslack_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
	"go.uber.org/goleak"

	"github.com/followup-coach/followup/bot/fakeslack"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	ana  = "U0ANA"
	ben  = "U0BEN"
	room = "C0SALES"
)

// clock is a hand-moved clock of Slack.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func newClock() *clock { return &clock{t: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.t }

func (c *clock) Add(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.t = c.t.Add(d) }

// workspace starts a server with two people and a channel.
func workspace(t *testing.T, cfg fakeslack.Config) *fakeslack.Server {
	t.Helper()
	s := fakeslack.New(cfg)
	s.AddUser(fakeslack.User{ID: ana, Name: "ana", TZ: "America/New_York"})
	s.AddUser(fakeslack.User{ID: ben, Name: "ben", TZ: "Europe/Berlin"})
	s.AddChannel(fakeslack.Channel{ID: room, Name: "sales", Members: []string{ana, ben, "U0BOT"}})
	if err := s.Listen(":0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func client(s *fakeslack.Server) *slack.Client {
	return slack.New("xoxb-local", slack.OptionAppLevelToken("xapp-1-local"), slack.OptionAPIURL(s.APIURL()))
}

// app runs the real client over a real socket and gives every envelope to answer, whose result is the ack's payload;
// silence when the second result is false.
func app(t *testing.T, s *fakeslack.Server, answer func(*slack.Client, socketmode.Event) (any, bool)) *slack.Client {
	t.Helper()
	api := client(s)
	before := s.Connections()
	sm := socketmode.New(api)
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { _ = sm.RunContext(ctx) })
	wg.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case ev := <-sm.Events:
				if ev.Request == nil || ev.Request.EnvelopeID == "" {
					continue
				}
				if payload, ack := answer(api, ev); ack && payload == nil {
					_ = sm.Ack(*ev.Request)
				} else if ack {
					_ = sm.Ack(*ev.Request, payload)
				}
			}
		}
	})
	t.Cleanup(func() {
		cancel()
		s.Close()
		wg.Wait()
	})
	wait(t, s, func(s *fakeslack.Server) bool { return s.Connections() > before })
	return api
}

func wait(t *testing.T, s *fakeslack.Server, cond func(*fakeslack.Server) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := s.Wait(ctx, cond); err != nil {
		t.Fatal(err)
	}
}

func blocksOf(t *testing.T, raw string) slack.Blocks {
	t.Helper()
	var b slack.Blocks
	if err := json.Unmarshal([]byte(raw), &b); err != nil {
		t.Fatal(err)
	}
	return b
}

func noRefusals(t *testing.T, s *fakeslack.Server) {
	t.Helper()
	for _, e := range s.Refusals() {
		t.Errorf("refused %s: %s (%s)", e.Method, e.Rule, e.Detail)
	}
}

func count(s *fakeslack.Server, kind string) int {
	return s.Count(func(e fakeslack.Entry) bool { return e.Kind == kind })
}

// refused demands exactly one refusal, and that it cites the rule.
func refused(t *testing.T, s *fakeslack.Server, rule string) {
	t.Helper()
	all := s.Refusals()
	if len(all) == 0 {
		t.Errorf("nothing was refused; want %q", rule)
		return
	}
	for _, e := range all {
		if !strings.Contains(e.Rule, rule) {
			t.Errorf("refused by %q (%s), want %q", e.Rule, e.Detail, rule)
		}
	}
}
