package reply

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/covered"
	"github.com/followup-coach/followup/bot/say/fields"
)

// Beside shows something that a click asked for: on top of the form that the click was made in, else beneath the
// message.
func (r *Replier) Beside(ctx context.Context, req *request.Request, title string,
	shown say.Reply) (request.Response, error) {
	if req.OnForm() {
		_, err := r.OnTop(ctx, req, fields.ReplyPage(title, r.Checked(req, shown)))
		if err == nil {
			return request.Response{}, nil
		}
		r.Log.Warn("could not lay a page over a form", "error", err) // then it takes the form's place
	}
	return r.Say(req, shown)
}

// OnTop lays a page over the form that the click was made in, so that the form is still there when it is closed. It
// answers the page's id. The error is [request.ErrNoTrigger] when Slack takes no page any more.
func (r *Replier) OnTop(ctx context.Context, req *request.Request, v slack.ModalViewRequest) (string, error) {
	if req.Cover != nil {
		covered.MarkPage(&v, req.Owner, req.Cover.Lead)
	}
	got, err := r.API().PushViewContext(ctx, req.Trigger, v)
	if err != nil {
		return "", opened(err)
	}
	return got.ID, nil
}

// Open shows a form: on top of nothing with the request's trigger, in the place of the form that the click was made in.
func (r *Replier) Open(ctx context.Context, req *request.Request, v slack.ModalViewRequest) (request.Response, error) {
	if req.Cover != nil {
		covered.MarkPage(&v, req.Owner, req.Cover.Lead)
	}
	if req.OnForm() {
		_, err := r.API().UpdateViewContext(ctx, v, "", req.View.Hash, req.View.ID)
		return request.Response{}, opened(err)
	}
	if req.Trigger == "" {
		return request.Response{}, request.ErrNoTrigger
	}
	_, err := r.API().OpenViewContext(ctx, req.Trigger, v)
	return request.Response{}, opened(err)
}

// Refusal is Slack's code for why it did not do something ("missing_scope"); "ratelimited" when it asks to wait, and
// empty where it gave no answer.
func Refusal(err error) string {
	if refused, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return refused.Err
	}
	if Wait(err) > 0 {
		return "ratelimited"
	}
	return ""
}

// Wait is how long Slack asks to wait before it is asked the same again; zero where it doesn't.
func Wait(err error) time.Duration {
	if limited, is := errors.AsType[*slack.RateLimitedError](err); is {
		return max(limited.RetryAfter, time.Second)
	}
	return 0
}

// opened sorts Slack's refusals: a trigger that was used or grew old is no fault of anybody, the person just taps
// again.
func opened(err error) error {
	if err == nil {
		return nil
	}
	switch Refusal(err) {
	case "expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired", "trigger_exchanged",
		"hash_conflict", "not_found":
		return request.ErrNoTrigger
	case "":
		if !Unreachable(err) {
			break
		}
		//nolint:errorlint // Slack was out of reach, not the store: the chain ends here
		return fmt.Errorf("%w: %v", request.ErrNoTrigger, request.WithoutURL(err))
	}
	return fmt.Errorf("open a form: %w", err)
}
