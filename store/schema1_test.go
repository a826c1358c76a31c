package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/storetest"
)

// stored is Redis with what an earlier version had written.
func stored(t *testing.T, file []byte) (*storetest.Server, *store.Store, []storetest.Stored) {
	t.Helper()
	srv := storetest.Redis(t)
	s, err := store.Open(store.Options{URL: srv.URL})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return srv, s, srv.Load(t, file)
}

// eachLead hands every lead of every rep of a workspace to fn, with its history.
func eachLead(t *testing.T, w *store.Workspace, fn func(coach.Rep, coach.Lead, []coach.Touch)) {
	t.Helper()
	reps, err := w.Records.Reps(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, rep := range reps {
		for _, kind := range []store.ListKind{store.ListAll, store.ListClosed} {
			page, err := w.Records.List(t.Context(), rep.ID, store.ListQuery{Kind: kind, Limit: 100})
			if err != nil || page.Next != "" {
				t.Fatal(err, page.Next)
			}
			for _, l := range page.Leads {
				touches, err := w.Records.Touches(t.Context(), rep.ID, l.ID, -1)
				if err != nil {
					t.Fatal(err)
				}
				fn(rep, l, touches)
			}
		}
	}
}

// sameAsReplayed holds a lead's progress against what its touches lead to. One rule has changed since schema 1: having
// tried to go through material together leaves it unread (S3.26).
func sameAsReplayed(t *testing.T, rules *coach.Rules, rep coach.Rep, l coach.Lead, touches []coach.Touch) {
	t.Helper()
	if slices.ContainsFunc(touches, func(t coach.Touch) bool { return coach.IsVerdict(t.Outcome) }) {
		return // a goodbye and a step back decided nothing when these were written
	}
	replayed := rules.Replay(l, touches, rep)
	was, is := asJSON(t, l.Progress), asJSON(t, replayed.Progress)
	if slices.ContainsFunc(touches, func(t coach.Touch) bool { return t.Together != nil && *t.Together }) {
		for _, progress := range []map[string]any{was, is} {
			delete(progress, "looked")
			materials, _ := progress["mats"].([]any)
			for _, m := range materials {
				delete(m.(map[string]any), "read")
			}
		}
	}
	for _, later := range []string{"first", "call", "before", "hours"} { // what they do not have either
		delete(is, later)
	}
	if tally, counts := is["tally"].(map[string]any); counts {
		delete(tally, "sh")
		delete(tally, "mix")
		if n := replayed.Progress.Counters.Tries(); n > 0 {
			tally["tries"] = float64(n)
		}
		if len(tally) == 0 {
			delete(is, "tally")
		}
	}
	// Records of before there was Waiting.Said do not have it: a replay finds it in the note of their reply.
	stored, _ := was["wait"].(map[string]any)
	if _, has := stored["said"]; stored["k"] == "reply" && !has {
		if wait, ok := is["wait"].(map[string]any); ok {
			delete(wait, "said")
		}
	}
	if diff := gocmp.Diff(was, is); diff != "" {
		t.Errorf("%s: stored -, replayed +:\n%s", l.Name, diff)
	}
}

// Everything of schema 1 is read: leads, touches, reps, teams, libraries, blocked numbers, journals, audit trails.
func TestSchema1IsRead(t *testing.T) {
	t.Parallel()
	count, outcomes := readAll(t, storetest.Schema1, 0)
	want := map[string]int{"leads": 223, "touches": 460, "teams": 7, "stories": 5, "audit lines": 732, "due": 148}
	if diff := gocmp.Diff(want, count); diff != "" {
		t.Error("want -, got +:\n", diff)
	}
	if outcomes < 39 {
		t.Errorf("%d outcomes", outcomes)
	}
}

// readAll reads everything of a file, whose workspaces are of that schema, and counts it.
func readAll(t *testing.T, file []byte, schema int) (count map[string]int, outcomes int) {
	t.Helper()
	_, s, spaces := stored(t, file)
	count = map[string]int{}
	seen := map[outcome.Outcome]bool{}
	for _, at := range spaces {
		w := s.In(at.ID)
		if n, err := w.Schema(t.Context()); n != schema || err != nil {
			t.Errorf("%s: schema %d, %v", at.ID, n, err)
		}
		eachLead(t, w, func(rep coach.Rep, l coach.Lead, touches []coach.Touch) {
			count["leads"]++
			count["touches"] += len(touches)
			for _, touch := range touches {
				seen[touch.Outcome] = true
			}
		})
		teams, err := w.Directory.Teams(t.Context())
		if err != nil {
			t.Error(err)
		}
		for _, team := range teams {
			count["teams"]++
			count["stories"] += len(team.Stories)
		}
		reps, err := w.Records.Reps(t.Context())
		if err != nil {
			t.Error(err)
		}
		for _, rep := range append(reps, coach.Rep{}) {
			audit, err := w.History.Audit(t.Context(), rep.ID, 0)
			if err != nil {
				t.Errorf("%s: audit of %q: %v", at.ID, rep.ID, err)
			}
			count["audit lines"] += len(audit)
		}
		due, err := w.DueIndex.DueBefore(t.Context(), at.Now.AddDate(1, 0, 0), 1000)
		if err != nil {
			t.Error(err)
		}
		count["due"] += len(due)
	}
	return count, len(seen)
}

// A lead's progress can be worked out anew from the touches of schema 1.
func TestSchema1IsReplayed(t *testing.T) {
	t.Parallel()
	_, s, spaces := stored(t, storetest.Schema1)
	rules := coach.DefaultRules()
	for _, at := range spaces {
		eachLead(t, s.In(at.ID), func(rep coach.Rep, l coach.Lead, touches []coach.Touch) {
			sameAsReplayed(t, rules, rep, l, touches)
		})
	}
}

// What was done in the day before is taken back, change by change, and each record is then what it was.
func TestSchema1IsUndone(t *testing.T) {
	t.Parallel()
	if undone := undoAll(t, storetest.Schema1); undone < 200 {
		t.Errorf("%d changes undone", undone)
	}
}

// undoAll takes back what can be taken back of a file, one change after the other, holds each record against what its
// journal says that it was, and counts them.
func undoAll(t *testing.T, file []byte) (undone int) {
	t.Helper()
	srv, s, spaces := stored(t, file)
	c := srv.Client()
	defer c.Close()
	rules := coach.DefaultRules()
	for _, at := range spaces {
		w := s.In(at.ID)
		reps, err := w.Records.Reps(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, rep := range reps {
			for {
				tag := fmt.Sprintf("{%s:s%02d}", at.ID, keyspace.Shard(rep.ID))
				records := c.HGetAll(t.Context(), tag+":leads:"+rep.ID).Val()
				lines := c.LRange(t.Context(), tag+":audit:"+rep.ID, 0, -1).Val()
				e, err := w.History.Undo(t.Context(), store.UndoQuery{Rep: rep.ID, By: rep.ID, Now: at.Now,
					Restore: func(b store.Before) (store.Restored, error) {
						if b.Lead == nil {
							return store.Restored{}, nil
						}
						return store.Restored{Attention: rules.Timers(*b.Lead, b.Rep, at.Now)}, nil
					}})
				var newer *store.NewerError // what nobody may take back stands above
				if errors.Is(err, store.ErrNothingToUndo) || errors.As(err, &newer) {
					break
				}
				if err != nil {
					t.Fatalf("%s: undo of %s: %v", at.ID, rep.ID, err)
				}
				undone++
				for i, l := range lines {
					lines[i] = strings.TrimPrefix(l, "#2\t")
				}
				line := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, e.ID+"\t") })
				patch := strings.Split(lines[line]+strings.Repeat("\t", 10), "\t")[7]
				now, there := c.HGetAll(t.Context(), tag+":leads:"+rep.ID).Val()[e.LeadID]
				switch {
				case patch == "" && e.LeadID == "":
				case patch == "-":
					if there {
						t.Errorf("%s: the lead of %s is still there", at.ID, e.Op)
					}
				default:
					want := asJSON(t, records[e.LeadID])
					if patch != "" {
						mergePatch(want, asJSON(t, patch))
					}
					want["v"] = want["v"].(float64) + 1
					if diff := gocmp.Diff(want, asJSON(t, now)); diff != "" {
						t.Errorf("%s: undo of %s: want -, got +:\n%s", at.ID, e.Op, diff)
					}
				}
			}
		}
		eachLead(t, w, func(rep coach.Rep, l coach.Lead, touches []coach.Touch) {
			sameAsReplayed(t, rules, rep, l, touches)
		})
	}
	return undone
}

// mergePatch is RFC 7396 as it stands there.
func mergePatch(record, patch map[string]any) {
	for k, v := range patch {
		inner, isObject := v.(map[string]any)
		have, hasObject := record[k].(map[string]any)
		switch {
		case v == nil:
			delete(record, k)
		case isObject && hasObject:
			mergePatch(have, inner)
		default:
			record[k] = v
		}
	}
}

// The next change of a record writes it in this schema: with the same meaning, without flags and other fields that are
// out of use. Taking it back brings what was stored, with fields that nobody knows any more.
func TestSchema1IsRewritten(t *testing.T) {
	t.Parallel()
	srv, s, spaces := stored(t, storetest.Schema1)
	c := srv.Client()
	defer c.Close()
	waiting := 0
	for _, at := range spaces {
		w := s.In(at.ID)
		eachLead(t, w, func(rep coach.Rep, l coach.Lead, _ []coach.Touch) {
			key := fmt.Sprintf("{%s:s%02d}:leads:%s", at.ID, keyspace.Shard(rep.ID), rep.ID)
			before := makeStrange(t, c, key, l.ID)
			editSource(t, w, rep.ID, l.ID, at.Now)
			want := l
			want.Source, want.Version = "changed", l.Version+1
			written, err := codec.Encode(want, "")
			if err != nil {
				t.Fatal(err)
			}
			after := c.HGet(t.Context(), key, l.ID).Val()
			if after != written || !strings.HasPrefix(after, `{"s":`+codec.Text+`,`) {
				t.Errorf("%s, %s: want %s\ngot %s", at.ID, l.Name, written, after)
			}
			if l.Progress.Waiting != (coach.Waiting{}) {
				waiting++
			}
			undoEdit(t, w, rep.ID, at.Now)
			was := asJSON(t, before)
			was["v"] = was["v"].(float64) + 2
			if diff := gocmp.Diff(was, asJSON(t, c.HGet(t.Context(), key, l.ID).Val())); diff != "" {
				t.Errorf("%s, %s undone: want -, got +:\n%s", at.ID, l.Name, diff)
			}
		})
	}
	if waiting < 50 {
		t.Errorf("%d leads wait for something", waiting)
	}
}
