package app

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot"
	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/manifest"
	"github.com/followup-coach/followup/coach"
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
	channels map[string]string   // name → id
	files    map[string]talkFile // by name
	rules    *coach.Rules
	redis    *storetest.Server
	own      bool
	trouble  string        // what Redis does: stops, freezes
	tick     time.Duration // of the engine, where it only looks when told; else 0
	rest     time.Duration // of the engine between two looks; 0 is its default
	down     bool          // the bot does not run

	webhook *receiver // a receiver, where the talk has one
	slack   *fakeslack.Server
	space   *store.Workspace
	clock   *handClock
	looks   *lookout
	logs    *logBook
	app     *App
	stop    func()

	inbox    map[string][]arrival // by channel id, what nobody has mentioned yet
	newest   map[string]fakeslack.Message
	seen     int // entries of Slack's ledger looked at
	envelope string
	wrote    map[string]fakeslack.Message // by person: what they last wrote to the bot
	posted   fakeslack.Message            // what another app posted last
}

type person struct {
	name, id string
	zone     *time.Location
	user     fakeslack.User
	errs     map[string]string // of the form on top
	atHome   bool              // the app's Home is before them
	tapped   *fakeslack.View   // the form that they last tapped in, as it was then; nil after anything else
}

func newHouse(t *testing.T, k *talk) *house {
	h := &house{
		t: t, talk: k, people: map[string]*person{}, channels: map[string]string{}, rules: coach.DefaultRules(),
		clock: &handClock{}, looks: newLookout(), logs: &logBook{}, inbox: map[string][]arrival{},
		files:  map[string]talkFile{},
		newest: map[string]fakeslack.Message{}, wrote: map[string]fakeslack.Message{},
		slack: fakeslack.New(fakeslack.Config{AppToken: talkAppToken, BotToken: talkBotToken,
			Events: subscribed()}),
	}
	if err := h.slack.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.slack.Close)
	return h
}

// subscribed are the events that the manifest asks for.
func subscribed() (events []string) {
	for _, e := range manifest.Events() {
		events = append(events, e.Name)
	}
	return events
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
	s, err := store.Open(store.Options{URL: h.redis.URL, Details: bot.Details})
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
		Tick: h.tick, Rest: h.rest,
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

func (h *house) reads(p *person) reader {
	return reader{zone: p.zone, now: h.clock.Now(), uids: appointments(h.visible(p))}
}
