package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/storetest"
)

const lease = 10 * time.Second

func claim(t *testing.T, w *store.Workspace, now time.Time, owner, key string, dues ...ledger.Due) ledger.Delivery {
	t.Helper()
	ds, err := w.Ledger.Claim(t.Context(), now, owner, lease, ledger.DeliveryClaim{Key: key, Rep: "U1", Dues: dues})
	if err != nil {
		t.Fatal(err)
	}
	return ds[0]
}

func dueAt(t *testing.T, w *store.Workspace, now time.Time) []ledger.Due {
	t.Helper()
	ds, err := w.DueIndex.DueBefore(t.Context(), now, 10)
	if err != nil {
		t.Fatal(err)
	}
	return ds
}

func setDue(t *testing.T, w *store.Workspace, d ledger.Due) {
	t.Helper()
	if err := w.DueIndex.SetDue(t.Context(), d); err != nil {
		t.Fatal(err)
	}
}

func TestDeedIsSentByOneHolder(t *testing.T) {
	w := open(t)
	setDue(t, w, ledger.Due{Kind: ledger.KindDigest, Rep: "U1", At: monday})
	due := dueAt(t, w, monday)
	if len(due) != 1 || !due[0].For.Equal(monday) || due[0].Rep != "U1" {
		t.Fatalf("due %+v", due)
	}
	const key = "digest/U1/2026-01-12"
	a := claim(t, w, monday, "a", key, due...)
	if a.State != ledger.DeliveryMine || !a.First || a.Epoch != 1 {
		t.Fatalf("first claim %+v", a)
	}
	if left := dueAt(t, w, monday.Add(lease-time.Millisecond)); len(left) != 0 {
		t.Errorf("a claimed entry is still seen: %+v", left)
	}
	if b := claim(t, w, monday.Add(lease/2), "b", key); b.State != ledger.DeliveryHeld ||
		!b.Until.Equal(monday.Add(lease)) {
		t.Errorf("claim of a held delivery: %+v", b)
	}

	// a sleeps through its lease; b takes over, and a finds out before it sends.
	late := monday.Add(lease)
	again := dueAt(t, w, late)
	if len(again) != 1 || !again[0].For.Equal(monday) {
		t.Fatalf("the entry does not come back, or forgot what it speaks of: %+v", again)
	}
	b := claim(t, w, late, "b", key, again...)
	if b.State != ledger.DeliveryMine || b.Epoch != 2 || !b.First {
		t.Fatalf("take-over %+v", b)
	}
	if _, err := w.Ledger.Sending(t.Context(), a, late); !errors.Is(err, ledger.ErrLost) {
		t.Errorf("the late holder may send: %v", err)
	}
	b, err := w.Ledger.Sending(t.Context(), b, late)
	if err != nil {
		t.Fatal(err)
	}
	// b dies here: whoever comes next must look first.
	c := claim(t, w, b.Until, "c", key, again...)
	if c.State != ledger.DeliveryMine || c.First {
		t.Fatalf("claim after a crash while sending: %+v", c)
	}
	receipt := ledger.Receipt{Channel: "D1", TS: "1.2", At: b.Until}
	effects := ledger.DoneEffects{
		Next: []ledger.Due{{Kind: ledger.KindDigest, Rep: "U1", At: monday.Add(24 * time.Hour)}},
		DM:   "2026-01-12", Tips: map[string]time.Time{"t1": b.Until},
	}
	for range 2 {
		if err := w.Ledger.Done(t.Context(), c, receipt, effects); err != nil {
			t.Fatal(err)
		}
	}
	if d := claim(t, w, b.Until, "d", key); d.State != ledger.DeliveryDone || d.Receipt != receipt {
		t.Errorf("claim of a done delivery: %+v", d)
	}
	next := dueAt(t, w, monday.Add(25*time.Hour))
	if len(next) != 1 || !next[0].At.Equal(monday.Add(24*time.Hour)) {
		t.Errorf("next %+v", next)
	}
	n, err := w.Ledger.DMs(t.Context(), "U1", "2026-01-12")
	if err != nil || n != 1 {
		t.Errorf("%d DMs counted, %v", n, err)
	}
	tips, err := w.Ledger.TipsShown(t.Context(), "U1")
	if err != nil || !tips["t1"].Equal(b.Until) {
		t.Errorf("tips %v, %v", tips, err)
	}
}

func TestDoneKeepsWhatMovedMeanwhile(t *testing.T) {
	w := open(t)
	setDue(t, w, ledger.Due{Kind: ledger.KindDigest, Rep: "U1", At: monday})
	d := claim(t, w, monday, "a", "digest/U1/2026-01-12", dueAt(t, w, monday)...)
	moved := ledger.Due{Kind: ledger.KindDigest, Rep: "U1", At: monday.Add(time.Hour)} // the rep changes the digest's time
	setDue(t, w, moved)
	err := w.Ledger.Done(t.Context(), d, ledger.Receipt{At: monday},
		ledger.DoneEffects{Next: []ledger.Due{{Kind: ledger.KindDigest, Rep: "U1", At: monday.Add(24 * time.Hour)}}})
	if err != nil {
		t.Fatal(err)
	}
	if due := dueAt(t, w, monday.Add(48*time.Hour)); len(due) != 1 || !due[0].For.Equal(moved.At) {
		t.Errorf("due %+v", due)
	}
}

func TestReleaseAndPark(t *testing.T) {
	w := open(t)
	setDue(t, w, ledger.Due{Kind: ledger.KindPing, Rep: "U1", Lead: "l1", At: monday, For: monday.Add(10 * time.Minute)})
	due := dueAt(t, w, monday)
	d, err := w.Ledger.Sending(t.Context(), claim(t, w, monday, "a", "ping/l1/x", due...), monday)
	if err != nil {
		t.Fatal(err)
	}
	later := monday.Add(time.Minute)
	if err := w.Ledger.Release(t.Context(), d, ledger.Retry{At: later, Why: "ratelimited"}); err != nil {
		t.Fatal(err)
	}
	if got := claim(t, w, monday, "b", "ping/l1/x"); got.State != ledger.DeliveryWaiting || got.Why != "ratelimited" ||
		!got.Until.Equal(later) {
		t.Errorf("claim before its time: %+v", got)
	}
	due = dueAt(t, w, later)
	if len(due) != 1 || !due[0].For.Equal(monday.Add(10*time.Minute)) {
		t.Fatalf("due again %+v", due)
	}
	d = claim(t, w, later, "b", "ping/l1/x", due...)
	if d.State != ledger.DeliveryMine || !d.First {
		t.Fatalf("after a try that certainly did not go out: %+v", d)
	}
	if err := w.Ledger.Release(t.Context(), d, ledger.Retry{At: later, MaybeSent: true}); err != nil {
		t.Fatal(err)
	}
	if d = claim(t, w, later, "c", "ping/l1/x", due...); d.First {
		t.Errorf("after a try that may have gone out: %+v", d)
	}
	if err := w.Ledger.Fail(t.Context(), d, "user_not_found"); err != nil {
		t.Fatal(err)
	}
	if err := w.Ledger.Fail(t.Context(), d, "user_not_found"); err != nil {
		t.Errorf("a repeated park: %v", err)
	}
	if due := dueAt(t, w, later.Add(time.Hour)); len(due) != 0 {
		t.Errorf("a parked delivery is due: %+v", due)
	}
	if got := claim(t, w, later, "d", "ping/l1/x"); got.State != ledger.DeliveryFailed || got.Why != "user_not_found" {
		t.Errorf("claim of a parked delivery: %+v", got)
	}
}

// A digest's time was moved after that date's digest: its delivery is done, and its entry has to go on to the next date
// even when whoever claims it dies before that.
func TestEntryOfADoneDeedIsNeverLost(t *testing.T) {
	w := open(t)
	entry := ledger.Due{Kind: ledger.KindDigest, Rep: "U1", At: monday}
	setDue(t, w, entry)
	d := claim(t, w, monday, "a", "digest/U1/2026-01-12", dueAt(t, w, monday)...)
	if err := w.Ledger.Done(t.Context(), d, ledger.Receipt{Channel: "D1", TS: "1.2", At: monday},
		ledger.DoneEffects{}); err != nil {
		t.Fatal(err)
	}
	later := monday.Add(time.Hour)
	setDue(t, w, ledger.Due{Kind: ledger.KindDigest, Rep: "U1", At: later})
	again := dueAt(t, w, later)
	if d := claim(t, w, later, "a", "digest/U1/2026-01-12", again...); d.State != ledger.DeliveryDone {
		t.Fatalf("claimed again: %+v", d)
	}
	// It dies here. The entry is out of sight for its lease and comes back.
	if due := dueAt(t, w, later); len(due) != 0 {
		t.Errorf("not hidden: %+v", due)
	}
	again = dueAt(t, w, later.Add(lease))
	if len(again) != 1 || !again[0].For.Equal(later) {
		t.Fatalf("after the lease: %+v", again)
	}
	next := ledger.Due{Kind: ledger.KindDigest, Rep: "U1", At: monday.Add(24 * time.Hour)}
	if err := w.DueIndex.Reschedule(t.Context(), &next, again...); err != nil {
		t.Fatal(err)
	}
	if due := dueAt(t, w, next.At); len(due) != 1 || !due[0].For.Equal(next.At) {
		t.Errorf("passed on: %+v", due)
	}
	// Somebody who still has the old entry in hand must not move the new one.
	if err := w.DueIndex.Reschedule(t.Context(), nil, again...); err != nil {
		t.Fatal(err)
	}
	if due := dueAt(t, w, next.At); len(due) != 1 {
		t.Errorf("an old hand took the new entry: %+v", due)
	}
}

func TestDeedsAfterARestartCountAsTried(t *testing.T) {
	srv := storetest.Start(t, storetest.Options{AOF: "always"})
	w := openURL(t, srv.URL)
	due := ledger.Due{Kind: ledger.KindDigest, Rep: "U1", At: monday}
	if d := claim(t, w, monday, "a", "k1", due); !d.First {
		t.Fatalf("before: %+v", d)
	}
	srv.Restart()
	now := monday.Add(time.Minute)
	if d := claim(t, w, now, "a", "k2", due); d.First {
		t.Error("a delivery that was due before the restart counts as a first try")
	}
	if d := claim(t, w, now, "a", "k3", ledger.Due{Kind: ledger.KindDigest, Rep: "U1",
		At: now.Add(6 * time.Minute)}); !d.First {
		t.Error("a delivery that was not due yet at the restart counts as tried")
	}
	if d := claim(t, w, now.Add(11*time.Minute), "a", "k4", due); !d.First {
		t.Error("eleven minutes after the restart deliveries still count as tried")
	}
}

// A failover or a restart can lose the first claims that a shard ever had, and with them whatever they alone would have
// kept. What was written before them is enough to know of it.
func TestTheFirstDeedsAfterARestartCountAsTried(t *testing.T) {
	srv := storetest.Start(t, storetest.Options{AOF: "always"})
	w := openURL(t, srv.URL)
	setDue(t, w, ledger.Due{Kind: ledger.KindDigest, Rep: "U1"})
	srv.Restart()
	now := monday.Add(time.Minute)
	due := ledger.Due{Kind: ledger.KindDigest, Rep: "U1", At: monday}
	if d := claim(t, w, now, "a", "k1", due); d.First {
		t.Error("what may have been sent by a claim that was lost counts as a first try")
	}
	if d := claim(t, w, now.Add(11*time.Minute), "a", "k2", due); !d.First {
		t.Error("eleven minutes after the restart deliveries still count as tried")
	}
}

func TestTimersFollowTheLead(t *testing.T) {
	w := open(t)
	id := add(t, w, "U1", "Acme", monday)
	setDue(t, w, ledger.Due{Kind: ledger.KindDigest, Rep: "U1"})
	at := monday.Add(4 * time.Hour)
	batch := func(a coach.Attention) {
		t.Helper()
		change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id}, func(seen store.Snapshot) (store.Change, error) {
			l := *seen.Lead
			return store.Change{Op: "next", By: "U1", Now: monday, Lead: &l, Attention: a}, nil
		})
	}
	batch(coach.Attention{Timers: []coach.Timer{{Kind: "ping", At: at.Add(-10 * time.Minute), For: at},
		{Kind: "still", At: at.Add(5 * time.Minute), For: at}}})
	if next, err := w.DueIndex.NextDue(t.Context()); err != nil || !next.Equal(at.Add(-10*time.Minute)) {
		t.Errorf("next due %v, %v", next, err)
	}
	if due := dueAt(t, w, at.Add(time.Hour)); len(due) != 2 || !due[0].For.Equal(at) || due[0].Lead != id {
		t.Errorf("due %+v", due)
	}
	batch(coach.Attention{Timers: []coach.Timer{{Kind: "nudge", At: at, For: at}}})
	if due := dueAt(t, w, at.Add(time.Hour)); len(due) != 1 || due[0].Kind != ledger.KindNudge {
		t.Errorf("due after a change %+v", due)
	}
	batch(coach.Attention{})
	if next, err := w.DueIndex.NextDue(t.Context()); err != nil || !next.IsZero() {
		t.Errorf("next due %v, %v", next, err)
	}
}
