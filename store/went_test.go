package store_test

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
	"github.com/followup-coach/followup/store/went"
)

// wentTo is who has a lead that went from a rep, "" for nobody.
func wentTo(tb testing.TB, w *store.Workspace, rep, lead, norm string, after time.Duration) string {
	tb.Helper()
	to, found, err := w.Went.To(tb.Context(), rep, lead, norm, monday.Add(after))
	if err != nil || found != (to.To != "") {
		tb.Fatalf("%+v, %v, %v", to, found, err)
	}
	return to.To
}

// TestWhereALeadWent: who had a lead is told by its id and its name who has it now, wherever it went from there, for
// three months; not once it is back, is erased, or nobody has it.
func TestWhereALeadWent(t *testing.T) {
	srv := storetest.Redis(t)
	w := openDetailed(t, srv.URL)
	id := handing(t, w)
	add(t, w, "U3", "Oak", monday)
	move := func(hand, from, to string, after time.Duration) {
		t.Helper()
		if err := movedBy(hand, from, to, id, after).Do(t.Context(), w); err != nil {
			t.Fatal(err)
		}
	}
	const day = 24 * time.Hour
	if got := wentTo(t, w, "U1", id, "", day); got != "" {
		t.Errorf("before it went: %q", got)
	}
	move("ho1", "U1", "U2", day)
	is, _, err := w.Went.To(t.Context(), "U1", "", "acme", monday.Add(2*day))
	if want := (went.Went{ID: id, Name: "Acme", Norm: "acme", To: "U2", By: "U9", At: monday.Add(day)}); err != nil ||
		is != want {
		t.Errorf("by its name: %+v, %v", is, err)
	}
	if got := wentTo(t, w, "U2", id, "", 2*day); got != "" {
		t.Errorf("who has it is sent to %q", got)
	}
	for after, want := range map[time.Duration]string{89 * day: "U2", 200 * day: ""} {
		if got := wentTo(t, w, "U1", id, "", after); got != want {
			t.Errorf("after %v: %q, want %q", after, got, want)
		}
	}
	move("ho2", "U2", "U3", 3*day)
	for rep, want := range map[string]string{"U1": "U3", "U2": "U3", "U3": ""} {
		if got := wentTo(t, w, rep, id, "", 4*day); got != want {
			t.Errorf("handed on, %s: %q, want %q", rep, got, want)
		}
	}
	move("ho3", "U3", "U1", 5*day) // back
	for rep, want := range map[string]string{"U1": "", "U2": "U1", "U3": "U1"} {
		if got := wentTo(t, w, rep, id, "", 6*day); got != want {
			t.Errorf("back, %s: %q, want %q", rep, got, want)
		}
	}
	if got := wentTo(t, w, "U1", "", "acme", 6*day); got != "" {
		t.Errorf("back, by its name: %q", got)
	}
	if err := erase(t.Context(), w, id); err != nil {
		t.Fatal(err)
	}
	carryOut(t, w)
	c := srv.Client()
	defer c.Close()
	for _, key := range c.Keys(t.Context(), "*:went:*").Val() {
		t.Errorf("erased, and %s has %v", key, c.HGetAll(t.Context(), key).Val())
	}
}

// movedBy is a lead that goes from one rep to another.
func movedBy(hand, from, to, lead string, after time.Duration) store.Move {
	return store.Move{ID: hand, From: from, To: to, Lead: lead, By: "U9", Now: monday.Add(after),
		Fit: func(l coach.Lead, _, rep coach.Rep) (coach.Lead, coach.Attention) {
			return l, coach.DefaultRules().Timers(l, rep, monday.Add(after))
		},
		Name: func(l coach.Lead, _ string, _ int) (string, string) { return l.Name, "acme" }}
}
