package record

import (
	"context"

	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/chase"
	"github.com/followup-coach/followup/coach/suspect"
	"github.com/followup-coach/followup/store"
)

// Views makes what people get to see of a lead and of what was saved. It writes nothing, and reads no
// more than what teams say of themselves.
type Views struct {
	Rules   *coach.Rules
	Reply   *reply.Replier
	Phrases *Phrases
}

// Ticked is a result whose response is the card that it was tapped on, which becomes ✓. Like the other views of a
// result it leaves one without a change as it is.
func (v Views) Ticked(req *request.Request, res Result) Result {
	if res.Change == nil {
		return res
	}
	to := v.Reply.Reader(req)
	if kind := req.Surface(); kind != "" {
		to = v.Reply.ReaderOn(req, kind) // a card that stays is tapped on again
	}
	blocks := answers.CardDone(to, res.Saved)
	if res.Saved.Logged.Question != nil || len(res.Saved.Times.Slots) > 0 || res.Saved.Held != nil {
		blocks = answers.Logged(to, res.Saved).Blocks // with what there is to tap on
	}
	return res.on(res.Saved.Lead.ID, v.Reply.Made(req, say.Reply{Text: say.Spoken(blocks), Blocks: blocks}))
}

// InPlace is a result whose response takes the place of what it was asked in: of the message, when that is the person's
// own answer to something, else of the lead's card in it.
func (v Views) InPlace(req *request.Request, res Result) Result {
	if res.Change == nil {
		return res
	}
	resp := v.Reply.Made(req, answers.Logged(v.Reply.Reader(req), res.Saved))
	if resp.Replace = req.OwnAnswer(); req.OwnAnswer() {
		res.Response = &resp
		return res
	}
	return res.on(res.Saved.Lead.ID, resp)
}

// Answered is a result whose response confirms the answer to a question, in the place of its card where it has one.
func (v Views) Answered(req *request.Request, res Result, code, option string) Result {
	if res.Change == nil {
		return res
	}
	resp := v.Reply.Made(req, answers.Answered(v.Reply.Reader(req), code, option, res.Saved))
	resp.Replace = req.OwnAnswer()
	return res.on(res.Saved.Lead.ID, resp)
}

// Page is a result whose response is the page "Saved" of a form, with no lead in line.
func (v Views) Page(req *request.Request, res Result) (Result, error) {
	if res.Change == nil {
		return res, nil
	}
	resp, err := reply.ShowForm(answers.FormSaved(v.Reply.Reader(req), res.Saved, nil))
	res.Response = &resp
	return res, err
}

// on is a result whose response stands in the place of a lead's card.
func (res Result) on(lead string, resp request.Response) Result {
	resp.Card = lead
	res.Response = &resp
	return res
}

// Show is a lead with its card and its last notes. Of one that was closed because of another lead it says whether that
// stands; where that can't be read, that it does.
func (rec *Recorder) Show(ctx context.Context, req *request.Request, seen store.Snapshot) say.Reply {
	var asked request.Stopped
	if by := seen.Lead.Progress.ClosedBy; by != "" {
		var err error
		if asked, err = AskedBesides(ctx, rec.Space(), req.User, *req.Rep, *seen.Lead); err != nil {
			asked = request.Stopped{By: by}
		}
	}
	v := rec.Views
	return cards.Show(v.Reply.ReaderOn(req, request.OnShow),
		cards.ShowLead{Card: v.Card(req, *seen.Lead), Asked: asked,
			Notes: coach.Notes(seen.Touches), Series: chase.Series(seen.Touches),
			Meter: chase.Measure(v.Rules, *seen.Lead, *req.Rep, req.Now), Own: seen.Lead.Rep == req.User,
			Score: suspect.Shown(*seen.Lead, v.Phrases.Suspects(ctx, req), req.Now),
			Held:  v.Held(req, seen.Held, *seen.Lead, seen.Lead)})
}

// When is what comes next for a lead and why.
func (v Views) When(req *request.Request, seen store.Snapshot) say.Reply {
	return answers.When(v.Reply.ReaderOn(req, request.OnShow), v.Card(req, *seen.Lead), req.Rep.ModeOrDefault())
}

// Card is a lead with what comes next for it at the request's instant. The rep's record must have been read.
func (v Views) Card(req *request.Request, l coach.Lead) coach.Card {
	return coach.Card{Lead: l.WithPhones(*req.Rep), Step: v.Rules.Next(l, *req.Rep, req.Now)}
}

// follows reports whether the answer to a change follows from the records, so that it need not be stored: that to a
// typed line about a lead that was there. What an answer says besides of other leads, it says of them as they are.
func (tx *Transaction) follows(res Result) bool {
	return tx.line != nil && tx.instead == "" && !tx.req.Several && res.Response == nil && tx.Seen.Lead != nil &&
		res.Change.Lead != nil
}

// readThen reads what the change that is answered again was decided from, and turns the request's clock back to it.
func (tx *Transaction) readThen() (store.Snapshot, error) {
	seen, then, err := tx.rec.Space().History.ReadThen(tx.ctx, tx.query, tx.then.ID)
	if err == nil {
		tx.then, tx.req.Now = then, then.At
	}
	return seen, err
}

// sayAgain makes the answer that a change has got when it was written. Nothing is written. Where it comes out as
// another kind of answer by now, nothing is said of it but that it was saved.
func (tx *Transaction) sayAgain(res Result) {
	follows := tx.follows(res)
	if tx.Result = (Result{}); !follows {
		return
	}
	s := res.Saved
	s.Change, s.Touch.ID, s.Logged.Touch.ID = tx.then.ID, tx.then.TouchID, tx.then.TouchID
	tx.response = tx.rec.Reply.Made(tx.req, answers.Logged(tx.rec.Reply.Reader(tx.req), s))
	tx.response.Entry = tx.then.ID
}

// kept is the answer that a request has got when it was delivered before. Of an empty one only this is known: that what
// it asked for was saved.
func kept(to *reply.Replier, req *request.Request, raw []byte) (request.Response, error) {
	if len(raw) == 0 {
		return to.Say(req, problems.LookedUp(to.Reader(req), true, req.Typed()))
	}
	return request.DecodeResponse(raw)
}

// Respond is what a result without a change is answered with: its question, its form, that the card was dealt with or
// that nothing is new. Any other keeps its response.
func (rec *Recorder) Respond(ctx context.Context, req *request.Request, resp request.Response,
	res Result) (request.Response, error) {
	switch {
	case res.Question != nil:
		return rec.Ask(ctx, req, res.Question)
	case res.Form != nil && req.OnForm():
		return reply.ShowForm(*res.Form)
	case res.Form != nil:
		return rec.Reply.Open(ctx, req, *res.Form)
	case res.Tapped != nil:
		return rec.TappedTwice(ctx, req, res.Tapped)
	case res.Nothing:
		return rec.Reply.Say(req, forms.Unchanged(rec.Reply.Reader(req), res.Saved.Lead))
	}
	return resp, nil
}

// nextBest is the lead that an hour which has become free is best spent on (S4.20): the first of those to call now. nil
// where there is none; what can't be read is not worth failing a save for.
func (tx *Transaction) nextBest(but string) *coach.Card {
	if tx.req.Owner != tx.req.User {
		return nil
	}
	due, err := tx.rec.DueNow(tx.ctx, tx.req)
	if err != nil {
		return nil
	}
	return NextInLine(due, but)
}
