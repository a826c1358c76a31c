package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// undoBy is an undo by the coach's own rules.
func undoBy(rep, entry string, now time.Time) store.UndoQuery {
	return store.UndoQuery{Rep: rep, By: rep, Entry: entry, Now: now,
		Restore: func(b store.Before) (store.Restored, error) {
			r := store.Restored{NextDigest: now.Add(time.Hour)}
			if b.Lead != nil {
				r.Attention = coach.DefaultRules().Timers(*b.Lead, b.Rep, now)
			}
			return r, nil
		}}
}

// call is a touch by the coach's own rules, under fixed ids.
func call(entry string, x coach.Touch) func(store.Snapshot) (store.Change, error) {
	return func(seen store.Snapshot) (store.Change, error) {
		lead, name := coach.Lead{ID: "L" + entry, Rep: "U1", Name: "Cedar", Contact: "Kim Roe", Created: monday}, "cedar"
		if seen.Lead != nil {
			lead, name = *seen.Lead, ""
		}
		x.ID, x.Seq, x.By, x.Logged = "T"+entry, int64(lead.Progress.Touches)+1, "U1", monday
		after, logged, err := coach.DefaultRules().Log(lead, seen.Touches, x, seen.Rep)
		return store.Change{Op: "log " + string(x.Outcome), By: "U1", Now: monday, Entry: entry, Undoable: true, Lead: &after,
			Name: name, Touch: &logged.Touch, Attention: coach.DefaultRules().Timers(after, seen.Rep, monday)}, err
	}
}

// inPlace writes a change in the place of an entry.
func inPlace(ctx context.Context, w *store.Workspace, q store.Query, entry string,
	fn func(store.Snapshot) (store.Change, error)) error {
	seen, err := w.History.ReadBefore(ctx, q, undoBy("U1", entry, q.Now))
	if err != nil {
		return store.NotSaved(err)
	}
	if dup := (&store.DuplicateError{Answer: seen.Answer}); seen.Answered {
		return dup
	}
	c, err := fn(seen)
	if err != nil {
		return err
	}
	c.Key = q.Key
	return w.Write(ctx, seen, c)
}

// dump is all of a database but the records of keys; an undo's own id is left out, as it is made up.
func dump(t *testing.T, srv *storetest.Server) map[string]string {
	t.Helper()
	c, ctx, all := srv.Client(), t.Context(), map[string]string{}
	defer c.Close()
	for _, key := range c.Keys(ctx, "*").Val() {
		switch kind := c.Type(ctx, key).Val(); {
		case strings.Contains(key, ":key:"), strings.Contains(key, ":did:"):
		case kind == "hash":
			all[key] = fmt.Sprint(c.HGetAll(ctx, key).Val())
		case kind == "zset":
			all[key] = fmt.Sprint(c.ZRangeWithScores(ctx, key, 0, -1).Val())
		case kind == "set":
			members := c.SMembers(ctx, key).Val()
			slices.Sort(members)
			all[key] = fmt.Sprint(members)
		case kind == "list":
			lines := c.LRange(ctx, key, 0, -1).Val()
			for i, line := range lines {
				if before, after, ok := strings.Cut(line, "\tundo\t"); ok {
					lines[i] = strings.Repeat("#", strings.Count(before, "\t")) + "undo\t" + after
				}
			}
			all[key] = strings.Join(lines, "\n")
		default:
			all[key] = c.Get(ctx, key).Val()
		}
	}
	return all
}

// twoLeads is a rep with two leads, in an empty database.
func twoLeads(t *testing.T) (*storetest.Server, *store.Workspace) {
	t.Helper()
	srv := storetest.Redis(t)
	w := openDetailed(t, srv.URL)
	for i, name := range []string{"Acme", "Birch"} {
		change(t, w, store.Query{Rep: "U1", Now: monday}, func(seen store.Snapshot) (store.Change, error) {
			c := store.Change{Op: "add", By: "U1", Now: monday, Entry: "add" + name, Undoable: true, Name: strings.ToLower(name),
				Lead: &coach.Lead{ID: fmt.Sprint("L", i), Rep: "U1", Name: name, Warmth: coach.Warm, Created: monday}}
			if !seen.Known {
				c.Rep, c.NextDigest = &coach.Rep{ID: "U1", Since: monday}, monday.Add(24*time.Hour)
			}
			return c, nil
		})
	}
	return srv, w
}

// A change in the place of another leaves what an undo and then the change would, to the last byte, in one write; and
// going back from there leads where it would.
func TestInPlaceIsUndoAndChange(t *testing.T) {
	until := func(d time.Duration) time.Time { return monday.Add(d) }
	voicemail := coach.Touch{Outcome: outcome.Voicemail, At: monday, Note: "it was just now"}
	late := coach.Touch{Outcome: outcome.Voicemail, At: monday.Add(-20 * time.Hour)}
	agreed := coach.Touch{Outcome: outcome.Meeting, At: monday.Add(-20 * time.Hour), Until: until(50 * time.Hour)}
	withRep := func(fn func(store.Snapshot) (store.Change, error)) func(store.Snapshot) (store.Change, error) {
		return func(seen store.Snapshot) (store.Change, error) {
			c, err := fn(seen)
			rep := seen.Rep
			rep.TZ = "America/New_York"
			c.Rep, c.NextDigest, c.Reindex = &rep, monday.Add(30*time.Hour), true
			return c, err
		}
	}
	renamed := func(entry, name string) func(store.Snapshot) (store.Change, error) {
		return func(seen store.Snapshot) (store.Change, error) {
			l := *seen.Lead
			l.Name = name
			return store.Change{Op: "edit", By: "U1", Now: monday, Entry: entry, Undoable: true, Lead: &l,
				Name: strings.ToLower(name)}, nil
		}
	}
	acme, cedar := store.Query{Rep: "U1", Now: monday, LeadID: "L0", Touches: -1},
		store.Query{Rep: "U1", Now: monday, Names: []string{"cedar"}, Touches: -1}
	for name, c := range map[string]struct {
		q             store.Query
		first, second func(store.Snapshot) (store.Change, error)
	}{
		"a touch":                {acme, call("e1", late), call("e2", voicemail)},
		"an agreed call":         {acme, call("e1", agreed), call("e2", agreed)},
		"an agreed call no more": {acme, call("e1", agreed), call("e2", voicemail)},
		"what closed the lead":   {acme, call("e1", coach.Touch{Outcome: outcome.Won, At: monday}), call("e2", voicemail)},
		"a new lead":             {cedar, call("e1", late), call("e2", voicemail)},
		"the rep's record":       {acme, withRep(call("e1", late)), withRep(call("e2", voicemail))},
		"the rep's record, once": {acme, withRep(call("e1", late)), call("e2", voicemail)},
		"a name":                 {acme, renamed("e1", "Acorn"), renamed("e2", "Alder")},
		"a name, the same":       {acme, renamed("e1", "Acorn"), renamed("e2", "Acorn")},
	} {
		t.Run(name, func(t *testing.T) {
			srvs, ws := [2]*storetest.Server{}, [2]*store.Workspace{}
			for i := range ws {
				srvs[i], ws[i] = twoLeads(t)
				change(t, ws[i], acme, call("e0", coach.Touch{Outcome: outcome.NoAnswer, At: monday.Add(-30 * time.Hour)}))
				change(t, ws[i], c.q, c.first)
			}
			same := func(what string) {
				t.Helper()
				if d := cmp.Diff(dump(t, srvs[0]), dump(t, srvs[1])); d != "" {
					t.Fatalf("%s (-two writes +one):\n%s", what, d)
				}
			}
			same("before")
			if _, err := ws[0].History.Undo(t.Context(), undoBy("U1", "e1", monday)); err != nil {
				t.Fatal(err)
			}
			change(t, ws[0], c.q, c.second)
			trips, err := ws[1].CountTrips(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := ws[1].History.Journal(t.Context(), "U1", monday, 1); err != nil { // opens connections
				t.Fatal(err)
			}
			trips.Store(0)
			if err := inPlace(t.Context(), ws[1], c.q, "e1", c.second); err != nil {
				t.Fatal(err)
			}
			if n := trips.Load(); n > 4 { // journal, read and write; the name of a lead that goes
				t.Errorf("%d trips", n)
			}
			same("after")
			for _, back := range []string{"e2", "e0"} {
				for i := range ws {
					b, err := ws[i].History.Undo(t.Context(), undoBy("U1", "", monday))
					if err != nil || b.ID != back {
						t.Fatalf("%d: took back %q, want %q: %v", i, b.ID, back, err)
					}
				}
				same("without " + back)
			}
			for i := range ws {
				if _, err := ws[i].History.Audit(t.Context(), "U1", 0); err != nil {
					t.Errorf("%d: %v", i, err)
				}
			}
		})
	}
}

// What the new change is decided from is as it was before the old one, all of it.
func TestReadBefore(t *testing.T) {
	_, w := twoLeads(t)
	all := func(q store.Query) store.Query {
		q.Rep, q.Now, q.Touches, q.Agreed, q.Counters = "U1", monday, 2, true, true
		return q
	}
	for i := range 3 {
		change(t, w, all(store.Query{LeadID: "L0"}), call(fmt.Sprint("c", i), coach.Touch{Outcome: outcome.Voicemail,
			At: monday.Add(-30 * time.Hour)}))
	}
	meeting := func(d time.Duration) coach.Touch {
		return coach.Touch{Outcome: outcome.Meeting, At: monday, Until: monday.Add(d)}
	}
	change(t, w, all(store.Query{LeadID: "L1"}), call("b1", meeting(48*time.Hour)))
	change(t, w, all(store.Query{LeadID: "L0"}), call("a1", meeting(50*time.Hour)))
	for i, q := range []store.Query{{LeadID: "L0"}, {LeadID: "L1"}, {Names: []string{"acme"}}} {
		read := func() store.Snapshot {
			t.Helper()
			seen, err := w.Records.Read(t.Context(), all(q))
			if err != nil {
				t.Fatal(err)
			}
			return seen
		}
		before, moved := read(), fmt.Sprint("m", i)
		change(t, w, all(store.Query{LeadID: "L0"}), call(moved, meeting(75*time.Hour)))
		got, err := w.History.ReadBefore(t.Context(), all(q), undoBy("U1", moved, monday))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.History.Undo(t.Context(), undoBy("U1", moved, monday)); err != nil {
			t.Fatal(err)
		}
		want := read()
		for what, pair := range map[string][2]any{"lead": {*want.Lead, *got.Lead}, "rep": {want.Rep, got.Rep},
			"touches": {want.Touches, got.Touches}, "agreed": {want.Agreed, got.Agreed},
			"counters": {want.Counters, got.Counters}} {
			if d := cmp.Diff(pair[0], pair[1]); d != "" {
				t.Errorf("%v: %s (-undone +read before):\n%s", q, what, d)
			}
		}
		if len(before.Agreed) != 2 || len(want.Touches) == 0 {
			t.Errorf("%d agreed calls, %d touches", len(before.Agreed), len(want.Touches))
		}
	}

	// A lead that the change had made is there no more.
	q := all(store.Query{Names: []string{"cedar"}})
	change(t, w, q, call("n1", coach.Touch{Outcome: outcome.Voicemail, At: monday}))
	found := all(store.Query{Names: []string{"ceder"}, Index: true, Details: []string{"kim roe"}})
	for _, q := range []store.Query{q, found} {
		seen, err := w.History.ReadBefore(t.Context(), q, undoBy("U1", "n1", monday))
		if err != nil || seen.Lead != nil || len(seen.Touches)+len(seen.Details) != 0 || seen.Name != "" ||
			len(seen.Index) != 0 && len(seen.Index) != 2 {
			t.Errorf("%+v, %v", seen, err)
		}
	}
	var newer *store.NewerError
	if _, err := w.History.ReadBefore(t.Context(), all(store.Query{LeadID: "L0"}),
		undoBy("U1", "c1", monday)); !errors.As(err, &newer) || len(newer.Entries) != 2 {
		t.Errorf("before a change that newer ones stand on: %v", err)
	}
}

// Between what was read and the write somebody else writes: nothing of both is done.
func TestInPlaceAndSomethingElse(t *testing.T) {
	for name, lead := range map[string]string{"of that lead": "L0", "of another": "L1"} {
		t.Run(name, func(t *testing.T) {
			srv, w := twoLeads(t)
			q := store.Query{Rep: "U1", Now: monday, LeadID: "L0", Touches: -1, Key: "env"}
			voicemail := coach.Touch{Outcome: outcome.Voicemail, At: monday}
			change(t, w, q, call("e1", voicemail))
			var was map[string]string
			err := inPlace(t.Context(), w, q, "e1", func(seen store.Snapshot) (store.Change, error) {
				c, err := call("e2", voicemail)(seen)
				change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: lead, Touches: -1}, call("e3", voicemail))
				was = dump(t, srv)
				return c, err
			})
			if !errors.Is(err, store.ErrConflict) {
				t.Errorf("%v", err)
			}
			if d := cmp.Diff(was, dump(t, srv)); d != "" {
				t.Errorf("something was written:\n%s", d)
			}
			err = inPlace(t.Context(), w, q, "e1", call("e2", voicemail))
			if newer := new(store.NewerError); errors.As(err, &newer) != (lead == "L0") || lead != "L0" && err != nil {
				t.Errorf("again: %v", err)
			}
		})
	}
}

// Four taps at a time: one goes. Those of one act get its answer, others find nothing to take back.
func TestInPlaceTappedTwice(t *testing.T) {
	for _, one := range []bool{true, false} {
		_, w := twoLeads(t)
		q := store.Query{Rep: "U1", Now: monday, LeadID: "L0", Touches: -1}
		voicemail := coach.Touch{Outcome: outcome.Voicemail, At: monday}
		change(t, w, q, call("e1", voicemail))
		const taps = 4
		done := make(chan error, taps)
		for i := range taps {
			q, answered := q, func(seen store.Snapshot) (store.Change, error) {
				c, err := call(fmt.Sprint("n", i), voicemail)(seen)
				c.Answer = []byte("done")
				return c, err
			}
			if q.Key = "env"; !one {
				q.Key += fmt.Sprint(i)
			}
			go func() {
				err := store.ErrConflict
				for errors.Is(err, store.ErrConflict) {
					err = inPlace(t.Context(), w, q, "e1", answered)
				}
				done <- err
			}()
		}
		went := 0
		for range taps {
			err := <-done
			answer, repeated := store.Repeated(err)
			switch {
			case err == nil:
				went++
			case one && repeated && string(answer) == "done", !one && errors.Is(err, store.ErrNothingToUndo):
			default:
				t.Errorf("one act %v: %v", one, err)
			}
		}
		if n := len(touches(t, w, "U1", "L0")); went != 1 || n != 1 {
			t.Errorf("one act %v: %d went, %d touches", one, went, n)
		}
	}
}
