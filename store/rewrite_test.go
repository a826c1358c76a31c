package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/correct"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// loggedFive logs five touches on the first of two leads, the last one late, and tells their ids.
func loggedFive(t *testing.T, w *store.Workspace) (ids []string) {
	t.Helper()
	for i, x := range []coach.Touch{
		{Outcome: outcome.Voicemail, At: monday.Add(-90 * time.Hour), Note: "likes blue"},
		{Outcome: outcome.Talked, At: monday.Add(-70 * time.Hour), Until: monday.Add(50 * time.Hour)},
		{Outcome: outcome.Email, At: monday.Add(-60 * time.Hour), Note: "Dear Pat Reyes, here are the figures"},
		{Outcome: outcome.NoAnswer, At: monday.Add(-20 * time.Hour)},
		{Outcome: outcome.NoAnswer, At: monday.Add(-80 * time.Hour)},
	} {
		entry := fmt.Sprint("log", i)
		change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: "L0", Touches: -1}, call(entry, x))
		ids = append(ids, "T"+entry)
	}
	return ids
}

// none is a line of a sum that has come back to nothing.
var none = regexp.MustCompile(`(?m)^\w+ 0\n?`)

// asKept is [kept], with leads as they are read: an undo leaves the order of their fields open.
func asKept(t *testing.T, w *store.Workspace, server *storetest.Server) map[string]string {
	t.Helper()
	all := kept(t, server)
	for key := range all {
		if strings.Contains(key, ":leads:") {
			l := lead(t, w, "U1", "L0")
			l.Version = 0
			raw, err := json.Marshal(l)
			if err != nil {
				t.Fatal(err)
			}
			all[key] = string(raw)
		}
		if strings.Contains(key, ":tally:") || strings.Contains(key, ":week:") { // a count of none is none
			all[key] = none.ReplaceAllString(all[key], "")
		}
	}
	return all
}

// amends is a correction by the coach's own rules: of the outcome and the note, or with none the touch is taken out.
func amends(entry, touch string, o outcome.Outcome) func(store.Snapshot) (store.Change, error) {
	return func(seen store.Snapshot) (store.Change, error) {
		rules := coach.DefaultRules()
		c, err := correct.Out(rules, *seen.Lead, seen.Touches, touch, seen.Rep)
		if o != "" {
			c, err = correct.Touch(rules, *seen.Lead, seen.Touches, touch,
				correct.Entry{Outcome: o, At: monday.Add(-71 * time.Hour), Note: "said so"}, seen.Rep, monday)
		}
		return store.Change{Op: "correct", By: "U1", Now: monday, Entry: entry, Undoable: true, Lead: &c.Lead,
			Rewritten: &c.Is, Attention: rules.Timers(c.Lead, seen.Rep, monday)}, err
	}
}

// TestATouchIsWrittenOver: whichever touch of a lead is corrected or taken out, it stands where it stood, the others
// are what they were to the byte, and the lead is what its touches tell. Taken back, all records are what they were.
func TestATouchIsWrittenOver(t *testing.T) {
	server, w := twoLeads(t)
	c, rules := server.Client(), coach.DefaultRules()
	defer c.Close()
	ids := loggedFive(t, w)
	list := c.Keys(t.Context(), "*:touches:U1:L0").Val()[0]
	// A newer version knows more of a touch.
	newer := strings.Replace(c.LIndex(t.Context(), list, 1).Val(), `"id"`, `"mood":"blue","id"`, 1)
	c.LSet(t.Context(), list, 1, newer)
	q := store.Query{Rep: "U1", Now: monday, LeadID: "L0", Touches: -1}
	for at, id := range ids {
		for _, o := range []outcome.Outcome{outcome.NotInterested, outcome.NoTime, ""} {
			entry := fmt.Sprint("correct", at, o)
			before, lines := asKept(t, w, server), c.LRange(t.Context(), list, 0, -1).Val()
			change(t, w, q, amends(entry, id, o))
			seen, err := w.Records.Read(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			if x := seen.Touches[at]; x.ID != id || o != "" && (x.Outcome != o || x.Note != "said so") ||
				o == "" && (x.Outcome != outcome.TakenOut || x.Note != "") {
				t.Errorf("%s as %q: %+v", id, o, x)
			}
			for i, line := range c.LRange(t.Context(), list, 0, -1).Val() {
				if i != at && line != lines[i] {
					t.Errorf("%s as %q: touch %d was %s and is %s", id, o, i, lines[i], line)
				}
				if i == at && at == 1 && strings.Contains(line, "mood") != (o != "") {
					t.Errorf("what a newer version knows of %s as %q: %s", id, o, line)
				}
			}
			if differ := rules.Rebuilt(*seen.Lead, seen.Touches, seen.Rep); len(differ) > 0 {
				t.Errorf("%s as %q: its touches tell otherwise: %v", id, o, differ)
			}

			// What is older stands beneath it, and who did it is known.
			var beneath *store.NewerError
			if _, err := w.History.Undo(t.Context(), undoBy("U1", "log4", monday)); !errors.As(err, &beneath) {
				t.Errorf("the log beneath a correction is taken back: %v", err)
			}
			trail, err := w.History.AuditLead(t.Context(), "U1", "L0", 1)
			if err != nil || trail[0].By != "U1" || trail[0].TouchID != id || string(trail[0].TouchGone) != lines[at] {
				t.Errorf("trail of %s as %q: %+v, %v", id, o, trail, err)
			}
			undone, err := w.History.Undo(t.Context(), undoBy("U1", entry, monday))
			if err != nil || undone.TouchID != id {
				t.Fatalf("undo of %s as %q: %+v, %v", id, o, undone, err)
			}
			if diff := cmp.Diff(before, asKept(t, w, server)); diff != "" {
				t.Errorf("%s as %q was taken back, and left (-before +after):\n%s", id, o, diff)
			}
		}
	}
	if _, err := w.History.Undo(t.Context(), undoBy("U1", "log4", monday)); err != nil {
		t.Errorf("the log beneath is no longer taken back: %v", err)
	}
}

// TestACorrectionIsPassed: whoever asks how a lead was before it finds the touch as it was, and nothing takes its
// place. What was not read is not written over.
func TestACorrectionIsPassed(t *testing.T) {
	_, w := twoLeads(t)
	ids := loggedFive(t, w)
	q := store.Query{Rep: "U1", Now: monday, LeadID: "L0", Touches: -1}
	change(t, w, q, amends("c1", ids[0], outcome.NoTime))
	change(t, w, q, amends("c2", ids[0], outcome.Talked))
	seen, _, err := w.History.ReadThen(t.Context(), q, "log1")
	if err != nil || len(seen.Touches) != 1 || seen.Touches[0].Outcome != outcome.Voicemail ||
		seen.Touches[0].Note != "likes blue" || seen.Lead.Progress.Calls != 1 {
		t.Errorf("as the second log found it: %+v, %v", seen.Touches, err)
	}
	if _, err := w.History.ReadBefore(t.Context(), q, undoBy("U1", "c2", monday)); !errors.Is(err,
		store.ErrNothingToUndo) {
		t.Errorf("something takes the place of a correction: %v", err)
	}
	if _, _, err := w.Change(t.Context(), store.Query{Rep: "U1", Now: monday, LeadID: "L0"},
		func(seen store.Snapshot) (store.Change, error) {
			return store.Change{Op: "correct", By: "U1", Now: monday, Lead: seen.Lead,
				Rewritten: &coach.Touch{ID: ids[0], Outcome: outcome.NoAnswer, At: monday}}, nil
		}); err == nil {
		t.Error("a touch that wasn't read is written over")
	}
}

// TestACorrectedEntryIsForgotten: of somebody who is erased no line of the trail keeps what a touch said before, nor
// what it said by a correction that was taken back.
func TestACorrectedEntryIsForgotten(t *testing.T) {
	server := storetest.Redis(t)
	w := opened(t, server.URL)
	c := server.Client()
	defer c.Close()
	change(t, w, store.Query{Rep: "U1", Now: monday}, func(store.Snapshot) (store.Change, error) {
		return store.Change{Op: "add", By: "U1", Now: monday, Name: "oakum", Lead: &coach.Lead{ID: "L0", Rep: "U1",
			Name: "Oakum", Created: monday}, Rep: &coach.Rep{ID: "U1", Since: monday}, NextDigest: monday}, nil
	})
	ids := loggedFive(t, w)
	q := store.Query{Rep: "U1", Now: monday, LeadID: "L0", Touches: -1}
	for i, entry := range []string{"c1", "c2"} {
		change(t, w, q, amends(entry, ids[i], outcome.NoTime))
	}
	if _, err := w.History.Undo(t.Context(), undoBy("U1", "c2", monday)); err != nil {
		t.Fatal(err)
	}
	if err := erase(t.Context(), w, "L0"); err != nil {
		t.Fatal(err)
	}
	carryOut(t, w)
	for _, where := range found(t, c) {
		t.Error(where)
	}
}
