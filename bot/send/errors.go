package send

import (
	"context"
	"errors"
	"net"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/store/failure"
)

// methodAuth asks Slack for nothing but whether the token works.
const methodAuth = "auth.test"

// Failed sorts the error of a call that writes. It returns nil for nil.
func Failed(method string, err error) error {
	if err == nil {
		return nil
	}
	if sorted, ok := errors.AsType[*failure.Error](err); ok {
		return sorted
	}
	// Whatever is not known to have left Slack as it was may have arrived.
	e := &failure.Error{Method: method, Class: failure.Ambiguous, Err: err}
	var refused slack.SlackErrorResponse
	var limited *slack.RateLimitedError
	var status slack.StatusCodeError
	var network *net.OpError
	switch {
	case errors.As(err, &limited):
		e.Class, e.After = failure.RateLimited, limited.RetryAfter
	case errors.As(err, &refused):
		e.Code = refused.Err
		e.Class = classOf(refused.Err)
		if e.Class == failure.Account && method == methodAuth {
			e.Class = failure.Dead // it names nobody else
		}
	case errors.As(err, &status):
		// Below 500 the request was turned away at the door; from there on Slack may have done its work.
		if status.Code < 500 {
			e.Class = failure.Transient
		}
	case errors.As(err, &network) && network.Op == "dial":
		e.Class = failure.Transient
	case errors.Is(err, errNotSent), errors.Is(err, context.Canceled) && errors.Is(err, errPacing):
		e.Class = failure.Transient
	}
	return e
}

// Marks of a post that never left: Failed takes them for Transient, since Slack has nothing.
var (
	errNotSent = errors.New("not sent")
	errPacing  = errors.New("waiting for its turn")
)

// classOf is the class of Slack's own word for an error. A word nobody knows may stand for a message that arrived.
func classOf(code string) failure.Class {
	if c, ok := classes[code]; ok {
		return c
	}
	return failure.Ambiguous
}

// codes are the documented error words of chat.postMessage, chat.update and the calls that look a message up.
var codes = map[failure.Class][]string{
	failure.Dead: {
		"invalid_auth", "not_authed", "token_revoked", "token_expired", "not_allowed_token_type",
		"missing_scope", "app_access_restricted", "two_factor_setup_required", "team_access_not_granted", "team_not_found",
		"enterprise_is_restricted",
	},
	failure.Account: {"account_inactive"}, // of a token whose person left, or of a recipient who did
	failure.Recipient: {
		"channel_not_found", "not_in_channel", "is_archived", "is_inactive", "user_not_found", "user_disabled",
		"user_not_visible", "user_not_in_channel", "cannot_dm_bot", "messages_tab_disabled", "restricted_action",
		"restricted_action_read_only_channel", "restricted_action_thread_only_channel", "no_permission",
		"ekm_access_denied",
	},
	failure.Payload: {
		"invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "msg_too_large", "no_text",
		"invalid_arguments", "invalid_arg_name", "metadata_too_large", "invalid_metadata_format",
		"invalid_metadata_schema", "too_many_attachments", "block_mismatch", "view_too_large",
	},
	failure.Gone:        {"message_not_found", "cant_update_message", "edit_window_closed"},
	failure.RateLimited: {"ratelimited", "rate_limited"},
	failure.Transient: {
		"service_unavailable", "org_login_required", "team_added_to_org", "external_channel_migrating",
		"message_limit_exceeded",
	},
	failure.Ambiguous: {"request_timeout", "internal_error", "fatal_error"},
}

// classes is codes the other way round.
var classes = func() map[string]failure.Class {
	out := map[string]failure.Class{}
	for class, words := range codes {
		for _, word := range words {
			out[word] = class
		}
	}
	return out
}()
