package reps

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/store"
)

// UndoAllTapped takes back all changes of one answer, the newest first, each by itself: what more has happened with
// one lead doesn't hold up the others. A second delivery finds them taken back and says the same.
func (h *Handlers) UndoAllTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	changes := button.Parts()
	if len(changes) == 0 {
		return request.Response{}, request.ErrOutdated
	}
	for i, change := range slices.Backward(changes) {
		_, err := h.record.TakeBack(ctx, req, store.UndoQuery{Entry: change, Key: req.Key + " " + strconv.Itoa(i)})
		_, again := store.Repeated(err)
		// What can't be taken back any more is counted below as left; only a failure ends the rest.
		_, blocked := newerChanges(err)
		if err != nil && !again && !blocked && !errors.Is(err, store.ErrNothingToUndo) {
			return request.Response{}, err
		}
	}
	// What stands now is read back, so that a second delivery says what the first one did.
	journal, err := h.record.Space().History.Journal(ctx, req.User, req.Now, 0)
	if err != nil {
		return request.Response{}, err
	}
	var back, left []string
	for _, change := range changes {
		i := slices.IndexFunc(journal, func(e store.Entry) bool { return e.ID == change })
		switch {
		case i < 0: // older than the journal is read
		case journal[i].Undone:
			back = append(back, journal[i].LeadName)
		default:
			left = append(left, journal[i].LeadName)
		}
	}
	if len(back)+len(left) == 0 {
		return h.reply.Say(req, answers.UndoTooLate(h.reply.Reader(req)))
	}
	resp, err := h.reply.Say(req, answers.UndoneAll(h.reply.Reader(req), back, left))
	resp.Replace = req.OwnAnswer() && len(left) == 0 && button.Lead != "true"
	return resp, err
}
