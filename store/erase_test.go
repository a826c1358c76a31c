package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/storetest"
)

// pat is all that must not be found of whoever is erased.
var pat = []string{"oakum", "pat reyes", "2025550101", "pat@oakum.example", "likes blue", "hidden agenda", "said so"}

// found are the keys, and their parts, in which any of it stands.
func found(tb testing.TB, c *redis.Client) (where []string) {
	tb.Helper()
	ctx := tb.Context()
	keys, err := c.Keys(ctx, "*").Result()
	if err != nil {
		tb.Fatal(err)
	}
	for _, key := range keys {
		var held any
		switch c.Type(ctx, key).Val() {
		case "string":
			held = c.Get(ctx, key).Val()
		case "hash":
			held = c.HGetAll(ctx, key).Val()
		case "list":
			held = c.LRange(ctx, key, 0, -1).Val()
		case "set":
			held = c.SMembers(ctx, key).Val()
		case "zset":
			held = c.ZRange(ctx, key, 0, -1).Val()
		}
		for _, s := range pat {
			if text := strings.ToLower(fmt.Sprintf("%s %s", key, held)); strings.Contains(text, s) {
				where = append(where, fmt.Sprintf("%q in %s: %s", s, key, text))
			}
		}
	}
	return where
}

// opened is a workspace as the bot opens one: its leads have details.
func opened(tb testing.TB, url string) *store.Workspace {
	tb.Helper()
	s, err := store.Open(store.Options{URL: url, Details: func(l coach.Lead, _ coach.Rep) []store.Detail {
		return []store.Detail{{Key: strings.ToLower(l.Contact)}, {Key: "reyes", Whole: strings.ToLower(l.Contact)}}
	}})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = s.Close() })
	return s.In("T1")
}

// live gives a rep a lead with everything that is kept of one, and another lead beside it.
func live(tb testing.TB, w *store.Workspace) (id string) {
	tb.Helper()
	ctx := tb.Context()
	team := coach.Team{ID: "t1", Name: "North", Reps: []string{"U1"}}
	if _, err := w.Directory.SaveTeam(ctx, store.TeamChange{Team: team, By: "U9", Now: monday, Op: "team",
		Outbox: []store.Outbox{{Kind: store.OutboxJoin, Rep: "U1", Team: "t1"}}}); err != nil {
		tb.Fatal(err)
	}
	id = add(tb, w, "U1", "Oakum", monday)
	other := add(tb, w, "U1", "Birch", monday)
	carryOut(tb, w)
	on := func(lead, note string, do func(*coach.Lead)) {
		tb.Helper()
		change(tb, w, store.Query{Rep: "U1", Now: monday, LeadID: lead}, func(seen store.Snapshot) (store.Change, error) {
			l := *seen.Lead
			do(&l)
			l.Progress.Counters.Unsorted++
			touch := coach.Touch{ID: store.NewID(), Outcome: outcome.Email, At: monday, By: "U1", Note: note}
			return store.Change{Op: "log", By: "U1", Now: monday, Undoable: true, Lead: &l, Name: strings.ToLower(l.Name),
				Touch: &touch, Key: store.NewID(), Answer: []byte(`{"text":"Saved: ` + l.Name + ` ` + note + `"}`),
				Attention: coach.Attention{Shows: monday,
					Timers: []coach.Timer{{Kind: ledger.KindPing, At: monday.Add(time.Hour)}}},
				Outbox: []store.Outbox{{ID: store.PrintsItem(touch.ID), Kind: store.OutboxPrints, Touch: touch.ID,
					At: monday, Teams: []string{"t1"}, Prints: []uint32{7}}}}, nil
		})
	}
	on(id, "likes blue", func(l *coach.Lead) {
		l.Contact, l.Phone, l.Email = "Pat Reyes", "+1 202 555 0101", "pat@oakum.example"
		l.Progress.Commitment = &coach.Commitment{At: monday.Add(time.Hour), Agenda: "hidden agenda", Made: monday}
	})
	on(id, "said so", func(l *coach.Lead) { l.Name, l.Phone = "Oakum Corp", "+12025550101" })
	on(other, "about somebody else", func(*coach.Lead) {})
	if _, err := w.History.Undo(ctx, store.UndoQuery{Rep: "U1", By: "U1", LeadID: id, Now: monday,
		Restore: func(store.Before) (store.Restored, error) { return store.Restored{}, nil }}); err != nil {
		tb.Fatal(err)
	}
	for _, err := range []error{
		w.Park(ctx, "U1", "p1", []byte("acm voicemail, said so")),
		w.Park(ctx, "U2", "p2", []byte("call PAT@oakum.example")),
		w.Park(ctx, "U2", "p3", []byte("stays")),
		w.Once(ctx, "U2", monday, "e2", []byte(`{"text":"gift for Oakum"}`)),
		w.PostLetter(ctx, coach.Letter{ID: "l1", From: "U1", To: "U2", Text: "Dear Pat Reyes", At: monday}, monday, "e3",
			nil),
	} {
		if err != nil {
			tb.Fatal(err)
		}
	}
	if _, err := w.Ledger.Claim(ctx, monday, "o", time.Minute,
		ledger.DeliveryClaim{Key: "ping/U1/" + id + "/1", Rep: "U1"}); err != nil {
		tb.Fatal(err)
	}
	carryOut(tb, w)
	return id
}

// carryOut works the outbox off.
func carryOut(tb testing.TB, w *store.Workspace) {
	tb.Helper()
	if err := worksOff(tb.Context(), w); err != nil {
		tb.Fatal(err)
	}
}

func worksOff(ctx context.Context, w *store.Workspace) error {
	now := monday.Add(72 * time.Hour)
	for {
		due, err := w.DueIndex.DueBefore(ctx, now, 100)
		if err != nil {
			return err
		}
		left := 0
		for _, d := range due {
			if d.Kind == ledger.KindOutbox {
				left++
				err := w.CarryOut(ctx, d, now, stop(func(coach.Rep, store.Blocked) error { return nil }))
				if err != nil {
					return err
				}
			}
		}
		if left == 0 {
			return nil
		}
	}
}

// erase erases a lead.
func erase(ctx context.Context, w *store.Workspace, id string) error {
	_, _, err := w.Change(ctx, store.Query{Rep: "U1", Now: monday, LeadID: id, Touches: -1},
		func(seen store.Snapshot) (store.Change, error) {
			return store.Change{Op: "erase", By: "U1", Now: monday, Lead: seen.Lead, Erase: true, Key: "env-erase",
				Answer: []byte(`{"text":"Erased"}`)}, nil
		})
	return err
}

// TestErasedIsGone: nothing of the person, who had asked not to be called, is left in any key, nor in the append-only
// file once Redis has written it anew; what is not about them is as it was, the counts too, the trail says that
// somebody erased something, and their number stays blocked.
func TestErasedIsGone(t *testing.T) {
	server := storetest.Start(t, storetest.Options{AOF: "always"})
	w, c := opened(t, server.URL), server.Client()
	defer c.Close()
	id := live(t, w)
	const phone = "+12025550101"
	change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id}, func(store.Snapshot) (store.Change, error) {
		return store.Change{Op: "block", By: "U1", Now: monday, About: id, Outbox: []store.Outbox{{Kind: store.OutboxBlock,
			By: "U1", Blocked: &store.Blocked{Phone: phone, By: "U1", At: monday, Rep: "U1", Lead: id, Read: true}}}}, nil
	})
	carryOut(t, w)
	names := c.Keys(t.Context(), "*:names:U1").Val()[0]
	c.ZAdd(t.Context(), strings.Replace(names, ":names:", ":words:", 1), redis.Z{Member: "oakum corp\x00"})
	c.HSet(t.Context(), strings.Replace(names, ":names:", ":worded:", 1), "v", 1, "at", 0, "n", 2)
	if n := len(found(t, c)); n < 10 {
		t.Fatalf("the lead stands in %d places only: nothing is shown by this test", n)
	}
	before, err := w.Records.Figures(t.Context(), coach.Rep{ID: "U1", TZ: "UTC"}, monday)
	if err != nil || before.Ever.Tries() != 2 || before.Week.Tries() != 2 {
		t.Fatalf("counts before: %+v, %v", before, err)
	}
	if err := erase(t.Context(), w, id); err != nil {
		t.Fatal(err)
	}
	carryOut(t, w)
	for _, where := range found(t, c) {
		t.Error(where)
	}
	if blocked, err := w.Directory.BlockedAmong(t.Context(), []string{phone}); err != nil || len(blocked) != 1 {
		t.Errorf("the number of whoever is gone is blocked no more: %v, %v", blocked, err)
	}
	after, err := w.Records.Figures(t.Context(), coach.Rep{ID: "U1", TZ: "UTC"}, monday)
	if err != nil || !cmp.Equal(after, before) {
		t.Errorf("the counts were %+v and are %+v, %v", before, after, err)
	}
	if kept, ok, err := w.Parked(t.Context(), "U2", "p3"); err != nil || !ok || string(kept) != "stays" {
		t.Errorf("somebody else's text: %q, %v", kept, err)
	}
	if prints, err := w.Directory.Prints(t.Context(), "t1"); err != nil || len(prints) != 1 {
		t.Errorf("%d messages with fingerprints, want the other lead's; %v", len(prints), err)
	}
	if answer, ok, err := w.Records.Answer(t.Context(), "U2", "e2", monday); err != nil || !ok || string(answer) != "{}" {
		t.Errorf("a delivery of a colleague's: %q, known %v, %v", answer, ok, err)
	}
	trail, err := w.History.Audit(t.Context(), "U1", 0)
	if err != nil || trail[0].Op != "erase" || trail[0].By != "U1" || trail[0].LeadID != id {
		t.Errorf("the trail ends with %+v, %v", trail[0], err)
	}
	ops := map[string]int{}
	for _, e := range trail {
		if e.LeadID == id {
			ops[e.Op]++
			if e.Undoable || e.Subject == "lead" && (e.Before != nil || e.After != nil) || e.TouchGone != nil {
				t.Errorf("the trail still has what was changed: %+v", e)
			}
		}
	}
	if ops["add"] != 1 || ops["log"] != 2 || ops["undo"] != 1 {
		t.Errorf("what was done to the lead is no longer provable: %v", ops)
	}
	rewritten(t, c)
	dir := c.ConfigGet(t.Context(), "dir").Val()["dir"]
	err = filepath.WalkDir(filepath.Join(dir, "appendonlydir"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, s := range pat {
			if strings.Contains(strings.ToLower(string(raw)), s) {
				t.Errorf("%q is in %s", s, d.Name())
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// Fingerprints that still wait for their shard when a lead is erased never come there.
func TestErasedBeforeItsFingerprintsCame(t *testing.T) {
	srv := storetest.Redis(t)
	w, c := opened(t, srv.URL), srv.Client()
	defer c.Close()
	id := live(t, w)
	change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id}, func(seen store.Snapshot) (store.Change, error) {
		l := *seen.Lead
		touch := coach.Touch{ID: store.NewID(), Outcome: outcome.Email, At: monday, By: "U1", Note: "a text"}
		return store.Change{Op: "log", By: "U1", Now: monday, Lead: &l, Touch: &touch,
			Outbox: []store.Outbox{{ID: store.PrintsItem(touch.ID), Kind: store.OutboxPrints, Touch: touch.ID, At: monday,
				Teams: []string{"t1"}, Prints: []uint32{7}}}}, nil
	})
	if err := erase(t.Context(), w, id); err != nil {
		t.Fatal(err)
	}
	outbox := fmt.Sprintf("{T1:s%02d}:outbox", keyspace.Shard("U1"))
	if waits := c.HGetAll(t.Context(), outbox).Val(); len(waits) != 1 || !strings.Contains(fmt.Sprint(waits), `"erase"`) {
		t.Errorf("still to be done: %v", waits)
	}
}

// rewritten returns when the append-only file has been written anew.
func rewritten(tb testing.TB, c *redis.Client) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		info := c.Info(ctx, "persistence").Val()
		if strings.Contains(info, "aof_rewrite_in_progress:0") && strings.Contains(info, "aof_rewrites:1") &&
			strings.Contains(info, "aof_rewrite_scheduled:0") {
			return
		}
		select {
		case <-ctx.Done():
			tb.Fatalf("the file was not written anew:\n%s", info)
		case <-tick.C:
		}
	}
}

// TestErasedWholeOrNot kills whoever erases after each of its trips to Redis in turn: the lead is there as it was, or
// it is gone to the last trace once somebody else has gone on.
func TestErasedWholeOrNot(t *testing.T) {
	points, undone := 0, 0
	for died := true; died; points++ {
		redis := storetest.Redis(t)
		w, c := opened(t, redis.URL), redis.Client()
		id := live(t, w)
		before := len(found(t, c))
		dying := opened(t, redis.URL)
		if _, err := dying.Records.Reps(t.Context()); err != nil { // connected
			t.Fatal(err)
		}
		if _, err := dying.DieAfter(t.Context(), int64(points)); err != nil {
			t.Fatal(err)
		}
		err := erase(t.Context(), dying, id)
		if err == nil {
			err = worksOff(t.Context(), dying)
		}
		died = err != nil
		carryOut(t, w)
		switch left := len(found(t, c)); {
		case lead(t, w, "U1", id) != nil && left == before:
			undone++
		case left > 0:
			t.Errorf("killed after %d trips: %v", points, found(t, c))
		}
		_ = c.Close()
	}
	if points < 10 || undone == 0 || undone > 3 {
		t.Errorf("killed at %d points, of which %d came before the erasure", points, undone)
	}
}

// places says of every kind of key (keys.go) what becomes of it when a lead is erased. Who adds one decides that here,
// and shows it in TestErasedIsGone where it may hold anything of a person.
var places = map[string]string{
	"leads": "first write", "names": "first write", "details": "first write", "looks": "first write",
	"left": "first write", "agreed": "first write", "touches": "first write", "due": "first write",
	"for": "first write", "words": "first write", "worded": "first write", "audit": "outbox", "key": "outbox",
	"parked": "outbox", "letter": "outbox", "deed": "outbox", "went": "outbox", "prints": "outbox",
	"outbox":  "goes with its item",
	"blocked": "stays as a hash: nobody here may call the number", "numbers": "the key of the hashes",
	"reps": "of the rep", "tally": "counts", "week": "counts", "imports": "ids and counts", "handover": "ids",
	"did":      "no words",
	"detailed": "no words", "schema": "a number", "run": "of Redis", "dms": "counts", "tips": "of the rep",
	"teams": "what a team tells", "home": "no words",
	"event": "goes, but for the id of whom nothing is known any more", "hook": "ids", "tried": "counts",
	"unsent": "ids", "refusing": "of a webhook",
}

func TestEachKeyIsErasedOrNot(t *testing.T) {
	source, err := os.ReadFile("keyspace/keys.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`return string\(t\) \+ ":([a-z]+)`).FindAllStringSubmatch(string(source), -1) {
		if places[m[1]] == "" {
			t.Errorf("keys.go makes keys %q; say in places what becomes of them when a lead is erased", m[1])
		}
	}
}
