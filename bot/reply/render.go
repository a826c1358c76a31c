package reply

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/covered"
	"github.com/followup-coach/followup/store"
)

// Made is a response of words, checked against Slack's limits and encoded once. A mistake in the blocks is logged and
// costs them alone: the text always stands.
func (r *Replier) Made(req *request.Request, words say.Reply) request.Response {
	if req.Cover != nil {
		covered.Mark(words.Blocks, req.Owner, req.Cover.Lead)
	}
	ready, err := words.Render()
	if err != nil {
		r.Log.Error("an answer broke Slack's limits", "kind", req.Kind, "name", req.Label, "error", err)
	}
	// Shown goes along only with blocks that Slack will take: whoever puts the response into a message takes it from
	// there.
	resp := request.Response{Text: ready.Text, Blocks: ready.Blocks}
	if len(ready.Blocks) > 0 {
		resp.Shown = words.Blocks
	}
	return resp
}

// Say is [Replier.Made] for a handler's return. The error is always nil.
func (r *Replier) Say(req *request.Request, words say.Reply) (request.Response, error) {
	return r.Made(req, words), nil
}

// Replace is a response in the place of the message that was clicked. The error is always nil.
func (r *Replier) Replace(req *request.Request, words say.Reply) (request.Response, error) {
	resp := r.Made(req, words)
	resp.Replace = true
	return resp, nil
}

// OnCard is a response in the place of one lead's card. The error is always nil.
func (r *Replier) OnCard(req *request.Request, lead string, words say.Reply) (request.Response, error) {
	resp := r.Made(req, words)
	resp.Card = lead
	return resp, nil
}

// ShowForm is a page in the place of the form that was sent.
func ShowForm(v slack.ModalViewRequest) (request.Response, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return request.Response{}, fmt.Errorf("render a form: %w", err)
	}
	return request.Response{View: raw, Page: &v}, nil
}

// Checked is words that Slack will take, for a page that they are put into; what they are answered with alone is made
// by [Replier.Made].
func (r *Replier) Checked(req *request.Request, shown say.Reply) say.Reply {
	ok, err := shown.Checked()
	if err != nil {
		r.Log.Error("an answer broke Slack's limits", "kind", req.Kind, "name", req.Label, "error", err)
	}
	return ok
}

// Reader is who the request's answer is said to.
func (r *Replier) Reader(req *request.Request) say.Reader {
	// Most answers are given once the record was read: then the zone is the rep's own, which they may have set apart from
	// what Slack says. Before that it is Slack's.
	to := say.Reader{Now: req.Now, Nonce: store.NewID(), Rules: r.rules}
	if req.Several {
		to.Nonce = request.OnSeveral + "-" + to.Nonce
	}
	if req.Posted {
		to.Nonce += request.PostedMark
	}
	if req.Rep != nil || req.Cover != nil {
		rep := req.Reads()
		to.Zone, to.Locale, to.Cycle = rep.Location(), rep.Locale, rep.Clock
	} else {
		to.Zone, to.Locale = req.Zone(), req.Person.Locale
	}
	return to
}

// ReaderOn is [Replier.Reader] for a message that is recognised by its surface later.
func (r *Replier) ReaderOn(req *request.Request, surface string) say.Reader {
	to := r.Reader(req)
	to.Nonce = surface + "-" + to.Nonce
	return to
}

// ackMost is the largest payload put into an acknowledgement, in bytes of JSON. Slack closes the connection on a frame
// over 20,480; what is larger goes by response_url after a short acknowledgement.
const ackMost = 18_000

// afterAck gives the acknowledgement a head start on what is to stand beneath it.
const afterAck = 100 * time.Millisecond

// Deliver brings an answer to the person: in the acknowledgement where Slack allows it, else behind it. What is
// too large for a command's acknowledgement is posted behind a short one.
func (r *Replier) Deliver(req *request.Request, resp request.Response) any {
	// A command and a form wait for what their acknowledgement says. A click and a shortcut don't: their acknowledgement
	// is plain, and the answer goes to the response_url or to the person.
	switch req.Kind {
	case request.KindCommand:
		if resp.Text == "" && len(resp.Blocks) == 0 {
			return nil // a form was opened instead
		}
		payload := encodeMessage(forThem, resp)
		if len(payload) <= ackMost {
			return payload
		}
		r.Async(func(ctx context.Context) {
			if Pause(ctx, afterAck) {
				r.Respond(ctx, req, resp, false)
			}
		})
		return nil // plain, so that nothing stands there but the answer
	case request.KindMessage:
		return r.deliverPosted(req, resp)
	case request.KindSubmit:
		return r.deliverForm(req, resp)
	case request.KindSuggest:
		return offer(resp.Options)
	case request.KindClick:
		if !resp.Empty() {
			r.Async(func(ctx context.Context) { r.DeliverClick(ctx, req, resp) })
		}
	case request.KindShortcut:
		if !resp.Empty() {
			r.Async(func(ctx context.Context) { r.Tell(ctx, req, resp) })
		}
	}
	return nil
}

// deliverForm acknowledges a form: with errors at its fields, with a page on top of it or in its place, or with
// nothing, which closes it. A page that is too large for an acknowledgement follows behind it.
func (r *Replier) deliverForm(req *request.Request, resp request.Response) any {
	var payload any
	switch {
	case len(resp.Errors) > 0:
		payload = map[string]any{"response_action": "errors", "errors": resp.Errors}
	case len(resp.View) > 0 && resp.Stack:
		payload = map[string]any{"response_action": "push", "view": resp.View}
	case len(resp.View) > 0:
		payload = map[string]any{"response_action": "update", "view": resp.View}
	case resp.Empty():
		return nil
	default: // a sentence, and a form has no place for one: a page of its own
		payload = map[string]any{"response_action": "update", "view": pageOf(resp)}
	}
	raw, err := json.Marshal(payload)
	if err != nil {
		r.Log.Error("could not encode the answer to a form", "error", err)
		return nil
	}
	if len(raw) > ackMost {
		id := req.View.ID // without its hash, which the acknowledgement changes
		r.Async(func(ctx context.Context) {
			if !Pause(ctx, afterAck) {
				return
			}
			v, err := resp.MadePage()
			if err != nil || v == nil {
				r.Log.Error("could not read a page back", "error", err)
				return
			}
			if _, err := r.API().UpdateViewContext(ctx, *v, "", "", id); err != nil {
				r.Log.Warn("could not show a large page", "error", err)
			}
		})
		short, err := json.Marshal(map[string]any{"response_action": "update",
			"view": pageOf(request.Response{Text: "One moment…"})})
		if err != nil {
			return nil
		}
		return json.RawMessage(short)
	}
	return json.RawMessage(raw)
}

// offer is what a field offers, as many of its options as an acknowledgement takes. None is an answer too: without a
// list Slack says that it could not be loaded.
func offer(options []*slack.OptionBlockObject) json.RawMessage {
	out := []byte(`{"options":[`)
	for i, o := range options {
		raw, err := json.Marshal(o)
		if err != nil || len(out)+len(raw) > ackMost {
			break
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, raw...)
	}
	return append(out, "]}"...)
}

// Who sees a response: the person alone, or whoever reads the conversation. In the bot's own messages that is one
// person too, but what is posted stays.
const (
	forThem  = `"response_type":"ephemeral"`
	forGood  = `"response_type":"in_channel"`
	inPlace  = `,"replace_original":true`
	inThread = `,"thread_ts":`
)

// encodeMessage is a response as Slack takes it in the acknowledgement of a command and at a response_url, behind the
// fields that say where it appears. It is put together around the blocks, which are JSON already: encoding them once
// more cost a command more than working out its answer.
func encodeMessage(fields string, resp request.Response) json.RawMessage {
	text, err := json.Marshal(resp.Text)
	if err != nil {
		return json.RawMessage(`{` + fields + `,"text":"Something went wrong while I was answering."}`)
	}
	// One allocation: 64 bytes are room for the names of the fields and the braces.
	raw := make([]byte, 0, len(text)+len(fields)+len(resp.Blocks)+64)
	raw = append(append(append(raw, '{'), fields...), `,"text":`...)
	raw = append(raw, text...)
	if len(resp.Blocks) > 0 {
		raw = append(append(raw, `,"blocks":`...), resp.Blocks...)
	}
	return append(raw, '}')
}
