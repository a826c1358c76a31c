package app

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"github.com/followup-coach/followup/bot/socket"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/archive"
	"github.com/followup-coach/followup/store/codec"
)

const (
	// How often Redis is asked, and how long an answer may take before it counts as gone.
	redisEvery   = time.Second
	redisPatient = 1500 * time.Millisecond
	writesEvery  = 3 // of these times it is tried whether it takes writes
	// Mounted secrets change without a signal, so files are looked at again and again.
	tokensEvery = 2 * time.Second
	schemaEvery = 3 * time.Second
	clockOff    = 2 * time.Second // beyond it an operator hears of the difference
)

// watchRedis keeps readiness true about Redis and its time known, and says once what its settings put at risk and that
// this machine's clock is wrong.
func (a *App) watchRedis(ctx context.Context) {
	checked, wrong := false, false
	for try := 0; ; try++ {
		// A full Redis answers everything but writes, which are tried more seldom, and at once while they are refused.
		refused := a.ready.is(partRedis) != ""
		switch err := a.askRedis(ctx, refused || try%writesEvery == 0); {
		case ctx.Err() != nil:
			return
		case errors.Is(err, store.ErrRefusesWrites):
			if a.ready.set(partRedis, err.Error()) {
				a.log.Error("Redis refuses writes; nothing is saved or sent until it takes them again", "error", err)
			}
		case err != nil:
			if a.ready.set(partRedis, "not reachable") {
				a.log.Warn("Redis is not reachable, trying again", "error", err)
			}
		default:
			if a.ready.set(partRedis, "") {
				a.log.Info("Redis is reachable")
			}
			if !checked {
				checked = a.checkRedis(ctx)
			}
			if off := a.store.ClockAhead(); off.Abs() > clockOff && !wrong {
				wrong = true
				a.log.Warn("this machine's clock differs from that of Redis; everything goes by Redis",
					"ahead", off.Round(time.Second))
			}
		}
		if !pause(ctx, redisEvery) {
			return
		}
	}
}

// askRedis asks Redis for its time, and also whether it takes writes. Nobody else closes synced.
func (a *App) askRedis(ctx context.Context, writes bool) error {
	ctx, cancel := context.WithTimeout(ctx, redisPatient)
	defer cancel()
	jumped, err := a.store.Sync(ctx)
	if err != nil {
		return err
	}
	if engine := a.engine.Load(); jumped && engine != nil {
		a.log.Warn("the clock of Redis was set", "to", a.store.Now().Round(time.Second))
		engine.Revive()
	}
	select {
	case <-a.synced:
	default:
		close(a.synced)
	}
	if !writes {
		return nil
	}
	return a.store.Writable(ctx)
}

// checkRedis warns of settings that could lose or evict data; false means that Redis refused to be asked, which is no
// reason to stop.
func (a *App) checkRedis(ctx context.Context) bool {
	findings, err := a.store.Check(ctx)
	if err != nil {
		return false
	}
	for _, f := range findings {
		if !f.OK {
			a.log.Warn("Redis setting: "+f.What, "do", f.Do)
		}
	}
	return true
}

// unfit says why nobody may work with what is stored: a newer version has written it (a *[codec.SchemaError]), or an
// export was restored by half ([archive.ErrUnfinished]). It is nil also when Redis does not answer.
func unfit(ctx context.Context, st *store.Store, space *store.Workspace) error {
	ask, cancel := context.WithTimeout(ctx, redisPatient)
	defer cancel()
	if stored, err := space.Schema(ask); err == nil && stored > codec.Schema {
		return &codec.SchemaError{Stored: stored}
	}
	if c, err := st.Client(ask); err == nil && errors.Is(archive.Unfinished(ask, c), archive.ErrUnfinished) {
		return archive.ErrUnfinished
	}
	return nil
}

// watchFit waits until what is stored is unfit to work with, and returns why, or nil once ctx ends.
func watchFit(ctx context.Context, st *store.Store, space *store.Workspace) error {
	for pause(ctx, schemaEvery) {
		if err := unfit(ctx, st, space); err != nil {
			return err
		}
	}
	return nil
}

// renewBlocked has the do-not-call list of a version before hashed, as soon as Redis lets it. Everything works
// meanwhile: a number is looked for in both forms.
func (a *App) renewBlocked(ctx context.Context, space *store.Workspace) {
	for try := 1; a.knowsTime(ctx); try++ {
		err := space.RenewBlocked(ctx, a.now())
		if err == nil || ctx.Err() != nil {
			return
		}
		a.log.Warn("the do-not-call list is not renewed yet, trying again", "error", err)
		if !pause(ctx, backoff(try)) {
			return
		}
	}
}

// socketChanged keeps readiness true about the connections to Slack.
func (a *App) socketChanged(s socket.Status) {
	why := ""
	switch {
	case s.Dead != nil:
		why = "Slack refuses the app token: " + s.Dead.Error()
	// One of the two connections is enough: Slack sends everything to whichever is there.
	case s.Up > 0:
	case s.Last != nil:
		why = "not connected: " + s.Last.Error()
	default:
		why = "not connected"
	}
	if a.ready.set(partSocket, why) && why == "" {
		a.log.Info("connected to Slack")
	}
}

// slackDead is told by the engine when Slack refuses the bot token, and when a message passes again.
func (a *App) slackDead(dead bool) {
	if dead {
		a.ready.set(partSlack, "Slack refuses the bot token")
		a.log.Error("Slack refuses the bot token; nothing is sent until it works again")
		return
	}
	a.ready.set(partSlack, "")
}

// watchTokens picks up a token file that was written anew.
func (a *App) watchTokens(ctx context.Context) {
	for pause(ctx, tokensEvery) {
		renewed, err := a.tokens.renew()
		switch {
		case err != nil:
			a.log.Warn("a token file cannot be read", "error", err)
		case renewed:
			a.log.Info("tokens read again")
			a.engine.Load().Revive()
		}
	}
}

// countedOnce registers the set on first use.
var countedOnce = sync.OnceValue(func() *metrics.Set {
	set := metrics.NewSet()
	metrics.RegisterSet(set)
	return set
})

// counted is the set that /metrics shows. A process has one, however many apps a test runs in it.
func counted() *metrics.Set { return countedOnce() }

// pause waits; it reports false when ctx ended first.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// backoff grows from a fifth of a second to five seconds, with jitter so that replicas spread.
func backoff(try int) time.Duration {
	d := min(5*time.Second, 100*time.Millisecond<<min(try, 10))
	return d/2 + rand.N(d)
}
