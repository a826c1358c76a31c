package store_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// Redis is lost at each trip in turn. A correction is there whole or not at all, and never is a call without its touch;
// the same act once more gets it done, once.
func TestInPlaceWithRedisLostAtEachTrip(t *testing.T) {
	srv := storetest.Start(t, storetest.Options{TCP: true})
	proxy := storetest.Cut(t, srv)
	w := openURL(t, proxy.URL)
	id := add(t, w, "U1", "Acme", monday)
	read := store.Query{Rep: "U1", Now: monday, LeadID: id, Touches: -1}
	change(t, w, read, call("e0", coach.Touch{Outcome: outcome.NoAnswer, At: monday.Add(-30 * time.Hour)}))
	entry, lost, unknown := "e", 0, 0
	change(t, w, read, call(entry, coach.Touch{Outcome: outcome.Voicemail, At: monday.Add(-20 * time.Hour)}))
	for n := 0; lost == n; n++ {
		q := read
		q.Key = "env" + entry
		was, next := "T"+entry, entry+"x"
		now := call(next, coach.Touch{Outcome: outcome.Voicemail, At: monday})
		proxy.LoseAfter(n)
		err := inPlace(t.Context(), w, q, entry, now)
		proxy.LoseAnswers(0)
		var ids []string
		for _, touch := range touches(t, w, "U1", id) {
			ids = append(ids, touch.ID)
		}
		done := slices.Equal(ids, []string{"Te0", "T" + next})
		if err != nil {
			lost++
		}
		if errors.Is(err, store.ErrUnknown) {
			unknown++
		}
		if !done && (err == nil || !slices.Equal(ids, []string{"Te0", was})) {
			t.Fatalf("lost behind %d trips: %v, touches %v", n, err, ids)
		}
		if _, known, err := w.Records.Answer(t.Context(), "U1", q.Key, q.Now); err != nil || known != done {
			t.Errorf("the look-up says %v, %v; done %v", known, err, done)
		}
		err = inPlace(t.Context(), w, q, entry, now)
		if _, repeated := store.Repeated(err); repeated != done || !repeated && err != nil {
			t.Fatalf("again after %d trips, done %v: %v", n, done, err)
		}
		if l := lead(t, w, "U1", id); l.Progress.Touches != 2 || len(touches(t, w, "U1", id)) != 2 {
			t.Fatalf("%d trips: %d touches counted, %d there", n, l.Progress.Touches, len(touches(t, w, "U1", id)))
		}
		entry = next
	}
	if lost < 3 || unknown != 1 {
		t.Errorf("%d lost, %d unknown", lost, unknown)
	}
}

// No memory for the write: all is as it was, and may be corrected later.
func TestInPlaceOnFullRedis(t *testing.T) {
	srv := storetest.Start(t, storetest.Options{})
	w := openURL(t, srv.URL)
	id := add(t, w, "U1", "Acme", monday)
	q := store.Query{Rep: "U1", Now: monday, LeadID: id, Touches: -1, Key: "env"}
	change(t, w, q, call("e1", coach.Touch{Outcome: outcome.Voicemail, At: monday.Add(-20 * time.Hour)}))
	limit := func(to string) {
		t.Helper()
		c := srv.Client()
		defer c.Close()
		if err := c.ConfigSet(context.Background(), "maxmemory", to).Err(); err != nil {
			t.Fatal(err)
		}
	}
	was := dump(t, srv)
	now := call("e2", coach.Touch{Outcome: outcome.Voicemail, At: monday})
	if err := inPlace(t.Context(), w, q, "e1", func(seen store.Snapshot) (store.Change, error) {
		limit("1mb") // what is read is read by now
		return now(seen)
	}); !errors.Is(err, store.ErrNotSaved) || errors.Is(err,
		store.ErrUnknown) {
		t.Errorf("without memory: %v", err)
	}
	limit("0")
	if d := cmp.Diff(was, dump(t, srv)); d != "" {
		t.Errorf("something was written:\n%s", d)
	}
	if err := inPlace(t.Context(), w, q, "e1", now); err != nil {
		t.Error(err)
	}
	if got := touches(t, w, "U1", id); len(got) != 1 || got[0].ID != "Te2" {
		t.Errorf("%+v", got)
	}
}
