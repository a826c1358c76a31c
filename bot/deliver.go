package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
)

// ackMost is the largest payload put into an acknowledgement, in bytes of JSON. Slack closes the connection on a frame
// over 20,480; what is larger goes by response_url after a short acknowledgement.
const ackMost = 18_000

// afterAck gives the acknowledgement a head start on what is to stand beneath it.
const afterAck = 100 * time.Millisecond

// deliver brings an answer to the person: in the acknowledgement where Slack allows it, else behind it.
func (b *Bot) deliver(a *act, ans answer) any {
	switch a.kind {
	case kindCommand:
		return b.deliverCommand(a, ans)
	case kindSubmit:
		return b.deliverForm(a, ans)
	case kindClick:
		if !ans.none() {
			b.later(func(ctx context.Context) { b.deliverClick(ctx, a, ans) })
		}
	case kindShortcut:
		if !ans.none() {
			b.later(func(ctx context.Context) { b.tell(ctx, a, ans) })
		}
	}
	return nil
}

func (b *Bot) deliverCommand(a *act, ans answer) any {
	if ans.none() {
		return nil // a form was opened instead
	}
	payload := message(ans)
	if len(payload) <= ackMost {
		return payload
	}
	b.later(func(ctx context.Context) {
		if pause(ctx, afterAck) {
			b.respond(ctx, a, ans, false)
		}
	})
	return message(answer{Text: "Here it comes…"})
}

func (b *Bot) deliverForm(a *act, ans answer) any {
	var payload any
	switch {
	case len(ans.Errors) > 0:
		payload = map[string]any{"response_action": "errors", "errors": ans.Errors}
	case len(ans.View) > 0 && ans.Stack:
		payload = map[string]any{"response_action": "push", "view": ans.View}
	case len(ans.View) > 0:
		payload = map[string]any{"response_action": "update", "view": ans.View}
	case ans.none():
		return nil
	default: // a sentence, and a form has no place for one: a page of its own
		payload = map[string]any{"response_action": "update", "view": pageOf(ans)}
	}
	raw, err := json.Marshal(payload)
	if err != nil {
		b.log.Error("could not encode the answer to a form", "error", err)
		return nil
	}
	if len(raw) > ackMost {
		id := a.view.ID // without its hash, which the acknowledgement changes
		b.later(func(ctx context.Context) {
			var v slack.ModalViewRequest
			if !pause(ctx, afterAck) {
				return
			}
			if err := json.Unmarshal(ans.View, &v); err != nil {
				b.log.Error("could not read a page back", "error", err)
				return
			}
			if _, err := b.api().UpdateViewContext(ctx, v, "", "", id); err != nil {
				b.log.Warn("could not show a large page", "error", err)
			}
		})
		short, err := json.Marshal(map[string]any{"response_action": "update", "view": pageOf(answer{Text: "One moment…"})})
		if err != nil {
			return nil
		}
		return json.RawMessage(short)
	}
	return json.RawMessage(raw)
}

// deliverClick answers a click where it was made: on a message by its response_url, in a form or on the Home by a page.
func (b *Bot) deliverClick(ctx context.Context, a *act, ans answer) {
	if a.view != nil && a.responseURL == "" {
		b.deliverInView(ctx, a, ans)
		return
	}
	if ans.Card != "" {
		var whole answer
		var ok bool
		if a.ephemeral {
			whole, ok = b.anew(ctx, a, a.surface(), ans)
		} else {
			whole, ok = b.inPlace(a, ans)
		}
		if ok {
			ans = whole
		}
	}
	b.respond(ctx, a, ans, ans.Replace)
}

// deliverInView shows the answer to a click made in a form: a page replaces the form, a sentence is laid over it where
// the form is needed still.
func (b *Bot) deliverInView(ctx context.Context, a *act, ans answer) {
	if a.view.Type != slack.VTModal {
		b.tell(ctx, a, ans)
		return
	}
	raw := ans.View
	if len(raw) == 0 {
		// Slack keeps what was typed in the form beneath, and closing this leads back to it
		if !ans.Replace && a.staysOpen() {
			if _, err := b.onTop(ctx, a, pageOf(ans)); err != nil {
				b.log.Warn("could not lay a page over a form", "error", err)
				b.tell(ctx, a, ans)
			}
			return
		}
		raw, _ = json.Marshal(pageOf(ans))
	}
	var v slack.ModalViewRequest
	if err := json.Unmarshal(raw, &v); err != nil {
		b.log.Error("could not read a page back", "error", err)
		return
	}
	b.show(ctx, a, v, a.view.Hash, ans)
}

// show puts a page in the place of the form that was clicked, if that still is what hash stands for; an empty hash asks
// for nothing.
func (b *Bot) show(ctx context.Context, a *act, v slack.ModalViewRequest, hash string, ans answer) {
	_, err := b.api().UpdateViewContext(ctx, v, "", hash, a.view.ID)
	var refused slack.SlackErrorResponse
	switch {
	case err == nil:
	case errors.As(err, &refused) && refused.Err == "hash_conflict":
		b.log.Debug("a form has moved on since the click") // a second tap on it: the first one's answer stands there
	case errors.As(err, &refused) && refused.Err == "not_found" && ans.Entry != "":
		b.log.Debug("a form was closed after the tap") // what was saved stands on the card that it was opened from
	default:
		b.log.Warn("could not answer in a form", "error", err)
		if len(ans.View) > 0 {
			ans = answerOfView(v)
		}
		b.tell(ctx, a, ans)
	}
}

// answerOfView is what a page says, for where the page itself can't be shown any more: its words without its fields and
// buttons.
func answerOfView(v slack.ModalViewRequest) answer {
	return answer{Text: say.Spoken(v.Blocks.BlockSet)}
}

// tell sends an answer to a person directly, for acts that have no message to answer on.
func (b *Bot) tell(ctx context.Context, a *act, ans answer) {
	if a.responseURL != "" {
		b.respond(ctx, a, ans, false)
		return
	}
	opts := []slack.MsgOption{slack.MsgOptionText(ans.Text, false), slack.MsgOptionDisableLinkUnfurl()}
	if len(ans.Blocks) > 0 {
		var blocks slack.Blocks
		if err := json.Unmarshal(ans.Blocks, &blocks); err == nil {
			opts = append(opts, slack.MsgOptionBlocks(blocks.BlockSet...))
		}
	}
	if _, _, err := b.api().PostMessageContext(ctx, a.user, opts...); err != nil {
		b.log.Warn("could not tell a person", "user", a.user, "error", err)
	}
}

// respond posts to the act's response_url. A second try is harmless: it shows the person the same words again, and only
// when Slack did not say that it had the first. It reports whether Slack took them.
func (b *Bot) respond(ctx context.Context, a *act, ans answer, replace bool) (taken bool) {
	if a.responseURL == "" {
		b.log.Warn("an answer has nowhere to go", "kind", a.kind, "name", a.label)
		return false
	}
	body := reply(ans, replace)
	for try := range 3 {
		if try > 0 && !pause(ctx, time.Duration(try)*time.Second) {
			return false
		}
		err := b.post(ctx, a.responseURL, body)
		if err == nil {
			return true
		}
		b.log.Warn("could not post to a response url", "kind", a.kind, "name", a.label, "try", try+1, "error", err)
		var refused *refusal
		if errors.As(err, &refused) {
			if len(ans.Blocks) == 0 {
				return false
			}
			ans.Blocks = nil // Slack would not draw it: the words alone, rather than silence
			body = reply(ans, replace)
		}
	}
	return false
}

// message is an answer as Slack takes it in the acknowledgement of a command.
func message(ans answer) json.RawMessage { return encodeMessage("", ans) }

// reply is an answer as Slack takes it at a response_url.
func reply(ans answer, replace bool) json.RawMessage {
	return encodeMessage(`,"replace_original":`+strconv.FormatBool(replace), ans)
}

// encodeMessage puts an answer together around its blocks, which are JSON already: encoding them once more cost a
// command more than working out its answer.
func encodeMessage(fields string, ans answer) json.RawMessage {
	text, err := json.Marshal(ans.Text)
	if err != nil {
		return json.RawMessage(`{"response_type":"ephemeral","text":"Something went wrong while I was answering."}`)
	}
	raw := make([]byte, 0, len(text)+len(fields)+len(ans.Blocks)+64)
	raw = append(raw, `{"response_type":"ephemeral"`...)
	raw = append(append(raw, fields...), `,"text":`...)
	raw = append(raw, text...)
	if len(ans.Blocks) > 0 {
		raw = append(append(raw, `,"blocks":`...), ans.Blocks...)
	}
	return append(raw, '}')
}

// refusal is Slack saying no to what was posted to a response_url.
type refusal struct {
	status int
	body   string
}

func (r *refusal) Error() string {
	return fmt.Sprintf("response url answered %d: %s", r.status, r.body)
}

func (b *Bot) post(ctx context.Context, url string, body []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("response url: %w", errBadURL)
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	resp, err := b.http.Do(req)
	if err != nil {
		return fmt.Errorf("post to a response url: %w", withoutURL(err))
	}
	defer func() { _ = resp.Body.Close() }()
	said, _ := io.ReadAll(io.LimitReader(resp.Body, 200))
	if resp.StatusCode/100 != 2 {
		return &refusal{status: resp.StatusCode, body: string(said)}
	}
	return nil
}
