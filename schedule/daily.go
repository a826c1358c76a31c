package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/go-co-op/gocron/v2"
	"github.com/jonboulle/clockwork"

	"github.com/followup-coach/followup/store/ledger"
)

// Daily is work for the whole workspace that one replica does once a day. It may be cut off, or its replica may die:
// then it is done again the same day, so that doing it twice must do no harm.
type Daily struct {
	Name string // names it in the ledger for ever
	Run  func(context.Context) error
}

const (
	// dailyEvery is how often each replica asks whether a job of the day is still to be done: what failed, or what
	// somebody was killed over, is done within it.
	dailyEvery = 10 * time.Minute
	// dailyLease is for how long a job may run: after it somebody else does it anew.
	dailyLease = 15 * time.Minute
	// dailyTold is for how long the ledger is told how a job ended.
	dailyTold = 4 * time.Second
)

// daily does the jobs of the day.
type daily struct {
	ledger ledger.Ledger
	now    func() time.Time
	owner  string
	log    *slog.Logger
	every  time.Duration
	drain  time.Duration // how long stopping waits for a job
}

// start has gocron run the jobs, now and again and again, until stop is called. Each runs under its name.
func (w daily) start(ctx context.Context, jobs []Daily) (stop func() error, err error) {
	if len(jobs) == 0 {
		return func() error { return nil }, nil
	}
	clock, err := gocron.NewScheduler(gocron.WithLogger(mute{}), gocron.WithStopTimeout(w.drain),
		gocron.WithLocation(time.UTC), gocron.WithClock(steady{clockwork.NewRealClock(), time.Now()}))
	if err != nil {
		return nil, fmt.Errorf("schedule: start the daily jobs: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	for _, d := range jobs {
		_, err := clock.NewJob(gocron.DurationJob(w.every), gocron.NewTask(func() { w.run(ctx, d) }),
			gocron.WithName(d.Name), gocron.WithSingletonMode(gocron.LimitModeReschedule),
			gocron.WithStartAt(gocron.WithStartImmediately()))
		if err != nil {
			cancel()
			return nil, fmt.Errorf("schedule: start the job %s: %w", d.Name, err)
		}
	}
	clock.Start()
	return func() error {
		cancel()
		err := clock.Shutdown()
		switch {
		case errors.Is(err, gocron.ErrStopJobsTimedOut), errors.Is(err, gocron.ErrStopExecutorTimedOut),
			errors.Is(err, gocron.ErrStopSchedulerTimedOut):
			// As with a post that is cut off: somebody else does it once its lease is over, so that nothing has failed.
			w.log.Warn("a job of the day was cut off", "error", err)
		case err != nil:
			return fmt.Errorf("schedule: stop the daily jobs: %w", err)
		}
		return nil
	}, nil
}

// run does a job unless it was done today, or somebody is at it.
func (w daily) run(ctx context.Context, d Daily) {
	now := w.now()
	claimed, err := w.ledger.Claim(ctx, now, w.owner, dailyLease,
		ledger.DeliveryClaim{Key: "daily/" + d.Name + "/" + now.UTC().Format(time.DateOnly)})
	if err != nil || claimed[0].State != ledger.DeliveryMine {
		if err != nil && ctx.Err() == nil {
			w.log.Warn("cannot tell whether a job of the day is done; asking again", "job", d.Name, "in", w.every,
				"err", err)
		}
		return
	}
	job := claimed[0]
	limited, cancel := context.WithTimeout(ctx, dailyLease)
	defer cancel()
	err = d.Run(limited)
	// What the ledger must be told is told in any case.
	told, done := context.WithTimeout(context.WithoutCancel(ctx), dailyTold)
	defer done()
	if err == nil {
		if err = w.ledger.Done(told, job, ledger.Receipt{At: w.now()}, ledger.DoneEffects{}); err == nil {
			return
		}
	} else if errFree := w.ledger.Release(told, job, ledger.Retry{At: w.now()}); errFree != nil {
		w.log.Info("a job of the day is free again only when its lease has passed", "job", d.Name, "err", errFree)
	}
	if ctx.Err() == nil {
		w.log.Warn("a job of the day is not done yet; trying again", "job", d.Name, "in", w.every, "err", err)
	}
}

// steady goes on evenly from its start. By the wall clock, as gocron plans, nothing is asked for an hour when that is
// set back by one.
type steady struct {
	clockwork.Clock
	start time.Time
}

// Now is the start and what has passed since on the monotonic clock.
func (s steady) Now() time.Time { return s.start.Round(0).Add(time.Since(s.start)) }

// mute keeps gocron's own remarks out of the log.
type mute struct{}

func (mute) Debug(string, ...any) {}
func (mute) Error(string, ...any) {}
func (mute) Info(string, ...any)  {}
func (mute) Warn(string, ...any)  {}
