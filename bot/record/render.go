package record

import (
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// Views makes what people get to see of a lead and of what was saved. It reads and writes nothing.
type Views struct {
	Rules *coach.Rules
	Reply *reply.Replier
}

// Saved renders what was saved as a message of its own. Like every [Render] it is called before the write, and what it
// makes is shown only after it.
func (v Views) Saved(req *request.Request) Render {
	return func(s say.Saved) (request.Response, error) {
		return v.Reply.Made(req, say.Logged(v.Reply.Reader(req), s)), nil
	}
}

// Ticked renders what was saved as the card that it was tapped on, which becomes ✓.
func (v Views) Ticked(req *request.Request) Render {
	return func(s say.Saved) (request.Response, error) {
		to := v.Reply.Reader(req)
		if kind := req.Surface(); kind != "" {
			to = v.Reply.ReaderOn(req, kind) // a card that stays is tapped on again
		}
		blocks := say.CardDone(to, s)
		if s.Logged.Question != nil || len(s.Slots) > 0 {
			blocks = say.Logged(v.Reply.Reader(req), s).Blocks // with what there is to tap on
		}
		return v.Reply.OnCard(req, s.Lead.ID, say.Reply{Text: say.Spoken(blocks), Blocks: blocks})
	}
}

// InPlace renders an answer that takes the place of what it was asked in: of the message, when that is the
// person's own answer to something, else of the lead's card in it.
func (v Views) InPlace(req *request.Request) Render {
	return func(s say.Saved) (request.Response, error) {
		resp, err := v.Saved(req)(s)
		if resp.Replace = req.Ephemeral; !req.Ephemeral {
			resp.Card = s.Lead.ID
		}
		return resp, err
	}
}

// Answered renders the answer to a question, in the place of its card where it has one.
func (v Views) Answered(req *request.Request, code, option string) Render {
	return func(s say.Saved) (request.Response, error) {
		resp, err := v.Reply.OnCard(req, s.Lead.ID, say.Answered(v.Reply.Reader(req), code, option, s))
		resp.Replace = req.Ephemeral
		return resp, err
	}
}

// Show is a lead with its card and its last notes.
func (v Views) Show(req *request.Request, seen store.Snapshot) say.Reply {
	return say.Show(v.Reply.ReaderOn(req, request.OnShow),
		say.ShowLead{Card: v.Card(req, *seen.Lead), Notes: coach.Notes(seen.Touches)})
}

// When is what comes next for a lead and why.
func (v Views) When(req *request.Request, seen store.Snapshot) say.Reply {
	return say.When(v.Reply.ReaderOn(req, request.OnShow), v.Card(req, *seen.Lead))
}

// Card is a lead with what comes next for it at the request's instant. The rep's record must have been read.
func (v Views) Card(req *request.Request, l coach.Lead) coach.Card {
	return coach.Card{Lead: l.WithPhones(*req.Rep), Step: v.Rules.Next(l, *req.Rep, req.Now)}
}
