package schedule

import (
	"context"
	"fmt"
	"time"

	"github.com/go-co-op/gocron/v2"

	"github.com/followup-coach/followup/store"
)

// Daily is work for the whole workspace that one replica does once a day. It may be cut off, or its replica may die: then
// it is done again the same day, so that doing it twice must do no harm.
type Daily struct {
	Name string // names it in the ledger for ever
	Run  func(context.Context) error
}

const (
	// dailyEvery is how often each replica asks whether a job of the day is still to be done: what failed, or what
	// somebody was killed over, is done within it.
	dailyEvery = time.Hour
	// dailyLease is for how long a job may run: after it somebody else does it anew.
	dailyLease = 15 * time.Minute
)

// startDaily has gocron run the daily jobs, now and every hour, until stop is called. It names them after the job, so
// that its own metrics and logs could tell them apart.
func (e *Engine) startDaily(ctx context.Context) (stop func() error, err error) {
	clock, err := gocron.NewScheduler(gocron.WithLogger(mute{}), gocron.WithStopTimeout(e.cfg.Drain),
		gocron.WithLocation(time.UTC))
	if err != nil {
		return nil, fmt.Errorf("schedule: start the daily jobs: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	for _, d := range e.cfg.Daily {
		_, err := clock.NewJob(gocron.DurationJob(e.cfg.DailyEvery), gocron.NewTask(func() { e.daily(ctx, d) }),
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
		if err := clock.Shutdown(); err != nil {
			return fmt.Errorf("schedule: stop the daily jobs: %w", err)
		}
		return nil
	}, nil
}

// daily does a job unless it was done today, or somebody is at it.
func (e *Engine) daily(ctx context.Context, d Daily) {
	now := e.cfg.Now()
	claimed, err := e.cfg.Space.Ledger.Claim(ctx, now, e.cfg.Owner, dailyLease,
		store.DeliveryClaim{Key: "daily/" + d.Name + "/" + now.UTC().Format(time.DateOnly)})
	if err != nil || claimed[0].State != store.DeliveryMine {
		if err != nil && ctx.Err() == nil {
			e.log.Warn("cannot tell whether a job of the day is done; asking again", "job", d.Name, "in", e.cfg.DailyEvery,
				"err", err)
		}
		return
	}
	job := claimed[0]
	limited, cancel := context.WithTimeout(ctx, dailyLease)
	defer cancel()
	err = d.Run(limited)
	// What the ledger must be told is told in any case.
	told, done := context.WithTimeout(context.WithoutCancel(ctx), storeTimeout)
	defer done()
	if err == nil {
		if err = e.cfg.Space.Ledger.Done(told, job, store.Receipt{At: e.cfg.Now()}, store.DoneEffects{}); err == nil {
			return
		}
	} else if errFree := e.cfg.Space.Ledger.Release(told, job, store.Retry{At: e.cfg.Now()}); errFree != nil {
		e.log.Info("a job of the day is free again only when its lease has passed", "job", d.Name, "err", errFree)
	}
	if ctx.Err() == nil {
		e.log.Warn("a job of the day is not done yet; trying again", "job", d.Name, "in", e.cfg.DailyEvery, "err", err)
	}
}

// mute keeps gocron's own remarks out of the log.
type mute struct{}

func (mute) Debug(string, ...any) {}
func (mute) Error(string, ...any) {}
func (mute) Info(string, ...any)  {}
func (mute) Warn(string, ...any)  {}
