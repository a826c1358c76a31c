package record

import (
	"context"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/store"
)

// TakeBack takes back one journal entry of the acting person, or their newest for "". What follows from the records as
// they will be (the digest's time, the lead's timers) is written with them; what was before is that of the last try. The
// key makes a second delivery a repeat. Errors are those of [store.History.Undo].
func (rec *Recorder) TakeBack(ctx context.Context, req *request.Request, entry,
	key string) (store.Before, error) {
	req.Writes = true
	if _, err := rec.Rep(ctx, req); err != nil {
		return store.Before{}, err
	}
	before, err := rec.Space().History.Undo(ctx, store.UndoQuery{
		Rep: req.User, By: req.User, Now: req.Now, Entry: entry, Key: key,
		Restore: func(was store.Before) (store.Restored, error) {
			r := store.Restored{NextDigest: rec.Rules.NextDigest(was.Rep, req.Now)}
			if was.Lead != nil {
				r.Attention = rec.Rules.Timers(*was.Lead, was.Rep, req.Now)
			}
			return r, nil
		},
	})
	if err != nil {
		return store.Before{}, err
	}
	rec.Wake(req.Now)
	return before, nil
}
