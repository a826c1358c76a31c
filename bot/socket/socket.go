package socket

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// Config says where envelopes come from and who deals with them.
type Config struct {
	// API is asked for a client at every new connection, so that a renewed token is picked up.
	API    func() *slack.Client
	Handle Handler
	// Busy is the answer when too much waits already; nil for a plain acknowledgement.
	Busy func(Envelope) any
	Log  *slog.Logger

	Links   int // connections to keep; default 2
	Workers int // envelopes handled at once; default 64
	Waiting int // envelopes held in memory at most; default 4096
	// Patience is how long an envelope waits for a worker before it is turned away; default 1.5 s of Slack's three.
	Patience time.Duration
	Drain    time.Duration // how long Run finishes what was taken; default 8 s
	Silence  time.Duration // how long a connection may say nothing before it is given up; default 30 s

	// Renewed, when it delivers, ends the wait of a dead connection: a token file has changed.
	Renewed <-chan struct{}
	// OnChange is told of every change of the status; it must not block.
	OnChange func(Status)
}

// Status is how the connections stand.
type Status struct {
	Up   int   // links that have said hello and are not closed
	Dead error // Slack refuses the app's token; looked at again once a minute
	Last error // why the last attempt to connect failed, nil after a success
}

// Socket keeps the connections. Use [New], then [Socket.Run] once.
type Socket struct {
	cfg   Config
	lanes *lanes
	// opening is held by the link that connects: one at a time, so that replicas do not storm Slack and the links' ages
	// differ.
	opening chan struct{}

	retiring sync.WaitGroup // links that have a successor

	mu     sync.Mutex
	status Status
	total  int // connections of the app over all replicas, as Slack last said
	ever   bool
}

// Slack allows about 50 opens a minute for an app, over all its replicas. Waits between tries are drawn from three
// quarters to five quarters of what stands here, so that replicas spread.
const (
	reopenSlow  = 2 * time.Second         // the longest wait of a replica that is alone
	reopenShare = 1300 * time.Millisecond // of each replica in it: 60 s / 50 opens, and a little
	deadCheck   = time.Minute             // between looks at a refused token
	allowed     = 10                      // connections of an app
	crowded     = 8                       // of them; from here on one link of a process has to do
	secondLife  = 2 * time.Minute         // of a second link when it is getting crowded
	secondAfter = 600 * time.Millisecond  // before a second link, so that each replica of a deployment has its first
)

// New prepares the connections; nothing is dialled before Run.
func New(cfg Config) *Socket {
	if cfg.Links == 0 {
		cfg.Links = 2
	}
	if cfg.Workers == 0 {
		cfg.Workers = 64
	}
	if cfg.Waiting == 0 {
		cfg.Waiting = 4096
	}
	if cfg.Drain == 0 {
		cfg.Drain = 8 * time.Second
	}
	if cfg.Patience == 0 {
		cfg.Patience = 1500 * time.Millisecond
	}
	if cfg.Silence == 0 {
		cfg.Silence = 30 * time.Second
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Socket{cfg: cfg, opening: make(chan struct{}, 1)}
}

// Run keeps the connections until ctx ends, then takes nothing new, finishes what was taken within [Config.Drain] and
// returns nil. It returns early only when Slack refuses the app's token before any connection has ever stood.
func (s *Socket) Run(ctx context.Context) error {
	s.lanes = newLanes(s.cfg.Workers, s.cfg.Waiting)
	defer s.lanes.close()
	ctx, quit := context.WithCancel(ctx)
	defer quit()

	// Handlers and links outlive ctx until the work is drained: what was taken is answered on the link that brought it.
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()

	// Each connection is kept by a goroutine of its own, so that one that fails never holds the other up.
	failed := make(chan error, s.cfg.Links)
	var links sync.WaitGroup
	for i := range s.cfg.Links {
		links.Go(func() {
			if err := s.keep(ctx, work, i); err != nil {
				failed <- err
			}
		})
	}

	var err error
	select {
	case <-ctx.Done():
		patience := time.NewTimer(s.cfg.Drain)
		defer patience.Stop()
		select {
		case <-s.lanes.idle():
		case <-patience.C:
			s.cfg.Log.Warn("stopped with work unfinished", "after", s.cfg.Drain)
		}
	case err = <-failed:
		quit() // the other link need not find out for itself
	}
	stop()
	links.Wait()
	s.retiring.Wait()
	return err
}

// keep holds the n-th connection: it opens a link, replaces it before Slack would, and opens another when it fails.
func (s *Socket) keep(ctx, work context.Context, n int) error {
	var old *link
	fails := 0
	if n > 0 {
		wait(ctx, secondAfter*3/4+rand.N(secondAfter/2))
	}
	for !over(ctx) {
		select {
		case s.opening <- struct{}{}:
		case <-ctx.Done():
		}
		if over(ctx) {
			break
		}
		if n > 0 && s.crowdedOut() {
			<-s.opening
			wait(ctx, deadCheck)
			continue
		}
		l := s.open(work, ctx, n)
		if failure := l.hello(ctx); failure != nil {
			l.stop()
			fails++
			err := s.pauseAfter(ctx, failure, fails)
			<-s.opening
			if err != nil {
				return err
			}
			continue
		}
		fails = 0
		if n > 0 && l.inTheWay(old) {
			l.stop()
			old.retire()
			old = nil
			<-s.opening
			wait(ctx, deadCheck)
			continue
		}
		<-s.opening
		// The new one stands before the old one goes: a refresh leaves no gap.
		old.retire()
		old = l
		select {
		case <-l.aged:
		case <-l.ended:
		case <-ctx.Done():
		}
	}
	<-work.Done() // the link goes on acknowledging until the work is drained
	old.stop()
	return nil
}

// count notes how many connections the app has over all replicas.
func (s *Socket) count(total int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.total = total
}

// greeted notes a connection that stands, and how many the app has.
func (s *Socket) greeted(total int) {
	s.mu.Lock()
	s.total, s.ever = total, true
	s.mu.Unlock()
	s.note(func(st *Status) {
		st.Up++
		st.Dead, st.Last = nil, nil
	})
}

// parted notes the end of one.
func (s *Socket) parted() { s.note(func(st *Status) { st.Up-- }) }

// pauseAfter waits after a connection that failed, as long as its failure asks for. It returns the failure when there
// is no use in going on: the token is refused and never worked.
func (s *Socket) pauseAfter(ctx context.Context, failure error, fails int) error {
	if over(ctx) {
		return nil
	}
	if !dead(failure) {
		s.note(func(st *Status) { st.Last = failure })
		s.cfg.Log.Warn("connection to Slack failed", "error", failure, "try", fails)
		wait(ctx, s.backoff(fails, failure))
		return nil
	}
	s.note(func(st *Status) { st.Dead, st.Last = failure, failure })
	if !s.everUp() {
		return failure
	}
	s.cfg.Log.Error("Slack refuses the app token", "error", failure)
	s.waitRenewed(ctx)
	return nil
}

// backoff is short, so that the first command after an outage of Slack's is served within seconds, and long enough for
// all replicas together to stay within Slack's limit of opens.
func (s *Socket) backoff(fails int, err error) time.Duration {
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return limited.RetryAfter
	}
	// What Slack counts is every connection of the app; divided by ours it tells how many replicas share the limit.
	s.mu.Lock()
	replicas := (s.total + s.cfg.Links - 1) / s.cfg.Links
	s.mu.Unlock()
	ceiling := max(reopenSlow, time.Duration(replicas)*reopenShare)
	d := min(ceiling, 100*time.Millisecond<<min(fails, 10))
	return d*3/4 + rand.N(d/2)
}

// crowdedOut reports whether the app has so many connections, over all replicas, that one has to do for this process.
func (s *Socket) crowdedOut() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.total >= crowded && s.status.Up > 0
}

// inTheWay reports whether a second link takes the room of a process that has none: the app has more connections than
// are left to second ones, not counting the predecessor that it replaces.
func (l *link) inTheWay(old *link) bool {
	total := l.conn.hello.NumConnections
	if old != nil {
		total--
	}
	return total > crowded
}

// everUp reports whether any connection has ever stood: a token that never worked is a mistake, one that did may be
// renewed.
func (s *Socket) everUp() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ever
}

// note changes the status and tells whoever wants to know, outside the lock.
func (s *Socket) note(change func(*Status)) {
	s.mu.Lock()
	change(&s.status)
	now := s.status
	s.mu.Unlock()
	if s.cfg.OnChange != nil {
		s.cfg.OnChange(now)
	}
}

// waitRenewed waits until a token file has changed, or a minute.
func (s *Socket) waitRenewed(ctx context.Context) {
	t := time.NewTimer(deadCheck)
	defer t.Stop()
	select {
	case <-t.C:
	case <-s.cfg.Renewed:
	case <-ctx.Done():
	}
}

// over reports that the bot is to stop, which is no failure of anything.
func over(ctx context.Context) bool { return ctx.Err() != nil }

// wait waits, or returns early when the bot is to stop.
func wait(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// dead reports whether trying again cannot help before somebody changes a token or a setting.
func dead(err error) bool {
	switch err.Error() {
	case "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type",
		"missing_scope", "app_access_restricted", "user_removed_from_team", "team_disabled":
		return true
	}
	return false
}
