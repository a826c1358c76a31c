package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// logged writes leads on each of which a call was made on the same days before now, at ten in the morning in New York:
// day by day, as it happens.
func logged(t *testing.T, space *store.Workspace, rep, name string, leads int, now time.Time, days ...int) []string {
	t.Helper()
	seller := coach.Rep{ID: rep, TZ: "America/New_York", Since: now.AddDate(0, 0, -90)}
	all, histories, ids := make([]coach.Lead, leads), make([][]coach.Touch, leads), make([]string, leads)
	for day, ago := range days {
		y, m, d := now.In(seller.Location()).Date()
		when := time.Date(y, m, d-ago, 10, 0, 0, 0, seller.Location())
		for i := range all {
			l, ask := &all[i], store.Query{Rep: rep, Now: when}
			if day == 0 {
				ids[i] = store.NewID()
				*l = coach.Lead{ID: ids[i], Rep: rep, Name: fmt.Sprint(name, " ", i), Warmth: coach.Cold,
					Phone: "+1 202 555 0199", Created: when}
			} else {
				ask.LeadID = l.ID
			}
			after, touch, err := coach.DefaultRules().Log(*l, histories[i], coach.Touch{ID: store.NewID(),
				Outcome: outcome.NoAnswer, At: when, Logged: when, By: rep, Note: "a secret note"}, seller)
			if err != nil {
				t.Fatal(err)
			}
			*l, histories[i] = after, append(histories[i], touch.Touch)
			_, c, err := space.Change(t.Context(), ask, func(seen store.Snapshot) (store.Change, error) {
				record := *l
				c := store.Change{Op: "log", By: rep, Now: when, Lead: &record, Name: strings.ToLower(l.Name), Touch: &touch.Touch}
				if !seen.Known {
					c.Rep = &seller
				}
				return c, nil
			})
			if err != nil {
				t.Fatal(err)
			}
			l.Version = c.Lead.Version
		}
	}
	return ids
}

// file is the path of a file with that content.
func file(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "changed.yaml")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// map diff says what a changed file would have made of the last 30 days: by line of the map, before → after, with how
// many results of how many leads. It shows ids alone and writes nothing, and what is older costs nothing.
func TestMapDiff(t *testing.T) {
	_, env := workspace(t, fakeslack.Config{TeamID: "TDIFF"})
	st, err := store.Open(store.Options{URL: env["REDIS_URL"]})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	space, now := st.In("TDIFF"), time.Now()
	logged(t, space, "UOLD", "Old", 130, now, 50)
	ids := logged(t, space, "UREP", "Lead", 3, now, 45, 20, 12)
	changed := file(t, `call_map:
  no-answer: {due: days, days: 9, slot: morning, activity: "Wait a while.", do: "Wait.", tip: t1}
`)
	opts, err := redis.ParseURL(env["REDIS_URL"])
	if err != nil {
		t.Fatal(err)
	}
	c := redis.NewClient(opts)
	defer c.Close()
	if err := c.ConfigResetStat(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	got := runs(t, env, "map", "diff", changed)
	stats, err := c.Info(t.Context(), "commandstats").Result()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		now.AddDate(0, 0, -30).Format("2 Jan 2006") + " – " + now.Format("2 Jan 2006") +
			": 6 results of 3 leads, replayed by ",
		"6 come out differently, on 3 leads; after 6 of them something else comes next",
		"on another day: 6 calls, ",
		"no-answer: try 3: 3 results of 3 leads\n", "no-answer: 3 results of 3 leads\n",
		" → Wait a while.\n", "  3× beside the answer: – → Wait.\n", "  3× tip: t18 → t1\n", "  3× next: call ",
		"  e.g. rep UREP, lead ", "10:00 E", ": call ", " → call ",
	} {
		if !strings.Contains(got.out, want) {
			t.Errorf("no %q in\n%s", want, got.out)
		}
	}
	if got.status != 0 || got.errs != "" {
		t.Errorf("%+v", got)
	}
	if n := strings.Count(got.out, "e.g."); n != 6 || !slices.ContainsFunc(ids, func(id string) bool {
		return strings.Contains(got.out, id)
	}) {
		t.Errorf("%d examples:\n%s", n, got.out)
	}
	shown := strings.ReplaceAll(got.out, changed, "") // whose random name may hold anything
	for _, secret := range []string{"secret", "0199", "Lead 1", "Lead 2", "Old"} {
		if strings.Contains(shown, secret) {
			t.Errorf("shows %q:\n%s", secret, got.out)
		}
	}
	for _, command := range []string{"set", "hset", "zadd", "eval", "evalsha", "del", "rpush", "hincrby", "pexpire",
		"hscan"} {
		if strings.Contains(stats, "cmdstat_"+command+":") {
			t.Errorf("%s was sent:\n%s", command, stats)
		}
	}
	if !strings.Contains(stats, "cmdstat_hmget:calls=1,") { // those of UOLD are not read
		t.Errorf("more records are read than were touched:\n%s", stats)
	}

	same := runs(t, env, "map", "diff", file(t, "fit: 10 vehicles or more\n"))
	if same.status != 0 || !strings.Contains(same.out, "6 results of 3 leads") ||
		!strings.HasSuffix(same.out, "\nnothing comes out differently\n") {
		t.Errorf("%+v", same)
	}
	// Against a file of one's own in place of the built-in rules, and the other way round.
	own := runs(t, env, "map", "--config", changed, "diff", file(t, ""))
	if own.status != 0 || !strings.Contains(own.out, "Wait a while. → ") {
		t.Errorf("%+v", own)
	}
	// With the workspace given, nobody is asked but Redis.
	alone := map[string]string{"REDIS_URL": env["REDIS_URL"]}
	if got := runs(t, alone, "map", "diff", "--workspace", "TDIFF", changed); got.status != 0 ||
		!strings.Contains(got.out, "6 come out differently") {
		t.Errorf("%+v", got)
	}
	if got := runs(t, alone, "map", "diff", "--workspace", "TNONE", changed); got.status != 0 ||
		!strings.Contains(got.out, "0 results of 0 leads") {
		t.Errorf("%+v", got)
	}
}

// What can't be used is said with its line, and the exit status tells.
func TestMapDiffRefuses(t *testing.T) {
	good := file(t, "")
	for _, c := range []struct {
		name   string
		env    map[string]string
		args   []string
		status int
		want   []string
	}{
		{"a bad file", nil, []string{file(t, "call_map:\n  busy: {due: gap}\n  talked: {due: gap, tip: t999}\n")}, 2,
			[]string{`changed.yaml:2:9: call_map.busy: due "gap": expected redial`,
				`changed.yaml:3:27: call_map.talked.tip: "t999": there is no such tip`}},
		{"no file", nil, []string{"/nowhere/changed.yaml"}, 2, []string{"/nowhere/changed.yaml: expected the path of"}},
		{"no argument", nil, nil, 2, []string{"FILE is required"}},
		{"no tokens", nil, []string{good}, 2, []string{"SLACK_BOT_TOKEN: expected"}},
		{"no address of Redis", map[string]string{"REDIS_URL": "nonsense"}, []string{"--workspace", "T1", good}, 2,
			[]string{"REDIS_URL: "}},
		{"no Redis", map[string]string{"REDIS_URL": "redis://127.0.0.1:1/0"}, []string{"--workspace", "T1", good}, 1,
			[]string{"redis: "}},
	} {
		got := runs(t, c.env, append([]string{"map", "diff"}, c.args...)...)
		if got.status != c.status || got.out != "" {
			t.Errorf("%s: %+v", c.name, got)
		}
		for _, want := range c.want {
			if !strings.Contains(got.errs, want) {
				t.Errorf("%s: no %q in %s", c.name, want, got.errs)
			}
		}
	}
}

// What comes next is said by how long after the touch, so that alike results count together: on the lead's clock, also
// over the change of the clocks.
func TestNextWords(t *testing.T) {
	ny, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	friday := time.Date(2026, 10, 30, 16, 0, 0, 0, ny) // the clocks change on Sunday
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, ny).UTC() }
	zone := coach.LeadZone{Loc: ny}
	for _, c := range []struct {
		step coach.Step
		want string
	}{
		{coach.Step{Kind: coach.StepCall, Due: at(2, 8, 0), Until: at(2, 10, 0), Zone: zone},
			"call 3 days later, 08:00–10:00"},
		{coach.Step{Kind: coach.StepCall, Due: at(0, 8, 0), Zone: zone, Mail: 1, Social: true},
			"call a day later, 08:00, email 1, LinkedIn or X"},
		{coach.Step{Kind: coach.StepRedial, Due: friday.Add(45 * time.Minute), Zone: zone}, "redial after 45 minutes"},
		{coach.Step{Kind: coach.StepCall, Due: at(1, 1, 30), Zone: zone, NeedsDate: true},
			"call 2 days later, 01:30, needs a date"},
		{coach.Step{Kind: coach.StepTask, Due: friday, Zone: zone, Task: &coach.Task{Kind: coach.FindNumber}},
			"task find-number the same day, 16:00"},
		{coach.Step{Kind: coach.StepNone}, "closed"},
		{coach.Step{Kind: coach.StepNeedsDate, Due: friday, Zone: zone, NeedsDate: true}, "needs a date the same day, 16:00"},
	} {
		if got := nextWords(coach.Touch{At: friday.UTC()}, c.step); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	for _, k := range []coach.StepKind{coach.StepCall, coach.StepRedial, coach.StepCommitment, coach.StepDidIt,
		coach.StepNeedsDate, coach.StepReview, coach.StepTask, coach.StepLight, coach.StepNone} {
		if stepNames[k] == "" {
			t.Errorf("%s has no name", k)
		}
	}
}
