package store_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/tally"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/storetest"
)

const handedAt = 8 * time.Hour // after monday

// handOn hands a lead of U1 to U2.
func handOn(ctx context.Context, w *store.Workspace, lead string) error {
	return store.Move{ID: "ho1", From: "U1", To: "U2", Lead: lead, By: "U9", Now: monday.Add(handedAt),
		Fit: func(l coach.Lead, _, _ coach.Rep) (coach.Lead, coach.Attention) { return l, timersAt(l) },
		Name: func(l coach.Lead, from string, try int) (shown, normalized string) {
			shown = l.Name + strings.Repeat(" of "+from, try)
			return shown, strings.ToLower(shown)
		}}.Do(ctx, w)
}

// handing is a lead of U1 with all that hangs on one, and U2, who has leads of their own.
func handing(tb testing.TB, w *store.Workspace) (id string) {
	tb.Helper()
	_, id = twins(tb, w)
	edit(tb, w, "U1", id, func(l *coach.Lead) {
		l.Phone, l.Email = "+1 202 555 0101", "pat@acme.example"
		l.Progress.Commitment = &coach.Commitment{At: monday.Add(50 * time.Hour), Made: monday}
		l.Progress.Counters.Mix[tally.FirstVoicemail], l.Progress.First = 1, l.Created.Add(time.Minute)
		l.Progress.Hours.Count(9, true, false)
	})
	add(tb, w, "U2", "Elm", monday)
	return id
}

// dues are the due entries of the leads of a rep, by kind.
func dues(tb testing.TB, w *store.Workspace, rep, lead string) (kinds []string) {
	tb.Helper()
	all, err := w.DueIndex.DueBefore(tb.Context(), monday.Add(100*time.Hour), 1000)
	if err != nil {
		tb.Fatal(err)
	}
	for _, d := range all {
		if d.Rep == rep && d.Lead == lead {
			kinds = append(kinds, d.Kind)
		}
	}
	return kinds
}

// TestHandedOver: a lead goes to another rep with its touches, name, details, agreed call and ping; what was done with
// it stays in the counts of whoever did it; nothing of it leads to the rep before.
func TestHandedOver(t *testing.T) {
	srv := storetest.Redis(t)
	w := openDetailed(t, srv.URL)
	id := handing(t, w)
	before, was := touches(t, w, "U1", id), *lead(t, w, "U1", id)
	done, err := w.Records.Figures(t.Context(), coach.Rep{ID: "U1"}, monday)
	if err != nil || done.Ever.Mix[tally.FirstVoicemail] == 0 || done.Hours.All().Of == 0 {
		t.Fatalf("done before: %+v, %v", done, err)
	}
	if err := handOn(t.Context(), w, id); err != nil {
		t.Fatal(err)
	}
	is := lead(t, w, "U2", id)
	if lead(t, w, "U1", id) != nil || is == nil {
		t.Fatalf("U1 has %v, U2 has %v", lead(t, w, "U1", id), is)
	}
	want := was
	want.Rep, want.Version, want.Handed = "U2", is.Version, []coach.Handed{{ID: "ho1", From: "U1", By: "U9",
		At: monday.Add(handedAt)}}
	if diff := cmp.Diff(want, *is); diff != "" {
		t.Error(diff)
	}
	if got := touches(t, w, "U2", id); cmp.Diff(before, got) != "" {
		t.Errorf("touches %v, want %v", got, before)
	}
	ping := []string{ledger.KindPing}
	if one, two := dues(t, w, "U1", id), dues(t, w, "U2", id); len(one) != 0 || !slices.Equal(two, ping) {
		t.Errorf("due at U1 %v, at U2 %v", one, two)
	}
	for rep, tries := range map[string]int{"U1": 5, "U2": 0} {
		figures, err := w.Records.Figures(t.Context(), coach.Rep{ID: rep}, monday)
		if err != nil || figures.Ever.Tries() != tries {
			t.Errorf("%s has %d tries, want %d, %v", rep, figures.Ever.Tries(), tries, err)
		}
		if stays := map[string]store.Figures{"U1": done}[rep]; !cmp.Equal(figures, stays) {
			t.Errorf("%s did %+v, want %+v", rep, figures, stays)
		}
		read, err := w.Records.Read(t.Context(), store.Query{Rep: rep, Now: monday, Names: []string{"acme"}, Agreed: true})
		agreed := slices.ContainsFunc(read.Agreed, func(a coach.Agreed) bool { return a.Lead == id })
		if err != nil || (read.Lead != nil) != (rep == "U2") || agreed != (rep == "U2") {
			t.Errorf("%s: by name %v, agreed calls %v, %v", rep, read.Lead, read.Agreed, err)
		}
	}
	if got := having(t, w, "U1", "=pat@acme.example"); len(got) > 0 {
		t.Errorf("U1's details lead to %v", got)
	}
	for key, v := range kept(t, srv) {
		if (strings.Contains(key, ":U1") || strings.HasSuffix(key, ":due")) && strings.Contains(key+v, id) &&
			!strings.HasSuffix(key, ":due") && !strings.Contains(key, ":went:") { // which says who has it
			t.Errorf("left at U1: %s %s", key, v)
		}
	}
	// Its new rep changes it as any other, and hands it back.
	change(t, w, store.Query{Rep: "U2", Now: monday.Add(9 * time.Hour), LeadID: id},
		logTouch("", "theirs", monday.Add(9*time.Hour)))
	if got := touches(t, w, "U2", id); len(got) != len(before)+1 {
		t.Errorf("%d touches", len(got))
	}
}

// TestHandedOverWholeOrNot kills whoever moves a lead after each of their trips to Redis in turn. The lead is with one
// rep, or with both and nobody's to change; whoever comes next makes an end of it, the same each time.
func TestHandedOverWholeOrNot(t *testing.T) {
	var end map[string]string
	seen := map[string]int{}
	for n, died := int64(0), true; died; n++ {
		srv := storetest.Redis(t)
		w := opened(t, srv.URL)
		id := handing(t, w)
		dying := opened(t, srv.URL)
		if _, err := dying.Records.Reps(t.Context()); err != nil { // connected
			t.Fatal(err)
		}
		if _, err := dying.DieAfter(t.Context(), n); err != nil {
			t.Fatal(err)
		}
		died = handOn(t.Context(), dying, id) != nil
		one, two := lead(t, w, "U1", id), lead(t, w, "U2", id)
		for rep, l := range map[string]*coach.Lead{"U1": one, "U2": two} {
			if l == nil {
				continue
			}
			_, _, err := w.Change(t.Context(), store.Query{Rep: rep, Now: monday, LeadID: id},
				func(seen store.Snapshot) (store.Change, error) {
					l := *seen.Lead
					l.Gut = 3
					return store.Change{Op: "edit", By: rep, Now: monday, Lead: &l, Attention: timersAt(l)}, nil
				})
			if moving := l.Leaving != ""; moving != errors.Is(err, store.ErrLeaving) || !moving && err != nil {
				t.Errorf("killed after %d trips, %s changes a lead that is moving %v: %v", n, rep, moving, err)
			}
			if l.Leaving != "" && len(dues(t, w, rep, id)) > 0 {
				t.Errorf("killed after %d trips: due at %s on its way", n, rep)
			}
		}
		switch {
		case one == nil && two == nil:
			t.Fatalf("killed after %d trips: the lead is with nobody", n)
		case one != nil && two != nil && (one.Leaving == "" || two.Leaving == ""):
			t.Errorf("killed after %d trips: two may change it", n)
		case one != nil && two != nil:
			seen["both"]++
		case one != nil:
			seen["before"]++
		default:
			seen["after"]++
		}
		for range 2 { // once more changes nothing more
			if err := handOn(t.Context(), w, id); err != nil {
				t.Fatal(err)
			}
		}
		l := lead(t, w, "U2", id)
		if lead(t, w, "U1", id) != nil || l == nil || l.Leaving != "" || len(l.Handed) != 1 ||
			len(dues(t, w, "U2", id)) != 1 {
			t.Fatalf("killed after %d trips, in the end: %+v", n, l)
		}
		is := heldOf(t, srv, id)
		if end == nil {
			end = is
		}
		if !maps.EqualFunc(end, is, func(a, b string) bool { return len(a) == len(b) }) {
			t.Errorf("killed after %d trips: another end: %v, want %v", n, is, end)
		}
	}
	if seen["before"] < 2 || seen["both"] == 0 || seen["after"] == 0 {
		t.Errorf("%v", seen)
	}
}

// heldOf is what is kept of a lead at the end of a test, under keys that are alike in each.
func heldOf(t *testing.T, srv *storetest.Server, id string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for key, v := range kept(t, srv) {
		if strings.Contains(key+v, id) {
			out[strings.ReplaceAll(key, id, "ID")] = strings.ReplaceAll(v, `,"gut":3`, "")
		}
	}
	return out
}

// TestHandedOverToWhoHasThatName: no two leads of a rep have one name.
func TestHandedOverToWhoHasThatName(t *testing.T) {
	srv := storetest.Redis(t)
	w := opened(t, srv.URL)
	id := handing(t, w)
	own := add(t, w, "U2", "Acme", monday)
	if err := handOn(t.Context(), w, id); err != nil {
		t.Fatal(err)
	}
	if got := lead(t, w, "U2", id).Name; got != "Acme of U1" || lead(t, w, "U2", own).Name != "Acme" {
		t.Errorf("%q", got)
	}
	if undone := undoOnce(t, w, store.UndoQuery{Rep: "U2"}); undone.LeadID == id {
		t.Errorf("an undo of the new rep's took back %+v", undone)
	}
}

// TestErasedAfterAHandOver: whoever is erased is gone from what their first rep has done, too.
func TestErasedAfterAHandOver(t *testing.T) {
	srv := storetest.Redis(t)
	w, c := opened(t, srv.URL), srv.Client()
	defer c.Close()
	id := add(t, w, "U1", "Oakum", monday)
	add(t, w, "U2", "Elm", monday)
	edit(t, w, "U1", id, func(l *coach.Lead) { l.Contact, l.Email = "Pat Reyes", "pat@oakum.example" })
	edit(t, w, "U1", id, func(l *coach.Lead) { l.Contact = "Kim Vale" }) // how it was before stands in the trail
	change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id}, logTouch("", "likes blue", monday))
	if err := handOn(t.Context(), w, id); err != nil {
		t.Fatal(err)
	}
	if n := len(found(t, c)); n < 4 {
		t.Fatalf("the lead stands in %d places only: nothing is shown by this test", n)
	}
	_, _, err := w.Change(t.Context(), store.Query{Rep: "U2", Now: monday, LeadID: id, Touches: -1},
		func(seen store.Snapshot) (store.Change, error) {
			return store.Change{Op: "erase", By: "U2", Now: monday, Lead: seen.Lead, Name: "oakum", Erase: true}, nil
		})
	if err != nil {
		t.Fatal(err)
	}
	carryOut(t, w)
	for _, where := range found(t, c) {
		t.Error(where)
	}
}

// TestForgottenAfterAHandOver: what a retention takes away is gone from what the reps before have done with it, too.
func TestForgottenAfterAHandOver(t *testing.T) {
	srv := storetest.Redis(t)
	w, c := opened(t, srv.URL), srv.Client()
	defer c.Close()
	id := add(t, w, "U1", "Oakum", monday)
	add(t, w, "U2", "Elm", monday)
	edit(t, w, "U1", id, func(l *coach.Lead) { l.Contact, l.Email = "Pat Reyes", "pat@oakum.example" })
	edit(t, w, "U1", id, func(l *coach.Lead) { l.Contact = "Kim Vale" }) // how it was before stands in the trail
	edit(t, w, "U1", id, shut)
	if err := handOn(t.Context(), w, id); err != nil {
		t.Fatal(err)
	}
	if n := len(found(t, c)); n < 4 {
		t.Fatalf("the lead stands in %d places only: nothing is shown by this test", n)
	}
	if n, err := w.Forget(t.Context(), "U2", monday.Add(72*time.Hour), id); n != 1 || err != nil {
		t.Fatalf("%d went, %v", n, err)
	}
	for _, where := range found(t, c) {
		t.Error(where)
	}
}
