package app

import (
	"net/http"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/send"
)

// slackPatience bounds every call of the Web API. It is shorter than a delivery's lease, so that whoever holds the
// lease learns what became of a post before anybody else may try.
const slackPatience = 6 * time.Second

// filePatience bounds the reading of a file: ten megabytes over a slow line.
const filePatience = time.Minute

// SlackClient makes a client of the Web API from the tokens as they are now. It never repeats a call by itself: a
// repeated post would be seen twice.
func SlackClient(s Settings) (*slack.Client, error) {
	bot, err := s.BotToken.Read()
	if err != nil {
		return nil, err
	}
	app, err := s.AppToken.Read()
	if err != nil {
		return nil, err
	}
	return slack.New(bot,
		slack.OptionAppLevelToken(app),
		slack.OptionAPIURL(s.SlackURL),
		slack.OptionHTTPClient(newHTTPClients()),
	), nil
}

// httpClients give a file, which may have ten megabytes, more time than a call.
type httpClients struct{ calls, files *http.Client }

func newHTTPClients() httpClients {
	t := transport()
	return httpClients{&http.Client{Timeout: slackPatience, Transport: t, CheckRedirect: stay},
		&http.Client{Timeout: filePatience, Transport: t, CheckRedirect: stay}}
}

// Do is that of [http.Client]. What is got and not posted is a file.
func (c httpClients) Do(req *http.Request) (*http.Response, error) {
	if req.Method == http.MethodGet {
		return c.files.Do(req)
	}
	return c.calls.Do(req)
}

// stay follows no redirect: Slack's Web API makes none, and a file that is lent from elsewhere is none of Slack's.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// transport keeps connections to Slack open between calls, and writes nothing late and reads no echo.
func transport() http.RoundTripper {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = 16 // all calls go to one host, several at a time
	return send.WithoutEcho(send.InTime(t))
}

// tokens is the client in use; it is swapped when a token file changes.
type tokens struct {
	settings Settings
	client   atomic.Pointer[slack.Client]
	changed  time.Time
	renewed  chan struct{}
}

// newTokens reads both tokens, so that an unreadable file is a mistake of the start.
func newTokens(s Settings) (*tokens, error) {
	t := &tokens{settings: s, renewed: make(chan struct{}, 1), changed: lastChange(s)}
	c, err := SlackClient(s)
	if err != nil {
		return nil, err
	}
	t.client.Store(c)
	return t, nil
}

func (t *tokens) api() *slack.Client { return t.client.Load() }

// renew reads the files again if one of them was written. It reports whether the client is a new one.
func (t *tokens) renew() (bool, error) {
	last := lastChange(t.settings)
	if last.Equal(t.changed) {
		return false, nil
	}
	c, err := SlackClient(t.settings)
	if err != nil {
		return false, err
	}
	t.changed = last
	t.client.Store(c)
	select {
	case t.renewed <- struct{}{}:
	default:
	}
	return true, nil
}

// lastChange is when either token's file was last written; zero without files.
func lastChange(s Settings) time.Time {
	a, b := s.AppToken.Changed(), s.BotToken.Changed()
	if a.After(b) {
		return a
	}
	return b
}
