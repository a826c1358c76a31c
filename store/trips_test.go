package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

func TestTripsOfACommand(t *testing.T) {
	w := open(t)
	id := add(t, w, "U1", "Acme Corp", monday)
	change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id}, logTouch("", "so that the scripts are loaded", monday))
	trips, err := w.CountTrips(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ask := store.Query{Rep: "U1", Now: monday, Key: "env1", Said: "h", Names: []string{"acme corp", "acme"}, Touches: 5,
		Index: true, Agreed: true, Counters: true}
	change(t, w, ask, logTouch("env1", "x", monday))
	if n := trips.Swap(0); n != 2 {
		t.Errorf("%d trips for an exact name", n)
	}
	ask.Key, ask.Names = "env2", []string{"acme"}
	seen, err := w.Records.Read(t.Context(), ask)
	if err != nil || seen.Lead != nil || len(seen.Index) != 1 || seen.Index[0].Name != "acme corp" {
		t.Fatalf("index %+v, %v", seen.Index, err)
	}
	ask.LeadID, ask.Names, ask.Index = seen.Index[0].ID, nil, false
	change(t, w, ask, logTouch("env2", "x", monday))
	if n := trips.Swap(0); n != 3 {
		t.Errorf("%d trips for a searched name", n)
	}
	for range 2 { // the first one dials: pipelines have connections of their own
		trips.Store(0)
		if _, err := w.DueIndex.DueBefore(t.Context(), monday.Add(-time.Hour), 10); err != nil {
			t.Fatal(err)
		}
	}
	if n := trips.Swap(0); n != 1 {
		t.Errorf("%d trips of an idle tick", n)
	}
}

func TestErrorsHoldNoPassword(t *testing.T) {
	srv := storetest.Start(t, storetest.Options{TCP: true, Args: []string{"--requirepass", ""}})
	for _, raw := range []string{
		"redis://:hunter2@%zz", "redis://:hunt/er2@localhost", "redis://u:hunter2@localhost:port",
		"redis://:hunter2@localhost/x",
		"ftp://:hunter2@localhost", "redis://localhost?password=hunter2&nonsense=1",
		"redis://:hunter2@localhost?nonsense=hunter2",
		"redis://:hunter2@localhost?addr=x&master_name=y", "redis://u:hunter2@" + srv.Addr, "redis://u:hunter2@127.0.0.1:1",
		"redis://u:hunter2@127.0.0.1:1?addr=127.0.0.1:2",
		"redis://:hunter2@127.0.0.1:1?master_name=m&password=hunter2",
	} {
		s, err := store.Open(store.Options{URL: raw})
		if err == nil {
			_, err = s.Sync(t.Context())
			_ = s.Close()
		}
		if err == nil {
			t.Errorf("%s: no error", raw)
			continue
		}
		if msg := err.Error(); strings.Contains(msg, "hunter2") || strings.Contains(msg, "hunt/er2") ||
			strings.Contains(msg, "er2@") || strings.Contains(msg, ":hunt") {
			t.Errorf("%s: %s", raw, msg)
		}
	}
}

func TestNeverSentIsNotSaved(t *testing.T) {
	w := openURL(t, "redis://127.0.0.1:1")
	_, _, err := w.Change(t.Context(), store.Query{Rep: "U1", Now: monday}, func(store.Snapshot) (store.Change, error) {
		t.Error("decided without having read")
		return store.Change{}, nil
	})
	if !errors.Is(err, store.ErrNotSaved) || errors.Is(err, store.ErrUnknown) {
		t.Errorf("without Redis: %v", err)
	}
}

func TestBadChangesAreRefused(t *testing.T) {
	w := open(t)
	add(t, w, "U1", "Acme", monday)
	seen, err := w.Records.Read(t.Context(), store.Query{Rep: "U1", Names: []string{"acme"}})
	if err != nil {
		t.Fatal(err)
	}
	other, renamed := *seen.Lead, *seen.Lead
	other.ID, renamed.Name = "other", "New name"
	twice := coach.Attention{Timers: []coach.Timer{{Kind: "ping", At: monday}, {Kind: "ping", At: monday.Add(time.Hour)}}}
	for what, c := range map[string]store.Change{
		"another lead than was read":       {Lead: &other, Name: "x"},
		"a rename without normalized name": {Lead: &renamed},
		"a touch without lead":             {Touch: &coach.Touch{ID: "t"}},
		"two timers of a kind":             {Lead: seen.Lead, Attention: twice},
		"an unknown timer": {Lead: seen.Lead,
			Attention: coach.Attention{Timers: []coach.Timer{{Kind: "bell", At: monday}}}},
		"another rep's record": {Lead: seen.Lead, Rep: &coach.Rep{ID: "U2"}},
	} {
		c.Now = monday
		if err := w.Write(t.Context(), seen, c); err == nil {
			t.Errorf("%s was written", what)
		}
	}
	if n, err := w.History.Audit(t.Context(), "U1", 0); err != nil || len(n) != 1 {
		t.Errorf("audit %+v, %v", n, err)
	}
}
