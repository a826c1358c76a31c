package bot_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot"
	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/socket"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// world is a workspace with the bot in it: the strict local Slack, the real client on real sockets, a Redis, and a
// clock that only moves by hand. Pat sells in Berlin, Sam in New York; Ada is an admin.
type world struct {
	homeGap time.Duration // between two publications of a Home
	t       testing.TB
	slack   *fakeslack.Server
	redis   *storetest.Server
	space   *store.Workspace
	bot     *bot.Bot
	clock   *clock
	logs    *logBook
	kicks   chan struct{}
	serial  int  // of triggers that are made up
	quiet   bool // refusals of Slack are expected: what is sent is made up
}

const (
	pat, sam, ada, gus, bob = "U0PAT", "U0SAM", "U0ADA", "U0GUS", "U0BOB"
	sales                   = "C0SALES"
	team                    = "T0LOCAL"
)

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = at
}

func (c *clock) move(d time.Duration) { c.set(c.Now().Add(d)) }

// logBook keeps what was logged, for tests that no secret is in it.
type logBook struct {
	mu    sync.Mutex
	lines strings.Builder
}

func (l *logBook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines.Write(p)
}

func (l *logBook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines.String()
}

// tuesday is an ordinary working day, 10:00 in Berlin.
var tuesday = time.Date(2026, 1, 13, 9, 0, 0, 0, time.UTC)

// newWorld starts a world at [tuesday] on a database of the shared Redis.
func newWorld(t testing.TB) *world { return worldOn(t, storetest.Redis(t)) }

func worldOn(t testing.TB, redis *storetest.Server) *world {
	return pacedWorld(t, redis, 50*time.Millisecond)
}

// pacedWorld is a world with a time between two publications of a Home; zero is what a floor has.
func pacedWorld(t testing.TB, redis *storetest.Server, homeGap time.Duration) *world {
	t.Helper()
	w := &world{t: t, redis: redis, homeGap: homeGap, clock: &clock{now: tuesday}, logs: &logBook{},
		kicks: make(chan struct{}, 1000)}
	w.slack = fakeslack.New(fakeslack.Config{Events: subscribed()})
	for _, u := range []fakeslack.User{
		{ID: pat, Name: "pat", TZ: "Europe/Berlin", Locale: "en-GB"},
		{ID: sam, Name: "sam", TZ: "America/New_York"},
		{ID: ada, Name: "ada", TZ: "Europe/London", Locale: "en-GB", Admin: true},
		{ID: gus, Name: "gus", TZ: "Europe/London", Restricted: true},
		{ID: bob, Name: "bob", TZ: "Europe/London", TeamID: "T0OTHER", Stranger: true},
	} {
		w.slack.AddUser(u)
	}
	w.slack.AddChannel(fakeslack.Channel{ID: sales, Name: "sales", Members: []string{pat, sam, ada, gus, bob, "U0BOT"}})
	if err := w.slack.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.slack.Close)

	s, err := store.Open(store.Options{URL: redis.URL, Details: bot.Details})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	w.space = s.In(team)

	api := w.client()
	w.bot = w.another()
	sock := socket.New(socket.Config{API: func() *slack.Client { return api }, Handle: w.bot.Handle, Links: 1,
		Drain: 2 * time.Second})
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- sock.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		<-done
		bye, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := w.bot.Close(bye); err != nil {
			t.Errorf("close: %v", err)
		}
		if bad := w.slack.Refusals(); len(bad) > 0 && !t.Failed() && !w.quiet {
			for _, r := range bad {
				t.Errorf("Slack refused %s: %s %s", r.Method, r.Rule, r.Detail)
			}
		}
		if t.Failed() {
			t.Log(w.logs.String())
		}
	})
	w.wait(func(s *fakeslack.Server) bool { return s.Connections() > 0 })
	return w
}

// client speaks to the world's Slack as the app.
func (w *world) client() *slack.Client {
	return slack.New("xoxb-local", slack.OptionAppLevelToken("xapp-1-local"), slack.OptionAPIURL(w.slack.APIURL()))
}

// another is a bot on the world's Slack and Redis.
func (w *world) another() *bot.Bot {
	api := w.client()
	return bot.New(bot.Config{
		API: func() *slack.Client { return api }, Space: func() *store.Workspace { return w.space },
		Rules: coach.DefaultRules(), Now: w.clock.Now,
		Log: slog.New(slog.NewTextHandler(w.logs, &slog.HandlerOptions{Level: slog.LevelInfo})), TeamID: team,
		BotUserID: "U0BOT", HomeGap: w.homeGap,
		Wake: func(time.Time) {
			select {
			case w.kicks <- struct{}{}:
			default:
			}
		},
	})
}

// replica is a second bot beside the first.
func (w *world) replica() *bot.Bot {
	b := w.another()
	w.t.Cleanup(func() {
		bye, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := b.Close(bye); err != nil {
			w.t.Errorf("close: %v", err)
		}
	})
	return b
}

func (w *world) wait(cond func(*fakeslack.Server) bool) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	if err := w.slack.Wait(ctx, cond); err != nil {
		w.t.Fatalf("waiting in vain: %v", err)
	}
}

// types is what somebody sees after typing a command.
func (w *world) types(user, text string) fakeslack.Message {
	w.t.Helper()
	out := w.slack.Command(context.Background(), user, w.slack.DM(user), "/followup", text)
	if !out.Acked || out.Failure != "" {
		w.t.Fatalf("%q: not answered: %+v", text, out)
	}
	if out.Message == nil {
		return fakeslack.Message{}
	}
	return *out.Message
}

// says types a command and wants each of the words in the answer.
func (w *world) says(user, text string, want ...string) fakeslack.Message {
	w.t.Helper()
	m := w.types(user, text)
	w.has(m, want...)
	return m
}

func (w *world) has(m fakeslack.Message, want ...string) {
	w.t.Helper()
	for _, s := range want {
		if !strings.Contains(m.Text, s) {
			w.t.Errorf("want %q in\n%s", s, m.Text)
		}
	}
}

// taps clicks a button of a message and returns what the person sees next: the new message, or the one that was
// changed.
func (w *world) taps(user string, m fakeslack.Message, action, label string) fakeslack.Message {
	w.t.Helper()
	channel := w.slack.DM(user)
	before := w.slack.Messages(channel, user)
	b := button(w.t, m, action, label)
	out := w.slack.Click(context.Background(), user, fakeslack.Place{Channel: m.Channel, TS: m.TS, BlockID: b.block},
		b.action, fakeslack.ActionValue{Option: b.option})
	if !out.Acked || out.Failure != "" {
		w.t.Fatalf("tap on %s: %+v", action, out)
	}
	var after []fakeslack.Message
	w.wait(func(s *fakeslack.Server) bool {
		after = s.Messages(channel, user)
		return changed(before, after)
	})
	for i := len(after) - 1; i >= 0; i-- {
		if i >= len(before) || string(after[i].Blocks) != string(before[i].Blocks) || after[i].Text != before[i].Text {
			return after[i]
		}
	}
	return fakeslack.Message{}
}

func changed(a, b []fakeslack.Message) bool {
	if len(a) != len(b) {
		return true
	}
	for i := range a {
		if a[i].Text != b[i].Text || string(a[i].Blocks) != string(b[i].Blocks) || a[i].Deleted != b[i].Deleted {
			return true
		}
	}
	return false
}

type element struct{ block, action, value, option string }

// elements are the buttons and overflow options of a message.
func elements(t testing.TB, raw json.RawMessage) (out []element, labels []string) {
	t.Helper()
	if len(raw) == 0 {
		return nil, nil
	}
	type text struct {
		Text string `json:"text"`
	}
	type el struct {
		Type     string `json:"type"`
		ActionID string `json:"action_id"`
		Value    string `json:"value"`
		Text     text   `json:"text"`
		Options  []struct {
			Text  text   `json:"text"`
			Value string `json:"value"`
		} `json:"options"`
	}
	var blocks []struct {
		BlockID   string          `json:"block_id"`
		Elements  json.RawMessage `json:"elements"`
		Accessory *el             `json:"accessory"`
	}
	if err := json.Unmarshal(raw, &blocks); err != nil {
		t.Fatal(err)
	}
	for _, b := range blocks {
		var els []el
		_ = json.Unmarshal(b.Elements, &els)
		if b.Accessory != nil {
			els = append(els, *b.Accessory)
		}
		for _, e := range els {
			if e.Type == "button" {
				out, labels = append(out, element{b.BlockID, e.ActionID, e.Value, ""}), append(labels, e.Text.Text)
			}
			for _, o := range e.Options {
				out, labels = append(out, element{b.BlockID, e.ActionID, "", o.Value}), append(labels, o.Text.Text)
			}
		}
	}
	return out, labels
}

// button finds a button by the beginning of its action id and of its label.
func button(t testing.TB, m fakeslack.Message, action, label string) element {
	t.Helper()
	els, labels := elements(t, m.Blocks)
	for i, e := range els {
		if strings.HasPrefix(e.action, action) && strings.HasPrefix(labels[i], label) {
			return e
		}
	}
	t.Fatalf("no button %s %q in %v of\n%s", action, label, labels, m.Text)
	return element{}
}

// lead reads a lead by its normalized name.
func (w *world) lead(user, name string) *coach.Lead {
	w.t.Helper()
	seen, err := w.space.Records.Read(context.Background(),
		store.Query{Rep: user, Now: w.clock.Now(), Names: []string{name}})
	if err != nil {
		w.t.Fatal(err)
	}
	return seen.Lead
}

// touches are the outcomes of a lead's history, oldest first.
func (w *world) touches(user, name string) string {
	w.t.Helper()
	l := w.lead(user, name)
	if l == nil {
		return "no lead"
	}
	ts, err := w.space.Records.Touches(context.Background(), user, l.ID, -1)
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for _, t := range ts {
		out = append(out, string(t.Outcome))
	}
	return strings.Join(out, " ")
}
