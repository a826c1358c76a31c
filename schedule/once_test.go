package schedule

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/storetest"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

const (
	ny     = "America/New_York"
	monday = "2026-01-12"
)

func TestSeveralEnginesSendEachDigestOnce(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
	reps := f.dueReps(150)
	f.slack.inject = func(n int, _ ledger.Delivery, _ string, _ notify.Message) fault { return fault{lose: n%10 == 0} }
	engines := []*running{f.start(), f.start(), f.start(), f.start()}
	f.runTo(at(t, ny, "2026-01-12 09:30"), engines...)
	f.once(digestKeys(reps, monday)...)
	if f.slack.sends != len(reps) {
		t.Errorf("%d posts for %d digests: an answer that was lost is looked up, not repeated", f.slack.sends, len(reps))
	}
	next, err := f.space.DueIndex.NextDue(context.Background())
	f.ok(err)
	if want := at(t, ny, "2026-01-13 08:30"); !next.Equal(want) {
		t.Errorf("next due %v, want the next day's digest at %v", next, want)
	}
}

// A process may die between any two steps. Whoever takes over after its lease finishes the delivery, and Slack has it
// once.
func TestDeathAtEveryStep(t *testing.T) {
	for _, p := range []failpoint{atClaimed, atMarked, atPosted, atRecorded} {
		for _, second := range []failpoint{"", atClaimed, atLooked, atMarked, atPosted} {
			t.Run(string(p)+" then "+string(second), func(t *testing.T) {
				f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
				reps := f.dueReps(1)
				die := func(where failpoint) *running {
					return f.startDying(func(now failpoint, _ *task) bool { return now != where })
				}
				first := die(p)
				f.runTo(at(t, ny, "2026-01-12 08:30"), first)
				<-first.done
				if second != "" {
					heir := die(second)
					f.runTo(at(t, ny, "2026-01-12 08:31"), heir)
					heir.stop()
				}
				f.runTo(at(t, ny, "2026-01-12 09:00"), f.start())
				f.once(digestKeys(reps, monday)...)
				next, err := f.space.DueIndex.NextDue(context.Background())
				f.ok(err)
				if want := at(t, ny, "2026-01-13 08:30"); !next.Equal(want) {
					t.Errorf("next due %v, want %v", next, want)
				}
			})
		}
	}
}

// Row 27: a process that slept beyond its lease sends nothing on waking.
func TestHolderPausedBeyondItsLeaseSendsNothing(t *testing.T) {
	for _, p := range []failpoint{atClaimed, atMarked} {
		t.Run(string(p), func(t *testing.T) {
			f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
			reps := f.dueReps(1)
			asleep, wake := make(chan struct{}), make(chan struct{})
			sleeper := f.startDying(func(now failpoint, _ *task) bool {
				if now == p {
					close(asleep)
					<-wake
				}
				return true
			}, func(c *Config) { c.Lease, c.Settle = 1010*time.Millisecond, time.Second }) // 10 ms for a post
			f.clock.to(at(t, ny, "2026-01-12 08:30"))
			sleeper.Wake()
			<-asleep
			f.runTo(at(t, ny, "2026-01-12 08:31"), f.start())
			f.once(digestKeys(reps, monday)...)
			slept, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			defer cancel()
			<-slept.Done() // a real sleeper has its time used up
			before := f.slack.sends
			close(wake)
			sleeper.stop()
			if f.slack.sends != before {
				t.Errorf("the late holder posted %d times", f.slack.sends-before)
			}
			f.once(digestKeys(reps, monday)...)
		})
	}
}

// Row 28, in one process: an engine dies in the middle of the morning, the rest is sent by the other within a lease.
func TestOneOfTwoDiesInTheMiddle(t *testing.T) {
	n := 500
	f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
	reps := f.dueReps(n)
	half := make(chan struct{})
	f.slack.inject = func(i int, _ ledger.Delivery, _ string, _ notify.Message) fault {
		if i == n/3 {
			close(half)
		}
		return fault{lose: i%10 == 0}
	}
	// Whichever takes the next step is the one that dies: of the other nobody knows whether it would take any.
	var victim atomic.Int32
	step := func(engine int32) func(failpoint, *task) bool {
		return func(failpoint, *task) bool {
			select {
			case <-half:
				victim.CompareAndSwap(0, engine)
			default:
			}
			return victim.Load() != engine
		}
	}
	dying, other := f.startDying(step(1)), f.startDying(step(2))
	f.runTo(at(t, ny, "2026-01-12 08:30"), dying, other)
	if victim.Load() == 2 {
		dying, other = other, dying
	}
	<-dying.done
	f.runTo(at(t, ny, "2026-01-12 08:30").Add(MaxLease+time.Second), other)
	missing := 0
	for _, k := range digestKeys(reps, monday) {
		if f.slack.keys()[k] == 0 {
			missing++
		}
	}
	if missing > 0 {
		t.Errorf("%d digests are not sent a lease and a second after the death", missing)
	}
	f.runTo(at(t, ny, "2026-01-12 08:35"), other)
	f.once(digestKeys(reps, monday)...)
}

// Row 29: every engine is stopped and replaced while the morning's digests go out.
func TestRollingRestart(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
	reps := f.dueReps(200)
	stop := make(chan int, 8)
	f.slack.inject = func(i int, _ ledger.Delivery, _ string, _ notify.Message) fault {
		if i%50 == 0 {
			stop <- i
		}
		return fault{}
	}
	engines := []*running{f.start(), f.start()}
	f.clock.to(at(t, ny, "2026-01-12 08:30"))
	for i := range engines {
		engines[0].Wake()
		engines[1].Wake()
		<-stop
		engines[i].stop()
		engines[i] = f.start()
	}
	f.runTo(at(t, ny, "2026-01-12 08:31"), engines...)
	f.once(digestKeys(reps, monday)...)
	if f.slack.finds != 0 {
		t.Errorf("%d look-ups: a stop that was asked for leaves nothing half-done", f.slack.finds)
	}
}

// Row 30: everything is down from before the digest until later, or until the working day is over.
func TestDowntime(t *testing.T) {
	matrix.Row(t, "30", "all down until 8:35, 9:10, 17:59, 18:00 and the next day")
	for back, want := range map[string]string{
		"2026-01-12 08:35": "on time", "2026-01-12 09:10": "late", "2026-01-12 17:59": "late", "2026-01-12 18:00": "skipped",
		"2026-01-13 07:00": "skipped",
	} {
		t.Run(back, func(t *testing.T) {
			f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
			reps := f.dueReps(3)
			f.clock.to(at(t, ny, back))
			f.runTo(at(t, ny, back).Add(time.Minute), f.start(), f.start())
			if want == "skipped" {
				f.once()
				next, err := f.space.DueIndex.NextDue(context.Background())
				f.ok(err)
				if day := at(t, ny, "2026-01-13 08:30"); !next.Equal(day) {
					t.Errorf("next due %v, want %v", next, day)
				}
				return
			}
			f.once(digestKeys(reps, monday)...)
			for _, p := range f.slack.all() {
				if late := p.Msg.(notify.Digest).Late; late != (want == "late") {
					t.Errorf("%s: marked late: %v, want %s", p.Key, late, want)
				}
			}
		})
	}
}

// A stop waits for posts under way, but not for ever; what it cut off is looked up by whoever comes next.
func TestStopCutsAHangingPostOff(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
	reps := f.dueReps(1)
	hanging := make(chan struct{})
	f.slack.inject = func(n int, _ ledger.Delivery, _ string, _ notify.Message) fault {
		if n == 1 {
			close(hanging)
		}
		return fault{hang: n == 1}
	}
	e := f.start(func(c *Config) { c.Drain = 10 * time.Millisecond })
	f.clock.to(at(t, ny, "2026-01-12 08:30"))
	e.Wake()
	<-hanging
	e.stop()
	f.runTo(at(t, ny, "2026-01-12 08:31"), f.start())
	f.once(digestKeys(reps, monday)...)
	if f.slack.finds != 1 {
		t.Errorf("%d look-ups, want one for the post that was cut off", f.slack.finds)
	}
}

// After a restart Redis may have lost its last moments: a delivery that nobody is known to have tried may be in Slack
// all the same.
func TestAfterARestartOfRedisNothingIsTakenForUntried(t *testing.T) {
	srv := storetest.Start(t, storetest.Options{AOF: "always"})
	f := newFixtureOn(t, srv.URL, at(t, ny, "2026-01-11 12:00"))
	reps := f.dueReps(2)
	e := f.start()
	f.runTo(at(t, ny, "2026-01-13 08:29"), e)
	e.stop()
	srv.Kill()
	srv.Restart()
	forgotten := "digest/" + reps[0].ID + "/2026-01-13"
	f.slack.keep(ledger.Delivery{Key: forgotten}, reps[0].ID, nil)
	f.runTo(at(t, ny, "2026-01-13 08:31"), f.start())
	f.once(append(digestKeys(reps, monday), digestKeys(reps, "2026-01-13")...)...)
}
