package schedule

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/followup-coach/followup/store/storetest"
	"github.com/followup-coach/followup/store/storetest/matrix"
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
	// The night on which clocks go forward, a clock that was set back by an hour and forward again, the next day, five
	// days on which nothing ran, and the night on which clocks go back.
	for i, c := range []struct {
		at   string
		want int64
	}{{"2026-03-08 12:00", 3}, {"2026-03-08 11:00", 3}, {"2026-03-08 12:30", 3}, {"2026-03-09 12:00", 4},
		{"2026-03-15 12:00", 5}, {"2026-11-01 00:30", 6}, {"2026-11-01 01:30", 6}, {"2026-11-01 02:30", 6},
		{"2026-11-01 19:30", 7}, {"2026-11-01 18:30", 7}, {"2026-11-01 19:00", 7}} {
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

// A job of the day comes again once Redis answers, and is done once although the answers about it were lost.
func TestDailyWhileRedisIsAway(t *testing.T) {
	redis := storetest.Cut(t, storetest.Redis(t))
	f := newFixtureOn(t, redis.URL, at(t, ny, "2026-03-07 12:00"))
	e, err := New(Config{Space: f.space, Rules: f.rules, Sender: f.slack, Now: f.clock.Now, Owner: "one"})
	f.ok(err)
	ran := 0
	job := Daily{Name: "roster", Run: func(context.Context) error {
		ran++
		redis.LoseAfter(0) // also whether it is noted that the job is done
		return nil
	}}
	redis.LoseAfter(0)
	e.jobs().run(t.Context(), job)
	if ran != 0 {
		t.Error("done without a claim")
	}
	redis.LoseAnswers(0)
	f.clock.to(f.clock.Now().Add(dailyLease + time.Second)) // the claim may have got through
	e.jobs().run(t.Context(), job)
	redis.LoseAnswers(0)
	f.clock.to(f.clock.Now().Add(dailyLease + time.Second))
	e.jobs().run(t.Context(), job)
	if ran != 1 {
		t.Errorf("done %d times, want once", ran)
	}
}

// A job of the day that doesn't hear that the engine stops is cut off, and nothing has failed: somebody else does it
// once its lease is over.
func TestDailyCutOff(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-03-07 12:00"))
	began, ends := make(chan struct{}), make(chan struct{})
	e := f.start(func(c *Config) {
		c.Drain = time.Millisecond
		c.Daily = []Daily{{Name: "roster", Run: func(context.Context) error {
			close(began)
			<-ends
			return nil
		}}}
	})
	defer close(ends)
	<-began
	e.stop() // an error of Run fails the test
	done := make(chan struct{})
	f.start(func(c *Config) {
		c.DailyEvery = 5 * time.Millisecond
		c.Daily = []Daily{{Name: "roster", Run: func(context.Context) error {
			close(done)
			return nil
		}}}
	})
	f.clock.set(f.clock.Now().Add(dailyLease + time.Second))
	<-done
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

// dailyDone waits until one of the engines has done a job of the day.
func (f *fixture) dailyDone(name string) {
	f.t.Helper()
	c, look := f.raw(), time.NewTicker(time.Millisecond)
	defer look.Stop()
	for range 10_000 {
		<-look.C
		key := "{T1:ws}:deed:daily/" + name + "/" + f.clock.Now().UTC().Format(time.DateOnly)
		if c.HGet(f.t.Context(), key, "st").Val() == "d" {
			return
		}
	}
	f.t.Fatalf("nobody has done %s", name)
}

// Row 32: gocron asks as often as before when the wall clock of its process is set back and forward, and a job is done
// once for each date that the clock comes to show.
func TestRow32JobsOfTheDay(t *testing.T) {
	matrix.Row(t, "32", "wall clock set, gocron")
	f := newFixture(t, at(t, "UTC", "2026-03-07 12:00"))
	slack := &farSlack{r: f.slack, ran: make(chan string, 100)}
	child := spawn(t, replica{Redis: f.url, Slack: slack.serve(t), Began: time.Now(), Base: f.clock.Now(),
		Jobs: 20 * time.Millisecond}, "one")
	wall := (*storetest.Wall)(nil)
	for _, step := range []struct {
		ahead time.Duration
		date  string // on which it is done then; none if it was done
	}{
		{0, "2026-03-07"}, {-time.Hour, ""}, {24 * time.Hour, "2026-03-08"}, {23 * time.Hour, ""},
		{48 * time.Hour, "2026-03-09"}, {24 * time.Hour, ""}, {72 * time.Hour, "2026-03-10"},
	} {
		limit := 300 * time.Millisecond // in which it asks more than ten times
		if step.date != "" {
			limit = 30 * time.Second
		}
		if wall != nil {
			wall.Set(step.ahead)
		}
		over, ran := time.NewTimer(limit), ""
		select {
		case ran = <-slack.ran:
		case <-over.C:
		}
		if ran != step.date {
			t.Errorf("with the clock %v ahead it is done for %q, want %q", step.ahead, ran, step.date)
		}
		if wall == nil { // it is at work
			wall = storetest.WallOf(t, child.Process.Pid)
		}
	}
}
