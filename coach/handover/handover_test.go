package handover

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

var now = time.Date(2026, 1, 12, 15, 0, 0, 0, time.UTC)

// Whatever leads go to whomever: each goes to one, nobody gets more than one above another in turn, and by load nobody
// ends up with more open leads than somebody who got fewer and could have had one.
func TestDeal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		leads := make([]coach.Lead, rapid.IntRange(0, 40).Draw(t, "leads"))
		for i := range leads {
			leads[i] = coach.Lead{ID: fmt.Sprint("L", i), Created: now.Add(time.Duration(i) * time.Hour),
				Warmth:    rapid.SampledFrom([]coach.Warmth{coach.Warm, coach.Cold, coach.WarmthUnknown}).Draw(t, "warmth"),
				Potential: rapid.SampledFrom([]coach.Potential{coach.PotentialHigh, coach.PotentialLow, ""}).Draw(t, "potential")}
			if rapid.IntRange(0, 4).Draw(t, "closed") == 0 {
				leads[i].Progress.Closed = outcome.Won
			}
		}
		takers := make([]Taker, rapid.IntRange(1, 5).Draw(t, "takers"))
		for i := range takers {
			takers[i] = Taker{ID: fmt.Sprint("U", i), Open: rapid.IntRange(0, 30).Draw(t, "open")}
		}
		how := rapid.SampledFrom([]How{InTurn, LeastBusy}).Draw(t, "how")
		got, open, given := map[string]string{}, map[string]int{}, map[string]int{}
		for _, taker := range takers {
			open[taker.ID], given[taker.ID] = taker.Open, 0
		}
		for _, share := range Deal(leads, takers, how) {
			for _, l := range share.Leads {
				if got[l.ID] != "" {
					t.Fatalf("%s goes to %s and %s", l.ID, got[l.ID], share.To)
				}
				got[l.ID] = share.To
				given[share.To]++
				if l.Open() {
					open[share.To]++
				}
			}
		}
		if len(got) != len(leads) {
			t.Fatalf("%d of %d go", len(got), len(leads))
		}
		for _, a := range takers {
			for _, b := range takers {
				if how == InTurn && given[a.ID] > given[b.ID]+1 {
					t.Fatalf("%v in turn", given)
				}
				if how == LeastBusy && open[a.ID] > a.Open && open[a.ID] > open[b.ID]+1 {
					t.Fatalf("%s has %d open leads and %s %d", a.ID, open[a.ID], b.ID, open[b.ID])
				}
			}
		}
	})
}

// The best leads are shared out first.
func TestDealSharesTheBestFirst(t *testing.T) {
	leads := []coach.Lead{
		{ID: "cold"}, {ID: "warm", Warmth: coach.Warm}, {ID: "agreed"}, {ID: "high", Potential: coach.PotentialHigh},
	}
	leads[2].Progress.Commitment = &coach.Commitment{At: now}
	var order string
	for _, share := range Deal(leads, []Taker{{ID: "U1"}, {ID: "U2"}}, InTurn) {
		for _, l := range share.Leads {
			order += " " + l.ID
		}
		order += ","
	}
	if order != " agreed high, warm cold," {
		t.Errorf("shared out as%s", order)
	}
}

func TestWhich(t *testing.T) {
	open, won := coach.Lead{Warmth: coach.Warm, Potential: coach.PotentialHigh}, coach.Lead{Warmth: coach.Warm}
	won.Progress.Closed = outcome.Won
	due, later := coach.Step{Kind: coach.StepCall, Due: now}, coach.Step{Kind: coach.StepCall, Due: now.Add(time.Minute)}
	for _, c := range []struct {
		which Which
		lead  coach.Lead
		step  coach.Step
		want  bool
	}{
		{All, open, due, true}, {All, won, due, true}, {Open, won, due, false}, {Closed, won, due, true},
		{Closed, open, due, false}, {Due, open, due, true}, {Due, open, later, false}, {Due, open, coach.Step{}, false},
		{Due, won, due, false}, {Warm, open, due, true}, {Warm, won, due, false}, {Cold, open, due, false},
		{Cold, coach.Lead{}, due, true}, {High, open, due, true}, {High, coach.Lead{}, due, false},
		{Low, coach.Lead{Potential: coach.PotentialLow}, due, true}, {"bogus", open, due, false},
	} {
		if got := c.which.Has(c.lead, c.step, now); got != c.want {
			t.Errorf("%q has %+v: %v", c.which, c.lead, got)
		}
	}
}

// A lead's clock and number mean with its new rep what they meant before.
func TestFit(t *testing.T) {
	berlin, york := coach.Rep{ID: "U1", TZ: "Europe/Berlin"}, coach.Rep{ID: "U2", TZ: "America/New_York"}
	for _, c := range []struct {
		name string
		lead coach.Lead
		zone string
		e164 string
	}{
		{"nothing known", coach.Lead{}, "Europe/Berlin", ""},
		{"zone set", coach.Lead{TZ: "Asia/Tokyo"}, "Asia/Tokyo", ""},
		{"national number", coach.Lead{Phone: "030 901820"}, "", "+4930901820"},
		{"number of another country", coach.Lead{Phone: "+1 212 555 0101"}, "", "+12125550101"},
	} {
		got := Fit(c.lead, berlin, york, now)
		if got.TZ != c.zone {
			t.Errorf("%s: zone %q, want %q", c.name, got.TZ, c.zone)
		}
		before, after := c.lead.Zone(berlin, now).Loc, got.Zone(york, now).Loc
		if now.In(before).Hour() != now.In(after).Hour() {
			t.Errorf("%s: the clock was %s and is %s", c.name, before, after)
		}
		if numbers := got.E164(york); c.e164 != "" && (len(numbers) != 1 || numbers[0] != c.e164) {
			t.Errorf("%s: dials %v", c.name, numbers)
		}
	}
	if same := Fit(coach.Lead{}, berlin, coach.Rep{ID: "U3", TZ: "Europe/Berlin"}, now); same.TZ != "" {
		t.Errorf("the same clock is set to %q", same.TZ)
	}
}

func TestCount(t *testing.T) {
	soon, later := coach.Lead{ID: "soon"}, coach.Lead{ID: "later"}
	soon.Progress.Commitment, later.Progress.Commitment = &coach.Commitment{At: now.Add(time.Hour)},
		&coach.Commitment{At: now.Add(2 * time.Hour)}
	over, past := coach.Lead{}, coach.Lead{}
	over.Progress.Closed, over.Progress.Commitment = outcome.DoNotCall, soon.Progress.Commitment
	past.Progress.Commitment = &coach.Commitment{At: now}
	got := Count([]coach.Lead{later, soon, over, past}, now)
	if got.Leads != 4 || got.Open != 3 || got.Agreed != 2 || !got.First.Equal(now.Add(time.Hour)) {
		t.Errorf("%+v", got)
	}
}
