package fakeslack_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack"
)

func TestLevers(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	api := client(s)
	var next fakeslack.Trouble
	s.OnPost(func(fakeslack.Post) fakeslack.Trouble { return next })
	send := func(ctx context.Context) error {
		_, _, err := api.PostMessageContext(ctx, room, text("x"))
		return err
	}
	left := func() int { return len(s.Messages(room, ana)) }

	next = fakeslack.RefuseBefore("internal_error")
	if err := send(t.Context()); err == nil || err.Error() != "internal_error" || left() != 0 {
		t.Errorf("refused before: %v, %d messages", err, left())
	}
	next = fakeslack.RefuseHTTP(http.StatusServiceUnavailable)
	var status slack.StatusCodeError
	if err := send(t.Context()); !errors.As(err, &status) || status.Code != 503 || left() != 0 {
		t.Errorf("HTTP: %v, %d messages", err, left())
	}
	next = fakeslack.RateLimit(17)
	var limited *slack.RateLimitedError
	if err := send(t.Context()); !errors.As(err, &limited) || limited.RetryAfter != 17*time.Second || left() != 0 {
		t.Errorf("429: %v, %d messages", err, left())
	}
	for kept, trouble := range []fakeslack.Trouble{fakeslack.Hang, fakeslack.HangAnswer} {
		next = trouble
		before := count(s, fakeslack.KindTrouble)
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			_ = s.Wait(ctx, func(s *fakeslack.Server) bool { return count(s, fakeslack.KindTrouble) > before })
			cancel()
		}()
		if err := send(ctx); !errors.Is(err, context.Canceled) || left() != kept {
			t.Errorf("%v: %v, %d messages", trouble, err, left())
		}
	}
	heard := -1
	next = fakeslack.After(func() { heard = left() })
	if err := send(t.Context()); err != nil || heard != 2 {
		t.Errorf("the hook ran when %d messages were there: %v", heard, err)
	}
	s.OnPost(nil)
	s.OnCall(func(method string) fakeslack.Trouble {
		if method == "auth.test" {
			return fakeslack.RefuseBefore("fatal_error")
		}
		return fakeslack.None
	})
	if _, err := api.AuthTestContext(t.Context()); err == nil || err.Error() != "fatal_error" {
		t.Errorf("OnCall: %v", err)
	}
	if err := send(t.Context()); err != nil {
		t.Errorf("OnCall let others through: %v", err)
	}
	noRefusals(t, s)
}
