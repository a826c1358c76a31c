// Package wire is a connection to Redis, and what goes over it: reads, which may be asked again, and writes, of which
// each is carried out whole or not at all ([Batch]), once ([Batch.Once]), and never over data that only a newer version
// understands ([Guarded]).
//
// What became of a write is said by its error and by nothing else. Whether any try of a command may have been carried
// out is noted below go-redis (errors.go), where each of them is seen: a person must never be told "not saved" of
// something that is.
//
// It knows keys and bytes, and no records.
package wire

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store/clock"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/together"
)

// Options say where Redis is.
type Options struct {
	URL string       // REDIS_URL; empty means redis://localhost:6379/0
	Log *slog.Logger // nil discards

	// Safe has every change wait until a replica has it, a tenth of a second at most; without one it is [ErrUnknown].
	Safe bool

	// Local is the clock of this machine; nil means time.Now.
	Local func() time.Time
}

// Conn is a connection to Redis. It may be used by many goroutines.
type Conn struct {
	url redisURL
	log *slog.Logger

	safe  bool
	clock *clock.Clock

	mu     sync.Mutex      // held while the client is being found out
	damage map[string]bool // damaged records that the log has named
	client atomic.Pointer[redis.UniversalClient]
	closed bool
}

// go-redis writes to standard error by itself, in its own format; what matters comes back as errors.
func init() { redis.SetLogger(quiet{}) }

// quiet drops what go-redis would print.
type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}

// Open reads the URL and dials nothing: Redis may come up later. An error says what is expected of the URL, not which
// setting it came from, and never holds a password.
func Open(o Options) (*Conn, error) {
	if o.URL == "" {
		o.URL = "redis://localhost:6379/0"
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	u, err := parseURL(o.URL)
	if err != nil {
		return nil, err
	}
	if o.Local == nil {
		o.Local = time.Now
	}
	s := &Conn{url: u, log: o.Log, safe: o.Safe, clock: clock.New(o.Local), damage: map[string]bool{}}
	switch {
	case u.cluster != nil:
		s.use(redis.NewClusterClient(u.cluster))
	case u.failover != nil:
		c := redis.NewFailoverClient(u.failover)
		c.AddHook(sentHook{})
		c.AddHook(together.New(c))
		s.use(c)
	}
	return s, nil
}

var errClosed = errors.New("store: closed")

// use has c be the client from now on.
func (s *Conn) use(c redis.UniversalClient) redis.UniversalClient {
	s.client.Store(&c)
	return c
}

// Client is go-redis' client, for what is read, and for what goes over all keys whatever they hold. A single address is
// asked once whether it is a node of a cluster; until Redis has answered that, every call asks again.
func (s *Conn) Client(ctx context.Context) (redis.UniversalClient, error) {
	if c := s.client.Load(); c != nil {
		return *c, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.client.Load(); c != nil {
		return *c, nil
	}
	if s.closed {
		return nil, errClosed
	}
	single := redis.NewClient(s.url.single)
	single.AddHook(sentHook{})
	single.AddHook(together.New(single))
	info, err := single.Info(ctx, "cluster").Result()
	if err != nil && !unanswerable(err) {
		_ = single.Close()
		return nil, fmt.Errorf("redis: %w", err)
	}
	if !strings.Contains(info, "cluster_enabled:1") {
		return s.use(single), nil
	}
	_ = single.Close()
	opts, err := asCluster(s.url.single)
	if err != nil {
		return nil, err
	}
	s.log.Info("redis address is a cluster node, using the whole cluster")
	return s.use(redis.NewClusterClient(opts)), nil
}

// unanswerable says that Redis is there and takes commands, but not this one (an ACL, or an embedded Redis that lacks
// it).
func unanswerable(err error) bool {
	var reply redis.Error
	return errors.As(err, &reply) && classify(err) != refused &&
		!redis.HasErrorPrefix(err, "NOAUTH") && !redis.HasErrorPrefix(err, "WRONGPASS")
}

// timeLua tells the time of the node that holds timeKey: of a cluster each replica must ask the same one, and TIME by
// itself goes to any.
const (
	timeLua = "return redis.call('TIME')"
	timeKey = "{followup}:time"
)

// Sync asks Redis for its time, within the context. It is the least that can be asked, so that its error says that
// Redis can't be worked with. Call it every second or so for [Conn.Now]; jumped reports that this has been wrong since
// the last call, because the clock of Redis was set.
func (s *Conn) Sync(ctx context.Context) (jumped bool, err error) {
	c, err := s.Client(ctx)
	if err != nil {
		return false, err // nobody wanted to save anything, so it doesn't speak of that
	}
	err = again(ctx, c, false, func(ctx context.Context) error {
		asked, said := s.clock.Local(), redis.NewTimeCmd(ctx, "EVAL", timeLua, 1, timeKey)
		if err := c.Process(ctx, said); err != nil {
			return err
		}
		jumped = s.clock.Learn(asked, s.clock.Local(), said.Val())
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("redis: %w", err)
	}
	return jumped, nil
}

// probeKey is written to find out whether anything can be; on a cluster it is a key of one node.
const probeKey = "{followup}:probe"

// ErrRefusesWrites is wrapped by what [Conn.Writable] returns when Redis has answered.
var ErrRefusesWrites = errors.New("refuses writes")

// Writable says why Redis takes no writes, within the context: it is full, cannot write to its disk, lacks replicas, or
// is one itself. Reads may go on all the same. It writes a key of its own that lasts a minute.
func (s *Conn) Writable(ctx context.Context) error {
	c, err := s.Client(ctx)
	if err != nil {
		return err
	}
	err = c.Set(ctx, probeKey, 1, time.Minute).Err()
	var reply redis.Error
	if errors.As(err, &reply) {
		return fmt.Errorf("%w: %w", ErrRefusesWrites, err)
	}
	return err
}

// Now is the time of Redis, which all replicas share: what is due, and how long somebody holds a delivery, is judged by
// it and never by the clock of one of them. It is this machine's until the first [Conn.Sync] has succeeded.
func (s *Conn) Now() time.Time { return s.clock.Now() }

// ClockAhead is how far this machine's clock is ahead of Redis'; zero while that isn't known.
func (s *Conn) ClockAhead() time.Duration {
	d, known := s.clock.Ahead()
	if !known {
		return 0
	}
	return d
}

// Close gives the connections back. Calls after it fail.
func (s *Conn) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if c := s.client.Load(); c != nil {
		return (*c).Close()
	}
	return nil
}

// damageReported bounds how many damaged records a process remembers that its log has named.
const damageReported = 1000

// Passes reports whether err is no more than a damaged record, which whoever reads others as well passes over. The log
// hears of each once.
func (s *Conn) Passes(err error) bool {
	d := codec.DamagedIn(err)
	if d == nil {
		return false
	}
	s.mu.Lock()
	known := s.damage[d.Of+d.ID]
	if !known && len(s.damage) < damageReported {
		s.damage[d.Of+d.ID] = true
	}
	s.mu.Unlock()
	if !known {
		s.log.Error("a record can't be read; passing it over", "of", d.Of, "id", d.ID, "err", d.Err)
	}
	return true
}
