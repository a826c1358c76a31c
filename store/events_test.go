package store_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/event"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/hooks"
	"github.com/followup-coach/followup/store/storetest"
)

// telling is a workspace whose changes two addresses hear of.
func telling(tb testing.TB, url string) *store.Workspace {
	tb.Helper()
	rules := coach.DefaultRules()
	s, err := store.Open(store.Options{URL: url, Details: detailsOf, Events: hooks.Teller{To: []string{"aa", "bb"},
		Of: func(c event.Change) (out []hooks.Event) {
			for _, e := range event.Of(rules, c) {
				for _, to := range []string{"aa", "bb"} {
					out = append(out, hooks.Event{To: to, ID: hooks.NewID(), At: c.Now.UnixMilli(), Body: e.Body, After: e.After})
				}
			}
			return out
		}}})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = s.Close() })
	return s.In("T1")
}

// queued are the events that wait of a lead under a rep, in order, each with why where it says so.
func queued(tb testing.TB, c redis.UniversalClient, rep, lead string) (types []string) {
	tb.Helper()
	aa := c.LRange(tb.Context(), key("event", rep)+":"+lead+":aa", 0, -1).Val()
	if bb := c.LRange(tb.Context(), key("event", rep)+":"+lead+":bb", 0, -1).Val(); len(bb) != len(aa) {
		tb.Errorf("%d events for one address and %d for the other", len(aa), len(bb))
	}
	for _, raw := range aa {
		var e hooks.Event
		var body struct {
			Type string
			Data struct{ Why string }
		}
		if err := json.Unmarshal([]byte(raw), &e); err != nil {
			tb.Fatal(err)
		}
		if err := json.Unmarshal([]byte(e.Body), &body); err != nil {
			tb.Fatal(err)
		}
		types = append(types, strings.TrimSpace(body.Type+" "+body.Data.Why))
	}
	return types
}

// tells holds what was told of a lead since the last time against what is wanted, and forgets it.
func tells(tb testing.TB, c redis.UniversalClient, rep, lead string, want ...string) {
	tb.Helper()
	got := slices.DeleteFunc(queued(tb, c, rep, lead), func(t string) bool { return t == "next.changed" })
	if !slices.Equal(got, want) {
		tb.Errorf("told %q, want %q", got, want)
	}
	c.Del(tb.Context(), key("event", rep)+":"+lead+":aa", key("event", rep)+":"+lead+":bb")
}

// TestEachWayToChangeTells: whatever changes a lead tells of it in the same write, and a change that wasn't made tells
// nothing.
func TestEachWayToChangeTells(t *testing.T) {
	t.Parallel()
	srv := storetest.Redis(t)
	w, c := telling(t, srv.URL), srv.Client()
	defer c.Close()
	id := add(t, w, "U1", "Acme", monday)
	tells(t, c, "U1", id, "lead.added")

	log := change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id}, logTouch("env1", "x", monday))
	if _, _, err := w.Change(t.Context(), store.Query{Rep: "U1", Now: monday, LeadID: id, Key: "env1"},
		logTouch("env1", "x", monday)); err == nil {
		t.Error("a key was used twice")
	}
	tells(t, c, "U1", id, "touch.logged")
	stale, err := w.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday, LeadID: id})
	if err != nil {
		t.Fatal(err)
	}
	undoOnce(t, w, store.UndoQuery{Rep: "U1", Entry: log.Entry})
	tells(t, c, "U1", id, "touch.removed")
	l := *stale.Lead
	l.Progress.Closed = outcome.Won
	if err := w.Write(t.Context(), stale, store.Change{Op: "log", By: "U1", Now: monday, Lead: &l}); err == nil {
		t.Error("a stale change was written")
	}
	tells(t, c, "U1", id)

	// Several at once, two of them of one lead: each tells what it has changed.
	first := planned(t, w, id, "one")
	second := further(t, first, "two")
	second.Change.Lead.Progress.Closed = outcome.Won
	if err := w.WriteAll(t.Context(), "env2", nil, []store.Planned{first, second}); err != nil {
		t.Fatal(err)
	}
	tells(t, c, "U1", id, "touch.logged", "touch.logged", "lead.closed")

	// What is written into a lead where it was read is seen as well.
	change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id}, func(seen store.Snapshot) (store.Change, error) {
		seen.Lead.Progress.Closed = ""
		return store.Change{Op: "reopen", By: "U1", Now: monday, Lead: seen.Lead, Undoable: true}, nil
	})
	tells(t, c, "U1", id, "lead.reopened")

	// An undo that something else takes the place of tells of both.
	last := change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id}, logTouch("env3", "x", monday))
	seen, err := w.History.ReadBefore(t.Context(), store.Query{Rep: "U1", Now: monday, LeadID: id},
		store.UndoQuery{Entry: last.Entry, By: "U1",
			Restore: func(store.Before) (store.Restored, error) { return store.Restored{}, nil }})
	if err != nil {
		t.Fatal(err)
	}
	instead, err := logTouch("env4", "y", monday)(seen)
	if err == nil {
		err = w.Write(t.Context(), seen, instead)
	}
	if err != nil {
		t.Fatal(err)
	}
	tells(t, c, "U1", id, "touch.logged", "touch.removed", "touch.logged")

	other := add(t, w, "U1", "Birch", monday)
	undoOnce(t, w, store.UndoQuery{Rep: "U1", LeadID: other})
	tells(t, c, "U1", other, "lead.added", "lead.removed undone")

	edit(t, w, "U1", id, shut)
	if n, err := w.Forget(t.Context(), "U1", monday.Add(100*24*time.Hour), id); n != 1 || err != nil {
		t.Fatalf("%d forgotten, %v", n, err)
	}
	tells(t, c, "U1", id, "lead.closed", "lead.removed forgotten")
}

// TestMovedLeadsTell: a list that comes and goes, two leads that become one and part again, and a lead that goes to
// another rep, whose events wait for those that are left where it was.
func TestMovedLeadsTell(t *testing.T) {
	t.Parallel()
	srv := storetest.Redis(t)
	w, c := telling(t, srv.URL), srv.Client()
	defer c.Close()
	id := handing(t, w)
	c.Del(t.Context(), key("event", "U1")+":"+id+":aa", key("event", "U1")+":"+id+":bb")
	if err := handOn(t.Context(), w, id); err != nil {
		t.Fatal(err)
	}
	tells(t, c, "U1", id)
	raw := c.LRange(t.Context(), key("event", "U2")+":"+id+":aa", 0, -1).Val()
	if len(raw) != 1 || !strings.Contains(raw[0], `"after":"U1"`) {
		t.Errorf("the first event with the new rep is %q", raw)
	}
	tells(t, c, "U2", id, "lead.handed_over")

	seen, err := w.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday})
	if err != nil {
		t.Fatal(err)
	}
	made := coach.Lead{ID: "L9", Rep: "U1", Name: "Cypress", Created: monday}
	im, err := w.WriteImport(t.Context(), seen, store.Import{ID: "im1", Rep: "U1", By: "U1", At: monday}, monday,
		[]store.Imported{{Lead: made, Name: "cypress"}})
	if err != nil {
		t.Fatal(err)
	}
	tells(t, c, "U1", "L9", "lead.added")
	if _, err := w.RevertImport(t.Context(), store.RevertQuery{Rep: "U1", ID: im.ID, By: "U1", Now: monday,
		Name: func(l coach.Lead) string { return strings.ToLower(l.Name) }}); err != nil {
		t.Fatal(err)
	}
	tells(t, c, "U1", "L9", "lead.removed undone")
}

// TestMergedLeadsTell: of the lead that went it is told into which one, and that it is there again.
func TestMergedLeadsTell(t *testing.T) {
	t.Parallel()
	srv := storetest.Redis(t)
	w, c := telling(t, srv.URL), srv.Client()
	defer c.Close()
	stays, goes := twins(t, w)
	c.Del(t.Context(), key("event", "U1")+":"+goes+":aa", key("event", "U1")+":"+goes+":bb")
	if _, err := merge(t.Context(), w, stays, goes, plainly); err != nil {
		t.Fatal(err)
	}
	if raw := c.LRange(t.Context(), key("event", "U1")+":"+goes+":aa", 0, -1).Val(); len(raw) != 1 ||
		!strings.Contains(raw[0], `\"into\":\"`+stays) {
		t.Errorf("%q", raw)
	}
	if err := takenApart(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	tells(t, c, "U1", goes, "lead.removed merged", "lead.added", "call.agreed")
}

// TestErasedIsNotTold: what waits of a lead goes in the write that erases it, and what waits where it was before, or
// for an address of before, by the outbox. That it is gone is told by its id alone.
func TestErasedIsNotTold(t *testing.T) {
	t.Parallel()
	srv := storetest.Redis(t)
	w, c := telling(t, srv.URL), srv.Client()
	defer c.Close()
	id, other := add(t, w, "U1", "Secret Corp", monday), add(t, w, "U1", "Birch", monday)
	change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id}, logTouch("env1", "x", monday))
	raw := c.LIndex(t.Context(), key("event", "U1")+":"+id+":aa", 0).Val()
	c.RPush(t.Context(), key("event", "U1")+":"+id+":cc", raw) // of an address that is no longer there
	c.RPush(t.Context(), key("event", "U7")+":"+id+":aa", raw) // of a rep who had the lead
	if err := erase(t.Context(), w, id); err != nil {
		t.Fatal(err)
	}
	if got := queued(t, c, "U1", id); !slices.Equal(got, []string{"lead.removed erased"}) {
		t.Errorf("told %q", got)
	}
	carryOut(t, w)
	if got := queued(t, c, "U1", id); !slices.Equal(got, []string{"lead.removed erased"}) {
		t.Errorf("told %q after the outbox", got)
	}
	for k, v := range srv.Dump(t) {
		if strings.Contains(k, ":event:") && strings.Contains(v, "Secret") {
			t.Errorf("%s: %s", k, v)
		}
	}
	if got := queued(t, c, "U1", other); len(got) == 0 || got[0] != "lead.added" {
		t.Errorf("of another lead %q", got)
	}
}

// TestWithoutWebhooksNothing: where there are none a log has the same commands as ever, and five more for each event
// and address where there are.
func TestWithoutWebhooksNothing(t *testing.T) {
	t.Parallel()
	srv := storetest.Start(t, storetest.Options{})
	c := srv.Client()
	defer c.Close()
	calls := func(w *store.Workspace, name string) map[string]int {
		t.Helper()
		id := add(t, w, "U1", name, monday)
		change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id}, logTouch("", "loads the scripts", monday))
		c.ConfigResetStat(t.Context())
		change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id}, logTouch("", "x", monday))
		out := map[string]int{}
		for line := range strings.Lines(c.Info(t.Context(), "commandstats").Val()) {
			name, rest, _ := strings.Cut(strings.TrimPrefix(line, "cmdstat_"), ":calls=")
			n, _, _ := strings.Cut(rest, ",")
			if n, err := strconv.Atoi(n); err == nil && name != "config|resetstat" && name != "info" {
				out[name] = n
			}
		}
		return out
	}
	without := calls(openDetailed(t, srv.URL), "Acme")
	if keys := slices.Collect(maps.Keys(srv.Dump(t))); slices.ContainsFunc(keys, func(k string) bool {
		return strings.Contains(k, ":event") || strings.Contains(k, ":hook") || strings.Contains(k, ":tried")
	}) {
		t.Errorf("keys of webhooks among %q", keys)
	}
	// As counted before there were webhooks: two scripts with what they do.
	want := map[string]int{"evalsha": 2, "get": 2, "hdel": 1, "hget": 4, "hset": 1, "rpush": 2, "set": 1, "zadd": 1,
		"zrem": 1}
	for name, n := range without {
		if n != want[name] {
			t.Errorf("without webhooks %d times %s, want %d", n, name, want[name])
		}
	}
	with := calls(telling(t, srv.URL), "Birch") // one event, for two addresses
	for name, n := range map[string]int{"rpush": 2, "ltrim": 2, "zadd": 2, "pexpire": 4} {
		if with[name]-without[name] != n {
			t.Errorf("%d times %s more, want %d", with[name]-without[name], name, n)
		}
	}
}

// TestAQueueIsBounded: of one lead the last five hundred events wait, and all of it ends by itself.
func TestAQueueIsBounded(t *testing.T) {
	t.Parallel()
	srv := storetest.Redis(t)
	w, c := telling(t, srv.URL), srv.Client()
	defer c.Close()
	id := add(t, w, "U1", "Acme", monday)
	queue := key("event", "U1") + ":" + id + ":aa"
	raw := c.LIndex(t.Context(), queue, 0).Val()
	for range 499 {
		c.RPush(t.Context(), queue, raw)
	}
	change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id}, logTouch("", "x", monday))
	if n := c.LLen(t.Context(), queue).Val(); n != 500 {
		t.Errorf("%d events wait", n)
	}
	if last := c.LIndex(t.Context(), queue, -1).Val(); !strings.Contains(last, "touch.logged") {
		t.Errorf("the newest is %s", last)
	}
	index := strings.TrimSuffix(key("hook", "U1"), "U1") + "aa" // of the shard
	for _, k := range []string{queue, index} {
		if left := c.PTTL(t.Context(), k).Val(); left <= 0 || left > 7*24*time.Hour {
			t.Errorf("%s ends in %v", k, left)
		}
	}
}
