package reply

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
)

// DeliverClick answers a click where it was made: on a message by its response_url, in a form or on the Home by a page.
func (r *Replier) DeliverClick(ctx context.Context, req *request.Request, resp request.Response) {
	if req.View != nil && req.ResponseURL == "" {
		r.DeliverInView(ctx, req, resp)
		return
	}
	if resp.Card != "" {
		var whole request.Response
		var ok bool
		if req.OwnAnswer() || r.Again[req.Surface()] != nil {
			whole, ok = r.rerender(ctx, req, req.Surface(), resp)
		} else {
			whole, ok = r.replaceCard(req, resp)
		}
		if ok {
			resp = whole
		}
	}
	r.Respond(ctx, req, resp, resp.Replace)
}

// DeliverInView shows the answer to a click made in a form: a page replaces the form, a sentence is laid over it where
// the form is needed still. On the Home what was saved stands there, and what is only shown is a page over it.
func (r *Replier) DeliverInView(ctx context.Context, req *request.Request, resp request.Response) {
	if !req.OnForm() {
		if !resp.Saved() || r.Home == nil || !r.Home(ctx, req, resp) {
			r.overHome(ctx, req, resp)
		}
		return
	}
	if resp.Card != "" && r.Again[req.Surface()] != nil { // a list on a page, with the card that was tapped
		if whole, ok := r.rerender(ctx, req, req.Surface(), resp); ok {
			resp = whole
		}
	}
	v, err := resp.MadePage()
	if err != nil {
		r.Log.Error("could not read a page back", "error", err)
		return
	}
	if v == nil {
		// Slack keeps what was typed in the form beneath, and closing this leads back to it
		if !resp.Replace && staysOpen(req) {
			if _, err := r.OnTop(ctx, req, pageOf(resp)); err != nil {
				r.Log.Warn("could not lay a page over a form", "error", err)
				r.Tell(ctx, req, resp)
			}
			return
		}
		page := pageOf(resp)
		v = &page
	}
	r.Show(ctx, req, *v, req.View.Hash, resp)
}

// overHome shows an answer as a page over the Home. Where that can't be opened any more, it comes as a message.
func (r *Replier) overHome(ctx context.Context, req *request.Request, resp request.Response) {
	v, err := resp.MadePage()
	if err != nil {
		r.Log.Error("could not read a page back", "error", err)
		return
	}
	if v == nil {
		page := pageOf(resp)
		v = &page
	}
	if _, err := r.API().OpenViewContext(ctx, req.Trigger, *v); err != nil {
		r.Log.Warn("could not open a page over a Home", "error", err)
		if len(resp.View) > 0 {
			resp = answerOfView(*v)
		}
		r.Tell(ctx, req, resp)
	}
}

// Show puts a page in the place of the form that was clicked, if that still is what hash stands for; an empty hash asks
// for nothing.
func (r *Replier) Show(ctx context.Context, req *request.Request, v slack.ModalViewRequest, hash string,
	resp request.Response) {
	_, err := r.API().UpdateViewContext(ctx, v, "", hash, req.View.ID)
	switch refused := Refusal(err); {
	case err == nil:
	case refused == "hash_conflict":
		r.Log.Debug("a form has moved on since the click") // a second tap on it: the first one's answer stands there
	case refused == "not_found" && resp.Entry != "":
		r.Log.Debug("a form was closed after the tap") // what was saved stands on the card that it was opened from
	default:
		r.Log.Warn("could not answer in a form", "error", err)
		if len(resp.View) > 0 {
			resp = answerOfView(v)
		}
		r.Tell(ctx, req, resp)
	}
}

// answerOfView is what a page says, for where the page itself can't be shown any more: its words without its fields and
// buttons.
func answerOfView(v slack.ModalViewRequest) request.Response {
	return request.Response{Text: say.Spoken(v.Blocks.BlockSet)}
}

// Tell sends an answer to a person directly, for requests that have no message to answer on.
func (r *Replier) Tell(ctx context.Context, req *request.Request, resp request.Response) {
	if req.ResponseURL != "" {
		r.Respond(ctx, req, resp, false)
		return
	}
	opts := []slack.MsgOption{slack.MsgOptionText(resp.Text, false), slack.MsgOptionDisableLinkUnfurl()}
	if blocks, err := resp.MadeBlocks(); err == nil && len(blocks) > 0 {
		opts = append(opts, slack.MsgOptionBlocks(blocks...))
	}
	if _, _, err := r.API().PostMessageContext(ctx, req.User, opts...); err != nil {
		r.Log.Warn("could not tell a person", "user", req.User, "error", err)
	}
}

// Respond posts to the request's response_url. A second try is harmless: it shows the person the same words again, and
// only when Slack did not say that it had the first. It reports whether Slack took them.
func (r *Replier) Respond(ctx context.Context, req *request.Request, resp request.Response, replace bool) (taken bool) {
	if req.ResponseURL == "" {
		r.Log.Warn("an answer has nowhere to go", "kind", req.Kind, "name", req.Label)
		return false
	}
	// Slack lets an address be used five times within thirty minutes: three tries leave room for a late answer.
	body := reply(req, resp, replace)
	for try := range 3 {
		if try > 0 && !Pause(ctx, time.Duration(try)*time.Second) {
			return false
		}
		err := r.post(ctx, req.ResponseURL, body)
		if err == nil {
			return true
		}
		r.Log.Warn("could not post to a response url", "kind", req.Kind, "name", req.Label, "try", try+1, "error", err)
		var refused *refusal
		if errors.As(err, &refused) {
			if len(resp.Blocks) == 0 {
				return false
			}
			resp.Blocks, resp.Shown = nil, nil // Slack would not render it: the words alone, rather than silence
			body = reply(req, resp, replace)
		}
	}
	return false
}

// reply is an answer as Slack takes it at a response_url: in the place of the clicked message, else beneath it and in
// the thread that it stands in.
func reply(req *request.Request, resp request.Response, replace bool) json.RawMessage {
	if replace {
		return encodeMessage(forThem+inPlace, resp)
	}
	fields := forThem
	if req.Posted {
		fields = forGood
	}
	fields += `,"replace_original":false`
	if req.Thread != "" {
		fields += inThread + strconv.Quote(req.Thread)
	}
	return encodeMessage(fields, resp)
}

// refusal is Slack saying no to what was posted to a response_url.
type refusal struct {
	status int
	body   string
}

func (r *refusal) Error() string {
	return fmt.Sprintf("response url answered %d: %s", r.status, r.body)
}

// post sends one body. Its error never holds the address; it is a *[refusal] when Slack answered and took nothing.
func (r *Replier) post(ctx context.Context, url string, body []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("response url: %w", request.ErrBadURL)
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	resp, err := r.http.Do(req)
	if err != nil {
		return fmt.Errorf("post to a response url: %w", request.WithoutURL(err))
	}
	defer func() { _ = resp.Body.Close() }()
	said, _ := io.ReadAll(io.LimitReader(resp.Body, 200))
	if resp.StatusCode/100 != 2 {
		return &refusal{status: resp.StatusCode, body: string(said)}
	}
	return nil
}

// staysOpen reports whether the form that was clicked is needed still, whatever became of the click: something can have
// been typed into it, or they are on the line.
func staysOpen(req *request.Request) bool {
	return req.OnForm() && (req.View.CallbackID == fields.FormReached ||
		slices.ContainsFunc(req.View.Blocks.BlockSet, func(b slack.Block) bool { return b.BlockType() == slack.MBTInput }))
}
