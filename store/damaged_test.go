package store_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/storetest"
)

// Whoever reads several records passes the damaged ones over, names those that a rep would miss, and the log hears of
// each once. Whoever reads one alone gets the error.
func TestDamagedRecordsArePassedOver(t *testing.T) {
	srv := storetest.Redis(t)
	var log bytes.Buffer
	s, err := store.Open(store.Options{URL: srv.URL, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	w := s.In("T1")
	acme, birch, oak := add(t, w, "U1", "Acme", monday), add(t, w, "U1", "Birch", monday), add(t, w, "U1", "Oak", monday)
	add(t, w, "U2", "Elm", monday)
	for _, lead := range []string{acme, oak} {
		change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: lead}, logTouch("", "note", monday))
	}
	c := srv.Client()
	t.Cleanup(func() { _ = c.Close() })
	set := func(suffix, field, with string) {
		t.Helper()
		keys, err := c.Keys(t.Context(), "*:"+suffix).Result()
		if err != nil || len(keys) != 1 {
			t.Fatal(keys, err)
		}
		c.HSet(t.Context(), keys[0], field, with)
	}
	set("leads:U1", acme, `{"id":7,"name":"Acme"}`)
	set("leads:U1", birch, `{"id":"torn`)

	due, err := w.Records.DueLeads(t.Context(), "U1", monday.AddDate(0, 1, 0), 10)
	if err != nil || len(due.Leads) != 1 || due.Total != 1 || due.Leads[0].Name != "Oak" {
		t.Errorf("due: %+v, %v", due, err)
	}
	if names := strings.Join(due.Damaged, " "); names != "Acme birch" && names != "birch Acme" {
		t.Errorf("due and damaged: %q", due.Damaged)
	}
	page, err := w.Records.List(t.Context(), "U1", store.ListQuery{Kind: store.ListAll, Limit: 10})
	if err != nil || len(page.Leads) != 1 || len(page.Damaged) != 2 {
		t.Errorf("list: %v, damaged %v, %v", page.Leads, page.Damaged, err)
	}
	var each int
	err = w.EachLead(t.Context(), "U1", func(l []coach.Lead) error { each += len(l); return nil })
	if _, damaged := errors.AsType[*codec.DamagedError](err); !damaged || each != 1 {
		t.Errorf("each lead: %d, %v", each, err)
	}
	if err := w.Records.LiveLeads(t.Context(), "U1", func([]coach.Lead) error { return nil }); err != nil {
		t.Errorf("live leads: %v", err)
	}
	if journal, err := w.History.Journal(t.Context(), "U1", monday, 10); err != nil || len(journal) == 0 {
		t.Errorf("journal: %v, %v", journal, err)
	}
	touched := 0
	err = w.EachTouched(t.Context(), "U1", monday.Add(-time.Hour), func(l []store.Touched) error {
		touched += len(l)
		return nil
	})
	if err != nil || touched != 1 {
		t.Errorf("touched: %d, %v", touched, err)
	}
	_, err = w.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday, LeadID: acme})
	if d, damaged := errors.AsType[*codec.DamagedError](err); !damaged || d.Of != "lead" {
		t.Errorf("one alone: %v", err)
	}
	for _, key := range c.Keys(t.Context(), "*:reps").Val() {
		if c.HExists(t.Context(), key, "U2").Val() {
			c.HSet(t.Context(), key, "U2", `[]`)
		}
	}
	if reps, err := w.Records.Reps(t.Context()); err != nil || len(reps) != 1 {
		t.Errorf("reps: %v, %v", reps, err)
	}
	if n := strings.Count(log.String(), acme); n != 1 {
		t.Errorf("the log names a lead %d times:\n%s", n, log.String())
	}
}

// A record of a newer schema isn't damaged: it is an error for whoever reads it, until the version that knows it does.
func TestANewerRecordIsNotPassedOver(t *testing.T) {
	srv := storetest.Redis(t)
	w := openURL(t, srv.URL)
	id := add(t, w, "U1", "Acme", monday)
	c := srv.Client()
	t.Cleanup(func() { _ = c.Close() })
	c.HSet(t.Context(), c.Keys(t.Context(), "*:leads:U1").Val()[0], id, `{"s":99}`)
	_, err := w.Records.DueLeads(t.Context(), "U1", monday, 10)
	if newer, is := errors.AsType[*codec.SchemaError](err); !is || newer.Stored != 99 {
		t.Errorf("%v", err)
	}
}

// A number whose record on the do-not-call list is damaged stays blocked, and is readable again once somebody else
// asks not to be called on it.
func TestADamagedBlockStaysABlock(t *testing.T) {
	srv := storetest.Redis(t)
	w := openURL(t, srv.URL)
	const phone = "+12025550123"
	block := store.Blocked{Phone: phone, By: "U1", At: monday, Rep: "U1", Lead: "L1", Read: true}
	if err := w.Directory.BlockNumber(t.Context(), block); err != nil {
		t.Fatal(err)
	}
	c := srv.Client()
	t.Cleanup(func() { _ = c.Close() })
	list := c.Keys(t.Context(), "*:blocked").Val()[0]
	c.HSet(t.Context(), list, c.HKeys(t.Context(), list).Val()[0], `{"by":`)
	found, err := w.Directory.BlockedAmong(t.Context(), []string{phone, "+12025550199"})
	if err != nil || len(found) != 1 || found[0].Phone != phone {
		t.Fatalf("%v, %v", found, err)
	}
	block.Lead = "L2"
	if err := w.Directory.BlockNumber(t.Context(), block); err != nil {
		t.Fatal(err)
	}
	if found, err = w.Directory.BlockedAmong(t.Context(), []string{phone}); err != nil || len(found) != 1 ||
		found[0].Lead != "L2" {
		t.Errorf("%v, %v", found, err)
	}
}
