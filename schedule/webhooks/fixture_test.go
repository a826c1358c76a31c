package webhooks

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

var monday = time.Date(2026, 1, 12, 9, 0, 0, 0, time.UTC)

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

// got is one request as a receiver has it.
type got struct {
	ID, Lead, Type, Body string
	Try                  int
	At                   time.Time // of the clock
	Header               http.Header
}

// receiver is a real HTTP server that keeps what it is sent and answers as it is told.
type receiver struct {
	*httptest.Server
	clock *clock

	mu      sync.Mutex
	all     []got
	inHand  map[string]int                                          // by lead: requests under way
	atOnce  int                                                     // most requests under way at a time
	twice   []string                                                // leads with two under way
	answers func(g got, w http.ResponseWriter, r *http.Request) int // 0: it has answered by itself
	changed chan struct{}
}

func receive(tb testing.TB, c *clock, answers func(got, http.ResponseWriter, *http.Request) int) *receiver {
	tb.Helper()
	r := &receiver{clock: c, answers: answers, inHand: map[string]int{}, changed: make(chan struct{}, 1)}
	r.Server = httptest.NewServer(r)
	tb.Cleanup(r.Close)
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	var e struct {
		Type string
		Data struct {
			Lead  struct{ Name string }
			Touch struct{ Try int }
		}
	}
	if err != nil || json.Unmarshal(body, &e) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	g := got{ID: req.Header.Get("webhook-id"), Lead: e.Data.Lead.Name, Type: e.Type, Body: string(body),
		Try: e.Data.Touch.Try, At: r.clock.Now(), Header: req.Header}
	r.mu.Lock()
	r.all = append(r.all, g)
	if r.inHand[g.Lead]++; r.inHand[g.Lead] > 1 {
		r.twice = append(r.twice, g.Lead)
	}
	n := 0
	for _, k := range r.inHand {
		n += k
	}
	r.atOnce = max(r.atOnce, n)
	answers := r.answers
	r.mu.Unlock()
	status := http.StatusNoContent
	if answers != nil {
		status = answers(g, w, req)
	}
	r.mu.Lock()
	r.inHand[g.Lead]--
	r.mu.Unlock()
	if status != 0 {
		w.WriteHeader(status)
	}
	select {
	case r.changed <- struct{}{}:
	default:
	}
}

// requests are all so far.
func (r *receiver) requests() []got {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.all)
}

// most is how many requests were under way at a time.
func (r *receiver) most() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.atOnce
}

// of are the requests about one lead.
func (r *receiver) of(lead string) []got {
	return slices.DeleteFunc(r.requests(), func(g got) bool { return g.Lead != lead })
}

// once holds that each of some leads was told of in order, each event by one id: the first arrivals are 1, 2, 3….
func (r *receiver) once(tb testing.TB, events int, leads ...string) {
	tb.Helper()
	bodies := map[string]string{}
	for _, lead := range leads {
		var tries []int
		for _, g := range r.of(lead) {
			if before, known := bodies[g.ID]; known {
				if before != g.Body {
					tb.Errorf("%s: the same id with another body", lead)
				}
				continue
			}
			bodies[g.ID] = g.Body
			tries = append(tries, g.Try)
		}
		for i, try := range tries {
			if try != i+1 || len(tries) != events {
				tb.Errorf("%s was told of in the order %v, want 1 to %d", lead, tries, events)
				break
			}
		}
		if len(tries) == 0 {
			tb.Errorf("nothing was told of %s", lead)
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.twice) > 0 {
		tb.Errorf("two requests at a time about %q", r.twice)
	}
}

// clock only moves by hand.
type clock struct{ ahead atomic.Int64 }

func (c *clock) Now() time.Time          { return monday.Add(time.Duration(c.ahead.Load())) }
func (c *clock) advance(d time.Duration) { c.ahead.Add(int64(d)) }

// world is a Redis with a rep's leads, and rules that name some addresses.
type world struct {
	tb    testing.TB
	clock *clock
	redis *storetest.Server // nil: a cluster, at…
	url   string
	rules *coach.Rules
	space *store.Workspace
}

// newWorld names the addresses of the receivers, which hear of touches, and of adds and hand-overs if so wanted.
func newWorld(tb testing.TB, c *clock, events string, to ...*receiver) *world {
	tb.Helper()
	var file strings.Builder
	file.WriteString("webhooks:\n")
	for _, r := range to {
		fmt.Fprintf(&file, "  - {url: %q, secret: %s, events: [%s]}\n", r.URL+"/hook", secret, events)
	}
	rules, err := coach.LoadRules("test.yaml", []byte(file.String()))
	if err != nil {
		tb.Fatal(err)
	}
	redis := storetest.Redis(tb)
	w := &world{tb: tb, clock: c, redis: redis, url: redis.URL, rules: rules}
	w.space = w.open()
	return w
}

// open connects to the Redis once more.
func (w *world) open() *store.Workspace {
	w.tb.Helper()
	s, err := store.Open(store.Options{URL: w.url, Events: Teller(w.rules)})
	if err != nil {
		w.tb.Fatal(err)
	}
	w.tb.Cleanup(func() { _ = s.Close() })
	return s.In("T1")
}

// add makes a lead of U1, and logs so many calls on it.
func (w *world) add(name string, calls int) {
	w.tb.Helper()
	w.addTo("U1", name, calls)
}

// addTo is add for another rep.
func (w *world) addTo(rep, name string, calls int) {
	w.tb.Helper()
	_, _, err := w.space.Change(w.tb.Context(), store.Query{Rep: rep, Now: w.clock.Now()},
		func(seen store.Snapshot) (store.Change, error) {
			c := store.Change{Op: "add", By: rep, Now: w.clock.Now(), Name: name, Undoable: true,
				Lead: &coach.Lead{ID: name, Rep: rep, Name: name, Created: w.clock.Now()}}
			if !seen.Known {
				c.Rep = &coach.Rep{ID: rep, TZ: "UTC", Since: monday}
			}
			return c, nil
		})
	if err != nil {
		w.tb.Fatal(err)
	}
	for range calls {
		w.callOf(rep, name)
	}
}

// call logs a voicemail of U1.
func (w *world) call(name string) {
	w.tb.Helper()
	w.callOf("U1", name)
}

// callOf is call for another rep.
func (w *world) callOf(rep, name string) {
	w.tb.Helper()
	now := w.clock.Now()
	_, _, err := w.space.Change(w.tb.Context(), store.Query{Rep: rep, Now: now, LeadID: name},
		func(seen store.Snapshot) (store.Change, error) {
			l := *seen.Lead
			l.Progress.Touches++
			return store.Change{Op: "log", By: rep, Now: now, Lead: &l, Undoable: true, Touch: &coach.Touch{
				ID: store.NewID(), Seq: int64(l.Progress.Touches), Outcome: outcome.Voicemail, At: now, By: rep,
				Try: l.Progress.Touches}}, nil
		})
	if err != nil {
		w.tb.Fatal(err)
	}
}

// hand hands a lead over.
func (w *world) hand(lead, from, to string) {
	w.tb.Helper()
	err := store.Move{ID: "ho1", From: from, To: to, Lead: lead, By: "U9", Now: w.clock.Now(),
		Fit:  func(l coach.Lead, _, _ coach.Rep) (coach.Lead, coach.Attention) { return l, coach.Attention{} },
		Name: func(l coach.Lead, _ string, _ int) (string, string) { return l.Name, l.Name }}.Do(w.tb.Context(), w.space)
	if err != nil {
		w.tb.Fatal(err)
	}
}

// replica is a sender that runs.
type replica struct {
	w     *world
	looks chan int // leads in hand, of each look that found nothing
	stop  func()
	*Sender
}

// run starts a replica; set may change it before.
func (w *world) run(set func(*Config, *Sender)) *replica {
	w.tb.Helper()
	r := &replica{w: w, looks: make(chan int)}
	ctx, cancel := context.WithCancel(w.tb.Context())
	cfg := Config{Space: w.open(), Now: w.clock.Now, Tick: 2 * time.Millisecond}
	for _, a := range w.rules.Webhooks() {
		cfg.Addresses = append(cfg.Addresses, Address{a, func() ([]string, error) { return Secrets(a, nil) }})
	}
	cfg.Looked = func(n int) {
		select {
		case r.looks <- n:
		case <-ctx.Done():
		default:
		}
	}
	if set != nil {
		set(&cfg, nil)
	}
	r.Sender = New(cfg)
	if set != nil {
		set(&cfg, r.Sender)
	}
	ended := make(chan struct{})
	go func() { r.Run(ctx); close(ended) }()
	r.stop = sync.OnceFunc(func() { cancel(); <-ended })
	w.tb.Cleanup(r.stop)
	return r
}

// patient is how long anything may take on the wall clock.
const patient = 20 * time.Second

// quiet waits until a whole look has found nothing to do and nobody is at work.
func (r *replica) quiet() {
	r.w.tb.Helper()
	late := time.After(patient)
	for idle := 0; idle < 3; { // the first may have begun before what is waited for
		select {
		case n := <-r.looks:
			if idle++; n > 0 {
				idle = 0
			}
		case <-late:
			r.w.tb.Fatal("never quiet")
		}
	}
}

// until waits for something about the receiver.
func (r *receiver) until(tb testing.TB, what string, ok func() bool) {
	tb.Helper()
	late := time.After(patient)
	for !ok() {
		select {
		case <-r.changed:
		case <-late:
			tb.Fatalf("waited in vain for %s; there are %d requests", what, len(r.requests()))
		}
	}
}

// verified holds that a request is signed by the secret for the instant at which it was sent.
func verified(tb testing.TB, g got) {
	tb.Helper()
	verifier, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		tb.Fatal(err)
	}
	if err := verifier.VerifyIgnoringTimestamp([]byte(g.Body), g.Header); err != nil {
		tb.Error(err)
	}
	if at := fmt.Sprint(g.At.Unix()); g.Header.Get("webhook-timestamp") != at {
		tb.Errorf("signed for %s at %s", g.Header.Get("webhook-timestamp"), at)
	}
	if err := verifier.VerifyIgnoringTimestamp([]byte(g.Body+" "), g.Header); err == nil {
		tb.Error("another body has that signature too")
	}
}
