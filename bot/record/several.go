package record

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/record/lending"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// Part is one of several lines that are decided one by one and written together.
type Part struct {
	Req      *request.Request // the line as a request of its own
	Line     input.Line
	Resolver func() *input.LeadResolver // made anew for each read
	Query    store.Query                // what is to be read besides the lead
	// Decide is made from what was read, and for a lead that a line before it changes from the lead as that leaves it.
	Decide func(seen store.Snapshot, m input.Match) (Result, error)
}

// WriteTogether decides all lines and writes those that can be written at once, under one key: all of them or none. A
// line that asks, or can't be saved, holds up no other: it is answered by its question or by why. When somebody else
// wrote meanwhile everything is decided again. An error says that nothing was saved, or that nobody can tell.
func (rec *Recorder) WriteTogether(ctx context.Context, req *request.Request, key string,
	parts []Part) (request.Response, error) {
	req.Writes = true
	typed := make([]string, len(parts))
	for i, part := range parts {
		typed[i] = part.Req.Typed()
	}
	for try := 1; ; try++ {
		d := deciding{rec: rec, ctx: ctx, leads: make(map[string]*chained), named: make(map[string]*chained)}
		for i, part := range parts {
			if i == 0 {
				part.Query.Key = key
			}
			answered, err := d.add(part)
			if err != nil || answered != nil {
				return repeated(answered, err)
			}
		}
		req.Rep = parts[0].Req.Rep
		resp := rec.Reply.Together(req, d.answers, typed)
		// Nothing to write, so nothing that a second delivery could find: it asks or refuses again.
		if len(d.planned) == 0 {
			return resp, nil
		}
		resp.Entry = d.planned[0].Change.Entry
		answer, err := json.Marshal(resp)
		if err != nil {
			return request.Response{}, err
		}
		err = rec.Space().WriteAll(ctx, key, answer, d.planned)
		before, duplicate := store.Repeated(err)
		switch {
		case err == nil:
			for _, p := range d.planned {
				rec.Wake(p.Change.FirstDue(p.Seen))
			}
			return resp, nil
		case duplicate: // another delivery of the same request was faster
			return kept(rec.Reply, req, before)
		case errors.Is(err, store.ErrNameTaken): // by a lead that the next read finds
			err = store.ErrConflict
		}
		if !store.TryAgain(ctx, try, err) {
			return request.Response{}, err
		}
	}
}

// repeated is the answer that the request got when it was delivered before. The key stands with the first line alone,
// which speaks for all: they were written together or not at all.
func repeated(answered *request.Response, err error) (request.Response, error) {
	if err != nil {
		return request.Response{}, err
	}
	return *answered, nil
}

// deciding is one round of decisions that are to be written together.
type deciding struct {
	rec     *Recorder
	ctx     context.Context // of the request
	planned []store.Planned
	answers []request.Response
	leads   map[string]*chained // by id
	named   map[string]*chained // new ones, by normalized name
}

// chained is a lead as the lines before leave it. The store has seen none of that yet, so the next line about the lead
// is decided from here and not from what was read.
type chained struct {
	lead    coach.Lead
	touches []coach.Touch
	said    string // the words of the last line that changed it
}

// add decides one line. Answered is what the request was answered with before, nil where it is new. The error is one of
// the store's; what is wrong with the line alone becomes its answer.
func (d *deciding) add(part Part) (answered *request.Response, err error) {
	req := part.Req
	tx := d.rec.BeginLine(d.ctx, req, part.Line, part.Resolver(), part.Query)
	tx.query.Key = part.Query.Key
	var res Result
	for tx.Next() {
		before := d.chain(tx)
		if before != nil && before.said != "" && before.said == part.Query.Said {
			tx.Result.Question, tx.ended = part.Line.Again(req.Now), true // typed twice
			break
		}
		res, err = part.Decide(tx.Seen, tx.Match)
		if errors.Is(err, coach.ErrHistory) && tx.query.Touches != -1 {
			tx.query.Touches = -1
			continue
		}
		tx.Result, tx.err, tx.ended = res, err, true
	}
	switch {
	case tx.Seen.Answered && tx.err == nil:
		return &tx.response, nil
	case request.Declined(tx.err): // one line that can't be saved holds up no other
		d.answers = append(d.answers, d.rec.Reply.Explain(req, tx.err))
		return nil, nil
	case tx.err != nil:
		return nil, tx.err
	case tx.Result.Change != nil:
		return nil, d.plan(tx, part)
	}
	resp, err := d.ask(req, part, tx.Result)
	d.answers = append(d.answers, resp)
	return nil, err
}

// chain puts the lead as the lines before leave it in the place of the lead that was read; nil for one that none of
// them changes.
func (d *deciding) chain(tx *Transaction) *chained {
	var before *chained
	switch {
	case tx.Lead != nil:
		before = d.leads[tx.Lead.ID]
	case tx.Match.Count > 0:
		before = d.named[names.Normalize(tx.Match.Name)]
	}
	if before == nil {
		return nil
	}
	lead := before.lead
	tx.Lead, tx.Seen.Lead, tx.Match.Lead = &lead, &lead, &lead
	tx.Seen.Touches = append(tx.Seen.Touches[:len(tx.Seen.Touches):len(tx.Seen.Touches)], before.touches...)
	return before
}

// plan takes a change in among those that are written, and answers it in one line.
func (d *deciding) plan(tx *Transaction, part Part) error {
	c, req := tx.Result.Change, part.Req
	opens, closes := turns(tx.Seen.Lead, c)
	if err := lending.MayWrite(req, tx.Seen, c, closes); err != nil {
		d.answers = append(d.answers, d.rec.Reply.Explain(req, err))
		return nil
	}
	if opens {
		switch err := d.rec.MayBeCalled(d.ctx, req, *c.Lead); {
		case request.Declined(err):
			d.answers = append(d.answers, d.rec.Reply.Explain(req, err))
			return nil
		case err != nil:
			return err
		}
	}
	if len(d.planned) == 0 && tx.completed {
		c.Rep, c.NextDigest = req.Rep, d.rec.Rules.NextDigest(*req.Rep, req.Now)
	}
	if c.Entry == "" {
		c.Entry = store.NewID()
	}
	c.By, c.Now, c.Said = req.User, req.Now, part.Query.Said
	if newReach(tx.Seen.Lead, c.Lead) {
		TellOthers(d.ctx, req, d.rec, tx.Seen.Lead, &tx.Result.Saved, c.Op == "add")
	}
	resp := d.rec.Reply.Made(req, answers.Line(d.rec.Reply.Reader(req), tx.Result.Saved))
	resp.Entry = c.Entry
	d.planned = append(d.planned, store.Planned{Seen: tx.Seen, Change: *c})
	d.answers = append(d.answers, resp)
	if c.Lead == nil {
		return nil
	}
	now := d.leads[c.Lead.ID]
	if now == nil {
		now = &chained{}
		d.leads[c.Lead.ID] = now
		if tx.Result.Saved.Created {
			d.named[names.Normalize(c.Lead.Name)] = now
		}
	}
	now.lead, now.said = *c.Lead, c.Said
	if c.Touch != nil {
		now.touches = append(now.touches, *c.Touch)
	}
	return nil
}

// ask answers a line that can't be saved as it stands. A form can't be opened for one of several lines, so it waits
// behind a button.
func (d *deciding) ask(req *request.Request, part Part, res Result) (request.Response, error) {
	switch {
	case res.Response != nil:
		return *res.Response, nil
	case res.Form == nil:
		return d.rec.Respond(d.ctx, req, request.Response{}, res)
	}
	ref, err := d.rec.Keep(d.ctx, req, part.Line.Pending(func(*input.Resolution) {}))
	if err != nil {
		return request.Response{}, err
	}
	return d.rec.Reply.Say(req, library.FormWaits(d.rec.Reply.Reader(req), ref, false))
}
