package schedule

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	vm "github.com/VictoriaMetrics/metrics"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/schedule/learning"
	"github.com/followup-coach/followup/schedule/retention"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

// MaxLease is the longest lease: the work of a dead replica is taken over within it and one more tick.
const MaxLease = 10 * time.Second

// Config is what an engine needs. Space, Rules, Sender, Now and Owner are required; zero values of the rest mean the
// default.
type Config struct {
	Space  *store.Workspace
	Rules  *coach.Rules
	Sender Sender
	Now    func() time.Time // the one clock of every decision
	Log    *slog.Logger     // nothing of prospects is logged; deliveries are named by kind and recipient
	Owner  string           // names this process in claims; must differ between replicas and restarts

	Lease  time.Duration // how long a claim holds, at most MaxLease (default)
	Settle time.Duration // 3 s: after a try whose end is unknown, how long Slack's history may need to show it
	// DailyEvery is how often it asks whether a job of the day is still to be done; ten minutes.
	DailyEvery time.Duration
	Tick       time.Duration // 1 s: how often it looks by itself
	Rest       time.Duration // 20 ms: the least time between two looks, however often it is woken; negative: none
	Drain      time.Duration // 4 s: how long a stopping engine waits for the posts under way
	Workers    int           // 16: posts at once; DMs that must be on time have a quarter as many of their own
	PerShard   int           // 32: due entries read per shard and look

	Daily []Daily // done once a day of the clock's, in UTC, by one of the replicas

	Metrics *vm.Set                                 // where to count; nil counts nowhere visible
	Check   func(context.Context) error             // whether a refused token works again; nil: one delivery tries
	Import  func(context.Context, ledger.Due) error // goes on with a list that nobody is at any more
	// HandOver does an outbox item of a hand-over, and may be called again for one that is done.
	HandOver func(context.Context, store.Outbox) error
	Dead     func(dead bool) // told when the token is refused, and when a message passes again
	Looked   func(Look)      // told after each look, on the engine's goroutine; must not block
}

// Look says how things stand after one look.
type Look struct {
	At      time.Time // the look's now
	Waiting int       // due entries read and not taken up yet
	InHand  int       // deliveries claimed, and jobs, that this engine is carrying out
	Held    int       // due entries that wait for something else: another replica, the store, or Slack's leave to post
	Next    time.Time // the earliest entry within the coming tick; zero: none

	more bool // the heads were cut off
	seq  int  // how many looks there were
}

// Idle reports whether this engine has nothing left to do at the look's instant.
func (l Look) Idle() bool { return l.Waiting == 0 && l.InHand == 0 }

// Engine fires what is due. Make one with [New]; any number may run on the same workspace, in as many processes.
type Engine struct {
	cfg         Config
	log         *slog.Logger
	composer    composer
	metrics     *metrics
	breaker     *breaker
	sendTimeout time.Duration // for one call to Slack; lease - settle

	wake  chan struct{} // "look now"
	room  chan struct{} // a worker has finished
	pools [3]*pool      // by urgency

	soon   *time.Timer // says "look now" when something comes due within the tick
	offset float64     // where in the heads this replica begins, in [0, 1)

	mu       sync.Mutex
	inHand   map[string]bool      // entries in hand, so that a look does not take them twice
	resting  map[string]time.Time // entries that could not be carried out or read, until when they are left alone
	reported map[string]bool      // recipients whose refusal the log has heard of

	failpoint func(failpoint, *task) bool // tests: false = the process is dead from here on
}

// New checks cfg and fills in the defaults. It reads nothing yet.
func New(cfg Config) (*Engine, error) {
	if cfg.Space == nil || cfg.Rules == nil || cfg.Sender == nil || cfg.Now == nil || cfg.Owner == "" {
		return nil, fmt.Errorf("schedule: Space, Rules, Sender, Now and Owner are required")
	}
	cfg.Lease = cmp.Or(cfg.Lease, MaxLease)
	cfg.Settle = cmp.Or(cfg.Settle, 3*time.Second)
	cfg.Tick = cmp.Or(cfg.Tick, time.Second)
	cfg.DailyEvery = cmp.Or(cfg.DailyEvery, dailyEvery)
	cfg.Rest = cmp.Or(cfg.Rest, 20*time.Millisecond)
	cfg.Drain = cmp.Or(cfg.Drain, 4*time.Second)
	cfg.Workers = cmp.Or(cfg.Workers, 16)
	cfg.PerShard = cmp.Or(cfg.PerShard, 32)
	if cfg.Lease > MaxLease || cfg.Settle >= cfg.Lease {
		return nil, fmt.Errorf(
			"schedule: a lease of %v with a settle time of %v: the lease is at most %v and longer than the settle time",
			cfg.Lease, cfg.Settle, MaxLease)
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Metrics == nil {
		cfg.Metrics = vm.NewSet()
	}
	e := &Engine{
		cfg: cfg, log: cfg.Log, composer: composer{space: cfg.Space, rules: cfg.Rules, now: cfg.Now, resume: cfg.Import,
			handOver: cfg.HandOver},
		metrics: newMetrics(cfg.Metrics), breaker: &breaker{}, sendTimeout: cfg.Lease - cfg.Settle,
		wake: make(chan struct{}, 1), room: make(chan struct{}, 1),
		pools: [3]*pool{
			onTime: newPool(max(1, cfg.Workers/4), true), bulk: newPool(cfg.Workers, true),
			background: newPool(2, false),
		},
		offset: rand.Float64(),
		inHand: map[string]bool{}, resting: map[string]time.Time{}, reported: map[string]bool{},
	}
	e.breaker.told = func(dead bool) {
		if !dead {
			e.Wake()
		}
		if cfg.Dead != nil {
			cfg.Dead(dead)
		}
	}
	return e, nil
}

// Wake says "look now". It never blocks; calls that come during a look make one more.
func (e *Engine) Wake() { wake(e.wake) }

// WakeFor says that something was put into the index that is due at that time: it looks now, unless the next tick finds
// it early enough. The zero time stands for nothing. It never blocks.
func (e *Engine) WakeFor(due time.Time) {
	if !due.IsZero() && !due.After(e.cfg.Now().Add(e.cfg.Tick)) {
		e.Wake()
	}
}

// Revive makes the next look try at once what was put off for a while: a token was replaced, or the clock was set, and
// the instant until when it was may be an hour away.
func (e *Engine) Revive() {
	e.breaker.forget()
	e.mu.Lock()
	clear(e.resting)
	e.mu.Unlock()
	e.Wake()
}

// Run looks and sends until ctx ends. Then it claims nothing more, gives back what it had not begun, and returns once
// the posts under way have ended; one that takes longer than Config.Drain is cut off, and looked up by whoever takes it
// over.
func (e *Engine) Run(ctx context.Context) error {
	stopDaily, err := e.jobs().start(ctx, append(e.ownDaily(), e.cfg.Daily...))
	if err != nil {
		return err
	}
	e.soon = time.AfterFunc(time.Hour, e.Wake)
	defer e.soon.Stop()
	// What was begun is finished although ctx has ended: a post that is cut off half-way costs a look-up later.
	begun, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	var workers sync.WaitGroup
	for _, p := range e.pools {
		for range p.workers {
			workers.Go(func() { e.work(ctx, begun, p) })
		}
	}
	e.loop(ctx)
	for _, p := range e.pools {
		close(p.queue)
	}
	impatient := time.AfterFunc(e.cfg.Drain, cut)
	defer impatient.Stop()
	workers.Wait()
	return stopDaily()
}

// jobs does the jobs of the day for this engine.
func (e *Engine) jobs() daily {
	return daily{ledger: e.cfg.Space.Ledger, now: e.cfg.Now, owner: e.cfg.Owner, log: e.log, every: e.cfg.DailyEvery,
		drain: e.cfg.Drain}
}

// ownDaily are the jobs of the day that keep what the store holds true.
func (e *Engine) ownDaily() []Daily {
	keeper := retention.Keeper{Space: e.cfg.Space, Rules: e.cfg.Rules, Now: e.cfg.Now, Log: e.log}
	teacher := learning.Teacher{Space: e.cfg.Space, Rules: e.cfg.Rules, Now: e.cfg.Now, Log: e.log}
	return []Daily{{Name: "do-not-call", Run: e.composer.doNotCall().Check}, {Name: "retention", Run: keeper.Clear},
		{Name: "shared", Run: e.cfg.Space.MarkShared}, {Name: "learning", Run: teacher.Teach}}
}

// wake fills a channel of one without ever blocking.
func wake(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
