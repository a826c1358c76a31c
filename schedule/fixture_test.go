package schedule

import (
	"cmp"
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// fixture is a sales fixture for tests: a real Redis, a clock that stands still, a Slack that writes everything down,
// and as many engines as a test wants.
type fixture struct {
	t     testing.TB
	url   string // of its Redis
	space *store.Workspace
	rules *coach.Rules
	clock *clock
	slack *recorder
	count int
}

func newFixture(t testing.TB, at time.Time) *fixture {
	t.Helper()
	return newFixtureOn(t, storetest.Redis(t).URL, at)
}

func newFixtureOn(t testing.TB, url string, at time.Time) *fixture {
	t.Helper()
	s, err := store.Open(store.Options{URL: url, Details: numbersOf})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	c := &clock{t: at}
	return &fixture{t: t, url: url, space: s.In("T1"), rules: coach.DefaultRules(), clock: c, slack: newRecorder(c)}
}

// numbersOf has leads found by their numbers.
func numbersOf(l coach.Lead, rep coach.Rep) (found []store.Detail) {
	for _, number := range l.Telephones(rep).Keys() {
		found = append(found, store.Detail{Key: number, Reach: true})
	}
	return found
}

func (f *fixture) ok(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// rep saves a rep as the bot would, with the digest entry that follows from it.
func (f *fixture) rep(r coach.Rep) coach.Rep {
	f.t.Helper()
	now := f.clock.Now()
	_, c, err := f.space.Change(context.Background(), store.Query{Rep: r.ID, Now: now},
		func(s store.Snapshot) (store.Change, error) {
			r.Version = s.Rep.Version
			return store.Change{Op: "settings", By: r.ID, Now: now, Rep: &r, NextDigest: f.rules.NextDigest(r, now)}, nil
		})
	f.ok(err)
	return *c.Rep
}

// lead adds a lead as the bot would.
func (f *fixture) lead(r coach.Rep, l coach.Lead) {
	f.t.Helper()
	now := f.clock.Now()
	l.Rep, l.Created = r.ID, now
	if l.Name == "" {
		l.Name = l.ID
	}
	_, _, err := f.space.Change(context.Background(), store.Query{Rep: r.ID, LeadID: l.ID, Now: now},
		func(store.Snapshot) (store.Change, error) {
			return store.Change{Op: "add", By: r.ID, Now: now, Lead: &l, Name: l.Name, Attention: f.rules.Timers(l, r, now)}, nil
		})
	f.ok(err)
}

// log logs a touch now, as the bot would.
func (f *fixture) log(r coach.Rep, lead string, t coach.Touch) {
	f.t.Helper()
	now := f.clock.Now()
	t.ID, t.By, t.At, t.Logged = store.NewID(), cmp.Or(t.By, r.ID), now, now
	_, _, err := f.space.Change(context.Background(), store.Query{Rep: r.ID, LeadID: lead, Now: now, Touches: -1},
		func(s store.Snapshot) (store.Change, error) {
			l, logged, err := f.rules.Log(*s.Lead, s.Touches, t, r)
			if err != nil {
				return store.Change{}, err
			}
			return store.Change{Op: "log", By: r.ID, Now: now, Lead: &l, Name: l.Name, Touch: &logged.Touch,
				Attention: f.rules.Timers(l, r, now)}, nil
		})
	f.ok(err)
}

// running is an engine at work.
type running struct {
	*Engine
	t    testing.TB
	mu   sync.Mutex
	last Look
	news chan struct{} // closed and replaced with each look
	end  context.CancelFunc
	done chan struct{}
}

// start runs an engine until the test ends or stop is called.
func (f *fixture) start(change ...func(*Config)) *running {
	f.t.Helper()
	return f.startDying(nil, change...)
}

// startDying runs an engine that is a dead process from the moment on that step says false.
func (f *fixture) startDying(step func(failpoint, *task) bool, change ...func(*Config)) *running {
	f.t.Helper()
	f.count++
	r := &running{t: f.t, news: make(chan struct{}), done: make(chan struct{})}
	cfg := Config{
		Space: f.space, Rules: f.rules, Sender: f.slack, Now: f.clock.Now, Owner: fmt.Sprintf("engine-%d", f.count), Rest: -1,
		Looked: func(l Look) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.last = l
			close(r.news)
			r.news = make(chan struct{})
		},
	}
	for _, c := range change {
		c(&cfg)
	}
	e, err := New(cfg)
	f.ok(err)
	ctx, end := context.WithCancel(context.Background())
	r.Engine, r.end = e, end
	if step != nil {
		e.failpoint = func(p failpoint, t *task) bool {
			if !step(p, t) {
				end()
				return false
			}
			return true
		}
	}
	go func() {
		defer close(r.done)
		if err := e.Run(ctx); err != nil {
			f.t.Error(err)
		}
	}()
	f.t.Cleanup(r.stop)
	return r
}

// tokenRefused reports whether the engine takes its token for refused.
func (r *running) tokenRefused() bool {
	r.breaker.mu.Lock()
	defer r.breaker.mu.Unlock()
	return r.breaker.refused
}

// stop ends the engine as SIGTERM would and waits for it.
func (r *running) stop() {
	r.end()
	<-r.done
}

func (r *running) look() (Look, chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.last, r.news
}

// idle waits until a look that began after now has left nothing to do. A dead engine is idle.
func (r *running) idle() {
	r.t.Helper()
	limit := time.NewTimer(time.Minute)
	defer limit.Stop()
	first, news := r.look()
	r.Wake()
	for {
		select {
		case <-news:
		case <-r.done:
			return
		case <-limit.C:
			l, _ := r.look()
			r.t.Fatalf("an engine does not come to rest: %+v", l)
		}
		var l Look
		switch l, news = r.look(); {
		case l.seq < first.seq+2:
			r.Wake()
		case l.Idle():
			return
		}
	}
}

// runTo moves the clock from one due instant to the next until end, and lets all engines finish at each.
func (f *fixture) runTo(end time.Time, engines ...*running) {
	f.t.Helper()
	for {
		var wait sync.WaitGroup
		for _, e := range engines {
			wait.Go(e.idle)
		}
		wait.Wait()
		next, err := f.space.DueIndex.NextDue(context.Background())
		f.ok(err)
		now := f.clock.Now()
		switch {
		case next.IsZero() || next.After(end):
			if !now.Before(end) {
				return
			}
			f.clock.to(end)
		case next.After(now):
			f.clock.to(next)
		default:
			f.clock.to(now.Add(time.Second)) // somebody who is gone holds it
		}
		if f.clock.Now().After(end) {
			return
		}
	}
}

// once checks that exactly the wanted deliveries reached Slack, each once.
func (f *fixture) once(want ...string) {
	f.t.Helper()
	got := f.slack.keys()
	for _, k := range want {
		if got[k] != 1 {
			f.t.Errorf("%s: %d messages, want 1", k, got[k])
		}
		delete(got, k)
	}
	for k, n := range got {
		f.t.Errorf("%s: %d messages that nobody expected", k, n)
	}
}

// dueReps is n reps with a warm lead each that is due on monday.
func (f *fixture) dueReps(n int) []coach.Rep {
	f.t.Helper()
	reps := make([]coach.Rep, n)
	for i := range reps {
		reps[i] = f.rep(coach.Rep{ID: fmt.Sprintf("U%04d", i), TZ: "America/New_York", Since: f.clock.Now()})
		f.lead(reps[i], coach.Lead{ID: "L1", Name: "pat", Warmth: coach.Warm})
	}
	return reps
}

func digestKeys(reps []coach.Rep, date string) []string {
	keys := make([]string, len(reps))
	for i, r := range reps {
		keys[i] = "digest/" + r.ID + "/" + date
	}
	return keys
}

func at(t testing.TB, zone, s string) time.Time {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	v, err := time.ParseInLocation("2006-01-02 15:04:05", s, loc)
	if err != nil {
		v, err = time.ParseInLocation("2006-01-02 15:04", s, loc)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}
