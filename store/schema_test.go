package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/storetest"
)

func asJSON(t *testing.T, v any) (out map[string]any) {
	t.Helper()
	raw, ok := v.(string)
	if !ok {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		raw = string(b)
	}
	if err := json.Unmarshal([]byte(raw), &out); err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	return out
}

// strange puts a field that no version of today knows into each object of a JSON value, however deep.
func strange(v any, depth int) any {
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			if k != "facts" { // a map, whose keys are what a list calls its columns: it has no fields to know
				v[k] = strange(inner, depth+1)
			}
		}
		v["tomorrow"] = map[string]any{"depth": depth, "list": []any{"a,b", "}", 1.5}}
	case []any:
		for i := range v {
			v[i] = strange(v[i], depth+1)
		}
	}
	return v
}

// makeStrange puts fields into a stored record that no version knows, and returns it.
func makeStrange(t *testing.T, c *redis.Client, key, field string) string {
	t.Helper()
	raw, err := json.Marshal(strange(asJSON(t, c.HGet(t.Context(), key, field).Val()), 0))
	if err != nil {
		t.Fatal(err)
	}
	c.HSet(t.Context(), key, field, raw)
	return string(raw)
}

// editSource changes a lead, and writes its rep's record with it.
func editSource(t *testing.T, w *store.Workspace, rep, lead string, now time.Time) {
	t.Helper()
	change(t, w, store.Query{Rep: rep, Now: now, LeadID: lead}, func(seen store.Snapshot) (store.Change, error) {
		seen.Lead.Source = "changed"
		return store.Change{Op: "edit", By: rep, Now: now, Undoable: true, Lead: seen.Lead, Rep: &seen.Rep,
			KeepDigest: true}, nil
	})
}

func undoEdit(t *testing.T, w *store.Workspace, rep string, now time.Time) {
	t.Helper()
	_, err := w.History.Undo(t.Context(), store.UndoQuery{Rep: rep, By: rep, Now: now,
		Restore: func(store.Before) (store.Restored, error) { return store.Restored{}, nil }})
	if err != nil {
		t.Fatal(err)
	}
}

// A record that a newer version has written into keeps what this one does not know, at every depth: when it is
// rewritten, changed, and when the change is undone.
func TestUnknownFieldsAreKept(t *testing.T) {
	t.Parallel()
	srv, s, spaces := stored(t, storetest.Schema1)
	c := srv.Client()
	defer c.Close()
	kept := 0
	for _, at := range spaces {
		w := s.In(at.ID)
		eachLead(t, w, func(rep coach.Rep, l coach.Lead, _ []coach.Touch) {
			key := fmt.Sprintf("{%s:s%02d}:leads:%s", at.ID, keyspace.Shard(rep.ID), rep.ID)
			repKey := fmt.Sprintf("{%s:s%02d}:reps", at.ID, keyspace.Shard(rep.ID))
			editSource(t, w, rep.ID, l.ID, at.Now) // now they are of this schema
			before, repBefore := makeStrange(t, c, key, l.ID), makeStrange(t, c, repKey, rep.ID)
			kept += strings.Count(before, `"tomorrow"`)
			change(t, w, store.Query{Rep: rep.ID, Now: at.Now, LeadID: l.ID}, func(seen store.Snapshot) (store.Change, error) {
				seen.Lead.Source = "again"
				return store.Change{Op: "edit", By: rep.ID, Now: at.Now, Undoable: true, Lead: seen.Lead, Rep: &seen.Rep,
					KeepDigest: true}, nil
			})
			want, repWant := asJSON(t, before), asJSON(t, repBefore)
			want["source"] = "again"
			want["v"], repWant["v"] = want["v"].(float64)+1, repWant["v"].(float64)+1
			if diff := gocmp.Diff(want, asJSON(t, c.HGet(t.Context(), key, l.ID).Val())); diff != "" {
				t.Errorf("%s, %s changed: want -, got +:\n%s", at.ID, l.Name, diff)
			}
			if diff := gocmp.Diff(repWant, asJSON(t, c.HGet(t.Context(), repKey, rep.ID).Val())); diff != "" {
				t.Errorf("%s, rep %s: want -, got +:\n%s", at.ID, rep.ID, diff)
			}
			undoEdit(t, w, rep.ID, at.Now)
			want["source"], want["v"] = "changed", want["v"].(float64)+1
			if diff := gocmp.Diff(want, asJSON(t, c.HGet(t.Context(), key, l.ID).Val())); diff != "" {
				t.Errorf("%s, %s undone: want -, got +:\n%s", at.ID, l.Name, diff)
			}
		})
		teams, err := w.Directory.Teams(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, team := range teams {
			key := "{" + at.ID + ":ws}:teams"
			if _, err := w.Directory.SaveTeam(t.Context(),
				store.TeamChange{Team: team, By: "U1", Now: at.Now, Op: "team"}); err != nil {
				t.Fatal(err)
			}
			want := asJSON(t, makeStrange(t, c, key, team.ID))
			team.Version++
			team.Name = "Changed"
			if _, err := w.Directory.SaveTeam(t.Context(),
				store.TeamChange{Team: team, By: "U1", Now: at.Now, Op: "team"}); err != nil {
				t.Fatal(err)
			}
			want["name"], want["v"] = "Changed", want["v"].(float64)+1
			if diff := gocmp.Diff(want, asJSON(t, c.HGet(t.Context(), key, team.ID).Val())); diff != "" {
				t.Errorf("%s, team %s: want -, got +:\n%s", at.ID, team.ID, diff)
			}
		}
	}
	if kept < 500 {
		t.Errorf("%d strange fields", kept)
	}
}

// What a record of an older schema holds and nobody reads any more goes with the next change.
func TestRetiredFieldsGo(t *testing.T) {
	t.Parallel()
	srv := storetest.Redis(t)
	w := openURL(t, srv.URL)
	c := srv.Client()
	defer c.Close()
	id := seed(t, w, "U1", 1)[0]
	key := fmt.Sprintf("{T1:s%02d}:leads:U1", keyspace.Shard("U1"))
	raw := c.HGet(t.Context(), key, id).Val()
	own, older := fmt.Sprintf(`{"s":%d,`, codec.Schema), fmt.Sprintf(`{"s":%d,"retired":true,`, codec.Schema-1)
	if !strings.HasPrefix(raw, own) {
		t.Fatal(raw)
	}
	c.HSet(t.Context(), key, id, older+strings.TrimPrefix(raw, own))
	change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id}, logTouch("e1", "left a message", monday))
	if now := c.HGet(t.Context(), key, id).Val(); strings.Contains(now, "retired") || !strings.HasPrefix(now, own) {
		t.Error(now)
	}
}

// Once a newer schema has written to a shard, this version changes nothing there, says so, and takes none of it for its
// own.
func TestNewerSchemaIsLeftAlone(t *testing.T) {
	t.Parallel()
	srv := storetest.Redis(t)
	w := openURL(t, srv.URL)
	c := srv.Client()
	defer c.Close()
	id := seed(t, w, "U1", 1)[0]
	due := ledger.Due{Kind: ledger.KindDigest, Rep: "U1", At: monday}
	deliveries, err := w.Ledger.Claim(t.Context(), monday, "me", lease,
		ledger.DeliveryClaim{Key: "digest/U1/1", Rep: "U1", Dues: []ledger.Due{due}})
	if err != nil {
		t.Fatal(err)
	}
	seen, err := w.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday, LeadID: id})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := w.Schema(t.Context()); n != codec.Schema || err != nil {
		t.Errorf("schema %d, %v", n, err)
	}
	tag := fmt.Sprintf("{T1:s%02d}", keyspace.Shard("U1"))
	c.Set(t.Context(), tag+":schema", codec.Schema+1, 0)
	c.Set(t.Context(), "{T1:ws}:schema", codec.Schema+2, 0)
	if n, err := w.Schema(t.Context()); n != codec.Schema+2 || err != nil {
		t.Errorf("schema %d, %v", n, err)
	}
	before := everything(t, c)
	for name, do := range map[string]func() error{
		"write": func() error {
			lead := *seen.Lead
			return w.Write(t.Context(), seen, store.Change{Op: "edit", Now: monday, Lead: &lead})
		},
		"undo": func() error {
			_, err := w.History.Undo(t.Context(), store.UndoQuery{Rep: "U1", Now: monday,
				Restore: func(store.Before) (store.Restored, error) { return store.Restored{}, nil }})
			return err
		},
		"set due": func() error { return w.DueIndex.SetDue(t.Context(), due) },
		"park":    func() error { return w.Park(t.Context(), "U1", "p", []byte("text")) },
		"once":    func() error { return w.Once(t.Context(), "U1", monday, "k", nil) },
		"tip":     func() error { return w.Ledger.SetTip(t.Context(), "U1", "t", monday, monday, "k", nil) },
		"team": func() error {
			_, err := w.Directory.SaveTeam(t.Context(), store.TeamChange{Team: coach.Team{ID: "T1"}, Now: monday})
			return err
		},
		"block": func() error {
			return w.Directory.BlockNumber(t.Context(), store.Blocked{Phone: "+12125550100", At: monday})
		},
		"reindex": func() error {
			return w.Reindex(t.Context(), "U1", func(coach.Rep, coach.Lead) coach.Attention { return coach.Attention{} })
		},
		"claim": func() error {
			_, err := w.Ledger.Claim(t.Context(), monday, "me", lease, ledger.DeliveryClaim{Key: "digest/U1/2", Rep: "U1"})
			return err
		},
		"sending": func() error {
			_, err := w.Ledger.Sending(t.Context(), deliveries[0], monday)
			return err
		},
	} {
		err := do()
		var newer *codec.SchemaError
		if !errors.As(err, &newer) || newer.Stored <= codec.Schema || !errors.Is(err, store.ErrNotSaved) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if diff := gocmp.Diff(before, everything(t, c)); diff != "" {
		t.Errorf("changed:\n%s", diff)
	}
	// A message that is out is a fact, whoever brings it.
	if err := w.Ledger.Done(t.Context(), deliveries[0], ledger.Receipt{Channel: "D1", TS: "1.2", At: monday},
		ledger.DoneEffects{}); err != nil {
		t.Error(err)
	}
}

// A record of a newer schema is not read as if it were of this one.
func TestNewerRecordsAreNotRead(t *testing.T) {
	t.Parallel()
	srv := storetest.Redis(t)
	w := openURL(t, srv.URL)
	c := srv.Client()
	defer c.Close()
	id := seed(t, w, "U1", 1)[0]
	tag := fmt.Sprintf("{T1:s%02d}", keyspace.Shard("U1"))
	raw := c.HGet(t.Context(), tag+":leads:U1", id).Val()
	line := c.LIndex(t.Context(), tag+":audit:U1", -1).Val()
	own, next := fmt.Sprintf(`"s":%d`, codec.Schema), fmt.Sprintf(`"s":%d`, codec.Schema+1)
	c.HSet(t.Context(), tag+":leads:U1", id, strings.Replace(raw, own, next, 1))
	c.HSet(t.Context(), "{T1:ws}:teams", "T1", fmt.Sprintf(`{"id":"T1","name":"later","s":%d}`, codec.Schema+2))
	c.RPush(t.Context(), tag+":audit:U1", fmt.Sprintf("#%d\t%s", codec.Schema+1, line))
	for name, do := range map[string]func() error{
		"read": func() error {
			_, err := w.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday, LeadID: id})
			return err
		},
		"leads": func() error { _, err := w.Records.Leads(t.Context(), "U1", id); return err },
		"list":  func() error { _, err := w.Records.List(t.Context(), "U1", store.ListQuery{}); return err },
		"team":  func() error { _, _, err := w.Directory.Team(t.Context(), "T1"); return err },
		"journal": func() error {
			_, err := w.History.Journal(t.Context(), "U1", monday, 0)
			return err
		},
	} {
		var newer *codec.SchemaError
		if err := do(); !errors.As(err, &newer) || newer.Stored <= codec.Schema {
			t.Errorf("%s: %v", name, err)
		}
	}
	c.LSet(t.Context(), tag+":audit:U1", -1, fmt.Sprintf("#%d\t%s", codec.Schema, line))
	journal, err := w.History.Journal(t.Context(), "U1", monday, 1)
	if err == nil {
		t.Error("the lead's name was read", journal)
	}
	c.HSet(t.Context(), tag+":leads:U1", id, raw)
	if journal, err = w.History.Journal(t.Context(), "U1", monday, 1); err != nil || journal[0].Op != "add" {
		t.Error(journal, err)
	}
}

// everything is what Redis holds, key by key.
func everything(t *testing.T, c *redis.Client) map[string]string {
	t.Helper()
	keys, err := c.Keys(t.Context(), "*").Result()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, k := range keys {
		out[k] = c.Dump(t.Context(), k).Val()
	}
	return out
}

// node is a record that holds itself, directly, behind a pointer and in lists, as coach.Waiting does.
type node struct {
	Name string  `json:"name,omitempty"`
	Then *node   `json:"then,omitempty"`
	List []node  `json:"list,omitempty"`
	Also []*node `json:"also,omitempty"`
}

// What isn't known of a type that holds itself stays at every depth, also a number there that is no record's.
func TestUnknownFieldsOfARecursiveType(t *testing.T) {
	tree := node{Name: "a", Then: &node{Name: "b", Then: &node{Name: "c", List: []node{{Name: "d"}}}},
		Also: []*node{{Name: "e", Then: &node{Name: "f"}}}}
	plain, err := codec.Encode(tree, "")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(strange(asJSON(t, plain), 0))
	if err != nil {
		t.Fatal(err)
	}
	before := strings.Replace(string(raw), `"name":"c"`, `"name":"c","s":7`, 1)
	var read node
	if err := codec.Decode(before, &read); err != nil {
		t.Fatal(err)
	}
	read.Then.Then.Name = "changed"
	after, err := codec.Encode(read, before)
	if err != nil {
		t.Fatal(err)
	}
	want := asJSON(t, strings.Replace(before, `"name":"c"`, `"name":"changed"`, 1))
	if diff := gocmp.Diff(want, asJSON(t, after)); diff != "" || strings.Count(after, `"tomorrow"`) != 6 {
		t.Errorf("want -, got +:\n%s\n%s", diff, after)
	}
	if known, err := codec.Encode(tree, plain); err != nil || known != plain {
		t.Errorf("%s, %v", known, err)
	}
}
