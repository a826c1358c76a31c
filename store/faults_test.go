package store_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/storetest"
)

// The rows are those of the fault matrix that Followup promises to withstand.

// noteCount is how often each note stands in the histories of leads.
func noteCount(t *testing.T, w *store.Workspace, ids []string) map[string]int {
	t.Helper()
	found := map[string]int{}
	for _, id := range ids {
		ts := touches(t, w, "U1", id)
		for _, touch := range ts {
			found[touch.Note]++
		}
		if l := lead(t, w, "U1", id); l.Progress.Calls != len(ts) {
			t.Errorf("lead %s counts %d calls and has %d touches", id, l.Progress.Calls, len(ts))
		}
	}
	return found
}

// Row 16: kill -9 of Redis, AOF always, in the middle of writes. What was confirmed is there once, what was called not
// saved is not there, and what is unknown is there at most once.
func TestRow16KilledRedisLosesNothingConfirmed(t *testing.T) {
	srv := storetest.Start(t, storetest.Options{AOF: "always"})
	w := openURL(t, srv.URL)
	ids := []string{add(t, w, "U1", "A", monday), add(t, w, "U1", "B", monday), add(t, w, "U1", "C", monday)}

	const killAt = 250
	reached := make(chan struct{})
	fates := logAll(w, ids, func(done int) bool {
		if done == killAt {
			close(reached)
		}
		return done >= 2*killAt
	})
	<-reached
	srv.Kill()
	srv.Restart()
	ready, stalls := time.Now(), storetest.Stalls(t)
	if _, _, err := w.Change(t.Context(), store.Query{Rep: "U1", Now: monday, LeadID: ids[0], Key: "after"},
		logTouch("after", "after", monday)); err != nil {
		t.Errorf("a change after the restart: %v", err)
	}
	if took := time.Since(ready); took > time.Second+stalls() {
		t.Errorf("%v until a change went through again", took)
	}
	saved, notSaved, unknown := audit(t, w, ids, fates(), time.Time{})
	t.Logf("%d saved, %d not saved, %d unknown", saved, notSaved, unknown)
	if saved < killAt/2 {
		t.Errorf("only %d were saved", saved)
	}
}

// fate is what was said of a log, and when.
type fate struct {
	err error
	at  time.Time
}

// logAll has six people log on some leads of U1, one note of their own after the other, until enough are told. The
// function that it returns waits for the last ones and returns what was said of each note.
func logAll(w *store.Workspace, ids []string, enough func(told int) bool) (wait func() map[string]fate) {
	var mu sync.Mutex
	fates, over := map[string]fate{}, false
	var wg sync.WaitGroup
	for n := range 6 {
		wg.Go(func() {
			for i := 0; ; i++ {
				note := fmt.Sprint(n, "/", i)
				ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
				_, _, err := w.Change(ctx, store.Query{Rep: "U1", Now: monday, LeadID: ids[i%len(ids)], Key: note},
					logTouch(note, note, monday))
				cancel()
				mu.Lock()
				fates[note] = fate{err, time.Now()}
				over = over || enough(len(fates))
				done := over
				mu.Unlock()
				if done {
					return
				}
			}
		})
	}
	return func() map[string]fate {
		wg.Wait()
		return fates
	}
}

// audit compares what was said of each note with what is there. What was confirmed may be gone only if that was at the
// instant or later; the zero time means never.
func audit(t *testing.T, w *store.Workspace, ids []string, fates map[string]fate, gone time.Time) (saved, notSaved,
	unknown int) {
	t.Helper()
	found := noteCount(t, w, ids)
	for note, f := range fates {
		switch n := found[note]; {
		case f.err == nil:
			if saved++; n > 1 || n == 0 && (gone.IsZero() || f.at.Before(gone)) {
				t.Errorf("confirmed, and found %d times: %s", n, note)
			}
		case errors.Is(f.err, store.ErrUnknown):
			if unknown++; n > 1 {
				t.Errorf("unknown, and found %d times: %s", n, note)
			}
			if _, known, err := w.Records.Answer(t.Context(), "U1", note, monday); err != nil || known != (n == 1) {
				t.Errorf("the look-up of %s says %v, %v; it is there %d times", note, known, err, n)
			}
		case errors.Is(f.err, store.ErrNotSaved):
			if notSaved++; n != 0 {
				t.Errorf("called not saved, and found %d times: %s: %v", n, note, f.err)
			}
		default:
			t.Errorf("%s: %v", note, f.err)
		}
	}
	return saved, notSaved, unknown
}

// Row 18: Redis frozen. Within 2.5 s there is an answer, and it is not "not saved" when the write may yet be carried
// out.
func TestRow18FrozenRedisIsUnknownInTime(t *testing.T) {
	srv := storetest.Start(t, storetest.Options{AOF: "always"})
	w := openURL(t, srv.URL)
	id := add(t, w, "U1", "Acme", monday)
	seen, err := w.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday, LeadID: id})
	if err != nil {
		t.Fatal(err)
	}
	c, _ := logTouch("env1", "frozen", monday)(seen)
	srv.Freeze()
	start, stalls := time.Now(), storetest.Stalls(t)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	err = w.Write(ctx, seen, c)
	if took := time.Since(start); took > 2500*time.Millisecond+stalls() {
		t.Errorf("answered after %v", took)
	}
	if !errors.Is(err, store.ErrUnknown) || errors.Is(err, store.ErrNotSaved) {
		t.Errorf("a write into a frozen Redis: %v", err)
	}
	srv.Thaw()
	if answer, ok, err := w.Records.Answer(t.Context(), "U1", "env1", monday); err != nil || !ok ||
		string(answer) != "saved frozen" {
		t.Errorf("the look-up afterwards: %q, %v, %v", answer, ok, err)
	}
	if n := noteCount(t, w, []string{id})["frozen"]; n != 1 {
		t.Errorf("it is there %d times", n)
	}
}

// Row 20: answers are lost after Redis has done the work, and the command is sent again. One effect each.
func TestRow20LostAnswersHaveOneEffect(t *testing.T) {
	srv := storetest.Start(t, storetest.Options{})
	proxy := storetest.Cut(t, srv)
	w := openURL(t, proxy.URL)
	id := add(t, w, "U1", "Acme", monday)
	const n = 60
	for i := range n {
		key := "" // every other change has no key of its own
		if i%2 == 0 {
			key = fmt.Sprint("env", i)
		}
		seen, err := w.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday, LeadID: id})
		if err != nil {
			t.Fatal(err)
		}
		c, _ := logTouch(key, fmt.Sprint(i), monday)(seen)
		proxy.LoseAnswers(1 + i%2)
		if err := w.Write(t.Context(), seen, c); err != nil {
			t.Fatalf("change %d: %v", i, err)
		}
	}
	found := noteCount(t, w, []string{id})
	if len(found) != n {
		t.Errorf("%d notes of %d", len(found), n)
	}
	for note, times := range found {
		if times != 1 {
			t.Errorf("%s is there %d times", note, times)
		}
	}

	// The ledger, too: a claim whose answer was lost is ours, a counted DM counts once.
	proxy.LoseAnswers(1)
	d := claim(t, w, monday, "a", "k")
	if d.State != ledger.DeliveryMine || d.Epoch != 1 {
		t.Errorf("claim %+v", d)
	}
	proxy.LoseAnswers(2)
	d, err := w.Ledger.Sending(t.Context(), d, monday)
	if err != nil {
		t.Error(err)
	}
	proxy.LoseAnswers(2)
	if err := w.Ledger.Done(t.Context(), d, ledger.Receipt{Channel: "D", TS: "1", At: monday},
		ledger.DoneEffects{DM: "2026-01-12"}); err != nil {
		t.Error(err)
	}
	if dms, err := w.Ledger.DMs(t.Context(), "U1", "2026-01-12"); dms != 1 || err != nil {
		t.Errorf("%d DMs, %v", dms, err)
	}

	// No answer at all: unknown, and the look-up knows.
	seen, err := w.Records.Read(t.Context(), store.Query{Rep: "U1", Now: monday, LeadID: id})
	if err != nil {
		t.Fatal(err)
	}
	c, _ := logTouch("last", "last", monday)(seen)
	proxy.LoseAnswers(1000)
	err = w.Write(t.Context(), seen, c)
	proxy.LoseAnswers(0)
	if !errors.Is(err, store.ErrUnknown) {
		t.Errorf("without any answer: %v", err)
	}
	if _, ok, err := w.Records.Answer(t.Context(), "U1", "last", monday); !ok || err != nil {
		t.Errorf("the look-up: %v, %v", ok, err)
	}
}

// Row 20 with many at once, whose commands go together: answers of all of them are lost, again and again. What is said
// of each is true.
func TestRow20LostAnswersOfACrowd(t *testing.T) {
	proxy := storetest.Cut(t, storetest.Start(t, storetest.Options{}))
	w := openURL(t, proxy.URL)
	ids := []string{add(t, w, "U1", "A", monday), add(t, w, "U1", "B", monday), add(t, w, "U1", "C", monday)}
	_, _, unknown := audit(t, w, ids, logAll(w, ids, func(told int) bool {
		switch told {
		case 20:
			proxy.LoseAnswers(math.MaxInt32)
		case 60:
			proxy.LoseAnswers(0)
		}
		return told >= 80
	})(), time.Time{})
	if unknown == 0 {
		t.Error("every answer came")
	}
}

// Row 21: the script cache is gone. Nobody notices.
func TestRow21ScriptsAreLoadedAgain(t *testing.T) {
	srv := storetest.Start(t, storetest.Options{AOF: "always"})
	w := openURL(t, srv.URL)
	id := add(t, w, "U1", "Acme", monday)
	c := srv.Client()
	defer c.Close()
	for i, lose := range []func(){
		func() {
			if err := c.ScriptFlush(t.Context()).Err(); err != nil {
				t.Fatal(err)
			}
		},
		srv.Restart,
	} {
		lose()
		note := fmt.Sprint(i)
		if _, _, err := w.Change(t.Context(), store.Query{Rep: "U1", Now: monday, LeadID: id, Key: note},
			logTouch(note, note, monday)); err != nil {
			t.Errorf("change: %v", err)
		}
		if d := claim(t, w, monday, "a", "k"+note); d.State != ledger.DeliveryMine {
			t.Errorf("claim %+v", d)
		}
	}
	if n := len(touches(t, w, "U1", id)); n != 2 {
		t.Errorf("%d touches", n)
	}
}

// Row 19, the store's side: no memory left. Writes are refused as such, reads go on, and it recovers by itself.
func TestRow19FullRedisRefuses(t *testing.T) {
	srv := storetest.Start(t, storetest.Options{})
	w := openURL(t, srv.URL)
	id := add(t, w, "U1", "Acme", monday)
	c := srv.Client()
	defer c.Close()
	limit := func(to string) {
		t.Helper()
		if err := c.ConfigSet(t.Context(), "maxmemory", to).Err(); err != nil {
			t.Fatal(err)
		}
	}
	limit("1mb")
	_, _, err := w.Change(t.Context(), store.Query{Rep: "U1", Now: monday, LeadID: id}, logTouch("env1", "x", monday))
	if !errors.Is(err, store.ErrNotSaved) || errors.Is(err, store.ErrUnknown) {
		t.Errorf("a write without memory: %v", err)
	}
	if due, err := w.Records.DueLeads(t.Context(), "U1", monday, 10); due.Total != 1 || err != nil {
		t.Errorf("reads: %d, %v", due.Total, err)
	}
	limit("0")
	change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id}, logTouch("env1", "x", monday))
}

// Row 36: 10,000 leads of one rep.
func TestRow36TenThousandLeads(t *testing.T) {
	w := open(t)
	const n = 10_000
	seed(t, w, "U1", n)
	var pages, leads int
	seenIDs := map[string]bool{}
	for after := ""; ; pages++ {
		page, err := w.Records.List(t.Context(), "U1", store.ListQuery{Kind: store.ListAll, Limit: 100, After: after})
		if err != nil {
			t.Fatal(err)
		}
		if page.Total != n {
			t.Fatalf("total %d", page.Total)
		}
		for _, l := range page.Leads {
			seenIDs[l.ID] = true
			leads++
		}
		if after = page.Next; after == "" {
			break
		}
	}
	if leads != n || len(seenIDs) != n {
		t.Errorf("%d leads on %d pages, %d different", leads, pages+1, len(seenIDs))
	}
	page, err := w.Records.List(t.Context(), "U1", store.ListQuery{Kind: store.ListAll, Text: "LEAD 10000"})
	if err != nil || len(page.Leads) != 1 || page.Next != "" {
		t.Errorf("search: %d leads, next %q, %v", len(page.Leads), page.Next, err)
	}
	seen, err := w.Records.Read(t.Context(),
		store.Query{Rep: "U1", Now: monday, Names: []string{"laed 7777"}, Index: true})
	if err != nil || len(seen.Index) == 0 || len(seen.Index) > 600 ||
		!slices.ContainsFunc(seen.Index, func(e store.NameEntry) bool { return e.Name == "lead 7777" }) {
		t.Errorf("%d names near one, %v", len(seen.Index), err)
	}
	due, err := w.Records.DueLeads(t.Context(), "U1", monday.Add(100*time.Hour), 40)
	if err != nil || len(due.Leads) != 40 || due.Total != n {
		t.Errorf("%d due of %d, %v", len(due.Leads), due.Total, err)
	}
	if err := w.Reindex(t.Context(), "U1", func(coach.Rep, coach.Lead) coach.Attention {
		return coach.Attention{Shows: monday}
	}); err != nil {
		t.Error(err)
	}
}

// A change takes as much work with 8,000 leads as with 2,000: the fastest of many, in turn, since a neighbour on the
// machine only slows some down, and then both.
func TestAChangeDoesNotGrowWithLeads(t *testing.T) {
	w := open(t)
	few, many := "U1", "U2"
	seed(t, w, few, 2_000)
	seed(t, w, many, 8_000)
	fastest := map[string]time.Duration{few: time.Hour, many: time.Hour}
	for i := range 200 {
		for rep, least := range fastest {
			key := fmt.Sprint("env", i)
			ask := store.Query{Rep: rep, Now: monday, Key: key, Names: []string{fmt.Sprint("lead ", 1+i)}}
			start := time.Now()
			change(t, w, ask, logTouch(key, "x", monday))
			fastest[rep] = min(least, time.Since(start))
		}
	}
	if fastest[many] > 2*fastest[few] {
		t.Errorf("a change takes %v with 2,000 leads and %v with 8,000", fastest[few], fastest[many])
	}
}
