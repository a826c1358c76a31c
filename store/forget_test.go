package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// shut closes a lead.
func shut(l *coach.Lead) { l.Progress.Closed, l.Progress.ClosedAt = outcome.Won, monday }

// A lead that is forgotten is nowhere any more, in no record, name, detail or line of the audit list, however long that
// is; the list still says who changed it and when. What others left, the counts and the other leads stay.
func TestForget(t *testing.T) {
	t.Parallel()
	srv := storetest.Redis(t)
	w := openDetailed(t, srv.URL)
	c := srv.Client()
	defer c.Close()
	kept := add(t, w, "U1", "Acme", monday)
	gone := add(t, w, "U1", "Secret Corp", monday)
	change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: gone}, logTouch("e1", "secret note", monday))
	undone := change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: gone}, logTouch("e2", "secret, undone", monday))
	undoOnce(t, w, store.UndoQuery{Rep: "U1", Entry: undone.Entry})
	for i := range 600 { // more lines than are read in one trip, before and behind
		edit(t, w, "U1", kept, func(l *coach.Lead) { l.Source = fmt.Sprint("source ", i) })
		if i == 300 {
			edit(t, w, "U1", gone, func(l *coach.Lead) { l.Name, l.Contact = "Secret Co", "Kim Secretary" })
			edit(t, w, "U1", gone, func(l *coach.Lead) { l.Phone, l.Progress.Counters.Unsorted = "secret phone", 3 })
		}
	}
	edit(t, w, "U1", gone, shut)
	open, left := add(t, w, "U1", "Open", monday), add(t, w, "U1", "Left", monday)
	edit(t, w, "U1", left, func(l *coach.Lead) {
		shut(l)
		l.Progress.Waiting = coach.Waiting{Kind: coach.WaitTask, Rule: coach.FindSuccessor, At: monday}
	})
	// as of a rep with more than a thousand names
	c.ZAdd(t.Context(), key("words", "U1"), redis.Z{Member: "secret co\x00"})
	audit := func() []store.AuditEntry {
		t.Helper()
		lines, err := w.History.Audit(t.Context(), "U1", 0)
		if err != nil {
			t.Fatal(err)
		}
		return lines
	}
	forget := func(now time.Time, want int) {
		t.Helper()
		if n, err := w.Forget(t.Context(), "U1", now, gone, open, left, "unknown"); n != want || err != nil {
			t.Errorf("%d leads went, want %d; %v", n, want, err)
		}
	}
	before, records := audit(), secrets(t, c)
	forget(monday.Add(24*time.Hour-time.Millisecond), 0) // its last change may be undone
	if diff := gocmp.Diff(before, audit()); diff != "" || len(records) != 6 {
		t.Errorf("%v; before -, after +:\n%s", records, diff)
	}
	later := monday.Add(48 * time.Hour)
	forget(later, 1)
	if found := secrets(t, c); len(found) > 0 {
		t.Errorf("still there: %v", found)
	}
	after := audit()
	if after[0].Op != "forget" || after[0].LeadID != gone || after[0].By != "" || after[0].Undoable {
		t.Errorf("%+v", after[0])
	}
	for i, is := range after[1:] {
		was := before[i]
		if was.LeadID == gone {
			was.LeadName, was.Before, was.After, was.TouchGone, was.Undoable = "", nil, nil, nil, false
		}
		if diff := gocmp.Diff(was, is); diff != "" {
			t.Errorf("entry %d: before -, after +:\n%s", i, diff)
		}
	}
	f, err := w.Records.Figures(t.Context(), coach.Rep{ID: "U1", TZ: "UTC"}, monday)
	if err != nil || f.Ever.Tries() != 3 {
		t.Errorf("counts %+v, %v", f.Ever, err)
	}
	for _, id := range []string{kept, open, left} {
		if lead(t, w, "U1", id) == nil {
			t.Errorf("%s is gone", id)
		}
	}
	forget(later, 0)
	if again := add(t, w, "U1", "Secret Co", monday); again == gone {
		t.Error("the same lead")
	}
}

// A lead that somebody changes while it is about to be forgotten is left alone, and the others go.
func TestForgetWhileALeadChanges(t *testing.T) {
	t.Parallel()
	srv := storetest.Redis(t)
	w := openURL(t, srv.URL)
	var ids []string
	for _, name := range []string{"Acme", "Birch"} {
		id := add(t, w, "U1", name, monday)
		edit(t, w, "U1", id, shut)
		ids = append(ids, id)
	}
	meanwhile := func() {}
	s, err := store.Open(store.Options{URL: srv.URL, Details: func(l coach.Lead, _ coach.Rep) []store.Detail {
		if l.ID == ids[0] { // it was read, and isn't written yet
			meanwhile()
		}
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	meanwhile = func() { edit(t, w, "U1", ids[0], func(l *coach.Lead) { l.Source = "again" }) }
	if n, err := s.In("T1").Forget(t.Context(), "U1", monday.Add(48*time.Hour), ids...); n != 1 || err != nil {
		t.Errorf("%d leads went, %v", n, err)
	}
	if l := lead(t, w, "U1", ids[0]); l == nil || l.Source != "again" || lead(t, w, "U1", ids[1]) != nil {
		t.Errorf("left: %+v", l)
	}
}

// Nothing grows without an end but what is kept on purpose: every key ends by itself, as keys.go says, or is of a kind
// that is named there as staying.
func TestWhatStaysAndWhatEnds(t *testing.T) {
	t.Parallel()
	srv := storetest.Redis(t)
	everyOperation(t, srv.URL)
	c := srv.Client()
	defer c.Close()
	stays := map[string]bool{"reps": true, "leads": true, "names": true, "details": true, "detailed": true, "looks": true,
		"left": true, "agreed": true, "tally": true, "touches": true, "audit": true, "due": true, "for": true, "outbox": true,
		"schema": true, "run": true, "tips": true, "teams": true, "prints": true, "blocked": true, "numbers": true,
		"week": false,
		"key":  false, "did": false, "parked": false, "letter": false, "deed": false, "dms": false}
	seen := map[string]bool{}
	for _, k := range c.Keys(t.Context(), "*").Val() {
		_, kind, _ := strings.Cut(k, "}:")
		kind, _, _ = strings.Cut(kind, ":")
		life := c.PTTL(t.Context(), k).Val()
		if stay, listed := stays[kind]; !listed || stay != (life < 0) {
			t.Errorf("%s: listed %v, stays %v, lives %v", k, listed, stay, life)
		}
		seen[kind] = true
	}
	if len(seen) < 16 { // sums of what was taken back again are no more
		t.Errorf("only the kinds %v", seen)
	}
}

// secrets are the keys that hold the word, but for those that end by themselves within the day.
func secrets(t *testing.T, c *redis.Client) (found []string) {
	t.Helper()
	for _, k := range c.Keys(t.Context(), "{T1:*").Val() {
		if c.TTL(t.Context(), k).Val() > 0 {
			continue
		}
		var all any
		switch c.Type(t.Context(), k).Val() {
		case "hash":
			all = c.HGetAll(t.Context(), k).Val()
		case "list":
			all = c.LRange(t.Context(), k, 0, -1).Val()
		case "zset":
			all = c.ZRange(t.Context(), k, 0, -1).Val()
		case "set":
			all = c.SMembers(t.Context(), k).Val()
		default:
			all = c.Get(t.Context(), k).Val()
		}
		if strings.Contains(strings.ToLower(fmt.Sprint(all)), "secret") {
			found = append(found, k)
		}
	}
	return found
}

// What a lead was made of goes with it and not before: as long as something that may be undone keeps it, the lines of
// the lead that went into it stay too.
func TestForgetWhatWasMerged(t *testing.T) {
	t.Parallel()
	w := openURL(t, storetest.Redis(t).URL)
	stays, goes := twins(t, w)
	if _, err := merge(t.Context(), w, stays, goes, plainly); err != nil {
		t.Fatal(err)
	}
	later := monday.Add(72 * time.Hour)
	change(t, w, store.Query{Rep: "U1", Now: later, LeadID: stays}, func(seen store.Snapshot) (store.Change, error) {
		l := *seen.Lead
		shut(&l)
		return store.Change{Op: "close", By: "U1", Now: later, Undoable: true, Lead: &l}, nil
	})
	names := func() (n int) {
		trail, err := w.History.AuditLead(t.Context(), "U1", goes, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range trail {
			if e.LeadName != "" {
				n++
			}
		}
		return n
	}
	before := names()
	for _, c := range []struct {
		at          time.Time
		gone, names int
	}{{later.Add(time.Hour), 0, before}, {later.Add(48 * time.Hour), 1, 0}} {
		if n, err := w.Forget(t.Context(), "U1", c.at, stays); n != c.gone || err != nil || names() != c.names {
			t.Errorf("at %v %d went, %v; %d of %d lines name the lead that was merged", c.at, n, err, names(), before)
		}
	}
	if before == 0 {
		t.Error("no line named it: nothing is shown by this test")
	}
}
