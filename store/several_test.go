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
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// planned is what a line of several does to a lead: read it, and log a touch.
func planned(t *testing.T, w *store.Workspace, id, note string) store.Planned {
	t.Helper()
	seen, err := w.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday, LeadID: id})
	if err != nil {
		t.Fatal(err)
	}
	c, err := logTouch("", note, monday)(seen)
	if err != nil {
		t.Fatal(err)
	}
	c.Said, c.Entry = "said "+note, "entry "+note
	return store.Planned{Seen: seen, Change: c}
}

// further is another touch of the lead that a planned change leaves.
func further(t *testing.T, p store.Planned, note string) store.Planned {
	t.Helper()
	after := *p.Change.Lead
	p.Seen.Lead = &after
	c, err := logTouch("", note, monday.Add(time.Minute))(p.Seen)
	if err != nil {
		t.Fatal(err)
	}
	return store.Planned{Seen: p.Seen, Change: c}
}

func notesOf(t *testing.T, w *store.Workspace, id string) (out []string) {
	t.Helper()
	for _, touch := range touches(t, w, "U1", id) {
		out = append(out, touch.Note)
	}
	return out
}

// Several changes are one write: in one trip, each with its journal entry, and each is taken back by itself.
func TestWriteAllWritesEachChangeOnce(t *testing.T) {
	w := openDetailed(t, storetest.Redis(t).URL)
	a, b := add(t, w, "U1", "Acme", monday), add(t, w, "U1", "Birch", monday)
	was := *lead(t, w, "U1", a)
	first, second := planned(t, w, a, "one"), planned(t, w, b, "two")
	again := further(t, first, "three")
	seen, err := w.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday, Names: []string{"cedar"}})
	if err != nil {
		t.Fatal(err)
	}
	cedar := coach.Lead{ID: store.NewID(), Rep: "U1", Name: "Cedar", Created: monday, Phone: "+1 212"}
	fresh := store.Planned{Seen: seen, Change: store.Change{Op: "log voicemail", By: "U1", Now: monday, Undoable: true,
		Lead: &cedar, Name: "cedar", Touch: &coach.Touch{ID: store.NewID(), Seq: 1, Note: "four"}}}

	trips, err := w.CountTrips(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all := []store.Planned{first, second, again, fresh}
	if err := w.WriteAll(t.Context(), "key", []byte("all"), all); err != nil {
		t.Fatal(err)
	}
	if n := trips.Load(); n != 1 {
		t.Errorf("%d trips", n)
	}
	if got := notesOf(t, w, a); !slices.Equal(got, []string{"one", "three"}) {
		t.Errorf("touches of the lead that was changed twice: %q", got)
	}
	if l := lead(t, w, "U1", a); l.Version != was.Version+2 || l.Progress.Calls != 2 {
		t.Errorf("version %d after %d, %d calls", l.Version, was.Version, l.Progress.Calls)
	}
	if got := notesOf(t, w, b); !slices.Equal(got, []string{"two"}) {
		t.Errorf("touches of the other: %q", got)
	}
	if got := having(t, w, "U1", "+1 212"); !slices.Equal(got, []string{cedar.ID}) {
		t.Errorf("leads with the new lead's number: %q", got)
	}
	seen, err = w.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday, Key: "key", Said: "said two"})
	if err != nil || string(seen.Answer) != "all" || seen.Said == nil || seen.Said.Entry != "entry two" {
		t.Errorf("stored under the key: %q, under the words: %+v, %v", seen.Answer, seen.Said, err)
	}

	// The same request once more writes nothing.
	var dup *store.DuplicateError
	once := []store.Planned{planned(t, w, b, "twice")}
	if err := w.WriteAll(t.Context(), "key", []byte("other"), once); !errors.As(err, &dup) || string(dup.Answer) != "all" {
		t.Errorf("the same key again: %v", err)
	}

	// Each is undone by itself, newest first on one lead.
	journal, err := w.History.Journal(t.Context(), "U1", monday.Add(time.Minute), 4)
	if err != nil || len(journal) != 4 {
		t.Fatalf("journal %+v, %v", journal, err)
	}
	var newer *store.NewerError
	if _, err := w.History.Undo(t.Context(), plainUndo("U1", journal[3].ID, monday)); !errors.As(err, &newer) {
		t.Errorf("undo of the older change of one lead: %v", err)
	}
	for _, e := range journal {
		if _, err := w.History.Undo(t.Context(), plainUndo("U1", e.ID, monday.Add(time.Hour))); err != nil {
			t.Fatalf("undo of %s of %s: %v", e.Op, e.LeadName, err)
		}
	}
	if n := len(touches(t, w, "U1", a)) + len(touches(t, w, "U1", b)); n != 0 || lead(t, w, "U1", cedar.ID) != nil {
		t.Errorf("%d touches are left, new lead %v", n, lead(t, w, "U1", cedar.ID))
	}
	if got := lead(t, w, "U1", a); got.Progress.Calls != was.Progress.Calls {
		t.Errorf("%d calls after all undos", got.Progress.Calls)
	}
}

// Whatever one of the changes meets, none of them is written.
func TestWriteAllWritesAllOrNothing(t *testing.T) {
	stale := func(t *testing.T, w *store.Workspace, p []store.Planned) []store.Planned {
		change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: p[1].Seen.Lead.ID}, logTouch("", "meanwhile", monday))
		return p
	}
	for name, spoil := range map[string]func(*testing.T, *store.Workspace, []store.Planned) []store.Planned{
		"a lead changed meanwhile": stale,
		"the rep changed meanwhile": func(t *testing.T, w *store.Workspace, p []store.Planned) []store.Planned {
			change(t, w, store.Query{Rep: "U1", Now: monday}, func(s store.Snapshot) (store.Change, error) {
				rep := s.Rep
				rep.TZ = "Europe/London"
				return store.Change{Op: "settings", By: "U1", Now: monday, Rep: &rep}, nil
			})
			return p
		},
		"a name taken meanwhile": func(t *testing.T, w *store.Workspace, p []store.Planned) []store.Planned {
			s, err := w.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday, Names: []string{"cedar"}})
			if err != nil {
				t.Fatal(err)
			}
			add(t, w, "U1", "Cedar", monday)
			return append(p, store.Planned{Seen: s, Change: store.Change{Op: "add", By: "U1", Now: monday, Name: "cedar",
				Lead: &coach.Lead{ID: store.NewID(), Rep: "U1", Name: "Cedar"}}})
		},
		"another rep's lead": func(t *testing.T, w *store.Workspace, p []store.Planned) []store.Planned {
			other := *p[1].Change.Lead
			other.Rep = "U2"
			p[1].Change.Lead = &other
			return p
		},
		"a rep's record behind the first change": func(_ *testing.T, _ *store.Workspace, p []store.Planned) []store.Planned {
			p[1].Change.Rep = &coach.Rep{ID: "U1"}
			return p
		},
	} {
		t.Run(strings.ReplaceAll(name, " ", "-"), func(t *testing.T) {
			w := open(t)
			a, b := add(t, w, "U1", "Acme", monday), add(t, w, "U1", "Birch", monday)
			p := spoil(t, w, []store.Planned{planned(t, w, a, "one"), planned(t, w, b, "two")})
			before, err := w.History.Journal(t.Context(), "U1", monday, 0)
			if err != nil {
				t.Fatal(err)
			}
			if err := w.WriteAll(t.Context(), "key", nil, p); err == nil {
				t.Fatal("it was written")
			}
			if got := notesOf(t, w, a); len(got) > 0 {
				t.Errorf("the first lead has %q", got)
			}
			if got := notesOf(t, w, b); slices.Contains(got, "two") {
				t.Errorf("the second lead has %q", got)
			}
			after, err := w.History.Journal(t.Context(), "U1", monday, 0)
			if err != nil || len(after) != len(before) {
				t.Errorf("%d journal entries, %d before, %v", len(after), len(before), err)
			}
			if seen, err := w.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday, Key: "key"}); err != nil ||
				seen.Answered {
				t.Errorf("the key is used: %v, %v", seen.Answered, err)
			}
		})
	}
}

// Two dozen people who go on changing one lead all get through: whoever was too slow keeps away for longer each time,
// and who has least time left writes first. On a busy machine that may take longer than a command has.
func TestACrowdAtOneLead(t *testing.T) {
	w := openURL(t, storetest.Redis(t).URL)
	id := add(t, w, "U1", "A", monday)
	var crowd sync.WaitGroup
	for n := range 24 {
		crowd.Go(func() {
			for i := range 60 {
				note := fmt.Sprint(n, "/", i)
				ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
				if _, _, err := w.Change(ctx, store.Query{Rep: "U1", Now: monday, LeadID: id, Key: note},
					logTouch(note, note, monday)); err != nil {
					t.Errorf("%s: %v", note, err)
				}
				cancel()
			}
		})
	}
	crowd.Wait()
}
