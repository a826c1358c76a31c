package schedule

import (
	"context"
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/teamday"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

// On the day of a team's summary each of its managers gets how their reps stand, whether or not the channel could be
// posted to. One entry of the team fans out into one for each manager, so that who can't be
// reached holds up nobody.

// teamDesk writes it.
type teamDesk struct {
	space *store.Workspace
	rules *coach.Rules
}

// teamDayReps is how many reps of a team are read for it; as many have a line of their own.
const teamDayReps = 20

// address: once for each manager, team and date of the summary, in the zone of whoever set it. What was missed
// goes out late, until the next one is due. Who is away, or has switched it off, gets none.
func (c teamDesk) address(ctx context.Context, d ledger.Due, now time.Time) (action, error) {
	team, ok, err := c.space.Directory.Team(ctx, d.Team)
	if err != nil || !ok {
		return drops(d), err
	}
	meant, next := newestSummary(team, d.For, now)
	if d.Item == "" {
		return c.fanOut(d, team, meant, next), nil
	}
	if !slices.Contains(team.Managers, d.Item) || next.IsZero() || !meant.Equal(d.For) {
		return drops(d), nil
	}
	rep, known, err := c.space.Records.Rep(ctx, d.Item)
	if err != nil || known && !rep.Wants(coach.KindReps) {
		return drops(d), err
	}
	zone := summaryZone(team)
	to := Recipient{ID: d.Item, Zone: zone, Locale: team.Summary.Locale}
	if known && rep.TZ != "" {
		to = readBy(rep)
	}
	a := delivers(d, "teamday/"+team.ID+"/"+d.For.In(zone).Format(time.DateOnly)+"/"+d.Item, to)
	a.team = team
	return a, nil
}

// fanOut has each manager of a team be written to, and moves the team's entry on. It can be repeated: whoever was
// written to is not once more. An entry that its team's schedule has left behind only moves on.
func (c teamDesk) fanOut(d ledger.Due, team coach.Team, meant, next time.Time) action {
	var after *ledger.Due
	if !next.IsZero() {
		after = &ledger.Due{Kind: d.Kind, Team: team.ID, At: next, For: next}
	}
	return action{due: d, meant: meant, run: func(ctx context.Context) error {
		if after != nil && regular(team, meant) {
			for _, manager := range team.Managers {
				err := c.space.DueIndex.SetDue(ctx, ledger.Due{Kind: d.Kind, Team: team.ID, Item: manager, At: meant, For: meant})
				if err != nil {
					return err
				}
			}
		}
		return c.space.DueIndex.Reschedule(ctx, after, d)
	}}
}

// compose reads how the team's reps stand: three trips and one for the week before, however many they are.
func (c teamDesk) compose(ctx context.Context, a *action, now time.Time) error {
	team := a.team
	n := min(len(team.Reps), teamDayReps)
	days, err := c.space.Records.RepDays(ctx, team.Reps[:n], now)
	if err != nil {
		return err
	}
	last := a.due.For.In(summaryZone(team)).AddDate(0, 0, -1)
	msg := notify.TeamDay{Team: team, To: last, From: last.AddDate(0, 0, -(int(last.Weekday())+6)%7),
		ThisWeek: last.Weekday() != time.Sunday, More: len(team.Reps) - n}
	var reps []coach.Rep
	for _, d := range days {
		if d.Known {
			reps = append(reps, d.Rep)
		}
	}
	// On a Monday there is nothing to tell of the week that begins.
	week := map[string]coach.Counters{}
	if !msg.ThisWeek {
		if week, err = c.space.Records.CountedSince(ctx, reps, now, 1); err != nil {
			return err
		}
	}
	for _, d := range days {
		line := teamday.Line{Rep: d.Rep}
		if d.Known {
			counted := d.Week
			if !msg.ThisWeek && d.Rep.Week(now) != msg.From.Format(time.DateOnly) { // for some it may still be Sunday
				counted = coach.Counters{Unsorted: week[d.Rep.ID].Tries() - d.Week.Tries(),
					Reached: week[d.Rep.ID].Reached - d.Week.Reached}
			}
			line = teamday.Of(c.rules, d.Rep, d.Leads, d.Total, counted, now)
		}
		msg.Lines = append(msg.Lines, line)
	}
	if msg.Empty() {
		a.nothing = silent
		return nil
	}
	a.msg = msg
	return nil
}
