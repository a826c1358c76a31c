package schedule

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/cover"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

// Two minutes after a rep said that they are calling somebody, the message in which they said so asks what came of it.
// It is changed by the address that came with their tap, so that it can be anywhere; to change it twice changes nothing
// more. Whatever was logged on the lead since is the answer; but the number of who asked not to be called, or is gone,
// is taken out of the message.

// calledFor is how long after a tap its message is still changed: Slack takes the address for half an hour.
const calledFor = 25 * time.Minute

// calledTouches is how far back the question looks for an answer to it.
const calledTouches = 5

func calledOpens(coach.Limits) time.Duration { return notify.CalledAfter }

// addressCalled: each call that was said to be made is asked about once.
func (c composer) addressCalled(_ context.Context, d ledger.Due, now time.Time) (action, error) {
	if now.Sub(d.For) > calledFor {
		return drops(d), nil
	}
	a := delivers(d, callKey(ledger.KindCalled, d), Recipient{ID: d.Rep})
	a.meant = d.At
	return a, nil
}

// composeCalled: a call that has a result by now is not asked about, nor is anybody who has left. Of a lead that is not
// to be called any more the message says that.
func (c composer) composeCalled(ctx context.Context, a *action, now time.Time) error {
	d := a.due
	seen, err := c.space.Records.Read(ctx, store.Query{Rep: d.Rep, LeadID: d.Lead, Now: now, Touches: calledTouches})
	if err != nil {
		return err
	}
	if a.nothing = dropped; !seen.Known {
		return nil
	}
	raw, kept, err := c.space.Parked(ctx, d.Rep, notify.SpotOf(d.Lead))
	if err != nil || !kept {
		return err
	}
	msg := notify.Called{Rep: d.Rep}
	if err := json.Unmarshal(raw, &msg.Spot); err != nil {
		return fmt.Errorf("read where a call was said to be made: %w", err)
	}
	rep, reads := seen.Rep, seen.Rep
	if by := msg.Spot.By; by != "" {
		colleague, covers, err := c.covering().Colleague(ctx, seen.Rep, now)
		if err != nil || !covers || colleague.ID != by {
			return err
		}
		rep, reads, msg.Owner = cover.Worked(seen.Rep), colleague, d.Rep
	}
	if reads.Gone || reads.Off {
		return nil
	}
	if l := seen.Lead; l != nil {
		// Where the ✓ of a closing stands in its place by now, this was called off, as it is by the next card of a block.
		if l.Open() && slices.ContainsFunc(seen.Touches, func(t coach.Touch) bool {
			return t.Outcome != outcome.Calling && !t.Logged.Before(d.For)
		}) {
			return nil
		}
		msg.Card = coach.Card{Lead: l.WithPhones(rep), Step: c.rules.Next(*l, rep, now)}
	}
	// Whose turn it is in the pool was settled when this was addressed; the message is found by its address alone.
	a.nothing, a.to, a.msg, a.changes = "", readAs(d.Rep, reads), msg, true
	return nil
}
