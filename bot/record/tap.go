package record

import (
	"context"
	"errors"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// SaveTap saves an outcome that was tapped, on the lead and version that the button carries.
func (rec *Recorder) SaveTap(ctx context.Context, req *request.Request, button request.Button, o coach.Outcome,
	render func(say.Saved) (request.Response, error)) (request.Response, error) {
	resp, err := Change(ctx, rec, req, store.Ask{LeadID: button.Lead, Touches: 1, Agreed: o == coach.Meeting},
		func(seen store.Seen) (store.Change, say.Saved, error) {
			return rec.TapOnce(req, seen, button, o, time.Time{})
		}, render)
	var before *TappedBefore
	if errors.As(err, &before) {
		return rec.TappedTwice(ctx, req, before)
	}
	return resp, err
}

// TapOnce turns the tap on an outcome into a change, unless the card or page was dealt with already. at is when it
// happened; zero for now.
func (rec *Recorder) TapOnce(req *request.Request, seen store.Seen, button request.Button, o coach.Outcome,
	at time.Time) (store.Change, say.Saved, error) {
	none := func(err error) (store.Change, say.Saved, error) { return store.Change{}, say.Saved{}, err }
	switch {
	case seen.Lead == nil:
		return none(request.ErrOutdated)
	case seen.Lead.Progress.Closed == coach.DoNotCall:
		return none(request.WithLead(coach.ErrDoNotCall, *seen.Lead))
	}
	if last, ok := moved(seen, button.Version()); ok {
		return none(&TappedBefore{At: last.Logged, Same: last.Outcome == o, Lead: *seen.Lead, outcome: o, Touch: last})
	}
	return rec.RecordTouch(req, seen, TouchInput{Lead: seen.Lead, Outcome: o, Op: "log", ExactAt: at})
}

// moved reports whether something was logged on the lead after the card was drawn, and what: the card is out of date
// then.
func moved(seen store.Seen, version int64) (last coach.Touch, ok bool) {
	if version < 0 || version == seen.Lead.Version || len(seen.Touches) == 0 {
		return last, false
	}
	last = seen.Touches[len(seen.Touches)-1]
	if last.Outcome == coach.Calling && version == seen.Lead.Version-1 {
		return last, false // only that they are calling, which is what this tap tells the end of
	}
	return last, true
}

// TappedBefore is a tap on a card that was dealt with already.
type TappedBefore struct {
	At      time.Time
	Same    bool
	Lead    coach.Lead
	outcome coach.Outcome
	Touch   coach.Touch // what it was dealt with by
}

func (*TappedBefore) Error() string { return "the card was tapped before" }

func (*TappedBefore) declines() {}

// TappedTwice answers a second tap: the same one within minutes is a slip of the finger, anything else meets a lead
// that has moved on.
func (rec *Recorder) TappedTwice(ctx context.Context, req *request.Request, t *TappedBefore) (request.Response, error) {
	if t.Same && req.Now.Sub(t.At) < 3*time.Minute {
		ln := input.Line{Text: "log it " + string(t.outcome),
			Resolution: input.Resolution{Lead: t.Lead.ID, Name: 1, Again: true}}
		return rec.Ask(ctx, req, &input.Clarification{Pending: input.PendingCommand{Text: ln.Text, Fix: ln.Resolution},
			Say: func(to say.Reader, _ []coach.Lead, ref string) say.Reply {
				return say.Again(to, t.At, "", ref)
			}})
	}
	gone := say.Gone(rec.Reply.Reader(req))
	blocks := append(gone.Blocks[:1:1], say.Card(rec.Reply.ReaderOn(req, request.OnShow), rec.Card(req, t.Lead))...)
	return reply.Say(rec.Reply.Checked(req, say.Reply{Text: say.Spoken(blocks), Blocks: blocks}))
}
