package app_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/store/storetest"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

// Row 16, and the bot besides: both are killed in the middle of five hundred logs, Redis with AOF always. Every
// confirmed log is there once; every other is said to be unsaved or unknown, or goes unanswered; what is redelivered is
// logged once. And commands are confirmed again within a second of Redis being ready.
func TestRow16BotAndRedisKilledInTheMiddleOfLogs(t *testing.T) {
	total, rounds := 500, 9
	if *matrix.Long {
		total, rounds = 20_000, 150
	}
	stalls := storetest.Stalls(t)
	redis := aof(t)
	figure := matrix.Row(t, "16", fmt.Sprintf("%d kills of Redis and the bot in %d logs", rounds, total))
	h := build(t, at(t, newYork, morning), redis.URL, 8, fakeslack.Config{})
	stop := make(chan struct{})
	b := h.child().ready()
	wait := h.floorOf(8, 4, stop)
	chance := rand.New(rand.NewPCG(16, uint64(rounds)))
	for i := range rounds {
		some := acks(h.slack) + 1 + chance.IntN(2*total/rounds)
		h.wait("commands to be answered", func(s *fakeslack.Server) bool { return acks(s) >= some })
		if i%3 == 1 {
			b.kill()
			b = h.child()
			continue
		}
		redis.Kill()
		if i%3 == 2 {
			b.kill()
		} else {
			// Down for a while, so that people are told.
			some := acks(h.slack) + 8
			h.wait("commands to be answered without Redis", func(s *fakeslack.Server) bool { return acks(s) >= some })
		}
		redis.Restart()
		ready, stalled := time.Now(), stalls()
		if i%3 == 2 {
			b = h.child()
			continue
		}
		before := confirmed(h.slack)
		h.wait("a log to be confirmed again", func(s *fakeslack.Server) bool { return confirmed(s) > before })
		if took := time.Since(ready); took > time.Second+stalls()-stalled {
			t.Errorf("%v until a log was confirmed again", took)
		}
	}
	h.wait("the rest", func(s *fakeslack.Server) bool { return acks(s) >= total })
	close(stop)
	wait()
	h.wait("everything to be acknowledged", func(s *fakeslack.Server) bool { return open(s) == 0 })
	l := h.audit()
	figure("%v", l)
	if l.total[saved] < total/2 || l.total[unsaved]+l.total[unknown] == 0 || l.again == 0 {
		t.Errorf("%v: the faults hit nothing", l)
	}
}

// confirmed counts the logs that were confirmed so far.
func confirmed(s *fakeslack.Server) int {
	return s.Count(func(e fakeslack.Entry) bool {
		return e.Kind == fakeslack.KindAck && verdictOf(textOf(e.Body)) == saved
	})
}

// Row 18: Redis is frozen. Everybody is answered within 2.5 s with "I can't tell yet"; once it is back, each is told
// once what became of it, and it is true.
func TestRow18FrozenRedis(t *testing.T) {
	frozen := 3 * time.Second
	if *matrix.Long {
		frozen = 10 * time.Second
	}
	stalls := storetest.Stalls(t)
	redis := aof(t)
	// Half of the commands are caught before they have read anything, half between reading and writing.
	toll := newToll(t, redis)
	figure := matrix.Row(t, "18", "SIGSTOP for "+frozen.String())
	h := build(t, at(t, newYork, morning), toll.url, 8, fakeslack.Config{})
	for i := range 8 {
		h.rep(repOf(i), "Acme")
	}
	b := h.here().ready()
	for i := range 8 { // the bot knows everybody, and its connections to Redis are open
		if out := h.slack.Command(t.Context(), person(i), floor, "/followup",
			logs("Acme")); verdictOf(textOf(out.Payload)) != saved {
			t.Fatalf("%+v", out)
		}
	}
	writes := make(chan string, 8)
	toll.request(func(req []byte) {
		if m := mark.Find(req); m != nil {
			redis.Freeze() // again and again, which changes nothing
			writes <- string(m)
		}
	})
	outs := make(chan fakeslack.Outcome, 8)
	send := func(i int) {
		outs <- h.slack.Command(context.Background(), person(i), floor, "/followup", logs("Acme"))
	}
	for i := range 4 {
		go send(i)
	}
	<-writes // the first one freezes it
	for i := 4; i < 8; i++ {
		go send(i)
	}
	thaw := time.NewTimer(frozen)
	for range 8 {
		out := <-outs
		if !out.Acked || out.Took > 2500*time.Millisecond+stalls() {
			t.Errorf("answered %v after %v: %+v", out.Acked, out.Took, out.Failure)
		}
		if v := verdictOf(textOf(out.Payload)); v != unknown {
			t.Errorf("frozen, and the answer is %q: %s", v, textOf(out.Payload))
		}
	}
	<-thaw.C
	toll.request(nil)
	redis.Thaw()
	told := func(s *fakeslack.Server) int {
		return s.Count(func(e fakeslack.Entry) bool { return e.Kind == fakeslack.KindRequest && e.Method == "response_url" })
	}
	h.wait("everybody to be told", func(s *fakeslack.Server) bool { return told(s) >= 8 })
	b.stop()
	<-b.done
	l := h.audit()
	figure("%v", l)
	for _, f := range l.fates {
		if f.acks[0] == unknown && len(f.later) != 1 {
			t.Errorf("%s was told %d times afterwards: %v", f.mark, len(f.later), f.later)
		}
	}
	if l.total[unknown] != 0 {
		t.Errorf("%d are left without knowing", l.total[unknown])
	}
}

// Row 19: Redis is full. Within five seconds the bot is not ready and says why; what is read goes on, a log is refused
// in so many words; with room again it is ready by itself.
func TestRow19FullRedis(t *testing.T) {
	t.Parallel()
	srv := aof(t)
	figure := matrix.Row(t, "19", "maxmemory 1mb")
	h := build(t, at(t, newYork, morning), srv.URL, 1, fakeslack.Config{})
	h.rep(repOf(0), "Acme")
	b := h.here().ready()
	admin := srv.Client()
	t.Cleanup(func() { _ = admin.Close() })
	limit := func(bytes string) {
		t.Helper()
		h.ok(admin.ConfigSet(t.Context(), "maxmemory", bytes).Err())
	}
	limit("1mb")
	full := time.Now()
	h.until("the bot to be unready", func() bool {
		status, body := b.get("/readyz")
		return status == http.StatusServiceUnavailable && strings.Contains(body, "refuses writes: OOM")
	})
	took := time.Since(full)
	if figure("said so after %v", took.Round(time.Millisecond)); took > 5*time.Second {
		t.Errorf("said so after %v", took)
	}
	if out := h.slack.Command(t.Context(), person(0), floor, "/followup",
		"show acme"); !strings.Contains(textOf(out.Payload), "Acme") {
		t.Errorf("a read: %+v", out)
	}
	if out := h.slack.Command(t.Context(), person(0), floor, "/followup",
		logs("Acme")); !strings.Contains(textOf(out.Payload), "Not saved") {
		t.Errorf("a log: %s", textOf(out.Payload))
	}
	limit("0")
	b.ready()
	if out := h.slack.Command(t.Context(), person(0), floor, "/followup",
		logs("Acme")); verdictOf(textOf(out.Payload)) != saved {
		t.Errorf("a log with room again: %s", textOf(out.Payload))
	}
	h.audit()
}

// Row 20: answers of Redis are lost after the work is done, under load. Every log has its effect once, and the counters
// are exact.
func TestRow20LostAnswersOfRedis(t *testing.T) {
	t.Parallel()
	logged := 300
	if *matrix.Long {
		logged = 10_000
	}
	redis := storetest.Start(t, storetest.Options{AOF: "always", TCP: true})
	proxy := storetest.Cut(t, redis)
	figure := matrix.Row(t, "20", fmt.Sprintf("answers lost in %d logs", logged))
	h := build(t, at(t, newYork, morning), proxy.URL, 6, fakeslack.Config{})
	direct := build(t, h.now(), redis.URL, 0, fakeslack.Config{}).space
	stop := make(chan struct{})
	h.here().ready()
	wait := h.floorOf(6, 3, stop)
	for n := 20; n < logged; n += 10 {
		h.wait("commands to be answered", func(s *fakeslack.Server) bool { return acks(s) >= n })
		proxy.LoseAnswers(1 + n%3)
	}
	close(stop)
	wait()
	proxy.LoseAnswers(0)
	h.wait("everything to be acknowledged", func(s *fakeslack.Server) bool { return open(s) == 0 })
	h.space = direct
	l := h.audit()
	figure("%v", l)
	if l.total[saved] < len(l.fates)*9/10 {
		t.Errorf("%v: a lost answer should cost the rep nothing but a moment", l)
	}
}

// In safe mode nothing is called saved that no replica has: of a Redis without any it is said to be uncertain, and then
// what was saved, since it is there.
func TestSafeModeWithoutAReplica(t *testing.T) {
	t.Parallel()
	h := build(t, at(t, newYork, morning), aof(t).URL, 1, fakeslack.Config{})
	h.rep(repOf(0), "Acme")
	b := h.child("REDIS_SAFE=wait").ready()
	out := h.slack.Command(t.Context(), person(0), floor, "/followup", logs("Acme"))
	if v := verdictOf(textOf(out.Payload)); v != unknown {
		t.Errorf("answered %q: %s", v, textOf(out.Payload))
	}
	b.term() // by its end everybody has heard what became of it
	if l := h.audit(); l.total[saved] != 1 {
		t.Error(l)
	}
}

// Row 21: the script cache is emptied, and Redis restarts, while commands flow. No rep sees an error for the first; the
// second is bridged.
func TestRow21ScriptCacheGone(t *testing.T) {
	t.Parallel()
	redis := aof(t)
	figure := matrix.Row(t, "21", "SCRIPT FLUSH, restarts")
	h := build(t, at(t, newYork, morning), redis.URL, 6, fakeslack.Config{})
	stop := make(chan struct{})
	h.here().ready()
	wait := h.floorOf(6, 3, stop)
	c := redis.Client()
	defer c.Close()
	for n := 1; n <= 5; n++ {
		before := acks(h.slack)
		h.wait("commands to be answered", func(s *fakeslack.Server) bool { return acks(s) >= before+20 })
		if n%2 == 1 {
			h.ok(c.ScriptFlush(t.Context()).Err())
		} else {
			redis.Restart()
		}
	}
	before := acks(h.slack)
	h.wait("commands to be answered", func(s *fakeslack.Server) bool { return acks(s) >= before+20 })
	close(stop)
	wait()
	h.wait("everything to be acknowledged", func(s *fakeslack.Server) bool { return open(s) == 0 })
	l := h.audit()
	figure("%v", l)
	for _, f := range l.fates {
		for _, v := range f.acks {
			if v != saved && v != unknown { // a write that Redis was killed under
				t.Errorf("%s was answered %q", f.mark, v)
			}
		}
	}
	for _, e := range h.slack.Ledger() {
		if e.Kind == fakeslack.KindAck && strings.Contains(textOf(e.Body), "NOSCRIPT") {
			t.Errorf("a rep saw %s", textOf(e.Body))
		}
	}
}
