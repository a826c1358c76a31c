package dial

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/prep"
	"github.com/followup-coach/followup/store/ledger"
)

// CallingNow marks a lead as being called: its number and the first words take the place of the message, which asks two
// minutes later what came of the call. Of an agreed call it is noted, for the rep's punctuality goes by that (S1.11),
// and nobody asks whether it is still to come. Nothing is logged yet; a second tap shows the same.
func (h *Handlers) CallingNow(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	seen, err := h.record.Lead(ctx, req, button.Lead)
	if err != nil {
		return request.Response{}, err
	}
	if err := mayCall(*seen.Lead, button.Instant(0)); err != nil {
		return request.Response{}, err
	}
	// The question comes first: where the rest is lost, a call that isn't marked is asked about, and the tap is repeated.
	if err := h.askLater(ctx, req, seen.Lead.ID); err != nil {
		return request.Response{}, err
	}
	// What is shown of the lead is as it was read, but for the mark of an agreed call.
	show := func(l coach.Lead, touches []coach.Touch) *request.Response {
		to := h.reply.Reader(req)
		if on := req.Surface(); on != "" {
			to = h.reply.ReaderOn(req, on)
		}
		ready := prep.For(h.record.Rules, l, touches, *req.Rep, prep.Input{Me: req.Person.Full}, req.Now)
		resp := h.reply.Made(req, cards.Calling(to, ready.Card, ready.Opener, req.Surface() == request.OnGo))
		resp.Replace = true
		return &resp
	}
	// Punctuality is known of agreed calls alone, so that another one leaves nothing but the question.
	if button.Instant(0).IsZero() {
		return *show(*seen.Lead, seen.Touches), nil
	}
	tx := h.record.BeginLead(ctx, req, record.LeadQuery(button.Lead))
	for tx.Next() {
		if err := mayCall(*tx.Lead, button.Instant(0)); err != nil {
			return request.Response{}, err
		}
		res := record.Result{Nothing: true, Saved: answers.Saved{Lead: *tx.Lead}}
		var err error
		if tx.Lead.Progress.Commitment.Calling.IsZero() {
			res, err = h.record.DecideTouch(req, tx.Seen,
				record.TouchInput{Lead: tx.Lead, Outcome: outcome.Calling, Op: "calling"})
		}
		if err == nil {
			res.Response = show(res.Saved.Lead, seen.Touches)
		}
		tx.Try(res, err)
	}
	if tx.Result.Nothing {
		return *tx.Result.Response, nil
	}
	return tx.Response()
}

// mayCall refuses a call that is none any more: the lead is closed, or the call that was agreed on for an instant has
// moved. Buttons carry whole seconds.
func mayCall(l coach.Lead, agreed time.Time) error {
	c := l.Progress.Commitment
	switch {
	case l.Progress.Closed == outcome.DoNotCall:
		return request.WithLead(coach.ErrDoNotCall, l)
	case !agreed.IsZero() && (c == nil || !c.At.Truncate(time.Second).Equal(agreed)):
		return request.WithLead(coach.ErrNoAgreed, l)
	case !l.Open():
		return request.ErrOutdated
	}
	return nil
}

// askLater has the message that was tapped ask what came of the call, once. One without an address of its own, in a
// form, can't be changed later, and keeps its buttons.
func (h *Handlers) askLater(ctx context.Context, req *request.Request, lead string) error {
	if req.ResponseURL == "" {
		return nil
	}
	spot := notify.Spot{URL: req.ResponseURL, Message: req.MessageTS, Surface: req.Surface(), Posted: req.Posted}
	if req.Cover != nil {
		spot.By = req.User
	}
	raw, err := json.Marshal(spot)
	if err != nil {
		return fmt.Errorf("keep where a call is made: %w", err)
	}
	if err := h.record.Space().Park(ctx, req.Owner, notify.SpotOf(lead), raw); err != nil {
		return err
	}
	// There is one question for a lead: a tap in another message moves it there.
	at := req.Now.Truncate(time.Millisecond)
	due := ledger.Due{Kind: ledger.KindCalled, Rep: req.Owner, Lead: lead, For: at, At: at.Add(notify.CalledAfter)}
	if err := h.record.Space().DueIndex.SetDue(ctx, due); err != nil {
		return err
	}
	h.record.Wake(due.At)
	return nil
}

// Dealt calls off the question about a lead in whose card's place, in the message of a call, stands what came of it:
// the ✓ and its undo would be written over. In another message than that the question stays.
func (h *Handlers) Dealt(ctx context.Context, req *request.Request, lead, message string) error {
	var spot notify.Spot
	raw, kept, err := h.record.Space().Parked(ctx, req.Owner, notify.SpotOf(lead))
	if err != nil || !kept {
		return err
	}
	if err := json.Unmarshal(raw, &spot); err != nil {
		return fmt.Errorf("read where a call is made: %w", err)
	}
	if spot.Message != message {
		return nil
	}
	return h.askNoMore(ctx, req, lead)
}

// askNoMore calls off the question about a lead whose card leaves the message.
func (h *Handlers) askNoMore(ctx context.Context, req *request.Request, lead string) error {
	return h.record.Space().DueIndex.SetDue(ctx, ledger.Due{Kind: ledger.KindCalled, Rep: req.Owner, Lead: lead})
}
