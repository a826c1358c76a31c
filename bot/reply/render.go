package reply

import (
	"encoding/json"
	"fmt"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/store"
)

// Made is a response of words, checked against Slack's limits and encoded once. A mistake in the blocks is logged and
// costs them alone: the text always stands.
func (r *Replier) Made(req *request.Request, words say.Reply) request.Response {
	ready, err := words.Render()
	if err != nil {
		r.Log.Error("an answer broke Slack's limits", "kind", req.Kind, "name", req.Label, "error", err)
	}
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
	return say.Reader{Zone: req.Zone(), Now: req.Now, Nonce: store.NewID(), Rules: r.rules}
}

// ReaderOn is [Reader] for a message that is recognised by its surface later.
func (r *Replier) ReaderOn(req *request.Request, surface string) say.Reader {
	to := r.Reader(req)
	to.Nonce = surface + "-" + to.Nonce
	return to
}
