package app

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot"
	"github.com/followup-coach/followup/bot/send"
	"github.com/followup-coach/followup/bot/socket"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/schedule"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/scratch"
)

// Measured is what an installation does on this machine with its Redis. The way to Slack comes on top of all of it.
type Measured struct {
	Trip, Log Took
	Logs      float64         // a second, many at a time
	Digests   float64         // a second, of reps who all have leads to call
	Posts     float64         // a second: what Slack is known to take
	Redis     []store.Finding // how it is set up
}

// Took is how long something took: half of the times no longer than Half, 99 of 100 no longer than Most.
type Took struct{ Half, Most time.Duration }

// How much is measured: enough to be believed, and a minute at most on a small Redis.
const (
	// Trips and logs one after the other, and logs with a crowd of them under way at any moment. Neither takes more than
	// enough, however slow Redis is.
	someTrips = 300
	someLogs  = 400
	manyLogs  = 2000
	crowd     = 64
	enough    = 5 * time.Second
	// Reps whose calls are logged, on so many leads each.
	loggers = 64
	logged  = 8
	// Reps who only get a morning message, about so many leads each.
	readers = 100
	due     = 6
	// All of it takes less than a scratch workspace is lent for, giving it back included.
	wholeTime  = 4 * time.Minute
	toGiveBack = 30 * time.Second
)

// Measure has made-up reps log calls and get their morning messages, by the code that serves real ones, in a workspace
// that is nobody's and is removed at the end, also when ctx ends before. Slack isn't spoken to, and no token is read.
// The error says why nothing could be measured.
func Measure(ctx context.Context, s Settings) (m Measured, err error) {
	ctx, cancel := context.WithTimeout(ctx, wholeTime)
	defer cancel()
	redis, err := store.Open(store.Options{URL: s.RedisURL, Safe: s.RedisSafe, Details: bot.Details})
	if err != nil {
		return m, &SettingError{"REDIS_URL", err.Error()}
	}
	defer redis.Close()
	// The least that a command can ask of Redis is asked first, also because nothing else works where that doesn't.
	trip, err := timed(ctx, someTrips, 1, enough, func(int) error {
		_, err := redis.Sync(ctx)
		return err
	})
	if err != nil {
		return m, err
	}
	m.Trip = quantiles(trip)
	m.Posts = send.PostsPerMinute / 60.0
	if m.Redis, err = redis.Check(ctx); err != nil {
		return m, err
	}
	// From here on something is written.
	client, err := redis.Client(ctx)
	if err != nil {
		return m, err
	}
	remove, err := scratch.Take(ctx, client)
	if err != nil {
		return m, err
	}
	// It goes also when who started this has had enough.
	defer func() {
		back, cancel := context.WithTimeout(context.WithoutCancel(ctx), toGiveBack)
		defer cancel()
		err = errors.Join(err, remove(back))
	}()
	b, err := newMeasurement(s, redis)
	if err != nil {
		return m, err
	}
	defer b.edge.Close(context.WithoutCancel(ctx))
	return m, b.all(ctx, &m)
}

// measurement is a bot whose Slack is [nobody].
type measurement struct {
	edge   *bot.Bot
	engine *schedule.Engine
	ahead  atomic.Int64 // of the clock, as a duration
	said   atomic.Int64 // commands so far, which numbers them

	mu     sync.Mutex
	posts  int             // since the morning
	unread map[string]bool // readers whose message has not come yet
	read   chan struct{}   // closed once all have come
}

// newMeasurement wires the bot as [App.Run] does.
func newMeasurement(s Settings, redis *store.Store) (*measurement, error) {
	b := &measurement{unread: map[string]bool{}, read: make(chan struct{})}
	for i := range readers {
		b.unread[readerID(i)] = true
	}
	// Of an App what wire needs: no port is opened, and nobody watches Redis.
	a := &App{log: slog.New(slog.DiscardHandler), store: redis, ready: newReadiness(), tokens: &tokens{}}
	a.cfg = Config{Settings: s, Rules: coach.DefaultRules(), Log: a.log, PostsPerMinute: 1e9,
		Ahead: func() time.Duration { return time.Duration(b.ahead.Load()) }}
	a.now = clock(a.cfg, redis)
	a.tokens.client.Store((&nobody{team: nobodysTeam, posted: b.posted}).client())
	// The workspace has no Slack, so the answer of auth.test is made up as well.
	var err error
	b.edge, b.engine, err = a.wire(redis.In(scratch.Workspace),
		&slack.AuthTestResponse{TeamID: nobodysTeam, UserID: "U0BOT"})
	b.ahead.Store(int64(nextTuesday(redis.Now()).Sub(redis.Now())))
	return b, err
}

const nobodysTeam = "T0NOBODY"

func loggerID(i int) string { return fmt.Sprintf("U1%04d", i) }
func readerID(i int) string { return fmt.Sprintf("U2%04d", i) }
func firmName(i int) string { return "Firm " + string(rune('A'+i)) }

// nextTuesday is ten o'clock of a day on which a rep works, like the one after it.
func nextTuesday(now time.Time) time.Time {
	day := now.UTC().Truncate(24*time.Hour).AddDate(0, 0, 1)
	for day.Weekday() != time.Tuesday {
		day = day.AddDate(0, 0, 1)
	}
	return day.Add(10 * time.Hour)
}

// all makes the leads, logs on some of them, and sends the next morning's messages about the others.
func (b *measurement) all(ctx context.Context, m *Measured) error {
	// Rep by rep, so that those at once are of different people, as on a floor.
	_, err := timed(ctx, loggers*logged, crowd, 0, func(i int) error {
		return b.say(ctx, loggerID(i%loggers), "add "+firmName(i/loggers)+" cold")
	})
	if err != nil {
		return err
	}
	if _, err = timed(ctx, readers*due, crowd, 0, func(i int) error {
		return b.say(ctx, readerID(i%readers), "add "+firmName(i/readers)+" cold")
	}); err != nil {
		return err
	}
	// Each note is another one, since the same words twice within minutes are one call.
	call := func(i int) error {
		return b.say(ctx, loggerID(i%loggers),
			fmt.Sprintf("log %s voicemail left word about pricing, %d", firmName(i/loggers%logged), b.said.Load()))
	}
	alone, err := timed(ctx, someLogs, 1, enough, call)
	if err != nil {
		return err
	}
	m.Log = quantiles(alone)
	began := time.Now()
	together, err := timed(ctx, manyLogs, crowd, enough, call)
	if err != nil {
		return err
	}
	m.Logs = float64(len(together)) / time.Since(began).Seconds()
	m.Digests, err = b.morning(ctx)
	return err
}

// say types a command and waits for its acknowledgement.
func (b *measurement) say(ctx context.Context, rep, text string) error {
	n := b.said.Add(1)
	payload := b.edge.Handle(ctx, socket.Envelope{
		ID: fmt.Sprintf("e%d", n), Type: "slash_commands", AcceptsPayload: true, At: time.Now(),
		Slash: &slack.SlashCommand{TeamID: nobodysTeam, ChannelID: "C0NOBODY", UserID: rep, Command: "/followup", Text: text,
			TriggerID: fmt.Sprintf("t%d", n)},
	})
	// What isn't saved is no log, and would make the figures look good.
	raw, err := json.Marshal(payload)
	if err != nil {
		return fmt.Errorf("read an answer: %w", err)
	}
	if !bytes.Contains(raw, []byte("✓")) {
		return cmp.Or(ctx.Err(), fmt.Errorf("a command was not saved: %.200s", raw))
	}
	return nil
}

// morning moves the clock to the next day's messages and returns how many left a second until all were out.
func (b *measurement) morning(ctx context.Context) (perSecond float64, err error) {
	const untilThen = 22*time.Hour + 31*time.Minute // from ten o'clock to half past eight, and a moment
	b.ahead.Add(int64(untilThen))
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	// The engine looks as soon as it runs, and finds everybody due as on any morning.
	began, ended := time.Now(), make(chan error, 1)
	go func() { ended <- b.engine.Run(ctx) }()
	select {
	case <-b.read:
	case err := <-ended:
		return 0, cmp.Or(err, ctx.Err())
	case <-ctx.Done():
		return 0, errors.Join(ctx.Err(), <-ended)
	}
	took := time.Since(began)
	// What is under way is finished, so that nobody writes once the keys are removed.
	stop()
	err = <-ended
	b.mu.Lock()
	defer b.mu.Unlock()
	return float64(b.posts) / took.Seconds(), err
}

// posted takes note of a post.
func (b *measurement) posted(to string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	// Whoever logged calls has a message as well: it counts, and nobody waits for it.
	if b.posts++; b.unread[to] {
		if delete(b.unread, to); len(b.unread) == 0 {
			close(b.read)
		}
	}
}

// timed calls fn with 0 to n-1, so many at a time, and returns how long each call took. It ends early with ctx, with
// the first error, and, where limit is not zero, once that is over.
func timed(ctx context.Context, n, atOnce int, limit time.Duration, fn func(i int) error) (took []time.Duration,
	err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	began := time.Now()
	var next atomic.Int64 // the number of the next call
	var mu sync.Mutex
	var workers sync.WaitGroup
	for range atOnce {
		workers.Go(func() {
			// Each takes the next number, so that a slow call holds up nobody else.
			var mine []time.Duration
			for ctx.Err() == nil {
				start, i := time.Now(), int(next.Add(1))-1
				if i >= n || limit > 0 && i >= atOnce && start.Sub(began) > limit {
					break
				}
				if err := fn(i); err != nil {
					cancel(err)
					break
				}
				mine = append(mine, time.Since(start))
			}
			mu.Lock()
			defer mu.Unlock()
			took = append(took, mine...)
		})
	}
	workers.Wait()
	return took, context.Cause(ctx)
}

// quantiles of what was measured.
func quantiles(took []time.Duration) Took {
	slices.Sort(took)
	return Took{Half: took[len(took)/2], Most: took[len(took)*99/100]}
}
