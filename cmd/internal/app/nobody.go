package app

import (
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// nobody stands where Slack is while an installation is measured: it knows everybody and takes every post at once.
// Nothing leaves the process.
type nobody struct {
	team   string          // that everybody belongs to
	posted func(to string) // called for each post, by many at once
}

// client is a client of the Web API that asks nobody.
func (n *nobody) client() *slack.Client {
	return slack.New("xoxb-nobody", slack.OptionHTTPClient(&http.Client{Transport: n}))
}

// RoundTrip answers a call of the Web API.
func (n *nobody) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.ParseForm(); err != nil {
		return nil, fmt.Errorf("read a call of the Web API: %w", err)
	}
	// Whatever else is asked has no answer that anything here depends on.
	body := `{"ok":true}`
	switch path.Base(r.URL.Path) {
	case "users.info":
		body = fmt.Sprintf(`{"ok":true,"user":{"id":%q,"team_id":%q,"name":"rep","tz":"Etc/UTC","locale":"en-US"}}`,
			r.Form.Get("user"), n.team)
	case "chat.postMessage":
		n.posted(r.Form.Get("channel"))
		body = fmt.Sprintf(`{"ok":true,"channel":"D0NOBODY","ts":"%d.000100"}`, time.Now().Unix())
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}
