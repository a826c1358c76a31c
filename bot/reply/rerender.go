package reply

import (
	"context"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/fields"
)

// rendered remembers for a moment how a message looks after a card in it was replaced. A click brings a copy of its
// message along, but of two quick clicks on two cards the second's copy may be older than the first's tick.
type rendered struct {
	mu   sync.Mutex
	byID map[string]rendering
}

// rendering is the blocks of a message as they were last posted, and when by the wall clock.
type rendering struct {
	blocks []slack.Block
	at     time.Time
}

// Slack's copy of a message has caught up after a second or two; the bounds leave room for a slow one.
const (
	renderedFor  = time.Minute
	renderedMost = 500
)

// swap replaces a lead's card and reports false when the message has none of it.
func (d *rendered) swap(to say.Reader, id string, copied []slack.Block, lead string, with []slack.Block,
	wall time.Time) (say.Reply, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if have, ok := d.byID[id]; ok && wall.Sub(have.at) < renderedFor {
		copied = have.blocks
	}
	r, ok := answers.ReplaceCard(to, copied, lead, with)
	if !ok {
		return r, false
	}
	if len(d.byID) >= renderedMost {
		for old, have := range d.byID {
			if wall.Sub(have.at) >= renderedFor || len(d.byID) >= renderedMost {
				delete(d.byID, old)
			}
		}
	}
	if d.byID == nil {
		d.byID = make(map[string]rendering)
	}
	d.byID[id] = rendering{r.Blocks, wall}
	return r, true
}

// replaceCard puts an answer in the place of a lead's card in the message that was clicked.
func (r *Replier) replaceCard(req *request.Request, resp request.Response) (request.Response, bool) {
	return r.ReplaceCardIn(req, r.Reader(req), req.Channel+req.MessageTS, req.Message, resp)
}

// ReplaceCardIn puts an answer in the place of a lead's card among the blocks of a message; false, with the answer as
// it was, when it has none.
func (r *Replier) ReplaceCardIn(req *request.Request, to say.Reader, id string, message []slack.Block,
	resp request.Response) (request.Response, bool) {
	with, err := resp.MadeBlocks()
	if err != nil {
		return resp, false
	}
	shown, ok := r.rendered.swap(to, id, message, resp.Card, with, time.Now())
	if !ok {
		return resp, false
	}
	whole, err := r.Replace(req, shown)
	return whole, err == nil
}

// rerender renders an answer again after a tap on one of its cards, what came of the tap first.
func (r *Replier) rerender(ctx context.Context, req *request.Request, surface string,
	resp request.Response) (request.Response, bool) {
	again := r.Again[surface]
	switch {
	case again != nil:
	case surface == request.OnShow, surface == request.OnPrep:
		resp.Replace = true
		return resp, true
	default:
		return resp, false
	}
	top, err := resp.MadeBlocks()
	if err != nil {
		return resp, false
	}
	shown, err := again(ctx, req, resp.Card)
	if err != nil {
		r.Log.Warn("could not render an answer again", "surface", surface, "error", err)
		return resp, false
	}
	blocks := append(answers.OnlyTick(top), shown.Blocks...)
	whole, err := r.Replace(req, say.Reply{Text: say.Spoken(blocks), Blocks: blocks})
	return whole, err == nil
}

// RefreshOrigin brings the message that a form was opened from up to date, behind the answer to the form. Where that
// fails nothing is said: the form has its answer, and the card's version keeps a tap on it from counting twice.
func (r *Replier) RefreshOrigin(req *request.Request, m request.Meta, s answers.Saved) {
	if m.URL == "" {
		return
	}
	r.Async(func(ctx context.Context) {
		by := *req
		by.ResponseURL, by.Writes, by.Posted = m.URL, false, m.Posted
		if r.Dealt != nil && m.Message != "" {
			if err := r.Dealt(ctx, &by, s.Lead.ID, m.Message); err != nil {
				r.Log.Warn("could not call off the question about a call", "error", err)
			}
		}
		to := r.Reader(&by)
		if m.Channel == "" {
			to = r.ReaderOn(&by, m.Surface) // an answer of their own, known by its surface
		}
		blocks := answers.CardDone(to, s)
		resp, err := r.OnCard(req, s.Lead.ID, say.Reply{Text: say.Spoken(blocks), Blocks: blocks})
		if err != nil {
			return
		}
		if m.Channel == "" {
			if resp, ok := r.rerender(ctx, &by, m.Surface, resp); ok && resp.Replace {
				r.Respond(ctx, &by, resp, true)
			}
			return
		}
		copied, err := r.Message(ctx, m.Channel, m.Message)
		if err != nil {
			r.Log.Warn("could not read the message a form was opened from", "error", err)
			return
		}
		if resp, ok := r.ReplaceCardIn(&by, r.Reader(req), m.Channel+m.Message, copied, resp); ok {
			r.Respond(ctx, &by, resp, true)
		}
	})
}

// RefreshSurface renders the answer again that a form was opened from and that what was saved says nothing of, behind
// the answer to the form. Of a message without a surface nothing is changed.
func (r *Replier) RefreshSurface(req *request.Request, m request.Meta) {
	if m.URL == "" || r.Again[m.Surface] == nil {
		return
	}
	r.Async(func(ctx context.Context) {
		by := *req
		by.ResponseURL, by.Writes, by.Posted, by.Several = m.URL, false, m.Posted, false
		if resp, ok := r.rerender(ctx, &by, m.Surface, request.Response{}); ok {
			r.Respond(ctx, &by, resp, true)
		}
	})
}

// RefreshAnswer puts what a form has saved in the place of the person's own answer that the form was opened from: its
// button would offer the same once more. Of a card and of a page RefreshOrigin takes care.
func (r *Replier) RefreshAnswer(req *request.Request, m request.Meta, s answers.Saved) {
	if m.URL == "" || m.Channel != "" || m.Surface != "" {
		return
	}
	r.Async(func(ctx context.Context) {
		by := *req
		by.ResponseURL, by.Writes, by.Posted = m.URL, false, m.Posted
		resp := r.Made(&by, answers.Logged(r.Reader(&by), s))
		resp.Replace = true
		r.Respond(ctx, &by, resp, true)
	})
}

// Message reads how a message looks now; nil where it is gone. It needs the scope for the history of direct messages.
func (r *Replier) Message(ctx context.Context, channel, ts string) ([]slack.Block, error) {
	h, err := r.API().GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
		ChannelID: channel, Latest: ts, Oldest: ts, Inclusive: true, Limit: 1,
	})
	if err != nil {
		return nil, err
	}
	for _, m := range h.Messages {
		if m.Timestamp == ts {
			return m.Blocks.BlockSet, nil
		}
	}
	return nil, nil
}

// pageOf shows a sentence where only a page can be shown.
func pageOf(resp request.Response) slack.ModalViewRequest {
	blocks, err := resp.MadeBlocks()
	if err != nil || len(blocks) == 0 {
		blocks = []slack.Block{slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, resp.Text, false, false),
			nil, nil)}
	}
	return fields.ReplyPage("Followup", say.Reply{Text: resp.Text, Blocks: blocks})
}
