package store_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/storetest"
)

// twins gives a rep two leads that are one prospect, each with all that hangs on a lead, and a third beside them.
func twins(tb testing.TB, w *store.Workspace) (stays, goes string) {
	tb.Helper()
	stays, goes = add(tb, w, "U1", "Birch", monday), add(tb, w, "U1", "Acme", monday)
	add(tb, w, "U1", "Cedar", monday)
	for i, id := range []string{stays, goes, goes, stays, goes} {
		at := monday.Add(time.Duration(i) * time.Hour)
		change(tb, w, store.Query{Rep: "U1", Now: at, LeadID: id}, func(seen store.Snapshot) (store.Change, error) {
			c, err := logTouch(store.NewID(), fmt.Sprintf("said so %d", i), at)(seen)
			c.Lead.Contact, c.Lead.Progress.Counters.Unsorted = "Pat Reyes", c.Lead.Progress.Counters.Unsorted+1
			c.Lead.Progress.Commitment = &coach.Commitment{At: at.Add(48 * time.Hour), Made: at}
			c.Attention = timersAt(*c.Lead)
			return c, err
		})
	}
	return stays, goes
}

// timersAt is when a lead of these tests must be looked at: whatever is worked out again comes to the same.
func timersAt(l coach.Lead) (a coach.Attention) {
	a.Shows = l.Progress.LastTouch.Add(24 * time.Hour)
	if c := l.Progress.Commitment; c != nil {
		a.Timers = []coach.Timer{{Kind: ledger.KindPing, At: c.At.Add(-10 * time.Minute), For: c.At}}
	}
	return a
}

// merge makes one lead of two.
func merge(ctx context.Context, w *store.Workspace, stays, goes string, do func(*store.Change)) (store.Change, error) {
	now := monday.Add(6 * time.Hour)
	_, c, err := w.Change(ctx, store.Query{Rep: "U1", Now: now, LeadID: stays, Touches: -1, Key: "env-merge"},
		func(seen store.Snapshot) (store.Change, error) {
			gone, err := w.Records.Read(ctx, store.Query{Rep: "U1", Now: now, LeadID: goes, Touches: -1})
			if err != nil {
				return store.Change{}, err
			}
			l := *seen.Lead
			l.Merged, l.Phone = []string{goes}, "+1 202 555 0101"
			l.Progress.Touches += len(gone.Touches)
			l.Progress.Counters.Unsorted += len(gone.Touches)
			moved := slices.Clone(gone.Touches)
			for i := range moved {
				moved[i].Seq += int64(len(seen.Touches))
			}
			c := store.Change{Op: "merge", By: "U1", Now: now, Undoable: true, Lead: &l, Attention: timersAt(l),
				Entry: "merge1", Key: "env-merge", Answer: []byte("merged"), Merge: &store.Merge{Gone: gone, Moved: moved}}
			do(&c)
			return c, nil
		})
	return c, err
}

// plainly is merge without more.
func plainly(*store.Change) {}

// takenApart takes the merge back.
func takenApart(ctx context.Context, w *store.Workspace) error {
	u := plainUndo("U1", "merge1", monday.Add(7*time.Hour))
	u.Restore = func(b store.Before) (store.Restored, error) {
		return store.Restored{Attention: timersAt(*b.Lead)}, nil
	}
	_, err := w.History.Undo(ctx, u)
	return err
}

// counted is the number of a record's changes, which an undo counts on.
var counted = regexp.MustCompile(`"v":\d+`)

// kept is what Redis holds but for who did what, which stays, and for which deliveries were handled.
func kept(tb testing.TB, r *storetest.Server) map[string]string {
	all := r.Dump(tb)
	maps.DeleteFunc(all, func(key, _ string) bool {
		return strings.Contains(key, ":audit:") || strings.Contains(key, ":key:") || strings.Contains(key, ":did:")
	})
	for key, v := range all {
		all[key] = counted.ReplaceAllString(v, `"v":0`)
	}
	return all
}

// TestMergedIsOne: of two leads one is left, with the touches of both, and nothing leads to the other any more; the
// trail says who did it. Taken back, both are what they were, to the byte.
func TestMergedIsOne(t *testing.T) {
	redis := storetest.Redis(t)
	w, c := opened(t, redis.URL), redis.Client()
	defer c.Close()
	stays, goes := twins(t, w)
	before := kept(t, redis)
	if _, err := merge(t.Context(), w, stays, goes, plainly); err != nil {
		t.Fatal(err)
	}
	if got := notesOf(t, w, stays); !slices.Equal(got, []string{"said so 0", "said so 3", "said so 1", "said so 2",
		"said so 4"}) {
		t.Errorf("touches of the lead that stays: %q", got)
	}
	for key, v := range kept(t, redis) {
		known := strings.HasSuffix(key, ":touches:U1:"+goes) // for a day and a half
		if alone := strings.Contains(v, goes) && !strings.Contains(v, `"merged":["`+goes+`"]`); alone ||
			strings.Contains(key, goes) && !known {
			t.Errorf("the lead that went is in %s: %s", key, v)
		}
		if left := c.TTL(t.Context(), key).Val(); known && (left < 24*time.Hour || left > 48*time.Hour) {
			t.Errorf("what was logged on it is known for %v", left)
		}
	}
	if f, err := w.Records.Figures(t.Context(), coach.Rep{ID: "U1", TZ: "UTC"}, monday); err != nil ||
		f.Ever.Tries() != 5 || f.Week.Tries() != 5 {
		t.Errorf("counts %+v, %v", f, err)
	}
	seen, err := w.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday, Names: []string{"acme"}})
	if err != nil || seen.Lead != nil {
		t.Errorf("the other's name leads to %+v, %v", seen.Lead, err)
	}
	for _, id := range []string{stays, goes} {
		trail, err := w.History.AuditLead(t.Context(), "U1", id, 1)
		if err != nil || len(trail) != 1 || trail[0].Op != "merge" || trail[0].By != "U1" || trail[0].Before == nil ||
			trail[0].LeadName != map[string]string{stays: "Birch", goes: "Acme"}[id] {
			t.Errorf("trail of %s: %+v, %v", id, trail, err)
		}
	}

	// What is older stands beneath it.
	var newer *store.NewerError
	for _, id := range []string{stays, goes} {
		trail, _ := w.History.AuditLead(t.Context(), "U1", id, 2)
		if _, err := w.History.Undo(t.Context(), plainUndo("U1", trail[1].ID, monday.Add(7*time.Hour))); !errors.As(err,
			&newer) || newer.Entries[0].ID != "merge1" {
			t.Errorf("an older change of %s is taken back, or not beneath the merge: %v", id, err)
		}
	}
	if err := takenApart(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	after := kept(t, redis)
	for key := range maps.Keys(before) {
		if after[key] != before[key] {
			t.Errorf("%s was\n%s\nand is\n%s", key, before[key], after[key])
		}
		if left := c.TTL(t.Context(), key).Val(); strings.Contains(key, ":touches:") && left > 0 {
			t.Errorf("%s ends in %v", key, left)
		}
		delete(after, key)
	}
	for key, v := range after {
		t.Errorf("%s is new: %s", key, v)
	}
	if err := takenApart(t.Context(), w); !errors.Is(err, store.ErrNothingToUndo) {
		t.Errorf("taken back twice: %v", err)
	}
	// The next undo is one change further back, of the lead that had gone.
	back, err := w.History.Undo(t.Context(), plainUndo("U1", "", monday.Add(8*time.Hour)))
	if err != nil || back.LeadID != goes || back.Op != "log" {
		t.Errorf("the next undo took back %+v, %v", back.Entry, err)
	}
}

// Two that were merged don't come back by half: not where another lead has the name by now, nor where what was logged
// is no longer known; and a merge that was decided from something else is not written.
func TestMergedIsNotTakenApartByHalf(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(*storetest.Server, *store.Workspace, string)
		want      error
	}{
		"name": {func(_ *storetest.Server, w *store.Workspace, _ string) {
			add(t, w, "U1", "Acme", monday)
		}, store.ErrNameTaken},
		"touches": {func(r *storetest.Server, _ *store.Workspace, goes string) {
			c := r.Client()
			defer c.Close()
			c.Del(t.Context(), c.Keys(t.Context(), "*:touches:U1:"+goes).Val()...)
		}, store.ErrNothingToUndo},
	} {
		t.Run(name, func(t *testing.T) {
			redis := storetest.Redis(t)
			w := opened(t, redis.URL)
			stays, goes := twins(t, w)
			if _, err := merge(t.Context(), w, stays, goes, plainly); err != nil {
				t.Fatal(err)
			}
			c.meanwhile(redis, w, goes)
			before := redis.Dump(t)
			if err := takenApart(t.Context(), w); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
			if after := redis.Dump(t); !maps.Equal(before, after) {
				t.Error("something was written")
			}
		})
	}
	t.Run("the other changes meanwhile", func(t *testing.T) {
		w := opened(t, storetest.Redis(t).URL)
		stays, goes := twins(t, w)
		once := false
		_, err := merge(t.Context(), w, stays, goes, func(*store.Change) {
			if !once {
				once = true
				change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: goes}, logTouch("", "between", monday))
			}
		})
		if got := notesOf(t, w, stays); err != nil || len(got) != 6 || !slices.Contains(got, "between") {
			t.Errorf("%v, touches %q", err, got)
		}
	})
}

// A do-not-call that a merge has brought over is lifted again where it is taken back, and no other.
func TestMergedDoNotCall(t *testing.T) {
	redis := storetest.Redis(t)
	w := opened(t, redis.URL)
	stays, goes := twins(t, w)
	_, err := merge(t.Context(), w, stays, goes, func(c *store.Change) {
		c.Lead.Progress.Closed = outcome.DoNotCall
		c.Touch = &coach.Touch{ID: store.NewID(), Seq: 6, Outcome: outcome.DoNotCall, At: c.Now, ByOtherLead: true}
		for i, id := range []string{stays, goes} {
			c.Outbox = append(c.Outbox, store.Outbox{Kind: store.OutboxBlock, Blocked: &store.Blocked{
				Phone: fmt.Sprint("+1202555010", i), By: "U1", At: c.Now, Rep: "U1", Lead: id, Read: true}})
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	carryOut(t, w)
	phones := []string{"+12025550100", "+12025550101"}
	if found, err := w.Directory.BlockedAmong(t.Context(), phones); err != nil || len(found) != 2 {
		t.Fatalf("blocked: %+v, %v", found, err)
	}
	if err := takenApart(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	carryOut(t, w)
	if found, err := w.Directory.BlockedAmong(t.Context(), phones); err != nil || len(found) != 0 {
		t.Errorf("still blocked: %+v, %v", found, err)
	}
	if got := notesOf(t, w, stays); !slices.Equal(got, []string{"said so 0", "said so 3"}) {
		t.Errorf("touches of the lead that stayed: %q", got)
	}
}

// TestMergedWholeOrNot kills whoever merges, and whoever takes that back, after each of their trips to Redis in turn:
// there is one lead or there are two, and never anything between.
func TestMergedWholeOrNot(t *testing.T) {
	points := 0
	for name, step := range map[string]func(w *store.Workspace, stays, goes string) error{
		"merge": func(w *store.Workspace, stays, goes string) error {
			_, err := merge(t.Context(), w, stays, goes, plainly)
			return err
		},
		"undo": func(w *store.Workspace, _, _ string) error { return takenApart(t.Context(), w) },
	} {
		seen := map[string]int{}
		for n, died := int64(0), true; died; n++ {
			redis := storetest.Redis(t)
			w := opened(t, redis.URL)
			stays, goes := twins(t, w)
			two := kept(t, redis)
			if name == "undo" {
				if _, err := merge(t.Context(), w, stays, goes, plainly); err != nil {
					t.Fatal(err)
				}
			}
			dying := opened(t, redis.URL)
			if _, err := dying.Records.Reps(t.Context()); err != nil { // connected
				t.Fatal(err)
			}
			if _, err := dying.DieAfter(t.Context(), n); err != nil {
				t.Fatal(err)
			}
			died = step(dying, stays, goes) != nil
			points++
			first, second := lead(t, w, "U1", stays), lead(t, w, "U1", goes)
			switch is := kept(t, redis); {
			case second != nil && maps.Equal(is, two):
				seen["two"]++
			case second == nil && len(first.Merged) == 1 && len(notesOf(t, w, stays)) == 5:
				seen["one"]++
			default:
				t.Errorf("%s: killed after %d trips: %v", name, n, is)
			}
		}
		if seen["one"] == 0 || seen["two"] == 0 {
			t.Errorf("%s: %v", name, seen)
		}
	}
	if points < 10 {
		t.Errorf("killed at %d points", points)
	}
}

// TestErasedWithWhatWasMerged: whoever is erased is gone from what went into their lead too.
func TestErasedWithWhatWasMerged(t *testing.T) {
	redis := storetest.Redis(t)
	w, c := opened(t, redis.URL), redis.Client()
	defer c.Close()
	stays, goes := twins(t, w)
	if _, err := merge(t.Context(), w, stays, goes, plainly); err != nil {
		t.Fatal(err)
	}
	if err := w.Park(t.Context(), "U2", "p2", []byte("call Acme")); err != nil {
		t.Fatal(err)
	}
	if n := len(found(t, c)); n < 8 {
		t.Fatalf("the lead stands in %d places only: nothing is shown by this test", n)
	}
	if err := erase(t.Context(), w, stays); err != nil {
		t.Fatal(err)
	}
	carryOut(t, w)
	for _, where := range found(t, c) {
		t.Error(where)
	}
}

// A merge that is taken back takes along who had read the lead that went, and nobody who has read since.
func TestWhoReadAMergedLeadStaysOnIt(t *testing.T) {
	w := opened(t, storetest.Redis(t).URL)
	stays, goes := twins(t, w)
	if err := w.Open(t.Context(), "U1", goes, "U8", monday.Add(5*time.Hour)); err != nil {
		t.Fatal(err)
	}
	_, err := merge(t.Context(), w, stays, goes, func(c *store.Change) { c.Lead.Opened = c.Merge.Gone.Lead.Opened })
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Open(t.Context(), "U1", stays, "U9", monday.Add(390*time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got := lead(t, w, "U1", stays).Opened; len(got) != 2 || got[0].By != "U8" || got[1].By != "U9" {
		t.Errorf("merged: %+v", got)
	}
	if err := takenApart(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	if got := lead(t, w, "U1", stays).Opened; len(got) != 1 || got[0].By != "U9" {
		t.Errorf("taken back, on the one that stayed: %+v", got)
	}
	if got := lead(t, w, "U1", goes).Opened; len(got) != 1 || got[0].By != "U8" {
		t.Errorf("taken back, on the one that went: %+v", got)
	}
}
