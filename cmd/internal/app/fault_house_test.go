// The fault matrix at the level of the whole house. Every test has a ledger: what the local Slack handed out and heard
// is compared with what is in Redis (audit, deeds). The short forms run always, the long ones with -long.
//
//	row  fault                                        test
//	1    bot killed while handling commands           TestRow01KilledWhileHandlingCommands
//	2    bot killed between write and ack             TestRow02KilledBetweenWriteAndAck
//	3    bot killed between post and mark             TestRow03KilledBetweenPostAndMark
//	4    answers of posts lost                        TestRow04AnswersOfPostsLost
//	5    storm of 429                                 TestRow05StormOf429
//	8    token revoked, and renewed                   TestRow08TokenRevokedAndRenewed
//	9    connections recycled                         TestRow09And10ConnectionsComeAndGo/warning, /refresh_requested
//	10   connections dropped                          TestRow09And10ConnectionsComeAndGo/dropped, /all_dropped
//	14   bot stalls                                   TestRow14Stall
//	15   the same envelope, click and event again     TestRow15TheSameAgain
//	16   Redis killed, and the bot besides            TestRow16BotAndRedisKilledInTheMiddleOfLogs
//	18   Redis frozen                                 TestRow18FrozenRedis
//	20   answers of Redis lost                        TestRow20LostAnswersOfRedis
//	21   script cache emptied, Redis restarted        TestRow21ScriptCacheGone
//	28   replica killed in the middle of the morning  TestRow28KilledInTheMiddleOfTheMorning (with rows 3 and 4)
//	29   rolling restart                              TestRow29RollingRestart
//	31   clock changes                                TestRow31OneDigestPerLocalDate
//	33   zone or digest time changed at the boundary  TestRow33ChangesNearTheBoundary
//	36   hostile input                                TestRow36HostileInput
//	-    SIGTERM at the worst moment; bad settings    TestStopsInTime, TestCannotStart
//
// The rows that are left out here have their tests nearer to what they are about: in bot/socket, schedule and store.
package app_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/cmd/internal/app"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// house is a workspace for the fault matrix: the strict local Slack, a Redis of its own, and as many bots as a test
// wants, each put together as `followup serve` does it, in this process or in one of its own.
type house struct {
	t      testing.TB
	slack  *fakeslack.Server
	url    string // what bots are given as REDIS_URL
	space  *store.Workspace
	rules  *coach.Rules
	ahead  atomic.Int64 // of the bots' clocks before the wall clock
	posts  float64      // a minute, to begin with
	leads  map[string][]coach.Lead
	tokens [2]string // app, bot
}

const (
	newYork = "America/New_York"
	floor   = "C0FLOOR"
	patient = 60 * time.Second // for what must happen; a test that waits so long has failed
)

// build starts a house whose clocks show at. Its Slack has people reps, U100 and on, in New York.
func build(t testing.TB, at time.Time, redisURL string, people int, cfg fakeslack.Config) *house {
	t.Helper()
	h := &house{t: t, url: redisURL, rules: coach.DefaultRules(), posts: 6000, leads: map[string][]coach.Lead{},
		tokens: [2]string{"xapp-1-local", "xoxb-local"}}
	h.clock(at)
	h.slack = fakeslack.New(cfg)
	members := []string{"U0BOT"}
	for i := range people {
		h.slack.AddUser(fakeslack.User{ID: person(i), Name: strings.ToLower(person(i)), TZ: newYork})
		members = append(members, person(i))
	}
	h.slack.AddChannel(fakeslack.Channel{ID: floor, Name: "floor", Members: members})
	if err := h.slack.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.slack.Close)
	s, err := store.Open(store.Options{URL: redisURL})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	h.space = s.In("T0LOCAL")
	return h
}

func person(i int) string { return "U" + strconv.Itoa(100+i) }

// clock makes the bots' clocks show at from now on. Bots that run already are told by [bot.follow].
func (h *house) clock(at time.Time) { h.ahead.Store(int64(time.Until(at))) }

func (h *house) now() time.Time { return time.Now().Add(time.Duration(h.ahead.Load())) }

func (h *house) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// rep saves a rep with leads, as the bot would have.
func (h *house) rep(r coach.Rep, leads ...string) {
	h.t.Helper()
	now := h.now()
	if r.TZ == "" {
		r.TZ = newYork
	}
	r.Since = now
	_, _, err := h.space.Change(context.Background(), store.Ask{Rep: r.ID, Now: now},
		func(s store.Seen) (store.Change, error) {
			r.Version = s.Rep.Version
			return store.Change{Op: "settings", By: r.ID, Now: now, Rep: &r, NextDigest: h.rules.NextDigest(r, now)}, nil
		})
	h.ok(err)
	for _, name := range leads {
		h.lead(r, coach.Lead{Name: name, Warmth: coach.Warm})
	}
}

func (h *house) lead(r coach.Rep, l coach.Lead) {
	h.t.Helper()
	now := h.now()
	l.ID, l.Rep, l.Created = store.NewID(), r.ID, now
	_, _, err := h.space.Change(context.Background(), store.Ask{Rep: r.ID, LeadID: l.ID, Now: now},
		func(store.Seen) (store.Change, error) {
			return store.Change{Op: "add", By: r.ID, Now: now, Lead: &l, Name: names.Normalize(l.Name),
				Attention: h.rules.Timers(l, r, now)}, nil
		})
	h.ok(err)
	h.leads[r.ID] = append(h.leads[r.ID], l)
}

// crew saves n reps who have one lead each that is due, all with their digest at 08:30 in New York.
func (h *house) crew(n int) {
	h.t.Helper()
	for i := range n {
		h.rep(coach.Rep{ID: person(i)}, "Acme")
	}
}

// wait waits until Slack has seen what cond asks for.
func (h *house) wait(what string, cond func(*fakeslack.Server) bool) {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patient)
	defer cancel()
	if err := h.slack.Wait(ctx, cond); err != nil {
		h.t.Fatalf("%s: %v", what, err)
	}
}

// until asks every few milliseconds, for conditions that Slack does not see.
func (h *house) until(what string, cond func() bool) {
	h.t.Helper()
	limit := time.NewTimer(patient)
	defer limit.Stop()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !cond() {
		select {
		case <-tick.C:
		case <-limit.C:
			h.t.Fatalf("waited %v in vain for: %s", patient, what)
		}
	}
}

// bot is a running bot, in this process or in one of its own.
type bot struct {
	h    *house
	http string
	done chan struct{} // closed when it has ended
	err  error         // of Run or Wait, once done is closed

	app  *app.App // in this process
	stop context.CancelFunc

	cmd  *exec.Cmd // in one of its own
	in   io.WriteCloser
	log  *lines
	took time.Duration // from its start until it was ready
}

// lines is a log that tests may read while it is written.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

func (h *house) env() []string {
	return []string{
		"SLACK_APP_TOKEN=" + h.tokens[0], "SLACK_BOT_TOKEN=" + h.tokens[1], "SLACK_API_URL=" + h.slack.APIURL(),
		"REDIS_URL=" + h.url,
		"FOLLOWUP_HTTP_ADDR=127.0.0.1:0", "LOG_LEVEL=info",
	}
}

// child starts a bot in a process of its own and returns before it is ready.
func (h *house) child(env ...string) *bot {
	h.t.Helper()
	b := &bot{h: h, done: make(chan struct{}), log: &lines{}}
	b.cmd = exec.Command(os.Args[0])
	b.cmd.Env = append(append(h.env(), childEnv+"="+theBot, aheadEnv+"="+time.Duration(h.ahead.Load()).String(),
		fmt.Sprintf("%s=%v", postsEnv, h.posts)), env...)
	b.cmd.Stderr = b.log
	var err error
	b.in, err = b.cmd.StdinPipe()
	h.ok(err)
	out, err := b.cmd.StdoutPipe()
	h.ok(err)
	h.ok(b.cmd.Start())
	said := bufio.NewScanner(out)
	if said.Scan() {
		b.http = strings.TrimPrefix(said.Text(), childHTTP)
	}
	go func() {
		b.err = b.cmd.Wait()
		close(b.done)
	}()
	h.t.Cleanup(func() {
		b.kill()
		if h.t.Failed() {
			h.t.Logf("a bot's log:\n%s", tail(b.log.String(), 4000))
		}
	})
	return b
}

func tail(s string, n int) string {
	if len(s) > n {
		return "…" + s[len(s)-n:]
	}
	return s
}

// here starts a bot in this process and returns before it is ready.
func (h *house) here(change ...func(*app.Config)) *bot {
	h.t.Helper()
	settings, err := app.FromEnv(func(name string) (string, bool) {
		for _, line := range h.env() {
			if v, ok := strings.CutPrefix(line, name+"="); ok {
				return v, true
			}
		}
		return "", false
	})
	h.ok(err)
	b := &bot{h: h, done: make(chan struct{}), log: &lines{}}
	cfg := app.Config{Settings: settings, Rules: h.rules, Version: "test", Now: h.now, PostsPerMinute: h.posts,
		Log: slog.New(slog.NewTextHandler(b.log, nil))}
	for _, c := range change {
		c(&cfg)
	}
	b.app, err = app.New(cfg)
	h.ok(err)
	b.http = b.app.HTTPAddr()
	ctx, stop := context.WithCancel(context.Background())
	b.stop = stop
	go func() {
		b.err = b.app.Run(ctx)
		close(b.done)
	}()
	h.t.Cleanup(func() {
		b.stop()
		<-b.done
		if h.t.Failed() {
			h.t.Logf("a bot's log:\n%s", tail(b.log.String(), 4000))
		}
	})
	return b
}

// ready waits until /readyz says yes and returns the bot.
func (b *bot) ready() *bot {
	b.h.t.Helper()
	began := time.Now()
	b.h.until("the bot to be ready", func() bool {
		select {
		case <-b.done:
			b.h.t.Fatalf("the bot has ended: %v\n%s", b.err, b.log)
		default:
		}
		return b.isReady()
	})
	b.took = time.Since(began)
	return b
}

func (b *bot) isReady() bool { status, _ := b.get("/readyz"); return status == http.StatusOK }

// asking keeps no connection, which would outlive the test.
var asking = http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}

// get asks the bot's own HTTP server; status 0 when it does not answer.
func (b *bot) get(path string) (status int, body string) {
	resp, err := asking.Get("http://" + b.http + path)
	if err != nil {
		return 0, err.Error()
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err.Error()
	}
	return resp.StatusCode, string(raw)
}

// follow tells the bot of the house's clock.
func (b *bot) follow() {
	b.h.t.Helper()
	if b.app != nil {
		b.app.Kick()
		return
	}
	_, err := fmt.Fprintln(b.in, aheadLine+time.Duration(b.h.ahead.Load()).String())
	b.h.ok(err)
}

// kill is kill -9; it returns when the process is gone.
func (b *bot) kill() {
	_ = b.cmd.Process.Kill() // fails when it has ended already
	<-b.done
}

// freeze is SIGSTOP, or SIGCONT.
func (b *bot) freeze(on bool) {
	b.h.t.Helper()
	sig := syscall.SIGCONT
	if on {
		sig = syscall.SIGSTOP
	}
	b.h.ok(b.cmd.Process.Signal(sig))
}

// term is SIGTERM; it returns how long the bot took to end, and its exit status.
func (b *bot) term() (time.Duration, int) {
	b.h.t.Helper()
	began := time.Now()
	b.h.ok(b.cmd.Process.Signal(syscall.SIGTERM))
	select {
	case <-b.done:
	case <-time.After(patient):
		b.h.t.Fatalf("a bot does not end:\n%s", b.log)
	}
	return time.Since(began), b.status()
}

// status is the exit status of a bot that has ended.
func (b *bot) status() int {
	var exit *exec.ExitError
	if errors.As(b.err, &exit) {
		return exit.ExitCode()
	}
	if b.err != nil {
		return -1
	}
	return 0
}

func at(t testing.TB, zone, s string) time.Time {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	v, err := time.ParseInLocation("2006-01-02 15:04:05", s, loc)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// quiet waits until nothing is due before next: every deed up to then is recorded.
func (h *house) quiet(next time.Time) {
	h.t.Helper()
	h.until("everything that is due to be done and recorded", func() bool {
		due, err := h.space.NextDue(context.Background())
		return err == nil && !due.Before(next)
	})
}

func aof(t testing.TB) *storetest.Server {
	t.Helper()
	return storetest.Start(t, storetest.Options{AOF: "always"})
}
