package app_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/send"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

// soak is three replicas, whose clocks are half a minute apart from Redis' and each other, and the people who use them.
type soak struct {
	*machine
	typed  sync.RWMutex // read-locked while somebody types
	chance *rand.Rand
	told   map[string]int // faults, by what they were
}

// Three replicas for a long time: people log calls without a pause, a morning with its digests comes every few seconds,
// and in each something happens to replicas, connections, Slack or Redis. No log is lost or there twice, everybody has
// one digest each morning and nobody early; the replica that nobody kills has as many goroutines in the end as after
// its first morning, and as much in memory.
func TestSoak(t *testing.T) {
	t.Parallel()
	const people, typing = 20, 6
	start := at(t, newYork, "2026-01-12 08:29:57")
	m := newMachine(t, start, people, typing, -30*time.Second, 0, 30*time.Second)
	s := &soak{machine: m, chance: rand.New(rand.NewPCG(32, 1)), told: map[string]int{}}
	figure := matrix.Row(t, "soak", "everything in turn, clocks a minute apart")
	stop := make(chan struct{})
	wait := s.typing(people, typing, stop)
	faults := []struct {
		name string
		do   func()
	}{
		{"kill", s.kill}, {"Redis killed", s.redis.Restart}, {"connections dropped", s.slack.Drop},
		{"paused beyond the lease", func() { s.pause(1+s.chance.IntN(2), 12*time.Second) }},
		{"Redis frozen", s.freeze}, {"connections refreshed", s.refresh}, {"answers of posts lost", s.cutAnswers},
		{"the one that lives paused", func() { s.pause(0, 12*time.Second) }},
	}
	if *matrix.Soak == 0 {
		faults = faults[:3]
	}
	began := time.Now()
	var first vitals
	day := start
	mornings := 0
	for ; mornings < len(faults) || time.Since(began) < *matrix.Soak; mornings++ {
		if mornings > 0 {
			day = day.AddDate(0, 0, 1)
			s.leap(day)
		}
		due := day.Add(3 * time.Second)
		s.until("the first digests", func() bool { return s.waiting() > 0 })
		f := faults[mornings%len(faults)]
		f.do()
		s.told[f.name]++
		s.until("all digests of "+day.Format(time.DateOnly), func() bool {
			next, err := s.space.DueIndex.NextDue(t.Context())
			return err == nil && next.After(due.Add(12*time.Hour)) && s.slack.Connections() > 0
		})
		s.slack.OnPost(s.note)
		for _, came := range s.posted() {
			if came.Before(due.Add(-time.Second)) {
				t.Errorf("a digest at %v, due at %v", came, due)
			}
		}
		if mornings == 0 {
			first = s.vitals()
		}
	}
	last := s.vitals()
	close(stop)
	wait()
	s.wait("everything to be acknowledged", func(f *fakeslack.Server) bool { return open(f) == 0 })
	for _, b := range s.bots {
		b.term() // by its end everybody has heard what became of an uncertain one
	}
	l := s.audit()
	figure("%v, %d mornings, %v; %v; %v at first, %v in the end", time.Since(began).Round(time.Second), mornings, s.told,
		l, first, last)
	if l.total[silent] > 0 || l.total[saved] == 0 {
		t.Errorf("%v; want an answer to each", l)
	}
	sent := s.deeds()
	for i := range people {
		for n := range mornings {
			date := start.AddDate(0, 0, n).Format(time.DateOnly)
			if n := sent[send.Hash("digest/"+person(i)+"/"+date)]; n != 1 {
				t.Errorf("%s has %d digests of %s", person(i), n, date)
			}
		}
	}
	if len(sent) != people*mornings {
		t.Errorf("%d deeds, want %d", len(sent), people*mornings)
	}
	// Up to sixteen connections to Slack wait to be used again, with two goroutines each; how many there are by the first
	// evening is a matter of how its digests met.
	if last.goroutines > first.goroutines+2*16+8 || last.heap > first.heap*3/2+8<<20 {
		t.Errorf("%v after the first morning, %v in the end", first, last)
	}
}

// typing has some people, from the first on, log a call every quarter of a second until stop.
func (s *soak) typing(first, n int, stop <-chan struct{}) (wait func()) {
	var busy sync.WaitGroup
	for i := first; i < first+n; i++ {
		r := repOf(i)
		r.Off = true
		s.rep(r, "Firm A", "Firm B", "Firm C")
		leads := s.leads[person(i)]
		busy.Go(func() {
			pace := time.NewTicker(250 * time.Millisecond)
			defer pace.Stop()
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				case <-pace.C:
					s.typed.RLock()
					s.slack.Command(context.Background(), person(i), floor, "/followup", logs(leads[n%len(leads)].Name))
					s.typed.RUnlock()
				}
			}
		})
	}
	return busy.Wait
}

// leap sets the clock to the next morning, with nothing under way: by its clock Redis forgets envelopes after a while,
// and Slack delivers none again so late.
func (s *soak) leap(day time.Time) {
	s.typed.Lock()
	defer s.typed.Unlock()
	s.until("everything to be acknowledged", func() bool { return open(s.slack) == 0 })
	s.set(day)
}

// kill kills one of the replicas, never the first, and starts another in its place.
func (s *soak) kill() {
	i := 1 + s.chance.IntN(2)
	s.bots[i].kill()
	s.start(i)
}

func (s *soak) pause(i int, d time.Duration) {
	s.bots[i].freeze(true)
	over := time.NewTimer(d)
	<-over.C
	s.bots[i].freeze(false)
}

func (s *soak) freeze() {
	s.redis.Freeze()
	over := time.NewTimer(time.Duration(1+s.chance.IntN(4)) * time.Second)
	<-over.C
	s.redis.Thaw()
}

func (s *soak) refresh() {
	for _, n := range s.slack.Sockets() {
		s.slack.DisconnectOne(n, fakeslack.ReasonRefreshRequested)
	}
}

// cutAnswers loses one answer in five for the rest of the morning.
func (s *soak) cutAnswers() {
	s.slack.OnPost(func(p fakeslack.Post) fakeslack.Trouble {
		s.note(p)
		if p.N%5 == 0 {
			return fakeslack.CutAnswer
		}
		return fakeslack.None
	})
}

// vitals is what a process holds; the heap is how large it may become before the next collection, a multiple of what
// lives.
type vitals struct{ goroutines, heap int }

func (v vitals) String() string {
	return fmt.Sprintf("%d goroutines, heap %d KiB", v.goroutines, v.heap>>10)
}

// waiting counts the posts that [machine.posted] was not asked for yet.
func (s *soak) waiting() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.came)
}

// vitals are those of the first replica: the least of a few looks, so that neither what is under way nor what waits for
// the collector counts.
func (s *soak) vitals() (least vitals) {
	s.t.Helper()
	look := time.NewTicker(100 * time.Millisecond)
	defer look.Stop()
	for range 15 {
		<-look.C
		_, body := s.bots[0].get("/metrics")
		now := vitals{metric(body, "go_goroutines"), metric(body, "go_memstats_next_gc_bytes")}
		if now.goroutines == 0 || now.heap == 0 {
			s.t.Fatalf("no figures in %q", tail(body, 500))
		}
		if least.heap == 0 || now.heap < least.heap {
			least.heap = now.heap
		}
		if least.goroutines == 0 || now.goroutines < least.goroutines {
			least.goroutines = now.goroutines
		}
	}
	return least
}

func metric(body, name string) int {
	for line := range strings.Lines(body) {
		if v, ok := strings.CutPrefix(line, name+" "); ok {
			f, _ := strconv.ParseFloat(strings.TrimSpace(v), 64)
			return int(f)
		}
	}
	return 0
}
