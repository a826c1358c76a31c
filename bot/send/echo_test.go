package send_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/send"
)

// answering is a Slack that answers every call with the same bytes, and a client's transport to it.
func answering(t *testing.T, raw string) (url string, transport http.RoundTripper) {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, raw)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/", send.WithoutEcho(s.Client().Transport)
}

// An answer lacks what it repeats, and nothing else.
func TestAnAnswerIsReadWithoutItsEcho(t *testing.T) {
	const (
		posted = `{"ok":true,"channel":"D1","ts":"1.2","message":{"text":"x","blocks":[{"type":"section"}]},"later":[1]}`
		short  = `{"channel":"D1","later":[1],"ok":true,"ts":"1.2"}`
		opened = `{"ok":true,"view":{"id":"V1","blocks":[]}}`
		page   = `{"ok":true,"messages":[{"text":"x"}]}`
		half   = `{"ok":true,"message":{"te`
		html   = "<html>busy</html>"
	)
	long := `{"ok":true,"message":"` + strings.Repeat("x", 2<<20) + `"}`
	for _, c := range []struct{ method, answer, want string }{
		{"chat.postMessage", posted, short},
		{"chat.update", posted, short},
		{"views.open", opened, `{"ok":true}`},
		{"views.update", opened, `{"ok":true}`},
		{"views.push", opened, opened}, // the form on top is asked for later
		{"conversations.history", page, page},
		{"auth.test", posted, posted},
		{"chat.postMessage", half, half},
		{"chat.postMessage", html, html},
		{"chat.postMessage", "", ""},
		{"chat.postMessage", long, long},
	} {
		url, transport := answering(t, c.answer)
		resp, err := (&http.Client{Transport: transport}).Post(url+c.method, "", strings.NewReader("x"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(resp.Body)
		if err != nil || string(got) != c.want || resp.ContentLength >= 0 && resp.ContentLength != int64(len(got)) {
			t.Errorf("%s, %.60s: %.60s of %d bytes, %v", c.method, c.answer, got, resp.ContentLength, err)
		}
		_ = resp.Body.Close()
	}
}

// A message that has arrived is no failure because Slack repeats it with an element that the client does not know.
func TestAnEchoThatNobodyUnderstandsIsNoFailure(t *testing.T) {
	url, transport := answering(t, `{"ok":true,"channel":"D1","ts":"1.2",
		"message":{"blocks":[{"type":"actions","elements":[{"type":"of tomorrow"}]}]}}`)
	api := slack.New("xoxb-local", slack.OptionAPIURL(url), slack.OptionHTTPClient(&http.Client{Transport: transport}))
	r, err := send.New(func() *slack.Client { return api }, 0).Post(t.Context(), send.Post{To: ana, Text: "x"})
	if err != nil || r.Channel != "D1" || r.TS != "1.2" {
		t.Errorf("%+v, %v", r, err)
	}
}
