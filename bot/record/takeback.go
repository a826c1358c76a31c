package record

import (
	"context"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// TakeBack takes back what the query says of the acting person's changes. What follows from the records as they will be
// (the digest's time, the lead's timers) is written with them. The query's key makes a second delivery a repeat. Errors
// are those of [store.History.Undo].
func (rec *Recorder) TakeBack(ctx context.Context, req *request.Request, q store.UndoQuery) (store.Before, error) {
	req.Writes = true
	if _, err := rec.Rep(ctx, req); err != nil {
		return store.Before{}, err
	}
	before, err := rec.Space().History.Undo(ctx, undoBy(rec.Rules, req, q))
	if err != nil {
		return store.Before{}, err
	}
	rec.Wake(req.Now)
	return before, nil
}

// undoBy is an undo by the acting person, with what follows from the records as they will be.
func undoBy(rules *coach.Rules, req *request.Request, q store.UndoQuery) store.UndoQuery {
	q.Rep, q.By, q.Now = req.User, req.User, req.Now
	q.Restore = func(was store.Before) (store.Restored, error) {
		r := store.Restored{NextDigest: rules.NextDigest(was.Rep, req.Now)}
		if was.Lead != nil {
			r.Attention = rules.Timers(*was.Lead, was.Rep, req.Now)
		}
		return r, nil
	}
	return q
}

// instead is the change that the transaction takes the place of; empty for none.
func (tx *Transaction) instead() string {
	if tx.line == nil {
		return ""
	}
	return tx.line.Resolution.Instead
}

// read reads what the next decision is made from: as it was before the change that this one takes the place of. That is
// taken back by the write, and not before, so that nothing is lost when there is none.
func (tx *Transaction) read() (store.Snapshot, error) {
	if entry := tx.instead(); entry != "" {
		return tx.rec.Space().History.ReadBefore(tx.ctx, tx.query, undoBy(tx.rec.Rules, tx.req,
			store.UndoQuery{Entry: entry}))
	}
	return tx.rec.Space().Records.Read(tx.ctx, tx.query)
}

// wake tells the scheduler what a written change has put into the index of what is due, and what an undo in the same
// write has.
func (tx *Transaction) wake(c *store.Change) {
	due := c.FirstDue()
	if tx.instead() != "" {
		due = tx.req.Now
	}
	tx.rec.Wake(due)
}
