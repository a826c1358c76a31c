package record

import (
	"context"

	"github.com/followup-coach/followup/bot/record/lending"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/cover"
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
	q.Rep, q.By, q.Now = req.Owner, req.User, req.Now
	q.Restore = func(was store.Before) (store.Restored, error) {
		// Decided of what is read for this undo: the write fails if anything was written meanwhile.
		if err := lending.MayUndo(req, was); err != nil {
			return store.Restored{}, err
		}
		r := store.Restored{NextDigest: rules.NextDigest(was.Rep, req.Now)}
		if was.Lead != nil {
			r.Attention = rules.Timers(*was.Lead, cover.Plans(was.Rep, req.Now), req.Now)
		}
		return r, nil
	}
	return q
}
