package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/schedule"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// The tokens of every talk. They must be found nowhere but in the requests to Slack.
const (
	talkAppToken = "xapp-1-canarytoken-app"
	talkBotToken = "xoxb-canarytoken-bot"
)

// patience is how long anything may take on the wall clock before a talk fails.
const patience = 15 * time.Second

// house is the whole of Followup with its neighbours: a strict Slack, a Redis, and a clock that only moves by hand.
type house struct {
	t    *testing.T
	talk *talk
	line talkLine // the one being played

	people   map[string]*person
	order    []*person
	channels map[string]string // name → id
	rules    *coach.Rules
	redis    *storetest.Server
	own      bool
	trouble  string // what Redis does: stops, freezes

	slack *fakeslack.Server
	space *store.Workspace
	clock *handClock
	looks *lookout
	logs  *logBook
	app   *App
	stop  func()

	inbox    map[string][]arrival // by channel id, what nobody has mentioned yet
	newest   map[string]fakeslack.Message
	seen     int // entries of Slack's ledger looked at
	envelope string
}

type person struct {
	name, id string
	zone     *time.Location
	errs     map[string]string // of the form on top
}

// arrival is a message that the bot sent by itself, as it was when it came.
type arrival struct {
	at      time.Time
	message fakeslack.Message
}

// handClock stands still until it is moved.
type handClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = at
}

// lookout hears of each look of the engine.
type lookout struct {
	mu   sync.Mutex
	n    int
	last schedule.Look
	news chan struct{}
}

func newLookout() *lookout { return &lookout{news: make(chan struct{})} }

func (l *lookout) looked(k schedule.Look) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.n++
	l.last = k
	close(l.news)
	l.news = make(chan struct{})
}

func (l *lookout) state() (n int, last schedule.Look, news <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.n, l.last, l.news
}

// logBook keeps what was logged: at every level, and what an operator sees by default.
type logBook struct {
	mu        sync.Mutex
	all, info bytes.Buffer
}

func (b *logBook) logger() *slog.Logger {
	return slog.New(slog.NewMultiHandler(
		slog.NewTextHandler(lockedWriter{b, &b.all}, &slog.HandlerOptions{Level: slog.LevelDebug}),
		slog.NewTextHandler(lockedWriter{b, &b.info}, &slog.HandlerOptions{Level: slog.LevelInfo}),
	))
}

func (b *logBook) texts() (all, info string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.all.String(), b.info.String()
}

type lockedWriter struct {
	book *logBook
	to   *bytes.Buffer
}

func (w lockedWriter) Write(p []byte) (int, error) {
	w.book.mu.Lock()
	defer w.book.mu.Unlock()
	return w.to.Write(p)
}

func newHouse(t *testing.T, k *talk) *house {
	h := &house{
		t: t, talk: k, people: map[string]*person{}, channels: map[string]string{}, rules: coach.DefaultRules(),
		clock: &handClock{}, looks: newLookout(), logs: &logBook{}, inbox: map[string][]arrival{}, newest: map[string]fakeslack.Message{},
		slack: fakeslack.New(fakeslack.Config{AppToken: talkAppToken, BotToken: talkBotToken}),
	}
	if err := h.slack.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.slack.Close)
	return h
}

func (h *house) fatalf(format string, args ...any) {
	h.t.Helper()
	h.t.Fatalf("%s:%d: %s\n  %s", h.talk.file, h.line.no, h.line.text, fmt.Sprintf(format, args...))
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.fatalf("%v", err)
	}
}

// open starts the bot at the talk's first instant.
func (h *house) open() {
	h.t.Helper()
	if h.redis == nil {
		h.redis = storetest.Redis(h.t)
	}
	s, err := store.Open(store.Options{URL: h.redis.URL})
	h.must(err)
	h.t.Cleanup(func() { _ = s.Close() })
	h.space = s.In("T0LOCAL")
	h.start()
	h.t.Cleanup(func() { h.stop() })
}

func (h *house) start() {
	h.t.Helper()
	a, err := New(Config{
		Settings: Settings{
			AppToken: SecretOf(talkAppToken), BotToken: SecretOf(talkBotToken),
			SlackURL: h.slack.APIURL(), RedisURL: h.redis.URL, HTTPAddr: "127.0.0.1:0",
		},
		Rules: h.rules, Version: "talk", Log: h.logs.logger(), Now: h.clock.Now, PostsPerMinute: 6000, Looked: h.looks.looked,
	})
	h.must(err)
	h.app = a
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	var once sync.Once
	h.stop = func() {
		once.Do(func() {
			cancel()
			if err := <-done; err != nil {
				h.t.Errorf("the bot ended with %v", err)
			}
		})
	}
	h.wait("the bot to connect", func(s *fakeslack.Server) bool { return s.Connections() > 0 })
}

func (h *house) wait(what string, cond func(*fakeslack.Server) bool) {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := h.slack.Wait(ctx, cond); err != nil {
		h.fatalf("waited in vain for %s", what)
	}
}

// settle returns when the engine has nothing left to do at the clock's instant.
func (h *house) settle() {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		h.idle(ctx)
		h.idle(ctx) // the first may have begun before the kick
		left := h.due(ctx, h.clock.Now())
		if len(left) == 0 {
			break
		}
		if ctx.Err() != nil {
			h.fatalf("the engine leaves these undone: %+v", left)
		}
	}
	h.collect()
}

// idle kicks the engine and waits for a look of this instant that leaves it without work.
func (h *house) idle(ctx context.Context) {
	h.t.Helper()
	before, _, _ := h.looks.state()
	h.app.Kick()
	for {
		n, last, news := h.looks.state()
		if n > before && last.Idle() && last.At.Equal(h.clock.Now()) {
			return
		}
		select {
		case <-news:
		case <-ctx.Done():
			h.fatalf("the engine does not come to rest: %+v", last)
		}
	}
}

func (h *house) due(ctx context.Context, until time.Time) []store.Due {
	h.t.Helper()
	all, err := h.space.DueBefore(ctx, until, 100)
	if err != nil && ctx.Err() == nil {
		h.must(err)
	}
	return all
}

// moveTo lets the time pass until then: the clock stops at each instant at which something is due, as it does in life.
func (h *house) moveTo(target time.Time) {
	h.t.Helper()
	if target.Before(h.clock.Now()) {
		h.fatalf("the clock only goes forward: it is %s already", h.clock.Now().In(target.Location()).Format(time.RFC1123))
	}
	h.mentioned()
	for {
		h.settle()
		next := target
		for _, d := range h.due(context.Background(), target) {
			if d.At.After(h.clock.Now()) && d.At.Before(next) {
				next = d.At
			}
		}
		if !next.After(h.clock.Now()) {
			return
		}
		h.clock.set(next)
	}
}

// collect files what the bot has sent by itself since the last time.
func (h *house) collect() {
	ledger := h.slack.Ledger()
	for _, e := range ledger[h.seen:] {
		if e.Kind != fakeslack.KindPost || e.Method != "chat.postMessage" && e.Method != "chat.update" {
			continue
		}
		for _, p := range h.order {
			for _, m := range h.slack.Messages(e.Channel, p.id) {
				if m.TS != e.TS {
					continue
				}
				if old, known := h.newest[e.Channel]; e.Method == "chat.update" && known && old.TS != m.TS {
					continue
				}
				if h.newest[e.Channel] = m; e.Method == "chat.postMessage" {
					h.inbox[e.Channel] = append(h.inbox[e.Channel], arrival{h.clock.Now(), m})
				}
			}
			if h.slack.DM(p.id) == e.Channel || len(h.slack.Messages(e.Channel, p.id)) > 0 {
				break
			}
		}
	}
	h.seen = len(ledger)
}

// mentioned fails when the bot has sent something that the talk does not tell of.
func (h *house) mentioned() {
	h.t.Helper()
	h.collect()
	for channel, list := range h.inbox {
		if len(list) > 0 {
			to, r := h.readerOf(channel)
			h.fatalf("before this line, %s got a message at %s that the talk does not mention:\n%s", to, list[0].at.In(r.zone).Format("Mon 2 Jan 15:04 MST"), r.message(list[0].message))
		}
	}
}

// readerOf is whose eyes a channel is seen with.
func (h *house) readerOf(channel string) (string, reader) {
	for _, p := range h.order {
		if h.slack.DM(p.id) == channel {
			return p.name, h.reads(p)
		}
	}
	for name, id := range h.channels {
		if id == channel {
			return "#" + name, h.reads(h.order[0])
		}
	}
	return channel, h.reads(h.order[0])
}

func (h *house) reads(p *person) reader { return reader{zone: p.zone, now: h.clock.Now()} }

// farewell checks what must hold at the end of every talk: nothing was left unmentioned, Slack had nothing to refuse, and
// no token and nothing about a prospect is where it must not be.
func (h *house) farewell() {
	h.t.Helper()
	if h.app == nil {
		h.fatalf("a talk without a first instant")
	}
	h.settle()
	h.mentioned()
	for _, r := range h.slack.Refusals() {
		h.t.Errorf("%s: Slack refused %s of the bot: %s %s", h.talk.file, r.Method, r.Rule, r.Detail)
	}
	for _, p := range h.order {
		for _, m := range h.visible(p) {
			if bad := pings(m); m.User == "U0BOT" && len(bad) > 0 {
				h.t.Errorf("%s: a message would ping everybody: %s", h.talk.file, bad)
			}
		}
	}
	metrics := h.metrics()
	h.stop()
	all, info := h.logs.texts()
	if !strings.Contains(info, "msg=starting") || !strings.Contains(info, "msg=stopped") {
		h.t.Errorf("%s: the log is not the bot's:\n%s", h.talk.file, info)
	}
	for _, token := range []string{talkAppToken, talkBotToken} {
		h.absent(token, "the log at debug level", all)
		h.absent(token, "the metrics", metrics)
	}
	// Nothing that anybody calls like this may be anywhere, whether it was saved or not; see canary.talk.
	h.absent("canary", "the log", strings.ToLower(strings.ReplaceAll(info, "canarytoken", "")))
	h.absent("canary", "the metrics", strings.ToLower(metrics))
	h.absent("2125550188", "the log", info)
	h.absent("2125550188", "the metrics", metrics)
	for _, secret := range h.prospects() {
		h.absent(secret, "the log", info)
		h.absent(secret, "the metrics", metrics)
	}
}

func (h *house) absent(secret, where, text string) {
	h.t.Helper()
	if at := strings.Index(text, secret); at >= 0 {
		h.t.Errorf("%s: %q is in %s: …%s…", h.talk.file, secret, where, text[max(0, at-120):min(len(text), at+len(secret)+60)])
	}
}

// prospects are the words about leads that the store holds: names, people, numbers, notes.
func (h *house) prospects() []string {
	ctx := context.Background()
	var out []string
	keep := func(texts ...string) {
		for _, s := range texts {
			if len([]rune(s)) > 3 {
				out = append(out, s)
			}
		}
	}
	for _, p := range h.order {
		for _, kind := range []store.ListKind{store.ListAll, store.ListClosed} {
			page, err := h.space.List(ctx, p.id, store.Query{Kind: kind, Limit: 100})
			h.must(err)
			for _, l := range page.Leads {
				keep(l.Name, l.Contact, l.Company, l.Phone, l.Email, l.HotButton)
				touches, err := h.space.Touches(ctx, p.id, l.ID, -1)
				h.must(err)
				for _, touch := range touches {
					keep(touch.Note, touch.Agenda)
				}
			}
		}
	}
	return out
}

func (h *house) metrics() string {
	resp, err := http.Get("http://" + h.app.HTTPAddr() + "/metrics")
	h.must(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	h.must(err)
	if !bytes.Contains(body, []byte("followup")) {
		h.t.Errorf("%s: the metrics are empty:\n%s", h.talk.file, body)
	}
	return string(body)
}
