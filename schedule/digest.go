package schedule

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/advice"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/reach"
	"github.com/followup-coach/followup/coach/selfreport"
	"github.com/followup-coach/followup/schedule/covering"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

const (
	lateAfter  = 15 * time.Minute // a digest so far behind its time says so
	digestMax  = 200              // leads read for one digest; what is beyond is only counted
	digestSpan = 2 * time.Hour    // a digest that is set to after the working hours may go out for so long
)

// addressDigest names a rep's digest after the rep-local date, whatever the rep changed about zone or time since, so
// that no date has two (S4.5). It reads the rep and the rep's teams, which are read no second time for this digest.
func (c composer) addressDigest(ctx context.Context, d ledger.Due, now time.Time) (action, error) {
	rep, known, err := c.rep(ctx, d.Rep)
	switch {
	case err == nil && rep.AwayAt(now): // the one of their first day back comes
		a := drops(d)
		a.next = c.nextDigest(rep, now)
		return a, nil
	case err == nil && known && (rep.Away.Lasts() || rep.Away.Gathered || rep.Spread.Open):
		return waits(d, now), nil // it speaks of what has gathered
	case err != nil || !known || !rep.Wants(coach.KindDigest):
		return drops(d), err
	}
	a := delivers(d, "digest/"+rep.ID+"/"+dateOf(d.For, rep), readBy(rep))
	a.rep = rep
	// After a long silence only today's digest is of use: the next one is looked for from today on.
	a.next = c.nextDigest(rep, later(d.For, lastInstant(rep, now, -1)))
	if !now.Before(cutOff(rep, d.For)) {
		a.nothing = dropped
		return a, nil
	}
	a.teams, err = c.teamsOf(ctx, rep)
	return a, err
}

// covering reads what somebody sees to for colleagues who are away, and who it is that does.
func (c composer) covering() covering.Desk { return covering.Desk{Space: c.space, Rules: c.rules} }

// spreadRest is for how long a digest waits for a spread, until it is looked at again.
const spreadRest = 5 * time.Second

// waits is the action of a digest of somebody whose leads are just being spread.
func waits(d ledger.Due, now time.Time) action {
	a := drops(d)
	a.nothing, a.next = held, &ledger.Due{Kind: d.Kind, Rep: d.Rep, At: now.Add(spreadRest), For: d.For}
	return a
}

func (c composer) composeDigest(ctx context.Context, a *action, now time.Time) error {
	rep := a.rep
	of, err := c.told(ctx, a, now)
	if err != nil {
		return err
	}
	theirs, err := c.covering().Due(ctx, rep, now)
	if err != nil {
		return err
	}
	if of.Total+len(of.Damaged)+len(theirs) == 0 {
		a.nothing = silent
		return nil
	}
	rules, shown := c.rules.TipsFor(rep, a.teams), of.Shown
	msg := notify.Morning(rules, rep, of.Leads, now, shown)
	msg.Damaged, msg.Covered = of.Damaged, theirs
	if msg.Empty() {
		a.nothing = silent
		return nil
	}
	msg.More += of.Total - len(of.Leads)
	msg.Date = dateOf(a.due.For, rep)
	msg.Late = now.Sub(a.due.For) >= lateAfter
	a.tips = map[string]time.Time{}
	var allDone int
	allDone, a.tips[notify.AllDoneSince] = notify.AllDone(c.rules, rep, msg, shown, now)
	if selfreport.Due(rep, shown, now) { // the first of their week
		msg.Still = msg.StandingStill(now)
		if msg.SelfReport = selfreport.Of(c.rules, of.Counters, of.Week); msg.SelfReport != nil {
			msg.SelfReport.AllDone = allDone
		}
		// Also when there is nothing to show: it comes with the first message of a week or not at all.
		a.tips[selfreport.Shown] = now
	}
	if s := rep.Spread; s.Why == absence.Away && s.Leads > 0 && rep.Midnight(s.At, 0).Equal(rep.Midnight(now, 0)) {
		msg.Spread = &s
	}
	if l := rep.Learned; (l.Hours.Found() || l.Days.Found()) && l.Since.After(shown[reach.Shown]) {
		msg.Learned, a.tips[reach.Shown] = &l, now
	}
	if msg.Backlog = notify.Backlog(c.rules, rep, of.Leads, now, shown); msg.Backlog > 0 {
		a.tips[notify.BacklogShown] = now
	}
	if !rep.Wants(coach.KindTip) {
		msg.Tip = nil
	}
	msg.Hints = advice.Hints(rules, msg.Shown(), msg.Tip, rep, of.Counters, shown, now)
	if msg.Tip != nil && hinted(msg) {
		msg.Tip = nil // nothing is said twice
	}
	if msg.Tip != nil {
		a.tips[msg.Tip.ID] = now
	}
	a.msg, a.dm = msg, msg.Date
	return nil
}

// ahead is what digests that were claimed together are made of, read in two trips for all of them by the first that is
// composed.
type ahead struct {
	once sync.Once
	reps []coach.Rep
	at   time.Time // it was read for that instant
	read []store.DueRead
}

// aheadFor is for how long others go by what the first has read: calls that are logged meanwhile are to be in a digest.
const aheadFor = time.Second

// readTogether has the digests among tasks that were claimed be read together.
func readTogether(tasks []*task) {
	all := &ahead{}
	for _, t := range tasks {
		if t.kind.name == ledger.KindDigest && t.delivery.State == ledger.DeliveryMine {
			t.action.ahead, all.reps = all, append(all.reps, t.action.rep)
		}
	}
}

// told is what a digest goes by. What can't be read together is read alone, where an error is the digest's own.
func (c composer) told(ctx context.Context, a *action, now time.Time) (store.Told, error) {
	if all := a.ahead; all != nil {
		all.once.Do(func() {
			asks := make([]store.DueQuery, len(all.reps))
			for i, rep := range all.reps {
				asks[i] = digestQuery(rep, now)
			}
			all.at = now
			all.read, _ = c.space.Records.ReadDue(ctx, asks...)
		})
		same := func(rep coach.Rep) bool { return rep.ID == a.rep.ID }
		if i := slices.IndexFunc(all.reps, same); i < len(all.read) && now.Sub(all.at) < aheadFor {
			return all.read[i].Told(ctx)
		}
	}
	read, err := c.space.Records.ReadDue(ctx, digestQuery(a.rep, now))
	if err != nil {
		return store.Told{}, err
	}
	return read[0].Told(ctx)
}

// digestQuery asks for what the digest of an instant is made of, the counts of the week before among it.
func digestQuery(rep coach.Rep, now time.Time) store.DueQuery {
	return store.DueQuery{Rep: rep.ID, Until: lastInstant(rep, now, 0), Max: digestMax,
		Week: rep.Week(now.In(rep.Location()).AddDate(0, 0, -7))}
}

// hinted reports whether the tip of a digest stands on one of its cards already.
func hinted(msg notify.Digest) bool {
	for _, hint := range msg.Hints {
		if hint.ID == msg.Tip.ID {
			return true
		}
	}
	return false
}

// cutOff is when a digest meant for an instant is no longer worth sending: the end of the rep's working hours on that
// date, or, for one set to later than that, two hours on; never the next date.
func cutOff(rep coach.Rep, meant time.Time) time.Time {
	_, to := rep.Hours()
	y, mo, d := meant.In(rep.Location()).Date()
	end := later(time.Date(y, mo, d, 0, to, 0, 0, rep.Location()), meant.Add(digestSpan))
	if tomorrow := rep.Midnight(meant, 1); tomorrow.Before(end) {
		return tomorrow
	}
	return end
}

// lastInstant is the last millisecond of the rep's date at t, days later: the store compares inclusively.
func lastInstant(rep coach.Rep, t time.Time, days int) time.Time {
	return rep.Midnight(t, days+1).Add(-time.Millisecond)
}

func (c composer) nextDigest(rep coach.Rep, after time.Time) *ledger.Due {
	at := c.rules.NextDigest(rep, after)
	if at.IsZero() {
		return nil
	}
	return &ledger.Due{Kind: ledger.KindDigest, Rep: rep.ID, At: at, For: at}
}
