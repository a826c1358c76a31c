// Package reviews is the end of a chase: what becomes of a lead that never answered.
//
//	review.go    /followup review, the form "Decide" with the facts of the chase
//	verdicts.go  one more call, a step back, a goodbye: the forms behind their buttons
//	gift.go      something for the people around a prospect: asked for, agreed to or declined by a manager
//
// A verdict is a touch like others: typed behind a name it is package calls' to log, and the rules do the same with it.
// What follows from each stands in package coach (verdict.go, gift.go).
//
// The words of a step back and a goodbye are drafts. Slices don't import each other, so [New] is given the function
// that makes their form.
package reviews

import (
	"context"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach/outreach"
)

// Handlers carry out requests. They hold no state between two of them. Make them with [New].
type Handlers struct {
	record *record.Recorder
	reply  *reply.Replier
	draft  DraftForm
}

// DraftForm makes the form with a message to a lead, which saves a step back or a goodbye once it is marked as sent.
type DraftForm func(ctx context.Context, req *request.Request, lead string, kind outreach.Kind,
	meta request.Meta) (slack.ModalViewRequest, error)

// New makes the handlers of this slice. draft is where the words of a step back and a goodbye come from.
func New(rec *record.Recorder, rep *reply.Replier, draft DraftForm) *Handlers {
	return &Handlers{record: rec, reply: rep, draft: draft}
}
