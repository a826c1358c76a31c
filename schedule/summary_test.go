package schedule

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/failure"
	"github.com/followup-coach/followup/store/ledger"
)

// team saves a team as the bot would.
func (f *fixture) team(t coach.Team) coach.Team {
	f.t.Helper()
	now := f.clock.Now()
	var join []store.Outbox
	for _, r := range t.Reps {
		join = append(join, store.Outbox{Kind: store.OutboxJoin, Team: t.ID, Rep: r, By: "UM"})
	}
	t, err := f.space.Directory.SaveTeam(context.Background(),
		store.TeamChange{Team: t, By: "UM", Now: now, Op: "team", Summary: notify.NextSummary(t, now), Outbox: join})
	f.ok(err)
	return t
}

func TestWeeklySummaryInTheZoneOfWhoeverSetIt(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	rep := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	f.lead(rep, coach.Lead{ID: "L1", Name: "pat", Warmth: coach.Cold})
	f.log(rep, "L1", coach.Touch{Outcome: outcome.Voicemail})
	f.team(coach.Team{ID: "T1", Name: "north", Channel: "C1", Reps: []string{"U1", "U2"},
		Summary: coach.Schedule{Every: "weekly", Weekday: 5, At: 16 * 60, TZ: "Europe/Berlin"}})
	f.slack.inject = func(n int, _ ledger.Delivery, to string, _ notify.Message) fault { return fault{lose: to == "C1"} }
	e, other := f.start(), f.start()
	f.runTo(at(t, "Europe/Berlin", "2026-01-16 15:59"), e, other)
	if n := f.slack.keys()["summary/T1/2026-01-16"]; n != 0 {
		t.Fatal("the summary came ahead of its time")
	}
	f.runTo(at(t, "Europe/Berlin", "2026-01-23 16:01"), e, other)
	keys := f.slack.keys()
	if keys["summary/T1/2026-01-16"] != 1 || keys["summary/T1/2026-01-23"] != 1 {
		t.Fatalf("summaries: %v, want one on each Friday", keys)
	}
	for _, p := range f.slack.all() {
		if s, ok := p.Msg.(notify.Summary); ok && p.Key == "summary/T1/2026-01-16" {
			if p.To != "C1" || s.Totals.Calls != 1 || s.Totals.Reps != 2 {
				t.Errorf("to %s: %+v, want the one call of the two reps in C1", p.To, s.Totals)
			}
		}
	}
}

func TestOnlyTheNewestOfMissedSummaries(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	f.team(coach.Team{ID: "T1", Name: "north", Channel: "C1",
		Summary: coach.Schedule{Every: "weekly", Weekday: 5, At: 16 * 60, TZ: ny}})
	f.clock.to(at(t, ny, "2026-02-04 12:00"))
	f.runTo(at(t, ny, "2026-02-04 12:01"), f.start())
	f.once("summary/T1/2026-01-30")
	next, err := f.space.DueIndex.NextDue(context.Background())
	f.ok(err)
	if want := at(t, ny, "2026-02-06 16:00"); !next.Equal(want) {
		t.Errorf("next due %v, want %v", next, want)
	}
}

// A summary that somebody asks for in between is one more; the regular one of the same date comes as planned.
func TestSummaryInBetween(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-16 10:00"))
	f.team(coach.Team{ID: "T1", Name: "north", Channel: "C1",
		Summary: coach.Schedule{Every: "weekly", Weekday: 5, At: 16 * 60, TZ: ny}})
	e := f.start()
	for _, clock := range []string{"2026-01-16 10:00", "2026-01-16 11:30"} {
		now := at(t, ny, clock)
		f.runTo(now, e)
		f.ok(f.space.DueIndex.SetDue(context.Background(),
			ledger.Due{Kind: ledger.KindSummary, Team: "T1", At: now, For: now}))
		f.runTo(now.Add(time.Minute), e)
	}
	f.runTo(at(t, ny, "2026-01-16 16:01"), e)
	want := map[string]int{"summary/T1/now/2026-01-16T10:00": 1, "summary/T1/now/2026-01-16T11:30": 1,
		"summary/T1/2026-01-16": 1}
	if got := f.slack.keys(); !maps.Equal(got, want) {
		t.Errorf("summaries %v, want %v", got, want)
	}
}

// What a change owes to another shard is done while Slack refuses everything, too.
func TestJobsGoOnWithADeadToken(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
	f.dueReps(5)
	f.slack.inject = func(int, ledger.Delivery, string, notify.Message) fault {
		return fault{err: refused(failure.Dead,
			0)}
	}
	e := f.start()
	f.runTo(at(t, ny, "2026-01-12 08:30"), e)
	if !e.tokenRefused() {
		t.Fatal("the token is not known as dead")
	}
	f.team(coach.Team{ID: "T1", Name: "north", Channel: "C1", Reps: []string{"U0000", "UNEW"}})
	e.idle()
	for _, id := range []string{"U0000", "UNEW"} {
		r, known, err := f.space.Records.Rep(context.Background(), id)
		f.ok(err)
		if !known || !slices.Contains(r.Teams, "T1") {
			t.Errorf("%s is in no team after the job: %+v", id, r)
		}
	}
}

func TestSettingsMoveTheTimersOfLeads(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	rep := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	secondTries(f, rep, 0, 1)
	rep.Mode = coach.Passive // nobody gets a second try on the same day
	ctx := context.Background()
	_, _, err := f.space.Change(ctx, store.Query{Rep: rep.ID}, func(store.Snapshot) (store.Change, error) {
		return store.Change{Op: "settings", By: rep.ID, Now: f.clock.Now(), Rep: &rep, KeepDigest: true, Reindex: true}, nil
	})
	f.ok(err)
	e := f.start()
	f.runTo(f.clock.Now(), e)
	due, err := f.space.DueIndex.DueBefore(ctx, at(t, ny, "2026-01-12 23:00"), 100)
	f.ok(err)
	for _, d := range due {
		t.Errorf("still due today: %s at %v", d.Kind, d.At)
	}
	f.runTo(f.clock.Now().Add(8*time.Hour), e)
	if n := nudges(f); len(n) != 0 {
		t.Errorf("nudged although the mode is passive: %+v", n)
	}
}
