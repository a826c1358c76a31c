package schedule

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"
)

// A job of the day is done once a day by whichever replica comes first, also after a restart, after one that failed and
// after the clock was set; of one that is under way nobody does another.
func TestDaily(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-03-07 12:00"))
	var ran, fail atomic.Int64
	news := make(chan struct{}, 100)
	job := func(c *Config) {
		c.DailyEvery = 5 * time.Millisecond
		c.Daily = []Daily{{Name: "roster", Run: func(context.Context) error {
			ran.Add(1)
			news <- struct{}{}
			if fail.Add(-1) >= 0 {
				return errors.New("Slack is away")
			}
			return nil
		}}}
	}
	ask := func(e *running, times int) { // what gocron does every hour
		for range times {
			e.jobs().run(context.Background(), e.cfg.Daily[0])
		}
	}
	fail.Store(1)
	one, two := f.start(job), f.start(job)
	<-news
	<-news // the first has failed, so it was done again
	ask(one, 3)
	ask(two, 3)
	if n := ran.Load(); n != 2 {
		t.Errorf("done %d times on the first day, want once after the failure", n)
	}
	one.stop()
	again := f.start(job)
	ask(again, 3)
	if n := ran.Load(); n != 2 {
		t.Errorf("done again after a restart: %d", n)
	}
	// The night of the clock change, then a clock that was set back by an hour and forward again.
	for i, c := range []struct {
		at   string
		want int64
	}{{"2026-03-08 12:00", 3}, {"2026-03-08 11:00", 3}, {"2026-03-08 12:30", 3}, {"2026-03-09 12:00", 4}} {
		f.clock.set(at(t, ny, c.at))
		ask(again, 1)
		ask(two, 1)
		if n := ran.Load(); n != c.want {
			t.Errorf("%d: %d times by %s, want %d", i, n, c.at, c.want)
		}
	}
	two.stop()
	again.stop()
}

// Whoever dies over a job leaves it to the others when the lease is over, and not before.
func TestDailyOfADeadReplica(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-03-07 12:00"))
	e, err := New(Config{Space: f.space, Rules: f.rules, Sender: f.slack, Now: f.clock.Now, Owner: "dead"})
	f.ok(err)
	ran := 0
	dead := Daily{Name: "roster", Run: func(ctx context.Context) error {
		ran++
		other, err := New(Config{Space: f.space, Rules: f.rules, Sender: f.slack, Now: f.clock.Now, Owner: "other"})
		f.ok(err)
		count := Daily{Name: "roster", Run: func(context.Context) error { ran++; return nil }}
		other.jobs().run(ctx, count)
		if ran != 1 {
			t.Error("done twice at a time")
		}
		f.clock.to(f.clock.Now().Add(dailyLease + time.Second))
		other.jobs().run(ctx, count)
		if ran != 2 {
			t.Errorf("done %d times after the lease of whoever had it", ran)
		}
		return errors.New("too late")
	}}
	e.jobs().run(t.Context(), dead)
	e.jobs().run(t.Context(), dead)
	if ran != 2 {
		t.Errorf("done %d times: what the other one did counts", ran)
	}
}
