package send

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/slack-go/slack"
)

// Class sorts failures by what can be done about them.
type Class string

const (
	Ambiguous   Class = "ambiguous"   // Slack may have done it: look before doing it again
	RateLimited Class = "ratelimited" // not done; try again after RetryAfter
	Recipient   Class = "recipient"   // not done; this person or channel cannot be posted to
	Payload     Class = "payload"     // not done; Slack refuses the message itself
	Dead        Class = "dead"        // not done; the token or its scopes have to be mended first
	Gone        Class = "gone"        // the message to change is no longer there
	Transient   Class = "transient"   // never sent, or refused for the moment: try again
)

// Error is a failed call of Slack's Web API.
type Error struct {
	Method string
	Class  Class
	Code   string        // Slack's own word, if it had one
	After  time.Duration // for RateLimited
	Err    error
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %s: %v", e.Method, e.Class, e.Err) }
func (e *Error) Unwrap() error { return e.Err }

// DeliveryClass says what can be done; see [Class].
func (e *Error) DeliveryClass() string { return string(e.Class) }

// RetryAfter is how long Slack wants to be left alone; zero when it did not say.
func (e *Error) RetryAfter() time.Duration { return e.After }

// Failed sorts the error of a call that writes. It returns nil for nil.
func Failed(method string, err error) error {
	if err == nil {
		return nil
	}
	if sorted, ok := errors.AsType[*Error](err); ok {
		return sorted
	}
	e := &Error{Method: method, Class: Ambiguous, Err: err}
	var refused slack.SlackErrorResponse
	var limited *slack.RateLimitedError
	var status slack.StatusCodeError
	var network *net.OpError
	switch {
	case errors.As(err, &limited):
		e.Class, e.After = RateLimited, limited.RetryAfter
	case errors.As(err, &refused):
		e.Code = refused.Err
		e.Class = classOf(refused.Err)
	case errors.As(err, &status):
		if status.Code < 500 {
			e.Class = Transient
		}
	case errors.As(err, &network) && network.Op == "dial":
		e.Class = Transient
	case errors.Is(err, errNotSent), errors.Is(err, context.Canceled) && errors.Is(err, errPacing):
		e.Class = Transient
	}
	return e
}

var (
	errNotSent = errors.New("not sent")
	errPacing  = errors.New("waiting for its turn")
)

func classOf(code string) Class {
	if c, ok := codes[code]; ok {
		return c
	}
	return Ambiguous
}

var codes = map[string]Class{
	"invalid_auth": Dead, "not_authed": Dead, "account_inactive": Dead, "token_revoked": Dead, "token_expired": Dead,
	"not_allowed_token_type": Dead, "missing_scope": Dead, "app_access_restricted": Dead,
	"two_factor_setup_required": Dead,
	"team_access_not_granted":   Dead, "team_not_found": Dead, "enterprise_is_restricted": Dead,

	"channel_not_found": Recipient, "not_in_channel": Recipient, "is_archived": Recipient, "is_inactive": Recipient,
	"user_not_found": Recipient, "user_disabled": Recipient, "user_not_visible": Recipient,
	"user_not_in_channel": Recipient,
	"cannot_dm_bot":       Recipient, "messages_tab_disabled": Recipient, "restricted_action": Recipient,
	"restricted_action_read_only_channel": Recipient, "restricted_action_thread_only_channel": Recipient,
	"no_permission": Recipient, "ekm_access_denied": Recipient,

	"invalid_blocks": Payload, "invalid_blocks_format": Payload, "msg_too_long": Payload, "msg_blocks_too_long": Payload,
	"msg_too_large": Payload, "no_text": Payload, "invalid_arguments": Payload, "invalid_arg_name": Payload,
	"metadata_too_large": Payload, "invalid_metadata_format": Payload, "invalid_metadata_schema": Payload,
	"too_many_attachments": Payload, "block_mismatch": Payload, "view_too_large": Payload,

	"message_not_found": Gone, "cant_update_message": Gone, "edit_window_closed": Gone,

	"ratelimited": RateLimited, "rate_limited": RateLimited,
	"service_unavailable": Transient, "request_timeout": Ambiguous, "org_login_required": Transient,
	"team_added_to_org": Transient, "external_channel_migrating": Transient, "message_limit_exceeded": Transient,
	"internal_error": Ambiguous, "fatal_error": Ambiguous,
}
