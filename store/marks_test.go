package store_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/storetest"
)

// reachable is a workspace whose leads are reached by a number and an address.
func reachable(tb testing.TB, url string) *store.Workspace {
	tb.Helper()
	s, err := store.Open(store.Options{URL: url, Details: func(l coach.Lead, _ coach.Rep) (out []store.Detail) {
		for _, text := range []string{l.Phone, l.Email} {
			if text != "" {
				out = append(out, store.Detail{Key: text, Reach: true})
			}
		}
		return append(out, store.Detail{Key: "everybody"})
	}})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = s.Close() })
	return s.In("T1")
}

// reachedBy gives a lead a number.
func reachedBy(tb testing.TB, w *store.Workspace, rep, id, phone string) {
	tb.Helper()
	edit(tb, w, rep, id, func(l *coach.Lead) { l.Phone = phone })
}

// marks are the marks of all leads of some reps, and what they should be.
func marks(tb testing.TB, w *store.Workspace, reps ...string) (are, want map[string]string) {
	tb.Helper()
	var all []coach.Lead
	for _, rep := range reps {
		if err := w.EachLead(tb.Context(), rep, func(l []coach.Lead) error {
			all = append(all, l...)
			return nil
		}); err != nil {
			tb.Fatal(err)
		}
	}
	are, want = map[string]string{}, map[string]string{}
	for _, l := range all {
		var others []string
		for _, o := range all {
			if o.Rep != l.Rep && (l.Phone != "" && o.Phone == l.Phone || l.Email != "" && o.Email == l.Email) {
				others = append(others, o.Rep)
			}
		}
		slices.Sort(others)
		are[l.Rep+" "+l.ID], want[l.Rep+" "+l.ID] = fmt.Sprint(l.Shared), fmt.Sprint(slices.Compact(others))
	}
	return are, want
}

// TestSharedIsMarked: whatever is done with leads, those that share a number or an address with another rep's have a
// mark once the outbox is worked off, and no others.
func TestSharedIsMarked(t *testing.T) {
	t.Run("single", func(t *testing.T) { sharedIsMarked(t, storetest.Redis(t).URL, 300) })
	t.Run("cluster", func(t *testing.T) { sharedIsMarked(t, storetest.Cluster(t).URL, 60) })
}

func sharedIsMarked(t *testing.T, url string, steps int) {
	w, rnd := reachable(t, url), rand.New(rand.NewPCG(1, 2))
	reps := []string{"U1", "U2", "U3", "U4"}
	ids := map[string][]string{}
	some := func(of ...string) string { return of[rnd.IntN(len(of))] }
	did, marked := map[string]int{}, 0
	for n := range steps {
		rep := some(reps...)
		ids[rep] = slices.DeleteFunc(ids[rep], func(id string) bool { return lead(t, w, rep, id) == nil })
		what, id := "add", ""
		if len(ids[rep]) > 2 || len(ids[rep]) > 0 && rnd.IntN(2) == 0 {
			what, id = some("edit", "edit", "edit", "undo", "erase", "merge", "forget"), some(ids[rep]...)
		}
		did[what]++
		switch what {
		case "add":
			id = add(t, w, rep, fmt.Sprint("Lead ", n), monday)
			ids[rep] = append(ids[rep], id)
			reachedBy(t, w, rep, id, some("", "+1", "+2"))
		case "edit":
			edit(t, w, rep, id, func(l *coach.Lead) { l.Phone, l.Email = some("", "+1", "+2"), some("", "", "a@x", "b@x") })
		case "undo":
			_, _ = w.History.Undo(t.Context(), plainUndo(rep, "", monday)) // of a merge, too
		case "erase", "forget":
			what := map[string]func(store.Snapshot) (store.Change, error){
				"erase": func(seen store.Snapshot) (store.Change, error) {
					return store.Change{Op: "erase", By: rep, Now: monday, Lead: seen.Lead, Erase: true}, nil
				},
				"forget": func(seen store.Snapshot) (store.Change, error) {
					l := *seen.Lead
					l.Progress.Closed = outcome.Lost
					return store.Change{Op: "close", By: rep, Now: monday, Lead: &l}, nil
				}}[what]
			change(t, w, store.Query{Rep: rep, Now: monday, LeadID: id, Touches: -1}, what)
			if _, err := w.Forget(t.Context(), rep, monday.Add(48*time.Hour), id); err != nil {
				t.Fatal(err)
			}
		case "merge":
			other := some(ids[rep]...)
			if other == id || lead(t, w, rep, other) == nil {
				continue
			}
			change(t, w, store.Query{Rep: rep, Now: monday, LeadID: id, Touches: -1},
				func(seen store.Snapshot) (store.Change, error) {
					gone, err := w.Records.Read(t.Context(), store.Query{Rep: rep, Now: monday, LeadID: other, Touches: -1})
					l := *seen.Lead
					l.Merged = append(l.Merged, other)
					if l.Phone == "" {
						l.Phone = gone.Lead.Phone
					}
					return store.Change{Op: "merge", By: rep, Now: monday, Undoable: true, Lead: &l,
						Merge: &store.Merge{Gone: gone}}, err
				})
		}
		if rnd.IntN(3) == 0 {
			continue // more than one item waits
		}
		carryOut(t, w)
		are, want := marks(t, w, reps...)
		for lead, is := range are {
			if is != "[]" {
				marked++
			}
			if is != want[lead] {
				t.Fatalf("step %d, %s: the mark of %s is %s, want %s", n, what, lead, is, want[lead])
			}
		}
	}
	if len(did) < 6 || marked < steps {
		t.Errorf("%v, %d marks seen: nothing is shown by this test", did, marked)
	}
}

// TestSharedInTheSameSecond: two reps add one number at once, and two replicas work off what follows at once. Both
// leads are marked.
func TestSharedInTheSameSecond(t *testing.T) {
	url := storetest.Redis(t).URL
	w := reachable(t, url)
	for n := range 20 {
		phone, leads := fmt.Sprint("+", n), [2]string{}
		for i, rep := range []string{"U1", "U2"} {
			leads[i] = add(t, w, rep, fmt.Sprint("Lead ", n), monday)
		}
		var both sync.WaitGroup
		for i, rep := range []string{"U1", "U2"} {
			own := reachable(t, url)
			both.Go(func() {
				reachedBy(t, own, rep, leads[i], phone)
				if err := worksOff(t.Context(), own); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		if a, b := lead(t, w, "U1", leads[0]), lead(t, w, "U2", leads[1]); len(a.Shared) != 1 || len(b.Shared) != 1 {
			t.Fatalf("round %d: %v and %v", n, a.Shared, b.Shared)
		}
	}
}

// TestSharedIsMarkedAfterAKill kills whoever marks after each of their trips in turn: whoever is next ends it.
func TestSharedIsMarkedAfterAKill(t *testing.T) {
	killed := 0
	for n, died := int64(0), true; died; n++ {
		redis := storetest.Redis(t)
		w := reachable(t, redis.URL)
		a, b := add(t, w, "U1", "Acme", monday), add(t, w, "U2", "Birch", monday)
		reachedBy(t, w, "U1", a, "+1")
		carryOut(t, w)
		reachedBy(t, w, "U2", b, "+1")
		dying := reachable(t, redis.URL)
		if _, err := dying.Records.Reps(t.Context()); err != nil { // connected
			t.Fatal(err)
		}
		if _, err := dying.DieAfter(t.Context(), n); err != nil {
			t.Fatal(err)
		}
		if died = worksOff(t.Context(), dying) != nil; died {
			killed++
		}
		carryOut(t, w)
		if a, b := lead(t, w, "U1", a), lead(t, w, "U2", b); len(a.Shared) != 1 || len(b.Shared) != 1 {
			t.Errorf("killed after %d trips: %v and %v", n, a.Shared, b.Shared)
		}
	}
	if killed < 8 {
		t.Errorf("killed at %d points", killed)
	}
}

// TestMarkIsBesideTheJournal: a mark that comes behind a log of the other rep's keeps nobody from taking it back, stays
// then, and stands in no trail; everything else is what it was before the log, to the byte.
func TestMarkIsBesideTheJournal(t *testing.T) {
	redis := storetest.Redis(t)
	w := reachable(t, redis.URL)
	a, b := add(t, w, "U1", "Acme", monday), add(t, w, "U2", "Birch", monday)
	reachedBy(t, w, "U1", a, "+1")
	carryOut(t, w)
	before := kept(t, redis)
	c := change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: a}, func(seen store.Snapshot) (store.Change, error) {
		c, err := logTouch("env", "x", monday)(seen)
		c.Attention = coach.Attention{}
		return c, err
	})
	reachedBy(t, w, "U2", b, "+1")
	carryOut(t, w)
	if l := lead(t, w, "U1", a); len(l.Shared) != 1 || l.Version != c.Lead.Version {
		t.Fatalf("%+v", l)
	}
	undoOnce(t, w, store.UndoQuery{Rep: "U1", LeadID: a})
	after := kept(t, redis)
	for key, was := range before {
		if !strings.Contains(key, ":U1") {
			continue
		}
		if is := strings.Replace(after[key], `,"shared":["U2"]`, "", 1); is != was {
			t.Errorf("%s was\n%s\nand is\n%s", key, was, is)
		}
	}
	if len(lead(t, w, "U1", a).Shared) != 1 {
		t.Error("the mark was taken back with the log")
	}
	trail, err := w.History.Audit(t.Context(), "U1", 0)
	if raw, bad := json.Marshal(trail); err != nil || bad != nil || strings.Contains(string(raw), "shared") {
		t.Errorf("%v: %s", err, raw)
	}
}

// TestHeld: of a lead with a mark a read tells who else has it and called it when, at three trips more; closed leads
// and people who are gone hold nothing, and a mark that isn't true any more goes with the next change.
func TestHeld(t *testing.T) {
	srv := storetest.Redis(t)
	w, details := reachable(t, srv.URL), keyspace.Of("T1").Rep("U2").Details("U2")
	a, b := add(t, w, "U1", "Acme", monday), add(t, w, "U2", "Birch", monday)
	reachedBy(t, w, "U1", a, "+1")
	reachedBy(t, w, "U2", b, "+1")
	carryOut(t, w)
	edit(t, w, "U2", b, func(l *coach.Lead) { l.Progress.LastTry = monday })
	trips, err := w.CountTrips(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	held := func() []store.Held {
		t.Helper()
		trips.Store(0)
		seen, err := w.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday, LeadID: a})
		if err != nil {
			t.Fatal(err)
		}
		return seen.Held
	}
	if h := held(); len(h) != 1 || h[0].Rep.ID != "U2" || !h[0].Called.Equal(monday) || h[0].Detail != "+1" ||
		trips.Load() != 4 {
		t.Errorf("%d trips: %+v", trips.Load(), h)
	}
	edit(t, w, "U2", b, func(l *coach.Lead) { l.Progress.Closed = outcome.Lost })
	if h := held(); h != nil {
		t.Errorf("a closed lead: %+v", h)
	}
	edit(t, w, "U2", b, func(l *coach.Lead) { l.Progress.Closed = "" })
	gone := func(is bool) {
		change(t, w, store.Query{Rep: "U2", Now: monday}, func(seen store.Snapshot) (store.Change, error) {
			r := seen.Rep
			r.Gone = is
			return store.Change{Op: "gone", Now: monday, Rep: &r}, nil
		})
	}
	gone(true)
	if h := held(); h != nil {
		t.Errorf("of somebody who is gone: %+v", h)
	}
	gone(false)
	if h := held(); len(h) != 1 {
		t.Errorf("of somebody who is back: %+v", h)
	}
	// A version that knows of no marks takes the number away.
	reachedBy(t, openURL(t, srv.URL), "U2", b, "")
	srv.Client().ZRem(t.Context(), details, "+1\x00="+b)
	if h := held(); h != nil || len(lead(t, w, "U1", a).Shared) != 1 {
		t.Errorf("a mark that isn't true: %+v", h)
	}
	change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: a}, logTouch("", "x", monday))
	carryOut(t, w)
	if l := lead(t, w, "U1", a); len(l.Shared) != 0 {
		t.Errorf("the mark is still there: %v", l.Shared)
	}
}

// TestOlderLeadsAreMarked: leads that share a number from before there were marks have theirs after one walk, whoever's
// details were made.
func TestOlderLeadsAreMarked(t *testing.T) {
	url := storetest.Redis(t).URL
	old := openURL(t, url)
	for _, rep := range []string{"U1", "U2", "U3"} {
		for n := range 3 {
			reachedBy(t, old, rep, add(t, old, rep, fmt.Sprint("Lead ", n), monday), []string{"+1", "", "+" + rep}[n])
		}
	}
	w := reachable(t, url)
	if err := w.MarkShared(t.Context()); err != nil {
		t.Fatal(err)
	}
	are, want := marks(t, w, "U1", "U2", "U3")
	for lead, is := range are {
		if is != want[lead] {
			t.Errorf("the mark of %s is %s, want %s", lead, is, want[lead])
		}
	}
}
