package schedule

import (
	"context"
	"fmt"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store/ledger"
)

// question is what a rep is asked about what Slack says of them; false when that is over by now.
func question(rep coach.Rep, d ledger.Due, now time.Time) (notify.Message, bool) {
	if d.Item == ledger.AskStatus {
		return notify.AbsentBy(rep, now)
	}
	return notify.Moved{Rep: rep, Zone: rep.Moved}, rep.Moved != "" && rep.Wants(coach.KindAsk)
}

// addressAsk: a rep is asked once whether they are where Slack has them, or away as their status says, when it isn't
// night there. On its day the question takes room for one more message; nothing else brings it, so that it comes on the
// next one.
func (c composer) addressAsk(ctx context.Context, d ledger.Due, now time.Time) (action, error) {
	rep, known, err := c.rep(ctx, d.Rep)
	if err != nil || !known {
		return drops(d), err
	}
	if _, open := question(rep, d, now); !open {
		return drops(d), nil
	}
	today, err := c.space.Ledger.DMs(ctx, rep.ID, dateOf(now, rep))
	if err != nil {
		return action{}, err
	}
	earliest := now
	if today >= notify.MostDMs(c.rules.Limits(), rep) && dateOf(d.For, rep) == dateOf(now, rep) {
		earliest = rep.Midnight(now, 1)
	}
	at := notify.StatusAskAt(rep, earliest)
	if d.Item != ledger.AskStatus {
		at = notify.AskAt(c.rules, rep, rep.Moved, earliest)
	}
	if at.After(now) {
		a := drops(d)
		a.nothing, a.next = held, &ledger.Due{Kind: d.Kind, Rep: d.Rep, Item: d.Item, At: at, For: d.For}
		return a, nil
	}
	return delivers(d, fmt.Sprintf("ask/%s/%s/%d", d.Rep, d.Item, d.For.Unix()), readBy(rep)), nil
}

// composeAsk: who has answered meanwhile is asked nothing.
func (c composer) composeAsk(ctx context.Context, a *action, now time.Time) error {
	rep, known, err := c.rep(ctx, a.due.Rep)
	if err != nil {
		return err
	}
	msg, open := question(rep, a.due, now)
	if a.nothing = dropped; known && open {
		a.nothing, a.msg, a.to, a.dm = "", msg, readBy(rep), dateOf(now, rep)
	}
	return nil
}
