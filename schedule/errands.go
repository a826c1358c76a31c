package schedule

import (
	"context"
	"errors"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

const (
	errandWait = 30 * time.Second // for one errand
	errandRest = 30 * time.Second // before a failed one is tried again here
)

// summary posts a team's totals to its channel. One that was missed goes out late, until the next one is due; of
// several missed ones only the newest does.
func (e *Engine) summary(ctx context.Context, d store.Due, now time.Time) (plan, error) {
	p := pass(d, dropped)
	team, ok, err := e.cfg.Space.Team(ctx, d.Team)
	if err != nil || !ok || team.Channel == "" {
		return p, err
	}
	next := e.cfg.Rules.NextSummary(team, p.meant)
	for !next.IsZero() && !next.After(now) {
		p.meant, next = next, e.cfg.Rules.NextSummary(team, next)
	}
	if !next.IsZero() {
		p.next = &store.Due{Kind: store.KindSummary, Team: team.ID, At: next, For: next}
	}
	loc, err := time.LoadLocation(team.Summary.TZ)
	if err != nil {
		loc = time.UTC
	}
	to := p.meant.In(loc)
	key := to.Format(time.DateOnly)
	if !e.cfg.Rules.NextSummary(team, d.For.Add(-time.Millisecond)).Equal(d.For) {
		key = to.Format("now/2006-01-02T15:04") // asked for in between: it must not stand in for the regular one of that date
	}
	p.speaks("summary/"+team.ID+"/"+key, nil)
	p.to = team.Channel
	p.compose = func(ctx context.Context) (coach.Message, error) { return e.totals(ctx, team, to) }
	return p, nil
}

// totals reads the week before to of everybody in the team, a few reps at the same time.
func (e *Engine) totals(ctx context.Context, team coach.Team, to time.Time) (coach.Message, error) {
	from := to.AddDate(0, 0, -7)
	books, errs := make([]*coach.RepBook, len(team.Reps)), make([]error, len(team.Reps))
	atOnce(len(team.Reps), func(i int) { books[i], errs[i] = e.book(ctx, team.Reps[i], from) })
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	var all []coach.RepBook
	for _, b := range books {
		if b != nil {
			all = append(all, *b)
		}
	}
	return e.cfg.Rules.Summarize(team, from, to, all), nil
}

// book reads a rep's open leads, those that were closed from then on, and the touches of those touched from then on;
// nil when nobody knows the rep yet.
func (e *Engine) book(ctx context.Context, id string, from time.Time) (*coach.RepBook, error) {
	rep, known, err := e.cfg.Space.Rep(ctx, id)
	if err != nil || !known {
		return nil, err
	}
	b := &coach.RepBook{Rep: rep, Touches: map[string][]coach.Touch{}}
	for _, kind := range []store.ListKind{store.ListAll, store.ListClosed} {
		for q := (store.Query{Kind: kind, Limit: 100}); ; {
			page, err := e.cfg.Space.List(ctx, id, q)
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
				if b.Touches[l.ID], err = e.cfg.Space.Touches(ctx, id, l.ID, -1); err != nil {
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

// outbox carries out what a change owes to another shard. The store makes it idempotent, so it needs no deed.
func (e *Engine) outbox(_ context.Context, d store.Due, now time.Time) (plan, error) {
	return plan{meant: d.For, run: func(ctx context.Context) error { return e.cfg.Space.CarryOut(ctx, d, now, e.stop) }},
		nil
}

// reindex works out anew when a rep's leads are due, after settings changed that decide about it.
func (e *Engine) reindex(_ context.Context, d store.Due, now time.Time) (plan, error) {
	attention := func(r coach.Rep, l coach.Lead) coach.Attention { return e.cfg.Rules.Timers(l, r, now) }
	return plan{meant: d.For, run: func(ctx context.Context) error { return e.cfg.Space.Reindex(ctx, d.Rep, attention) }},
		nil
}

// errand runs what needs no message. It can be repeated without harm; after an error it comes up again with the next
// look.
func (e *Engine) errand(ctx context.Context, j *job) result {
	ctx, cancel := context.WithTimeout(ctx, errandWait)
	defer cancel()
	if err := j.plan.run(ctx); err != nil {
		e.log.Warn("an errand between shards is not done yet", "kind", j.kind.name, "err", err)
		e.mu.Lock()
		e.rest[nameOf(j.due)] = e.cfg.Now().Add(errandRest)
		e.mu.Unlock()
		return again
	}
	return carried
}
