// Package webhooks tells the addresses that an installation names what has happened to leads, signed as Standard
// Webhooks has it. What there is to tell package store/hooks keeps; this package sends it.
//
// # What is promised
//
//   - An event is sent until the receiver has answered it with 2xx, with the same id and the same bytes each time. It
//     may arrive twice, when an answer is lost or a replica dies behind it: the id tells.
//   - Events of one lead are sent one after the other, in the order of the changes. One that fails holds up the later
//     ones of its lead, and nothing else.
//   - A first retry follows within five seconds, then each after four times as long, an hour at most, with jitter.
//     Whoever says how long to wait (Retry-After) is believed up to a day. An event that fails three days after it
//     happened is given up, counted, and shown by followup doctor; so is one that a receiver was away for for so long
//     that it is gone from the queue.
//   - An address that fails on several leads in a row is tried with one event at a time until it answers, half a minute
//     apart at most. One that answers 410 Gone is left alone until the bot is restarted.
//   - A receiver has ten seconds. Redirects are not followed.
//
// Each address has a loop and workers of its own on every replica, so that one that hangs holds up no other.
package webhooks

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	vm "github.com/VictoriaMetrics/metrics"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/event"
	"github.com/followup-coach/followup/coach/webhook"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/hooks"
)

const (
	patience = 10 * time.Second // for one answer
	// lease is for how long a replica may send an event. It is longer than an answer takes with all that is stored around
	// it, so that nobody sends what somebody else is sending.
	lease    = 20 * time.Second
	workers  = 4              // requests at once for one address
	perShard = 100            // leads read of each shard in one look
	oldest   = 72 * time.Hour // an event that fails at this age is given up
	behind   = 2 * time.Second
	drain    = 4 * time.Second // that a stopping sender waits for answers
	figures  = 15 * time.Second
)

// Address is where events go, and how they are signed.
type Address struct {
	webhook.Address
	Secrets func() ([]string, error) // as they are now, two while they change
}

// Config is what a sender needs. Space, Addresses and Now are required.
type Config struct {
	Space     *store.Workspace
	Addresses []Address
	Now       func() time.Time // the clock of Redis, which all replicas share
	Log       *slog.Logger     // hears of hosts and ids of events, of no lead
	Metrics   *vm.Set
	Tick      time.Duration // how often it looks by itself; a second
	Patience  time.Duration // for one answer; ten seconds, and no more
	// Looked is told after each look that finds nothing to send to an address, and how many leads it has in hand then; for
	// tests that wait for quiet.
	Looked func(inHand int)
}

// Sender tells all addresses. Any number may run on the same workspace.
type Sender struct{ lines []*line }

// New makes a sender; it reads nothing yet.
func New(cfg Config) *Sender {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Metrics == nil {
		cfg.Metrics = vm.NewSet()
	}
	cfg.Tick = cmp.Or(cfg.Tick, time.Second)
	cfg.Patience = min(patience, cmp.Or(cfg.Patience, patience))
	s, client, m := &Sender{}, newClient(), newMetrics(cfg.Metrics)
	for _, a := range cfg.Addresses {
		s.lines = append(s.lines, &line{cfg: cfg, to: a, queue: cfg.Space.Hooks.To(a.ID), client: client, metrics: m,
			log: cfg.Log.With("to", a.Host())})
	}
	return s
}

// Run sends until ctx ends, then takes up nothing more and waits for the answers under way, for some seconds. Without
// addresses it returns at once.
func (s *Sender) Run(ctx context.Context) {
	var all sync.WaitGroup
	for _, l := range s.lines {
		all.Go(func() { l.run(ctx) })
	}
	all.Wait()
}

// newClient follows no redirect: what is signed for one address goes to no other.
func newClient() *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = workers
	t.MaxResponseHeaderBytes = 64 << 10
	return &http.Client{Timeout: patience, Transport: t,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// Teller says what the addresses of some rules are to hear of a change; the zero value where they name none.
func Teller(rules *coach.Rules) hooks.Teller {
	addresses := rules.Webhooks()
	if len(addresses) == 0 {
		return hooks.Teller{}
	}
	var t hooks.Teller
	for _, a := range addresses {
		t.To = append(t.To, a.ID)
	}
	t.Of = func(c event.Change) (out []hooks.Event) {
		for _, e := range event.Of(rules, c) {
			id := hooks.NewID()
			for _, a := range addresses {
				if a.Wants(e.Type) {
					out = append(out, hooks.Event{To: a.ID, ID: id, At: c.Now.UnixMilli(), Body: e.Body, After: e.After})
				}
			}
		}
		return out
	}
	return t
}

// metrics count without names, but for the id of an address.
type metrics struct {
	set   *vm.Set
	ended map[hooks.Outcome]*vm.Counter
	late  *vm.PrometheusHistogram
}

func newMetrics(set *vm.Set) *metrics {
	m := &metrics{set: set, ended: map[hooks.Outcome]*vm.Counter{},
		late: set.GetOrCreatePrometheusHistogramExt("followup_webhook_late_seconds",
			[]float64{.1, .5, 1, 5, 15, 60, 300, 900, 3600, 86400})}
	for how, word := range map[hooks.Outcome]string{hooks.Done: "sent", hooks.Again: "again", hooks.Unsent: "parked"} {
		m.ended[how] = set.GetOrCreateCounter(`followup_webhooks_total{result="` + word + `"}`)
	}
	return m
}

// show says how an address stands.
func (m *metrics) show(id string, f hooks.Figures) {
	m.set.GetOrCreateGauge(`followup_webhook_waiting{to="`+id+`"}`, nil).Set(float64(f.Waiting))
	m.set.GetOrCreateGauge(`followup_webhook_parked{to="`+id+`"}`, nil).Set(float64(f.Unsent))
}
