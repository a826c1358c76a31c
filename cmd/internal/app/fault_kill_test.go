package app_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/schedule"
	"github.com/followup-coach/followup/store/storetest"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

func repOf(i int) coach.Rep { return coach.Rep{ID: person(i), TZ: newYork} }

const morning = "2026-01-12 09:30:00" // a Monday; the digests of the day are over

// Row 1: the bot is killed at random while commands flow. What it acknowledged is in Redis, once.
func TestRow01KilledWhileHandlingCommands(t *testing.T) {
	t.Parallel()
	kills := 10
	if *matrix.Long {
		kills = 200
	}
	figure := matrix.Row(t, "1", fmt.Sprintf("kill -9, %d times", kills))
	h := build(t, at(t, newYork, morning), aof(t).URL, 8, fakeslack.Config{})
	stop := make(chan struct{})
	b := h.child()
	wait := h.floorOf(8, 4, stop)
	chance := rand.New(rand.NewPCG(1, uint64(kills)))
	for range kills {
		before := acks(h.slack)
		some := before + 1 + chance.IntN(60)
		h.wait("commands to be answered", func(s *fakeslack.Server) bool { return acks(s) >= some })
		b.kill()
		b = h.child()
	}
	// Whatever was redelivered is acknowledged by the last one.
	b.ready()
	before := acks(h.slack)
	h.wait("the last bot to answer", func(s *fakeslack.Server) bool { return acks(s) >= before+50 })
	close(stop)
	wait()
	h.wait("everything to be acknowledged", func(s *fakeslack.Server) bool { return open(s) == 0 })
	l := h.audit()
	figure("%v", l)
	if l.again == 0 {
		t.Error("no kill hit a command; the test has shown nothing")
	}
}

// open counts the envelopes that were handed out and never acknowledged.
func open(s *fakeslack.Server) int {
	waiting := map[string]bool{}
	for _, e := range s.Ledger() {
		switch e.Kind {
		case fakeslack.KindEnvelope, fakeslack.KindRedelivery:
			waiting[e.EnvelopeID] = true
		case fakeslack.KindAck, fakeslack.KindLateAck:
			delete(waiting, e.EnvelopeID)
		}
	}
	return len(waiting)
}

// Rows 3, 4 and 28 together, the big one: two replicas on a Redis with AOF, 200 reps due in the same minute, one
// replica killed in the middle and started again, one post in ten with its answer lost. Every rep has exactly one
// digest. Like all tests that hold the bot to seconds it runs beside no other.
func TestRow28KilledInTheMiddleOfTheMorning(t *testing.T) {
	people := 200
	if *matrix.Long {
		people = 10_000
	}
	stalls := storetest.Stalls(t)
	figure := matrix.Row(t, "28",
		fmt.Sprintf("one of two replicas killed among %d digests, one answer in ten lost", people))
	h := build(t, at(t, newYork, "2026-01-11 12:00:00"), aof(t).URL, people, fakeslack.Config{})
	h.crew(people)
	first := make(chan *bot, 1)
	type death struct {
		at    time.Time
		stall time.Duration // of the machine, before it
	}
	killed := make(chan death, 1)
	h.slack.OnPost(func(p fakeslack.Post) fakeslack.Trouble {
		if p.N == people/3 {
			b := <-first
			_ = b.cmd.Process.Kill()
			killed <- death{time.Now(), stalls()}
		}
		if p.N%10 == 0 {
			return fakeslack.CutAnswer
		}
		return fakeslack.None
	})
	h.clock(at(t, newYork, "2026-01-12 08:29:57"))
	one := h.child()
	h.child().ready()
	first <- one.ready()
	died := <-killed
	<-one.done
	h.child()
	h.wait("a digest for each", func(s *fakeslack.Server) bool { return len(h.deeds()) >= people })
	late, stalled := time.Since(died.at), stalls()-died.stall
	figure("%d digests; the last one %v after the death; the machine stalled for %v", people, late.Round(time.Millisecond),
		stalled.Round(time.Millisecond))
	if !*matrix.Long && late > schedule.MaxLease+time.Second+stalled {
		t.Errorf("the dead replica's digests took %v, longer than its lease and a second, and %v of stalls", late, stalled)
	}
	h.quiet(at(t, newYork, "2026-01-13 08:00:00"))
	h.exactlyOneEach(people)
}

// Row 2: the bot is killed between Redis' write and the acknowledgement. The call is kept; the envelope comes again and
// is answered with what was saved, and logs nothing more.
func TestRow02KilledBetweenWriteAndAck(t *testing.T) {
	t.Parallel()
	redis := aof(t)
	toll := newToll(t, redis)
	figure := matrix.Row(t, "2", "kill -9 between write and ack, 4 times")
	h := build(t, at(t, newYork, morning), toll.url, 4, fakeslack.Config{})
	for i := range 4 {
		h.rep(repOf(i), "Acme")
	}
	for i := range 4 {
		b := h.child().ready()
		toll.answer(func(req []byte) {
			if mark.Match(req) { // the write is done, and only the network knows
				b.kill()
			}
		})
		out := make(chan fakeslack.Outcome, 1)
		go func() {
			out <- h.slack.Command(context.Background(), person(i), floor, "/followup", logs("Acme"))
		}()
		<-b.done
		toll.answer(nil)
		heir := h.child()
		h.wait("the envelope to be acknowledged", func(s *fakeslack.Server) bool { return open(s) == 0 })
		<-out
		heir.kill()
	}
	l := h.audit()
	figure("%v", l)
	if l.again != 4 || l.total[saved] != 4 {
		t.Errorf("%v; want four commands, each handed out twice and said to be saved", l)
	}
}

// Row 3: Slack has the message, and the bot dies before it knows. Once it is back it looks, and posts no second one.
func TestRow03KilledBetweenPostAndMark(t *testing.T) {
	t.Parallel()
	people := 20
	figure := matrix.Row(t, "3", fmt.Sprintf("kill -9 after each of %d posts", people))
	h := build(t, at(t, newYork, "2026-01-11 12:00:00"), aof(t).URL, people, fakeslack.Config{})
	h.posts = 600 // so that not all are under way at once
	h.crew(people)
	running := make(chan *bot, 1)
	h.slack.OnPost(func(fakeslack.Post) fakeslack.Trouble {
		return fakeslack.After(func() {
			b := <-running
			b.kill()
			running <- b
		})
	})
	start := at(t, newYork, "2026-01-12 08:30:00")
	for kill := 0; ; kill++ {
		// Time passes meanwhile: whoever comes back finds the dead one's leases over.
		h.clock(start.Add(time.Duration(kill) * 15 * time.Second))
		b := h.child()
		running <- b
		posts := len(h.deeds())
		h.until("a death, or the end of the work", func() bool {
			due, err := h.space.DueIndex.NextDue(t.Context())
			return closed(b.done) || err == nil && due.After(start.Add(12*time.Hour))
		})
		<-running
		if !closed(b.done) {
			figure("%d kills", kill)
			break
		}
		if kill > 3*people {
			t.Fatalf("%d kills and %d posts; no end", kill, posts)
		}
	}
	h.exactlyOneEach(people)
}

// Row 4: one answer in ten is lost, and one post hangs. Every deed has exactly one message.
func TestRow04AnswersOfPostsLost(t *testing.T) {
	t.Parallel()
	people, every := 60, 10
	if *matrix.Long {
		people, every = 2000, 33
	}
	figure := matrix.Row(t, "4", fmt.Sprintf("one answer in %d lost of %d", every, people))
	h := build(t, at(t, newYork, "2026-01-11 12:00:00"), aof(t).URL, people, fakeslack.Config{})
	h.crew(people)
	h.slack.OnPost(func(p fakeslack.Post) fakeslack.Trouble {
		if p.N%every == 0 {
			return fakeslack.CutAnswer
		}
		return fakeslack.None
	})
	h.clock(at(t, newYork, "2026-01-12 08:30:00"))
	h.here()
	h.quiet(at(t, newYork, "2026-01-13 08:00:00"))
	h.exactlyOneEach(people)
	posts := h.slack.Count(func(e fakeslack.Entry) bool {
		return e.Kind == fakeslack.KindRequest && e.Method == "chat.postMessage"
	})
	figure("%d posts for %d digests", posts, people)
	if posts != people {
		t.Errorf("%d posts for %d digests: an answer that was lost is looked up, not asked for again", posts, people)
	}
}

// A replica whose clock is five minutes fast starts while Redis hangs. When Redis answers, nothing is sent before the
// replica has learnt the time.
func TestRow26NothingBeforeTheTimeIsKnown(t *testing.T) {
	t.Parallel()
	const people = 20
	srv := aof(t)
	matrix.Row(t, "26", "Redis hangs at the start of a bot whose clock is 5 minutes fast")
	h := build(t, at(t, newYork, "2026-01-11 12:00:00"), srv.URL, people, fakeslack.Config{})
	h.crew(people)
	due := at(t, newYork, "2026-01-12 08:30:00")
	h.clock(due.Add(-2 * time.Minute))
	srv.Freeze()
	b := h.child()
	b.wall().Set(5 * time.Minute)
	h.until("the bot to look for what is due, in vain", func() bool {
		return strings.Contains(b.log.String(), "connected to Slack")
	})
	srv.Thaw()
	b.ready()
	h.until("the difference to be known", func() bool {
		return strings.Contains(b.log.String(), "this machine's clock differs")
	})
	if n := len(h.deeds()); n != 0 {
		t.Errorf("%d digests two minutes early", n)
	}
	h.clock(due)
	b.follow()
	h.quiet(due.Add(23 * time.Hour))
	h.exactlyOneEach(people)
}

// Row 27: a replica stands still (SIGSTOP) for longer than its leases while its posts wait for their turn. The other
// one takes them over, and when the first goes on it sends none of them.
func TestRow27PausedBeyondTheLease(t *testing.T) {
	t.Parallel()
	people, pauses := 60, []time.Duration{12 * time.Second}
	if *matrix.Long {
		people, pauses = 80, []time.Duration{8 * time.Second, 12 * time.Second, 30 * time.Second, 120 * time.Second}
	}
	for _, pause := range pauses {
		t.Run(pause.String(), func(t *testing.T) {
			matrix.Row(t, "27", "SIGSTOP for "+pause.String())
			h := build(t, at(t, newYork, "2026-01-11 12:00:00"), aof(t).URL, people, fakeslack.Config{})
			h.posts = 300 // so that a dozen wait when it stops
			h.crew(people)
			h.clock(at(t, newYork, "2026-01-12 08:29:58"))
			stopped, other := h.child().ready(), h.child().ready()
			h.wait("digests to go out", func(*fakeslack.Server) bool { return len(h.deeds()) >= people/5 })
			stopped.freeze(true)
			over := time.NewTimer(pause)
			<-over.C
			stopped.freeze(false)
			h.quiet(at(t, newYork, "2026-01-13 08:00:00"))
			stopped.term() // whatever it still had in hand has left by then, or never does
			other.term()
			h.exactlyOneEach(people)
		})
	}
}

// Row 26: the clocks of three replicas are half a minute and five minutes apart, and a backlog is due, with answers
// that get lost so that deliveries change hands. Each digest comes once, and none before its time by Redis' clock.
func TestRow26ClocksApart(t *testing.T) {
	t.Parallel()
	people, offs := 40, []time.Duration{-30 * time.Second, 0, 5 * time.Minute}
	if *matrix.Long {
		people, offs = 200, append(offs, -5*time.Minute, -2*time.Second, 2*time.Second, 30*time.Second)
	}
	matrix.Row(t, "26", fmt.Sprintf("clocks ahead by %v, %d digests", offs, people))
	h := build(t, at(t, newYork, "2026-01-11 12:00:00"), aof(t).URL, people, fakeslack.Config{})
	h.posts = 600
	h.crew(people)
	h.slack.OnPost(func(p fakeslack.Post) fakeslack.Trouble {
		if p.N%10 == 0 {
			return fakeslack.CutAnswer
		}
		return fakeslack.None
	})
	due := at(t, newYork, "2026-01-12 08:30:00")
	h.clock(due.Add(-4 * time.Second))
	said := func(b *bot) bool { return strings.Contains(b.log.String(), "this machine's clock differs") }
	small := func(off time.Duration) bool { return off.Abs() <= 2*time.Second } // of which nobody need hear
	bots := map[time.Duration]*bot{}
	for _, off := range offs {
		bots[off] = h.child()
		bots[off].wall().Set(off)
		bots[off].ready()
	}
	for off, b := range bots {
		if !small(off) {
			h.until("a clock that is off by "+off.String()+" to be told of", func() bool { return said(b) })
		}
	}
	h.quiet(due.Add(23 * time.Hour))
	h.exactlyOneEach(people)
	for off, b := range bots {
		if small(off) && said(b) {
			t.Errorf("a clock that is off by %s is told of", off)
		}
	}
	for _, e := range h.slack.Ledger() {
		early := due.Sub(e.At.Add(time.Duration(h.ahead.Load())))
		if e.Kind == fakeslack.KindPost && early > time.Second {
			t.Errorf("%s got theirs %v early", e.User, early)
		}
	}
}

// Row 29: two replicas are stopped with SIGTERM and started again, one after the other, while digests go out and
// commands come in. Nothing is lost, nothing comes twice, no command is without somebody to answer it, and each stop
// takes five seconds at most.
func TestRow29RollingRestart(t *testing.T) {
	people := 100
	if *matrix.Long {
		people = 2000
	}
	stalls := storetest.Stalls(t)
	figure := matrix.Row(t, "29", fmt.Sprintf("two replicas stopped and started among %d digests", people))
	h := build(t, at(t, newYork, "2026-01-11 12:00:00"), aof(t).URL, people+4, fakeslack.Config{})
	h.posts = 600
	h.crew(people)
	for i := people; i < people+4; i++ {
		r := repOf(i)
		r.Off = true
		h.rep(r, "Firm A", "Firm B")
	}
	h.clock(at(t, newYork, "2026-01-12 08:29:58"))
	bots := []*bot{h.child().ready(), h.child().ready()}
	stop := make(chan struct{})
	var busy sync.WaitGroup
	for i := people; i < people+4; i++ {
		busy.Go(func() {
			for n := 0; !closed(stop); n++ {
				out := h.slack.Command(context.Background(), person(i), floor, "/followup", logs(h.leads[person(i)][n%2].Name))
				if v := verdictOf(textOf(out.Payload)); v != saved {
					t.Errorf("a command during the restart after %v: %s %s", out.Took, out.Failure, textOf(out.Payload))
				}
			}
		})
	}
	for i := range bots {
		sent := len(h.deeds())
		h.wait("digests to go out", func(s *fakeslack.Server) bool { return len(h.deeds()) >= sent+people/5 })
		before := stalls()
		took, status := bots[i].term()
		figure("stopped in %v", took.Round(time.Millisecond))
		if took > 5*time.Second+stalls()-before || status != 0 {
			t.Errorf("a stop took %v, status %d", took, status)
		}
		bots[i] = h.child().ready()
	}
	h.quiet(at(t, newYork, "2026-01-13 08:00:00"))
	close(stop)
	busy.Wait()
	h.exactlyOneEach(people)
	figure("%v", h.audit())
}
