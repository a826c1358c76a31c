package store_test

import (
	"context"
	"errors"
	"fmt"
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

// detailsOf stands for what the bot makes of a lead: whole details, and the last word of a contact.
func detailsOf(l coach.Lead, _ coach.Rep) (out []store.Detail) {
	for _, text := range []string{l.Contact, l.Company, l.Email, l.Phone} {
		if text != "" {
			out = append(out, store.Detail{Key: strings.ToLower(text)})
		}
	}
	if _, last, two := strings.Cut(strings.ToLower(l.Contact), " "); two {
		out = append(out, store.Detail{Key: last, Whole: strings.ToLower(l.Contact)})
	}
	return out
}

func openDetailed(tb testing.TB, url string) *store.Workspace {
	tb.Helper()
	s, err := store.Open(store.Options{URL: url, Details: detailsOf})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = s.Close() })
	return s.In("T1")
}

// having are the ids of the leads that a detail leads to, in no order that matters.
func having(tb testing.TB, w *store.Workspace, rep, detail string) []string {
	tb.Helper()
	seen, err := w.Records.Read(tb.Context(), store.Query{Rep: rep, Now: monday, Index: true, Details: []string{detail}})
	if err != nil {
		tb.Fatal(err)
	}
	var ids []string
	for _, d := range seen.Details {
		if d.Key == detail && d.Whole == "" {
			ids = append(ids, d.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

// edit changes a lead's record and nothing else.
func edit(tb testing.TB, w *store.Workspace, rep, id string, fn func(*coach.Lead)) {
	tb.Helper()
	change(tb, w, store.Query{Rep: rep, Now: monday, LeadID: id}, func(seen store.Snapshot) (store.Change, error) {
		l := *seen.Lead
		fn(&l)
		return store.Change{Op: "edit", By: rep, Now: monday, Undoable: true, Lead: &l, Name: strings.ToLower(l.Name)}, nil
	})
}

func undoOnce(tb testing.TB, w *store.Workspace, u store.UndoQuery) store.Entry {
	tb.Helper()
	u.Now, u.By = monday, u.Rep
	u.Restore = func(store.Before) (store.Restored, error) { return store.Restored{}, nil }
	e, err := w.History.Undo(tb.Context(), u)
	if err != nil {
		tb.Fatal(err)
	}
	return e.Entry
}

// Details go with their lead, whatever changes it, and several leads may share one.
func TestDetailsGoWithTheirLead(t *testing.T) {
	t.Parallel()
	w := openDetailed(t, storetest.Redis(t).URL)
	a, b := add(t, w, "U1", "Acme", monday), add(t, w, "U1", "Birch", monday)
	check := func(what, detail string, want ...string) {
		t.Helper()
		slices.Sort(want)
		if got := having(t, w, "U1", detail); !slices.Equal(got, want) {
			t.Errorf("%s: %q leads to %v, want %v", what, detail, got, want)
		}
	}
	check("a lead without any", "kim roe")
	edit(t, w, "U1", a, func(l *coach.Lead) { l.Contact, l.Company, l.Phone = "Kim Roe", "Wood", "+1" })
	check("edited", "kim roe", a)
	edit(t, w, "U1", b, func(l *coach.Lead) { l.Company, l.Email = "Wood", "b@x" })
	check("shared", "wood", a, b)
	edit(t, w, "U1", a, func(l *coach.Lead) { l.Contact = "Jo Poe" })
	check("changed", "kim roe")
	check("changed", "jo poe", a)
	change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: a}, logTouch("", "a call", monday))
	check("logged", "jo poe", a)
	edit(t, w, "U1", a, func(l *coach.Lead) { l.Name = "Acme Corp" })
	check("renamed", "jo poe", a)
	edit(t, w, "U1", a, func(l *coach.Lead) { l.Progress.Closed = outcome.DoNotCall })
	check("closed", "wood", a, b)
	edit(t, w, "U1", a, func(l *coach.Lead) { l.Progress.Closed = "" })
	check("opened again", "wood", a, b)
	for range 4 { // back to before "renamed"
		undoOnce(t, w, store.UndoQuery{Rep: "U1", LeadID: a})
	}
	check("undone", "jo poe", a)
	undoOnce(t, w, store.UndoQuery{Rep: "U1", LeadID: a})
	check("undone", "kim roe", a)
	check("undone", "jo poe")
	for range 2 {
		undoOnce(t, w, store.UndoQuery{Rep: "U1", LeadID: a})
	}
	check("the lead is gone", "wood", b)
	check("the lead is gone", "kim roe")
	check("another rep's", "wood", b)
	if got := having(t, w, "U2", "wood"); got != nil {
		t.Errorf("another rep finds %v", got)
	}
}

// The beginning of a detail finds what has it, and the end of one with all of it.
func TestDetailsAreFoundByTheirBeginning(t *testing.T) {
	t.Parallel()
	w := openDetailed(t, storetest.Redis(t).URL)
	a := add(t, w, "U1", "Acme", monday)
	edit(t, w, "U1", a, func(l *coach.Lead) { l.Contact = "Kim Roe" })
	for _, start := range []string{"kim", "kim r", "ro"} {
		seen, err := w.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday, Names: []string{start}, Index: true})
		if err != nil || len(seen.Details) != 1 || seen.Details[0].ID != a || len(seen.Index) != 1 {
			t.Fatalf("%q: %+v, %v", start, seen.Details, err)
		}
		if d := seen.Details[0]; d.Key == "roe" && d.Whole != "kim roe" {
			t.Errorf("%q: %+v", start, d)
		}
	}
	seen, err := w.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday, Names: []string{"kim roe"}, Index: true})
	if err != nil || len(seen.Details) != 1 || len(seen.Index) != 0 {
		t.Errorf("a whole detail: %+v, %d names, %v", seen.Details, len(seen.Index), err)
	}
}

// A name that exists costs two trips and no more of Redis than without details; a detail three.
func TestTripsToADetail(t *testing.T) {
	srv := storetest.Redis(t)
	commands := map[bool]string{}
	for _, detailed := range []bool{false, true} {
		w := openURL(t, srv.URL)
		rep := "U1"
		if detailed {
			w, rep = openDetailed(t, srv.URL), "U2"
		}
		id := add(t, w, rep, "Acme", monday)
		edit(t, w, rep, id, func(l *coach.Lead) { l.Contact = "Kim Roe" })
		trips, err := w.CountTrips(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		c := srv.Client()
		defer c.Close()
		log := func(key string, q store.Query) int64 {
			q.Rep, q.Now, q.Key, q.Said, q.Index, q.Touches = rep, monday, key, key, true, 1
			trips.Store(0)
			if err := c.ConfigResetStat(t.Context()).Err(); err != nil {
				t.Fatal(err)
			}
			if q.Names != nil && q.LeadID == "" && q.Names[0] == "kim roe" {
				seen, err := w.Records.Read(t.Context(), q)
				if err != nil || len(seen.Details) != 1 {
					t.Fatalf("%+v, %v", seen.Details, err)
				}
				q.LeadID, q.Index = seen.Details[0].ID, false
			}
			change(t, w, q, logTouch(key, "x", monday))
			return trips.Load()
		}
		log("first", store.Query{Names: []string{"acme"}})
		if n := log("exact", store.Query{Names: []string{"acme voicemail", "acme"}}); n != 2 {
			t.Errorf("%d trips for an exact name", n)
		}
		var lines []string
		for line := range strings.Lines(c.Info(t.Context(), "commandstats").Val()) {
			name, rest, _ := strings.Cut(line, ":calls=")
			calls, _, more := strings.Cut(rest, ",")
			if more && !strings.HasPrefix(name, "cmdstat_info") && !strings.HasPrefix(name, "cmdstat_config") {
				lines = append(lines, name+" "+calls)
			}
		}
		slices.Sort(lines)
		commands[detailed] = strings.Join(lines, "\n")
		if detailed {
			if n := log("detail", store.Query{Names: []string{"kim roe"}}); n != 3 {
				t.Errorf("%d trips for a detail", n)
			}
		}
	}
	if commands[true] != commands[false] || !strings.Contains(commands[true], "evalsha 2") {
		t.Errorf("commands of a log by name, with details:\n%s\nand without:\n%s", commands[true], commands[false])
	}
}

// Leads that were stored before there were details are found once anybody seeks one, whatever happens meanwhile.
func TestDetailsOfLeadsStoredBefore(t *testing.T) {
	t.Parallel()
	srv := storetest.Redis(t)
	before := openURL(t, srv.URL)
	ids := seed(t, before, "U1", 450) // three batches
	w := openDetailed(t, srv.URL)
	// One is edited by the new version first: what the edit leaves alone is brought in all the same.
	edit(t, w, "U1", ids[7], func(l *coach.Lead) { l.Company = "Wood" })

	// It is interrupted after a while, and goes on where it was.
	ctx, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
	_, err := w.Records.Read(ctx, store.Query{Rep: "U1", Now: monday, Index: true, Names: []string{"wood"}})
	cancel()
	if err == nil {
		t.Error("read without time")
	}
	var both sync.WaitGroup
	failed := make(chan error, 2)
	for range 2 { // two replicas at once
		both.Go(func() {
			other, err := store.Open(store.Options{URL: srv.URL, Details: detailsOf})
			if err == nil {
				defer other.Close()
				_, err = other.In("T1").Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday, Index: true,
					Names: []string{"nobody"}})
			}
			failed <- err
		})
	}
	both.Wait()
	if err := errors.Join(<-failed, <-failed); err != nil {
		t.Fatal(err)
	}
	for i, id := range ids {
		if got := having(t, w, "U1", fmt.Sprintf("+1415555%04d", i)); !slices.Equal(got, []string{id}) {
			t.Fatalf("lead %d: %v", i, got)
		}
	}
	if got := having(t, w, "U1", "wood"); !slices.Equal(got, ids[7:8]) {
		t.Errorf("the edited one: %v", got)
	}
	trips, err := w.CountTrips(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	having(t, w, "U1", "nobody")
	if n := trips.Load(); n != 1 {
		t.Errorf("%d trips once all are there", n)
	}
}

// It goes on behind the lead that it had come to.
func TestDetailsAreResumed(t *testing.T) {
	t.Parallel()
	srv := storetest.Redis(t)
	ids := seed(t, openURL(t, srv.URL), "U1", 20)
	slices.Sort(ids)
	c := srv.Client()
	defer c.Close()
	tag := fmt.Sprintf("{T1:s%02d}", keyspace.Shard("U1"))
	if err := c.Set(t.Context(), tag+":detailed:U1", "1 US \n"+ids[14], 0).Err(); err != nil {
		t.Fatal(err)
	}
	w := openDetailed(t, srv.URL)
	if got := having(t, w, "U1", "pat example"); !slices.Equal(got, ids[15:]) {
		t.Errorf("%v, want those behind %s: %v", got, ids[14], ids[15:])
	}
	// A rep who moves to another country has numbers that are read otherwise: all are made anew.
	change(t, w, store.Query{Rep: "U1", Now: monday}, func(seen store.Snapshot) (store.Change, error) {
		rep := seen.Rep
		rep.TZ = "Europe/Berlin"
		return store.Change{Op: "settings", By: "U1", Now: monday, Rep: &rep}, nil
	})
	if got := having(t, w, "U1", "pat example"); !slices.Equal(got, ids) {
		t.Errorf("%d of %d made anew", len(got), len(ids))
	}
}

// What the version without schema numbers stored is found by its details too.
func TestSchema1HasDetails(t *testing.T) {
	t.Parallel()
	srv := storetest.Redis(t)
	spaces := srv.Load(t, storetest.Schema1)
	s, err := store.Open(store.Options{URL: srv.URL, Details: detailsOf})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	found := 0
	for _, at := range spaces {
		w := s.In(at.ID)
		eachLead(t, w, func(rep coach.Rep, l coach.Lead, _ []coach.Touch) {
			for _, d := range detailsOf(l, rep) {
				if d.Whole == "" && !slices.Contains(having(t, w, rep.ID, d.Key), l.ID) {
					t.Errorf("%s: %s is not found by %q", at.ID, l.Name, d.Key)
				}
				found++
			}
		})
	}
	if found < 50 {
		t.Errorf("%d details", found)
	}
}

// Undo of one lead takes back its newest change, whatever others did; a change stays the newest of its lead until
// something that stands changes that lead.
func TestNewestOfALead(t *testing.T) {
	t.Parallel()
	w := open(t)
	a, b := add(t, w, "U1", "Acme", monday), add(t, w, "U1", "Birch", monday)
	log := func(id string) string {
		return change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id},
			func(seen store.Snapshot) (store.Change, error) {
				c, err := logTouch("", "x", monday)(seen)
				c.Entry = store.NewID()
				return c, err
			}).Entry
	}
	first := log(a)
	newest := func(what, entry, lead string, want bool) {
		t.Helper()
		of, is, err := w.History.Newest(t.Context(), "U1", entry, monday)
		if err != nil || is != want || of != lead {
			t.Errorf("%s: %v of %s, %v", what, is, of, err)
		}
	}
	newest("the last of all", first, a, true)
	other := log(b)
	newest("another lead changed", first, a, true)
	second := log(a)
	newest("the same lead changed", first, a, false)
	if e := undoOnce(t, w, store.UndoQuery{Rep: "U1", LeadID: b}); e.ID != other {
		t.Errorf("undo of Birch took back %s", e.Op)
	}
	newest("taken back itself", other, b, false)
	if e := undoOnce(t, w, store.UndoQuery{Rep: "U1", LeadID: a}); e.ID != second {
		t.Errorf("undo of Acme took back %s", e.Op)
	}
	newest("what was newer is taken back", first, a, true)
}

func BenchmarkFind(b *testing.B) {
	w := openDetailed(b, storetest.Redis(b).URL)
	for _, n := range []int{10, 500, 5000} {
		rep := fmt.Sprint("U", n)
		ids := seed(b, w, rep, n)
		edit(b, w, rep, ids[n/2], func(l *coach.Lead) { l.Contact = "Kim Roe" })
		for kind, names := range map[string]string{"name": "lead 7", "detail": "kim roe", "likeness": "lead x"} {
			b.Run(fmt.Sprint(kind, "/", n), func(b *testing.B) {
				for b.Loop() {
					if _, err := w.Records.Read(b.Context(), store.Query{Rep: rep, Now: monday, Names: []string{names},
						Index: true}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
