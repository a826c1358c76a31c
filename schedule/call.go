package schedule

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/cover"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/prep"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

// addressPing: a reminder of an agreed call that is late still comes while the call may be made in time, until the
// moment at which it would have asked whether the call is still to be made (S1.11).
func (c composer) addressPing(ctx context.Context, d ledger.Due, now time.Time) (action, error) {
	if !now.Before(d.For.Add(minutes(c.rules.Limits().StillAfter))) {
		return drops(d), nil
	}
	return c.reminds(ctx, d, callKey(ledger.KindPing, d), now)
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
func (c composer) addressStill(ctx context.Context, d ledger.Due, now time.Time) (action, error) {
	if now.Sub(d.For) > minutes(c.rules.Limits().OpenMinutes) {
		return drops(d), nil
	}
	a, err := c.reminds(ctx, d, callKey(ledger.KindStill, d), now)
	// Whoever takes over between the two has no message for it to take the place of.
	a.replaces = keyFor(callKey(ledger.KindPing, d), d, a.to.ID)
	return a, err
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
	by, err := c.remindsStill(ctx, a, seen.Rep, now)
	if err != nil {
		return msg, false, err
	}
	if a.nothing = dropped; !seen.Known || !by.reads.Wants(coach.KindPing) || seen.Lead == nil || !seen.Lead.Open() {
		return msg, false, nil
	}
	agreed := d.For // an entry speaks of whole seconds, "in 45 minutes" doesn't
	if c := seen.Lead.Progress.Commitment; c != nil && c.At.Unix() == d.For.Unix() {
		agreed = c.At
	}
	msg, ok = notify.PingFor(c.rules, by.works, *seen.Lead, agreed, now, still)
	if !ok {
		return msg, false, nil
	}
	msg.Theirs = by.theirs()
	library, err := c.space.Directory.Library(ctx, seen.Rep.Teams...)
	if err != nil {
		return msg, false, err
	}
	in := prep.Input{Counters: seen.Counters, Library: library}
	msg.Prep = prep.For(c.rules, *seen.Lead, seen.Touches, by.works, in, now)
	a.nothing, a.to = "", readBy(by.reads)
	return msg, true, nil
}

// addressNudge: the second tries of a stretch of time are one message, under the key of the earliest.
func (c composer) addressNudge(ctx context.Context, d ledger.Due, now time.Time) (action, error) {
	return c.reminds(ctx, d, fmt.Sprintf("nudge/%s/%d", d.Rep, d.For.Unix()), now)
}

// composeNudge gathers the second tries of the coming stretch (limits.nudge_span). What is over the day's number of
// messages (limits.dms_per_day, or the rep's own number) is left to the next digest, which shows whatever is overdue.
func (c composer) composeNudge(ctx context.Context, a *action, now time.Time) error {
	rep, known, err := c.space.Records.Rep(ctx, a.due.Rep)
	if err != nil {
		return err
	}
	by, err := c.remindsStill(ctx, a, rep, now)
	if err != nil {
		return err
	}
	if a.nothing = dropped; !known || !by.reads.Wants(coach.KindNudge) {
		return nil
	}
	limits := c.rules.Limits()
	list, err := c.space.Records.DueLeads(ctx, rep.ID, a.due.For.Add(minutes(limits.NudgeSpan)), digestMax)
	if err != nil {
		return err
	}
	msg := notify.NudgeFor(c.rules, by.works, list.Leads, a.due.For, now)
	msg.Theirs = by.theirs()
	claimed := append([]ledger.Due{a.due}, a.also...)
	answers := func(card coach.Card) bool {
		return slices.ContainsFunc(claimed, func(d ledger.Due) bool { return d.Lead == card.Lead.ID })
	}
	if !slices.ContainsFunc(msg.Cards, func(card coach.Card) bool {
		return answers(card) && card.Step.State(now) != coach.Overdue
	}) {
		return nil // made, moved or too late; the others come at their own time
	}
	date := dateOf(now, by.reads)
	today, err := c.space.Ledger.DMs(ctx, by.reads.ID, date)
	if err != nil {
		return err
	}
	for _, card := range msg.Cards {
		if !answers(card) {
			a.also = append(a.also, ledger.Due{Kind: ledger.KindNudge, Rep: rep.ID, Lead: card.Lead.ID,
				At: card.Step.Due.Add(nudgeOpens(limits)), For: card.Step.Due})
		}
	}
	if today >= notify.MostDMs(limits, by.reads) {
		a.nothing = held
		return nil
	}
	a.nothing, a.msg, a.dm, a.to = "", msg, date, readBy(by.reads)
	return nil
}

// A reminder of a rep's lead goes to whoever sees to it: to the rep, or while they are away to the colleague who covers
// for them. The entry is the rep's either way, and so is the delivery, whose key names the colleague: what was sent to
// one of them takes nothing from the other.

// reminds is the action of an entry that is to become a reminder under a key, which is lengthened for a colleague.
func (c composer) reminds(ctx context.Context, d ledger.Due, key string, now time.Time) (action, error) {
	to := d.Rep
	owner, known, err := c.rep(ctx, d.Rep)
	switch {
	case damaged(err): // compose says so
	case err != nil:
		return action{}, err
	case known:
		colleague, covers, err := c.covering().Colleague(ctx, owner, now)
		if err != nil && !damaged(err) {
			return action{}, err
		}
		if covers {
			to = colleague.ID
		}
	}
	a := delivers(d, keyFor(key, d, to), Recipient{ID: to})
	a.meant = d.At
	return a, nil
}

// keyFor is the key of a reminder for whoever gets it.
func keyFor(key string, d ledger.Due, to string) string {
	if to == "" || to == d.Rep {
		return key
	}
	return key + "/" + to
}

// reminded is who gets a reminder.
type reminded struct {
	reads coach.Rep // by their record: whose clock, switches and number of messages count
	works coach.Rep // the record by which the leads are worked on
}

// theirs says in a message whose leads it is about, where that isn't the reader.
func (r reminded) theirs() notify.Theirs {
	if r.reads.ID == r.works.ID {
		return notify.Theirs{}
	}
	return notify.Theirs{Owner: r.works.ID}
}

// errElsewhere is why a reminder is addressed anew: a cover has begun or ended since.
var errElsewhere = errors.New("somebody else sees to the lead by now")

// remindsStill is who gets a reminder that was addressed a moment ago, by the record of the leads' rep as it is now.
func (c composer) remindsStill(ctx context.Context, a *action, owner coach.Rep, now time.Time) (reminded, error) {
	colleague, covers, err := c.covering().Colleague(ctx, owner, now)
	by := reminded{reads: owner, works: owner}
	if covers {
		by = reminded{reads: colleague, works: cover.Worked(owner)}
	}
	if err == nil && owner.ID != "" && by.reads.ID != a.to.ID {
		err = errElsewhere
	}
	return by, err
}
