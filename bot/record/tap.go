package record

import (
	"context"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// TapQuery reads for a change by the tap on an outcome of a lead's card. The last touch is read for
// [Recorder.DecideTap], which has to know what the card was dealt with by; agreed calls only where the outcome agrees
// on one.
func TapQuery(button request.Button, o outcome.Outcome) store.Query {
	return store.Query{LeadID: button.Lead, Touches: 1, Agreed: o == outcome.Meeting}
}

// DecideTap turns the tap on an outcome into a change, unless the card or page was dealt with already: the version that
// the button carries is compared and never trusted, so that a tap on an old card changes nothing. at is when it
// happened; zero for now.
func (rec *Recorder) DecideTap(req *request.Request, seen store.Snapshot, button request.Button, o outcome.Outcome,
	at time.Time) (Result, error) {
	switch {
	case seen.Lead == nil:
		return Result{}, request.ErrOutdated
	case seen.Lead.Progress.Closed == outcome.DoNotCall:
		return Result{}, request.WithLead(coach.ErrDoNotCall, *seen.Lead)
	}
	if last, ok := moved(seen, button.Version()); ok {
		return Result{Tapped: &Tapped{At: last.Logged, Same: last.Outcome == o, Lead: *seen.Lead, Touch: last,
			outcome: o}}, nil
	}
	return rec.DecideTouch(req, seen, TouchInput{Lead: seen.Lead, Outcome: o, Op: "log", ExactAt: at})
}

// moved reports whether something was logged on the lead after the card was rendered, and what: the card is out of date
// then.
func moved(seen store.Snapshot, version int64) (last coach.Touch, ok bool) {
	if version < 0 || version == seen.Lead.Version || len(seen.Touches) == 0 {
		return last, false
	}
	last = seen.Touches[len(seen.Touches)-1]
	if last.Outcome == outcome.Calling && version == seen.Lead.Version-1 {
		return last, false // only that they are calling, which is what this tap tells the end of
	}
	return last, true
}

// Tapped is a card that was dealt with before the tap that is answered: by a faster tap, by a line
// or by a form.
type Tapped struct {
	At      time.Time
	Same    bool // by the same outcome
	Lead    coach.Lead
	Touch   coach.Touch     // what it was dealt with by
	outcome outcome.Outcome // that is tapped now
}

// Slip reports whether the second tap is one of the finger: the same again, within the minutes in which the same words
// would be asked about, too. Later it is a second call.
func (t *Tapped) Slip(now time.Time) bool { return t.Same && now.Sub(t.At) < 3*time.Minute }

// TappedTwice answers a second tap: a slip of the finger is asked about, anything else meets a lead that has moved on.
func (rec *Recorder) TappedTwice(ctx context.Context, req *request.Request, t *Tapped) (request.Response, error) {
	if req.Surface() == request.OnGo {
		return t.inBlock(ctx, req, rec)
	}
	if t.Slip(req.Now) {
		return rec.Ask(ctx, req, &input.Clarification{Question: input.Again, At: t.At,
			Logs: t.outcome.Info().Group != outcome.Decision, Pending: input.PendingCommand{Text: "log it " + string(t.outcome),
				Resolution: input.Resolution{Lead: t.Lead.ID, Name: 1, Again: true}}})
	}
	gone := problems.Gone(rec.Reply.Reader(req))
	blocks := append(gone.Blocks[:1:1], cards.Card(rec.Reply.ReaderOn(req, request.OnShow),
		rec.Views.Card(req, t.Lead))...)
	return rec.Reply.Say(req, say.Reply{Text: say.Spoken(blocks), Blocks: blocks})
}

// inBlock answers a second tap in a call block, where the next card is what they want to see: above it stands the ✓ of
// the first one after a slip of the finger, else what the card was dealt with by.
func (t *Tapped) inBlock(ctx context.Context, req *request.Request, rec *Recorder) (request.Response, error) {
	to := rec.Reply.ReaderOn(req, request.OnGo)
	if !t.Slip(req.Now) {
		return rec.Reply.OnCard(req, t.Lead.ID, cards.GoAlready(to, t.Lead, t.Touch))
	}
	journal, err := rec.Space().History.Journal(ctx, req.Owner, req.Now, slipsWithin)
	if err != nil {
		return request.Response{}, err
	}
	saved := answers.Saved{Lead: t.Lead, Touch: t.Touch, Step: rec.Rules.Next(t.Lead, *req.Rep, req.Now)}
	for _, e := range journal {
		if e.TouchID == t.Touch.ID && e.LeadID == t.Lead.ID {
			saved.Change = e.ID
		}
	}
	blocks := answers.CardDone(to, saved)
	return rec.Reply.OnCard(req, t.Lead.ID, say.Reply{Text: say.Spoken(blocks), Blocks: blocks})
}

// slipsWithin is how many changes back a slip of the finger looks for the first tap.
const slipsWithin = 20
