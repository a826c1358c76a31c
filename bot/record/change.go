package record

import (
	"context"
	"errors"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// Result is what a decision came to: a change with what is said of it, or one of the things that come instead of a
// change. An error beside it means that something is wrong, never that something else is to be shown.
type Result struct {
	Change *store.Change // to write…
	Saved  say.Saved     // …and what is said of it
	Reply  *say.Reply    // said instead of Saved, where no lead is concerned
	Render Render        // of Saved, where the response depends on what was read; nil for the caller's

	Question *input.Clarification    // asked before anything is written
	Form     *slack.ModalViewRequest // shown before anything is written
	Retry    string                  // the lead to read, before the decision is made again
	Nothing  bool                    // what is stored says it already; Saved.Lead is the lead as it is
	Tapped   *Tapped                 // the card was dealt with already
	Repeated time.Time               // when the same words were saved a moment ago

	// Snapshot is what the decision was made from, for whoever goes on with it after the write: it is not read again.
	Seen store.Snapshot

	// Stale says, beside an error, that the page of a call doesn't go with its lead any more: rendered again it would
	// have other fields.
	Stale bool
	// Keep is, beside an error, the page on which the person goes on with what was typed.
	Keep request.KeepPage
}

// Decide makes of what the store holds what it shall hold. It may run several times and must do nothing but decide.
type Decide func(seen store.Snapshot) (Result, error)

// Render makes the response of what was saved.
type Render func(say.Saved) (request.Response, error)

// Change reads, decides and writes, with all the bookkeeping: who and when, the request's key and response, a new rep's
// record. A repeated request gets the response that it got then, with an empty result. The response is rendered before
// the write, since it is part of it; where the result has no change it is empty, and what is shown is the caller's.
func (rec *Recorder) Change(ctx context.Context, req *request.Request, q store.Query, decide Decide,
	render Render) (request.Response, Result, error) {
	q.Rep, q.Now, q.Key = req.User, req.Now, req.Key
	req.Writes = true
	for try := 1; ; try++ {
		seen, err := rec.Space().Records.Read(ctx, q)
		if err != nil {
			return request.Response{}, Result{}, store.NotSaved(err)
		}
		if seen.Answered {
			resp, err := request.DecodeResponse(seen.Answer)
			return resp, Result{}, err
		}
		loadRep(req, seen)
		if q.Said != "" && rec.isRepeat(ctx, req, seen) {
			return request.Response{}, Result{Repeated: seen.Said.At}, nil
		}
		res, err := decide(seen)
		res.Seen = seen
		switch { // a decision that needs more of the store is made again with it, never with a second write
		case errors.Is(err, coach.ErrHistory) && q.Touches != -1:
			q.Touches = -1
			continue
		case err == nil && res.Retry != "" && q.LeadID == "":
			q.LeadID, q.Names, q.Index = res.Retry, nil, false
			continue
		case err != nil || res.Change == nil:
			return request.Response{Keep: res.Keep}, res, err
		}
		resp, err := rec.complete(req, q, seen, &res, render)
		if err != nil {
			return request.Response{}, Result{}, err
		}
		err = rec.Space().Write(ctx, seen, *res.Change)
		before, repeated := store.Repeated(err)
		switch {
		case err == nil:
			rec.Wake()
			return resp, res, nil
		case repeated: // another delivery of the same request was faster
			resp, err := request.DecodeResponse(before)
			return resp, Result{}, err
		case errors.Is(err, store.ErrNameTaken):
			return request.Response{}, res, &request.NameTaken{Name: res.Change.Lead.Name}
		case !store.TryAgain(ctx, try, err):
			return request.Response{}, res, err
		}
	}
}

// complete gives a change what every change has, its response included. A rep's record that is written takes the time
// of the next morning message with it: hours or days off may have moved it.
func (rec *Recorder) complete(req *request.Request, q store.Query, seen store.Snapshot, res *Result,
	render Render) (resp request.Response, err error) {
	c := res.Change
	if c.Rep == nil && completed(seen) {
		c.Rep = req.Rep
	}
	if c.Rep != nil {
		c.NextDigest = rec.Rules.NextDigest(*c.Rep, req.Now)
	}
	switch {
	case res.Reply != nil:
		resp, err = rec.Reply.Say(req, *res.Reply)
	case res.Render != nil:
		resp, err = res.Render(res.Saved)
	default:
		resp, err = render(res.Saved)
	}
	if c.Entry == "" { // it can't be taken back, so that its answer has no use for it
		c.Entry = store.NewID()
	}
	// The response is stored with the change, so that another delivery of the request is answered alike.
	resp.Entry = c.Entry
	c.By, c.Now, c.Key, c.Said, c.Answer = req.User, req.Now, req.Key, q.Said, resp.Encode()
	return resp, err
}

// isRepeat reports whether the same words were saved a moment ago, and that is still so: the change stands, nothing
// newer changed its lead, whoever made it, and the words mean no other lead by now. Where the journal cannot be read it
// says yes: the person is asked once more, which costs a tap and no data.
func (rec *Recorder) isRepeat(ctx context.Context, req *request.Request, seen store.Snapshot) bool {
	if seen.Said == nil {
		return false
	}
	before, err := request.DecodeResponse(seen.Said.Answer)
	if err != nil {
		return false
	}
	if before.Entry == "" {
		return true
	}
	lead, newest, err := rec.Space().History.Newest(ctx, req.User, before.Entry, seen.Said.At)
	return err != nil || newest && (seen.Lead == nil || lead == "" || seen.Lead.ID == lead)
}

// Save is [Recorder.Change] for a typed line: it ends with "Saved" as a message of its own, with the question that
// stands before it, or with the form that is needed.
func (rec *Recorder) Save(ctx context.Context, req *request.Request, line input.Line, q store.Query, decide Decide,
	render Render) (request.Response, error) {
	resp, res, err := rec.Change(ctx, req, q, decide, render)
	if err != nil || res.Change != nil {
		return resp, err
	}
	if !res.Repeated.IsZero() {
		res.Question = line.Again(res.Repeated)
	}
	return rec.Respond(ctx, req, resp, res)
}

// Respond is what a result without a change is answered with: its question, its form, or that nothing is new. A result
// with a change keeps its response.
func (rec *Recorder) Respond(ctx context.Context, req *request.Request, resp request.Response,
	res Result) (request.Response, error) {
	switch {
	case res.Question != nil:
		return rec.Ask(ctx, req, res.Question)
	case res.Form != nil && req.OnForm():
		return reply.ShowForm(*res.Form)
	case res.Form != nil:
		return rec.Reply.Open(ctx, req, *res.Form)
	case res.Nothing:
		return rec.Reply.Say(req, say.Unchanged(rec.Reply.Reader(req), res.Saved.Lead))
	}
	return resp, nil
}

// Read reads for a request that changes nothing. The first /followup makes somebody a rep, whatever they ask for.
func (rec *Recorder) Read(ctx context.Context, req *request.Request, q store.Query) (store.Snapshot, error) {
	q.Rep, q.Now = req.User, req.Now
	seen, err := rec.Space().Records.Read(ctx, q)
	if err != nil {
		return seen, err
	}
	loadRep(req, seen)
	if completed(seen) { // a conflict means that another request of theirs wrote the record first
		c := store.Change{Op: "rep", By: req.User, Now: req.Now, Rep: req.Rep,
			NextDigest: rec.Rules.NextDigest(*req.Rep, req.Now)}
		if err := rec.Space().Write(ctx, seen, c); err != nil && !errors.Is(err, store.ErrConflict) {
			return seen, err
		}
		rec.Wake()
	}
	seen.Rep = *req.Rep
	return seen, nil
}
