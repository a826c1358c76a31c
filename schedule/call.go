package schedule

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/prep"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

// addressPing: a reminder of an agreed call that is late still comes while the call may be made in time, until the
// moment at which it would have asked whether the call is still to be made (S1.11).
func (c composer) addressPing(_ context.Context, d ledger.Due, now time.Time) (action, error) {
	if !now.Before(d.For.Add(minutes(c.rules.Limits().StillAfter))) {
		return drops(d), nil
	}
	a := delivers(d, callKey(ledger.KindPing, d), Recipient{ID: d.Rep})
	a.meant = d.At
	return a, nil
}

func (c composer) composePing(ctx context.Context, a *action, now time.Time) error {
	msg, ok, err := c.agreed(ctx, a, now, false)
	if err == nil && ok {
		a.msg = msg
	}
	return err
}

// addressStill: the question "still to call?" takes the place of the ping, once, and only if nothing was tapped or
// logged since. A tap takes this entry away, and a log changes what is agreed. It never comes as a message of its own.
func (c composer) addressStill(_ context.Context, d ledger.Due, now time.Time) (action, error) {
	if now.Sub(d.For) > minutes(c.rules.Limits().OpenMinutes) {
		return drops(d), nil
	}
	a := delivers(d, callKey(ledger.KindStill, d), Recipient{ID: d.Rep})
	a.meant, a.replaces = d.At, callKey(ledger.KindPing, d)
	return a, nil
}

func (c composer) composeStill(ctx context.Context, a *action, now time.Time) error {
	msg, ok, err := c.agreed(ctx, a, now, true)
	if err == nil && ok {
		a.msg = msg
	}
	return err
}

// pingTouches is how far back a ping looks for notes.
const pingTouches = 20

// agreed is the ping or, with still, the question after it, for the call agreed on for the instant that the entry
// speaks of. When that call is no more to be made, ok is false and the action comes to nothing.
func (c composer) agreed(ctx context.Context, a *action, now time.Time,
	still bool) (msg notify.Ping, ok bool, err error) {
	d := a.due
	q := store.Query{Rep: d.Rep, LeadID: d.Lead, Now: now, Touches: pingTouches, Counters: true}
	seen, err := c.space.Records.Read(ctx, q)
	if damaged(err) { // of the lead, or only of what was said: then the ping comes without it
		q.Touches = 0
		seen, err = c.space.Records.Read(ctx, q)
	}
	if err != nil {
		return msg, false, err
	}
	if a.nothing = dropped; !seen.Known || !seen.Rep.Wants(coach.KindPing) || seen.Lead == nil || !seen.Lead.Open() {
		return msg, false, nil
	}
	agreed := d.For // an entry speaks of whole seconds, "in 45 minutes" doesn't
	if c := seen.Lead.Progress.Commitment; c != nil && c.At.Unix() == d.For.Unix() {
		agreed = c.At
	}
	msg, ok = notify.PingFor(c.rules, seen.Rep, *seen.Lead, agreed, now, still)
	if !ok {
		return msg, false, nil
	}
	library, err := c.space.Directory.Library(ctx, seen.Rep.Teams...)
	if err != nil {
		return msg, false, err
	}
	msg.Prep = prep.For(c.rules, *seen.Lead, seen.Touches, seen.Rep, prep.Input{Counters: seen.Counters, Library: library},
		now)
	a.nothing, a.to = "", readBy(seen.Rep)
	return msg, true, nil
}

// addressNudge: the second tries of a stretch of time are one message, under the key of the earliest.
func (c composer) addressNudge(_ context.Context, d ledger.Due, _ time.Time) (action, error) {
	a := delivers(d, fmt.Sprintf("nudge/%s/%d", d.Rep, d.For.Unix()), Recipient{ID: d.Rep})
	a.meant = d.At
	return a, nil
}

// composeNudge gathers the second tries of the coming stretch (limits.nudge_span). What is over the day's number of
// messages (limits.dms_per_day, or the rep's own number) is left to the next digest, which shows whatever is overdue.
func (c composer) composeNudge(ctx context.Context, a *action, now time.Time) error {
	rep, known, err := c.space.Records.Rep(ctx, a.due.Rep)
	if err != nil {
		return err
	}
	if a.nothing = dropped; !known || !rep.Wants(coach.KindNudge) {
		return nil
	}
	limits := c.rules.Limits()
	list, err := c.space.Records.DueLeads(ctx, rep.ID, a.due.For.Add(minutes(limits.NudgeSpan)), digestMax)
	if err != nil {
		return err
	}
	msg := notify.NudgeFor(c.rules, rep, list.Leads, a.due.For, now)
	claimed := append([]ledger.Due{a.due}, a.also...)
	answers := func(card coach.Card) bool {
		return slices.ContainsFunc(claimed, func(d ledger.Due) bool { return d.Lead == card.Lead.ID })
	}
	if !slices.ContainsFunc(msg.Cards, func(card coach.Card) bool {
		return answers(card) && card.Step.State(now) != coach.Overdue
	}) {
		return nil // made, moved or too late; the others come at their own time
	}
	date := dateOf(now, rep)
	today, err := c.space.Ledger.DMs(ctx, rep.ID, date)
	if err != nil {
		return err
	}
	for _, card := range msg.Cards {
		if !answers(card) {
			a.also = append(a.also, ledger.Due{Kind: ledger.KindNudge, Rep: rep.ID, Lead: card.Lead.ID,
				At: card.Step.Due.Add(nudgeOpens(limits)), For: card.Step.Due})
		}
	}
	if today >= notify.MostDMs(limits, rep) {
		a.nothing = held
		return nil
	}
	a.nothing, a.msg, a.dm, a.to = "", msg, date, readBy(rep)
	return nil
}
