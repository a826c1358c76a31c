// Demo is the whole bot on a local Slack look-alike and an embedded Redis, served as a web page. It needs no account,
// no settings and no network, listens on this machine only, and forgets everything when it ends.
//
//	go run ./cmd/demo [--addr 127.0.0.1:0]
//
// The bot in it is the one that `followup serve` runs: the same parts, put together by the same package, over the same
// protocols. Only the clock is different, because it can be moved forward.
package main

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/manifest"
	"github.com/followup-coach/followup/cmd/internal/app"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

//go:embed leads.csv
var leadsCSV []byte // a list to try: 12 new, 3 doubles, 1 blocked, 2 refused

// commandLine is what can be asked for; everything else is fixed, so that every demo is the same.
type commandLine struct {
	Addr string // where the page is served
	Log  bool   // show the bot's log
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var cli commandLine
	flag.StringVar(&cli.Addr, "addr", "127.0.0.1:8099", "where the page is served; a loopback address")
	flag.BoolVar(&cli.Log, "log", false, "show the bot's log")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "demo: %q means nothing here; try: --help\n", flag.Arg(0))
		os.Exit(2)
	}
	if err := run(ctx, cli, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

// run serves the page until ctx ends or a part of it stops.
func run(ctx context.Context, cli commandLine, out io.Writer) error {
	listener, err := listen(ctx, cli.Addr)
	if err != nil {
		return err
	}
	floor, err := open(ctx, cli.Log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer floor.close()

	srv := &http.Server{Handler: floor.page(), ReadHeaderTimeout: 5 * time.Second}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(listener) }()
	fmt.Fprintf(out, "Followup is open at http://%s\n", listener.Addr())
	fmt.Fprintln(out, "You are Maya, a sales rep. The page begins with three steps; the first waits for Enter.")
	fmt.Fprintln(out, "Everything lives in this process and ends with it (Ctrl+C).")

	select {
	case <-ctx.Done():
	// Whichever part stops first ends the demo; the reason is its error.
	case err = <-served:
	case err = <-floor.stopped:
	}
	return errors.Join(err, srv.Close())
}

// listen takes the address asked for, or the next free port when somebody has it: a second demo must not fail.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("--addr: expected host:port such as 127.0.0.1:8099: %w", err)
	}
	// Whoever reaches the page can be anybody on it.
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf(
			"--addr: the demo has no passwords and listens on this machine only; expected 127.0.0.1:8099 or the like")
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return lc.Listen(ctx, "tcp", net.JoinHostPort(host, "0"))
	}
	return l, err
}

// floor is a running sales floor: the local Slack, the embedded Redis, the bot, and the clock they share.
type floor struct {
	slack *fakeslack.Server
	redis *miniredis.Miniredis
	clock *clock
	// Says when each rep wants their morning message.
	settings *store.Store
	// Stops the bot; the others are closed after it.
	stop context.CancelFunc
	// Takes what the bot's Run returned.
	stopped chan error
}

// open starts Slack, Redis and the bot, fills the floor, and returns once the bot is connected.
func open(ctx context.Context, logging bool) (*floor, error) {
	f := &floor{stopped: make(chan error, 1)}
	// The workspace grants what the manifest asks for and nothing else, as a real one would.
	var scopes, events []string
	for _, s := range manifest.Scopes() {
		scopes = append(scopes, s.Name)
	}
	for _, e := range manifest.Events() {
		events = append(events, e.Name)
	}
	f.slack = fakeslack.New(fakeslack.Config{
		TeamDomain: "brightwork", AppName: manifest.New().Display.Name, Scopes: scopes, Events: events,
		// …and people write to it when the manifest lets them.
		ReadOnly: manifest.New().Features.AppHome.MessagesTabReadOnlyEnabled,
		// The app's Home exists when the manifest says so.
		HomeOff: !manifest.New().Features.AppHome.HomeTabEnabled,
	})
	for _, u := range people {
		f.slack.AddUser(u)
	}
	for _, c := range channels {
		f.slack.AddChannel(c)
	}
	f.slack.AddUser(dialer)
	if err := f.slack.Listen("127.0.0.1:0"); err != nil {
		return nil, err
	}
	f.redis = miniredis.NewMiniRedis()
	if err := f.redis.Start(); err != nil {
		return nil, err
	}
	// The terminal belongs to the address of the page.
	log := slog.New(slog.DiscardHandler)
	if logging {
		log = slog.New(slog.NewTextHandler(os.Stderr, nil))
	}
	// In a process of its own nothing can take Redis' place, so an answer that takes seconds is waited for: a machine that
	// has other work must not leave the floor half filled.
	redisURL := "redis://" + f.redis.Addr() + "?read_timeout=30s&write_timeout=30s&dial_timeout=30s&pool_timeout=30s"
	rules := coach.DefaultRules()
	f.clock = newClock(time.Now(), firstMorning(time.Now()))
	f.slack.Say(dialed(f.clock.Now().Add(-10 * time.Minute)))

	bot, err := app.New(app.Config{
		Settings: app.Settings{
			AppToken: app.SecretOf("xapp-1-local"), BotToken: app.SecretOf("xoxb-local"),
			SlackURL: f.slack.APIURL(), RedisURL: redisURL,
		},
		// PostsPerMinute: nobody else posts in this workspace, and a visitor should not wait for Slack's pace.
		Rules: rules, Version: "demo", Log: log, Now: f.clock.Now, PostsPerMinute: 600,
	})
	if err != nil {
		return nil, err
	}
	// A move of the clock is the only thing that the engine cannot see coming.
	f.clock.moved = bot.Wake
	// Read anew at each move: a visitor changes settings, too.
	if f.settings, err = store.Open(store.Options{URL: redisURL}); err != nil {
		return nil, err
	}
	f.clock.halts = func(from, to time.Time) []time.Time {
		reps, err := f.settings.In(teamID).Records.Reps(ctx)
		if err != nil {
			log.Warn("reps", "error", err)
		}
		return mornings(rules, reps, from, to)
	}
	f.clock.halted = func(time.Time) { f.settle(ctx, bot.Wake) }
	// The past is written before the bot connects, so that its first look finds it.
	if err := seed(ctx, redisURL, rules, f.clock.Now()); err != nil {
		return nil, fmt.Errorf("fill the floor: %w", err)
	}
	ctx, f.stop = context.WithCancel(ctx)
	go func() { f.stopped <- bot.Run(ctx) }()
	return f, f.slack.Wait(ctx, func(s *fakeslack.Server) bool { return s.Connections() > 0 })
}

// close ends the bot before Slack and Redis, which it still speaks to.
func (f *floor) close() {
	f.stop()
	_ = f.settings.Close()
	f.slack.Close()
	f.redis.Close()
}

// page is the visitor's Slack: people to be, a clock to move, and commands to try.
func (f *floor) page() http.Handler {
	// Who is who, for the switch between people.
	titles := map[string]string{}
	for _, p := range cast {
		titles[p.id] = p.title
	}
	return f.slack.Page(fakeslack.PageConfig{
		Title: "Followup demo", Command: manifest.Command, Clock: f.clock, Titles: titles,
		Notice: "Nothing leaves this machine. The data lives in memory and ends with the process.",
		Empty:  "It's 8:20, ten minutes before the morning message. Send the line below: it logs a first call.",
		Steps: []fakeslack.PageStep{
			{About: "Log a call", Command: "/followup acme voicemail"},
			{About: "Morning message", Clock: "08:30"},
			{About: "Ask why that date", Command: "/followup when delta"},
		},
		Hints: []fakeslack.PageHint{
			{Command: "/followup today", About: "whom to call now and today"},
			{Command: "/followup go", About: "call them one by one, a tap each"},
			{Command: "/followup acme voicemail", About: "log a call; the answer says what comes next"},
			{Command: "/followup called acme, no answer", About: "plain words will do, too"},
			{Command: "/followup add \"Blue Harbor\" warm phone:+12025550143", About: "a new lead"},
			{Command: "/followup import", About: "bring a list in; there is one to try"},
			{Command: "/followup next acme Thu 4pm agenda pricing", About: "book an agreed call"},
			{Command: "/followup prep evergreen", About: "what to know before a call"},
			{Command: "/followup script acme not reviewed", About: "what to say when they haven't read it"},
			{Command: "/followup draft birchwood", About: "the email that is due, to change and copy"},
			{Command: "/followup check Hi Pat, just checking in.", About: "what to change before you send it"},
			{Command: "/followup practice price", About: "a drill of three turns"},
			{Command: "/followup when acme", About: "why that date"},
			{Command: "/followup map", About: "what each result of a call leads to"},
			{Command: "/followup review meridian", About: "what becomes of a lead that never answered"},
			{Command: "/followup show acme", About: "all about a lead"},
			{Command: "/followup edit redwood gut:4 decides:\"the plant manager\"", About: "what you know of a lead"},
			{Command: "/followup list week", About: "leads, page by page"},
			{Command: "/followup team library", About: "your team's stories"},
			{Command: "/followup team summary now", About: "as Ruth, the manager: the channel's summary"},
			{Command: "/followup undo", About: "take back the last change"},
			{Command: "/followup help", About: "all of it, with examples"},
		},
		Shortcuts: shortcuts(), Files: []fakeslack.PageFile{{Name: "leads.csv", Data: leadsCSV}},
	})
}

// shortcuts are those of the manifest.
func shortcuts() (out []fakeslack.PageShortcut) {
	for _, s := range manifest.New().Features.Shortcuts {
		out = append(out, fakeslack.PageShortcut{CallbackID: s.CallbackID, Name: s.Name,
			Message: s.Type == slack.MessageShortcut})
	}
	return out
}

// lastDays is how far before its end a move of the clock begins to halt: whoever skips a week wants to see its last
// mornings, not to wait for all of them.
const lastDays = 3 * day

// mornings are the instants at which these reps' digests come on the way from one instant to another, a moment after
// their time, so that nobody's first message says that it is late.
func mornings(rules *coach.Rules, reps []coach.Rep, from, to time.Time) (all []time.Time) {
	if begin := to.Add(-lastDays); from.Before(begin) {
		from = begin
	}
	for _, rep := range reps {
		if rep.ID == manager { // has no leads, and so no digest
			continue
		}
		for at := rules.NextDigest(rep, from); !at.IsZero() && at.Before(to); at = rules.NextDigest(rep, at) {
			all = append(all, at.Add(time.Second))
		}
	}
	slices.SortFunc(all, time.Time.Compare)
	return all
}

// settled is how long a halt waits at most for a message of the app: some mornings have none.
const settled = 1500 * time.Millisecond

// settle lets the bot look, and waits until the app has posted something.
func (f *floor) settle(ctx context.Context, wake func()) {
	ctx, cancel := context.WithTimeout(ctx, settled)
	defer cancel()
	posted := func(s *fakeslack.Server) int {
		return s.Count(func(e fakeslack.Entry) bool { return e.Method == "chat.postMessage" })
	}
	before := posted(f.slack)
	wake()
	// A morning without a message ends the wait by its time.
	_ = f.slack.Wait(ctx, func(s *fakeslack.Server) bool { return posted(s) > before })
}
