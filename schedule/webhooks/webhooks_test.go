package webhooks

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/webhook"
	"github.com/followup-coach/followup/store/hooks"
)

// TestOnceInOrderSigned: two replicas share the work, no lead is in two hands, and each event arrives once, in order,
// with a signature that verifies; nothing is left.
func TestOnceInOrderSigned(t *testing.T) {
	c := &clock{}
	r := receive(t, c, nil)
	w := newWorld(t, c, "touch.logged", r)
	one, two := w.run(nil), w.run(nil)
	var names []string
	for i := range 12 {
		names = append(names, fmt.Sprint("Lead ", i))
		w.add(names[i], 6)
	}
	r.until(t, "72 events", func() bool { return len(r.requests()) >= 72 })
	one.quiet()
	two.quiet()
	if n := len(r.requests()); n != 72 {
		t.Errorf("%d requests for 72 events", n)
	}
	r.once(t, 6, names...)
	for _, g := range r.requests() {
		verified(t, g)
		if !strings.HasPrefix(g.ID, "evt_") || g.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s, %s", g.ID, g.Header.Get("Content-Type"))
		}
	}
	f, err := w.space.Hooks.To(w.rules.Webhooks()[0].ID).Figures(t.Context(), c.Now())
	if f != (hooks.Figures{}) || err != nil {
		t.Errorf("%+v, %v", f, err)
	}
	for key := range w.redis.Dump(t) {
		if strings.Contains(key, ":event:") || strings.Contains(key, ":hook:") || strings.Contains(key, ":tried:") {
			t.Errorf("%s is left", key)
		}
	}
}

// TestAFailingEvent holds up its own lead alone. It is tried again within five seconds, ever more seldom then, with the
// same id and bytes, and given up three days after it happened; then the next one goes.
func TestAFailingEvent(t *testing.T) {
	c := &clock{}
	r := receive(t, c, func(g got, _ http.ResponseWriter, _ *http.Request) int {
		if g.Lead == "Acme" && g.Try == 1 {
			return http.StatusInternalServerError
		}
		return http.StatusOK
	})
	w := newWorld(t, c, "touch.logged", r)
	s := w.run(nil)
	w.add("Acme", 2)
	w.add("Birch", 3)
	s.quiet()
	r.once(t, 3, "Birch")
	if got := r.of("Acme"); len(got) != 1 {
		t.Fatalf("%d requests before any retry", len(got))
	}
	queue := w.space.Hooks.To(w.rules.Webhooks()[0].ID)
	if f, _ := queue.Figures(t.Context(), c.Now()); f.Waiting != 1 || f.Refusal.Why != "" {
		t.Errorf("with one failing and others arriving: %+v", f)
	}
	c.advance(2400 * time.Millisecond) // half of the first pause is jitter
	s.quiet()
	if got := r.of("Acme"); len(got) != 1 {
		t.Errorf("tried again after 2.4 s")
	}
	c.advance(2600 * time.Millisecond)
	s.quiet()
	if got := r.of("Acme"); len(got) != 2 {
		t.Fatalf("%d tries after five seconds", len(got))
	}
	f, err := queue.Figures(t.Context(), c.Now())
	if f.Refusal.Why != "it answered 500 Internal Server Error" || !f.Refusal.Since.Equal(c.Now()) || err != nil {
		t.Errorf("%+v, %v", f, err)
	}
	for range 80 * 6 { // ten minutes at a time
		c.advance(10 * time.Minute)
		s.quiet()
		if len(r.of("Acme")) > 1 && r.of("Acme")[len(r.of("Acme"))-1].Try == 2 {
			break
		}
	}
	all := r.of("Acme")
	last := all[len(all)-1]
	tries := all[:len(all)-1]
	if last.Try != 2 || last.At.Sub(monday) < oldest || last.At.Sub(monday) > oldest+2*time.Hour {
		t.Fatalf("the next event came at %v as %d", last.At, last.Try)
	}
	for i, g := range tries {
		if g.ID != all[0].ID || g.Body != all[0].Body {
			t.Errorf("try %d has another id or body", i)
		}
		verified(t, g)
		if i < 2 {
			continue
		}
		pause := min(time.Hour, 5*time.Second<<min(2*(i-1), 20))
		if took := g.At.Sub(tries[i-1].At); took < pause/2 || took > pause+10*time.Minute {
			t.Errorf("try %d came %v after the one before, want %v to %v", i, took, pause/2, pause)
		}
	}
	if len(tries) < 70 || len(tries) > 160 {
		t.Errorf("%d tries in three days", len(tries))
	}
	if f, _ := queue.Figures(t.Context(), c.Now()); f.Waiting != 0 || f.Unsent != 1 {
		t.Errorf("given up: %+v", f)
	}
	c.advance(15 * 24 * time.Hour)
	if f, _ := queue.Figures(t.Context(), c.Now()); f.Unsent != 0 {
		t.Errorf("two weeks later: %+v", f)
	}
}

// TestAHangingReceiver costs the lead that it hangs on, and what it takes after a while is taken for not taken.
func TestAHangingReceiver(t *testing.T) {
	c := &clock{}
	r := receive(t, c, nil)
	free := make(chan struct{})
	t.Cleanup(sync.OnceFunc(func() { close(free) }))
	var once sync.Once
	r.answers = func(g got, _ http.ResponseWriter, req *http.Request) int {
		hangs := false
		if g.Lead == "Acme" {
			once.Do(func() { hangs = true })
		}
		if hangs {
			select {
			case <-free:
			case <-req.Context().Done():
			}
		}
		return http.StatusOK
	}
	w := newWorld(t, c, "touch.logged", r)
	w.add("Acme", 2)
	w.add("Birch", 20)
	s := w.run(func(cfg *Config, _ *Sender) { cfg.Patience = 300 * time.Millisecond })
	r.until(t, "Birch beside the one that hangs", func() bool { return len(r.of("Birch")) == 20 })
	s.quiet()
	queue := w.space.Hooks.To(w.rules.Webhooks()[0].ID)
	if f, err := queue.Figures(t.Context(), c.Now()); f.Waiting != 1 || err != nil {
		t.Errorf("%+v, %v", f, err)
	}
	c.advance(5 * time.Second)
	r.until(t, "Acme again", func() bool { return len(r.of("Acme")) == 3 })
	s.quiet()
	r.once(t, 20, "Birch")
	acme := r.of("Acme")
	if acme[0].ID != acme[1].ID || acme[2].Try != 2 {
		t.Errorf("%+v", acme)
	}
	if patience != 10*time.Second || lease <= patience+5*time.Second {
		t.Errorf("a receiver has %v of a lease of %v", patience, lease)
	}
}

// TestALostAnswer: what a receiver has taken and not said so comes again under the same id, before anything else of its
// lead.
func TestALostAnswer(t *testing.T) {
	c := &clock{}
	r := receive(t, c, nil)
	lost := map[string]bool{}
	r.answers = func(g got, w http.ResponseWriter, _ *http.Request) int {
		r.mu.Lock()
		first := !lost[g.ID]
		lost[g.ID] = true
		r.mu.Unlock()
		if !first || g.Try%2 == 0 {
			return http.StatusOK
		}
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			_ = conn.Close()
		}
		return 0
	}
	w := newWorld(t, c, "touch.logged", r)
	w.add("Acme", 5)
	s := w.run(nil)
	for range 3 {
		s.quiet()
		c.advance(5 * time.Second)
	}
	s.quiet()
	r.once(t, 5, "Acme")
	if n := len(r.requests()); n != 5+3 {
		t.Errorf("%d requests", n)
	}
}

// TestKilledAtEachStep: a replica that dies between any two steps is followed by another once its lease is over, which
// sends what it had in hand first, under the same id.
func TestKilledAtEachStep(t *testing.T) {
	for _, p := range []failpoint{atClaimed, atSent, atRecorded} {
		for n := range 3 {
			t.Run(fmt.Sprint(p, n), func(t *testing.T) {
				c := &clock{}
				r := receive(t, c, nil)
				w := newWorld(t, c, "touch.logged", r)
				w.add("Acme", 3)
				died := make(chan struct{})
				first := w.run(func(_ *Config, s *Sender) {
					if s == nil {
						return
					}
					var mu sync.Mutex
					left, dead := n, false
					s.lines[0].failpoint = func(at failpoint) bool {
						mu.Lock()
						defer mu.Unlock()
						if at == p && !dead {
							if dead = left == 0; dead {
								close(died)
							}
							left--
						}
						return !dead
					}
				})
				select {
				case <-died:
				case <-time.After(patient):
					t.Fatal("it lives")
				}
				first.stop()
				before := len(r.requests())
				second := w.run(nil)
				second.quiet()
				if p != atRecorded && len(r.requests()) != before {
					t.Error("taken over before the lease has ended")
				}
				c.advance(lease)
				second.quiet()
				r.once(t, 3, "Acme")
				want := 3
				if p == atSent {
					want = 4
				}
				if got := len(r.requests()); got != want {
					t.Errorf("%d requests, want %d", got, want)
				}
			})
		}
	}
}

// TestALateReplica: one that was asleep over its lease takes nothing from the one that has the event now.
func TestALateReplica(t *testing.T) {
	c := &clock{}
	r := receive(t, c, nil)
	w := newWorld(t, c, "touch.logged", r)
	w.add("Acme", 2)
	queue, acme := w.space.Hooks.To(w.rules.Webhooks()[0].ID), hooks.Lead{Rep: "U1", ID: "Acme"}
	claim := func() hooks.Claimed {
		t.Helper()
		got, mine, err := queue.Claim(t.Context(), acme, c.Now(), lease)
		if !mine || err != nil {
			t.Fatalf("not claimed: %v", err)
		}
		return got
	}
	late := claim()
	if _, mine, _ := queue.Claim(t.Context(), acme, c.Now().Add(time.Second), lease); mine {
		t.Fatal("two claims at a time")
	}
	c.advance(lease)
	now := claim()
	if now.Event.ID != late.Event.ID {
		t.Fatal("the second claim is of another event")
	}
	// It failed: that is nobody's concern any more.
	for _, how := range []hooks.Outcome{hooks.Again, hooks.Unsent, hooks.PutOff} {
		if err := queue.Settle(t.Context(), late, how, c.Now(), c.Now()); err != nil {
			t.Errorf("%q: %v", how, err)
		}
	}
	if _, mine, _ := queue.Claim(t.Context(), acme, c.Now(), lease); mine {
		t.Fatal("it has given another's claim back")
	}
	if f, err := queue.Figures(t.Context(), c.Now()); f.Unsent != 0 || err != nil {
		t.Errorf("it has given another's event up: %+v, %v", f, err)
	}
	// It arrived: nobody sends it again, and the other goes on with the next.
	if _, more, err := queue.Next(t.Context(), late, c.Now(), lease); more || err != nil {
		t.Errorf("goes on, %v", err)
	}
	next, more, err := queue.Next(t.Context(), now, c.Now(), lease)
	if !more || err != nil || next.Event.ID == now.Event.ID {
		t.Fatalf("%+v, %v", next, err)
	}
	// Said twice, as when an answer is lost, it is the same.
	again, more, err := queue.Next(t.Context(), now, c.Now(), lease)
	if !more || err != nil || again.Event.ID != next.Event.ID {
		t.Errorf("%+v, %v", again, err)
	}
	if _, more, err := queue.Next(t.Context(), next, c.Now(), lease); more || err != nil {
		t.Errorf("goes on, %v", err)
	}
	if empty, err := queue.Empty(t.Context(), "U1", "Acme"); !empty || err != nil {
		t.Errorf("not empty, %v", err)
	}
}

// TestSecrets: a file may hold two while they change, and each signs; it is read at each try.
func TestSecrets(t *testing.T) {
	c := &clock{}
	r := receive(t, c, nil)
	w := newWorld(t, c, "touch.logged", r)
	other := "whsec_" + strings.Repeat("QUJD", 8)
	var mu sync.Mutex
	file, unread := other+"\n"+secret+"\n", error(nil)
	s := w.run(func(cfg *Config, _ *Sender) {
		cfg.Addresses[0].Secrets = func() ([]string, error) {
			mu.Lock()
			defer mu.Unlock()
			return Secrets(webhook.Address{}, func() (string, error) { return file, unread })
		}
	})
	w.add("Acme", 1)
	s.quiet()
	all := r.requests()
	if len(all) != 1 || len(strings.Fields(all[0].Header.Get("webhook-signature"))) != 2 {
		t.Fatalf("%+v", all)
	}
	verified(t, all[0])
	mu.Lock()
	file, unread = "", errors.New("gone")
	mu.Unlock()
	w.call("Acme")
	s.quiet()
	if len(r.requests()) != 1 {
		t.Error("sent without a signature")
	}
	mu.Lock()
	file, unread = secret, nil
	mu.Unlock()
	c.advance(5 * time.Second)
	s.quiet()
	r.once(t, 2, "Acme")
	for _, wrong := range []string{"", "hunter2", "whsec_short", secret + " " + secret + " " + secret} {
		if _, err := Secrets(webhook.Address{}, func() (string, error) { return wrong, nil }); err == nil ||
			strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

// TestNoAddresses: nothing runs and nothing is told.
func TestNoAddresses(t *testing.T) {
	if told := Teller(coach.DefaultRules()); told.Of != nil || told.To != nil {
		t.Error("something is told")
	}
	New(Config{}).Run(context.Background()) // returns at once, and asks nobody
}

// TestPing tells an operator whether an address takes a test event, with no more of it than its host.
func TestPing(t *testing.T) {
	c := &clock{}
	r := receive(t, c, nil)
	to := Address{webhook.Address{URL: r.URL + "/token"}, func() ([]string, error) { return []string{secret}, nil }}
	if err := Ping(t.Context(), to, monday); err != nil {
		t.Error(err)
	}
	if all := r.requests(); len(all) != 1 || all[0].Type != "webhook.test" {
		t.Errorf("%+v", all)
	}
	r.answers = func(got, http.ResponseWriter, *http.Request) int { return http.StatusForbidden }
	if err := Ping(t.Context(), to, monday); err == nil || err.Error() != "it answered 403 Forbidden" {
		t.Error(err)
	}
	r.Close()
	if err := Ping(t.Context(), to, monday); err == nil || strings.Contains(err.Error(), "token") {
		t.Error(err)
	}
}

// TestRetryAfter reads seconds and dates, and believes nobody who says years.
func TestRetryAfter(t *testing.T) {
	for header, want := range map[string]time.Duration{"": 0, "soon": 0, "-1": 0, "90": 90 * time.Second,
		"99999999": waitMost, "Mon, 12 Jan 2026 09:10:00 GMT": 10 * time.Minute, "Mon, 12 Jan 2026 08:10:00 GMT": 0} {
		if got := retryAfter(header, monday); got != want {
			t.Errorf("%q: %v, want %v", header, got, want)
		}
	}
}
