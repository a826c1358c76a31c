package app_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/cmd/internal/app"
	"github.com/followup-coach/followup/store/storetest"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

// SIGTERM with commands in flight and digests due: what was taken is answered, and the bot ends with status 0 within
// ten seconds.
func TestStopsInTime(t *testing.T) {
	h := build(t, at(t, newYork, "2026-01-11 12:00:00"), aof(t).URL, 12, fakeslack.Config{})
	h.crew(12)
	h.clock(at(t, newYork, "2026-01-12 08:30:00"))
	hung := make(chan struct{}, 100)
	h.slack.OnPost(func(p fakeslack.Post) fakeslack.Trouble {
		if p.N > 4 {
			hung <- struct{}{}
			return fakeslack.Hang
		}
		return fakeslack.None
	})
	b := h.child()
	stalls := storetest.Stalls(t)
	<-hung // Slack answers nothing any more, which is the worst moment to be told to stop
	took, status := b.term()
	if took > 10*time.Second+stalls() || status != 0 {
		t.Errorf("ended after %v with status %d", took, status)
	}
	t.Log("ended after", took.Round(time.Millisecond))
	// And what hung is not lost: it was never carried out, so it is sent by the next one.
	h.slack.OnPost(nil)
	h.clock(at(t, newYork, "2026-01-12 08:31:00"))
	h.child()
	h.quiet(at(t, newYork, "2026-01-13 08:00:00"))
	h.exactlyOneEach(12)
}

// A bot that cannot start says why in one line and ends: status 1 when Slack refuses a token, 2 for a setting.
func TestCannotStart(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		env    []string
		status int
		says   string
	}{
		"bot token refused": {[]string{"SLACK_BOT_TOKEN=xoxb-wrong"}, 1, "SLACK_BOT_TOKEN: Slack refuses it"},
		"app token refused": {[]string{"SLACK_APP_TOKEN=xapp-wrong"}, 1, "SLACK_APP_TOKEN: Slack refuses it"},
		"no bot token":      {[]string{"SLACK_BOT_TOKEN="}, 2, "SLACK_BOT_TOKEN"},
		"tokens mixed up":   {[]string{"SLACK_BOT_TOKEN=xapp-1-local"}, 2, "belongs in SLACK_APP_TOKEN"},
		"bad REDIS_URL":     {[]string{"REDIS_URL=http://localhost"}, 2, "REDIS_URL"},
		"port taken":        {nil, 2, "FOLLOWUP_HTTP_ADDR"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := build(t, at(t, newYork, morning), aof(t).URL, 1, fakeslack.Config{})
			env := c.env
			if env == nil {
				taken := httptest.NewServer(http.NotFoundHandler())
				defer taken.Close()
				env = []string{"FOLLOWUP_HTTP_ADDR=" + taken.Listener.Addr().String()}
			}
			b := h.child(env...)
			<-b.done
			if b.status() != c.status {
				t.Errorf("status %d, want %d", b.status(), c.status)
			}
			lines := strings.Split(strings.TrimSpace(b.log.String()), "\n")
			last := lines[len(lines)-1]
			if !strings.Contains(last, c.says) {
				t.Errorf("the last line is %q, want %q in it", last, c.says)
			}
			for _, l := range lines {
				if strings.Contains(l, "level=ERROR") || strings.Contains(l, "wrong") {
					t.Errorf("besides it says %q", l)
				}
			}
		})
	}
}

// Row 8: the token is revoked while the bot runs. Within five seconds of the first refusal it is not ready, it asks
// Slack at most once a minute, nothing is lost, and it goes on, in all its parts, when the token's file is written
// anew.
func TestRow08TokenRevokedAndRenewed(t *testing.T) {
	const people = 4
	matrix.Row(t, "8", "token revoked, file written anew")
	h := build(t, at(t, newYork, "2026-01-11 12:00:00"), aof(t).URL, people, fakeslack.Config{})
	h.crew(people)
	desk := newDesk(t, h.slack)
	file := filepath.Join(t.TempDir(), "token")
	h.ok(os.WriteFile(file, []byte("xoxb-first\n"), 0o600))
	desk.accept("xoxb-first")
	b := h.here(func(c *app.Config) {
		s, err := app.FromEnv(func(name string) (string, bool) {
			v, ok := map[string]string{"SLACK_APP_TOKEN": "xapp-1-local", "SLACK_BOT_TOKEN_FILE": file,
				"SLACK_API_URL": desk.url, "REDIS_URL": h.url, "FOLLOWUP_HTTP_ADDR": "127.0.0.1:0"}[name]
			return v, ok
		})
		h.ok(err)
		c.Settings = s
	}).ready()

	desk.accept("xoxb-second")
	h.clock(at(t, newYork, "2026-01-12 08:30:00"))
	b.follow()
	refused := func() bool { return desk.refused.Load() > 0 }
	h.until("a refusal", refused)
	began, stalls := time.Now(), storetest.Stalls(t)
	h.until("the bot to be unready", func() bool { return !b.isReady() })
	if took := time.Since(began); took > 5*time.Second+stalls() {
		t.Errorf("unready after %v", took)
	}
	// What was under way together when the token died may be refused together; after it one a minute, the first at once.
	first := desk.refused.Load()
	if first > people+1 {
		t.Errorf("%d refusals before it stopped", first)
	}
	minutes := int64(0)
	h.until("three checks", func() bool { // a minute passes with each question; the bot looks several times in it
		minutes++
		h.clock(at(t, newYork, "2026-01-12 08:30:30").Add(time.Duration(minutes) * time.Minute))
		for range 5 {
			b.follow()
		}
		return desk.refused.Load() >= first+3
	})
	// One that was under way when the token died may be refused after the bot has called itself unready.
	if n := desk.refused.Load() - people; n > minutes {
		t.Errorf("%d calls in %d minutes with a refused token", n, minutes)
	}
	if _, body := b.get("/readyz"); !strings.Contains(body, "token") {
		t.Errorf("/readyz says %q", body)
	}

	h.ok(os.WriteFile(file, []byte("xoxb-second\n"), 0o600))
	h.ok(os.Chtimes(file, time.Now(), time.Now().Add(time.Second))) // the clock of a file system may be coarse
	h.until("the bot to be ready again", b.isReady)
	h.quiet(at(t, newYork, "2026-01-13 08:00:00"))
	h.exactlyOneEach(people)
	// The edge asks Slack about somebody it does not know yet, with the new token.
	h.slack.AddUser(fakeslack.User{ID: "U999", Name: "new", TZ: "Europe/Berlin"})
	before := desk.refused.Load()
	out := h.slack.Command(t.Context(), "U999", h.slack.DM("U999"), "/followup", "log Acme voicemail")
	if verdictOf(textOf(out.Payload)) != saved || desk.refused.Load() != before {
		t.Errorf("somebody new, after the token was renewed: %s (%d refusals)", textOf(out.Payload),
			desk.refused.Load()-before)
	}
}

// Both tokens are made anew while the bot runs. The app token's file holds the second one before the first is revoked,
// or only afterwards; then the bot is unready until it does. Either way it works on without a restart.
func TestBothTokensAreRotated(t *testing.T) {
	h := build(t, at(t, newYork, morning), aof(t).URL, 1, fakeslack.Config{})
	h.rep(repOf(0), "Acme")
	desk, dir := newDesk(t, h.slack), t.TempDir()
	later := time.Now()
	write := func(file, token string) {
		t.Helper()
		later = later.Add(time.Second) // the clock of a file system may be coarse
		h.ok(os.WriteFile(filepath.Join(dir, file), []byte(token+"\n"), 0o600))
		h.ok(os.Chtimes(filepath.Join(dir, file), later, later))
	}
	write("app", "xapp-first")
	write("bot", "xoxb-first")
	desk.accept("xapp-first")
	desk.accept("xoxb-first")
	b := h.here(func(c *app.Config) {
		s, err := app.FromEnv(func(name string) (string, bool) {
			v, ok := map[string]string{"SLACK_APP_TOKEN_FILE": filepath.Join(dir, "app"),
				"SLACK_BOT_TOKEN_FILE": filepath.Join(dir, "bot"), "SLACK_API_URL": desk.url, "REDIS_URL": h.url,
				"FOLLOWUP_HTTP_ADDR": "127.0.0.1:0"}[name]
			return v, ok
		})
		h.ok(err)
		c.Settings = s
	}).ready()
	works := func(when string) {
		t.Helper()
		h.until("the bot to be ready "+when, b.isReady)
		out := h.slack.Command(t.Context(), person(0), floor, "/followup", logs("Acme"))
		if verdictOf(textOf(out.Payload)) != saved {
			t.Errorf("%s: %s", when, textOf(out.Payload))
		}
	}
	works("at the start")

	write("app", "xapp-second")
	desk.accept("xapp-second")
	before := desk.opened.Load()
	h.slack.Drop()
	h.until("a connection with the second app token", func() bool { return desk.opened.Load() > before })
	works("with a second app token")

	desk.accept("xapp-third")
	h.slack.Drop()
	h.until("the bot to be unready", func() bool { return !b.isReady() })
	if _, body := b.get("/readyz"); !strings.Contains(body, "app token") {
		t.Errorf("/readyz says %q", body)
	}
	write("app", "xapp-third")
	works("with a third app token")

	desk.accept("xoxb-second")
	write("bot", "xoxb-second")
	h.slack.AddUser(fakeslack.User{ID: "U999", Name: "new", TZ: "Europe/Berlin"}) // of whom Slack must be asked
	h.until("somebody new to be known", func() bool {
		out := h.slack.Command(t.Context(), "U999", h.slack.DM("U999"), "/followup", "log Birch voicemail")
		return verdictOf(textOf(out.Payload)) == saved
	})
	works("with a second bot token")
}

// desk stands before a Slack and accepts one token of each kind at a time, which the Slack itself never sees change.
type desk struct {
	url             string
	bot, app        atomic.Pointer[string]
	refused, opened atomic.Int64 // bot tokens that it refused, and connections that were opened with the right app token
}

func newDesk(t testing.TB, slack *fakeslack.Server) *desk {
	t.Helper()
	d := &desk{}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		said := string(body) + r.Header.Get("Authorization")
		for _, kind := range []struct {
			prefix, real, refusal string
			good                  *string
		}{{"xoxb-", "xoxb-local", "token_revoked", d.bot.Load()}, {"xapp-", "xapp-1-local", "invalid_auth", d.app.Load()}} {
			if kind.good == nil || !strings.Contains(said, kind.prefix) {
				continue
			}
			if !strings.Contains(said, *kind.good) {
				if kind.prefix == "xoxb-" {
					d.refused.Add(1)
				}
				w.Header().Set("Content-Type", "application/json")
				_, _ = io.WriteString(w, `{"ok":false,"error":"`+kind.refusal+`"}`)
				return
			}
			if kind.prefix == "xapp-" {
				d.opened.Add(1)
			}
			body = bytes.ReplaceAll(body, []byte(*kind.good), []byte(kind.real))
			r.Header.Set("Authorization", strings.ReplaceAll(r.Header.Get("Authorization"), *kind.good, kind.real))
		}
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		slack.ServeHTTP(w, r)
	}))
	t.Cleanup(srv.Close)
	d.url = srv.URL + "/api/"
	return d
}

func (d *desk) accept(token string) {
	if strings.HasPrefix(token, "xapp-") {
		d.app.Store(&token)
		return
	}
	d.bot.Store(&token)
}
