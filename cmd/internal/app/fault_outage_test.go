package app_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/store/storetest"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

// Row 13: Slack is away until the replicas have come to their longest waits, and comes back. The first command is
// acknowledged within three seconds; until then the replicas have knocked no more often than Slack allows, and not in
// step.
func TestRow13SlackAwayAndBack(t *testing.T) {
	t.Parallel()
	away := 13500 * time.Millisecond // by then waits that double would be six seconds long
	if *matrix.Long {
		away = 10 * time.Minute
	}
	stalls := storetest.Stalls(t)
	figure := matrix.Row(t, "13", "opens refused for "+away.String())
	h := build(t, at(t, newYork, morning), aof(t).URL, 1, fakeslack.Config{})
	h.rep(repOf(0), "Acme")
	h.child().ready()
	h.child().ready()
	h.wait("both replicas' connections", func(s *fakeslack.Server) bool { return s.Connections() == 4 })
	h.slack.RefuseOpens("internal_error")
	h.slack.Drop()
	gone := time.Now()
	over := time.NewTimer(away)
	<-over.C
	h.slack.RefuseOpens("")
	back, stalled := time.Now(), stalls()
	var knocks []time.Time
	for _, e := range h.slack.Ledger() {
		if e.Method == "apps.connections.open" && e.Kind == fakeslack.KindRequest && e.At.After(gone) {
			knocks = append(knocks, e.At)
		}
	}
	h.wait("a connection", func(s *fakeslack.Server) bool { return s.Connections() > 0 })
	out := h.slack.Command(t.Context(), person(0), floor, "/followup", logs("Acme"))
	took := time.Since(back)
	figure("away for %v, %d knocks, the first acknowledgement %v after", away, len(knocks), took.Round(time.Millisecond))
	if verdictOf(textOf(out.Payload)) != saved || took > 3*time.Second+stalls()-stalled {
		t.Errorf("%q %v after Slack was back", textOf(out.Payload), took)
	}
	minute := 0 // the most in one
	for i, k := range knocks {
		n := slices.IndexFunc(knocks[i:], func(later time.Time) bool { return later.Sub(k) > time.Minute })
		if n < 0 {
			n = len(knocks) - i
		}
		minute = max(minute, n)
	}
	if minute > 50 {
		t.Errorf("%d opens in a minute, Slack allows 50", minute)
	}
	together, late := 0, knocks[len(knocks)/2:]
	for i := range len(late) - 1 {
		if late[i+1].Sub(late[i]) < 30*time.Millisecond {
			together++
		}
	}
	if len(late) < 3 || together > len(late)/3 {
		t.Errorf("%d of %d knocks come in the moment of another: %v", together, len(late), late)
	}
	h.audit()
}

// Row 24: the master of a Sentinel is frozen while digests go out and commands come in, another takes over, and the old
// one wakes up as the master that it was. Nothing comes twice, and in safe mode nothing that was confirmed is lost.
func TestRow24TheOldMasterReturns(t *testing.T) {
	t.Parallel()
	people, rounds := 40, 1
	if *matrix.Long {
		people, rounds = 80, 20
	}
	figure := matrix.Row(t, "24", "master stopped and let go after the failover")
	for range rounds {
		set := storetest.Sentinel(t)
		h := build(t, at(t, newYork, "2026-01-11 12:00:00"), set.URL, people+2, fakeslack.Config{})
		h.posts = 600
		h.crew(people)
		for i := people; i < people+2; i++ {
			r := repOf(i)
			r.Off = true
			h.rep(r, "Firm A", "Firm B")
		}
		h.clock(at(t, newYork, "2026-01-12 08:29:58"))
		bots := []*bot{h.child("REDIS_SAFE=wait").ready(), h.child("REDIS_SAFE=wait").ready()}
		stop := make(chan struct{})
		var busy sync.WaitGroup
		for i := people; i < people+2; i++ {
			busy.Go(func() {
				for n := 0; !closed(stop); n++ {
					h.slack.Command(context.Background(), person(i), floor, "/followup", logs(h.leads[person(i)][n%2].Name))
				}
			})
		}
		h.wait("digests to go out", func(*fakeslack.Server) bool { return len(h.deeds()) >= people/4 })
		set.Master.Freeze()
		sentinel := set.Sentinel.Client()
		h.until("another master", func() bool {
			addr, err := sentinel.Do(t.Context(), "SENTINEL", "get-master-addr-by-name", "followup").StringSlice()
			return err == nil && strings.Join(addr, ":") == set.Replica.Addr
		})
		_ = sentinel.Close()
		h.wait("digests to go on", func(*fakeslack.Server) bool { return len(h.deeds()) >= people/2 })
		set.Master.Thaw()
		h.quiet(at(t, newYork, "2026-01-13 08:00:00"))
		close(stop)
		busy.Wait()
		h.wait("everything to be acknowledged", func(s *fakeslack.Server) bool { return open(s) == 0 })
		for _, b := range bots {
			b.term() // by its end everybody has heard what became of an uncertain one
		}
		h.exactlyOneEach(people)
		l := h.audit()
		figure("%v", l)
		if l.total[saved] == 0 {
			t.Error("nothing was logged")
		}
	}
}

// Row 34: the disk under the AOF is full. The bot is not ready and says why, what is read goes on, a log is refused in
// so many words; with room again it goes on by itself, and everything that was confirmed is on the disk.
func TestRow34FullDisk(t *testing.T) {
	t.Parallel()
	figure := matrix.Row(t, "34", "no room for the AOF, everysec")
	srv := storetest.Start(t, storetest.Options{AOF: "everysec"})
	h := build(t, at(t, newYork, morning), srv.URL, 1, fakeslack.Config{})
	h.rep(repOf(0), "Acme")
	b := h.here().ready()
	say := func(text string) string {
		return textOf(h.slack.Command(t.Context(), person(0), floor, "/followup", text).Payload)
	}
	srv.FillDisk()
	h.until("the bot to be unready", func() bool {
		status, body := b.get("/readyz")
		return status == http.StatusServiceUnavailable && strings.Contains(body, "refuses writes: MISCONF")
	})
	if text := say("show acme"); !strings.Contains(text, "Acme") {
		t.Errorf("a read: %s", text)
	}
	for range 3 {
		if text := say(logs("Acme")); verdictOf(text) != unsaved {
			t.Errorf("a log: %s", text)
		}
	}
	srv.FreeDisk()
	b.ready()
	for range 3 {
		if text := say(logs("Acme")); verdictOf(text) != saved {
			t.Errorf("a log with room again: %s", text)
		}
	}
	srv.Restart()
	b.ready()
	figure("%v", h.audit())
}
