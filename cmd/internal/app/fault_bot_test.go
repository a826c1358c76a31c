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
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/followup-coach/followup/cmd/internal/app"
	"github.com/followup-coach/followup/store/storetest"
)

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
		b.app.Wake()
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

// wall is the wall clock of its process.
func (b *bot) wall() *storetest.Wall {
	b.h.t.Helper()
	return storetest.WallOf(b.h.t, b.cmd.Process.Pid)
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
	case <-time.After(patience()):
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
