package app

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
)

// A file comes from Slack's own host or not at all: neither an address elsewhere nor a redirect there is followed, so
// that the token goes nowhere else.
func TestFilesComeFromSlackAlone(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		_, _ = w.Write([]byte("Name\nAcme\n"))
	}))
	t.Cleanup(elsewhere.Close)
	here := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Header.Get("Authorization") != "Bearer "+talkBotToken:
			http.Error(w, "who?", http.StatusForbidden)
		case r.URL.Path == "/moved":
			http.Redirect(w, r, elsewhere.URL+"/leads.csv", http.StatusFound)
		default:
			_, _ = w.Write([]byte("Name\nBirch\n"))
		}
	}))
	t.Cleanup(here.Close)
	api, err := SlackClient(Settings{AppToken: SecretOf(talkAppToken), BotToken: SecretOf(talkBotToken),
		SlackURL: here.URL + "/api/"})
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{elsewhere.URL + "/leads.csv", here.URL + "/moved",
		"http://" + here.Listener.Addr().String() + "@" + elsewhere.Listener.Addr().String() + "/leads.csv"} {
		var got bytes.Buffer
		if err := api.GetFileContext(t.Context(), address, &got); err == nil || got.Len() > 0 {
			t.Errorf("%s: %q, %v", address, got.String(), err)
		}
	}
	var got bytes.Buffer
	err = api.GetFileContext(t.Context(), here.URL+"/leads.csv", &got)
	if err != nil || got.String() != "Name\nBirch\n" {
		t.Errorf("from Slack: %q, %v", got.String(), err)
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("%d requests went elsewhere", n)
	}
}

// What Slack repeats of a message isn't read, so that an element in it that the client does not know is no failure.
func TestTheClientReadsNoEcho(t *testing.T) {
	t.Parallel()
	here := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"ok":true,"channel":"D1","ts":"1.2",
			"message":{"blocks":[{"type":"actions","elements":[{"type":"of tomorrow"}]}]}}`))
	}))
	t.Cleanup(here.Close)
	api, err := SlackClient(Settings{AppToken: SecretOf(talkAppToken), BotToken: SecretOf(talkBotToken),
		SlackURL: here.URL + "/"})
	if err != nil {
		t.Fatal(err)
	}
	if channel, ts, err := api.PostMessageContext(t.Context(), "U1"); err != nil || channel != "D1" || ts != "1.2" {
		t.Errorf("%q, %q, %v", channel, ts, err)
	}
}
