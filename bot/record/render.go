package record

import (
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// RenderSaved renders what was saved as a message of its own.
func (rec *Recorder) RenderSaved(req *request.Request) func(say.Saved) (request.Response, error) {
	return func(s say.Saved) (request.Response, error) {
		return reply.Say(rec.Reply.Checked(req, say.Logged(rec.Reply.Reader(req), s)))
	}
}

// RenderTicked renders what was saved as the card that it was tapped on, which becomes ✓.
func (rec *Recorder) RenderTicked(req *request.Request) func(say.Saved) (request.Response, error) {
	return func(s say.Saved) (request.Response, error) {
		to := rec.Reply.Reader(req)
		if kind := req.Surface(); kind != "" {
			to = rec.Reply.ReaderOn(req, kind) // a card that stays is tapped on again
		}
		blocks := say.CardDone(to, s)
		if s.Logged.Question != nil || len(s.Slots) > 0 {
			blocks = say.Logged(rec.Reply.Reader(req), s).Blocks // with what there is to tap on
		}
		return reply.OnCard(s.Lead.ID, rec.Reply.Checked(req, say.Reply{Text: say.Spoken(blocks), Blocks: blocks}))
	}
}

// RenderInPlace renders an answer that takes the place of what it was asked in: of the message, when that is the
// person's own answer to something, else of the lead's card in it.
func (rec *Recorder) RenderInPlace(req *request.Request) func(say.Saved) (request.Response, error) {
	return func(s say.Saved) (request.Response, error) {
		resp, err := rec.RenderSaved(req)(s)
		if resp.Replace = req.Ephemeral; !req.Ephemeral {
			resp.Card = s.Lead.ID
		}
		return resp, err
	}
}

// RenderAnswered renders the answer to a question, in the place of its card where it has one.
func (rec *Recorder) RenderAnswered(req *request.Request, code,
	option string) func(say.Saved) (request.Response, error) {
	return func(s say.Saved) (request.Response, error) {
		resp, err := reply.OnCard(s.Lead.ID, rec.Reply.Checked(req, say.Answered(rec.Reply.Reader(req), code, option, s)))
		resp.Replace = req.Ephemeral
		return resp, err
	}
}

func (rec *Recorder) ShowReply(req *request.Request, seen store.Seen) say.Reply {
	return say.Show(rec.Reply.ReaderOn(req, request.OnShow),
		say.ShowLead{Card: rec.Card(req, *seen.Lead), Notes: coach.Notes(seen.Touches)})
}

func (rec *Recorder) WhenReply(req *request.Request, seen store.Seen) say.Reply {
	return say.When(rec.Reply.ReaderOn(req, request.OnShow), rec.Card(req, *seen.Lead))
}

// Card is a lead with what comes next for it.
func (rec *Recorder) Card(req *request.Request, l coach.Lead) coach.Card {
	return coach.Card{Lead: l, Step: rec.Rules.Next(l, *req.Rep, req.Now)}
}
