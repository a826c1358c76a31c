package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/phrase"
	"github.com/followup-coach/followup/coach/qualify"
	"github.com/followup-coach/followup/coach/tips"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/storetest"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

const repository = "../../.." // from here

// raised is the commit that gave the schema its number of today: the oldest one with it, and so the farthest that may
// run beside this one. Its parent is the newest of a lower number. Whoever asks for the long tests has the repository's
// history.
func raised(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("git", "-C", repository, "log", "--reverse", "--format=%H", "-S",
		fmt.Sprintf("const Schema = %d", codec.Schema), "--", "store").Output()
	first, _, _ := strings.Cut(string(out), "\n")
	if err == nil && first != "" {
		err = exec.Command("git", "-C", repository, "cat-file", "-e", first+"^:go.mod").Run()
	}
	if err != nil || first == "" {
		t.Fatalf("needs the repository's history, back to the commit that made schema %d: %v", codec.Schema, err)
	}
	return first
}

// built is the binary of an earlier commit.
func built(t *testing.T, commit string) string {
	t.Helper()
	dir := t.TempDir()
	tree := filepath.Join(dir, "tree.tar")
	for _, c := range []*exec.Cmd{
		exec.Command("git", "-C", repository, "archive", "-o", tree, commit),
		exec.Command("tar", "-xf", tree, "-C", dir),
		exec.Command("go", "build", "-C", dir, "-o", "followup", "./cmd/followup"),
	} {
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", c.Args, err, out)
		}
	}
	return filepath.Join(dir, "followup")
}

// serves starts a binary as an operator does, and returns before it is ready.
func (h *house) serves(binary string) *bot {
	h.t.Helper()
	b := &bot{h: h, http: freeAddr(h.t), done: make(chan struct{}), log: &lines{}, cmd: exec.Command(binary, "serve")}
	b.cmd.Env = append(h.env(), "FOLLOWUP_HTTP_ADDR="+b.http)
	b.cmd.Stderr = b.log
	h.ok(b.cmd.Start())
	go func() {
		b.err = b.cmd.Wait()
		close(b.done)
	}()
	h.t.Cleanup(func() {
		b.kill()
		if h.t.Failed() {
			h.t.Logf("log of %s:\n%s", binary, tail(b.log.String(), 4000))
		}
	})
	return b
}

// enters types a command until somebody has taken it, and returns what is answered.
func (h *house) enters(who, text string) string {
	h.t.Helper()
	out := h.slack.Command(context.Background(), who, floor, "/followup", text)
	for out.Failure == fakeslack.FailDispatch { // nobody is connected at the moment
		h.wait("a connection", func(s *fakeslack.Server) bool { return s.Connections() > 0 })
		out = h.slack.Command(context.Background(), who, floor, "/followup", text)
	}
	if !out.Acked || out.Failure != "" {
		h.t.Errorf("%s: %s", text, out.Failure)
	}
	return string(out.Payload)
}

// everythingKnown stores what versions of today know of a rep, a lead and a team, as they would.
func (h *house) everythingKnown() {
	h.t.Helper()
	now := h.now().UTC().Add(-time.Hour)
	h.rep(coach.Rep{ID: person(0), Scripts: true, Muted: []string{"t1"}, Told: []string{"told"}})
	lead := coach.Lead{ID: store.NewID(), Rep: person(0), Name: "Acme", Contact: "Pat Doe", Company: "Acme Corp",
		Phone: "+12125550100", Email: "pat@acme.example", TZ: newYork, HotButton: "price", Source: "web", Warmth: coach.Warm,
		Potential: coach.PotentialHigh, Created: now, Decider: "Kim", Competitor: "Birch", Gut: 4, Introduced: "Lee",
		Industry: "tools", Problem: "late parts", Web: "acme.example",
		Reasons: []coach.Why{{Kind: "news", Text: "a new plant", Until: now.AddDate(0, 1, 0)}}}
	h.lead(repOf(0), lead)
	lead = h.leads[person(0)][0]
	_, _, err := h.space.Change(context.Background(), store.Query{Rep: person(0), LeadID: lead.ID, Now: now, Touches: -1},
		func(s store.Snapshot) (store.Change, error) {
			l, logged, err := h.rules.Log(*s.Lead, s.Touches, coach.Touch{ID: store.NewID(), Seq: 1, Outcome: outcome.Talked,
				At: now, Logged: now, By: person(0), Note: "wants the price", Gate: &qualify.Gate{Need: true, Fits: true},
				Promises: []coach.Promise{{ID: "p1", By: "them", What: "ask the board", Due: now.AddDate(0, 0, 3), Made: now}},
				Material: &coach.Material{Name: "brochure", Pointer: "p. 4", At: now}}, s.Rep)
			return store.Change{Op: "log", By: person(0), Now: now, Lead: &l, Name: names.Normalize(l.Name),
				Touch: &logged.Touch, Attention: h.rules.Timers(l, s.Rep, now)}, err
		})
	h.ok(err)
	_, err = h.space.Directory.SaveTeam(context.Background(), store.TeamChange{By: person(0), Now: now, Op: "team",
		Team: coach.Team{ID: "T1", Name: "North", Channel: floor, Reps: []string{person(0)}, Managers: []string{person(0)},
			Stories: []coach.Story{{ID: "s1", Kind: "story", Text: "Birch saved a third", Industry: "tools", By: person(0)}},
			Tips:    []tips.TeamTip{{ID: "tt1", Text: "Say the price first.", By: person(0)}}, Muted: []string{"t2"},
			Phrases: phrase.Own{{Words: "touch base", Instead: "call", By: person(0)}}}})
	h.ok(err)
}

// stored is what a version that knows no more must leave as it is: the records of everythingKnown, without what
// commands of this test change.
func (h *house) stored(c *storetest.Server) map[string]map[string]any {
	h.t.Helper()
	client := c.Client()
	defer client.Close()
	out := map[string]map[string]any{}
	for name, at := range map[string][2]string{
		"rep":  {fmt.Sprintf("{T0LOCAL:s%02d}:reps", keyspace.Shard(person(0))), person(0)},
		"lead": {fmt.Sprintf("{T0LOCAL:s%02d}:leads:%s", keyspace.Shard(person(0)), person(0)), h.leads[person(0)][0].ID},
		"team": {"{T0LOCAL:ws}:teams", "T1"},
	} {
		raw, err := client.HGet(context.Background(), at[0], at[1]).Result()
		h.ok(err)
		var record map[string]any
		h.ok(json.Unmarshal([]byte(raw), &record))
		maps.DeleteFunc(record, func(field string, _ any) bool { return changed[field] })
		if p, ok := record["p"].(map[string]any); ok {
			maps.DeleteFunc(p, func(field string, _ any) bool { return changed["p."+field] })
		}
		out[name] = record
	}
	return out
}

// changed are the fields that commands of the test change, of a lead's progress with "p." in front.
var changed = map[string]bool{"v": true, "reps": true, "teams": true, "digest": true, "digestset": true, "asked": true,
	"dial": true, "locale": true,
	"p.calls": true, "p.total": true, "p.touches": true, "p.try": true, "p.last": true, "p.touch": true, "p.step": true,
	"p.tally": true, "p.wait": true, "p.mail": true, "p.call": true, "p.tenth": true, "p.track": true}

// F2, upgrade and rollback: the oldest version of this schema and this one work on one Redis, alone and side by side,
// in the order of a rolling update that is taken back and made again. Each command is saved once, and neither version
// loses what the other one has written.
func TestVersionsSideBySide(t *testing.T) {
	if !*matrix.Long {
		t.Log("an earlier commit is built and run with -long")
		return
	}
	matrix.Row(t, "F2", "the oldest version of this schema beside this one")
	old := built(t, raised(t))
	srv := aof(t)
	h := build(t, time.Now(), srv.URL, 3, fakeslack.Config{})
	h.everythingKnown()
	before := h.stored(srv)

	calls := 0
	works := func(who string) { // on whoever is there
		t.Helper()
		for range 10 {
			if said := h.enters(person(0), logs("Acme")); !strings.Contains(said, "✓") {
				t.Errorf("with %s a log is answered: %s", who, said)
			}
			calls++
		}
		if said := h.enters(person(0), fmt.Sprintf("settings digest 9:%02d", calls%60)); !strings.Contains(said, "9:") {
			t.Errorf("with %s settings are answered: %s", who, said)
		}
	}
	stopped := func(b *bot) {
		t.Helper()
		if _, status := b.term(); status != 0 {
			t.Errorf("ended with status %d", status)
		}
	}
	one := h.serves(old).ready()
	works("the old one")
	two := h.child().ready()
	works("both")
	stopped(one)
	works("the new one")
	one = h.serves(old).ready() // taken back
	works("both again")
	stopped(two)
	works("the old one again")
	for i := 1; i < 3; i++ {
		h.enters(person(0), "team add <@"+person(i)+">")
	}
	two = h.child().ready()
	works("both at last")
	stopped(one)

	if diff := cmp.Diff(before, h.stored(srv)); diff != "" {
		t.Errorf("before -, after +:\n%s", diff)
	}
	lead := h.leadNow(person(0), h.leads[person(0)][0].ID)
	touches, err := h.space.Records.Touches(context.Background(), person(0), lead.ID, -1)
	h.ok(err)
	if len(touches) != calls+1 || lead.Progress.Touches != calls+1 || lead.Progress.Total != calls+1 {
		t.Errorf("%d touches, of which the lead knows %d and %d tries; %d were saved", len(touches), lead.Progress.Touches,
			lead.Progress.Total, calls+1)
	}
	// A count that the old one does not know misses its calls; followup doctor --replay names it.
	if fields := h.rules.Rebuilt(lead, touches, h.repNow(0)); len(fields) > 1 || len(fields) == 1 && fields[0] != "call" {
		t.Errorf("the lead's record is not what its touches come to: %v", fields)
	}
	f, err := h.space.Records.Figures(context.Background(), repOf(0), h.now())
	h.ok(err)
	if f.Ever != lead.Progress.Counters {
		t.Errorf("the rep's tally is %+v, the lead's %+v", f.Ever, lead.Progress.Counters)
	}
	team, _, err := h.space.Directory.Team(context.Background(), "T1")
	h.ok(err)
	if len(team.Reps) != 3 {
		t.Errorf("reps of the team: %v", team.Reps)
	}
	stopped(two)
}

// Upgrade and rollback over a schema's number: once this version has written, the newest one of the lower number
// stops, says why, and starts no more, and nothing is changed by it. After Redis was given back what it held before
// the upgrade, it goes on from there. A number that it had blocked stays blocked all the while, and is a hash then.
func TestAnOlderSchemaLeavesNewerDataAlone(t *testing.T) {
	if !*matrix.Long {
		t.Log("an earlier commit is built and run with -long")
		return
	}
	matrix.Row(t, "F2", "the newest version of a lower schema, upgraded and rolled back")
	old := built(t, raised(t)+"^")
	srv := storetest.Start(t, storetest.Options{})
	h := build(t, time.Now(), srv.URL, 2, fakeslack.Config{})
	first := h.serves(old).ready()
	h.enters(person(0), "add Acme warm")
	for range 3 {
		h.enters(person(0), logs("Acme"))
	}
	c := srv.Client()
	defer c.Close()
	const list = "{T0LOCAL:ws}:blocked"
	h.enters(person(0), `add Birch cold phone:"+1 212 555 0142"`)
	h.enters(person(0), "birch dnc")
	h.until("a number on the do-not-call list", func() bool { return c.HLen(t.Context(), list).Val() == 1 })
	stays := func() {
		t.Helper()
		if said := h.enters(person(1), `add Cedar cold phone:212-555-0142`); !strings.Contains(said, "*Not saved:*") {
			t.Errorf("a blocked number is free: %s", said)
		}
	}
	dump := filepath.Join(c.ConfigGet(t.Context(), "dir").Val()["dir"], "dump.rdb")
	h.ok(c.Save(t.Context()).Err())
	backup, err := os.ReadFile(dump)
	h.ok(err)

	stays()
	b := h.child().ready()
	stays()
	h.until("a command that this version takes", func() bool { // the old one takes some, too
		h.enters(person(0), logs("Acme"))
		n, err := h.space.Schema(t.Context())
		return err == nil && n == codec.Schema
	})
	<-first.done
	if said := first.log.String(); first.status() != 1 || !strings.Contains(said, fmt.Sprint("of schema ", codec.Schema)) {
		t.Errorf("the old one ended with status %d: %s", first.status(), tail(said, 400))
	}
	stays()
	h.until("a list of hashes", func() bool { return c.HGet(t.Context(), "{T0LOCAL:ws}:numbers", "all").Val() == "1" })
	stays()
	if left := fmt.Sprint(c.HGetAll(t.Context(), list).Val()); strings.Contains(left, "2125550142") {
		t.Errorf("on the list stands %s", left)
	}
	if _, status := b.term(); status != 0 {
		t.Errorf("ended with status %d", status)
	}
	held := everyKey(t, srv)
	again := h.serves(old)
	<-again.done
	if said := again.log.String(); again.status() != 1 || !strings.Contains(said, fmt.Sprint("of schema ", codec.Schema)) {
		t.Errorf("started again it ended with status %d: %s", again.status(), tail(said, 400))
	}
	if diff := cmp.Diff(held, everyKey(t, srv)); diff != "" {
		t.Errorf("it has changed:\n%s", diff)
	}

	srv.Kill()
	h.ok(os.WriteFile(dump, backup, 0o600))
	srv.Restart()
	rolledBack := h.serves(old).ready()
	h.enters(person(0), logs("Acme"))
	if _, status := rolledBack.term(); status != 0 {
		t.Errorf("rolled back it ended with status %d", status)
	}
	keys, err := c.Keys(t.Context(), "*:touches:*").Result()
	h.ok(err)
	touches := 0
	for _, key := range keys {
		touches += int(c.LLen(t.Context(), key).Val())
	}
	if len(keys) != 2 || touches != 5 {
		t.Errorf("%d touches of %v, want the four before the upgrade and one since", touches, keys)
	}
}

// everyKey is what Redis holds, but for what expires within the test.
func everyKey(t *testing.T, srv *storetest.Server) map[string]string {
	t.Helper()
	c := srv.Client()
	defer c.Close()
	out := map[string]string{}
	for _, k := range c.Keys(t.Context(), "*").Val() {
		if c.TTL(t.Context(), k).Val() < 0 {
			out[k] = c.Dump(t.Context(), k).Val()
		}
	}
	return out
}
