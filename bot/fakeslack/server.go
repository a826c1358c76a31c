package fakeslack

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Slack's own numbers. A Config may shorten the first three, never lengthen them.
const (
	// How long Slack waits and how much it takes, from its reference of Socket Mode and interactivity.
	slackAckTimeout      = 3 * time.Second
	slackTriggerLife     = 3 * time.Second
	slackResponseURLLife = 30 * time.Minute
	slackWarningLife     = 10 * time.Second
	maxConnections       = 10
	maxClientFrame       = 20480
	responseURLUses      = 5
)

// Config says which workspace and app the server plays, and how hard it is. The zero value is a workspace "local" that
// grants every scope and enforces every limit but the posting pace.
type Config struct {
	TeamID, TeamDomain, AppID string // T0LOCAL, local, A0LOCAL
	AppToken, BotToken        string // xapp-1-local, xoxb-local; any other token is answered invalid_auth
	BotUserID                 string // U0BOT
	AppName                   string // what people see as the sender; "Follow-up Coach"

	// Scopes of the bot token. A method called without its scope is answered missing_scope with needed and provided. nil
	// grants all.
	Scopes []string

	Log *slog.Logger     // nil discards; tokens and texts are never logged
	Now func() time.Time // nil is the wall clock; dates every ts, trigger, response_url and rate limit

	Pace               bool // enforce the posting limits and the method tiers with 429 and Retry-After
	WorkspacePerMinute int  // posts a minute over all channels when Pace is on; 0 is 300

	AckTimeout      time.Duration   // 3 s
	TriggerLife     time.Duration   // 3 s
	ResponseURLLife time.Duration   // 30 min
	PingEvery       time.Duration   // WebSocket pings of the server; 5 s
	WarningLife     time.Duration   // from a disconnect frame "warning" to the close; 10 s
	ConnectionTime  time.Duration   // approximate_connection_time of the hello, after which the socket is refreshed; 1 h
	RetryAfter      []time.Duration // pauses before the repeats of an event that nobody acked: 0, 1 min, 5 min
	// Events are what the app subscribes to; it hears of nothing else. message.im comes where it has im:history too. nil
	// stands for all events of people and of its Home.
	Events   []string
	ReadOnly bool // nobody can write in the app's messages: Slack shows no composer there
	HomeOff  bool // the Home tab is not enabled: views.publish answers not_enabled
}

// Server is one workspace with one installed app. It is an http.Handler: the Web API under /api/, sockets under /link/,
// response urls under /hooks/, files on their way under /upload/. All methods may be called from any goroutine.
type Server struct {
	cfg      Config
	upgrader websocket.Upgrader
	http     *http.Server
	closed   chan struct{}
	// Closes closed.
	once sync.Once
	// Counts every goroutine, so that Close leaves none behind.
	work sync.WaitGroup

	// Guards everything below. Functions that need it held say so.
	mu     sync.Mutex
	base   string // http://127.0.0.1:port, or the host of the latest request when somebody else listens
	lastTS int64  // microseconds of the newest timestamp handed out
	serial int    // of the ids handed out
	// Those who wait for a change.
	watchers map[chan struct{}]struct{}

	directory
	conversations
	modals
	sockets
	levers
	grants
	uploads
	pace   pacer
	ledger []Entry
}

// New returns a server that is not yet listening.
func New(cfg Config) *Server {
	// str fills in a name that was not given.
	str := func(p *string, v string) {
		if *p == "" {
			*p = v
		}
	}
	str(&cfg.TeamID, "T0LOCAL")
	str(&cfg.TeamDomain, "local")
	str(&cfg.AppID, "A0LOCAL")
	str(&cfg.AppToken, "xapp-1-local")
	str(&cfg.BotToken, "xoxb-local")
	str(&cfg.BotUserID, "U0BOT")
	str(&cfg.AppName, "Follow-up Coach")
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	// capped fills in a duration, and never lets the server be more patient than Slack.
	capped := func(d *time.Duration, most time.Duration) {
		if *d <= 0 || *d > most {
			*d = most
		}
	}
	capped(&cfg.AckTimeout, slackAckTimeout)
	capped(&cfg.TriggerLife, slackTriggerLife)
	capped(&cfg.ResponseURLLife, slackResponseURLLife)
	capped(&cfg.WarningLife, slackWarningLife)
	if cfg.PingEvery <= 0 {
		cfg.PingEvery = 5 * time.Second
	}
	if cfg.ConnectionTime <= 0 {
		cfg.ConnectionTime = time.Hour
	}
	if cfg.RetryAfter == nil {
		cfg.RetryAfter = []time.Duration{0, time.Minute, 5 * time.Minute}
	}
	if cfg.WorkspacePerMinute <= 0 {
		cfg.WorkspacePerMinute = 300
	}
	s := &Server{
		cfg:    cfg,
		closed: make(chan struct{}),
		upgrader: websocket.Upgrader{
			// The real endpoint takes any origin: clients send https://api.slack.com.
			CheckOrigin: func(*http.Request) bool { return true },
		},
		watchers:  map[chan struct{}]struct{}{},
		directory: directory{users: map[string]*User{}},
		conversations: conversations{channels: map[string]*Channel{}, ims: map[string]string{},
			messages: map[string][]*Message{}, picks: map[string]values{}},
		modals: modals{stacks: map[string][]*View{}, homes: map[string]*View{}},
		sockets: sockets{tickets: map[string]bool{}, live: map[*conn]bool{}, envelopes: map[string]*envelope{},
			open: map[string]*envelope{}},
		uploads: uploads{files: map[string]*upload{}, urls: map[string]*upload{}},
		grants:  grants{triggers: map[string]*trigger{}, hooks: map[string]*hook{}},
	}
	s.pace = newPacer(cfg.WorkspacePerMinute)
	s.users[cfg.BotUserID] = &User{ID: cfg.BotUserID, Name: "followup", RealName: cfg.AppName, TZ: "UTC", Locale: "en-US",
		Bot: true, TeamID: cfg.TeamID}
	s.userOrder = append(s.userOrder, cfg.BotUserID)
	return s
}

// ErrNotLoopback is returned by Listen for an address that other machines could reach.
var ErrNotLoopback = errors.New("fakeslack: only a loopback address may be listened on")

// Listen serves on addr until Close. An empty host is 127.0.0.1, port 0 takes any free one; a host that is not loopback
// is refused with ErrNotLoopback.
func (s *Server) Listen(addr string) error {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("fakeslack: listen on %q: %w", addr, err)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	if !loopback(host) {
		return fmt.Errorf("%w: %s", ErrNotLoopback, addr)
	}
	var lc net.ListenConfig
	l, err := lc.Listen(context.Background(), "tcp", net.JoinHostPort(host, port))
	if err != nil {
		return fmt.Errorf("fakeslack: %w", err)
	}
	// No write timeout: a call may hang on purpose.
	srv := &http.Server{Handler: sameMachine(s), ReadHeaderTimeout: 10 * time.Second}
	s.mu.Lock()
	s.base = "http://" + l.Addr().String()
	s.http = srv
	s.mu.Unlock()
	s.work.Go(func() { _ = srv.Serve(l) })
	return nil
}

// loopback tells whether a host is this machine, by name or address.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// sameMachine turns away requests that name another host: a web page elsewhere must not reach the server through a
// rebound DNS name.
func sameMachine(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if !loopback(strings.Trim(host, "[]")) {
			http.Error(w, "this server answers its own machine only", http.StatusForbidden)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// APIURL is what slack-go wants in OptionAPIURL, with the slash at the end. Empty before Listen.
func (s *Server) APIURL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.base == "" {
		return ""
	}
	return s.base + "/api/"
}

// ServeHTTP answers the Web API, socket and response-url requests.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	if s.http == nil {
		s.base = "http://" + r.Host
	}
	s.mu.Unlock()
	// Paths as slack.com and its hosts have them, but for files on their way.
	switch path := r.URL.Path; {
	case strings.HasPrefix(path, "/api/"):
		s.serveAPI(w, r, strings.TrimPrefix(path, "/api/"))
	case path == "/link" || path == "/link/":
		s.serveLink(w, r)
	case strings.HasPrefix(path, "/hooks/"):
		s.serveHook(w, r)
	case strings.HasPrefix(path, filesPath):
		s.serveFile(w, r)
	case strings.HasPrefix(path, uploadPath):
		s.serveUpload(w, r)
	default:
		http.NotFound(w, r)
	}
}

// Close ends every connection and waits for the server's goroutines. Whoever is blocked in a person's step gets its
// Outcome.
func (s *Server) Close() {
	s.once.Do(func() {
		close(s.closed)
		s.mu.Lock()
		// The server is closed outside the lock, which requests under way may wait for.
		srv := s.http
		for c := range s.live {
			c.end()
		}
		for _, e := range s.envelopes {
			e.stop()
		}
		s.mu.Unlock()
		if srv != nil {
			_ = srv.Close()
		}
	})
	s.work.Wait()
}

// isClosed tells whether Close has begun. It needs no lock.
func (s *Server) isClosed() bool {
	select {
	case <-s.closed:
		return true
	default:
		return false
	}
}

// newTS hands out Slack's own time as a message timestamp; no two are equal and each is later than the one before.
func (s *Server) newTS() string {
	s.lastTS = max(s.cfg.Now().UnixMicro(), s.lastTS+1)
	return fmt.Sprintf("%d.%06d", s.lastTS/1e6, s.lastTS%1e6)
}

// newID makes an id that nothing else of this server has. The lock is held.
func (s *Server) newID(prefix string) string {
	s.serial++
	return fmt.Sprintf("%s%07d", prefix, s.serial)
}

// changed tells the watchers that something is different. The lock is held.
func (s *Server) changed() {
	for ch := range s.watchers {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}

// Watch returns a channel that ticks after every change of anything; ticks that nobody has taken yet are merged. The
// function ends it.
func (s *Server) Watch() (<-chan struct{}, func()) {
	ch := make(chan struct{}, 1)
	s.mu.Lock()
	s.watchers[ch] = struct{}{}
	s.mu.Unlock()
	return ch, func() {
		s.mu.Lock()
		delete(s.watchers, ch)
		s.mu.Unlock()
	}
}

// Wait returns when cond holds: it is asked at once and again after every change. It returns the context's error
// otherwise.
func (s *Server) Wait(ctx context.Context, cond func(*Server) bool) error {
	ticks, stop := s.Watch()
	defer stop()
	// Watched before it is asked, so that no change falls between.
	for !cond(s) {
		select {
		case <-ticks:
		case <-ctx.Done():
			return fmt.Errorf("fakeslack: waited in vain: %w", ctx.Err())
		case <-s.closed:
			return errors.New("fakeslack: closed while waiting")
		}
	}
	return nil
}
