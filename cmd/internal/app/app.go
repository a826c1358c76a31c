package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot"
	"github.com/followup-coach/followup/bot/send"
	"github.com/followup-coach/followup/bot/socket"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/schedule"
	"github.com/followup-coach/followup/schedule/webhooks"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/failure"
	"github.com/followup-coach/followup/store/ledger"
)

// Config is what an app is made of. Settings and Rules are required.
type Config struct {
	Settings Settings
	Rules    *coach.Rules
	Version  string
	Log      *slog.Logger
	// Now is the clock of every decision, default the time of Redis; the demo moves it. Sockets, limits towards Slack and
	// Slack's own timestamps stay on the clock of this machine.
	Now func() time.Time
	// Ahead is how far that default is ahead of Redis, for tests that move it on several replicas; nil: not at all.
	Ahead func() time.Duration
	// PostsPerMinute is the pace of posting to begin with; 0 is what workspaces are known to bear.
	PostsPerMinute float64
	// Looked is told after each look of the engine, for tests that wait for quiet.
	Looked func(schedule.Look)
	// Tick is how often the engine looks by itself; 0 is its default.
	Tick time.Duration
	// Rest is the least time between two looks of the engine; 0 is its default, negative none.
	Rest time.Duration
	// Settle is how long the engine waits before it looks for a message with an unknown fate; 0 is its default.
	Settle time.Duration
}

// App is one running bot.
type App struct {
	cfg    Config
	log    *slog.Logger
	store  *store.Store
	now    func() time.Time
	synced chan struct{} // closed once the time of Redis is known
	tokens *tokens
	ready  *readiness
	http   net.Listener

	webhooks []webhooks.Address

	// All three are set once Slack has said which workspace this is.
	space  atomic.Pointer[store.Workspace]
	engine atomic.Pointer[schedule.Engine]
	socket atomic.Pointer[socket.Socket]
}

// lastAnswers is how long answers that were promised behind an acknowledgement may take while the bot stops.
const lastAnswers = time.Second

// Parts that readiness speaks of.
const (
	partSlack  = "slack"
	partSocket = "socket"
	partRedis  = "redis"
)

// New checks what can be checked without talking to anybody, and opens the port for health and metrics. Mistakes of an
// operator are *[SettingError].
func New(cfg Config) (*App, error) {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	a := &App{cfg: cfg, log: cfg.Log, ready: newReadiness(partSlack, partSocket, partRedis),
		synced: make(chan struct{})}
	var err error
	if a.store, err = store.Open(store.Options{URL: cfg.Settings.RedisURL, Safe: cfg.Settings.RedisSafe, Log: cfg.Log,
		Details: bot.Details, Events: webhooks.Teller(cfg.Rules)}); err != nil {
		return nil, &SettingError{"REDIS_URL", err.Error()} // the store says what it expects
	}
	if a.webhooks, err = Webhooks(cfg.Rules); err != nil {
		return nil, err
	}
	a.now = clock(cfg, a.store)
	if a.tokens, err = newTokens(cfg.Settings); err != nil {
		return nil, err
	}
	if addr := cfg.Settings.HTTPAddr; addr != "" {
		var lc net.ListenConfig
		if a.http, err = lc.Listen(context.Background(), "tcp", addr); err != nil {
			return nil, &SettingError{"FOLLOWUP_HTTP_ADDR", "expected a free address of this machine, such as " +
				DefaultHTTPAddr + ": " + err.Error()}
		}
	}
	return a, nil
}

// OpenStore opens the Redis of an installation for a command that writes leads as the bot does, by the same rules.
func OpenStore(url string, rules *coach.Rules) (*store.Store, error) {
	s, err := store.Open(store.Options{URL: url, Details: bot.Details, Events: webhooks.Teller(rules)})
	if err != nil {
		return nil, &SettingError{"REDIS_URL", err.Error()}
	}
	return s, nil
}

// clock is the clock of every decision: the time of Redis where no other is given.
func clock(cfg Config, redis *store.Store) func() time.Time {
	switch {
	case cfg.Now != nil:
		return cfg.Now
	case cfg.Ahead != nil:
		return func() time.Time { return redis.Now().Add(cfg.Ahead()) }
	}
	return redis.Now
}

// Ready returns why the app cannot work right now, nothing when it can.
func (a *App) Ready() []string { return a.ready.reasons() }

// Wake makes the engine look now: the demo has moved the clock.
func (a *App) Wake() {
	if e := a.engine.Load(); e != nil {
		e.Wake()
	}
}

// wakeFor says that something was stored that is due then. Nothing is before the engine is there.
func (a *App) wakeFor(due time.Time) {
	if e := a.engine.Load(); e != nil {
		e.WakeFor(due)
	}
}

// HTTPAddr is where health and metrics are served, "" when they are not.
func (a *App) HTTPAddr() string {
	if a.http == nil {
		return ""
	}
	return a.http.Addr().String()
}

// Run works until ctx ends, then takes nothing new, finishes what was taken and returns nil within ten seconds. It
// returns early only when Slack refuses a token at the start, or when the data is of a newer schema: at the start, or
// later, once a newer version has written. Then this one could save nothing, and would only take commands away from it.
func (a *App) Run(ctx context.Context) error {
	a.log.Info("starting", "version", cmp.Or(a.cfg.Version, "dev"))
	// The store and the port serve the others until the very end.
	defer a.store.Close()
	stopHTTP := a.serveHTTP()
	defer stopHTTP()

	redis, stopRedis := context.WithCancel(context.WithoutCancel(ctx))
	var watch sync.WaitGroup
	watch.Go(func() { a.watchRedis(redis) })
	defer watch.Wait()
	defer stopRedis()

	me, err := a.authenticate(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	return a.work(ctx, me)
}

// authenticate asks Slack who we are until it answers. A refused token ends the start.
func (a *App) authenticate(ctx context.Context) (*slack.AuthTestResponse, error) {
	for try := 1; ; try++ {
		me, err := a.tokens.api().AuthTestContext(ctx)
		if err == nil {
			a.ready.set(partSlack, "")
			return me, nil
		}
		refusal := send.Failed("auth.test", err)
		if failure.ClassOf(refusal) == failure.Dead {
			return nil, fmt.Errorf("SLACK_BOT_TOKEN: Slack refuses it: %w; see: followup doctor", err)
		}
		if a.ready.set(partSlack, "not reachable: "+refusal.Error()) {
			a.log.Warn("Slack is not reachable, trying again", "error", err)
		}
		if !pause(ctx, backoff(try)) {
			return nil, ctx.Err()
		}
	}
}

// work runs engine and socket until ctx ends or Slack refuses the app token, and then waits for both.
func (a *App) work(ctx context.Context, me *slack.AuthTestResponse) error {
	space := a.store.In(me.TeamID)
	if err := unfit(ctx, a.store, space); err != nil {
		return err
	}
	edge, engine, err := a.wire(space, me)
	if err != nil {
		return err
	}
	sock := socket.New(socket.Config{
		API: a.tokens.api, Handle: edge.Handle, Busy: edge.Busy, Log: a.log,
		Renewed: a.tokens.renewed, OnChange: a.socketChanged,
	})
	a.socket.Store(sock)

	// The engine stops by itself once ctx ends; the edge's late answers (look-ups after a hang) are waited for last.
	var parts sync.WaitGroup
	running, stop := context.WithCancel(ctx)
	defer stop()
	parts.Go(func() {
		// Before the time of Redis is known the clock is this machine's, by which nothing may be sent or taken over.
		if !a.knowsTime(running) {
			return
		}
		if err := engine.Run(running); err != nil {
			a.log.Error("the engine stopped", "error", err)
		}
	})
	parts.Go(func() {
		if a.knowsTime(running) {
			a.teller(space).Run(running)
		}
	})
	parts.Go(func() { a.watchTokens(running) })
	parts.Go(func() { a.renewBlocked(running, space) })
	var outdated error
	parts.Go(func() {
		outdated = watchFit(running, a.store, space)
		stop()
	})
	err = sock.Run(running)
	stop()
	parts.Wait()
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastAnswers)
	defer cancel()
	if late := edge.Close(late); late != nil {
		a.log.Warn("stopped before every late answer was given", "error", late)
	}
	if outdated != nil {
		return outdated
	}
	if err != nil {
		return fmt.Errorf("SLACK_APP_TOKEN: Slack refuses it: %w; see: followup doctor", err)
	}
	a.log.Info("stopped")
	return nil
}

// wire makes the two halves of the bot for a workspace: what answers people, and what speaks to them unasked.
func (a *App) wire(space *store.Workspace, me *slack.AuthTestResponse) (*bot.Bot, *schedule.Engine, error) {
	a.space.Store(space)
	spaceOf := func() *store.Workspace { return space }
	poster := send.New(a.tokens.api, a.cfg.PostsPerMinute)
	edge := bot.New(bot.Config{
		API: a.tokens.api, Space: spaceOf, Rules: a.cfg.Rules, Now: a.now, Log: a.log,
		Admins: a.cfg.Settings.Admins, TeamID: me.TeamID, EnterpriseID: me.EnterpriseID, BotUserID: me.UserID,
		Wake: a.wakeFor, Poster: poster,
	})
	engine, err := schedule.New(schedule.Config{
		Space: space, Rules: a.cfg.Rules, Now: a.now, Log: a.log, Owner: store.NewID(), Metrics: counted(),
		Sender: sender{&send.Sender{Poster: poster, Rules: a.cfg.Rules, Now: a.now}, edge.Told},
		Dead:   a.slackDead, Import: edge.Import, HandOver: edge.HandOver,
		Looked: a.cfg.Looked, Settle: a.cfg.Settle, Tick: a.cfg.Tick, Rest: a.cfg.Rest,
		Daily: []schedule.Daily{{Name: "roster", Run: edge.Roster}},
		Check: func(ctx context.Context) error {
			_, err := a.tokens.api().AuthTestContext(ctx)
			return send.Failed("auth.test", err)
		},
	})
	if err != nil {
		return nil, nil, err
	}
	a.engine.Store(engine)
	return edge, engine, nil
}

// teller tells webhooks what has happened.
func (a *App) teller(space *store.Workspace) *webhooks.Sender {
	return webhooks.New(webhooks.Config{Space: space, Addresses: a.webhooks, Now: a.now, Log: a.log,
		Metrics: counted(), Tick: a.cfg.Tick})
}

// knowsTime waits until the clock of every decision is known; false when ctx ended first.
func (a *App) knowsTime(ctx context.Context) bool {
	if a.cfg.Now != nil {
		return true
	}
	select {
	case <-a.synced:
		return true
	case <-ctx.Done():
		return false
	}
}

// sender lets the engine speak through bot/send.
type sender struct {
	to   *send.Sender
	told func(user string) // somebody was sent a message
}

func (s sender) Send(ctx context.Context, d ledger.Delivery, to schedule.Recipient,
	m notify.Message) (ledger.Receipt, error) {
	m, plain := unwrap(m)
	sent, err := s.to.Send(ctx, d.Key, to.ID, reads(to), m, plain)
	if err == nil {
		s.told(to.ID)
	}
	return sent, err
}

func (s sender) Find(ctx context.Context, d ledger.Delivery, to schedule.Recipient) (ledger.Receipt, bool, error) {
	return s.to.Find(ctx, d.Key, to.ID)
}

func (s sender) Update(ctx context.Context, r ledger.Receipt, to schedule.Recipient, m notify.Message) error {
	m, plain := unwrap(m)
	return s.to.Update(ctx, r, reads(to), m, plain)
}

// reads is how the recipient reads times.
func reads(to schedule.Recipient) send.Reads {
	return send.Reads{Zone: to.Zone, Locale: to.Locale, Clock: to.Clock}
}

// unwrap tells whether the engine asks for the message as text, without blocks that Slack has refused.
func unwrap(m notify.Message) (notify.Message, bool) {
	if p, ok := m.(schedule.Plain); ok {
		return p.Message, true
	}
	return m, false
}

// serveHTTP answers on the port that New has opened; stop closes it.
func (a *App) serveHTTP() (stop func()) {
	if a.http == nil {
		return func() {}
	}
	srv := &http.Server{Handler: routes(a.ready), ReadHeaderTimeout: 5 * time.Second}
	go func() {
		if err := srv.Serve(a.http); !errors.Is(err, http.ErrServerClosed) {
			a.log.Error("health and metrics are gone", "error", err)
		}
	}()
	return func() { _ = srv.Close() }
}
