package schedule

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// ping reminds of an agreed call. One that is late still comes while the call may be made in time: until the moment at
// which it would have asked whether the call is still to be made.
func (e *Engine) ping(ctx context.Context, d store.Due, now time.Time) (plan, error) {
	p := pass(d, dropped)
	p.meant = d.At
	if !now.Before(d.For.Add(minutes(e.cfg.Rules.Limits().StillAfter))) {
		return p, nil
	}
	shown, err := e.cfg.Space.TipsShown(ctx, d.Rep)
	if err != nil {
		return p, err
	}
	msg, ok, err := e.agreed(ctx, d, now, shown)
	if err != nil || !ok {
		return p, err
	}
	if msg.Tip != nil {
		p.tips = map[string]time.Time{msg.Tip.ID: now}
	}
	p.speaks(callKey(store.KindPing, d), msg)
	return p, nil
}

// still puts the question "still to call?" in place of the ping, once, and only if nothing was tapped or logged since:
// a tap takes this entry away, and a log changes what is agreed. It never comes as a message of its own.
func (e *Engine) still(ctx context.Context, d store.Due, now time.Time) (plan, error) {
	p := pass(d, dropped)
	p.meant = d.At
	if now.Sub(d.For) > minutes(e.cfg.Rules.Limits().OpenMinutes) {
		return p, nil
	}
	msg, ok, err := e.agreed(ctx, d, now, nil)
	if err != nil || !ok {
		return p, err
	}
	// To claim the ping is to learn where it is, or to make sure that it does not come after this.
	pings, err := e.cfg.Space.Claim(ctx, now, e.cfg.Owner, e.cfg.Lease,
		store.DeedAsk{Key: callKey(store.KindPing, d), Rep: d.Rep})
	if err != nil {
		return p, err
	}
	switch ping := pings[0]; {
	case ping.State == store.DeedMine:
		return p, e.cfg.Space.ParkDeed(ctx, ping, "the agreed time is past")
	case ping.State == store.DeedDone && ping.Receipt.TS != "":
		p.speaks(callKey(store.KindStill, d), msg)
		p.update = &ping.Receipt
	}
	return p, nil
}

// pingTouches is how far back a ping looks for notes.
const pingTouches = 20

// agreed is the ping or the +5 question for the call agreed on for d.For; ok is false when that call is no more to be
// made.
func (e *Engine) agreed(ctx context.Context, d store.Due, now time.Time,
	shown map[string]time.Time) (msg coach.Ping, ok bool, err error) {
	seen, err := e.cfg.Space.Read(ctx, store.Ask{Rep: d.Rep, LeadID: d.Lead, Now: now, Touches: pingTouches, Tally: true})
	if err != nil || !seen.Known || silenced(seen.Rep) || seen.Lead == nil || !seen.Lead.Open() {
		return msg, false, err
	}
	agreed := d.For // a timer speaks of whole seconds, "in 45 minutes" doesn't
	if c := seen.Lead.Progress.Commitment; c != nil && c.At.Unix() == d.For.Unix() {
		agreed = c.At
	}
	msg, ok = e.cfg.Rules.PingFor(seen.Rep, *seen.Lead, agreed, now, d.Kind == store.KindStill, shown)
	if !e.cfg.Rules.MoreTips(seen.Rep, shown, now) {
		msg.Tip = nil
	}
	if ok {
		library, err := e.cfg.Space.Library(ctx, seen.Rep.Teams...)
		if err != nil {
			return msg, false, err
		}
		msg.Prep = e.cfg.Rules.Prep(*seen.Lead, seen.Touches, seen.Rep, coach.PrepInput{Tally: seen.Tally, Library: library},
			now)
	}
	return msg, ok, nil
}

// nudge gathers the second tries of the coming hour into one message, under the key of the earliest. What is over the
// day's number of messages is left to the next digest, which shows whatever is overdue.
func (e *Engine) nudge(ctx context.Context, d store.Due, now time.Time) (plan, error) {
	p := pass(d, dropped)
	p.meant = d.At
	rep, known, err := e.cfg.Space.Rep(ctx, d.Rep)
	if err != nil || !known || silenced(rep) {
		return p, err
	}
	leads, _, err := e.cfg.Space.DueLeads(ctx, rep.ID, d.For.Add(minutes(e.cfg.Rules.Limits().NudgeSpan)), digestMax)
	if err != nil {
		return p, err
	}
	msg := e.cfg.Rules.NudgeFor(rep, leads, d.For, now)
	own := slices.IndexFunc(msg.Cards, func(c coach.Card) bool { return c.Lead.ID == d.Lead })
	if own < 0 || msg.Cards[own].Step.State(now) == coach.Overdue {
		return p, nil // made, moved or too late; the others come at their own time
	}
	date := dateOf(now, rep)
	today, err := e.cfg.Space.DMs(ctx, rep.ID, date)
	if err != nil {
		return p, err
	}
	for i, c := range msg.Cards {
		if i != own {
			p.dues = append(p.dues, store.Due{Kind: store.KindNudge, Rep: rep.ID, Lead: c.Lead.ID, At: d.At, For: c.Step.Due})
		}
	}
	if today >= e.cfg.Rules.Limits().DMsPerDay {
		p.skip = held
		return p, nil
	}
	p.speaks(fmt.Sprintf("nudge/%s/%d", rep.ID, d.For.Unix()), msg)
	p.dm = date
	return p, nil
}

// callKey names the ping or the +5 question of one agreed call: another time agreed on is another deed.
func callKey(kind string, d store.Due) string {
	return fmt.Sprintf("%s/%s/%s/%d", kind, d.Rep, d.Lead, d.For.Unix())
}

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }
