package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/storetest"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

// Row 22, the store's side: the master dies, the replica takes over. What was confirmed and replicated is there, and
// deliveries that were due by then count as tried.
func TestRow22FailoverGoesOn(t *testing.T) {
	matrix.Row(t, "22", "master killed, replica in step")
	set := storetest.Sentinel(t)
	w := openURL(t, set.URL)
	id := add(t, w, "U1", "Acme", monday)
	change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id}, logTouch("env1", "before", monday))
	due := ledger.Due{Kind: ledger.KindDigest, Rep: "U1", At: monday}
	if d := claim(t, w, monday, "a", "k1", due); !d.First {
		t.Errorf("before: %+v", d)
	}
	master := set.Master.Client()
	defer master.Close()
	if n, err := master.Wait(t.Context(), 1, 5*time.Second).Result(); n != 1 || err != nil {
		t.Fatalf("replicated to %d, %v", n, err)
	}
	set.Master.Kill()
	deadline := time.Now().Add(10 * time.Second)
	for {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		_, _, err := w.Change(ctx, store.Query{Rep: "U1", Now: monday, LeadID: id, Key: "env2"},
			logTouch("env2", "after", monday))
		cancel()
		var dup *store.DuplicateError
		if err == nil || errors.As(err, &dup) {
			break
		}
		if !errors.Is(err, store.ErrNotSaved) && !errors.Is(err, store.ErrUnknown) {
			t.Fatalf("during the failover: %v", err)
		}
		if time.Now().After(deadline) {
			t.Fatalf("no failover: %v", err)
		}
	}
	found := noteCount(t, w, []string{id})
	if found["before"] != 1 || found["after"] != 1 {
		t.Errorf("found %v", found)
	}
	if d := claim(t, w, monday, "b", "k2", due); d.First {
		t.Error("after a failover a delivery counts as a first try")
	}
}

// In safe mode without a replica, too, a change that met another one is made anew, and a name that is taken is called
// so: nothing was written that a replica could lack.
func TestSafeModeKnowsWhatWasNotWritten(t *testing.T) {
	srv := storetest.Start(t, storetest.Options{})
	w := openURL(t, srv.URL)
	id := add(t, w, "U1", "Acme", monday)
	add(t, w, "U1", "Birch", monday)
	s, err := store.Open(store.Options{URL: srv.URL, Safe: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	tries, q := 0, store.Query{Rep: "U1", Now: monday, LeadID: id}
	_, _, err = s.In("T1").Change(t.Context(), q, func(seen store.Snapshot) (store.Change, error) {
		if tries++; tries == 1 {
			change(t, w, q, logTouch("", "between", monday))
		}
		return logTouch("", "met it", monday)(seen)
	})
	if found := noteCount(t, w, []string{id}); !errors.Is(err, store.ErrUnknown) || tries != 2 || found["met it"] != 1 {
		t.Errorf("%d tries, found %v: %v", tries, found, err)
	}
	_, _, err = s.In("T1").Change(t.Context(), q, func(seen store.Snapshot) (store.Change, error) {
		l := *seen.Lead
		l.Name = "Birch"
		return store.Change{Op: "edit", By: "U1", Now: monday, Lead: &l, Name: "birch"}, nil
	})
	if !errors.Is(err, store.ErrNameTaken) {
		t.Errorf("a name that is taken: %v", err)
	}
}

// Row 23, the store's side: the replica lags, and the master dies. In safe mode nothing is called saved that the
// replica doesn't have, so that nothing confirmed is gone after the failover; what can't be had is unknown, and the
// master has it.
func TestRow23NothingConfirmedIsLostInAFailover(t *testing.T) {
	rounds := 1
	if *matrix.Long {
		rounds = 20
	}
	matrix.Row(t, "23", fmt.Sprintf("master killed, replica behind, safe mode, %d times", rounds))
	for range rounds {
		set := storetest.Sentinel(t)
		s, err := store.Open(store.Options{URL: set.URL, Safe: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		w := s.In("T1")
		id := add(t, openURL(t, set.URL), "U1", "Acme", monday)
		say := func(note string) error {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()
			_, _, err := w.Change(ctx, store.Query{Rep: "U1", Now: monday, LeadID: id, Key: note}, logTouch(note, note, monday))
			return err
		}
		var confirmed []string
		note := func(name string) error {
			err := say(name)
			if err == nil {
				confirmed = append(confirmed, name)
			}
			return err
		}
		found, err := s.Check(t.Context())
		if err != nil || !slices.ContainsFunc(found, func(f store.Finding) bool {
			return f.OK && strings.HasPrefix(f.What, "safe mode")
		}) {
			t.Errorf("of a set in safe mode doctor finds %v, %v", found, err)
		}
		// A replica that is slow for a tenth of a second makes a write unknown, and no worse.
		for i := 0; len(confirmed) < 5; i++ {
			if err := note(fmt.Sprint("in step ", i)); err != nil && (!errors.Is(err, store.ErrUnknown) || i == 100) {
				t.Fatal(err)
			}
		}
		set.Replica.Freeze()
		if err := note("lagging"); !errors.Is(err, store.ErrUnknown) {
			t.Errorf("with a replica that lags: %v", err)
		}
		if _, known, err := w.Records.Answer(t.Context(), "U1", "lagging", monday); err != nil || !known {
			t.Errorf("the master doesn't have what is unknown: %v, %v", known, err)
		}
		set.Master.Kill()
		set.Replica.Thaw()
		deadline := time.Now().Add(20 * time.Second)
		for err := note("after"); err != nil; err = note("after") {
			var dup *store.DuplicateError
			if errors.As(err, &dup) {
				break
			}
			// Alone, the new master has nobody to wait for: what it has is unknown for good.
			if _, known, err := w.Records.Answer(t.Context(), "U1", "after", monday); err == nil && known {
				break
			}
			if time.Now().After(deadline) {
				t.Fatal("no failover")
			}
		}
		there := noteCount(t, w, []string{id})
		for _, name := range confirmed {
			if there[name] != 1 {
				t.Errorf("%q was confirmed and is there %d times", name, there[name])
			}
		}
	}
}
