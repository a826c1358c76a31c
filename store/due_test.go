package store_test

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// What a change says is due first is what its write puts into the index, so that nobody has to look there.
func TestFirstDueIsWhatTheIndexHolds(t *testing.T) {
	hour := func(n int) time.Time { return monday.Add(time.Duration(n) * time.Hour) }
	rep := coach.Rep{ID: "U1", TZ: "America/New_York"}
	lead := coach.Lead{ID: store.NewID(), Rep: "U1", Name: "Acme"}
	reached := coach.Lead{ID: store.NewID(), Rep: "U1", Name: "Acme", Phone: "+12125550100"}
	timers := coach.Attention{Shows: hour(1), Timers: []coach.Timer{
		{Kind: coach.TimerStill, At: hour(5), For: hour(4)}, {Kind: coach.TimerPing, At: hour(3), For: hour(4)}}}
	for _, c := range []struct {
		name   string
		change store.Change
		want   time.Time
	}{
		{"a lead to look at", store.Change{Lead: &lead, Name: "acme", Attention: coach.Attention{Shows: hour(1)}},
			time.Time{}},
		{"its timers", store.Change{Lead: &lead, Name: "acme", Attention: timers}, hour(3)},
		{"a rep's next digest", store.Change{Rep: &rep, NextDigest: hour(2)}, hour(2)},
		{"a rep with none", store.Change{Rep: &rep}, time.Time{}},
		{"both", store.Change{Rep: &rep, NextDigest: hour(2), Lead: &lead, Name: "acme", Attention: timers}, hour(2)},
		{"leads to reckon anew", store.Change{Rep: &rep, NextDigest: hour(2), Reindex: true}, hour(0)},
		{"a lead that others may have", store.Change{Lead: &reached, Name: "acme", Attention: timers}, hour(0)},
		{"work across shards", store.Change{Rep: &rep, NextDigest: hour(2),
			Outbox: []store.Outbox{{Kind: store.OutboxUnblock, Phone: "+12125550100"}}}, hour(0)},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := reachable(t, storetest.Redis(t).URL)
			seen, written, err := w.Change(t.Context(), store.Query{Rep: "U1", Now: monday},
				func(store.Snapshot) (store.Change, error) {
					c.change.Op, c.change.By, c.change.Now = "test", "U1", monday
					return c.change, nil
				})
			if err != nil {
				t.Fatal(err)
			}
			next, err := w.DueIndex.NextDue(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if first := written.FirstDue(seen); !first.Equal(c.want) || !next.Equal(c.want) {
				t.Errorf("first due %v, in the index %v, want %v", first, next, c.want)
			}
		})
	}
}
