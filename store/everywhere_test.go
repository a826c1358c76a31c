package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/storetest"
)

// Every operation, on every kind of Redis. On a cluster a script that touches two slots fails (CROSSSLOT), so that
// running through is the proof.
func TestEveryOperationEverywhere(t *testing.T) {
	t.Run("single", func(t *testing.T) { everyOperation(t, storetest.Redis(t).URL) })
	t.Run("cluster", func(t *testing.T) { everyOperation(t, storetest.Cluster(t).URL) })
	t.Run("one address of a cluster", func(t *testing.T) { everyOperation(t, storetest.Cluster(t).Single) })
	t.Run("sentinel", func(t *testing.T) { everyOperation(t, storetest.Sentinel(t).URL) })
}

func everyOperation(t *testing.T, url string) {
	w := openURL(t, url)
	ctx := t.Context()
	ok := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	for n := range 8 { // eight reps: several shards, on all nodes
		rep := fmt.Sprint("U", n)
		id := add(t, w, rep, "Acme", monday)
		a := store.Query{Rep: rep, Now: monday, Key: "env" + rep, Said: "words", Names: []string{"acme"}, Touches: -1,
			Index: true}
		_, _, err := w.Change(ctx, a, func(seen store.Snapshot) (store.Change, error) {
			c, err := logTouch(a.Key, "x", monday)(seen)
			c.Said, c.Entry = "words", "entry1"
			c.Attention.Timers = []coach.Timer{{Kind: "ping", At: monday, For: monday.Add(10 * time.Minute)}}
			c.Outbox = []store.Outbox{{Kind: store.OutboxBlock,
				Blocked: &store.Blocked{Phone: "+4930" + rep, By: rep, At: monday}}}
			return c, err
		})
		ok("change", err)
		seen, err := w.Records.Read(ctx, a)
		ok("read", err)
		if seen.Said == nil || !seen.Answered || len(seen.Touches) != 1 {
			t.Errorf("read %+v", seen)
		}
		for _, q := range []store.ListQuery{{Kind: store.ListDue, Until: monday.Add(48 * time.Hour)},
			{Kind: store.ListStale, Until: monday.Add(time.Hour)}, {Kind: store.ListAll, Text: "acm"}, {Kind: store.ListAll}} {
			page, err := w.Records.List(ctx, rep, q)
			ok("list", err)
			if len(page.Leads) != 1 || page.Next != "" {
				t.Errorf("list %v: %+v", q, page)
			}
		}
		closed, err := w.Records.List(ctx, rep, store.ListQuery{Kind: store.ListClosed})
		ok("list closed", err)
		if len(closed.Leads) != 0 {
			t.Errorf("closed: %+v", closed)
		}
		leftToDo(t, w, rep)
		ok("reindex", w.Reindex(ctx, rep, func(coach.Rep,
			coach.Lead) coach.Attention {
			return coach.Attention{Shows: monday}
		}))
		_, err = w.Records.DueLeads(ctx, rep, monday, 10)
		ok("due leads", err)
		ok("park", w.Park(ctx, rep, "q1", []byte("typed")))
		typed, found, err := w.Parked(ctx, rep, "q1")
		ok("parked", err)
		if !found || string(typed) != "typed" {
			t.Errorf("parked %q", typed)
		}
		journal, err := w.History.Journal(ctx, rep, monday, 0)
		ok("journal", err)
		if len(journal) != 6 || journal[4].ID != "entry1" || journal[4].LeadID != id {
			t.Errorf("journal %+v", journal)
		}
		_, err = w.History.Undo(ctx, plainUndo(rep, "entry1", monday))
		ok("undo", err)
		audit, err := w.History.Audit(ctx, rep, 0)
		ok("audit", err)
		if len(audit) != 7 {
			t.Errorf("audit %+v", audit)
		}
		_, err = w.Forget(ctx, rep, monday, id)
		ok("forget", err)
		_, found, err = w.Records.Answer(ctx, rep, a.Key, monday)
		ok("answer", err)
		if !found {
			t.Error("no answer")
		}
		_, _, err = w.Records.Rep(ctx, rep)
		ok("rep", err)
	}
	var stopped []string
	team, err := w.Directory.SaveTeam(ctx, store.TeamChange{
		Team: coach.Team{ID: "t1", Name: "East", Reps: []string{"U1"},
			Stories: []coach.Story{{ID: "s1", Kind: coach.WhyStory, Text: "like you"}}}, By: "U9", Now: monday,
		Op: "team create", Summary: monday, Key: "envT", Answer: []byte("made"),
		Outbox: []store.Outbox{{Kind: store.OutboxJoin, Rep: "U1", Team: "t1"},
			{Kind: store.OutboxJoin, Rep: "U77", Team: "t1"}},
	})
	ok("save team", err)
	if teams, err := w.Directory.Teams(ctx); err != nil || len(teams) != 1 || teams[0].Version != team.Version {
		t.Errorf("teams %+v, %v", teams, err)
	}
	if stories, err := w.Directory.Library(ctx, "t0", "t1"); err != nil || len(stories) != 1 ||
		stories[0].Text != "like you" {
		t.Errorf("library %+v, %v", stories, err)
	}
	if made, found, err := w.Directory.TeamAnswer(ctx, "envT"); !found || string(made) != "made" {
		t.Errorf("team answer %q %v", made, err)
	}
	engine(t, w, func(r coach.Rep, b store.Blocked) error {
		stopped = append(stopped, r.ID+b.Phone)
		return nil
	})
	if len(stopped) < 8*8 || !slices.Contains(stopped, "U0+4930U7") {
		t.Errorf("%d calls to stop leads: %v", len(stopped), stopped)
	}
	if rep, _, err := w.Records.Rep(ctx, "U1"); err != nil || len(rep.Teams) != 1 {
		t.Errorf("rep after the outbox %+v, %v", rep, err)
	}
	if reps, err := w.Records.Reps(ctx); err != nil || len(reps) != 9 {
		t.Errorf("%d reps, %v", len(reps), err)
	}
	if b, on, err := w.Directory.DoNotCall(ctx, "+4930U3"); err != nil || !on || b.By != "U3" {
		t.Errorf("blocked %+v %v %v", b, on, err)
	}
	ok("unblock", w.Directory.UnblockNumber(ctx, "+4930U3", "U9", monday))
	if _, on, _ := w.Directory.DoNotCall(ctx, "+4930U3"); on {
		t.Error("still blocked")
	}
	if audit, err := w.History.Audit(ctx, "", 0); err != nil || len(audit) != 10 || audit[0].Op != "unblock" {
		t.Errorf("audit of the workspace %+v, %v", audit, err)
	}
}

// leftToDo closes a lead about which something is left to do: it comes due with the open ones and is listed with the
// closed ones. At last it is taken away again.
func leftToDo(t *testing.T, w *store.Workspace, rep string) {
	t.Helper()
	ctx := t.Context()
	id := add(t, w, rep, "Bolt", monday)
	at := monday.Add(25 * time.Hour)
	change(t, w, store.Query{Rep: rep, Now: monday, LeadID: id}, func(seen store.Snapshot) (store.Change, error) {
		l := *seen.Lead
		l.Progress.Closed, l.Progress.ClosedAt = outcome.LeftCompany, monday
		l.Progress.Waiting = coach.Waiting{Kind: coach.WaitTask, Rule: coach.FindSuccessor, At: monday}
		l.Progress.Commitment = &coach.Commitment{At: at} // no call of a closed lead is agreed on
		l.Progress.Counters.Unsorted = 3
		return store.Change{Op: "log", By: rep, Now: monday, Lead: &l, Undoable: true, Attention: coach.Attention{Shows: at}},
			nil
	})
	listed := func(want map[store.ListKind]string) {
		t.Helper()
		for kind, names := range want {
			page, err := w.Records.List(ctx, rep, store.ListQuery{Kind: kind, Until: monday.Add(48 * time.Hour)})
			var got []string
			for _, l := range page.Leads {
				got = append(got, l.Name)
			}
			if fmt.Sprint(got) != names || page.Next != "" || err != nil {
				t.Errorf("list %s of %s: %v, want %s; %v", kind, rep, got, names, err)
			}
			if kind != store.ListStale && page.Total != len(got) {
				t.Errorf("list %s of %s: total %d", kind, rep, page.Total)
			}
		}
	}
	listed(map[store.ListKind]string{store.ListAll: "[Acme]", store.ListStale: "[Acme]", store.ListClosed: "[Bolt]",
		store.ListDue: "[Acme Bolt]", store.ListWeek: "[Acme Bolt]"})
	if due, err := w.Records.DueLeads(ctx, rep, at, 10); err != nil || due.Total != 2 || len(due.Leads) != 2 {
		t.Errorf("due with what is left to do: %+v, %v", due, err)
	}
	soon := func(_ coach.Rep, l coach.Lead) coach.Attention {
		if l.Open() {
			return coach.Attention{Shows: at}
		}
		return coach.Attention{Shows: monday, Timers: []coach.Timer{{Kind: coach.TimerPing, At: monday}}}
	}
	if err := w.Reindex(ctx, rep, soon); err != nil {
		t.Error(err)
	}
	listed(map[store.ListKind]string{store.ListDue: "[Bolt Acme]", store.ListAll: "[Acme]"})
	live := 0
	if err := w.Records.LiveLeads(ctx, rep,
		func(leads []coach.Lead) error { live += len(leads); return nil }); err != nil ||
		live != 2 {
		t.Errorf("%d leads that something may come due about, %v", live, err)
	}
	seen, err := w.Records.Read(ctx, store.Query{Rep: rep, Now: monday, Agreed: true, Counters: true})
	if err != nil || len(seen.Agreed) != 0 || seen.Counters.Tries() != 3 {
		t.Errorf("read beside a closed lead: %+v, %v", seen, err)
	}
	if f, err := w.Records.Figures(ctx, coach.Rep{ID: rep}, monday); err != nil || f.Ever.Tries() != 3 ||
		f.Week.Tries() != 3 {
		t.Errorf("figures %+v, %v", f, err)
	}
	for range 2 { // the closing and the lead
		if _, err := w.History.Undo(ctx, plainUndo(rep, "", monday)); err != nil {
			t.Error(err)
		}
	}
	listed(map[store.ListKind]string{store.ListAll: "[Acme]", store.ListClosed: "[]", store.ListDue: "[Acme]"})
	if f, err := w.Records.Figures(ctx, coach.Rep{ID: rep}, monday); err != nil || !cmp.Equal(f, store.Figures{}) {
		t.Errorf("figures after the lead is gone: %+v, %v", f, err)
	}
}

// engine does everything that is due, as the engine would.
func engine(t *testing.T, w *store.Workspace, stop stop) {
	t.Helper()
	ctx := t.Context()
	now := monday.Add(30 * time.Hour)
	due, err := w.DueIndex.DueBefore(ctx, now, 100)
	if err != nil {
		t.Fatal(err)
	}
	var asks []ledger.DeliveryClaim
	for _, d := range due {
		if d.Kind == ledger.KindOutbox {
			if err := w.CarryOut(ctx, d, now, stop); err != nil {
				t.Errorf("carry out: %v", err)
			}
			continue
		}
		asks = append(asks, ledger.DeliveryClaim{Key: d.Kind + d.Rep + d.Lead + d.Team, Dues: []ledger.Due{d}})
	}
	deliveries, err := w.Ledger.Claim(ctx, now, "engine", lease, asks...)
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range deliveries {
		if d.Key != asks[i].Key || d.State != ledger.DeliveryMine || !d.First {
			t.Errorf("claim %+v", d)
		}
		d, err := w.Ledger.Sending(ctx, d, now)
		if err == nil {
			err = w.Ledger.Done(ctx, d, ledger.Receipt{Channel: "C", TS: "1", At: now},
				ledger.DoneEffects{DM: "2026-01-12", Tips: map[string]time.Time{"t": now}})
		}
		if err != nil {
			t.Errorf("delivery %s: %v", d.Key, err)
		}
	}
	left, err := w.DueIndex.DueBefore(ctx, now.Add(time.Hour), 100)
	if err != nil || len(left) != 0 {
		t.Errorf("left %+v, %v", left, err)
	}
}

func TestNamesAreUniqueAndMove(t *testing.T) {
	w := open(t)
	acme := add(t, w, "U1", "Acme", monday)
	add(t, w, "U1", "Zeta", monday)
	rename := func(name, normal string) error {
		_, _, err := w.Change(t.Context(), store.Query{Rep: "U1", Now: monday, LeadID: acme},
			func(seen store.Snapshot) (store.Change, error) {
				l := *seen.Lead
				l.Name = name
				return store.Change{Op: "edit", By: "U1", Now: monday, Undoable: true, Lead: &l, Name: normal}, nil
			})
		return err
	}
	where := func(name string) string {
		t.Helper()
		seen, err := w.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday, Names: []string{name}})
		if err != nil {
			t.Fatal(err)
		}
		if seen.Lead == nil {
			return ""
		}
		return seen.Lead.ID
	}
	if err := rename("Zeta", "zeta"); !errors.Is(err, store.ErrNameTaken) {
		t.Errorf("a taken name: %v", err)
	}
	if lead(t, w, "U1", acme).Name != "Acme" {
		t.Error("the record was written all the same")
	}
	if err := rename("Bolt", "bolt"); err != nil {
		t.Fatal(err)
	}
	if where("acme") != "" || where("bolt") != acme {
		t.Errorf("names: acme %q, bolt %q", where("acme"), where("bolt"))
	}
	if _, err := w.History.Undo(t.Context(), plainUndo("U1", "", monday)); err != nil {
		t.Fatal(err)
	}
	if where("acme") != acme || where("bolt") != "" {
		t.Errorf("names after undo: acme %q, bolt %q", where("acme"), where("bolt"))
	}
}

func TestUndoRefusesWhatNewerChangesTouched(t *testing.T) {
	w := open(t)
	acme, zeta := add(t, w, "U1", "Acme", monday), add(t, w, "U1", "Zeta", monday)
	do := func(id, entry string) {
		t.Helper()
		change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id}, func(seen store.Snapshot) (store.Change, error) {
			c, err := logTouch("", entry, monday)(seen)
			c.Entry = entry
			return c, err
		})
	}
	do(acme, "e1")
	do(zeta, "e2")
	do(acme, "e3")
	_, err := w.History.Undo(t.Context(), plainUndo("U1", "e1", monday))
	var newer *store.NewerError
	if !errors.As(err, &newer) || len(newer.Entries) != 1 || newer.Entries[0].ID != "e3" ||
		newer.Entries[0].LeadName != "Acme" {
		t.Fatalf("undo below a newer change: %v", err)
	}
	if _, err := w.History.Undo(t.Context(), plainUndo("U1", "e2", monday)); err != nil {
		t.Errorf("undo of another lead's change: %v", err)
	}
	if _, err := w.History.Undo(t.Context(), plainUndo("U1", "e2", monday)); !errors.Is(err, store.ErrNothingToUndo) {
		t.Errorf("the same undo again: %v", err)
	}
	ask := plainUndo("U1", "e3", monday)
	ask.Key, ask.Answer = "envU", func(e store.Entry) []byte { return []byte("took back " + e.Op) }
	if _, err := w.History.Undo(t.Context(), ask); err != nil {
		t.Fatal(err)
	}
	var dup *store.DuplicateError
	if _, err := w.History.Undo(t.Context(), ask); !errors.As(err, &dup) || string(dup.Answer) != "took back log" {
		t.Errorf("the same envelope again: %v", err)
	}
	if _, err := w.History.Undo(t.Context(), plainUndo("U1", "e1", monday.Add(24*time.Hour))); !errors.Is(err,
		store.ErrNothingToUndo) {
		t.Errorf("undo after 24 hours: %v", err)
	}
	if _, err := w.History.Undo(t.Context(),
		plainUndo("U1", "e1", monday.Add(24*time.Hour-time.Millisecond))); err != nil {
		t.Errorf("undo within 24 hours: %v", err)
	}
	if n := len(touches(t, w, "U1", acme)); n != 0 {
		t.Errorf("%d touches left", n)
	}
}

func TestUndoOfSettings(t *testing.T) {
	w := open(t)
	add(t, w, "U1", "Acme", monday)
	change(t, w, store.Query{Rep: "U1", Now: monday}, func(seen store.Snapshot) (store.Change, error) {
		r := seen.Rep
		r.Mode, r.Days = coach.Assertive, []int{1, 2}
		return store.Change{Op: "settings", By: "U1", Now: monday, Undoable: true, Rep: &r, NextDigest: monday.Add(time.Hour),
			Reindex: true}, nil
	})
	if due := dueAt(t, w, monday.Add(2*time.Hour)); len(due) != 2 {
		t.Fatalf("due after settings: %+v", due)
	}
	if err := w.Reindex(t.Context(), "U1", func(r coach.Rep, l coach.Lead) coach.Attention {
		return coach.Attention{Shows: monday.Add(time.Duration(len(r.Days)) * time.Hour)}
	}); err != nil {
		t.Fatal(err)
	}
	if due := dueAt(t, w, monday.Add(2*time.Hour)); len(due) != 1 || due[0].Kind != ledger.KindDigest {
		t.Errorf("due after the reindex: %+v", due)
	}
	if due, err := w.Records.DueLeads(t.Context(), "U1", monday.Add(2*time.Hour), 5); due.Total != 1 || err != nil {
		t.Errorf("%d due, %v", due.Total, err)
	}
	if due, err := w.Records.DueLeads(t.Context(), "U1", monday.Add(time.Hour), 5); due.Total != 0 || err != nil {
		t.Errorf("%d due too early, %v", due.Total, err)
	}
	e, err := w.History.Undo(t.Context(), plainUndo("U1", "", monday.Add(time.Minute)))
	if err != nil || e.Op != "settings" {
		t.Fatalf("undo %+v, %v", e, err)
	}
	r, _, err := w.Records.Rep(t.Context(), "U1")
	if err != nil || r.Mode != "" || r.Days != nil || r.Version != 3 {
		t.Errorf("rep after undo %+v, %v", r, err)
	}
	audit, err := w.History.Audit(t.Context(), "U1", 2)
	if err != nil || audit[1].Subject != "rep" || string(audit[1].Before) != `{"days":null,"mode":null}` ||
		string(audit[1].After) != `{"days":[1,2],"mode":"assertive"}` {
		t.Errorf("audit %s → %s, %v", audit[1].Before, audit[1].After, err)
	}
}
