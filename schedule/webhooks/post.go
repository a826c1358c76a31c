package webhooks

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/followup-coach/followup/coach/event"
	"github.com/followup-coach/followup/coach/webhook"
	"github.com/followup-coach/followup/store/hooks"
)

// send posts an event and returns nil once the receiver has taken it.
func (l *line) send(ctx context.Context, id, body string) error {
	return post(ctx, l.client, l.to, l.cfg.Now(), id, body)
}

// post signs for the instant of the try, as receivers refuse what was signed long ago.
func post(ctx context.Context, client *http.Client, to Address, now time.Time, id, body string) error {
	secrets, err := to.Secrets()
	if err != nil {
		return fmt.Errorf("read the secret: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.URL, strings.NewReader(body))
	if err != nil {
		return errors.New("the address can't be used") // the error would show it
	}
	// With two secrets a receiver may know either: while they change, nothing is refused.
	var signatures []string
	for _, secret := range secrets {
		signer, err := standardwebhooks.NewWebhook(secret)
		if err != nil {
			return errors.New("the secret is none") // nor the secret
		}
		signature, err := signer.Sign(id, now, []byte(body))
		if err != nil {
			return fmt.Errorf("sign: %w", err)
		}
		signatures = append(signatures, signature)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Followup")
	req.Header.Set(standardwebhooks.HeaderWebhookID, id)
	req.Header.Set(standardwebhooks.HeaderWebhookTimestamp, strconv.FormatInt(now.Unix(), 10))
	req.Header.Set(standardwebhooks.HeaderWebhookSignature, strings.Join(signatures, " "))
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, _ = io.CopyN(io.Discard, resp.Body, 4<<10) // so that the connection can be used again
	if resp.StatusCode/100 == 2 {
		return nil
	}
	return &answer{resp.StatusCode, retryAfter(resp.Header.Get("Retry-After"), now)}
}

// Ping sends an address a test event; an error says what it answered instead of taking it.
func Ping(ctx context.Context, to Address, now time.Time) error {
	err := post(ctx, newClient(), to, now, hooks.NewID(), event.Ping(now))
	if err == nil {
		return nil
	}
	return errors.New(refusalOf(err).text)
}

// answer is a receiver's other than yes.
type answer struct {
	status int
	wait   time.Duration // that it asks for
}

func (a *answer) Error() string {
	if a.status/100 == 3 {
		return fmt.Sprintf("it answered %d, a redirect, which is not followed", a.status)
	}
	return fmt.Sprintf("it answered %d %s", a.status, http.StatusText(a.status))
}

// refusal is why an event was not taken.
type refusal struct {
	text string // with no more of the address than its host
	wait time.Duration
	all  bool // the wait is for whatever goes to the address
	gone bool
}

// refusalOf reads an error of a post.
func refusalOf(err error) refusal {
	if a, ok := errors.AsType[*answer](err); ok {
		all := a.status == http.StatusTooManyRequests || a.status == http.StatusServiceUnavailable
		return refusal{a.Error(), a.wait, all, a.status == http.StatusGone}
	}
	if timeout, ok := errors.AsType[interface {
		error
		Timeout() bool
	}](err); ok && timeout.Timeout() {
		return refusal{text: "it gave no answer within " + patience.String()}
	}
	if outer, ok := errors.AsType[*url.Error](err); ok {
		err = outer.Err // without the address
	}
	return refusal{text: err.Error()}
}

// waitMost is the longest that a receiver is believed.
const waitMost = 24 * time.Hour

// retryAfter reads how long a receiver wants to be left alone: seconds, or a date.
func retryAfter(header string, now time.Time) time.Duration {
	if n, err := strconv.ParseInt(header, 10, 32); err == nil {
		return min(waitMost, max(0, time.Duration(n)*time.Second))
	}
	if at, err := http.ParseTime(header); err == nil {
		return min(waitMost, max(0, at.Sub(now)))
	}
	return 0
}

// Secrets reads secrets as an address names them: one by value, or the lines of a file, which may change while the bot
// runs. Whoever changes one has both there until the receiver knows the new one.
func Secrets(a webhook.Address, file func() (string, error)) ([]string, error) {
	if a.Secret != "" {
		return []string{string(a.Secret)}, nil
	}
	text, err := file()
	if err != nil {
		return nil, err
	}
	secrets := strings.Fields(text)
	for _, s := range secrets {
		if !webhook.ValidSecret(s) {
			return nil, errors.New(webhook.SecretExpected)
		}
	}
	if len(secrets) == 0 || len(secrets) > 2 {
		return nil, errors.New("expected a secret, or two while they change, a line each")
	}
	return secrets, nil
}
