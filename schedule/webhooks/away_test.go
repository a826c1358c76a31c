package webhooks

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/hooks"
	"github.com/followup-coach/followup/store/storetest"
)

// TestWhatAReceiverAsksFor: to wait, to be left alone, and not to follow it elsewhere.
func TestWhatAReceiverAsksFor(t *testing.T) {
	t.Run("Retry-After", func(t *testing.T) {
		c := &clock{}
		r := receive(t, c, nil)
		r.answers = func(_ got, w http.ResponseWriter, _ *http.Request) int {
			if c.Now().Before(monday.Add(time.Hour)) {
				w.Header().Set("Retry-After", "3600")
				return http.StatusTooManyRequests
			}
			return http.StatusOK
		}
		w := newWorld(t, c, "touch.logged", r)
		w.add("Acme", 1)
		s := w.run(nil)
		s.quiet()
		w.add("Birch", 1) // the whole address is left alone
		for range 5 {
			c.advance(10 * time.Minute)
			s.quiet()
		}
		if n := len(r.requests()); n != 1 {
			t.Errorf("%d requests within the hour", n)
		}
		c.advance(10 * time.Minute)
		s.quiet()
		r.once(t, 1, "Acme", "Birch")
	})
	t.Run("Retry-After of one event", func(t *testing.T) {
		c := &clock{}
		r := receive(t, c, nil)
		r.answers = func(g got, w http.ResponseWriter, _ *http.Request) int {
			if g.Lead == "Acme" && c.Now().Before(monday.Add(time.Hour)) {
				w.Header().Set("Retry-After", "3600")
				return http.StatusConflict
			}
			return http.StatusOK
		}
		w := newWorld(t, c, "touch.logged", r)
		w.add("Acme", 1)
		s := w.run(nil)
		s.quiet()
		w.add("Birch", 1) // nobody has asked to wait with that
		for range 5 {
			c.advance(10 * time.Minute)
			s.quiet()
		}
		if a, b := len(r.of("Acme")), len(r.of("Birch")); a != 1 || b != 1 {
			t.Errorf("%d requests about the one, %d about the other within the hour", a, b)
		}
		c.advance(10 * time.Minute)
		s.quiet()
		r.once(t, 1, "Acme", "Birch")
	})
	t.Run("410", func(t *testing.T) {
		c := &clock{}
		r := receive(t, c, func(got, http.ResponseWriter, *http.Request) int { return http.StatusGone })
		w := newWorld(t, c, "touch.logged", r)
		w.add("Acme", 1)
		s := w.run(nil)
		s.quiet()
		w.add("Birch", 1)
		c.advance(24 * time.Hour)
		s.quiet()
		if n := len(r.requests()); n != 1 {
			t.Errorf("%d requests to somebody who is gone", n)
		}
		f, err := w.space.Hooks.To(w.rules.Webhooks()[0].ID).Figures(t.Context(), c.Now())
		if !f.Refusal.Gone || f.Waiting != 2 || err != nil {
			t.Errorf("%+v, %v", f, err)
		}
		s.stop()
		r.mu.Lock()
		r.answers = nil
		r.mu.Unlock()
		w.run(nil).quiet() // started again
		r.once(t, 1, "Acme", "Birch")
		if f, _ := w.space.Hooks.To(w.rules.Webhooks()[0].ID).Figures(t.Context(), c.Now()); f != (hooks.Figures{}) {
			t.Errorf("%+v", f)
		}
	})
	t.Run("a redirect", func(t *testing.T) {
		c := &clock{}
		elsewhere := receive(t, c, nil)
		r := receive(t, c, nil)
		r.answers = func(_ got, w http.ResponseWriter, _ *http.Request) int {
			w.Header().Set("Location", elsewhere.URL)
			return http.StatusTemporaryRedirect
		}
		w := newWorld(t, c, "touch.logged", r)
		w.add("Acme", 1)
		w.run(nil).quiet()
		if len(elsewhere.requests()) > 0 || len(r.requests()) != 1 {
			t.Errorf("%d requests elsewhere, %d here", len(elsewhere.requests()), len(r.requests()))
		}
	})
}

// TestADeadReceiver: two hundred leads wait for one that is away for two hours. It is asked at most every few seconds,
// and when it is back all is told within a minute, though some had been put off for longer.
func TestADeadReceiver(t *testing.T) {
	c := &clock{}
	r := receive(t, c, nil)
	dead := func(got, http.ResponseWriter, *http.Request) int { return http.StatusBadGateway }
	r.answers = dead
	w := newWorld(t, c, "touch.logged", r)
	var names []string
	for i := range 200 {
		names = append(names, fmt.Sprint("Lead ", i))
		w.add(names[i], 1)
	}
	s := w.run(nil)
	for range 2 * 60 * 6 {
		s.quiet()
		c.advance(10 * time.Second)
	}
	s.quiet()
	n := len(r.requests())
	t.Logf("%d requests in two hours", n)
	if n > 1000 {
		t.Errorf("%d requests to a dead receiver in two hours", n)
	}
	r.mu.Lock()
	r.answers, r.all = nil, nil
	r.mu.Unlock()
	for range 12 {
		c.advance(5 * time.Second)
		s.quiet()
	}
	late := 200 - len(r.requests())
	for range 7 {
		c.advance(10 * time.Minute)
		s.quiet()
	}
	r.once(t, 1, names...)
	t.Logf("%d of 200 came later than a minute", late)
	if late > 60 {
		t.Errorf("%d of 200 came later than a minute", late)
	}
}

// TestTwoAddresses: one that hangs for ever holds up nothing of the other, and each hears what it wants.
func TestTwoAddresses(t *testing.T) {
	c := &clock{}
	hangs, fine := receive(t, c, nil), receive(t, c, nil)
	hangs.answers = func(_ got, _ http.ResponseWriter, req *http.Request) int {
		<-req.Context().Done()
		return http.StatusOK
	}
	w := newWorld(t, c, "touch.logged", hangs, fine)
	var names []string
	for i := range 30 {
		names = append(names, fmt.Sprint("Lead ", i))
		w.add(names[i], 2)
	}
	w.run(func(cfg *Config, _ *Sender) { cfg.Patience = 500 * time.Millisecond; cfg.Looked = nil })
	fine.until(t, "60 events", func() bool { return len(fine.requests()) == 60 })
	fine.once(t, 2, names...)
	if n := hangs.most(); n > workers {
		t.Errorf("%d requests at a time", n)
	}
}

// TestTenThousand: so many events of as many leads are told by two replicas with a bounded number of requests at a
// time, each once.
func TestTenThousand(t *testing.T) {
	c := &clock{}
	r := receive(t, c, nil)
	w := newWorld(t, c, "lead.added", r)
	w.add("Acme", 0)
	const leads, part = 10_000, 500
	im := store.Import{ID: "im1", Rep: "U1", By: "U1", At: monday}
	for i := 0; i < leads; i += part {
		seen, err := w.space.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday})
		if err != nil {
			t.Fatal(err)
		}
		rows := make([]store.Imported, part)
		for k := range rows {
			name := fmt.Sprint("Lead ", i+k)
			rows[k] = store.Imported{Name: name, Lead: coach.Lead{ID: fmt.Sprint("L", i+k), Rep: "U1", Name: name,
				Created: monday}}
		}
		if im, err = w.space.WriteImport(t.Context(), seen, im, monday, rows); err != nil {
			t.Fatal(err)
		}
	}
	began := time.Now()
	one, two := w.run(nil), w.run(nil)
	late := time.After(2 * time.Minute)
	for len(r.requests()) < leads+1 {
		select {
		case <-r.changed:
		case <-late:
			t.Fatalf("%d events after two minutes", len(r.requests()))
		}
	}
	took := time.Since(began)
	one.quiet()
	two.quiet()
	ids := map[string]bool{}
	for _, g := range r.requests() {
		ids[g.ID] = true
	}
	t.Logf("%d events in %v, %.0f a second, %d at a time", leads, took, leads/took.Seconds(), r.most())
	if n := len(r.requests()); n != leads+1 || len(ids) != n || r.most() > 2*workers {
		t.Errorf("%d requests with %d ids, %d at a time", n, len(ids), r.most())
	}
}

// TestAfterAHandOver: what waits of a lead with the rep before is told first, though it is in another shard and fails.
func TestAfterAHandOver(t *testing.T) {
	c := &clock{}
	r := receive(t, c, nil)
	r.answers = func(g got, _ http.ResponseWriter, _ *http.Request) int {
		if g.Type == "touch.logged" && c.Now().Before(monday.Add(time.Minute)) {
			return http.StatusInternalServerError
		}
		return http.StatusOK
	}
	w := newWorld(t, c, "touch.logged, lead.handed_over", r)
	w.add("Acme", 2)
	_, _, err := w.space.Change(t.Context(), store.Query{Rep: "U2", Now: monday},
		func(store.Snapshot) (store.Change, error) {
			return store.Change{Op: "settings", By: "U2", Now: monday, Rep: &coach.Rep{ID: "U2", TZ: "UTC", Since: monday}}, nil
		})
	if err == nil {
		w.hand("Acme", "U1", "U2")
	}
	if err != nil {
		t.Fatal(err)
	}
	s := w.run(nil)
	for range 30 {
		s.quiet()
		c.advance(4 * time.Second)
	}
	s.quiet()
	var types []string
	for _, g := range r.requests() {
		types = append(types, g.Type)
	}
	types = slices.Compact(types)
	if !slices.Equal(types, []string{"touch.logged", "lead.handed_over"}) {
		t.Errorf("told in the order %q", types)
	}
}

// TestOnACluster: what is told of each rep's leads lies with them, on whichever node that is, and goes once, also with
// a lead that goes from one to the other.
func TestOnACluster(t *testing.T) {
	c := &clock{}
	r := receive(t, c, nil)
	w := newWorld(t, c, "touch.logged, lead.handed_over", r)
	w.redis, w.url = nil, storetest.Cluster(t).URL
	w.space = w.open()
	var names []string
	for i := range 12 {
		names = append(names, fmt.Sprint("Lead ", i))
		w.addTo(fmt.Sprint("U", i), names[i], 3)
	}
	one, two := w.run(nil), w.run(nil)
	r.until(t, "36 events", func() bool { return len(r.requests()) >= 36 })
	one.quiet()
	two.quiet()
	r.once(t, 3, names...)
	if n := len(r.requests()); n != 36 {
		t.Errorf("%d requests", n)
	}
	w.hand("Lead 0", "U0", "U1")
	r.until(t, "a hand-over", func() bool { return len(r.requests()) >= 37 })
	if got := r.requests()[36]; got.Type != "lead.handed_over" {
		t.Errorf("%+v", got)
	}
}
