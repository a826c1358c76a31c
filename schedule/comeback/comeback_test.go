package comeback

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/spread"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/storetest"
)

// desk is one on a Redis of its own, with a clock that is set.
func desk(t *testing.T, now *time.Time) Desk {
	t.Helper()
	s, err := store.Open(store.Options{URL: storetest.Redis(t).URL})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return Desk{Space: s.In("T1"), Rules: coach.DefaultRules(), Now: func() time.Time { return *now }}
}

// save writes a rep's record, and leads of theirs.
func save(t *testing.T, d Desk, rep coach.Rep, leads ...coach.Lead) {
	t.Helper()
	ctx, now := context.Background(), d.Now()
	_, _, err := d.Space.Change(ctx, store.Query{Rep: rep.ID, Now: now}, func(store.Snapshot) (store.Change, error) {
		return store.Change{Op: "settings", Now: now, Rep: &rep, NextDigest: d.Rules.NextDigest(rep, now)}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range leads {
		l.Rep = rep.ID
		_, _, err := d.Space.Change(ctx, store.Query{Rep: rep.ID, LeadID: l.ID, Now: now},
			func(store.Snapshot) (store.Change, error) {
				return store.Change{Op: "add", Now: now, Lead: &l, Name: l.Name, Attention: d.Rules.Timers(l, rep, now)}, nil
			})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// many are cold leads of which some are due, some are warm, and every tenth has an agreed call.
func many(n int, now time.Time) (leads []coach.Lead) {
	for i := range n {
		l := coach.Lead{ID: fmt.Sprintf("L%04d", i), Name: fmt.Sprintf("lead %04d", i), Warmth: coach.Cold,
			Created: now.Add(-time.Duration(i) * time.Hour)}
		switch i % 10 {
		case 0:
			at := now.AddDate(0, 0, 4)
			l.Progress.Commitment = &coach.Commitment{At: at, Made: now}
		case 1:
			l.Warmth = coach.Warm
		case 2:
			l.Progress.LastTry, l.Progress.Step, l.Progress.Calls = now, 3, 3
			l.Progress.LastOutcome = outcome.NoAnswer
		}
		leads = append(leads, l)
	}
	return leads
}

// shows is where every lead stands in the rep's due order, by name, and on which day its next step is.
func shows(t *testing.T, d Desk, id string) map[string]string {
	t.Helper()
	rep, _, err := d.Space.Records.Rep(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for q := (store.ListQuery{Kind: store.ListAll, Limit: 100}); ; {
		page, err := d.Space.Records.List(context.Background(), id, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range page.Leads {
			s := d.Rules.Next(l, rep, d.Now())
			out[l.Name] = s.Due.In(rep.Location()).Format("2006-01-02 15:04")
			if len(l.Moved) > 1 {
				t.Errorf("%s was moved twice: %v", l.Name, l.Moved)
			}
		}
		if q.After = page.Next; q.After == "" {
			return out
		}
	}
}

// A spread of two thousand leads that dies after some of its batches goes on where it was: it ends like one that ran
// through, no day has more than it can bear, and nothing is lost.
func TestASpreadThatDiesGoesOn(t *testing.T) {
	now := time.Date(2026, 11, 9, 15, 0, 0, 0, time.UTC)
	d := desk(t, &now)
	ctx := context.Background()
	away := absence.Absence{Since: now, Until: "2026-11-18"}
	for _, id := range []string{"U1", "U2"} {
		save(t, d, coach.Rep{ID: id, TZ: "America/New_York", Away: away}, many(2000, now)...)
	}
	now = time.Date(2026, 11, 18, 5, 0, 0, 0, time.UTC)
	if err := d.Return(ctx, ledger.Due{Kind: ledger.KindReturn, Rep: "U1", At: now}); err != nil {
		t.Fatal(err)
	}
	for _, most := range []int{1, 7, 20} {
		dying, die := context.WithCancel(ctx)
		left, again := most, d
		again.Moved = func() {
			if left--; left == 0 {
				die()
			}
		}
		if err := again.Return(dying, ledger.Due{Kind: ledger.KindReturn, Rep: "U2", At: now}); !errors.Is(err,
			context.Canceled) {
			t.Fatal("it did not die:", err)
		}
		dues, err := d.Space.DueIndex.DueBefore(ctx, now.Add(time.Minute), 10)
		if err != nil || !waits(dues, "U2") {
			t.Fatal("nobody goes on with it:", dues, err)
		}
	}
	if err := d.Return(ctx, ledger.Due{Kind: ledger.KindReturn, Rep: "U2", At: now}); err != nil {
		t.Fatal(err)
	}
	one, other := shows(t, d, "U1"), shows(t, d, "U2")
	days := map[string]int{}
	for name, at := range one {
		if other[name] != at {
			t.Errorf("%s is due %s, of the one that died %s", name, at, other[name])
		}
		if at[:10] != "2026-11-13" { // of the agreed calls somebody is asked whether they happened
			days[at[:10]]++
		}
	}
	for day, n := range days {
		if n > spread.PerDay || day < "2026-11-18" {
			t.Errorf("%s has %d", day, n)
		}
	}
	rep, _, err := d.Space.Records.Rep(ctx, "U2")
	if err != nil || len(one) != 2000 || rep.Spread.Open || rep.Spread.Leads != 1800 || rep.Away.Lasts() ||
		rep.Away.Gathered {
		t.Error(len(one), rep.Spread, rep.Away, err)
	}
	if dues, err := d.Space.DueIndex.DueBefore(ctx, now.Add(time.Minute), 10); err != nil || waits(dues, "U2") {
		t.Error("it is through, and looked at again:", dues, err)
	}
}

func waits(dues []ledger.Due, rep string) bool {
	for _, due := range dues {
		if due.Kind == ledger.KindReturn && due.Rep == rep {
			return true
		}
	}
	return false
}

// An absence ends on the first working day of the rep, by the clock of where they are then, and what was changed while
// it was about to end comes first.
func TestWhenAnAbsenceEnds(t *testing.T) {
	now := time.Date(2026, 11, 9, 15, 0, 0, 0, time.UTC)
	d := desk(t, &now)
	rep := coach.Rep{ID: "U1", TZ: "America/New_York", Away: absence.Absence{Since: now, Until: "2026-11-14"}}
	save(t, d, rep, coach.Lead{ID: "L1", Name: "acme", Created: now})
	due := func() ledger.Due {
		t.Helper()
		dues, err := d.Space.DueIndex.DueBefore(context.Background(), now.AddDate(0, 1, 0), 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, due := range dues {
			if due.Kind == ledger.KindReturn {
				return due
			}
		}
		t.Fatal("nobody looks when the absence ends")
		return ledger.Due{}
	}
	lasts := func(at string) bool {
		t.Helper()
		var err error
		if now, err = time.Parse(time.RFC3339, at); err != nil {
			t.Fatal(err)
		}
		if err := d.Return(context.Background(), due()); err != nil {
			t.Fatal(err)
		}
		rep, _, err := d.Space.Records.Rep(context.Background(), "U1")
		if err != nil {
			t.Fatal(err)
		}
		return rep.Away.Lasts()
	}
	for _, at := range []string{"2026-11-13T23:00:00-05:00", "2026-11-14T00:00:00-05:00", "2026-11-15T23:59:00-05:00"} {
		if !lasts(at) {
			t.Error("it ended before Monday, at", at)
		}
	}
	if at := due().At; !at.Equal(time.Date(2026, 11, 16, 5, 0, 0, 0, time.UTC)) {
		t.Error("it is looked at again at", at)
	}
	if lasts("2026-11-16T00:00:00-05:00") {
		t.Error("it lasts on Monday")
	}
}

// What a spread reads and writes goes with what is due, not with what there is: of five thousand leads, most of them
// closed or due later, as much as of five hundred.
func TestASpreadCostsWhatIsDue(t *testing.T) {
	now := time.Date(2026, 11, 9, 15, 0, 0, 0, time.UTC)
	for _, why := range []string{absence.Backlog, absence.Park, absence.Away} {
		cost := map[int]map[string]int{}
		for _, n := range []int{500, 5000} {
			srv := storetest.Start(t, storetest.Options{}) // whose statistics are of nobody else
			s, err := store.Open(store.Options{URL: srv.URL})
			if err != nil {
				t.Fatal(err)
			}
			d := Desk{Space: s.In("T1"), Rules: coach.DefaultRules(), Now: func() time.Time { return now }}
			rep := coach.Rep{ID: "U1", TZ: "America/New_York", Spread: absence.Spread{At: now, Why: why, Open: true}}
			if why == absence.Away {
				rep.Away = absence.Absence{Since: now.AddDate(0, 0, -30), Back: now}
			}
			var leads []coach.Lead
			for i := range n {
				l := coach.Lead{ID: fmt.Sprintf("L%04d", i), Name: fmt.Sprintf("lead %04d", i), Warmth: coach.Cold,
					Created: now.AddDate(0, 0, -40)}
				switch {
				case i < 60:
				case why == absence.Away || i%2 == 0:
					l.Progress.Closed, l.Progress.ClosedAt = outcome.Lost, now.AddDate(0, 0, -20)
				default:
					l.Progress.Waiting.Snoozed = now.AddDate(0, 6, 0)
				}
				leads = append(leads, l)
			}
			seed(t, d, rep, leads)
			c := srv.Client()
			before := commandsOf(t, c)
			if err := d.Return(context.Background(), ledger.Due{Kind: ledger.KindReturn, Rep: "U1", At: now}); err != nil {
				t.Fatal(err)
			}
			cost[n] = commandsOf(t, c)
			for name := range cost[n] {
				cost[n][name] -= before[name]
			}
			if after, _, err := d.Space.Records.Rep(context.Background(), "U1"); err != nil || after.Spread.Open ||
				after.Spread.Leads != 60 {
				t.Fatal(why, after.Spread, err)
			}
			_ = s.Close()
		}
		for name, n := range cost[5000] {
			if few := cost[500][name]; n > few*11/10+2 {
				t.Errorf("%s: %s is %d of 500 leads, %d of 5,000", why, name, few, n)
			}
		}
	}
}

// seed writes leads many at a time, each with its own due times.
func seed(t *testing.T, d Desk, rep coach.Rep, leads []coach.Lead) {
	t.Helper()
	save(t, d, rep)
	ctx, now := context.Background(), d.Now()
	seen, err := d.Space.Records.Read(ctx, store.Query{Rep: rep.ID, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	before := rep // as their leads were before the spread
	before.Spread = absence.Spread{}
	for part := range slices.Chunk(leads, 250) {
		var batch []store.Planned
		for _, l := range part {
			l.Rep = rep.ID
			batch = append(batch, store.Planned{Seen: seen, Change: store.Change{Op: "add", By: rep.ID, Now: now, Lead: &l,
				Entry: store.NewID(), Name: l.Name, Attention: d.Rules.Timers(l, before, now)}})
		}
		if err := d.Space.WriteAll(ctx, "seed."+part[0].ID, nil, batch); err != nil {
			t.Fatal(err)
		}
	}
}

// commandsOf is what Redis has carried out so far, by command, and how many bytes it has sent.
func commandsOf(t *testing.T, c *redis.Client) map[string]int {
	t.Helper()
	out := map[string]int{}
	for section, behind := range map[string]string{"commandstats": ":calls=", "stats": ":"} {
		info, err := c.Info(context.Background(), section).Result()
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(info) {
			name, figure, _ := strings.Cut(line, behind)
			var n int
			if _, err := fmt.Sscanf(figure, "%d", &n); err == nil &&
				(section == "commandstats" || name == "total_net_output_bytes") {
				out[name] = n
			}
		}
	}
	return out
}
