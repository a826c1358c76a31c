package schedule

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
)

// damage puts a text in the place of one record: of a field, or the first one of a list.
func (f *fixture) damage(key, field, with string) {
	f.t.Helper()
	keys, err := f.raw().Keys(f.t.Context(), "*:"+key).Result()
	f.ok(err)
	if len(keys) != 1 {
		f.t.Fatalf("keys %s: %v", key, keys)
	}
	if field == "" {
		f.ok(f.raw().LSet(f.t.Context(), keys[0], 0, with).Err())
		return
	}
	f.ok(f.raw().HSet(f.t.Context(), keys[0], field, with).Err())
}

// shardOf is how the keys of a rep's shard begin.
func (f *fixture) shardOf(rep string) string {
	f.t.Helper()
	keys, err := f.raw().Keys(f.t.Context(), "*:leads:"+rep).Result()
	f.ok(err)
	if len(keys) != 1 {
		f.t.Fatalf("leads of %s: %v", rep, keys)
	}
	return strings.TrimSuffix(keys[0], "leads:"+rep)
}

// A damaged record costs its own line: the rep's digest says that the lead can't be read, everybody else has theirs on
// time, and what concerns a damaged rep or team alone holds nobody up.
func TestADamagedRecordCostsItsOwnLine(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
	reps := f.dueReps(6)
	f.lead(reps[0], coach.Lead{ID: "L2", Name: "birch", Warmth: coach.Warm})
	team := f.team(coach.Team{ID: "T1", Name: "north", Reps: []string{reps[2].ID}})
	reps[2].Teams = []string{team.ID}
	f.rep(reps[2])
	f.damage("leads:"+reps[0].ID, "L1", `{"id":7}`)
	f.damage("leads:"+reps[5].ID, "L1", `{"id":"L1","name":"Oak`)
	f.lead(reps[3], coach.Lead{ID: "L3", Name: "elm", Warmth: coach.Warm})
	f.log(reps[3], "L3", coach.Touch{Outcome: outcome.Voicemail})
	f.damage("tally:"+reps[3].ID, "calls", "many")
	f.damage("teams", team.ID, `[]`)
	morning := at(t, ny, "2026-01-12 08:30")
	shard := f.shardOf(reps[1].ID)
	whole := f.raw().HGet(t.Context(), shard+"reps", reps[1].ID).Val()
	f.ok(f.raw().HSet(t.Context(), shard+"reps", reps[1].ID, `{"id":"U0001","days":"Mon"}`).Err())
	newer := redis.Z{Member: "newer", Score: float64(morning.UnixMilli())} // an entry that only a newer version knows
	f.ok(f.raw().ZAdd(t.Context(), shard+"due", newer).Err())
	var log bytes.Buffer
	e := f.start(func(c *Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	f.runTo(morning.Add(time.Second), e)
	f.clock.to(morning.Add(jobRest)) // looked at again, and still damaged
	f.runTo(morning.Add(jobRest+time.Second), e)
	others := []coach.Rep{reps[0], reps[2], reps[3], reps[4], reps[5]}
	f.once(digestKeys(others, "2026-01-12")...)
	for _, p := range f.slack.all() {
		d := p.Msg.(notify.Digest)
		want := map[string]string{reps[0].ID: "pat", reps[5].ID: "pat"}[p.To]
		if strings.Join(d.Damaged, ",") != want || !p.At.Equal(morning) {
			t.Errorf("%s: damaged %q, want %q, at %s", p.To, d.Damaged, want, p.At)
		}
		if p.To == reps[5].ID && d.Total() != 0 {
			t.Errorf("%s has %d cards", p.To, d.Total())
		}
	}
	f.ok(f.raw().ZRem(t.Context(), shard+"due", "newer").Err())
	f.ok(f.raw().HSet(t.Context(), shard+"reps", reps[1].ID, whole).Err())
	f.clock.to(morning.Add(2 * jobRest).Add(time.Second))
	f.runTo(morning.Add(2*jobRest+3*time.Second), e)
	e.stop()
	if n := strings.Count(log.String(), "cannot read what some entries"); n != 1 {
		t.Errorf("the log hears %d times of a damaged record:\n%s", n, log.String())
	}
	e = f.start()
	f.once(digestKeys(reps, "2026-01-12")...)
	f.runTo(morning.AddDate(0, 0, 1).Add(time.Second), e)
	if n := f.slack.keys()["digest/"+reps[0].ID+"/2026-01-13"]; n != 1 {
		t.Errorf("%d digests on the next day", n)
	}
}

// A ping comes without its notes where those can't be read; where the lead can't, there is none, and none is tried
// again and again.
func TestAPingWithoutItsNotes(t *testing.T) {
	for _, c := range []struct {
		key, field, with string
		pings            int
	}{
		{"touches:U1:L1", "", `{"id":[]}`, 1},
		{"leads:U1", "L1", `{"id":7}`, 0},
	} {
		f, _, call := agreedCall(t)
		f.damage(c.key, c.field, c.with)
		e := f.start()
		f.runTo(call.Add(-9*time.Minute), e)
		if got := f.slack.keys(); got[pingKeyOf(call)] != c.pings {
			t.Errorf("%s damaged: %v", c.key, got)
		}
		next, err := f.space.DueIndex.NextDue(t.Context())
		f.ok(err)
		if !next.After(f.clock.Now()) {
			t.Errorf("%s damaged: something is tried again at %s", c.key, next)
		}
	}
}
