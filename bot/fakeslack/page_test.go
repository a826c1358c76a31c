package fakeslack_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/fakeslack/pagetest"
)

// appClock is the app's clock as the page moves it.
type appClock struct{ clock }

func (c *appClock) Forward(to time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = to
	return nil
}

// floor is a workspace with a page, and a small app over the real client that remembers what it was told.
type floor struct {
	*testing.T
	*fakeslack.Server
	*pagetest.Browser
	api   *slack.Client
	url   string
	clock *appClock
	posts int

	mu      sync.Mutex
	actions []slack.BlockAction
	looked  []slack.View // the view of each action, with what was filled in by then
	saved   []slack.View
	closed  int
}

// newFloor opens the page as a person in their direct messages with the app.
func newFloor(t *testing.T, b *pagetest.Browser, person string) *floor {
	f := &floor{T: t, Browser: b.For(t), clock: &appClock{clock{t: time.Date(2026, 11, 19, 7, 25, 0, 0, time.UTC)}}}
	f.Server = workspace(t, fakeslack.Config{})
	f.AddUser(fakeslack.User{ID: ben, Name: "ben", TZ: "Europe/Berlin", Locale: "en-GB"})
	page := httptest.NewServer(f.Page(fakeslack.PageConfig{
		Title: "Followup demo", Notice: "Data lives in memory and ends with this process.", Clock: f.clock,
		Titles: map[string]string{ana: "Sales rep"},
		Hints: []fakeslack.PageHint{{Command: "/followup today", About: "what is due"},
			{Command: "/followup log Acme vm", About: "a voicemail"}},
		Shortcuts: []fakeslack.PageShortcut{{CallbackID: "log", Name: "Log a follow-up"},
			{CallbackID: "from", Name: "Log from this", Message: true}},
	}))
	f.url = page.URL
	t.Cleanup(page.Close)
	f.api = app(t, f.Server, f.answer)
	t.Cleanup(func() {
		f.Go("about:blank")
		noRefusals(t, f.Server)
		for _, p := range f.Problems() {
			t.Errorf("the browser complains: %s", p)
		}
	})
	f.Size(1280, 800, false)
	f.visit(person, "")
	return f
}

func (f *floor) visit(person, at string) {
	f.Go(f.url + "/#" + person + "/" + at)
	f.Until(fmt.Sprintf(`document.querySelector('.person[data-person="%s"][aria-pressed=true]')`, person))
}

func (f *floor) answer(api *slack.Client, ev socketmode.Event) (any, bool) {
	switch d := ev.Data.(type) {
	case slack.SlashCommand:
		switch d.Text {
		case "silent":
			return nil, false
		case "form":
			_, _ = api.OpenView(d.TriggerID, kitView(kitForm))
			return nil, true
		case "steps":
			_, _ = api.OpenView(d.TriggerID, kitView(strings.ReplaceAll(kitSteps, "STEP", "one")))
			return nil, true
		}
		return map[string]any{"response_type": "ephemeral", "text": "You said *" + d.Text + "*"}, true
	case slack.InteractionCallback:
		f.mu.Lock()
		defer f.mu.Unlock()
		switch d.Type {
		case slack.InteractionTypeBlockActions:
			f.actions = append(f.actions, *d.ActionCallback.BlockActions[0])
			f.looked = append(f.looked, d.View)
			switch d.ActionCallback.BlockActions[0].ActionID {
			case "deeper":
				_, _ = api.PushView(d.TriggerID, kitView(kitDeeper))
			case "renew":
				v := kitView(strings.Replace(kitForm, "Pat Doe", "Pat the Renewed", 1))
				_, _ = api.UpdateView(v, "", d.View.Hash, d.View.ID)
			case "step", "how":
				next := map[string]string{"one": "two", "two": "three"}[d.ActionCallback.BlockActions[0].Value]
				if next == "" {
					break
				}
				_, _ = api.UpdateView(kitView(strings.ReplaceAll(kitSteps, "STEP", next)), "", d.View.Hash, d.View.ID)
			}
		case slack.InteractionTypeBlockSuggestion:
			var found []any
			for _, name := range []string{"Acme", "Birch", "Birchwood"} {
				if strings.HasPrefix(strings.ToLower(name), d.Value) {
					found = append(found, offer(name, name))
				}
			}
			return map[string]any{"options": append([]any{}, found...)}, true
		case slack.InteractionTypeViewSubmission:
			if d.View.State.Values["who"]["v"].Value == "Nobody" {
				return map[string]any{"response_action": "errors", "errors": map[string]string{"who": "We know no Nobody."}}, true
			}
			f.saved = append(f.saved, d.View)
		case slack.InteractionTypeViewClosed:
			f.closed++
		case slack.InteractionTypeShortcut:
			_, _ = api.OpenView(d.TriggerID, kitView(kitForm))
		}
	}
	return nil, true
}

func kitView(raw string) slack.ModalViewRequest {
	var v slack.ModalViewRequest
	if err := json.Unmarshal([]byte(raw), &v); err != nil {
		panic(err)
	}
	return v
}

// post sends blocks as they stand, past the client's own types, and waits until they are drawn.
func (f *floor) post(channel, blocks string) {
	f.Helper()
	form := url.Values{"token": {"xoxb-local"}, "channel": {channel}, "text": {"fallback"}, "blocks": {blocks}}
	req, err := http.NewRequestWithContext(f.Context(), http.MethodPost, f.APIURL()+"chat.postMessage",
		strings.NewReader(form.Encode()))
	if err != nil {
		f.T.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		f.T.Fatal(err)
	}
	defer resp.Body.Close()
	var out struct {
		OK    bool
		Error string
	}
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil || !out.OK {
		f.Fatalf("not posted: %s %v", out.Error, err)
	}
	f.posts++
	f.Until(fmt.Sprintf(`document.querySelectorAll(".message").length >= %d`, f.posts))
}

// acted waits for the n-th action (from 1) and returns it.
func (f *floor) acted(n int) slack.BlockAction {
	f.Helper()
	ctx, cancel := context.WithTimeout(f.Context(), 10*time.Second)
	defer cancel()
	got := func() []slack.BlockAction { f.mu.Lock(); defer f.mu.Unlock(); return f.actions }
	if err := f.Wait(ctx, func(*fakeslack.Server) bool { return len(got()) >= n }); err != nil {
		f.Fatalf("action %d never came: %v; toasts: %q", n, got(), f.Text("#toasts"))
	}
	return got()[n-1]
}

func (f *floor) menuPick(button, value string) {
	f.Helper()
	f.Browser.Click(button)
	f.Browser.Click(fmt.Sprintf(`.menu .menu-row[data-value="%s"]`, value))
}

func (f *floor) same(what, got, want string) {
	f.Helper()
	if got != want {
		f.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func (f *floor) holds(what, js string) {
	f.Helper()
	var ok bool
	f.Eval("Boolean("+js+")", &ok)
	if !ok {
		f.Errorf("%s: not so: %s", what, js)
	}
}

func TestPage(t *testing.T) {
	b := pagetest.Open(t)
	for name, test := range map[string]func(*testing.T, *pagetest.Browser){
		"draws every block": pageDrawsBlocks, "elements act": pageElementsAct, "rarer ones": pageRarer, "charts": pageCharts,
		"dates in two zones":    pageDates,
		"hostile text is inert": pageHostile, "unknown blocks are seen": pageUnknown, "form": pageForm,
		"stack of forms": pageStack,
		"form errors":    pageErrors, "composer": pageComposer, "clock": pageClock, "home": pageHome, "narrow": pageNarrow,
		"people":    pagePeople,
		"shortcuts": pageShortcuts, "files": pageFiles, "a form in steps": pageSteps,
	} {
		t.Run(name, func(t *testing.T) { test(t, b) })
	}
}

func TestPageKeepsStrangersOut(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	h := s.Page(fakeslack.PageConfig{})
	for _, c := range []struct {
		name, method, path, host, origin, body string
		want                                   int
	}{
		{"itself", "GET", "/", "127.0.0.1:8123", "", "", 200},
		{"by name", "GET", "/state", "localhost:8123", "", "", 200},
		{"a script", "GET", "/page/app.js", "127.0.0.1:8123", "", "", 200},
		{"a rebound name", "GET", "/state", "evil.example:8123", "", "", 403},
		{"a post of its own", "POST", "/do/say", "127.0.0.1:8123", "http://127.0.0.1:8123",
			`{"as":"U0ANA","channel":"C0SALES","text":"hi"}`, 200},
		{"a post from elsewhere", "POST", "/do/say", "127.0.0.1:8123", "https://evil.example",
			`{"as":"U0ANA","channel":"C0SALES","text":"hi"}`, 403},
		{"as the app", "POST", "/do/say", "127.0.0.1:8123", "", `{"as":"U0BOT","channel":"C0SALES","text":"hi"}`, 422},
		{"into nowhere", "POST", "/do/say", "127.0.0.1:8123", "", `{"as":"U0ANA","channel":"C0NONE","text":"hi"}`, 422},
		{"an unknown step", "POST", "/do/fly", "127.0.0.1:8123", "", `{"as":"U0ANA"}`, 422},
		{"no JSON", "POST", "/do/say", "127.0.0.1:8123", "", `<b>`, 400},
		{"an unknown field", "POST", "/do/say", "127.0.0.1:8123", "", `{"fly":1}`, 400},
		{"a clock that is not there", "POST", "/do/clock", "127.0.0.1:8123", "", `{"to":1}`, 422},
		{"a file beside the page", "GET", "/page/../page.go", "127.0.0.1:8123", "", "", 307},
	} {
		r := httptest.NewRequest(c.method, "http://"+c.host+c.path, strings.NewReader(c.body))
		if c.origin != "" {
			r.Header.Set("Origin", c.origin)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%s: %d %s, want %d", c.name, w.Code, w.Body, c.want)
		}
		if policy := w.Header().Get("Content-Security-Policy"); c.want == 200 &&
			!strings.Contains(policy, "script-src 'self'") {
			t.Errorf("%s: policy %q", c.name, policy)
		}
	}
	if n := len(s.Messages(room, ana)); n != 1 {
		t.Errorf("%d messages, want the one of its own", n)
	}
}

func homeView() slack.HomeTabViewRequest {
	var v slack.HomeTabViewRequest
	if err := json.Unmarshal([]byte(kitHome), &v); err != nil {
		panic(err)
	}
	return v
}
