package schedule

import (
	"context"
	"fmt"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store/ledger"
)

// addressAsk: a rep whom Slack has in another zone is asked about it once, in their working hours there. On the day of
// the move it takes room for one more message; nothing else brings the question, so that it comes on the next one.
func (c composer) addressAsk(ctx context.Context, d ledger.Due, now time.Time) (action, error) {
	rep, known, err := c.rep(ctx, d.Rep)
	if err != nil || !known || rep.Moved == "" || !rep.Wants(coach.KindAsk) {
		return drops(d), err
	}
	today, err := c.space.Ledger.DMs(ctx, rep.ID, dateOf(now, rep))
	if err != nil {
		return action{}, err
	}
	earliest := now
	if today >= notify.MostDMs(c.rules.Limits(), rep) && dateOf(d.For, rep) == dateOf(now, rep) {
		earliest = rep.Midnight(now, 1)
	}
	if at := notify.AskAt(c.rules, rep, rep.Moved, earliest); at.After(now) {
		a := drops(d)
		a.nothing, a.next = held, &ledger.Due{Kind: d.Kind, Rep: d.Rep, Item: d.Item, At: at, For: d.For}
		return a, nil
	}
	return delivers(d, fmt.Sprintf("ask/%s/%s/%d", d.Rep, d.Item, d.For.Unix()), readBy(rep)), nil
}

// composeAsk: who has answered or is back by now is asked nothing.
func (c composer) composeAsk(ctx context.Context, a *action, now time.Time) error {
	rep, known, err := c.rep(ctx, a.due.Rep)
	if err != nil {
		return err
	}
	if a.nothing = dropped; known && rep.Moved != "" && rep.Wants(coach.KindAsk) {
		a.nothing, a.to, a.dm = "", readBy(rep), dateOf(now, rep)
		a.msg = notify.Moved{Rep: rep, Zone: rep.Moved}
	}
	return nil
}
