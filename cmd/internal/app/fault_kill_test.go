package app_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/coach"
)

func repOf(i int) coach.Rep { return coach.Rep{ID: person(i), TZ: newYork} }

const morning = "2026-01-12 09:30:00" // a Monday; the digests of the day are over

// Row 1: the bot is killed at random while commands flow. What it acknowledged is in Redis, once.
func TestRow01KilledWhileHandlingCommands(t *testing.T) {
	t.Parallel()
	kills := 10
	if *long {
		kills = 200
	}
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
	t.Log(kills, "kills;", l)
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

// Rows 3, 4 and 28 together, the big one: two replicas on a Redis with AOF, 200 reps due in the same minute, one replica killed
// in the middle and started again, one post in ten with its answer lost. Every rep has exactly one digest.
func TestRow28KilledInTheMiddleOfTheMorning(t *testing.T) {
	t.Parallel()
	people := 200
	if *long {
		people = 10_000
	}
	h := build(t, at(t, newYork, "2026-01-11 12:00:00"), aof(t).URL, people, fakeslack.Config{})
	h.crew(people)
	first := make(chan *bot, 1)
	killed := make(chan time.Time, 1)
	h.slack.OnPost(func(p fakeslack.Post) fakeslack.Trouble {
		if p.N == people/3 {
			b := <-first
			_ = b.cmd.Process.Kill()
			killed <- time.Now()
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
	t.Logf("%d digests; the last one %v after the death", people, time.Since(died).Round(time.Millisecond))
	if late := time.Since(died); !*long && late > 20*time.Second {
		t.Errorf("the dead replica's digests took %v", late)
	}
	h.quiet(at(t, newYork, "2026-01-13 08:00:00"))
	h.exactlyOneEach(people)
}
