package schedule

import (
	"context"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/schedule/donotcall"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

// What a failover has lost of a do-not-call is put right by the next day's check: the number of a lead that was closed
// so is blocked again, by whoever was asked then, and a lead that goes on although its number is blocked stops. What
// was lifted stays lifted, a lead that stopped because of another one blocks nothing, and a second check changes
// nothing.
func TestTheDoNotCallCheck(t *testing.T) {
	ctx := context.Background()
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	one := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	two := f.rep(coach.Rep{ID: "U2", TZ: ny, Since: f.clock.Now()})
	// The list has lost L1's number; L2 and, with a task left, L3 have it as well.
	f.lead(one, coach.Lead{ID: "L1", Name: "acme", Phone: "+1 212 555 0100"})
	f.log(one, "L1", coach.Touch{Outcome: outcome.DoNotCall, By: "B1"})
	f.lead(two, coach.Lead{ID: "L2", Name: "pat", Phone: "(212) 555-0100"})
	f.lead(two, coach.Lead{ID: "L3", Name: "contract", Phone: "212 555 0100"})
	f.log(two, "L3", coach.Touch{Outcome: outcome.HasSolution, Until: f.clock.Now().AddDate(0, 6, 0)})
	// L4 was added while the block of its number went from rep to rep, by somebody whose lead is gone.
	f.ok(f.space.Directory.BlockNumber(ctx, store.Blocked{Phone: "+12125550104", By: "U9", At: f.clock.Now(), Rep: "U9",
		Lead: "gone", Read: true}))
	f.lead(two, coach.Lead{ID: "L4", Name: "late", Phone: "212-555-0104 x7"})
	// L5 was lifted, and the list has not heard of it yet.
	f.lead(one, coach.Lead{ID: "L5", Name: "again", Phone: "212 555 0105"})
	f.ok(f.space.Directory.BlockNumber(ctx, store.Blocked{Phone: "+12125550105", By: "U1", At: f.clock.Now(), Rep: "U1",
		Lead: "L5", Read: true}))
	f.lead(two, coach.Lead{ID: "L6", Name: "other", Phone: "212 555 0106"})
	f.lead(two, coach.Lead{ID: "L7", Name: "damaged", Phone: "212 555 0107"})
	f.damage("leads:U2", "L7", `{"id":7}`)
	for id, o := range map[string]outcome.Outcome{"L8": outcome.Voicemail, "L9": outcome.DoNotCall} {
		f.lead(two, coach.Lead{ID: id, Name: "damaged history " + id, Phone: "212 555 0104"})
		f.log(two, id, coach.Touch{Outcome: o})
		f.damage("touches:U2:"+id, "", `{"id":7}`)
	}

	day := at(t, ny, "2026-01-12 11:00")
	engines := []*running{f.start(), f.start()}
	f.dailyDone("do-not-call")
	f.runTo(day, engines...)
	want := map[string]outcome.Outcome{"L1": outcome.DoNotCall, "L2": outcome.DoNotCall, "L3": outcome.DoNotCall,
		"L4": outcome.DoNotCall, "L5": "", "L6": ""}
	check := func() {
		t.Helper()
		for _, rep := range []string{"U1", "U2"} {
			leads, err := f.space.Records.Leads(ctx, rep, "L1", "L2", "L3", "L4", "L5", "L6")
			f.ok(err)
			for _, l := range leads {
				if l.Progress.Closed != want[l.ID] || l.Progress.Task() != nil {
					t.Errorf("%s is %q, want %q; task %v", l.ID, l.Progress.Closed, want[l.ID], l.Progress.Task())
				}
			}
		}
	}
	check()
	listed, err := f.space.Directory.BlockedAmong(ctx, []string{"+12125550100", "+12125550106"})
	f.ok(err)
	if len(listed) != 1 || listed[0].By != "B1" || listed[0].Lead != "L1" || len(listed[0].More) > 0 {
		t.Errorf("listed %+v", listed)
	}

	// The other lead is lifted: those that had stopped because of it stay as they are, and block nothing.
	reps, err := f.space.Records.Reps(ctx)
	f.ok(err)
	versions := func() map[string]int64 {
		out := map[string]int64{}
		for _, rep := range reps {
			leads, err := f.space.Records.Leads(ctx, rep.ID, "L1", "L2", "L3", "L4", "L5", "L6")
			f.ok(err)
			for _, l := range leads {
				out[l.ID] = l.Version
			}
		}
		return out
	}
	before := versions()
	c := composer{space: f.space, rules: f.rules, now: func() time.Time { return day.Add(time.Hour) }}
	f.ok(c.doNotCall().Check(ctx))
	check()
	for id, v := range versions() {
		if v != before[id] {
			t.Errorf("%s was written again", id)
		}
	}
}

// What a block alone has ended is back once nobody's word blocks any of its numbers, once, however often that is looked
// at; and its rep has a letter about either.
func TestABlockThatGoesGivesBack(t *testing.T) {
	ctx := t.Context()
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	rep := f.rep(coach.Rep{ID: "U2", TZ: ny, Since: f.clock.Now()})
	f.lead(rep, coach.Lead{ID: "L1", Name: "pat", Phone: "(212) 555-0100, 212 555 0101"})
	f.log(rep, "L1", coach.Touch{Outcome: outcome.Voicemail})
	f.lead(rep, coach.Lead{ID: "L2", Name: "own", Phone: "212 555 0102"})
	f.log(rep, "L2", coach.Touch{Outcome: outcome.DoNotCall})
	lead := func(id string) coach.Lead {
		t.Helper()
		leads, err := f.space.Records.Leads(ctx, "U2", id)
		f.ok(err)
		return leads[0]
	}
	before := lead("L1").Progress
	list := composer{space: f.space, rules: f.rules, now: f.clock.Now}.doNotCall()
	numbers := map[string]string{"A": "+12125550100", "B": "+12125550101"}
	for lead, number := range numbers {
		b := store.Blocked{Phone: number, By: "U1", At: f.clock.Now(), Rep: "U1", Lead: lead, Read: true}
		f.ok(f.space.Directory.BlockNumber(ctx, b))
		f.ok(list.Stop(ctx, rep, b))
	}
	release := func(id string) coach.Lead {
		t.Helper()
		f.ok(list.Release(ctx, rep, id, "U1"))
		return lead(id)
	}
	for _, asked := range []string{"A", "B"} {
		if l := release("L1"); l.Open() || l.Progress.ClosedBy != "U1" {
			t.Errorf("%s is blocked still, and the lead is %q", asked, l.Progress.Closed)
		}
		item := store.Outbox{Kind: store.OutboxUnblock, By: "U1", Rep: "U1", Lead: asked, Phone: numbers[asked]}
		_, _, err := f.space.Change(ctx, store.Query{Rep: "U2", Now: f.clock.Now()},
			func(store.Snapshot) (store.Change, error) {
				return store.Change{Op: "lift", By: "U1", Now: f.clock.Now(), About: asked, Outbox: []store.Outbox{item}}, nil
			})
		f.ok(err)
		f.carryOut(list)
	}
	back := lead("L1")
	if back.Progress.Closed != "" || back.Progress.Calls != before.Calls || back.Progress.Step != before.Step {
		t.Errorf("it was %+v, and is %+v", before, back.Progress)
	}
	if again := release("L1"); again.Version != back.Version {
		t.Error("it was written again")
	}
	if own := release("L2"); own.Open() {
		t.Error("its own owner asked for that")
	}
	due, err := f.space.DueIndex.DueBefore(ctx, f.clock.Now(), 100)
	f.ok(err)
	letters := 0
	for _, d := range due {
		if d.Kind == ledger.KindLetter {
			letters++
		}
	}
	if letters != 2 {
		t.Errorf("%d letters, want one for the end and one for the return", letters)
	}
}

// carryOut does all that waits in the outbox.
func (f *fixture) carryOut(list donotcall.List) {
	f.t.Helper()
	due, err := f.space.DueIndex.DueBefore(f.t.Context(), f.clock.Now(), 100)
	f.ok(err)
	for _, d := range due {
		if d.Kind == ledger.KindOutbox {
			f.ok(f.space.CarryOut(f.t.Context(), d, f.clock.Now(), carrier{list, nil}))
		}
	}
}
