package schedule

import (
	"context"
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/failure"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/ledger"
)

// raw is a client of the fixture's Redis, for what the store offers no way to.
func (f *fixture) raw() *redis.Client {
	f.t.Helper()
	o, err := redis.ParseURL(f.url)
	f.ok(err)
	c := redis.NewClient(o)
	f.t.Cleanup(func() { _ = c.Close() })
	return c
}

// dump is everything that Redis holds, by key.
func (f *fixture) dump() map[string]string {
	f.t.Helper()
	c, out := f.raw(), map[string]string{}
	keys, err := c.Keys(context.Background(), "*").Result()
	f.ok(err)
	for _, k := range keys {
		out[k], err = c.Dump(context.Background(), k).Result()
		f.ok(err)
	}
	return out
}

// Naming and composing change nothing, whatever the kind: an entry that was read in vain is as it was, and a replica
// that loses the claim has left no trace.
func TestDecidingChangesNothing(t *testing.T) {
	f, rep, call := agreedCall(t)
	secondTries(f, rep, 0, 2)
	f.team(coach.Team{ID: "T1", Name: "north", Channel: "C1", Reps: []string{"U1"},
		Managers: []string{"B1", "B2"}, Summary: coach.Schedule{Every: "daily", At: 12 * 60, TZ: ny}})
	f.gift(rep, "G1")
	f.gift(rep, "G2")
	f.log(rep, "G2", coach.Touch{Outcome: outcome.Verdict, Verdict: coach.Approval(true), By: "B1"})
	ctx := context.Background()
	f.ok(f.space.PostLetter(ctx, coach.Letter{ID: "x", From: "U1", To: "C1", Text: "Any update?"}, f.clock.Now(), "",
		nil))
	f.says(rep, "here")
	f.moves(rep, "America/Denver")
	due, err := f.space.DueIndex.DueBefore(ctx, f.clock.Now().AddDate(0, 0, 2), 100)
	f.ok(err)
	before, seen := f.dump(), map[string]bool{}
	c := composer{space: f.space, rules: f.rules, now: f.clock.Now}
	for _, d := range due {
		k := kindOf(d)
		if k.compose == nil {
			continue
		}
		a, err := k.address(c, ctx, d, d.At)
		f.ok(err)
		f.ok(k.compose(c, ctx, &a, d.At))
		if a.msg == nil && a.nothing == "" {
			t.Errorf("%s at %v: neither a message nor a reason for none", d.Kind, d.At)
		}
		seen[d.Kind] = true
	}
	for _, k := range kinds {
		if k.compose != nil && !seen[k.name] {
			t.Errorf("no entry of kind %s was due: %v, call at %v", k.name, due, call)
		}
	}
	if after := f.dump(); !maps.Equal(before, after) {
		for key, v := range after {
			if before[key] != v {
				t.Errorf("deciding has changed %s", key)
			}
		}
	}
}

// One record that can't be read costs its own entry; everybody else in the same look is on time.
func TestAnUnreadableRepHoldsNobodyUp(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
	reps := f.dueReps(20)
	broken := reps[7].ID
	key := fmt.Sprintf("{T1:s%02d}:reps", keyspace.Shard(broken))
	f.ok(f.raw().HSet(context.Background(), key, broken, "{").Err())
	e := f.start()
	f.clock.to(at(t, ny, "2026-01-12 08:30"))
	e.idle()
	e.idle()
	f.once(digestKeys(append(append([]coach.Rep{}, reps[:7]...), reps[8:]...), monday)...)
}

// Second tries that came due while nobody looked are one message all the same, also when they speak of different
// instants.
func TestOneNudgeAfterAnOutage(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	rules, err := coach.LoadRules("followup.yaml", []byte("limits: {nudge_span: 120}"))
	f.ok(err)
	f.rules = rules
	rep := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	secondTries(f, rep, 0, 1)
	f.lead(rep, coach.Lead{ID: "LW", Name: "west", Warmth: coach.Warm, TZ: "America/Chicago"}) // an hour later
	f.log(rep, "LW", coach.Touch{Outcome: outcome.Voicemail})
	f.clock.to(at(t, ny, "2026-01-12 16:55"))
	f.runTo(at(t, ny, "2026-01-12 19:00"), f.start(), f.start())
	if n := nudges(f); len(n) != 1 || len(n[0].Cards) != 2 {
		t.Errorf("%d nudges, want one with both leads: %+v", len(n), n)
	}
}

// What a nudge answers besides its own entry is out of sight while its fate is unknown, so that nobody sends it too.
func TestWhatANudgeAnswersIsHidden(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	rules, err := coach.LoadRules("followup.yaml", []byte("limits: {nudge_span: 120}"))
	f.ok(err)
	f.rules = rules
	rep := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	secondTries(f, rep, 0, 1)
	f.lead(rep, coach.Lead{ID: "LW", Name: "west", Warmth: coach.Warm, TZ: "America/Chicago"})
	f.log(rep, "LW", coach.Touch{Outcome: outcome.Voicemail})
	var hidden time.Time
	f.slack.inject = func(int, ledger.Delivery, string, notify.Message) fault {
		due, err := f.space.DueIndex.DueBefore(context.Background(), at(t, ny, "2026-01-12 23:00"), 100)
		if err != nil {
			t.Error(err)
		}
		for _, d := range due {
			if d.Lead == "LW" {
				hidden = d.At
			}
		}
		return fault{}
	}
	f.clock.to(at(t, ny, "2026-01-12 16:49:55")) // nobody looked for an hour; the other one is five seconds off
	f.start().idle()
	if want := f.clock.Now().Add(MaxLease); !hidden.Equal(want) {
		t.Errorf("during the post the other entry is due at %v, want the end of the lease, %v", hidden, want)
	}
	due, err := f.space.DueIndex.DueBefore(context.Background(), at(t, ny, "2026-01-12 23:00"), 100)
	f.ok(err)
	for _, d := range due {
		if d.Kind == ledger.KindNudge {
			t.Errorf("still due after the nudge: %+v", d)
		}
	}
}

// A ping that was deleted can't be changed into the question, however often it is tried.
func TestAMessageThatIsGoneIsNotAskedForAgain(t *testing.T) {
	f, _, call := agreedCall(t)
	f.slack.noUpdate = refused(failure.Gone, 0)
	f.runTo(call.Add(30*time.Minute), f.start())
	f.once(pingKeyOf(call))
	if f.slack.updates != 1 {
		t.Errorf("%d updates of a message that is gone, want one", f.slack.updates)
	}
}

// TestPoolRoom: a pool asks for more when a worker is idle or half of what it takes is done.
func TestPoolRoom(t *testing.T) {
	for _, c := range []struct {
		window, inFlight int64
		busy             bool
	}{
		{256, 0, false}, {256, 128, false}, {256, 129, true}, {256, 256, true},
		{16, 15, false}, {16, 16, true}, // Slack is slow: no worker waits for half of the others
	} {
		p := newPool(16, true)
		p.window.Store(c.window)
		p.inFlight.Store(c.inFlight)
		if p.busy() != c.busy {
			t.Errorf("%d of %d in flight: busy %v", c.inFlight, c.window, p.busy())
		}
	}
}

// TestRepsReadAhead: what can be read of the reps whose digests are due, and of their teams, is read together; an
// unreadable one is left to its own entry.
func TestRepsReadAhead(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
	var dues []ledger.Due
	for _, id := range []string{"U1", "U2", "U3"} {
		f.rep(coach.Rep{ID: id, TZ: ny, Since: f.clock.Now()})
		dues = append(dues, ledger.Due{Kind: ledger.KindDigest, Rep: id})
	}
	dues = append(dues, ledger.Due{Kind: ledger.KindDigest, Rep: "UNONE"}, ledger.Due{Kind: ledger.KindPing, Rep: "U1"})
	c := composer{space: f.space, rules: f.rules, now: f.clock.Now}.readAhead(t.Context(), dues)
	if len(c.reps) != 3 || c.reps["U2"].ID != "U2" {
		t.Errorf("read ahead: %v", c.reps)
	}
	if r, known, err := c.rep(t.Context(), "UNONE"); known || err != nil {
		t.Errorf("nobody: %v %v %v", r, known, err)
	}
	north, err := f.space.Directory.SaveTeam(t.Context(), store.TeamChange{Team: coach.Team{ID: "T9", Name: "North"},
		By: "U1", Now: f.clock.Now()})
	f.ok(err)
	for _, id := range []string{"U1", "U2"} {
		f.rep(coach.Rep{ID: id, TZ: ny, Since: f.clock.Now(), Teams: []string{north.ID, "TGONE"}})
	}
	c = composer{space: f.space, rules: f.rules, now: f.clock.Now}.readAhead(t.Context(), dues)
	c.space = nil // from here on nothing is read
	for id, want := range map[string]int{"U1": 1, "U2": 1, "U3": 0} {
		if teams, err := c.teamsOf(t.Context(), c.reps[id]); err != nil || len(teams) != want {
			t.Errorf("%s has the teams %v, %v", id, teams, err)
		}
	}
}
