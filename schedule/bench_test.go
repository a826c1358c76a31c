package schedule

import (
	"context"
	"fmt"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store/ledger"
)

// realTime makes the fixture's engines run on a clock that goes on from base.
func realTime(base time.Time) func() time.Time {
	began := time.Now()
	return func() time.Time { return base.Add(time.Since(began)) }
}

// BenchmarkFiringDelay is how late one ping leaves, on the real tick: from its due instant to the post.
func BenchmarkFiringDelay(b *testing.B) {
	f := newFixture(b, at(b, ny, "2026-01-12 10:00"))
	rep := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	now := realTime(f.clock.Now())
	posted := make(chan time.Time, 1)
	f.slack.inject = func(int, ledger.Delivery, string, notify.Message) fault {
		posted <- now()
		return fault{}
	}
	f.start(func(c *Config) { c.Now = now })
	var late []time.Duration
	for i := 0; b.Loop(); i++ {
		f.clock.to(now())
		id := fmt.Sprintf("L%d", i)
		f.lead(rep, coach.Lead{ID: id, Name: id, Warmth: coach.Cold})
		due := now().Add(1500 * time.Millisecond).Truncate(time.Second) // appointments are in whole seconds
		f.log(rep, id, coach.Touch{Outcome: outcome.Planned, Until: due.Add(10 * time.Minute)})
		late = append(late, (<-posted).Sub(due))
	}
	slices.Sort(late)
	b.ReportMetric(float64(late[len(late)/2].Milliseconds()), "p50-ms-late")
	b.ReportMetric(float64(late[len(late)*99/100].Milliseconds()), "p99-ms-late")
}

// BenchmarkTenThousandDue is how long the last of 10,000 digests due in one instant takes, with a Slack that answers at
// once.
func BenchmarkTenThousandDue(b *testing.B) {
	const n = 10_000
	var cpu time.Duration
	for range b.N {
		b.StopTimer()
		f := newFixture(b, at(b, ny, "2026-01-11 12:00"))
		f.dueReps(n)
		f.clock.to(at(b, ny, "2026-01-12 08:30"))
		all := make(chan struct{})
		f.slack.inject = func(i int, _ ledger.Delivery, _ string, _ notify.Message) fault {
			if i == n {
				close(all)
			}
			return fault{}
		}
		began := cpuTime()
		b.StartTimer()
		e := f.start()
		<-all
		b.StopTimer()
		e.stop()
		cpu += cpuTime() - began
		if got := len(f.slack.keys()); got != n {
			b.Fatalf("%d digests of %d", got, n)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/10000")
	b.ReportMetric(cpu.Seconds()/float64(b.N), "cpu-s/10000")
}

// cpuTime is what this process has used of the processors; unlike the clock it doesn't depend on who else is at work.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkIdleTick is one look with nothing due, with few and with many reps.
func BenchmarkIdleTick(b *testing.B) {
	for _, n := range []int{10, 5000} {
		b.Run(fmt.Sprintf("reps=%d", n), func(b *testing.B) {
			f := newFixture(b, at(b, ny, "2026-01-11 12:00"))
			f.dueReps(n)
			e, err := New(Config{Space: f.space, Rules: f.rules, Sender: f.slack, Now: f.clock.Now, Owner: "bench"})
			f.ok(err)
			ctx := context.Background()
			b.ReportAllocs()
			for b.Loop() {
				if l := e.look(ctx); len(e.pools[bulk].waiting) > 0 || !l.Next.IsZero() {
					b.Fatal("something is due")
				}
			}
		})
	}
}

// BenchmarkDigestDecision reads and decides one rep's digest, 10 due of 100 leads, beside the bare reads of the same
// records.
func BenchmarkDigestDecision(b *testing.B) {
	f := newFixture(b, at(b, ny, "2026-01-11 12:00"))
	rep := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	for i := range 100 {
		id := fmt.Sprintf("L%03d", i)
		f.lead(rep, coach.Lead{ID: id, Name: id, Warmth: coach.Warm})
		if i >= 10 {
			f.log(rep, id, coach.Touch{Outcome: outcome.Planned, Until: at(b, ny, "2026-01-20 10:00")})
		}
	}
	now := at(b, ny, "2026-01-12 08:30")
	e, err := New(Config{Space: f.space, Rules: f.rules, Sender: f.slack, Now: f.clock.Now, Owner: "bench"})
	f.ok(err)
	ctx := context.Background()
	due := ledger.Due{Kind: ledger.KindDigest, Rep: rep.ID, At: now, For: now}
	b.Run("read and decide", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			a, err := e.composer.addressDigest(ctx, due, now)
			if err == nil {
				err = e.composer.composeDigest(ctx, &a, now)
			}
			if err != nil || a.msg == nil || len(a.msg.(notify.Digest).Cards) != 10 {
				b.Fatal(err, a)
			}
		}
	})
	b.Run("read only", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, _, err := f.space.Records.Rep(ctx, rep.ID); err != nil {
				b.Fatal(err)
			}
			if due, err := f.space.Records.DueLeads(ctx, rep.ID, now, digestMax); err != nil || len(due.Leads) != 10 {
				b.Fatal(err, len(due.Leads))
			}
			if _, err := f.space.Ledger.TipsShown(ctx, rep.ID); err != nil {
				b.Fatal(err)
			}
		}
	})
}
