// Package reps is a rep's own: settings, today's list, undo. Each file holds the command and the buttons of one thing.
// The roster, which nobody asks for, follows what Slack says of each of them.
//
// Settings decide when somebody is written to and which hours count as working ones; a rep sees and changes only their
// own. Undo takes back changes of leads and of settings for 24 hours, newest first, but never what was sent.
//
// Their words stand in packages setup (settings), cards (today), figures (a rep's own) and answers (undo) below say.
// Whatever is undone here was saved by another slice; what has to be shown again after it is theirs to render.
package reps

import (
	"context"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
)

// Handlers carry out requests. They hold no state between two of them, so that one serves all people at once. Make them
// with [New].
type Handlers struct {
	record *record.Recorder
	reply  *reply.Replier

	prepAfterUndo Prep

	// Shared is what of a rep's figures their managers see too, "" for nothing.
	Shared func(context.Context, *request.Request) (string, error)
	// Wish answers everyday words about messages, behind the command's word; done is false for any other.
	Wish func(context.Context, *request.Request, input.Line) (resp request.Response, done bool, err error)
}

// Prep is a lead's prep after something on it was taken back, in the place of the prep that was tapped.
type Prep func(ctx context.Context, req *request.Request, lead string) (request.Response, error)

// New makes the handlers of this slice. afterUndo belongs to package preps, which this one does not import.
func New(rec *record.Recorder, rep *reply.Replier, afterUndo Prep) *Handlers {
	return &Handlers{record: rec, reply: rep, prepAfterUndo: afterUndo}
}
