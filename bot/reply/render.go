package reply

import (
	"encoding/json"
	"fmt"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/store"
)

// Say makes an answer of a reply.
func Say(r say.Reply) (request.Response, error) {
	resp := request.Response{Text: r.Text}
	if len(r.Blocks) > 0 {
		raw, err := json.Marshal(r.Blocks)
		if err != nil {
			return request.Response{}, fmt.Errorf("render an answer: %w", err)
		}
		resp.Blocks = raw
	}
	return resp, nil
}

// Replace is an answer in the place of the message that was clicked.
func Replace(r say.Reply) (request.Response, error) {
	resp, err := Say(r)
	resp.Replace = true
	return resp, err
}

// OnCard is an answer in the place of one lead's card.
func OnCard(lead string, r say.Reply) (request.Response, error) {
	resp, err := Say(r)
	resp.Card = lead
	return resp, err
}

// ShowForm is a page in the place of the form that was sent.
func ShowForm(v slack.ModalViewRequest) (request.Response, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return request.Response{}, fmt.Errorf("render a form: %w", err)
	}
	return request.Response{View: raw}, nil
}

// Checked is a reply that Slack will take.
func (r *Replier) Checked(req *request.Request, shown say.Reply) say.Reply {
	ok, err := shown.Checked()
	if err != nil {
		r.Log.Error("an answer broke Slack's limits", "kind", req.Kind, "name", req.Label, "error", err)
	}
	return ok
}

// DecodeBlocks reads kept blocks back.
func DecodeBlocks(raw json.RawMessage) ([]slack.Block, error) {
	var blocks slack.Blocks
	if len(raw) == 0 {
		return nil, nil
	}
	err := json.Unmarshal(raw, &blocks)
	return blocks.BlockSet, err
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
