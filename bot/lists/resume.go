package lists

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

// openMost is how long the rest of an import is tried for: a file that can't be read for a day is as good as gone.
const openMost = 24 * time.Hour

// Resume goes on with an import, or with its revert, that whoever was at it has left, and tells the rep what it has
// come to. One whose file is gone, or is another one by now, is taken back: half a list is nothing that anybody asked
// for.
func (h *Handlers) Resume(ctx context.Context, due ledger.Due) error {
	// The record says what was going on; its due entry goes with it.
	im, found, err := h.record.Space().Records.Import(ctx, due.Rep, due.Item)
	if err != nil || !found {
		return err
	}
	switch im.State {
	case store.ImportOpen:
		im, err = h.goOn(ctx, im, nil)
	case store.ImportReverting:
		im, err = h.in.Revert(ctx, im.Rep, im.ID, "")
	default:
		return nil
	}
	if err != nil && im.State != store.ImportReverted {
		return err
	}
	// Whoever waited for it has closed the page by now.
	req := &request.Request{User: im.Rep, Now: h.now()}
	to := say.Reader{Now: h.now(), Nonce: store.NewID(), Rules: h.record.Rules}
	h.reply.Tell(ctx, req, h.message(req, h.end(to, im, err)))
	return nil
}

// goOn brings in the rest of an import, or takes back what there is of it: then it returns why.
func (h *Handlers) goOn(ctx context.Context, im store.Import, progress func(store.Import)) (store.Import, error) {
	if im.State != store.ImportOpen { // the same form was sent before
		return im, nil
	}
	err := h.read(ctx, im.Rep, im.File, func(f list, content io.Reader) (err error) {
		if f.hash != im.Hash {
			return errChanged
		}
		im, err = h.in.Write(ctx, im, content, progress)
		return err
	})
	// What ails the store passes, and mostly what ails Slack.
	lost := errors.Is(err, errGone) || errors.Is(err, errChanged) || h.now().Sub(im.At) > openMost
	if err == nil || !lost {
		return im, err
	}
	back, failed := h.in.Revert(ctx, im.Rep, im.ID, "")
	if failed != nil {
		return im, failed
	}
	return back, err
}
