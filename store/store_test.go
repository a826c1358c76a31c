package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/storetest"
)

var monday = time.Date(2026, 1, 12, 9, 0, 0, 0, time.UTC)

// open is a workspace in an empty database.
func open(tb testing.TB) *store.Workspace {
	tb.Helper()
	return openURL(tb, storetest.Redis(tb).URL)
}

func openURL(tb testing.TB, url string) *store.Workspace {
	tb.Helper()
	s, err := store.Open(store.Options{URL: url})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = s.Close() })
	return s.In("T1")
}

// add makes a lead (and, at first, its rep) and returns its id.
func add(tb testing.TB, w *store.Workspace, rep, name string, shows time.Time) string {
	tb.Helper()
	id := store.NewID()
	_, _, err := w.Change(tb.Context(), store.Query{Rep: rep, Now: monday},
		func(seen store.Snapshot) (store.Change, error) {
			c := store.Change{
				Op: "add", By: rep, Now: monday, Undoable: true, Name: strings.ToLower(name),
				Lead:      &coach.Lead{ID: id, Rep: rep, Name: name, Created: monday},
				Attention: coach.Attention{Shows: shows},
			}
			if !seen.Known {
				c.Rep = &coach.Rep{ID: rep, TZ: "UTC", Since: monday}
				c.NextDigest = monday.Add(24 * time.Hour)
			}
			return c, nil
		})
	if err != nil {
		tb.Fatal(err)
	}
	return id
}

// logTouch is what a log does: a touch, a counter, a new due time.
func logTouch(key, note string, now time.Time) func(store.Snapshot) (store.Change, error) {
	return func(seen store.Snapshot) (store.Change, error) {
		if seen.Lead == nil {
			return store.Change{}, errors.New("no such lead")
		}
		l := *seen.Lead
		l.Progress.Touches++
		l.Progress.Calls++
		l.Progress.LastTouch = now
		return store.Change{
			Op: "log", By: l.Rep, Now: now, Undoable: true, Lead: &l, Key: key, Answer: []byte("saved " + note),
			Touch: &coach.Touch{ID: store.NewID(), Seq: int64(l.Progress.Touches), Outcome: outcome.Voicemail, At: now,
				By: l.Rep, Note: note},
			Attention: coach.Attention{Shows: now.Add(24 * time.Hour)},
		}, nil
	}
}

func change(tb testing.TB, w *store.Workspace, a store.Query,
	fn func(store.Snapshot) (store.Change, error)) store.Change {
	tb.Helper()
	_, c, err := w.Change(tb.Context(), a, fn)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func lead(tb testing.TB, w *store.Workspace, rep, id string) *coach.Lead {
	tb.Helper()
	ls, err := w.Records.Leads(tb.Context(), rep, id)
	if err != nil {
		tb.Fatal(err)
	}
	if len(ls) == 0 {
		return nil
	}
	return &ls[0]
}

func touches(tb testing.TB, w *store.Workspace, rep, id string) []coach.Touch {
	tb.Helper()
	ts, err := w.Records.Touches(tb.Context(), rep, id, -1)
	if err != nil {
		tb.Fatal(err)
	}
	return ts
}

func TestChangeIsReadBackWhole(t *testing.T) {
	w := open(t)
	id := add(t, w, "U1", "Acme Corp", monday)
	change(t, w, store.Query{Rep: "U1", Now: monday, Names: []string{"acme corp", "acme"}},
		logTouch("env1", "hello", monday))

	seen, err := w.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday, Key: "env1", Names: []string{"acme corp"},
		Touches: -1})
	if err != nil {
		t.Fatal(err)
	}
	if !seen.Known || seen.Lead == nil || seen.Lead.ID != id || seen.Name != "acme corp" || seen.Lead.Version != 2 ||
		seen.Lead.Progress.Calls != 1 {
		t.Errorf("read back %+v", seen)
	}
	if len(seen.Touches) != 1 || seen.Touches[0].Note != "hello" || !seen.Touches[0].At.Equal(monday) {
		t.Errorf("touches %+v", seen.Touches)
	}
	if !seen.Answered || string(seen.Answer) != "saved hello" {
		t.Errorf("answer %q, %v", seen.Answer, seen.Answered)
	}
	due, err := w.Records.DueLeads(t.Context(), "U1", monday.Add(25*time.Hour), 10)
	if err != nil || due.Total != 1 || len(due.Leads) != 1 || due.Leads[0].ID != id {
		t.Errorf("due %+v, %v", due, err)
	}
	if due, err := w.Records.DueLeads(t.Context(), "U1", monday, 10); due.Total != 0 || err != nil {
		t.Errorf("still %d due on Monday after the log, %v", due.Total, err)
	}
}

func TestSameKeyIsOneChange(t *testing.T) {
	w := open(t)
	id := add(t, w, "U1", "Acme", monday)
	change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id, Key: "env1"}, logTouch("env1", "once", monday))
	_, _, err := w.Change(t.Context(), store.Query{Rep: "U1", Now: monday, LeadID: id, Key: "env1"},
		logTouch("env1", "twice", monday))
	var dup *store.DuplicateError
	if !errors.As(err, &dup) || string(dup.Answer) != "saved once" {
		t.Fatalf("second change: %v", err)
	}
	// The second envelope was read before the first was written.
	seen, err := w.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday, LeadID: id})
	if err != nil {
		t.Fatal(err)
	}
	c, _ := logTouch("env1", "late", monday)(seen)
	if err := w.Write(t.Context(), seen, c); !errors.As(err, &dup) || string(dup.Answer) != "saved once" {
		t.Fatalf("late write: %v", err)
	}
	if got := touches(t, w, "U1", id); len(got) != 1 {
		t.Errorf("%d touches", len(got))
	}
}

func TestTwoWritersLoseNothing(t *testing.T) {
	w := open(t)
	id := add(t, w, "U1", "Acme", monday)
	const writers, each = 2, 40
	done := make(chan error)
	for n := range writers {
		go func() {
			var err error
			for i := range each {
				if err == nil {
					_, _, err = w.Change(context.Background(), store.Query{Rep: "U1", Now: monday, LeadID: id},
						logTouch("", fmt.Sprint(n, i), monday))
				}
			}
			done <- err
		}()
	}
	for range writers {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	seqs := map[int64]bool{}
	for _, touch := range touches(t, w, "U1", id) {
		seqs[touch.Seq] = true
	}
	if l := lead(t, w, "U1", id); l.Progress.Calls != writers*each || len(seqs) != writers*each {
		t.Errorf("%d calls, %d touches; want %d", l.Progress.Calls, len(seqs), writers*each)
	}
}

func plainUndo(rep, entry string, now time.Time) store.UndoQuery {
	return store.UndoQuery{Rep: rep, By: rep, Entry: entry, Now: now,
		Restore: func(b store.Before) (store.Restored, error) {
			return store.Restored{Attention: coach.Attention{Shows: now}, NextDigest: now.Add(time.Hour)}, nil
		}}
}

func TestUndoStacks(t *testing.T) {
	w := open(t)
	id := add(t, w, "U1", "Acme", monday)
	var states []coach.Lead
	for i := range 3 {
		states = append(states, *lead(t, w, "U1", id))
		change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id},
			logTouch("", fmt.Sprint(i), monday.Add(time.Duration(i)*time.Hour)))
	}
	for i := 2; i >= 0; i-- {
		e, err := w.History.Undo(t.Context(), plainUndo("U1", "", monday.Add(5*time.Hour)))
		if err != nil {
			t.Fatal(err)
		}
		if e.Op != "log" || e.LeadName != "Acme" || !e.Undone {
			t.Errorf("undone %+v", e)
		}
		got, want := *lead(t, w, "U1", id), states[i]
		if got.Version <= want.Version {
			t.Errorf("version %d after an undo to %d", got.Version, want.Version)
		}
		got.Version = want.Version
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
		if n := len(touches(t, w, "U1", id)); n != i {
			t.Errorf("%d touches after undo, want %d", n, i)
		}
	}
	if _, err := w.History.Undo(t.Context(), plainUndo("U1", "", monday)); err != nil { // the add
		t.Fatal(err)
	}
	if lead(t, w, "U1", id) != nil {
		t.Error("the lead is still there")
	}
	seen, err := w.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday, Names: []string{"acme"}})
	if err != nil || seen.Lead != nil {
		t.Errorf("its name still leads to %v, %v", seen.Lead, err)
	}
	if _, err := w.History.Undo(t.Context(), plainUndo("U1", "", monday)); !errors.Is(err, store.ErrNothingToUndo) {
		t.Errorf("undo of nothing: %v", err)
	}
}

// A double click on [Undo], on two replicas.
func TestTwoUndosOfOneEntry(t *testing.T) {
	w := open(t)
	id := add(t, w, "U1", "Acme", monday)
	c := change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id}, func(seen store.Snapshot) (store.Change, error) {
		c, err := logTouch("", "x", monday)(seen)
		c.Entry = "e1"
		return c, err
	})
	done := make(chan error)
	const clicks = 4
	for range clicks {
		go func() {
			_, err := w.History.Undo(context.Background(), plainUndo("U1", c.Entry, monday))
			done <- err
		}()
	}
	went := 0
	for range clicks {
		switch err := <-done; {
		case err == nil:
			went++
		case !errors.Is(err, store.ErrNothingToUndo):
			t.Error(err)
		}
	}
	if l := lead(t, w, "U1", id); went != 1 || l == nil || l.Progress.Calls != 0 {
		t.Errorf("%d undos went through; the lead is %+v", went, l)
	}
}

func TestSaidCountsThreeMinutes(t *testing.T) {
	w := open(t)
	id := add(t, w, "U1", "Acme", monday)
	change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id}, func(seen store.Snapshot) (store.Change, error) {
		c, err := logTouch("env1", "x", monday)(seen)
		c.Said = "h"
		return c, err
	})
	for after, want := range map[time.Duration]bool{0: true, 3*time.Minute - time.Millisecond: true,
		3 * time.Minute: false} {
		seen, err := w.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday.Add(after), Said: "h"})
		if err != nil || (seen.Said != nil) != want {
			t.Errorf("after %v: %+v, %v", after, seen.Said, err)
		}
	}
}

// Under the words stands which change they were saved by, and not its answer once more.
func TestSaidIsSmall(t *testing.T) {
	srv := storetest.Redis(t)
	w := openURL(t, srv.URL)
	id := add(t, w, "U1", "Acme", monday)
	q := store.Query{Rep: "U1", Now: monday, LeadID: id, Said: "h"}
	change(t, w, q, func(seen store.Snapshot) (store.Change, error) {
		c, err := logTouch("env1", "x", monday)(seen)
		c.Said, c.Entry, c.Answer = "h", "E1", []byte(strings.Repeat("answer ", 1000))
		return c, err
	})
	ctx, rdb := t.Context(), srv.Client()
	defer rdb.Close()
	keys, err := rdb.Keys(ctx, "*:did:U1:*").Result()
	if err != nil || len(keys) != 1 {
		t.Fatalf("what was done: %v, %v", keys, err)
	}
	if kept, err := rdb.HGet(ctx, keys[0], "=h").Result(); err != nil || len(kept) > 20 {
		t.Errorf("under the words stand %d bytes, %v", len(kept), err)
	}
	if seen, err := w.Records.Read(ctx, q); err != nil || seen.Said == nil || seen.Said.Entry != "E1" ||
		!seen.Said.At.Equal(monday) {
		t.Errorf("said: %+v, %v", seen.Said, err)
	}
}

// A change without an answer leaves a short line in the hash of its half day. Its key is known for a day, also to a
// replica whose clock is behind or ahead, to the read as to the write, and goes by itself.
func TestAKeyWithoutAnAnswerIsKnownForADay(t *testing.T) {
	srv := storetest.Redis(t)
	w := openURL(t, srv.URL)
	c := srv.Client()
	defer c.Close()
	id := add(t, w, "U1", "Acme", monday)
	half := monday.Truncate(12 * time.Hour)
	for n, at := range []time.Time{monday, half, half.Add(-time.Millisecond)} {
		key := fmt.Sprint("t:1234567.", n)
		bare := func(seen store.Snapshot) (store.Change, error) {
			ch, err := logTouch(key, key, at)(seen)
			ch.Now, ch.Answer, ch.Entry = at, nil, fmt.Sprint("E", n)
			return ch, err
		}
		q := store.Query{Rep: "U1", Now: at, LeadID: id, Key: key}
		change(t, w, q, bare)
		for _, late := range []time.Duration{-5 * time.Minute, 0, 5 * time.Minute, 12 * time.Hour, 24 * time.Hour} {
			q.Now = at.Add(late)
			seen, err := w.Records.Read(t.Context(), q)
			if err != nil || !seen.Answered || len(seen.Answer) > 0 || seen.Handled != fmt.Sprint("E", n) {
				t.Errorf("%v after %v: %+v %v", late, at, seen, err)
			}
			again, err := bare(seen)
			if err != nil {
				t.Fatal(err)
			}
			again.Now, again.Entry = q.Now, "another"
			err = w.Write(t.Context(), seen, again)
			dup, is := errors.AsType[*store.DuplicateError](err)
			if !is || dup.Entry != fmt.Sprint("E", n) {
				t.Errorf("written again %v after %v: %v", late, at, err)
			}
		}
	}
	keys := c.Keys(t.Context(), "*:did:U1:*").Val()
	if len(keys) != 2 {
		t.Errorf("half days: %v", keys)
	}
	for _, key := range keys {
		if left := c.PTTL(t.Context(), key).Val(); left < 35*time.Hour || left > 36*time.Hour {
			t.Errorf("%s goes in %v", key, left)
		}
		for field, value := range c.HGetAll(t.Context(), key).Val() {
			if len(field)+len(value) > 24 {
				t.Errorf("%s: %s", field, value)
			}
		}
	}
}

func TestTeamIsSavedOnItsVersion(t *testing.T) {
	w := open(t)
	team, err := w.Directory.SaveTeam(t.Context(), store.TeamChange{Team: coach.Team{ID: "t1", Name: "East"}, Now: monday})
	if err != nil || team.Version != 1 {
		t.Fatalf("%+v, %v", team, err)
	}
	if _, err := w.Directory.SaveTeam(t.Context(), store.TeamChange{Team: coach.Team{ID: "t1", Name: "Other"},
		Now: monday}); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a second new team of that id: %v", err)
	}
	team.Name = "West"
	if team, err = w.Directory.SaveTeam(t.Context(),
		store.TeamChange{Team: team, Now: monday, Summary: monday}); err != nil ||
		team.Version != 2 {
		t.Errorf("%+v, %v", team, err)
	}
	if due := dueAt(t, w, monday); len(due) != 2 || due[0].Team != "t1" || due[0].Kind != ledger.KindSummary ||
		due[1].Team != "t1" || due[1].Kind != ledger.KindTeamDay {
		t.Errorf("due %+v", due)
	}
}
