package store_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"
	"pgregory.net/rapid"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/tally"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/storetest"
)

// office is a workspace in which things happen to the leads of two reps, by the real rules.
type office struct {
	*rapid.T
	w     *store.Workspace
	c     *redis.Client
	id    string
	now   time.Time
	leads map[string][]string // by rep
	n     int
}

var officeReps = []string{"U1", "U2"} // in different shards

func (o *office) ok(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

// rep's clock differs from UTC, so that their week begins at another instant.
func officeRep(id string) coach.Rep {
	return coach.Rep{ID: id, TZ: map[string]string{"U1": "America/New_York", "U2": "Pacific/Auckland"}[id], Since: monday}
}

func (o *office) change(rep, lead string, fn func(store.Snapshot) (store.Change, error)) error {
	_, _, err := o.w.Change(context.Background(), store.Query{Rep: rep, Now: o.now, LeadID: lead, Touches: -1},
		func(seen store.Snapshot) (store.Change, error) {
			c, err := fn(seen)
			c.By, c.Now = rep, o.now
			if c.Lead != nil {
				c.Attention = coach.DefaultRules().Timers(*c.Lead, seen.Rep, o.now)
			}
			return c, err
		})
	return err
}

func (o *office) add(rep string) {
	id := store.NewID()
	o.n++
	o.ok(o.change(rep, id, func(seen store.Snapshot) (store.Change, error) {
		c := store.Change{Op: "add", Undoable: true, Name: fmt.Sprint("lead ", o.n),
			Lead: &coach.Lead{ID: id, Rep: rep, Name: fmt.Sprint("Lead\n", strings.Repeat("x", o.n%80), " ", o.n),
				Created: o.now, Warmth: coach.Warm}}
		if !seen.Known {
			r := officeRep(rep)
			c.Rep = &r
		}
		return c, nil
	}))
	o.leads[rep] = append(o.leads[rep], id)
}

var officeOutcomes = []outcome.Outcome{outcome.Voicemail, outcome.Voicemail, outcome.Busy, outcome.NoAnswer,
	outcome.Talked,
	outcome.Talked, outcome.Meeting,
	outcome.NotReviewed, outcome.NoTime, outcome.Planned, outcome.Calling, outcome.Missed, outcome.Email, outcome.Won,
	outcome.HasSolution,
	outcome.LeftCompany,
	outcome.TaskDone, outcome.Reopened, outcome.WantsInfo}

// log logs anything, now or about an earlier time. What the rules refuse is left.
func (o *office) log(rep, id string) {
	x := coach.Touch{ID: store.NewID(), By: rep, At: o.now, Logged: o.now,
		Outcome: rapid.SampledFrom(officeOutcomes).Draw(o.T, "outcome")}
	if rapid.IntRange(0, 4).Draw(o.T, "late") == 0 {
		x.At = o.now.Add(-time.Duration(rapid.IntRange(1, 5*24).Draw(o.T, "hours ago")) * time.Hour)
	}
	if x.Outcome == outcome.Planned || x.Outcome == outcome.HasSolution || rapid.Bool().Draw(o.T, "dated") {
		x.Until = o.now.Add(time.Duration(rapid.IntRange(1, 4*24).Draw(o.T, "until")) * time.Hour)
	}
	if x.Outcome == outcome.NotReviewed {
		yes := rapid.Bool().Draw(o.T, "together")
		x.Together = &yes
	}
	if x.Outcome == outcome.Talked {
		x.Promises = []coach.Promise{{By: rapid.SampledFrom([]coach.Side{coach.Them, coach.Us}).Draw(o.T, "side"),
			What: "send it"}}
		x.Material = &coach.Material{Name: "the offer"}
	}
	_ = o.change(rep, id, func(seen store.Snapshot) (store.Change, error) {
		if seen.Lead == nil {
			return store.Change{}, coach.ErrClosed
		}
		y := x
		if open := seen.Lead.Progress.Promises; len(open) > 0 && x.Outcome.Info().Live {
			y.Settled = []coach.Settled{{ID: open[0].ID, Kept: len(open)%2 == 0}}
		}
		l, logged, err := coach.DefaultRules().Log(*seen.Lead, seen.Touches, y, seen.Rep)
		return store.Change{Op: "log", Undoable: true, Lead: &l, Touch: &logged.Touch}, err
	})
}

// stop is what a do-not-call of somebody else does to a rep's lead.
func (o *office) stop(rep, id string) {
	_ = o.change(rep, id, func(seen store.Snapshot) (store.Change, error) {
		if seen.Lead == nil {
			return store.Change{}, coach.ErrClosed
		}
		l, logged, err := coach.DefaultRules().Log(*seen.Lead, seen.Touches,
			coach.Touch{ID: store.NewID(), Outcome: outcome.DoNotCall, At: o.now, Logged: o.now, By: "U9", ByOtherLead: true},
			seen.Rep)
		return store.Change{Op: "stop", Lead: &l, Touch: &logged.Touch}, err
	})
}

func (o *office) rename(rep, id string) {
	o.n++
	_ = o.change(rep, id, func(seen store.Snapshot) (store.Change, error) {
		if seen.Lead == nil {
			return store.Change{}, coach.ErrClosed
		}
		l := *seen.Lead
		l.Name = fmt.Sprint("Renamed ", o.n)
		return store.Change{Op: "edit", Undoable: true, Lead: &l, Name: fmt.Sprint("renamed ", o.n)}, nil
	})
}

func (o *office) undo(rep string) {
	_, _ = o.w.History.Undo(context.Background(), store.UndoQuery{Rep: rep, By: rep, Now: o.now,
		Restore: func(b store.Before) (store.Restored, error) {
			if b.Lead == nil {
				return store.Restored{}, nil
			}
			return store.Restored{Attention: coach.DefaultRules().Timers(*b.Lead, b.Rep, o.now)}, nil
		}})
}

// agrees holds what is kept beside the leads against the leads themselves.
func (o *office) agrees(rep string) {
	o.Helper()
	ctx := context.Background()
	key := func(kind string) string { return fmt.Sprintf("{%s:s%02d}:%s:%s", o.id, keyspace.Shard(rep), kind, rep) }
	want, hours, courses, agreed := map[string]int{}, map[string]int{}, map[string]int{}, map[string]time.Time{}
	var left, open, closed []string
	found, err := o.w.Records.Leads(ctx, rep, o.leads[rep]...)
	o.ok(err)
	for _, l := range found {
		for _, count := range l.Progress.Counters.Counts() {
			want[count.Name] += count.N
		}
		for _, name := range l.Course().Names() {
			courses[name]++
		}
		for place, x := range l.Progress.Hours {
			hours[fmt.Sprint("h", place)] += int(x.Calls)
			hours[fmt.Sprint("r", place)] += int(x.Reached)
		}
		switch {
		case l.Open():
			open = append(open, l.ID)
		default:
			closed = append(closed, l.ID)
			if l.Progress.Task() != nil {
				left = append(left, l.ID)
			}
		}
		if c := l.Progress.Commitment; c != nil && l.Open() {
			agreed[l.ID] = c.At.Truncate(time.Millisecond)
		}
	}
	raw, err := o.c.HGetAll(ctx, key("tally")).Result()
	o.ok(err)
	got := map[string]int{}
	for name, v := range raw {
		n, err := strconv.Atoi(v)
		o.ok(err)
		got[name] = n
	}
	maps.DeleteFunc(want, func(_ string, n int) bool { return n == 0 })
	maps.DeleteFunc(got, func(_ string, n int) bool { return n == 0 })
	all := maps.Clone(want)
	maps.Copy(all, hours)
	maps.Copy(all, courses)
	maps.DeleteFunc(all, func(_ string, n int) bool { return n == 0 })
	if d := cmp.Diff(all, got); d != "" {
		o.Fatalf("tally of %s (-leads +kept):\n%s", rep, d)
	}

	// The weeks add up to the same: nothing is counted in no week or in two.
	weeks := map[string]int{}
	keys, err := o.c.Keys(ctx, key("week")+":*").Result()
	o.ok(err)
	for _, k := range keys {
		of, err := o.c.HGetAll(ctx, k).Result()
		o.ok(err)
		for name, v := range of {
			n, err := strconv.Atoi(v)
			o.ok(err)
			weeks[name] += n
		}
		if life := o.c.PTTL(ctx, k).Val(); life <= 34*24*time.Hour {
			o.Errorf("%s expires in %v", k, life)
		}
	}
	maps.DeleteFunc(weeks, func(_ string, n int) bool { return n == 0 })
	if d := cmp.Diff(want, weeks); d != "" {
		o.Fatalf("weeks of %s (-leads +kept):\n%s", rep, d)
	}

	seen, err := o.w.Records.Read(ctx, store.Query{Rep: rep, Now: monday, Agreed: true, Counters: true})
	o.ok(err)
	had := map[string]time.Time{}
	for _, a := range seen.Agreed {
		had[a.Lead] = a.At
		i := slices.IndexFunc(found, func(l coach.Lead) bool { return l.ID == a.Lead })
		if i < 0 || !strings.HasPrefix(strings.ReplaceAll(found[i].Name, "\n", " "), strings.TrimSuffix(a.Name, "…")) ||
			a.Name == "" {
			o.Errorf("agreed call %+v", a)
		}
	}
	if d := cmp.Diff(agreed, had); d != "" {
		o.Fatalf("agreed calls of %s (-leads +kept):\n%s", rep, d)
	}
	if sum := coach.CountersOf(want); seen.Counters != sum {
		o.Errorf("tally read %+v, want %+v", seen.Counters, sum)
	}
	if figures, err := o.w.Records.Figures(ctx, coach.Rep{ID: rep}, monday); err != nil ||
		figures.Hours.All().Of != sumOf(hours, "h") || figures.Hours.All().N != sumOf(hours, "r") {
		o.Errorf("calls by hour read %v, want %v, %v", figures.Hours.All(), hours, err)
	}
	if figures, err := o.w.Records.Figures(ctx, coach.Rep{ID: rep}, monday); err != nil ||
		!cmp.Equal(figures.Leads, tally.SumsOf(courses)) {
		o.Errorf("courses read %+v, want %v, %v", figures.Leads, courses, err)
	}
	kept, err := o.c.SMembers(ctx, key("left")).Result()
	o.ok(err)
	o.same("left to do", left, kept)
	o.same("open", open, o.list(rep, store.ListQuery{Kind: store.ListAll, Limit: 2}))
	o.same("closed", closed, o.list(rep, store.ListQuery{Kind: store.ListClosed, Limit: 2}))
	o.same("due some day", slices.Concat(open, left),
		o.list(rep, store.ListQuery{Kind: store.ListDue, Until: monday.AddDate(9, 0, 0)}))
}

// sumOf adds up the counts whose names begin with a letter.
func sumOf(counts map[string]int, letter string) (sum int) {
	for name, n := range counts {
		if strings.HasPrefix(name, letter) {
			sum += n
		}
	}
	return sum
}

func (o *office) same(what string, want, got []string) {
	o.Helper()
	want, got = slices.Clone(want), slices.Clone(got)
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		o.Fatalf("%s: %v, want %v", what, got, want)
	}
}

// list walks all pages and holds each against its own promises: no page is empty but the only one, and the total is
// right.
func (o *office) list(rep string, q store.ListQuery) (out []string) {
	o.Helper()
	total := -1
	for {
		page, err := o.w.Records.List(context.Background(), rep, q)
		o.ok(err)
		for _, l := range page.Leads {
			out = append(out, l.ID)
		}
		if len(page.Leads) == 0 && q.After != "" {
			o.Errorf("list %s: a page with nothing on it", q.Kind)
		}
		if total = page.Total; page.Next == "" {
			break
		}
		q.After = page.Next
	}
	if total != len(out) {
		o.Errorf("list %s: %d leads, total %d", q.Kind, len(out), total)
	}
	return out
}

// What is kept beside the leads is the sum over the leads, whatever happens to them: S1.10, S3.13–S3.15, S3.27 and
// S4.15 are figures that nobody would trust again after the first wrong one.
func TestFiguresAreTheSumOverTheLeads(t *testing.T) {
	srv := storetest.Redis(t)
	s, err := store.Open(store.Options{URL: srv.URL})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c := srv.Client()
	defer c.Close()
	runs := 0
	rapid.Check(t, func(t *rapid.T) {
		runs++
		id := fmt.Sprint("T", runs)
		o := &office{T: t, w: s.In(id), c: c, id: id, now: monday, leads: map[string][]string{}}
		for _, rep := range officeReps {
			o.add(rep)
		}
		for range rapid.IntRange(1, 25).Draw(t, "things") {
			o.now = o.now.Add(time.Duration(rapid.IntRange(1, 30*60).Draw(t, "minutes")) * time.Minute)
			rep := rapid.SampledFrom(officeReps).Draw(t, "rep")
			lead := rapid.SampledFrom(o.leads[rep]).Draw(t, "lead")
			switch rapid.SampledFrom([]string{"log", "log", "log", "log", "log", "undo", "undo", "add", "stop",
				"rename"}).Draw(t, "thing") {
			case "log":
				o.log(rep, lead)
			case "undo":
				o.undo(rep)
			case "add":
				o.add(rep)
			case "stop":
				o.stop(rep, lead)
			case "rename":
				o.rename(rep, lead)
			}
		}
		for _, rep := range officeReps {
			o.agrees(rep)
			o.ok(o.w.Reindex(context.Background(), rep, func(r coach.Rep, l coach.Lead) coach.Attention {
				return coach.DefaultRules().Timers(l, r, o.now)
			}))
			o.agrees(rep)
		}
	})
}

// A rep's week begins on their Monday, and what is undone later counts in the week in which it is undone.
func TestWeeksGoByTheRepsCalendar(t *testing.T) {
	w := open(t)
	id := add(t, w, "U1", "Acme", monday)
	rep := coach.Rep{ID: "U1", TZ: "Pacific/Auckland"} // Monday begins there on Sunday at 11:00 UTC
	sunday := time.Date(2026, 1, 18, 10, 59, 0, 0, time.UTC)
	change(t, w, store.Query{Rep: "U1", Now: monday}, func(store.Snapshot) (store.Change, error) {
		r := rep
		return store.Change{Op: "settings", By: "U1", Now: monday, Rep: &r, KeepDigest: true}, nil
	})
	tries := func(now time.Time, n int) {
		change(t, w, store.Query{Rep: "U1", Now: now, LeadID: id}, func(seen store.Snapshot) (store.Change, error) {
			l := *seen.Lead
			l.Progress.Counters.Unsorted += n
			return store.Change{Op: "log", By: "U1", Now: now, Lead: &l, Undoable: true}, nil
		})
	}
	tries(sunday, 3)
	tries(sunday.Add(2*time.Minute), 4)
	figures := func(week time.Time) store.Figures {
		f, err := w.Records.Figures(t.Context(), rep, week)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	if f := figures(sunday.AddDate(0, 0, -3)); f.Week.Tries() != 3 || f.Ever.Tries() != 7 {
		t.Errorf("first week %+v", f)
	}
	if f := figures(sunday.AddDate(0, 0, 3)); f.Week.Tries() != 4 {
		t.Errorf("second week %+v", f)
	}
	for range 2 {
		if _, err := w.History.Undo(t.Context(), plainUndo("U1", "", sunday.Add(3*time.Minute))); err != nil {
			t.Fatal(err)
		}
	}
	if f := figures(sunday.AddDate(0, 0, 3)); f.Week.Tries() != 0 || f.Ever.Tries() != 0 { // -3, which is none
		t.Errorf("after two undos %+v", f)
	}
	if f := figures(sunday.AddDate(0, 0, -3)); f.Week.Tries() != 3 {
		t.Errorf("what is over stays as it was: %+v", f)
	}
}
