package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// names walks all pages of a list.
func names(t *testing.T, w *store.Workspace, q store.ListQuery) (out []string) {
	t.Helper()
	for {
		page, err := w.Records.List(t.Context(), "U1", q)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range page.Leads {
			out = append(out, l.Name)
		}
		if q.After = page.Next; q.After == "" {
			return out
		}
	}
}

func TestListKinds(t *testing.T) {
	w := open(t)
	facts := map[string]coach.Lead{
		"Ant":   {Phone: "+49 (30) 123-4567"},
		"Bee":   {Contact: "José Ñandú", Company: "Hive GmbH"},
		"Cat":   {Email: "cat@example.com"},
		"Dog":   {},
		"Eel":   {},
		"Zebra": {},
	}
	for i, name := range []string{"Ant", "Bee", "Cat", "Dog", "Eel", "Zebra"} {
		id := add(t, w, "U1", name, monday.Add(time.Duration(5-i)*24*time.Hour))
		change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id}, func(seen store.Snapshot) (store.Change, error) {
			l, f := *seen.Lead, facts[name]
			l.Phone, l.Contact, l.Company, l.Email = f.Phone, f.Contact, f.Company, f.Email
			l.Progress.LastTouch = monday.Add(time.Duration(i) * time.Hour)
			c := store.Change{Op: "edit", By: "U1", Now: monday, Lead: &l,
				Attention: coach.Attention{Shows: monday.Add(time.Duration(5-i) * 24 * time.Hour)}}
			switch name {
			case "Dog", "Eel":
				l.Progress.Closed = outcome.Won
			case "Zebra":
				c.Attention = coach.Attention{} // open, and nothing is due
			}
			return c, nil
		})
	}
	for _, c := range []struct {
		q    store.ListQuery
		want string
	}{
		{store.ListQuery{Kind: store.ListAll}, "[Cat Bee Ant Zebra]"},
		{store.ListQuery{Kind: store.ListAll, Limit: 1}, "[Cat Bee Ant Zebra]"},
		{store.ListQuery{Kind: store.ListAll, Limit: 3}, "[Cat Bee Ant Zebra]"},
		{store.ListQuery{Kind: store.ListDue, Until: monday.Add(3 * 24 * time.Hour)}, "[Cat]"},
		{store.ListQuery{Kind: store.ListWeek, Until: monday.Add(4 * 24 * time.Hour), Limit: 1}, "[Cat Bee]"},
		{store.ListQuery{Kind: store.ListStale, Until: monday.Add(2 * time.Hour)}, "[Bee Ant]"},
		{store.ListQuery{Kind: store.ListClosed}, "[Dog Eel]"},
		{store.ListQuery{Kind: store.ListClosed, Limit: 1}, "[Dog Eel]"},
		{store.ListQuery{Kind: store.ListClosed, Text: "eel"}, "[Eel]"},
		{store.ListQuery{Kind: store.ListAll, Text: "jose nandu"}, "[Bee]"},
		{store.ListQuery{Kind: store.ListAll, Text: "HIVE"}, "[Bee]"},
		{store.ListQuery{Kind: store.ListAll, Text: "030/1234567"}, "[]"},
		{store.ListQuery{Kind: store.ListAll, Text: "30 1234567"}, "[Ant]"},
		{store.ListQuery{Kind: store.ListAll, Text: "@example.com", Limit: 1}, "[Cat]"},
		{store.ListQuery{Kind: store.ListAll, Text: "nobody"}, "[]"},
	} {
		if got := fmt.Sprint(names(t, w, c.q)); got != c.want {
			t.Errorf("%+v: %s, want %s", c.q, got, c.want)
		}
	}
	if _, err := w.Records.List(t.Context(), "U1", store.ListQuery{Kind: "nonsense"}); err == nil {
		t.Error("a list of nonsense")
	}
	if _, err := w.Records.List(t.Context(), "U1", store.ListQuery{After: "x|y"}); err == nil {
		t.Error("a cursor of nonsense")
	}
}

func TestListGoesOnWhenItsLastLeadMoved(t *testing.T) {
	w := open(t)
	var ids []string
	for i := range 6 {
		ids = append(ids, add(t, w, "U1", fmt.Sprint("L", i), monday.Add(time.Duration(i)*time.Hour)))
	}
	first, err := w.Records.List(t.Context(), "U1", store.ListQuery{Kind: store.ListAll, Limit: 3})
	if err != nil || len(first.Leads) != 3 {
		t.Fatal(first, err)
	}
	change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: ids[2]},
		logTouch("", "moves it to the end", monday.Add(5*time.Hour)))
	got := names(t, w, store.ListQuery{Kind: store.ListAll, Limit: 3, After: first.Next})
	if !slices.Equal(got, []string{"L3", "L4", "L5", "L2"}) {
		t.Errorf("after the first page: %v", got)
	}
}

func TestCheckOfACluster(t *testing.T) {
	s, err := store.Open(store.Options{URL: storetest.Cluster(t).Single})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	found, err := s.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	bad := 0
	for _, f := range found {
		if !f.OK {
			bad++
		}
	}
	if bad != 6 { // appendonly and a listpack setting, on each of three nodes
		t.Errorf("%d findings: %+v", bad, found)
	}
}
