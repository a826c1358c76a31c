package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/storetest"
)

// Everything of schema 2 is read, and there is something of each kind.
func TestSchema2IsRead(t *testing.T) {
	t.Parallel()
	count, outcomes := readAll(t, storetest.Schema2, 2)
	want := map[string]int{"leads": 68, "touches": 128, "teams": 5, "stories": 3, "audit lines": 237, "due": 45}
	if diff := gocmp.Diff(want, count); diff != "" {
		t.Error("want -, got +:\n", diff)
	}
	if outcomes != 34 {
		t.Errorf("%d outcomes", outcomes)
	}
}

// Each record of schema 2 is written as it was read, but for its number: no field is unknown, gone, or there without
// having been.
func TestSchema2IsWrittenAlike(t *testing.T) {
	t.Parallel()
	srv, _, spaces := stored(t, storetest.Schema2)
	c := srv.Client()
	defer c.Close()
	records := map[string]int{}
	alike := func(raw string, into any) {
		t.Helper()
		if err := codec.Decode(raw, into); err != nil {
			t.Errorf("%v in %s", err, raw)
			return
		}
		written, err := codec.Encode(into, "")
		if err != nil {
			t.Fatal(err)
		}
		want := asJSON(t, raw)
		want["s"] = float64(codec.Schema)
		if diff := gocmp.Diff(want, asJSON(t, written)); diff != "" {
			t.Errorf("stored -, written +:\n%s", diff)
		}
		records[fmt.Sprintf("%T", into)]++
	}
	for _, at := range spaces {
		for _, key := range c.Keys(t.Context(), "{"+at.ID+":*").Val() {
			kind, _, _ := strings.Cut(key[strings.Index(key, "}:")+2:], ":")
			into := map[string]func() any{
				"leads": func() any { return new(coach.Lead) }, "touches": func() any { return new(coach.Touch) },
				"reps": func() any { return new(coach.Rep) }, "teams": func() any { return new(coach.Team) },
				"blocked": func() any { return new(store.Blocked) }, "outbox": func() any { return new(store.Outbox) },
			}[kind]
			switch {
			case into == nil:
				records[kind]++
			case kind == "touches":
				for _, raw := range c.LRange(t.Context(), key, 0, -1).Val() {
					alike(raw, into())
				}
			default:
				for _, raw := range c.HGetAll(t.Context(), key).Val() {
					alike(raw, into())
				}
			}
		}
	}
	for _, kind := range []string{
		"*coach.Lead", "*coach.Touch", "*coach.Rep", "*coach.Team", "*store.Blocked", "*store.Outbox", "names", "looks",
		"left", "agreed", "tally", "week", "audit", "key", "said", "parked", "due", "for", "deed", "schema",
		"run", "dms", "tips",
	} {
		if records[kind] == 0 {
			t.Errorf("no record of the kind %s: %v", kind, records)
		}
	}
}

// A lead's progress can be worked out anew from the touches of schema 2, and is then what was stored.
func TestSchema2IsReplayed(t *testing.T) {
	t.Parallel()
	_, s, spaces := stored(t, storetest.Schema2)
	rules := coach.DefaultRules()
	for _, at := range spaces {
		eachLead(t, s.In(at.ID), func(rep coach.Rep, l coach.Lead, touches []coach.Touch) {
			if slices.ContainsFunc(touches, func(t coach.Touch) bool { return coach.IsVerdict(t.Outcome) }) {
				return // a goodbye and a step back decided nothing when these were written
			}
			replayed := rules.Replay(l, touches, rep).Progress
			is := asJSON(t, replayed)
			for _, later := range []string{"first", "call", "before", "hours"} {
				delete(is, later)
			} // when we first called, which was not kept, and what managers see
			if tally, counts := is["tally"].(map[string]any); counts {
				delete(tally, "sh")
				delete(tally, "mix")
				if n := replayed.Counters.Tries(); n > 0 {
					tally["tries"] = float64(n)
				}
				if len(tally) == 0 {
					delete(is, "tally")
				}
			}
			if diff := gocmp.Diff(asJSON(t, l.Progress), is); diff != "" {
				t.Errorf("%s, %s: stored -, replayed +:\n%s", at.ID, l.Name, diff)
			}
		})
	}
}

// What was done in the day before is taken back, change by change, and each record is then what it was.
func TestSchema2IsUndone(t *testing.T) {
	t.Parallel()
	if undone := undoAll(t, storetest.Schema2); undone < 80 {
		t.Errorf("%d changes undone", undone)
	}
}

// The next change of a record alters nothing else in it, and taking that back brings back what was stored.
func TestSchema2IsRewritten(t *testing.T) {
	t.Parallel()
	srv, s, spaces := stored(t, storetest.Schema2)
	c := srv.Client()
	defer c.Close()
	for _, at := range spaces {
		w := s.In(at.ID)
		eachLead(t, w, func(rep coach.Rep, l coach.Lead, _ []coach.Touch) {
			key := fmt.Sprintf("{%s:s%02d}:leads:%s", at.ID, keyspace.Shard(rep.ID), rep.ID)
			want := asJSON(t, c.HGet(t.Context(), key, l.ID).Val())
			source, version := want["source"], want["v"].(float64)
			editSource(t, w, rep.ID, l.ID, at.Now)
			want["source"], want["v"], want["s"] = "changed", version+1, float64(codec.Schema)
			if diff := gocmp.Diff(want, asJSON(t, c.HGet(t.Context(), key, l.ID).Val())); diff != "" {
				t.Errorf("%s, %s: want -, got +:\n%s", at.ID, l.Name, diff)
			}
			undoEdit(t, w, rep.ID, at.Now)
			want["v"], want["s"] = version+2, 2.0
			if delete(want, "source"); source != nil {
				want["source"] = source
			}
			if diff := gocmp.Diff(want, asJSON(t, c.HGet(t.Context(), key, l.ID).Val())); diff != "" {
				t.Errorf("%s, %s undone: want -, got +:\n%s", at.ID, l.Name, diff)
			}
		})
	}
}
