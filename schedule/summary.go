package schedule

import (
	"context"
	"errors"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

// addressSummary: a team's totals go to its channel. A summary that was missed goes out late, until the next one is
// due; of several missed ones only the newest does. meant is the end of the week that it tells of.
func (c composer) addressSummary(ctx context.Context, d ledger.Due, now time.Time) (action, error) {
	team, ok, err := c.space.Directory.Team(ctx, d.Team)
	if err != nil || !ok || team.Channel == "" {
		return drops(d), err
	}
	meant, next := newestSummary(team, d.For, now)
	zone := summaryZone(team)
	key := meant.In(zone).Format(time.DateOnly)
	if !regular(team, d.For) {
		// Asked for in between: it must not stand in for the regular one of that date.
		key = meant.In(zone).Format("now/2006-01-02T15:04")
	}
	a := delivers(d, "summary/"+team.ID+"/"+key, Recipient{ID: team.Channel, Zone: zone, Locale: team.Summary.Locale})
	a.team, a.meant = team, meant
	if !next.IsZero() {
		a.next = &ledger.Due{Kind: ledger.KindSummary, Team: team.ID, At: next, For: next}
		// A team that was last saved by a version that didn't write to managers gets its entry here.
		a.then = &ledger.Due{Kind: ledger.KindTeamDay, Team: team.ID, At: next, For: next}
	}
	return a, nil
}

// newestSummary is when the newest of a team's summaries was due of those from an instant on, and when the next one is.
func newestSummary(team coach.Team, from, now time.Time) (meant, next time.Time) {
	meant, next = from, notify.NextSummary(team, from)
	for !next.IsZero() && !next.After(now) {
		meant, next = next, notify.NextSummary(team, next)
	}
	return meant, next
}

// regular reports whether a team's summary is due at an instant by its schedule.
func regular(team coach.Team, at time.Time) bool {
	return notify.NextSummary(team, at.Add(-time.Millisecond)).Equal(at)
}

// summaryZone is the zone of whoever set a team's summary.
func summaryZone(team coach.Team) *time.Location {
	zone, err := time.LoadLocation(team.Summary.TZ)
	if err != nil {
		return time.UTC
	}
	return zone
}

// composeSummary reads the week before the summary's time of everybody in the team, a few reps at once. What is damaged
// is left out: of a lead its touches, of a rep everything.
func (c composer) composeSummary(ctx context.Context, a *action, _ time.Time) error {
	to := a.meant.In(a.to.Zone)
	from := to.AddDate(0, 0, -7)
	books, errs := make([]*notify.RepBook, len(a.team.Reps)), make([]error, len(a.team.Reps))
	inParallel(len(a.team.Reps), func(i int) { books[i], errs[i] = c.book(ctx, a.team.Reps[i], from) })
	if err := errors.Join(errs...); err != nil {
		return err
	}
	var all []notify.RepBook
	for _, b := range books {
		if b != nil {
			all = append(all, *b)
		}
	}
	a.msg = notify.Summarize(c.rules, a.team, from, to, all)
	return nil
}

// book reads a rep's open leads, those that were closed from then on, the touches of those touched from then on, and
// what the rep's leads count over their whole lives; nil when nobody knows the rep yet.
func (c composer) book(ctx context.Context, id string, from time.Time) (*notify.RepBook, error) {
	rep, known, err := c.space.Records.Rep(ctx, id)
	if damaged(err) {
		known, err = false, nil // as if nobody knew them
	}
	if err != nil || !known {
		return nil, err
	}
	figures, err := c.space.Records.Figures(ctx, rep, from)
	if err != nil {
		return nil, err
	}
	b := &notify.RepBook{Rep: rep, Touches: map[string][]coach.Touch{}, Ever: figures.Ever}
	for _, kind := range []store.ListKind{store.ListAll, store.ListClosed} {
		for q := (store.ListQuery{Kind: kind, Limit: 100}); ; {
			page, err := c.space.Records.List(ctx, id, q)
			if err != nil {
				return nil, err
			}
			for _, l := range page.Leads {
				touched := !l.Progress.LastTouch.Before(from)
				if !l.Open() && !touched && l.Progress.ClosedAt.Before(from) {
					continue
				}
				b.Leads = append(b.Leads, l)
				if !touched {
					continue
				}
				b.Touches[l.ID], err = c.space.Records.Touches(ctx, id, l.ID, -1)
				if err != nil && !damaged(err) {
					return nil, err
				}
			}
			if q.After = page.Next; q.After == "" {
				break
			}
		}
	}
	return b, nil
}
