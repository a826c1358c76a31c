package app

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"

	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// logBook keeps what was logged: at every level, and what an operator sees by default.
type logBook struct {
	mu        sync.Mutex
	all, info bytes.Buffer
}

func (b *logBook) logger() *slog.Logger {
	return slog.New(slog.NewMultiHandler(
		slog.NewTextHandler(lockedWriter{b, &b.all}, &slog.HandlerOptions{Level: slog.LevelDebug}),
		slog.NewTextHandler(lockedWriter{b, &b.info}, &slog.HandlerOptions{Level: slog.LevelInfo}),
	))
}

func (b *logBook) texts() (all, info string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.all.String(), b.info.String()
}

type lockedWriter struct {
	book *logBook
	to   *bytes.Buffer
}

func (w lockedWriter) Write(p []byte) (int, error) {
	w.book.mu.Lock()
	defer w.book.mu.Unlock()
	return w.to.Write(p)
}

// farewell checks what must hold at the end of every talk: nothing was left unmentioned, Slack had nothing to refuse,
// and no token and nothing about a prospect is where it must not be.
func (h *house) farewell() {
	h.t.Helper()
	if h.app == nil {
		h.fatalf("a talk without a first instant")
	}
	h.settle()
	h.mentioned()
	for _, r := range h.slack.Refusals() {
		h.t.Errorf("%s: Slack refused %s of the bot: %s %s", h.talk.file, r.Method, r.Rule, r.Detail)
	}
	for _, p := range h.order {
		for _, m := range h.visible(p) {
			if bad := pings(m); m.User == "U0BOT" && len(bad) > 0 {
				h.t.Errorf("%s: a message would ping everybody: %s", h.talk.file, bad)
			}
		}
	}
	metrics := h.metrics()
	h.stop()
	h.leave()
	all, info := h.logs.texts()
	if !strings.Contains(info, "msg=starting") || !strings.Contains(info, "msg=stopped") {
		h.t.Errorf("%s: the log is not the bot's:\n%s", h.talk.file, info)
	}
	for _, token := range []string{talkAppToken, talkBotToken} {
		h.absent(token, "the log at debug level", all)
		h.absent(token, "the metrics", metrics)
	}
	// Nothing that anybody calls like this may be anywhere, whether it was saved or not; see canary.talk.
	h.absent("canary", "the log", strings.ToLower(strings.ReplaceAll(info, "canarytoken", "")))
	h.absent("canary", "the metrics", strings.ToLower(metrics))
	h.absent("2125550188", "the log", info)
	h.absent("2125550188", "the metrics", metrics)
	for _, secret := range h.prospects() {
		h.absent(secret, "the log", info)
		h.absent(secret, "the metrics", metrics)
	}
}

func (h *house) absent(secret, where, text string) {
	h.t.Helper()
	if at := strings.Index(text, secret); at >= 0 {
		h.t.Errorf("%s: %q is in %s: …%s…", h.talk.file, secret, where,
			text[max(0, at-120):min(len(text), at+len(secret)+60)])
	}
}

// prospects are the words about leads that the store holds: names, people, numbers, notes, what was told of them,
// promised and sent, and what their teams tell.
func (h *house) prospects() []string {
	ctx := context.Background()
	var out []string
	keep := func(texts ...string) {
		for _, s := range texts {
			if len([]rune(s)) > 3 {
				out = append(out, s)
			}
		}
	}
	for _, p := range h.order {
		for _, kind := range []store.ListKind{store.ListAll, store.ListClosed} {
			page, err := h.space.Records.List(ctx, p.id, store.ListQuery{Kind: kind, Limit: 100})
			h.must(err)
			for _, l := range page.Leads {
				for _, f := range facts.All() { // what people choose or measure ("warm", a zone) is no secret
					if len(f.Choices) == 0 && f.Key != facts.Zone && f.Key != facts.Gut {
						keep(f.Value(l))
					}
				}
				for _, why := range l.Reasons {
					keep(why.Text)
				}
				for _, m := range l.Progress.Materials {
					keep(m.Name, m.Link, m.Pointer)
				}
				for _, x := range l.Progress.Promises {
					keep(x.What)
				}
				touches, err := h.space.Records.Touches(ctx, p.id, l.ID, -1)
				h.must(err)
				for _, touch := range touches {
					keep(touch.Note, touch.Agenda)
					if touch.Outcome == outcome.Explained || touch.Outcome.Info().Ends { // elsewhere it is a code
						keep(touch.Reason)
					}

					for _, x := range touch.Promises {
						keep(x.What)
					}
					if m := touch.Material; m != nil {
						keep(m.Name, m.Link, m.Pointer)
					}
				}
			}
		}
	}
	teams, err := h.space.Directory.Teams(ctx)
	h.must(err)
	for _, t := range teams {
		for _, x := range t.Stories {
			keep(x.Text, x.Industry, x.Problem)
		}
	}
	return out
}

func (h *house) metrics() string {
	resp, err := http.Get("http://" + h.app.HTTPAddr() + "/metrics")
	h.must(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	h.must(err)
	if !bytes.Contains(body, []byte("followup")) {
		h.t.Errorf("%s: the metrics are empty:\n%s", h.talk.file, body)
	}
	return string(body)
}
