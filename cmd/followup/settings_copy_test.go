package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/archive"
	"github.com/followup-coach/followup/store/storetest"
)

// What somebody has set for themselves comes back with a copy: their clock, how many messages a day they want and of
// which kinds, that they are on hold, and what has gathered meanwhile on its way to later days.
func TestSettingsComeBackWithACopy(t *testing.T) {
	open := func() (*store.Workspace, *storetest.Server) {
		server := storetest.Redis(t)
		s, err := store.Open(store.Options{URL: server.URL})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s.In("T1"), server
	}
	now := time.Date(2026, 1, 12, 9, 0, 0, 0, time.UTC)
	from, source := open()
	half := 8 * 60
	set := coach.Rep{ID: "U1", TZ: "Europe/Berlin", TZFixed: true, Since: now, Days: []int{0, 1, 2}, From: 540, To: 1020,
		Digest: &half, Mode: coach.Assertive, Quiet: []coach.MessageKind{coach.KindTip, coach.KindNudge}, Scripts: true,
		Clock: "24", DMs: 4, Muted: []string{"t5"},
		Away:   absence.Absence{Since: now, By: "U9"},
		Spread: absence.Spread{Why: absence.Away, At: now, Leads: 7, Open: true}}
	_, _, err := from.Change(t.Context(), store.Query{Rep: "U1", Now: now}, func(store.Snapshot) (store.Change, error) {
		return store.Change{Op: "settings", By: "U1", Now: now, Rep: &set}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want, _, err := from.Records.Rep(t.Context(), "U1")
	if err != nil {
		t.Fatal(err)
	}
	c := source.Client()
	defer c.Close()
	var copied bytes.Buffer
	if _, err := archive.Export(t.Context(), c, &copied, now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	into, target := open()
	to := target.Client()
	defer to.Close()
	if _, err := archive.Restore(t.Context(), to, strings.NewReader(copied.String()), archive.Options{}); err != nil {
		t.Fatal(err)
	}
	got, known, err := into.Records.Rep(t.Context(), "U1")
	if err != nil || !known {
		t.Fatalf("known %v, %v", known, err)
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("settings after the way there (-was +is):\n%s", diff)
	}
	if got.DMs != 4 || got.Clock != "24" || !got.Away.Paused() || !got.Spread.Open || len(got.Quiet) != 2 {
		t.Errorf("not as they were set: %+v", got)
	}
}
