package schedule

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store/ledger"
)

// onceOf is once for the deliveries whose keys begin so.
func (f *fixture) onceOf(kind string, want ...string) {
	f.t.Helper()
	got := f.slack.keys()
	for _, k := range want {
		if got[k] != 1 {
			f.t.Errorf("%s: %d messages, want 1", k, got[k])
		}
	}
	for k, n := range got {
		if strings.HasPrefix(k, kind) && !slices.Contains(want, k) {
			f.t.Errorf("%s: %d messages that nobody expected", k, n)
		}
	}
}

// busyTeam is a team with a rep who has called and two managers, whose summary comes on Fridays at four.
func busyTeam(f *fixture, managers ...string) coach.Team {
	rep := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	f.lead(rep, coach.Lead{ID: "L1", Name: "pat", Warmth: coach.Cold})
	f.log(rep, "L1", coach.Touch{Outcome: outcome.Voicemail})
	return f.team(coach.Team{ID: "T1", Name: "north", Channel: "C1", Reps: []string{"U1", "U2"}, Managers: managers,
		Summary: coach.Schedule{Every: "weekly", Weekday: 5, At: 16 * 60, TZ: ny}})
}

// Each manager gets the message once for each date of the summary, whatever becomes of a try, from several replicas,
// and also where the channel can't be posted to. It tells of this week, and of whoever never came as well.
func TestEachManagerIsToldOnce(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	busyTeam(f, "UM1", "UM2")
	f.slack.inject = func(n int, _ ledger.Delivery, to string, m notify.Message) fault {
		return fault{lose: to == "UM1" && n%2 == 0}
	}
	// Somebody has died who had written the first manager's entry, and not that the team's is done.
	due := at(t, ny, "2026-01-16 16:00")
	f.ok(f.space.DueIndex.SetDue(context.Background(),
		ledger.Due{Kind: ledger.KindTeamDay, Team: "T1", Item: "UM1", At: due, For: due}))
	e, other := f.start(), f.start()
	f.runTo(at(t, ny, "2026-01-16 15:59"), e, other)
	if n := f.slack.keys()["teamday/T1/2026-01-16/UM1"]; n != 0 {
		t.Fatal("ahead of its time")
	}
	f.runTo(at(t, ny, "2026-01-23 16:30"), e, other)
	f.onceOf("teamday/", "teamday/T1/2026-01-16/UM1", "teamday/T1/2026-01-16/UM2", "teamday/T1/2026-01-23/UM1",
		"teamday/T1/2026-01-23/UM2")
	for _, p := range f.slack.all() {
		d, ok := p.Msg.(notify.TeamDay)
		if !ok || p.Key != "teamday/T1/2026-01-16/UM1" {
			continue
		}
		if len(d.Lines) != 2 || d.Lines[0].Calls != 1 || !d.ThisWeek || d.Lines[1].Known ||
			d.From.Format(time.DateOnly) != "2026-01-12" {
			t.Errorf("%+v", d)
		}
	}
}

// Nobody gets it who is away, has left, has switched it off or manages the team no more, and nobody at all of a team in
// which nothing happened.
func TestWhoIsNotToldOfTheirReps(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	team := busyTeam(f, "UM1", "UM2", "UM3", "UM4")
	f.team(coach.Team{ID: "T2", Name: "east", Channel: "C2", Reps: []string{"U8"}, Managers: []string{"UM1"},
		Summary: team.Summary})
	f.rep(coach.Rep{ID: "UM1", TZ: ny, Since: f.clock.Now(), Quiet: []coach.MessageKind{coach.KindReps}})
	f.rep(coach.Rep{ID: "UM2", TZ: ny, Since: f.clock.Now(), Gone: true})
	away := coach.Rep{ID: "UM3", TZ: ny, Since: f.clock.Now()}
	away.Away.Since = f.clock.Now()
	f.rep(away)
	f.runTo(at(t, ny, "2026-01-16 17:00"), f.start())
	f.onceOf("teamday/", "teamday/T1/2026-01-16/UM4")
	// The week after, one of those who got it manages the team no more.
	team.Managers = []string{"UM1"}
	f.team(team)
	f.runTo(at(t, ny, "2026-01-23 17:00"), f.start())
	if n := f.slack.keys()["teamday/T1/2026-01-23/UM4"]; n != 0 {
		t.Error("told who manages nobody")
	}
}

// An entry of a schedule that was changed meanwhile moves on to the new one and tells nobody; of several that were
// missed only the newest is told.
func TestAnEntryFollowsItsTeamsSchedule(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	busyTeam(f, "UM1")
	stale := at(t, ny, "2026-01-13 12:00")
	f.ok(f.space.DueIndex.SetDue(context.Background(), ledger.Due{Kind: ledger.KindTeamDay, Team: "T1", At: stale,
		For: stale}))
	f.runTo(at(t, ny, "2026-01-13 12:30"), f.start())
	f.clock.to(at(t, ny, "2026-02-04 12:00"))
	f.runTo(at(t, ny, "2026-02-04 12:05"), f.start())
	f.onceOf("teamday/", "teamday/T1/2026-01-30/UM1")
}
