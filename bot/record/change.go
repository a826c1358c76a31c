package record

import (
	"context"
	"errors"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// decide is what a handler adds to a change: from what the store holds to what it shall hold, and what is said about
// it. It may run several times and must do nothing but decide.
type decide[S any] func(seen store.Seen) (store.Change, S, error)

// Change reads, decides and writes, with all the bookkeeping: who and when, the request's key and answer, a new rep's
// record. It answers a repeated request with what was answered then. render makes the answer of what is said; it runs before
// the write, since the answer is part of it.
func Change[S any](ctx context.Context, rec *Recorder, req *request.Request, ask store.Ask, fn decide[S],
	render func(S) (request.Response, error)) (request.Response, error) {
	ask.Rep, ask.Now, ask.Key = req.User, req.Now, req.Key
	req.Writes = true
	var out request.Response
	again := func(seen store.Seen) (store.Change, error) {
		rec.loadRep(req, seen)
		if seen.Said != nil && ask.Said != "" {
			if before, err := request.DecodeResponse(seen.Said.Answer); err == nil {
				return store.Change{}, &request.AlreadySaid{At: seen.Said.At, Entry: before.Entry}
			}
		}
		c, said, err := fn(seen)
		if err != nil {
			return store.Change{}, err
		}
		if c.Rep == nil && completed(seen) {
			c.Rep = req.Rep
		}
		if c.Rep != nil {
			c.NextDigest = rec.Rules.NextDigest(*c.Rep, req.Now)
		}
		if out, err = render(said); err != nil {
			return store.Change{}, err
		}
		out.Entry = c.Entry
		c.By, c.Now, c.Key, c.Said, c.Answer = req.User, req.Now, req.Key, ask.Said, out.Encode()
		return c, nil
	}
	_, _, err := rec.Space().Change(ctx, ask, again)
	if errors.Is(err, coach.ErrHistory) && ask.Touches != -1 {
		ask.Touches = -1
		_, _, err = rec.Space().Change(ctx, ask, again)
	}
	var said *request.AlreadySaid
	if errors.As(err, &said) && rec.takenBack(ctx, req, said.Entry) {
		ask.Said = ""
		_, _, err = rec.Space().Change(ctx, ask, again)
	}
	var dup *store.DuplicateError
	switch {
	case errors.As(err, &dup):
		return request.DecodeResponse(dup.Answer)
	case err != nil:
		return request.Response{}, err
	}
	rec.Wake()
	return out, nil
}

// Save is [Change] for whatever ends with "Saved", rendered as a command's answer.
func (rec *Recorder) Save(ctx context.Context, req *request.Request, ask store.Ask,
	fn decide[say.Saved]) (request.Response, error) {
	return Change(ctx, rec, req, ask, fn, rec.RenderSaved(req))
}

// takenBack reports whether a change was undone since, so that saying it again means it.
func (rec *Recorder) takenBack(ctx context.Context, req *request.Request, entry string) bool {
	if entry == "" {
		return false
	}
	journal, err := rec.Space().Journal(ctx, req.User, req.Now, 50)
	if err != nil {
		return false
	}
	for _, e := range journal {
		if e.ID == entry {
			return e.Undone
		}
	}
	return false
}

// Read reads for a request that changes nothing. The first /followup makes somebody a rep, whatever they ask for.
func (rec *Recorder) Read(ctx context.Context, req *request.Request, ask store.Ask) (store.Seen, error) {
	ask.Rep, ask.Now = req.User, req.Now
	seen, err := rec.Space().Read(ctx, ask)
	if err != nil {
		return seen, err
	}
	rec.loadRep(req, seen)
	if completed(seen) {
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

// NameTaken runs a change that may give a lead another name, and says so when that name is taken.
func (rec *Recorder) NameTaken(name string, run func() (request.Response, error)) (request.Response, error) {
	resp, err := run()
	if errors.Is(err, store.ErrNameTaken) {
		return resp, &request.NameTaken{Name: name}
	}
	return resp, err
}
